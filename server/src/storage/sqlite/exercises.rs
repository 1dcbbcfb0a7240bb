//! Teachers' own exercises.

use jiff::Timestamp;
use learnflow_contracts::exercises::NewExercise;
use learnflow_contracts::{ExerciseId, TeacherId};
use rusqlite::{Connection, OptionalExtension, Row, params};

use super::super::{Error, OwnExercise};
use super::convert::{json, millis, parsed, to_json};
use super::writer::Tx;

pub(super) fn add(
    tx: &Tx<'_>,
    teacher: TeacherId,
    id: ExerciseId,
    exercise: &NewExercise,
    now: Timestamp,
) -> Result<ExerciseId, Error> {
    tx.prepare_cached(
        "INSERT INTO exercises (id, teacher_id, topic_id, body, created_at) VALUES (?1, ?2, ?3, ?4, ?5)",
    )?
    .execute(params![
        id.as_str(),
        teacher.to_string(),
        exercise.topic_id.as_str(),
        to_json(exercise)?,
        millis(now)
    ])?;
    Ok(id)
}

pub(super) fn of_teacher(db: &Connection, teacher: TeacherId) -> Result<Vec<OwnExercise>, Error> {
    let exercises = db
        .prepare_cached(
            "SELECT id, teacher_id, body FROM exercises WHERE teacher_id = ?1 ORDER BY created_at, id",
        )?
        .query_map([teacher.to_string()], own_row)?
        .collect::<Result<_, _>>()?;
    Ok(exercises)
}

pub(super) fn one(db: &Connection, id: &ExerciseId) -> Result<Option<OwnExercise>, Error> {
    Ok(db
        .prepare_cached("SELECT id, teacher_id, body FROM exercises WHERE id = ?1")?
        .query_row([id.as_str()], own_row)
        .optional()?)
}

fn own_row(row: &Row<'_>) -> rusqlite::Result<OwnExercise> {
    Ok(OwnExercise {
        id: parsed(row, "id")?,
        teacher: parsed(row, "teacher_id")?,
        exercise: json(row, "body")?,
    })
}
