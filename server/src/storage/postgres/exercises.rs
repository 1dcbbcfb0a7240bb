//! Teachers' own exercises, and those that a model made.

use jiff::Timestamp;
use learnflow_contracts::exercises::NewExercise;
use learnflow_contracts::{ExerciseId, QuestionId, StudentId, TeacherId};
use sqlx::postgres::PgRow;
use sqlx::{PgConnection, Row};

use super::super::tutor::MadeExercise;
use super::super::{Error, MadeFor, OwnExercise};
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
    let wanted = "SELECT * FROM exercises WHERE teacher_id = $1 AND made_for IS NULL ORDER BY created_at, id";
    sqlx::query(wanted).bind(teacher.0).fetch_all(db).await?.iter().map(own_row).collect()
}

pub(super) async fn one(db: &mut PgConnection, id: &ExerciseId) -> Result<Option<OwnExercise>, Error> {
    sqlx::query("SELECT * FROM exercises WHERE id = $1")
        .bind(id.as_str())
        .fetch_optional(db)
        .await?
        .map(|row| own_row(&row))
        .transpose()
}

/// Adds what a model made in answer to a question.
pub(super) async fn add_made(
    tx: &mut Tx,
    question: QuestionId,
    made: &MadeExercise,
    now: Timestamp,
) -> Result<(), Error> {
    let MadeExercise { id, model, exercise } = made;
    sqlx::query(
        "INSERT INTO exercises (id, teacher_id, topic_id, body, created_at, made_for, made_by)
         SELECT $2, classes.teacher_id, $3, $4, $5, questions.student_id, $6
         FROM questions JOIN classes ON classes.id = questions.class_id WHERE questions.id = $1",
    )
    .bind(question.0)
    .bind(id.as_str())
    .bind(exercise.topic_id.as_str())
    .bind(to_json(exercise)?)
    .bind(Moment(now))
    .bind(model)
    .execute(&mut **tx)
    .await?;
    Ok(())
}

pub(super) async fn made(
    db: &mut PgConnection,
    teacher: TeacherId,
    student: Option<StudentId>,
) -> Result<Vec<OwnExercise>, Error> {
    sqlx::query(
        "SELECT * FROM exercises WHERE teacher_id = $1 AND made_for IS NOT NULL
         AND ($2::uuid IS NULL OR made_for = $2) ORDER BY created_at, id",
    )
    .bind(teacher.0)
    .bind(student.map(|student| student.0))
    .fetch_all(db)
    .await?
    .iter()
    .map(own_row)
    .collect()
}

fn own_row(row: &PgRow) -> Result<OwnExercise, Error> {
    Ok(OwnExercise {
        id: parsed(row, "id")?,
        teacher: TeacherId(row.try_get("teacher_id")?),
        made: made_for(row)?,
        exercise: json(row, "body")?,
    })
}

fn made_for(row: &PgRow) -> Result<Option<MadeFor>, Error> {
    let model: Option<String> = row.try_get("made_by")?;
    model.map(|model| Ok(MadeFor { student: StudentId(row.try_get("made_for")?), model })).transpose()
}
