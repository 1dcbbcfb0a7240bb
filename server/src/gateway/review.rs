//! Questions that come back some days later.

use axum::Json;
use axum::extract::State;
use jiff::civil::Date;
use learnflow_contracts::Problem;
use learnflow_contracts::review::{Review, ReviewAnswer, ReviewQuestion, ReviewResult};

use super::App;
use super::access::Student;
use super::body::{KeyHeader, OnceBody};
use super::problem::Failure;
use super::taught::Taught;
use crate::progress::view;
use crate::storage::{ReviewPlace, ReviewRecord};

/// Questions shown at once: what fits into the first minutes of a lesson.
const AT_ONCE: usize = 5;

/// The questions that are due today
#[utoipa::path(get, path = "/review", tag = "review", responses((status = 200, body = Review), (status = "default", body = Problem)))]
pub(super) async fn due(
    student: Student,
    State(app): State<App>,
    taught: Taught,
) -> Result<Json<Review>, Failure> {
    let today = today(&app, student).await?;
    // A question that a teacher took out of the curriculum is forgotten.
    let items: Vec<_> = app.storage.review_items(student.id).await?;
    let learned = items.iter().filter_map(|item| {
        let (topic, question) = taught.curriculum().question(&item.topic, &item.question)?;
        let (topic_id, topic_title) = (topic.view.id.clone(), topic.view.title.clone());
        Some((item.due, ReviewQuestion { topic_id, topic_title, question: question.view() }))
    });
    let learned: Vec<_> = learned.collect();
    let count = |count: usize| u32::try_from(count).unwrap_or(u32::MAX);
    let all = count(learned.len());
    let mut questions: Vec<_> =
        learned.into_iter().filter(|(due, _)| *due <= today).map(|(_, question)| question).collect();
    let due = count(questions.len());
    questions.truncate(AT_ONCE);
    Ok(Json(Review { questions, due, learned: all }))
}

/// Answer one of them
#[utoipa::path(post, path = "/review/answers", tag = "review", params(KeyHeader), request_body = ReviewAnswer, responses((status = 200, body = ReviewResult), (status = "default", body = Problem)))]
pub(super) async fn answer(
    student: Student,
    State(app): State<App>,
    taught: Taught,
    request: OnceBody<ReviewAnswer>,
) -> Result<Json<ReviewResult>, Failure> {
    let once = request.once(student.id, app.clock.now());
    let missing = || Failure::not_found("this question is not among those that you have learned");
    let ReviewAnswer { topic_id, question, choice } = request.body;
    let (_, asked) = taught.curriculum().question(&topic_id, &question).ok_or_else(missing)?;
    let chosen = asked.choices.iter().find(|one| one.id == choice);
    let chosen = chosen.ok_or_else(|| Failure::invalid("this question has no such choice; load it again"))?;
    let result = ReviewResult {
        right: chosen.id == asked.right().id,
        right_choice: asked.right().id.clone(),
        reason: chosen.reason.clone(),
        next_in_days: 0,
    };
    let today = today(&app, student).await?;
    let record = ReviewRecord { student: student.id, topic: topic_id, question, today, result };
    let answer = app.storage.record_review(&record, schedule, &once).await?;
    Ok(Json(answer.ok_or_else(missing)?.into_inner()))
}

/// The day in the student's class.
pub(super) async fn today(app: &App, student: Student) -> Result<Date, Failure> {
    let class = app.storage.class_of_student(student.id).await?;
    let class = class.ok_or_else(|| Failure::not_found("you are in no class any more; ask your teacher"))?;
    Ok(view::day(app.clock.now(), &class.time_zone))
}

/// Where a question goes that was learned today.
pub(super) fn learned(today: Date) -> ReviewPlace {
    place(learnflow_pedagogy::review::first(), today)
}

fn schedule(level: u8, right: bool, today: Date) -> ReviewPlace {
    place(learnflow_pedagogy::review::after(level, right), today)
}

fn place(next: learnflow_pedagogy::review::Next, today: Date) -> ReviewPlace {
    let due = today.saturating_add(jiff::Span::new().days(i64::from(next.days)));
    ReviewPlace { level: next.level, due }
}
