//! The tutor's door for students: questions go in, answers come on the socket and stand here.

use axum::Json;
use axum::extract::{Query, State};
use learnflow_contracts::event::{Data, Event, HintOpened, QuestionAsked};
use learnflow_contracts::tutor::{
    AgentKind, Analyze, Ask, Asked, Chat, Explain, Rung, Triaged, Turn, TutorMode, TutorState, WantExercise,
};
use learnflow_contracts::{Problem, ProblemKind, QuestionId};

use super::App;
use super::access::Student;
use super::body::{Body, Ids, KeyHeader, OnceBody, OnceKey};
use super::layers::Trace;
use super::problem::Failure;
use super::taught::Taught;
use crate::execution::MAX_CODE;
use crate::storage::Once;
use crate::storage::tutor::QuestionRecord;
use crate::tutor::view;

/// Characters of a question.
const MAX_TEXT: usize = 4_000;
/// Characters of what Python said.
const MAX_ERROR: usize = 8_000;
/// Turns in one page of a conversation.
pub(super) const PAGE: u32 = 30;

/// Whether the tutor is on, and which model answers
#[utoipa::path(get, path = "/tutor", tag = "tutor", responses((status = 200, body = TutorState), (status = "default", body = Problem)))]
pub(super) async fn state(student: Student, State(app): State<App>) -> Result<Json<TutorState>, Failure> {
    let mode = app.storage.tutor_mode(student.class).await?;
    let model = app.tutor.model().filter(|_| mode == TutorMode::On).map(str::to_owned);
    Ok(Json(TutorState { mode, model }))
}

/// Ask the tutor
///
/// The answer comes on the socket, the library's at once, and stands in `GET /query/{question_id}`.
#[utoipa::path(post, path = "/query", tag = "tutor", params(KeyHeader), request_body = Ask, responses((status = 200, body = Asked), (status = "default", body = Problem)))]
pub(super) async fn ask(
    student: Student,
    State(app): State<App>,
    taught: Taught,
    trace: Trace,
    request: OnceBody<Ask>,
) -> Result<Json<Asked>, Failure> {
    let once = request.once(student.id, app.clock.now());
    take(&app, student, &taught, &trace, request.body, None, &once).await
}

/// Whom a question would go to
///
/// Takes no `Idempotency-Key`: nothing is stored.
#[utoipa::path(post, path = "/triage", tag = "tutor", request_body = Ask, responses((status = 200, body = Triaged), (status = "default", body = Problem)))]
pub(super) async fn triage(
    student: Student,
    State(app): State<App>,
    Body(ask): Body<Ask>,
) -> Result<Json<Triaged>, Failure> {
    check(&ask)?;
    if says_nothing(&ask) {
        return Err(Failure::invalid("send the question in words, with a program, or with what Python said"));
    }
    Ok(Json(app.tutor.triage(student.id, student.class, &ask).await?))
}

/// Have a topic explained
#[utoipa::path(post, path = "/concepts/explain", tag = "tutor", params(KeyHeader), request_body = Explain, responses((status = 200, body = Asked), (status = "default", body = Problem)))]
pub(super) async fn explain(
    student: Student,
    State(app): State<App>,
    taught: Taught,
    trace: Trace,
    request: OnceBody<Explain>,
) -> Result<Json<Asked>, Failure> {
    let once = request.once(student.id, app.clock.now());
    let Explain { topic_id, text, exercise_id } = request.body;
    if topic_id.is_none() && text.trim().is_empty() {
        return Err(Failure::invalid("name a topic, or say in words what to explain"));
    }
    let ask = Ask { text, topic_id, exercise_id, ..Ask::default() };
    take(&app, student, &taught, &trace, ask, Some(AgentKind::Concepts), &once).await
}

/// Have a program reviewed
#[utoipa::path(post, path = "/review/analyze", tag = "tutor", params(KeyHeader), request_body = Analyze, responses((status = 200, body = Asked), (status = "default", body = Problem)))]
pub(super) async fn review(
    student: Student,
    State(app): State<App>,
    taught: Taught,
    trace: Trace,
    request: OnceBody<Analyze>,
) -> Result<Json<Asked>, Failure> {
    let once = request.once(student.id, app.clock.now());
    let ask = about_a_program(request.body)?;
    take(&app, student, &taught, &trace, ask, Some(AgentKind::Review), &once).await
}

/// Have hints on what is wrong in a program
#[utoipa::path(post, path = "/debug/analyze", tag = "tutor", params(KeyHeader), request_body = Analyze, responses((status = 200, body = Asked), (status = "default", body = Problem)))]
pub(super) async fn debug(
    student: Student,
    State(app): State<App>,
    taught: Taught,
    trace: Trace,
    request: OnceBody<Analyze>,
) -> Result<Json<Asked>, Failure> {
    let once = request.once(student.id, app.clock.now());
    let ask = about_a_program(request.body)?;
    take(&app, student, &taught, &trace, ask, Some(AgentKind::Debug), &once).await
}

/// Have something to practise
#[utoipa::path(post, path = "/exercises/generate", tag = "tutor", params(KeyHeader), request_body = WantExercise, responses((status = 200, body = Asked), (status = "default", body = Problem)))]
pub(super) async fn want_exercise(
    student: Student,
    State(app): State<App>,
    taught: Taught,
    trace: Trace,
    request: OnceBody<WantExercise>,
) -> Result<Json<Asked>, Failure> {
    let once = request.once(student.id, app.clock.now());
    let ask = Ask { topic_id: request.body.topic_id, ..Ask::default() };
    take(&app, student, &taught, &trace, ask, Some(AgentKind::Exercise), &once).await
}

/// A question with its answers so far
#[utoipa::path(get, path = "/query/{question_id}", tag = "tutor", params(("question_id" = QuestionId, Path)), responses((status = 200, body = Turn), (status = "default", body = Problem)))]
pub(super) async fn one(
    student: Student,
    State(app): State<App>,
    Ids(id): Ids<QuestionId>,
) -> Result<Json<Turn>, Failure> {
    let turn = app.storage.turn(id).await?.filter(|turn| turn.question.student == student.id);
    turn.map(|turn| Json(view::of_student(turn))).ok_or_else(no_question)
}

/// Open the next hint of an answer
#[utoipa::path(post, path = "/query/{question_id}/rungs", tag = "tutor", params(KeyHeader, ("question_id" = QuestionId, Path)), responses((status = 200, body = Rung), (status = "default", body = Problem)))]
pub(super) async fn open_rung(
    student: Student,
    State(app): State<App>,
    Ids(id): Ids<QuestionId>,
    key: OnceKey,
) -> Result<Json<Rung>, Failure> {
    refuse_when_off(&app, student).await?;
    let once = key.once(student.id, app.clock.now());
    let opened = app.storage.open_rung(student.id, id, rung_opened, &once).await?;
    let rung = opened.ok_or_else(|| Failure::not_found("there is no further hint to open here"))?;
    Ok(Json(rung.into_inner()))
}

/// Where a conversation goes on.
#[derive(serde::Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct Before {
    /// Turns before this question; the newest ones without it.
    pub(super) before: Option<QuestionId>,
}

/// The student's conversation, newest last
#[utoipa::path(get, path = "/chat", tag = "tutor", params(Before), responses((status = 200, body = Chat), (status = "default", body = Problem)))]
pub(super) async fn chat(
    student: Student,
    State(app): State<App>,
    Query(Before { before }): Query<Before>,
) -> Result<Json<Chat>, Failure> {
    let page = app.storage.turns(student.class, student.id, before, PAGE).await?;
    Ok(Json(Chat { turns: page.turns.into_iter().map(view::of_student).collect(), more: page.more }))
}

fn no_question() -> Failure {
    Failure::not_found("there is no question with this id for you")
}

fn about_a_program(body: Analyze) -> Result<Ask, Failure> {
    let Analyze { code, error, topic_id, exercise_id } = body;
    if code.trim().is_empty() {
        return Err(Failure::invalid("send the program in code"));
    }
    Ok(Ask { text: String::new(), code: Some(code), error, topic_id, exercise_id })
}

/// Takes a question: checks it, stores it, and lets the event go on its way.
async fn take(
    app: &App,
    student: Student,
    taught: &Taught,
    trace: &Trace,
    ask: Ask,
    agent: Option<AgentKind>,
    once: &Once,
) -> Result<Json<Asked>, Failure> {
    check(&ask)?;
    if agent.is_none() && says_nothing(&ask) {
        return Err(Failure::invalid("ask something: in words, with a program, or with what Python said"));
    }
    refuse_when_off(app, student).await?;
    let question = QuestionRecord {
        id: QuestionId::new(),
        student: student.id,
        class: student.class,
        language: taught.language().to_owned(),
        ask,
        asked_at: once.now,
    };
    let data = QuestionAsked {
        question_id: question.id,
        student_id: student.id,
        class_id: student.class,
        topic_id: question.ask.topic_id.clone(),
        exercise_id: question.ask.exercise_id.clone(),
        agent,
        has_code: question.ask.code.is_some(),
        has_error: question.ask.error.is_some(),
    };
    let event = Event::new("gateway", once.now, Some(trace.parent()), Data::QuestionAsked(data));
    Ok(Json(app.storage.record_question(&question, &event, once).await?.into_inner()))
}

fn says_nothing(ask: &Ask) -> bool {
    let empty = |text: &Option<String>| text.as_ref().is_none_or(|text| text.trim().is_empty());
    ask.text.trim().is_empty() && empty(&ask.code) && empty(&ask.error)
}

fn check(ask: &Ask) -> Result<(), Failure> {
    let too_large = |what: &str, most: usize| {
        Err(Failure::new(
            ProblemKind::TooLarge,
            format!("{what} may have at most {most} characters; make it shorter"),
        ))
    };
    if ask.text.chars().count() > MAX_TEXT {
        return too_large("a question", MAX_TEXT);
    }
    if ask.error.as_ref().is_some_and(|error| error.chars().count() > MAX_ERROR) {
        return too_large("an error", MAX_ERROR);
    }
    if ask.code.as_ref().is_some_and(|code| code.len() > MAX_CODE) {
        return too_large("a program", MAX_CODE);
    }
    Ok(())
}

async fn refuse_when_off(app: &App, student: Student) -> Result<(), Failure> {
    if app.storage.tutor_mode(student.class).await? == TutorMode::Off {
        let detail = "your teacher has switched the tutor off for now; ask when it is on again";
        return Err(Failure::new(ProblemKind::TutorOff, detail));
    }
    Ok(())
}

fn rung_opened(question: &QuestionRecord, rung: u8, at: jiff::Timestamp) -> Event {
    let data = HintOpened {
        question_id: question.id,
        student_id: question.student,
        class_id: question.class,
        rung,
        topic_id: question.ask.topic_id.clone(),
        exercise_id: question.ask.exercise_id.clone(),
    };
    Event::new("gateway", at, None, Data::HintOpened(data))
}
