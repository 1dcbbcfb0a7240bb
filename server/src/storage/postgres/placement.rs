//! Where placement quizzes told students to start.

use learnflow_contracts::StudentId;
use learnflow_contracts::placement::{Placement, PlacementResult};
use sqlx::{PgConnection, Row};
use uuid::Uuid;

use super::super::{Error, PlacementRecord};
use super::convert::{Moment, parsed_option, to_json};
use super::tx::Tx;

/// Stores a result; answers on the way to one are not kept.
pub(super) async fn record(tx: &mut Tx, placement: &PlacementRecord) -> Result<Placement, Error> {
    if let Some(result) = &placement.answer.result {
        sqlx::query(
            "INSERT INTO placements (id, student_id, answers, start, taken_at) VALUES ($1, $2, $3, $4, $5)",
        )
        .bind(Uuid::now_v7())
        .bind(placement.student.0)
        .bind(to_json(&placement.answers)?)
        .bind(result.start.as_ref().map(learnflow_contracts::TopicId::as_str))
        .bind(Moment(result.taken_at))
        .execute(&mut **tx)
        .await?;
    }
    Ok(placement.answer.clone())
}

pub(super) async fn newest(
    db: &mut PgConnection,
    student: StudentId,
) -> Result<Option<PlacementResult>, Error> {
    let found = sqlx::query(
        "SELECT start, taken_at FROM placements WHERE student_id = $1 ORDER BY taken_at DESC, id DESC LIMIT 1",
    )
    .bind(student.0)
    .fetch_optional(db)
    .await?;
    found
        .map(|row| {
            let taken_at = row.try_get::<Moment, _>("taken_at")?.0;
            Ok(PlacementResult { start: parsed_option(&row, "start")?, taken_at })
        })
        .transpose()
}
