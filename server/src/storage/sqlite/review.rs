//! Questions that come back some days after they were answered.

use jiff::civil::Date;
use learnflow_contracts::review::ReviewResult;
use learnflow_contracts::{StudentId, TopicId};
use rusqlite::{Connection, OptionalExtension, params};

use super::super::{Error, QuizRecord, ReviewItem, ReviewRecord, Schedule};
use super::convert::parsed;
use super::writer::Tx;

/// A quiz teaches its questions: each comes back. One that is there already only goes back, when it was wrong: a quiz
/// taken twice on a day proves nothing about next week.
pub(super) fn learn(tx: &Tx<'_>, quiz: &QuizRecord) -> Result<(), Error> {
    for question in &quiz.result.questions {
        tx.prepare_cached(
            "INSERT INTO review (student_id, topic_id, question, level, due) VALUES (?1, ?2, ?3, ?4, ?5)
             ON CONFLICT DO UPDATE SET level = excluded.level, due = excluded.due WHERE NOT ?6",
        )?
        .execute(params![
            quiz.student.to_string(),
            quiz.topic.as_str(),
            question.question,
            quiz.review.level,
            quiz.review.due.to_string(),
            question.right
        ])?;
    }
    Ok(())
}

pub(super) fn items(db: &Connection, student: StudentId) -> Result<Vec<ReviewItem>, Error> {
    let items = db
        .prepare_cached("SELECT topic_id, question, due FROM review WHERE student_id = ?1 ORDER BY due, topic_id, question")?
        .query_map([student.to_string()], |row| {
            Ok(ReviewItem { topic: parsed::<TopicId>(row, "topic_id")?, question: row.get("question")?, due: parsed(row, "due")? })
        })?
        .collect::<Result<_, _>>()?;
    Ok(items)
}

/// Moves a question that is due; one answered before its day stays where it is.
pub(super) fn record(
    tx: &Tx<'_>,
    review: ReviewRecord,
    schedule: Schedule,
) -> Result<Option<ReviewResult>, Error> {
    let ReviewRecord { student, topic, question, today, mut result } = review;
    let key = params![student.to_string(), topic.as_str(), question];
    let found: Option<(u8, Date)> = tx
        .prepare_cached(
            "SELECT level, due FROM review WHERE student_id = ?1 AND topic_id = ?2 AND question = ?3",
        )?
        .query_row(key, |row| Ok((row.get("level")?, parsed(row, "due")?)))
        .optional()?;
    let Some((level, due)) = found else { return Ok(None) };
    if due > today {
        result.next_in_days = u32::try_from((due - today).get_days()).unwrap_or_default();
        return Ok(Some(result));
    }
    let next = schedule(level, result.right, today);
    result.next_in_days = u32::try_from((next.due - today).get_days()).unwrap_or_default();
    tx.prepare_cached(
        "UPDATE review SET level = ?4, due = ?5 WHERE student_id = ?1 AND topic_id = ?2 AND question = ?3",
    )?
    .execute(params![
        student.to_string(),
        topic.as_str(),
        question,
        next.level,
        next.due.to_string()
    ])?;
    Ok(Some(result))
}
