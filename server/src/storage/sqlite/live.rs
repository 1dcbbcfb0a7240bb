//! The stored half of the teacher's live list; who is online is known to `realtime`.

use learnflow_contracts::classes::{LastResult, LiveStudent};
use learnflow_contracts::progress::{Level, MasteryScore};
use learnflow_contracts::{ClassId, StudentId};
use rusqlite::{Connection, OptionalExtension, Row};

use super::super::Error;
use super::convert::{parsed, parsed_option};

const ROW: &str =
    "SELECT users.id, users.name, student_activity.topic_id, exercise_id, last, streak_days, mastery
    FROM enrollments
    JOIN users ON users.id = enrollments.student_id
    LEFT JOIN student_activity ON student_activity.student_id = users.id
    LEFT JOIN progress ON progress.student_id = users.id AND progress.topic_id = student_activity.topic_id";

pub(super) fn of_class(db: &Connection, class: ClassId) -> Result<Vec<LiveStudent>, Error> {
    let students = db
        .prepare_cached(&format!("{ROW} WHERE class_id = ?1 ORDER BY users.name, users.id"))?
        .query_map([class.to_string()], live_row)?
        .collect::<Result<_, _>>()?;
    Ok(students)
}

pub(super) fn one(db: &Connection, student: StudentId) -> Result<Option<LiveStudent>, Error> {
    Ok(db
        .prepare_cached(&format!("{ROW} WHERE users.id = ?1"))?
        .query_row([student.to_string()], live_row)
        .optional()?)
}

fn live_row(row: &Row<'_>) -> rusqlite::Result<LiveStudent> {
    let mastery: Option<MasteryScore> = json_option(row, "mastery")?;
    let last: Option<LastResult> = json_option(row, "last")?;
    Ok(LiveStudent {
        student_id: parsed(row, "id")?,
        name: row.get("name")?,
        online: false,
        topic_id: parsed_option(row, "topic_id")?,
        exercise_id: parsed_option(row, "exercise_id")?,
        last,
        mastery: mastery.map_or(0.0, |mastery| mastery.score),
        level: mastery.map_or(Level::Red, |mastery| mastery.level),
        streak_days: row.get::<_, Option<u32>>("streak_days")?.unwrap_or(0),
    })
}

fn json_option<T: serde::de::DeserializeOwned>(row: &Row<'_>, column: &str) -> rusqlite::Result<Option<T>> {
    match row.get_ref(column)? {
        rusqlite::types::ValueRef::Null => Ok(None),
        _ => super::convert::json(row, column).map(Some),
    }
}
