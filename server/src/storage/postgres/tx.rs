//! Writes: each a transaction of its own, tried again when it met another one.

use std::ops::{Deref, DerefMut};
use std::time::{Duration, Instant};

use futures::future::BoxFuture;
use learnflow_contracts::event::Event;
use rand::Rng;
use sha2::{Digest, Sha256};
use sqlx::{PgConnection, Postgres as Database, Transaction};

use super::super::Error;
use super::convert::collided;
use super::{Postgres, outbox};

/// Tries of a transaction that meets others: past these the caller hears of it.
const TRIES: u32 = 5;

/// What a write may do: query and change, and publish events that are committed with its rows.
pub(super) struct Tx {
    transaction: Transaction<'static, Database>,
    /// The key whose turn this transaction has.
    turn: Option<String>,
    /// The newest event it wrote.
    newest: Option<i64>,
}

impl Tx {
    /// Takes the turn of a student (or of anybody by id) until the transaction ends: what reads and then writes rows
    /// of theirs does it alone, and their events are numbered in the order they are committed.
    pub(super) async fn take_turn(&mut self, key: &str) -> Result<(), Error> {
        if self.turn.as_deref() == Some(key) {
            return Ok(());
        }
        // The transaction gets its number here, before any of an event's: `log` counts on that.
        sqlx::query("SELECT pg_advisory_xact_lock($1), pg_current_xact_id()")
            .bind(lock_number(key))
            .execute(&mut **self)
            .await?;
        self.turn = Some(key.to_owned());
        Ok(())
    }

    /// Writes an event to the outbox, in the same transaction, in the turn of its key.
    pub(super) async fn publish(&mut self, event: &Event) -> Result<(), Error> {
        self.write_event(event, None).await
    }

    /// The same for one group alone.
    pub(super) async fn publish_for(&mut self, event: &Event, group: &str) -> Result<(), Error> {
        self.write_event(event, Some(group)).await
    }

    async fn write_event(&mut self, event: &Event, group: Option<&str>) -> Result<(), Error> {
        self.take_turn(&event.key()).await?;
        let seq = outbox::insert(self, event, group).await?;
        self.newest = self.newest.max(Some(seq));
        Ok(())
    }
}

/// The number of a key's lock. Two keys that share one wait for each other without need, no more.
fn lock_number(key: &str) -> i64 {
    let hash = Sha256::digest(key);
    i64::from_be_bytes(hash[..8].try_into().expect("a hash of 32 bytes has 8"))
}

impl Deref for Tx {
    type Target = PgConnection;
    fn deref(&self) -> &PgConnection {
        &self.transaction
    }
}

impl DerefMut for Tx {
    fn deref_mut(&mut self) -> &mut PgConnection {
        &mut self.transaction
    }
}

impl Postgres {
    /// Runs `work` in a transaction and answers after its commit; from the start again when it met another one.
    /// What `work` needs comes as `args`, so that what it returns may borrow them.
    pub(super) async fn write<A, T, W>(&self, args: A, work: W) -> Result<T, Error>
    where
        A: Sync,
        W: for<'t> Fn(&'t mut Tx, &'t A) -> BoxFuture<'t, Result<T, Error>>,
    {
        let mut tries = 1;
        loop {
            match self.write_now(&args, &work).await {
                Err(error) if collided(&error) && tries < TRIES => {
                    metrics::counter!("storage_collisions_total").increment(1);
                    let wait = rand::rng().random_range(1..=10 << tries);
                    tokio::time::sleep(Duration::from_millis(wait)).await;
                    tries += 1;
                }
                outcome => return outcome,
            }
        }
    }

    async fn write_now<A, T, W>(&self, args: &A, work: &W) -> Result<T, Error>
    where
        A: Sync,
        W: for<'t> Fn(&'t mut Tx, &'t A) -> BoxFuture<'t, Result<T, Error>>,
    {
        let transaction = self.pool.begin().await?;
        let mut tx = Tx { transaction, turn: None, newest: None };
        // An error drops the transaction, and that undoes it.
        let value = work(&mut tx, args).await?;
        let started = Instant::now();
        tx.transaction.commit().await?;
        metrics::histogram!("storage_commit_seconds").record(started.elapsed());
        metrics::counter!("storage_writes_total").increment(1);
        if let Some(newest) = tx.newest {
            self.news.tell(newest);
        }
        Ok(value)
    }
}
