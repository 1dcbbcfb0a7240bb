//! What follows from events: best scores, active days, mastery.

use std::collections::BTreeSet;

use jiff::civil::Date;
use learnflow_contracts::classes::{LastResult, LastWhat};
use learnflow_contracts::event::{Data, Event, MasteryUpdated};
use learnflow_contracts::{ExerciseId, StudentId, TopicId};
use sqlx::types::Json;
use sqlx::{PgConnection, Row};

use super::super::{Activity, Applied, Assess, Error, ExerciseFacts, ProgressFacts, TopicFacts, What};
use super::convert::{Day, Moment, parsed};
use super::outbox;
use super::tx::Tx;

pub(super) async fn apply(
    tx: &mut Tx,
    consumer: &str,
    activity: &Activity,
    assess: Assess,
) -> Result<Applied, Error> {
    tx.take_turn(&activity.student.to_string()).await?;
    if !outbox::accept(tx, consumer, activity.event, activity.at).await? {
        return Ok(Applied::Before);
    }
    sqlx::query(
        "INSERT INTO daily_activity (student_id, day, events) VALUES ($1, $2, 1)
         ON CONFLICT (student_id, day) DO UPDATE SET events = daily_activity.events + 1",
    )
    .bind(activity.student.0)
    .bind(Day(activity.day))
    .execute(&mut **tx)
    .await?;
    record_best(tx, activity).await?;
    record_error(tx, activity).await?;
    let facts = topic_facts(tx, activity).await?;
    let assessment = assess(&facts);
    record_last(tx, activity, assessment.streak_days).await?;
    if let Some(topic) = &activity.topic {
        sqlx::query(
            "INSERT INTO progress (student_id, topic_id, mastery, updated_at) VALUES ($1, $2, $3, $4)
             ON CONFLICT (student_id, topic_id)
             DO UPDATE SET mastery = excluded.mastery, updated_at = excluded.updated_at",
        )
        .bind(activity.student.0)
        .bind(topic.as_str())
        .bind(Json(&assessment.mastery))
        .bind(Moment(activity.at))
        .execute(&mut **tx)
        .await?;
        let updated = MasteryUpdated {
            student_id: activity.student,
            class_id: activity.class,
            topic_id: topic.clone(),
            mastery: assessment.mastery,
            streak_days: assessment.streak_days,
            cause: activity.event,
        };
        let traceparent = activity.traceparent.clone();
        let event = Event::new("progress", activity.at, traceparent, Data::MasteryUpdated(updated));
        tx.publish(&event).await?;
    }
    Ok(Applied::Now)
}

async fn record_best(tx: &mut Tx, activity: &Activity) -> Result<(), Error> {
    let Some(topic) = &activity.topic else { return Ok(()) };
    match &activity.what {
        What::Graded { exercise, score, passed, practice: false, quality, .. } => {
            sqlx::query(
                "INSERT INTO exercise_progress (student_id, topic_id, exercise_id, best, passed, quality)
                 VALUES ($1, $2, $3, $4, $5, $6)
                 ON CONFLICT (student_id, topic_id, exercise_id) DO UPDATE SET
                    best = greatest(exercise_progress.best, excluded.best),
                    passed = exercise_progress.passed OR excluded.passed,
                    quality = greatest(exercise_progress.quality, excluded.quality)",
            )
            .bind(activity.student.0)
            .bind(topic.as_str())
            .bind(exercise.as_str())
            .bind(score)
            .bind(passed)
            .bind(quality)
            .execute(&mut **tx)
            .await?;
        }
        What::Quiz { score } => {
            sqlx::query(
                "INSERT INTO quiz_progress (student_id, topic_id, best) VALUES ($1, $2, $3)
                 ON CONFLICT (student_id, topic_id)
                 DO UPDATE SET best = greatest(quiz_progress.best, excluded.best)",
            )
            .bind(activity.student.0)
            .bind(topic.as_str())
            .bind(score)
            .execute(&mut **tx)
            .await?;
        }
        What::Ran { .. } | What::Graded { .. } => {}
    }
    Ok(())
}

async fn record_error(tx: &mut Tx, activity: &Activity) -> Result<(), Error> {
    let Some(kind) = &activity.error_kind else { return Ok(()) };
    let exercise = match &activity.what {
        What::Ran { exercise, .. } => exercise.as_ref(),
        What::Graded { exercise, .. } => Some(exercise),
        What::Quiz { .. } => None,
    };
    sqlx::query(
        "INSERT INTO error_occurrences (event_id, student_id, topic_id, exercise_id, kind, at)
         VALUES ($1, $2, $3, $4, $5, $6)",
    )
    .bind(activity.event.0)
    .bind(activity.student.0)
    .bind(activity.topic.as_ref().map(TopicId::as_str))
    .bind(exercise.map(ExerciseId::as_str))
    .bind(kind)
    .bind(Moment(activity.at))
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// The live list's row; a quiz moves no row, an older event none that is newer.
async fn record_last(tx: &mut Tx, activity: &Activity, streak_days: u32) -> Result<(), Error> {
    let (exercise, what): (Option<&ExerciseId>, &LastWhat) = match &activity.what {
        What::Ran { exercise, last } => (exercise.as_ref(), last),
        What::Graded { exercise, last, .. } => (Some(exercise), last),
        What::Quiz { .. } => return Ok(()),
    };
    let last = LastResult { at: activity.at, what: what.clone() };
    sqlx::query(
        "INSERT INTO student_activity (student_id, topic_id, exercise_id, last, streak_days, at)
         VALUES ($1, $2, $3, $4, $5, $6)
         ON CONFLICT (student_id) DO UPDATE SET
            topic_id = coalesce(excluded.topic_id, student_activity.topic_id),
            exercise_id = excluded.exercise_id, last = excluded.last,
            streak_days = excluded.streak_days, at = excluded.at
         WHERE excluded.at >= student_activity.at",
    )
    .bind(activity.student.0)
    .bind(activity.topic.as_ref().map(TopicId::as_str))
    .bind(exercise.map(ExerciseId::as_str))
    .bind(Json(&last))
    .bind(i32::try_from(streak_days).unwrap_or(i32::MAX))
    .bind(Moment(activity.at))
    .execute(&mut **tx)
    .await?;
    Ok(())
}

async fn topic_facts(tx: &mut Tx, activity: &Activity) -> Result<TopicFacts, Error> {
    let topic = activity.topic.as_ref().map_or("", TopicId::as_str);
    let exercises =
        sqlx::query_scalar("SELECT best FROM exercise_progress WHERE student_id = $1 AND topic_id = $2")
            .bind(activity.student.0)
            .bind(topic)
            .fetch_all(&mut **tx)
            .await?;
    let quality = sqlx::query_scalar(
        "SELECT quality FROM exercise_progress WHERE student_id = $1 AND topic_id = $2 AND quality IS NOT NULL",
    )
    .bind(activity.student.0)
    .bind(topic)
    .fetch_all(&mut **tx)
    .await?;
    let quiz = sqlx::query_scalar("SELECT best FROM quiz_progress WHERE student_id = $1 AND topic_id = $2")
        .bind(activity.student.0)
        .bind(topic)
        .fetch_optional(&mut **tx)
        .await?;
    Ok(TopicFacts {
        exercises,
        exercises_in_topic: activity.exercises_in_topic,
        quality,
        programs_in_topic: activity.programs_in_topic,
        quiz,
        days: days(tx, activity.student).await?,
        today: activity.day,
    })
}

pub(super) async fn facts(db: &mut PgConnection, student: StudentId) -> Result<ProgressFacts, Error> {
    let exercises = sqlx::query(
        "SELECT topic_id, exercise_id, best, passed, quality FROM exercise_progress WHERE student_id = $1
         ORDER BY topic_id, exercise_id",
    )
    .bind(student.0)
    .fetch_all(&mut *db)
    .await?
    .iter()
    .map(|row| {
        Ok(ExerciseFacts {
            topic: parsed(row, "topic_id")?,
            exercise: parsed(row, "exercise_id")?,
            best: row.try_get("best")?,
            passed: row.try_get("passed")?,
            quality: row.try_get("quality")?,
        })
    })
    .collect::<Result<_, Error>>()?;
    let quizzes =
        sqlx::query("SELECT topic_id, best FROM quiz_progress WHERE student_id = $1 ORDER BY topic_id")
            .bind(student.0)
            .fetch_all(&mut *db)
            .await?
            .iter()
            .map(|row| Ok((parsed(row, "topic_id")?, row.try_get("best")?)))
            .collect::<Result<_, Error>>()?;
    Ok(ProgressFacts { days: days(db, student).await?, exercises, quizzes })
}

/// The newest days: a streak longer than this is shown as this.
const DAYS: i64 = 400;

async fn days(db: &mut PgConnection, student: StudentId) -> Result<BTreeSet<Date>, Error> {
    let days: Vec<Day> =
        sqlx::query_scalar("SELECT day FROM daily_activity WHERE student_id = $1 ORDER BY day DESC LIMIT $2")
            .bind(student.0)
            .bind(DAYS)
            .fetch_all(db)
            .await?;
    Ok(days.into_iter().map(|day| day.0).collect())
}
