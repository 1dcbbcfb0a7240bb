//! Questions that come back some days after they were answered.

use learnflow_contracts::StudentId;
use learnflow_contracts::review::ReviewResult;
use sqlx::{PgConnection, Row};

use super::super::{Error, QuizRecord, ReviewItem, ReviewRecord, Schedule};
use super::convert::{Day, parsed, unreadable};
use super::tx::Tx;

/// A quiz teaches its questions: each comes back. One that is there already only goes back, when it was wrong: a quiz
/// taken twice on a day proves nothing about next week.
pub(super) async fn learn(tx: &mut Tx, quiz: &QuizRecord) -> Result<(), Error> {
    for question in &quiz.result.questions {
        sqlx::query(
            "INSERT INTO review (student_id, topic_id, question, level, due) VALUES ($1, $2, $3, $4, $5)
             ON CONFLICT (student_id, topic_id, question)
             DO UPDATE SET level = excluded.level, due = excluded.due WHERE NOT $6",
        )
        .bind(quiz.student.0)
        .bind(quiz.topic.as_str())
        .bind(&question.question)
        .bind(i16::from(quiz.review.level))
        .bind(Day(quiz.review.due))
        .bind(question.right)
        .execute(&mut **tx)
        .await?;
    }
    Ok(())
}

pub(super) async fn items(db: &mut PgConnection, student: StudentId) -> Result<Vec<ReviewItem>, Error> {
    sqlx::query(
        "SELECT topic_id, question, due FROM review WHERE student_id = $1 ORDER BY due, topic_id, question",
    )
    .bind(student.0)
    .fetch_all(db)
    .await?
    .iter()
    .map(|row| {
        let due = row.try_get::<Day, _>("due")?.0;
        Ok(ReviewItem { topic: parsed(row, "topic_id")?, question: row.try_get("question")?, due })
    })
    .collect()
}

/// Moves a question that is due; one answered before its day stays where it is.
pub(super) async fn record(
    tx: &mut Tx,
    review: &ReviewRecord,
    schedule: Schedule,
) -> Result<Option<ReviewResult>, Error> {
    let ReviewRecord { student, topic, question, today, result } = review;
    let mut result = result.clone();
    let found = sqlx::query(
        "SELECT level, due FROM review WHERE student_id = $1 AND topic_id = $2 AND question = $3 FOR UPDATE",
    )
    .bind(student.0)
    .bind(topic.as_str())
    .bind(question)
    .fetch_optional(&mut **tx)
    .await?;
    let Some(row) = found else { return Ok(None) };
    let level = u8::try_from(row.try_get::<i16, _>("level")?).map_err(|_| unreadable("level"))?;
    let due = row.try_get::<Day, _>("due")?.0;
    if due > *today {
        result.next_in_days = u32::try_from((due - *today).get_days()).unwrap_or_default();
        return Ok(Some(result));
    }
    let next = schedule(level, result.right, *today);
    result.next_in_days = u32::try_from((next.due - *today).get_days()).unwrap_or_default();
    sqlx::query(
        "UPDATE review SET level = $4, due = $5 WHERE student_id = $1 AND topic_id = $2 AND question = $3",
    )
    .bind(student.0)
    .bind(topic.as_str())
    .bind(question)
    .bind(i16::from(next.level))
    .bind(Day(next.due))
    .execute(&mut **tx)
    .await?;
    Ok(Some(result))
}
