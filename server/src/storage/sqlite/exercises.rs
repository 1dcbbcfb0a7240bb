//! Teachers' own exercises, and those that a model made.

use jiff::Timestamp;
use learnflow_contracts::exercises::NewExercise;
use learnflow_contracts::{ExerciseId, QuestionId, StudentId, TeacherId};
use rusqlite::{Connection, OptionalExtension, Row, params};

use super::super::tutor::MadeExercise;
use super::super::{Error, MadeFor, OwnExercise};
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
            "SELECT * FROM exercises WHERE teacher_id = ?1 AND made_for IS NULL ORDER BY created_at, id",
        )?
        .query_map([teacher.to_string()], own_row)?
        .collect::<Result<_, _>>()?;
    Ok(exercises)
}

pub(super) fn one(db: &Connection, id: &ExerciseId) -> Result<Option<OwnExercise>, Error> {
    Ok(db
        .prepare_cached("SELECT * FROM exercises WHERE id = ?1")?
        .query_row([id.as_str()], own_row)
        .optional()?)
}

/// Adds what a model made in answer to a question.
pub(super) fn add_made(
    tx: &Tx<'_>,
    question: QuestionId,
    made: &MadeExercise,
    now: Timestamp,
) -> Result<(), Error> {
    let MadeExercise { id, model, exercise } = made;
    tx.prepare_cached(
        "INSERT INTO exercises (id, teacher_id, topic_id, body, created_at, made_for, made_by)
         SELECT ?2, classes.teacher_id, ?3, ?4, ?5, questions.student_id, ?6
         FROM questions JOIN classes ON classes.id = questions.class_id WHERE questions.id = ?1",
    )?
    .execute(params![
        question.to_string(),
        id.as_str(),
        exercise.topic_id.as_str(),
        to_json(exercise)?,
        millis(now),
        model
    ])?;
    Ok(())
}

pub(super) fn made(
    db: &Connection,
    teacher: TeacherId,
    student: Option<StudentId>,
) -> Result<Vec<OwnExercise>, Error> {
    let exercises = db
        .prepare_cached(
            "SELECT * FROM exercises WHERE teacher_id = ?1 AND made_for IS NOT NULL
             AND (?2 IS NULL OR made_for = ?2) ORDER BY created_at, id",
        )?
        .query_map(params![teacher.to_string(), student.map(|student| student.to_string())], own_row)?
        .collect::<Result<_, _>>()?;
    Ok(exercises)
}

fn own_row(row: &Row<'_>) -> rusqlite::Result<OwnExercise> {
    Ok(OwnExercise {
        id: parsed(row, "id")?,
        teacher: parsed(row, "teacher_id")?,
        made: made_for(row)?,
        exercise: json(row, "body")?,
    })
}

fn made_for(row: &Row<'_>) -> rusqlite::Result<Option<MadeFor>> {
    let model: Option<String> = row.get("made_by")?;
    model.map(|model| Ok(MadeFor { student: parsed(row, "made_for")?, model })).transpose()
}
