//! What students hand in.

use std::collections::HashMap;

use jiff::Timestamp;
use learnflow_contracts::event::Data;
use learnflow_contracts::exercises::SubmissionResult;
use learnflow_contracts::topics::QuizResult;
use learnflow_contracts::{ExerciseId, StudentId, SubmissionId};
use rusqlite::{Connection, OptionalExtension, params};
use uuid::Uuid;

use super::super::{Error, QuizRecord, Submission};
use super::convert::{json, millis, to_json};
use super::writer::Tx;
use super::{regrading, review};

pub(super) fn record(tx: &Tx<'_>, submission: Submission) -> Result<SubmissionResult, Error> {
    let Submission { student, class, topic, answer, mut result, engine, recipe, mut event } = submission;
    result.attempt = tx
        .prepare_cached(
            "SELECT coalesce(max(attempt), 0) + 1 FROM submissions WHERE student_id = ?1 AND exercise_id = ?2",
        )?
        .query_row([&student.to_string(), result.exercise_id.as_str()], |row| row.get(0))?;
    tx.prepare_cached(
        "INSERT INTO submissions (id, student_id, class_id, topic_id, exercise_id, attempt, answer, passed,
                                  score, result, engine, graded_at)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)",
    )?
    .execute(params![
        result.submission_id.to_string(),
        student.to_string(),
        class.to_string(),
        topic.as_str(),
        result.exercise_id.as_str(),
        result.attempt,
        answer,
        result.passed,
        result.score,
        to_json(&result)?,
        engine,
        millis(result.graded_at)
    ])?;
    regrading::keep(tx, result.submission_id, &recipe)?;
    if let Data::ExerciseGraded(graded) = &mut event.data {
        graded.attempt = result.attempt;
    }
    tx.publish(&event)?;
    Ok(result)
}

pub(super) fn one(db: &Connection, id: SubmissionId) -> Result<Option<SubmissionResult>, Error> {
    Ok(db
        .prepare_cached("SELECT result FROM submissions WHERE id = ?1")?
        .query_row([id.to_string()], |row| json(row, "result"))
        .optional()?)
}

pub(super) fn passed_answers(
    db: &Connection,
    student: StudentId,
    exercises: &[ExerciseId],
) -> Result<HashMap<ExerciseId, String>, Error> {
    let mut passed = HashMap::new();
    for exercise in exercises {
        let answer = db
            .prepare_cached(
                "SELECT answer FROM submissions WHERE student_id = ?1 AND exercise_id = ?2 AND passed
                 ORDER BY attempt DESC LIMIT 1",
            )?
            .query_row([&student.to_string(), exercise.as_str()], |row| row.get(0))
            .optional()?;
        if let Some(answer) = answer {
            passed.insert(exercise.clone(), answer);
        }
    }
    Ok(passed)
}

pub(super) fn record_quiz(tx: &Tx<'_>, quiz: QuizRecord, now: Timestamp) -> Result<QuizResult, Error> {
    tx.prepare_cached(
        "INSERT INTO quiz_answers (id, student_id, topic_id, answers, score, answered_at)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
    )?
    .execute(params![
        Uuid::now_v7().to_string(),
        quiz.student.to_string(),
        quiz.topic.as_str(),
        to_json(&quiz.answers)?,
        quiz.result.score,
        millis(now)
    ])?;
    review::learn(tx, &quiz)?;
    tx.publish(&quiz.event)?;
    Ok(quiz.result)
}
