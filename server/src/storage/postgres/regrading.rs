//! What it takes to grade a submission again.

use learnflow_contracts::SubmissionId;
use sha2::{Digest, Sha256};
use sqlx::{PgConnection, Row};

use super::super::{Error, Recipe, ToRegrade};
use super::convert::{Moment, count, parsed, unreadable};
use super::tx::Tx;

/// Keeps a task, once. Returns its hash.
pub(super) async fn keep_task(tx: &mut Tx, recipe: &Recipe) -> Result<Vec<u8>, Error> {
    let hash = Sha256::digest(&recipe.task).to_vec();
    sqlx::query("INSERT INTO tasks (hash, task) VALUES ($1, $2) ON CONFLICT DO NOTHING")
        .bind(&hash)
        .bind(&recipe.task)
        .execute(&mut **tx)
        .await?;
    Ok(hash)
}

pub(super) async fn of(db: &mut PgConnection, id: SubmissionId) -> Result<Option<ToRegrade>, Error> {
    let found = sqlx::query(
        "SELECT exercise_id, attempt, answer, engine, task, seed, clock, limits, transcript
         FROM submissions LEFT JOIN tasks ON hash = task_hash WHERE id = $1",
    )
    .bind(id.0)
    .fetch_optional(db)
    .await?;
    let Some(row) = found else { return Ok(None) };
    let recipe = match row.try_get::<Option<String>, _>("task")? {
        None => None,
        Some(task) => Some(Recipe {
            task,
            seed: row.try_get::<i64, _>("seed")?.cast_unsigned(),
            clock: row.try_get::<Moment, _>("clock")?.0,
            limits: row.try_get("limits")?,
            transcript: row.try_get("transcript")?,
        }),
    };
    Ok(Some(ToRegrade {
        exercise: parsed(&row, "exercise_id")?,
        attempt: count(&row, "attempt")?,
        answer: String::from_utf8(row.try_get("answer")?).map_err(|_| unreadable("answer"))?,
        engine: row.try_get("engine")?,
        recipe,
    }))
}
