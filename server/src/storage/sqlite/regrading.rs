//! What it takes to grade a submission again.

use learnflow_contracts::SubmissionId;
use rusqlite::{Connection, OptionalExtension, Row, params};
use sha2::{Digest, Sha256};

use super::super::{Error, Recipe, ToRegrade};
use super::convert::{millis, moment, parsed};
use super::writer::Tx;

/// Keeps the recipe of a submission that is in the table.
pub(super) fn keep(tx: &Tx<'_>, id: SubmissionId, recipe: &Recipe) -> Result<(), Error> {
    let hash = Sha256::digest(&recipe.task);
    tx.prepare_cached("INSERT OR IGNORE INTO tasks (hash, task) VALUES (?1, ?2)")?
        .execute(params![&hash[..], recipe.task])?;
    tx.prepare_cached(
        "UPDATE submissions SET task_hash = ?2, seed = ?3, clock = ?4, limits = ?5, transcript = ?6 WHERE id = ?1",
    )?
    .execute(params![
        id.to_string(),
        &hash[..],
        recipe.seed.cast_signed(),
        millis(recipe.clock),
        recipe.limits,
        recipe.transcript
    ])?;
    Ok(())
}

pub(super) fn of(db: &Connection, id: SubmissionId) -> Result<Option<ToRegrade>, Error> {
    let found = db
        .prepare_cached(
            "SELECT exercise_id, attempt, answer, engine, task, seed, clock, limits, transcript
             FROM submissions LEFT JOIN tasks ON hash = task_hash WHERE id = ?1",
        )?
        .query_row([id.to_string()], row)
        .optional()?;
    Ok(found)
}

fn row(row: &Row<'_>) -> rusqlite::Result<ToRegrade> {
    let task: Option<String> = row.get("task")?;
    let recipe = task.map(|task| {
        Ok::<_, rusqlite::Error>(Recipe {
            task,
            seed: row.get::<_, i64>("seed")?.cast_unsigned(),
            clock: moment(row, "clock")?,
            limits: row.get("limits")?,
            transcript: row.get("transcript")?,
        })
    });
    Ok(ToRegrade {
        exercise: parsed(row, "exercise_id")?,
        attempt: row.get("attempt")?,
        answer: row.get("answer")?,
        engine: row.get("engine")?,
        recipe: recipe.transpose()?,
    })
}
