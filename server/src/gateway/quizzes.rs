//! Quizzes, answered.

use axum::Json;
use axum::extract::State;
use learnflow_contracts::event::{Data, Event, QuizAnswered};
use learnflow_contracts::topics::{QuizAnswers, QuizResult};
use learnflow_contracts::{Problem, TopicId};

use super::App;
use super::access::Student;
use super::body::{Ids, KeyHeader, OnceBody};
use super::layers::Trace;
use super::problem::Failure;
use super::review;
use super::taught::Taught;
use crate::storage::QuizRecord;

/// Answer a topic's quiz
#[utoipa::path(post, path = "/quizzes/{topic_id}/answers", tag = "quizzes", params(KeyHeader, ("topic_id" = TopicId, Path)), request_body = QuizAnswers, responses((status = 200, body = QuizResult), (status = "default", body = Problem)))]
pub(super) async fn answer(
    student: Student,
    State(app): State<App>,
    taught: Taught,
    trace: Trace,
    Ids(id): Ids<TopicId>,
    request: OnceBody<QuizAnswers>,
) -> Result<Json<QuizResult>, Failure> {
    let now = app.clock.now();
    let once = request.once(student.id, now);
    let result =
        taught.topic(&id)?.quiz.grade(&request.body).map_err(|error| Failure::invalid(error.to_string()))?;
    let answered = QuizAnswered {
        student_id: student.id,
        class_id: student.class,
        topic_id: id.clone(),
        score: result.score,
    };
    let event = Event::new("gateway", now, Some(trace.parent()), Data::QuizAnswered(answered));
    let review = review::learned(review::today(&app, student).await?);
    let record = QuizRecord { student: student.id, topic: id, answers: request.body, result, review, event };
    Ok(Json(app.storage.record_quiz(&record, &once).await?.into_inner()))
}
