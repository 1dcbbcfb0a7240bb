//! What students hand in.

use std::collections::HashMap;

use jiff::Timestamp;
use learnflow_contracts::event::Data;
use learnflow_contracts::exercises::SubmissionResult;
use learnflow_contracts::topics::QuizResult;
use learnflow_contracts::{ExerciseId, StudentId, SubmissionId};
use sqlx::{PgConnection, Row};
use uuid::Uuid;

use super::super::{Error, QuizRecord, Submission};
use super::convert::{Moment, json, parsed, to_json, unreadable};
use super::tx::Tx;
use super::{regrading, review};

pub(super) async fn record(tx: &mut Tx, submission: &Submission) -> Result<SubmissionResult, Error> {
    let Submission { student, class, topic, answer, result, engine, recipe, event } = submission;
    let (mut result, mut event) = (result.clone(), event.clone());
    // Alone with the student's rows, or two at once would get one number.
    tx.take_turn(&student.to_string()).await?;
    let attempts: i32 = sqlx::query_scalar(
        "SELECT coalesce(max(attempt), 0) FROM submissions WHERE student_id = $1 AND exercise_id = $2",
    )
    .bind(student.0)
    .bind(result.exercise_id.as_str())
    .fetch_one(&mut **tx)
    .await?;
    result.attempt = u32::try_from(attempts + 1).map_err(|_| unreadable("attempt"))?;
    let task = regrading::keep_task(tx, recipe).await?;
    sqlx::query(
        "INSERT INTO submissions (id, student_id, class_id, topic_id, exercise_id, attempt, answer, passed,
                                  score, result, engine, graded_at, task_hash, seed, clock, limits, transcript)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)",
    )
    .bind(result.submission_id.0)
    .bind(student.0)
    .bind(class.0)
    .bind(topic.as_str())
    .bind(result.exercise_id.as_str())
    .bind(attempts + 1)
    .bind(answer.as_bytes())
    .bind(result.passed)
    .bind(result.score)
    .bind(to_json(&result)?)
    .bind(engine)
    .bind(Moment(result.graded_at))
    .bind(task)
    .bind(recipe.seed.cast_signed())
    .bind(Moment(recipe.clock))
    .bind(&recipe.limits)
    .bind(&recipe.transcript)
    .execute(&mut **tx)
    .await?;
    if let Data::ExerciseGraded(graded) = &mut event.data {
        graded.attempt = result.attempt;
    }
    tx.publish(&event).await?;
    Ok(result)
}

pub(super) async fn one(db: &mut PgConnection, id: SubmissionId) -> Result<Option<SubmissionResult>, Error> {
    sqlx::query("SELECT result FROM submissions WHERE id = $1")
        .bind(id.0)
        .fetch_optional(db)
        .await?
        .map(|row| json(&row, "result"))
        .transpose()
}

pub(super) async fn passed_answers(
    db: &mut PgConnection,
    student: StudentId,
    exercises: &[ExerciseId],
) -> Result<HashMap<ExerciseId, String>, Error> {
    let exercises: Vec<_> = exercises.iter().map(ExerciseId::as_str).collect();
    sqlx::query(
        "SELECT DISTINCT ON (exercise_id) exercise_id, answer FROM submissions
         WHERE student_id = $1 AND exercise_id = ANY($2) AND passed ORDER BY exercise_id, attempt DESC",
    )
    .bind(student.0)
    .bind(exercises)
    .fetch_all(db)
    .await?
    .iter()
    .map(|row| {
        let answer = String::from_utf8(row.try_get("answer")?).map_err(|_| unreadable("answer"))?;
        Ok((parsed(row, "exercise_id")?, answer))
    })
    .collect()
}

pub(super) async fn record_quiz(tx: &mut Tx, quiz: &QuizRecord, now: Timestamp) -> Result<QuizResult, Error> {
    tx.take_turn(&quiz.student.to_string()).await?;
    sqlx::query(
        "INSERT INTO quiz_answers (id, student_id, topic_id, answers, score, answered_at)
         VALUES ($1, $2, $3, $4, $5, $6)",
    )
    .bind(Uuid::now_v7())
    .bind(quiz.student.0)
    .bind(quiz.topic.as_str())
    .bind(to_json(&quiz.answers)?)
    .bind(quiz.result.score)
    .bind(Moment(now))
    .execute(&mut **tx)
    .await?;
    review::learn(tx, quiz).await?;
    tx.publish(&quiz.event).await?;
    Ok(quiz.result.clone())
}
