//! The one writer: a thread that takes all writes that wait, runs each in a savepoint, commits them together
//! and answers only then. While one commit reaches the disk, the next batch gathers.

use std::cell::Cell;
use std::ops::Deref;
use std::time::Instant;

use anyhow::{Context, anyhow};
use learnflow_contracts::event::Event;
use rusqlite::Connection;
use tokio::sync::{mpsc, oneshot, watch};

use super::super::Error;

/// Writes that may wait before new ones are refused as [`Error::Busy`].
const QUEUE: usize = 4_096;

/// Writes in one commit at most, so that the first of them does not wait for ever.
const BATCH: usize = 256;

/// What a write may do: query and change, and publish events that are committed with its rows.
pub(super) struct Tx<'a> {
    connection: &'a Connection,
    /// The newest event written in this batch.
    newest: Cell<Option<i64>>,
}

impl Tx<'_> {
    /// Writes an event to the outbox, in the same transaction.
    pub(super) fn publish(&self, event: &Event) -> Result<(), Error> {
        self.newest.set(Some(super::outbox::insert(self.connection, event, None)?));
        Ok(())
    }

    /// The same for one group alone.
    pub(super) fn publish_for(&self, event: &Event, group: &str) -> Result<(), Error> {
        self.newest.set(Some(super::outbox::insert(self.connection, event, Some(group))?));
        Ok(())
    }
}

impl Deref for Tx<'_> {
    type Target = Connection;
    fn deref(&self) -> &Connection {
        self.connection
    }
}

/// Runs in the batch; gives back whether it succeeded and what to do once its fate is known.
type Job = Box<dyn FnOnce(&Tx<'_>) -> (bool, Reply) + Send>;
/// Called with `true` after the commit, with `false` when the commit failed.
type Reply = Box<dyn FnOnce(bool) + Send>;

pub(super) struct Writer {
    jobs: mpsc::Sender<Job>,
    published: watch::Receiver<i64>,
}

impl Writer {
    pub(super) fn start(connection: Connection) -> anyhow::Result<Self> {
        let newest: i64 =
            connection.query_row("SELECT coalesce(max(seq), 0) FROM outbox", [], |row| row.get(0))?;
        let (jobs, queue) = mpsc::channel(QUEUE);
        let (publish, published) = watch::channel(newest);
        // The thread ends, and closes the database, when the last handle is gone.
        std::thread::Builder::new()
            .name("storage-writer".into())
            .spawn(move || write_batches(&connection, queue, &publish))
            .context("starting the writer's thread")?;
        Ok(Self { jobs, published })
    }

    pub(super) fn published(&self) -> watch::Receiver<i64> {
        self.published.clone()
    }

    /// Runs `work` in a transaction of its own (a savepoint of the batch's) and answers after the commit.
    pub(super) async fn write<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Tx<'_>) -> Result<T, Error> + Send + 'static,
    ) -> Result<T, Error> {
        let (answer, answered) = oneshot::channel();
        let job: Job = Box::new(move |tx| {
            let result = work(tx);
            let succeeded = result.is_ok();
            let reply = move |committed: bool| {
                let result = match result {
                    Ok(_) if !committed => Err(anyhow!("the commit failed").into()),
                    result => result,
                };
                // Nobody listens when the caller has given up; the write stands all the same.
                let _ = answer.send(result);
            };
            (succeeded, Box::new(reply))
        });
        self.jobs.try_send(job).map_err(|refused| match refused {
            mpsc::error::TrySendError::Full(_) => Error::Busy,
            mpsc::error::TrySendError::Closed(_) => anyhow!("the writer has stopped").into(),
        })?;
        answered.await.context("the writer has stopped")?
    }
}

fn write_batches(connection: &Connection, mut queue: mpsc::Receiver<Job>, publish: &watch::Sender<i64>) {
    while let Some(first) = queue.blocking_recv() {
        let started = Instant::now();
        let mut replies = Vec::new();
        let newest = match run_batch(connection, first, &mut queue, &mut replies) {
            Ok(newest) => newest,
            Err(error) => {
                tracing::error!(error = format!("{error:#}"), "a commit failed: its writes are undone");
                let _ = connection.execute_batch("ROLLBACK");
                replies.drain(..).for_each(|reply: Reply| reply(false));
                continue;
            }
        };
        metrics::histogram!("storage_commit_seconds").record(started.elapsed());
        metrics::counter!("storage_writes_total").increment(replies.len() as u64);
        if let Some(newest) = newest {
            publish.send_replace(newest);
        }
        replies.drain(..).for_each(|reply| reply(true));
    }
}

fn run_batch(
    connection: &Connection,
    first: Job,
    queue: &mut mpsc::Receiver<Job>,
    replies: &mut Vec<Reply>,
) -> anyhow::Result<Option<i64>> {
    connection.execute_batch("BEGIN IMMEDIATE")?;
    let tx = Tx { connection, newest: Cell::new(None) };
    let mut next = Some(first);
    while let Some(job) = next {
        let newest_before = tx.newest.get();
        connection.prepare_cached("SAVEPOINT job")?.execute([])?;
        let (succeeded, reply) = job(&tx);
        replies.push(reply);
        if !succeeded {
            connection.prepare_cached("ROLLBACK TO job")?.execute([])?;
            tx.newest.set(newest_before);
        }
        connection.prepare_cached("RELEASE job")?.execute([])?;
        next = if replies.len() < BATCH { queue.try_recv().ok() } else { None };
    }
    connection.execute_batch("COMMIT")?;
    Ok(tx.newest.get())
}
