//! The Rust client: what the desktop app ships and what the tests speak through.

use std::time::Duration;

use reqwest::header::{AUTHORIZATION, HeaderMap, HeaderValue};
use reqwest::{Method, RequestBuilder, Response};
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::alerts::{Alert, Alerts, MarkAlert};
use crate::auth::{Join, Login, Logout, Refresh, Session, Ticket, User};
use crate::classes::{AddStudents, Class, Classes, Credentials, LiveView, NewClass};
use crate::exercises::{Exercise, Exercises, NewExercise, SubmissionResult, Submit};
use crate::placement::{Placement, PlacementAnswers};
use crate::progress::Progress;
use crate::review::{Review, ReviewAnswer, ReviewResult};
use crate::run::{Execute, RunResult};
use crate::steps::{ExecuteSteps, Steps};
use crate::topics::{Catalogue, Project, QuizAnswers, QuizResult, Topic};
use crate::tutor::{
    Analyze, Ask, Asked, Chat, Conversation, Conversations, Explain, Rung, Triaged, Turn, TutorState,
    TutorSwitch, WantExercise,
};
use crate::{AlertId, ClassId, IdempotencyKey, ModuleId, Problem, QuestionId, StudentId, TopicId, UserId};

/// Why a call gave no answer.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The server said what is wrong.
    #[error("{} ({}): {}", .0.title, .0.status, .0.detail)]
    Problem(Box<Problem>),
    /// It could not be reached, or its answer could not be read.
    #[error("the classroom could not be reached")]
    Transport(#[from] reqwest::Error),
}

impl Error {
    /// The problem, if the server named one.
    pub fn problem(&self) -> Option<&Problem> {
        match self {
            Error::Problem(problem) => Some(problem),
            Error::Transport(_) => None,
        }
    }
}

/// A connection to one classroom, with or without somebody signed in. Cheap to clone.
#[derive(Clone)]
pub struct Client {
    http: reqwest::Client,
    base: String,
    token: Option<String>,
}

impl Client {
    /// A client of the server at `base`, as `http://localhost:8080`; calls give up after 30 s.
    ///
    /// # Errors
    /// When no HTTP client can be made on this machine.
    pub fn new(base: &str) -> Result<Self, Error> {
        // reqwest brings no cryptography of its own. Taken when something else was chosen before.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let http = reqwest::Client::builder().timeout(Duration::from_secs(30)).build()?;
        Ok(Self { http, base: base.trim_end_matches('/').to_owned(), token: None })
    }

    /// The same connection, as the one who signed in.
    #[must_use]
    pub fn signed_in(&self, session: &Session) -> Self {
        self.with_token(&session.access_token)
    }

    /// The same connection with this access token.
    #[must_use]
    pub fn with_token(&self, token: &str) -> Self {
        Self { token: Some(token.to_owned()), ..self.clone() }
    }

    /// The address of the server, without a slash at its end.
    pub fn base(&self) -> &str {
        &self.base
    }

    /// A request to a path of the API, with the token if there is one.
    pub fn request(&self, method: Method, path: &str) -> RequestBuilder {
        let mut headers = HeaderMap::new();
        if let Some(token) = &self.token
            && let Ok(value) = HeaderValue::from_str(&format!("Bearer {token}"))
        {
            headers.insert(AUTHORIZATION, value);
        }
        self.http.request(method, format!("{}/api/v1/{path}", self.base)).headers(headers)
    }

    async fn get<T: DeserializeOwned>(&self, path: &str) -> Result<T, Error> {
        read(self.request(Method::GET, path).send().await?).await
    }

    async fn post<T: DeserializeOwned>(
        &self,
        path: &str,
        key: &IdempotencyKey,
        body: &impl Serialize,
    ) -> Result<T, Error> {
        let request = self.request(Method::POST, path).header("idempotency-key", key.as_str());
        read(request.json(body).send().await?).await
    }

    pub async fn login(&self, body: &Login) -> Result<Session, Error> {
        self.post("auth/login", &IdempotencyKey::new(), body).await
    }
    pub async fn join(&self, body: &Join) -> Result<Session, Error> {
        self.post("auth/join", &IdempotencyKey::new(), body).await
    }
    /// A retry of the same refresh keeps its `key`.
    pub async fn refresh(&self, key: &IdempotencyKey, body: &Refresh) -> Result<Session, Error> {
        self.post("auth/refresh", key, body).await
    }
    pub async fn logout(&self, body: &Logout) -> Result<(), Error> {
        let key = IdempotencyKey::new();
        let request = self.request(Method::POST, "auth/logout").header("idempotency-key", key.as_str());
        done(request.json(body).send().await?).await
    }
    pub async fn me(&self) -> Result<User, Error> {
        self.get("me").await
    }
    pub async fn ticket(&self) -> Result<Ticket, Error> {
        read(self.request(Method::POST, "realtime/tickets").send().await?).await
    }
    pub async fn topics(&self) -> Result<Catalogue, Error> {
        self.get("topics").await
    }
    pub async fn topic(&self, id: &TopicId) -> Result<Topic, Error> {
        self.get(&format!("topics/{id}")).await
    }
    pub async fn project(&self, module: &ModuleId) -> Result<Project, Error> {
        self.get(&format!("projects/{module}")).await
    }
    pub async fn placement(&self) -> Result<Placement, Error> {
        self.get("placement").await
    }
    pub async fn answer_placement(
        &self,
        key: &IdempotencyKey,
        body: &PlacementAnswers,
    ) -> Result<Placement, Error> {
        self.post("placement", key, body).await
    }
    pub async fn review(&self) -> Result<Review, Error> {
        self.get("review").await
    }
    pub async fn answer_review(
        &self,
        key: &IdempotencyKey,
        body: &ReviewAnswer,
    ) -> Result<ReviewResult, Error> {
        self.post("review/answers", key, body).await
    }
    pub async fn answer_quiz(
        &self,
        topic: &TopicId,
        key: &IdempotencyKey,
        body: &QuizAnswers,
    ) -> Result<QuizResult, Error> {
        self.post(&format!("quizzes/{topic}/answers"), key, body).await
    }
    pub async fn progress(&self, id: UserId) -> Result<Progress, Error> {
        self.get(&format!("progress/{id}")).await
    }
    pub async fn execute(&self, body: &Execute) -> Result<RunResult, Error> {
        read(self.request(Method::POST, "execute").json(body).send().await?).await
    }
    pub async fn execute_steps(&self, body: &ExecuteSteps) -> Result<Steps, Error> {
        read(self.request(Method::POST, "execute/steps").json(body).send().await?).await
    }
    /// A retry of the same attempt keeps its `key`.
    pub async fn submit(&self, key: &IdempotencyKey, body: &Submit) -> Result<SubmissionResult, Error> {
        self.post("exercises/submit", key, body).await
    }
    pub async fn tutor(&self) -> Result<TutorState, Error> {
        self.get("tutor").await
    }
    pub async fn ask(&self, key: &IdempotencyKey, body: &Ask) -> Result<Asked, Error> {
        self.post("query", key, body).await
    }
    pub async fn triage(&self, body: &Ask) -> Result<Triaged, Error> {
        read(self.request(Method::POST, "triage").json(body).send().await?).await
    }
    pub async fn explain(&self, key: &IdempotencyKey, body: &Explain) -> Result<Asked, Error> {
        self.post("concepts/explain", key, body).await
    }
    pub async fn analyze_review(&self, key: &IdempotencyKey, body: &Analyze) -> Result<Asked, Error> {
        self.post("review/analyze", key, body).await
    }
    pub async fn analyze_debug(&self, key: &IdempotencyKey, body: &Analyze) -> Result<Asked, Error> {
        self.post("debug/analyze", key, body).await
    }
    pub async fn want_exercise(&self, key: &IdempotencyKey, body: &WantExercise) -> Result<Asked, Error> {
        self.post("exercises/generate", key, body).await
    }
    pub async fn question(&self, id: QuestionId) -> Result<Turn, Error> {
        self.get(&format!("query/{id}")).await
    }
    /// Opens the next hint of an answer.
    pub async fn open_rung(&self, id: QuestionId, key: &IdempotencyKey) -> Result<Rung, Error> {
        let path = format!("query/{id}/rungs");
        read(self.request(Method::POST, &path).header("idempotency-key", key.as_str()).send().await?).await
    }
    /// The newest turns, or those before one.
    pub async fn chat(&self, before: Option<QuestionId>) -> Result<Chat, Error> {
        self.get(&match before {
            Some(before) => format!("chat?before={before}"),
            None => "chat".to_owned(),
        })
        .await
    }
    pub async fn class_tutor(&self, class: ClassId) -> Result<TutorSwitch, Error> {
        self.get(&format!("classes/{class}/tutor")).await
    }
    pub async fn switch_tutor(&self, class: ClassId, body: &TutorSwitch) -> Result<TutorSwitch, Error> {
        read(self.request(Method::PUT, &format!("classes/{class}/tutor")).json(body).send().await?).await
    }
    pub async fn alerts(&self, class: ClassId) -> Result<Alerts, Error> {
        self.get(&format!("classes/{class}/alerts")).await
    }
    pub async fn mark_alert(&self, class: ClassId, alert: AlertId, body: &MarkAlert) -> Result<Alert, Error> {
        let path = format!("classes/{class}/alerts/{alert}/mark");
        read(self.request(Method::PUT, &path).json(body).send().await?).await
    }
    pub async fn conversations(&self, class: ClassId) -> Result<Conversations, Error> {
        self.get(&format!("classes/{class}/conversations")).await
    }
    pub async fn conversation(&self, class: ClassId, student: StudentId) -> Result<Conversation, Error> {
        self.get(&format!("classes/{class}/conversations/{student}")).await
    }
    pub async fn exercises(&self) -> Result<Exercises, Error> {
        self.get("exercises").await
    }
    pub async fn add_exercise(&self, key: &IdempotencyKey, body: &NewExercise) -> Result<Exercise, Error> {
        self.post("exercises", key, body).await
    }
    pub async fn classes(&self) -> Result<Classes, Error> {
        self.get("classes").await
    }
    pub async fn add_class(&self, key: &IdempotencyKey, body: &NewClass) -> Result<Class, Error> {
        self.post("classes", key, body).await
    }
    pub async fn live(&self, id: ClassId) -> Result<LiveView, Error> {
        self.get(&format!("classes/{id}/live")).await
    }
    pub async fn add_students(
        &self,
        class: ClassId,
        key: &IdempotencyKey,
        body: &AddStudents,
    ) -> Result<Credentials, Error> {
        self.post(&format!("classes/{class}/students"), key, body).await
    }
    pub async fn reset_student(
        &self,
        class: ClassId,
        student: StudentId,
        key: &IdempotencyKey,
    ) -> Result<Credentials, Error> {
        let path = format!("classes/{class}/students/{student}/reset");
        read(self.request(Method::POST, &path).header("idempotency-key", key.as_str()).send().await?).await
    }
    pub async fn remove_student(&self, class: ClassId, student: StudentId) -> Result<(), Error> {
        let path = format!("classes/{class}/students/{student}");
        done(self.request(Method::DELETE, &path).send().await?).await
    }
}

async fn read<T: DeserializeOwned>(response: Response) -> Result<T, Error> {
    Ok(accepted(response).await?.json().await?)
}

async fn done(response: Response) -> Result<(), Error> {
    accepted(response).await.map(|_| ())
}

async fn accepted(response: Response) -> Result<Response, Error> {
    if response.status().is_success() {
        return Ok(response);
    }
    Err(Error::Problem(Box::new(response.json().await?)))
}
