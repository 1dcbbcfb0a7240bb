//! The stored half of the teacher's live list; who is online is known to `realtime`.

use learnflow_contracts::classes::{LastResult, LiveStudent};
use learnflow_contracts::progress::{Level, MasteryScore};
use learnflow_contracts::{ClassId, StudentId};
use sqlx::postgres::PgRow;
use sqlx::types::Json;
use sqlx::{PgConnection, Row};

use super::super::Error;
use super::convert::{parsed_option, unreadable};

macro_rules! rows_where {
    ($condition:literal) => {
        concat!(
            "SELECT users.id, users.name, student_activity.topic_id, exercise_id, last, streak_days, mastery
             FROM enrollments
             JOIN users ON users.id = enrollments.student_id
             LEFT JOIN student_activity ON student_activity.student_id = users.id
             LEFT JOIN progress
                ON progress.student_id = users.id AND progress.topic_id = student_activity.topic_id
             WHERE ",
            $condition
        )
    };
}

pub(super) async fn of_class(db: &mut PgConnection, class: ClassId) -> Result<Vec<LiveStudent>, Error> {
    sqlx::query(rows_where!("class_id = $1 ORDER BY users.name, users.id"))
        .bind(class.0)
        .fetch_all(db)
        .await?
        .iter()
        .map(live_row)
        .collect()
}

pub(super) async fn one(db: &mut PgConnection, student: StudentId) -> Result<Option<LiveStudent>, Error> {
    sqlx::query(rows_where!("enrollments.student_id = $1"))
        .bind(student.0)
        .fetch_optional(db)
        .await?
        .map(|row| live_row(&row))
        .transpose()
}

fn live_row(row: &PgRow) -> Result<LiveStudent, Error> {
    let mastery: Option<Json<MasteryScore>> = row.try_get("mastery")?;
    let last: Option<Json<LastResult>> = row.try_get("last")?;
    let streak_days: Option<i32> = row.try_get("streak_days")?;
    Ok(LiveStudent {
        student_id: StudentId(row.try_get("id")?),
        name: row.try_get("name")?,
        online: false,
        topic_id: parsed_option(row, "topic_id")?,
        exercise_id: parsed_option(row, "exercise_id")?,
        last: last.map(|last| last.0),
        mastery: mastery.as_ref().map_or(0.0, |mastery| mastery.score),
        level: mastery.as_ref().map_or(Level::Red, |mastery| mastery.level),
        streak_days: u32::try_from(streak_days.unwrap_or(0)).map_err(|_| unreadable("streak_days"))?,
    })
}
