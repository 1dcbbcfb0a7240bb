//! Where placement quizzes told students to start.

use learnflow_contracts::StudentId;
use learnflow_contracts::placement::{Placement, PlacementResult};
use rusqlite::{Connection, OptionalExtension, params};
use uuid::Uuid;

use super::super::{Error, PlacementRecord};
use super::convert::{millis, parsed_option, time, to_json};
use super::writer::Tx;

/// Stores a result; answers on the way to one are not kept.
pub(super) fn record(tx: &Tx<'_>, placement: PlacementRecord) -> Result<Placement, Error> {
    if let Some(result) = &placement.answer.result {
        tx.prepare_cached(
            "INSERT INTO placements (id, student_id, answers, start, taken_at) VALUES (?1, ?2, ?3, ?4, ?5)",
        )?
        .execute(params![
            Uuid::now_v7().to_string(),
            placement.student.to_string(),
            to_json(&placement.answers)?,
            result.start.as_ref().map(learnflow_contracts::TopicId::as_str),
            millis(result.taken_at)
        ])?;
    }
    Ok(placement.answer)
}

pub(super) fn newest(db: &Connection, student: StudentId) -> Result<Option<PlacementResult>, Error> {
    let found = db
        .prepare_cached(
            "SELECT start, taken_at FROM placements WHERE student_id = ?1 ORDER BY taken_at DESC, id DESC LIMIT 1",
        )?
        .query_row([student.to_string()], |row| Ok((parsed_option(row, "start")?, row.get("taken_at")?)))
        .optional()?;
    found.map(|(start, taken_at)| Ok(PlacementResult { start, taken_at: time(taken_at)? })).transpose()
}
