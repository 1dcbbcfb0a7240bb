//! Teachers' own exercises.

use jiff::Timestamp;
use learnflow_contracts::exercises::NewExercise;
use learnflow_contracts::{ExerciseId, TeacherId};
use sqlx::postgres::PgRow;
use sqlx::{PgConnection, Row};

use super::super::{Error, OwnExercise};
use super::convert::{Moment, json, parsed, to_json};
use super::tx::Tx;

pub(super) async fn add(
    tx: &mut Tx,
    teacher: TeacherId,
    id: &ExerciseId,
    exercise: &NewExercise,
    now: Timestamp,
) -> Result<ExerciseId, Error> {
    sqlx::query(
        "INSERT INTO exercises (id, teacher_id, topic_id, body, created_at) VALUES ($1, $2, $3, $4, $5)",
    )
    .bind(id.as_str())
    .bind(teacher.0)
    .bind(exercise.topic_id.as_str())
    .bind(to_json(exercise)?)
    .bind(Moment(now))
    .execute(&mut **tx)
    .await?;
    Ok(id.clone())
}

pub(super) async fn of_teacher(db: &mut PgConnection, teacher: TeacherId) -> Result<Vec<OwnExercise>, Error> {
    sqlx::query("SELECT id, teacher_id, body FROM exercises WHERE teacher_id = $1 ORDER BY created_at, id")
        .bind(teacher.0)
        .fetch_all(db)
        .await?
        .iter()
        .map(own_row)
        .collect()
}

pub(super) async fn one(db: &mut PgConnection, id: &ExerciseId) -> Result<Option<OwnExercise>, Error> {
    sqlx::query("SELECT id, teacher_id, body FROM exercises WHERE id = $1")
        .bind(id.as_str())
        .fetch_optional(db)
        .await?
        .map(|row| own_row(&row))
        .transpose()
}

fn own_row(row: &PgRow) -> Result<OwnExercise, Error> {
    Ok(OwnExercise {
        id: parsed(row, "id")?,
        teacher: TeacherId(row.try_get("teacher_id")?),
        exercise: json(row, "body")?,
    })
}
