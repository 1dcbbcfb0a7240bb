//! The outbox read as a log, for the embedded bus: one process with all roles over Postgres.
//!
//! A number is drawn when an event is written and seen when it is committed, so a number may be missing that comes
//! later. Reading stops before such a gap until every transaction that ran when it was first seen has ended: then
//! its event is there, or its transaction was undone and it never comes.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

use async_trait::async_trait;
use learnflow_contracts::EventId;
use learnflow_contracts::event::Topic;
use sqlx::Row;

use super::super::{Error, Log, Stretch};
use super::Postgres;
use super::convert::count;
use super::outbox::delivery;

/// Gaps remembered at once: more than any number of groups sees.
const GAPS: usize = 1_000;

/// The first missing number of each gap that was seen, with the number the next transaction had then.
#[derive(Debug, Default)]
pub(super) struct Gaps(Mutex<BTreeMap<i64, i64>>);

impl Gaps {
    /// Whether nothing comes any more where `missing` is, in a snapshot in which the oldest running transaction is
    /// `oldest` and the next one will be `next`.
    fn is_final(&self, missing: i64, oldest: i64, next: i64) -> bool {
        let mut seen = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let at_first = *seen.entry(missing).or_insert(next);
        let is_final = oldest >= at_first;
        if is_final || seen.len() > GAPS {
            seen.remove(&missing);
        }
        is_final
    }
}

#[async_trait]
impl Log for Postgres {
    async fn log_after(
        &self,
        after: i64,
        group: &str,
        topics: &[Topic],
        limit: u32,
    ) -> Result<Stretch, Error> {
        let topics: Vec<_> = topics.iter().map(|topic| topic.name()).collect();
        // One statement, so one snapshot: what is missing in it is what its numbers of transactions tell of.
        let rows = sqlx::query(
            "SELECT found.*, pg_snapshot_xmin(now)::text::bigint AS oldest, pg_snapshot_xmax(now)::text::bigint AS next
             FROM pg_current_snapshot() AS now,
                  LATERAL (SELECT seq, event, for_group,
                                  topic = ANY($2) AND (for_group IS NULL OR for_group = $4) AS wanted
                           FROM outbox WHERE seq > $1 ORDER BY seq LIMIT $3) AS found
             ORDER BY seq",
        )
        .bind(after)
        .bind(&topics)
        .bind(i64::from(limit))
        .bind(group)
        .fetch_all(&mut *self.read().await?)
        .await?;
        let mut stretch =
            Stretch { deliveries: Vec::new(), read_to: after, more: rows.len() == limit as usize };
        for row in &rows {
            let (seq, oldest, next) = (row.try_get("seq")?, row.try_get("oldest")?, row.try_get("next")?);
            if seq > stretch.read_to + 1 && !self.gaps.is_final(stretch.read_to + 1, oldest, next) {
                stretch.more = false;
                self.news.look_again_soon();
                break;
            }
            stretch.read_to = seq;
            if row.try_get("wanted")? {
                stretch.deliveries.push(delivery(row)?);
            }
        }
        Ok(stretch)
    }

    async fn group_position(&self, group: &str) -> Result<i64, Error> {
        let position: Option<i64> = sqlx::query_scalar("SELECT position FROM bus_groups WHERE name = $1")
            .bind(group)
            .fetch_optional(&mut *self.read().await?)
            .await?;
        Ok(position.unwrap_or(0))
    }

    async fn move_group(&self, group: &str, position: i64) -> Result<(), Error> {
        sqlx::query(
            "INSERT INTO bus_groups (name, position) VALUES ($1, $2)
             ON CONFLICT (name) DO UPDATE SET position = greatest(bus_groups.position, excluded.position)",
        )
        .bind(group)
        .bind(position)
        .execute(&mut *self.read().await?)
        .await?;
        Ok(())
    }

    async fn count_try(&self, group: &str, event: EventId) -> Result<u32, Error> {
        let row = sqlx::query(
            "INSERT INTO bus_tries (group_name, event_id, tries) VALUES ($1, $2, 1)
             ON CONFLICT (group_name, event_id) DO UPDATE SET tries = bus_tries.tries + 1 RETURNING tries",
        )
        .bind(group)
        .bind(event.0)
        .fetch_one(&mut *self.read().await?)
        .await?;
        count(&row, "tries")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_gap_is_final_when_all_that_ran_at_its_first_sight_have_ended() {
        let gaps = Gaps::default();
        assert!(gaps.is_final(7, 100, 100), "nobody was at it");
        assert!(!gaps.is_final(8, 100, 102), "100 and 101 run");
        assert!(!gaps.is_final(8, 101, 110), "101 still does");
        assert!(gaps.is_final(8, 103, 120), "only those that began later");
    }
}
