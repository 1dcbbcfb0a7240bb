//! What follows from events: best scores, active days, mastery.

use std::collections::BTreeSet;

use jiff::civil::Date;
use learnflow_contracts::StudentId;
use learnflow_contracts::classes::{LastResult, LastWhat};
use learnflow_contracts::event::{Data, Event, MasteryUpdated};
use learnflow_contracts::{ExerciseId, TopicId};
use rusqlite::{Connection, OptionalExtension, params};

use super::super::{Activity, Applied, Assess, Error, ExerciseFacts, ProgressFacts, TopicFacts, What};
use super::convert::{millis, parsed, to_json};
use super::outbox;
use super::writer::Tx;

pub(super) fn apply(
    tx: &Tx<'_>,
    consumer: &str,
    activity: &Activity,
    assess: Assess,
) -> Result<Applied, Error> {
    if !outbox::accept(tx, consumer, activity.event, activity.at)? {
        return Ok(Applied::Before);
    }
    let student = activity.student.to_string();
    tx.prepare_cached(
        "INSERT INTO daily_activity (student_id, day, events) VALUES (?1, ?2, 1)
         ON CONFLICT DO UPDATE SET events = events + 1",
    )?
    .execute(params![student, activity.day.to_string()])?;
    record_best(tx, activity)?;
    record_error(tx, activity)?;
    let facts = topic_facts(tx, activity)?;
    let assessment = assess(&facts);
    record_last(tx, activity, assessment.streak_days)?;
    if let Some(topic) = &activity.topic {
        tx.prepare_cached(
            "INSERT INTO progress (student_id, topic_id, mastery, updated_at) VALUES (?1, ?2, ?3, ?4)
             ON CONFLICT DO UPDATE SET mastery = excluded.mastery, updated_at = excluded.updated_at",
        )?
        .execute(params![
            student,
            topic.as_str(),
            to_json(&assessment.mastery)?,
            millis(activity.at)
        ])?;
        let updated = MasteryUpdated {
            student_id: activity.student,
            class_id: activity.class,
            topic_id: topic.clone(),
            mastery: assessment.mastery,
            streak_days: assessment.streak_days,
            cause: activity.event,
        };
        let traceparent = activity.traceparent.clone();
        tx.publish(&Event::new("progress", activity.at, traceparent, Data::MasteryUpdated(updated)))?;
    }
    Ok(Applied::Now)
}

fn record_best(tx: &Tx<'_>, activity: &Activity) -> Result<(), Error> {
    let (student, Some(topic)) = (activity.student.to_string(), &activity.topic) else { return Ok(()) };
    match &activity.what {
        What::Graded { exercise, score, passed, practice: false, quality, .. } => {
            // SQLite's `max` of two values is null where one of them is.
            tx.prepare_cached(
                "INSERT INTO exercise_progress (student_id, topic_id, exercise_id, best, passed, quality)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6)
                 ON CONFLICT DO UPDATE SET best = max(best, excluded.best), passed = max(passed, excluded.passed),
                    quality = coalesce(max(quality, excluded.quality), quality, excluded.quality)",
            )?
            .execute(params![student, topic.as_str(), exercise.as_str(), score, passed, quality])?;
        }
        What::Quiz { score } => {
            tx.prepare_cached(
                "INSERT INTO quiz_progress (student_id, topic_id, best) VALUES (?1, ?2, ?3)
                 ON CONFLICT DO UPDATE SET best = max(best, excluded.best)",
            )?
            .execute(params![student, topic.as_str(), score])?;
        }
        What::Ran { .. } | What::Graded { .. } => {}
    }
    Ok(())
}

fn record_error(tx: &Tx<'_>, activity: &Activity) -> Result<(), Error> {
    let Some(kind) = &activity.error_kind else { return Ok(()) };
    let exercise = match &activity.what {
        What::Ran { exercise, .. } => exercise.as_ref(),
        What::Graded { exercise, .. } => Some(exercise),
        What::Quiz { .. } => None,
    };
    tx.prepare_cached(
        "INSERT INTO error_occurrences (event_id, student_id, topic_id, exercise_id, kind, at)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
    )?
    .execute(params![
        activity.event.to_string(),
        activity.student.to_string(),
        activity.topic.as_ref().map(TopicId::as_str),
        exercise.map(ExerciseId::as_str),
        kind,
        millis(activity.at)
    ])?;
    Ok(())
}

/// The live list's row; a quiz moves no row, an older event none that is newer.
fn record_last(tx: &Tx<'_>, activity: &Activity, streak_days: u32) -> Result<(), Error> {
    let (exercise, what): (Option<&ExerciseId>, &LastWhat) = match &activity.what {
        What::Ran { exercise, last } => (exercise.as_ref(), last),
        What::Graded { exercise, last, .. } => (Some(exercise), last),
        What::Quiz { .. } => return Ok(()),
    };
    let last = LastResult { at: activity.at, what: what.clone() };
    tx.prepare_cached(
        "INSERT INTO student_activity (student_id, topic_id, exercise_id, last, streak_days, at)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6)
         ON CONFLICT DO UPDATE SET
            topic_id = coalesce(excluded.topic_id, topic_id), exercise_id = excluded.exercise_id,
            last = excluded.last, streak_days = excluded.streak_days, at = excluded.at
         WHERE excluded.at >= at",
    )?
    .execute(params![
        activity.student.to_string(),
        activity.topic.as_ref().map(TopicId::as_str),
        exercise.map(ExerciseId::as_str),
        to_json(&last)?,
        streak_days,
        millis(activity.at)
    ])?;
    Ok(())
}

fn topic_facts(tx: &Tx<'_>, activity: &Activity) -> Result<TopicFacts, Error> {
    let student = activity.student.to_string();
    let topic = activity.topic.as_ref().map_or("", TopicId::as_str);
    let exercises = tx
        .prepare_cached("SELECT best FROM exercise_progress WHERE student_id = ?1 AND topic_id = ?2")?
        .query_map([&student, topic], |row| row.get(0))?
        .collect::<Result<_, _>>()?;
    let quality = tx
        .prepare_cached(
            "SELECT quality FROM exercise_progress
             WHERE student_id = ?1 AND topic_id = ?2 AND quality IS NOT NULL",
        )?
        .query_map([&student, topic], |row| row.get(0))?
        .collect::<Result<_, _>>()?;
    let quiz = tx
        .prepare_cached("SELECT best FROM quiz_progress WHERE student_id = ?1 AND topic_id = ?2")?
        .query_row([&student, topic], |row| row.get(0))
        .optional()?;
    Ok(TopicFacts {
        exercises,
        exercises_in_topic: activity.exercises_in_topic,
        quality,
        programs_in_topic: activity.programs_in_topic,
        quiz,
        days: days(tx, activity.student)?,
        today: activity.day,
    })
}

pub(super) fn facts(db: &Connection, student: StudentId) -> Result<ProgressFacts, Error> {
    let exercises = db
        .prepare_cached(
            "SELECT topic_id, exercise_id, best, passed, quality FROM exercise_progress WHERE student_id = ?1",
        )?
        .query_map([student.to_string()], |row| {
            Ok(ExerciseFacts {
                topic: parsed(row, "topic_id")?,
                exercise: parsed(row, "exercise_id")?,
                best: row.get("best")?,
                passed: row.get("passed")?,
                quality: row.get("quality")?,
            })
        })?
        .collect::<Result<_, _>>()?;
    let quizzes = db
        .prepare_cached("SELECT topic_id, best FROM quiz_progress WHERE student_id = ?1")?
        .query_map([student.to_string()], |row| Ok((parsed(row, "topic_id")?, row.get("best")?)))?
        .collect::<Result<_, _>>()?;
    Ok(ProgressFacts { days: days(db, student)?, exercises, quizzes })
}

/// The newest days: a streak longer than this is shown as this.
const DAYS: u32 = 400;

fn days(db: &Connection, student: StudentId) -> Result<BTreeSet<Date>, Error> {
    let days = db
        .prepare_cached("SELECT day FROM daily_activity WHERE student_id = ?1 ORDER BY day DESC LIMIT ?2")?
        .query_map(params![student.to_string(), DAYS], |row| parsed(row, "day"))?
        .collect::<Result<_, _>>()?;
    Ok(days)
}
