//! Who waits for events hears of them: in this process at once, in others by LISTEN and NOTIFY, and at the latest at
//! the next look.
//!
//! NOTIFY is sent after the commit and in a transaction of its own, many commits under one: inside of it Postgres lets
//! only one commit of the whole server through at a time, disk sync included (docs/adr/0019).

use std::sync::Arc;
use std::time::Duration;

use sqlx::PgPool;
use sqlx::postgres::PgListener;
use tokio::sync::{Notify, watch};
use uuid::Uuid;

/// The channel of Postgres.
const CHANNEL: &str = "learnflow_outbox";
/// How long a lost notification can go unseen.
const LOOK_EVERY: Duration = Duration::from_secs(1);
/// How soon a gap in the numbers is looked at again: commits take about this long.
const GAP_WAIT: Duration = Duration::from_millis(5);

/// The newest event, and those who tell of it.
#[derive(Debug, Clone)]
pub(super) struct News {
    newest: Arc<watch::Sender<i64>>,
    /// Others have to be told.
    to_tell: Arc<Notify>,
    /// A reader came to a gap.
    look_again: Arc<Notify>,
    /// Who we are, to know our own notifications.
    ourselves: Uuid,
}

impl News {
    pub(super) fn new(newest: i64) -> Self {
        Self {
            newest: Arc::new(watch::channel(newest).0),
            to_tell: Arc::default(),
            look_again: Arc::default(),
            ourselves: Uuid::new_v4(),
        }
    }

    pub(super) fn published(&self) -> watch::Receiver<i64> {
        self.newest.subscribe()
    }

    /// An event of ours was committed.
    pub(super) fn tell(&self, seq: i64) {
        // Always a change: a lower number may be one that somebody waits for at a gap.
        self.newest.send_modify(|newest| *newest = seq.max(*newest));
        self.to_tell.notify_one();
    }

    /// Wakes the readers again in a moment.
    pub(super) fn look_again_soon(&self) {
        self.look_again.notify_one();
    }

    /// Tells other processes of our commits, for ever. A notification that is lost is made up for by their next look.
    pub(super) async fn keep_telling(self, pool: PgPool) {
        loop {
            self.to_tell.notified().await;
            let told = sqlx::query("SELECT pg_notify($1, $2)").bind(CHANNEL).bind(self.ourselves.to_string());
            if let Err(error) = told.execute(&pool).await {
                tracing::debug!(%error, "other processes were not told of an event; they look by themselves");
            }
        }
    }

    /// Hears of others' commits, for ever, also over restarts of Postgres.
    pub(super) async fn keep_listening(self, pool: PgPool) {
        let mut away = false;
        loop {
            let Err(error) = self.listen(&pool, &mut away).await else { continue };
            if !away {
                tracing::warn!(
                    error = format!("{error:#}"),
                    "cannot hear of events; trying again until it works"
                );
                away = true;
            }
            tokio::time::sleep(LOOK_EVERY).await;
        }
    }

    async fn listen(&self, pool: &PgPool, away: &mut bool) -> sqlx::Result<()> {
        let mut listener = PgListener::connect_with(pool).await?;
        listener.ignore_pool_close_event(true);
        listener.listen(CHANNEL).await?;
        let mut look = tokio::time::interval(LOOK_EVERY);
        loop {
            tokio::select! {
                heard = listener.try_recv() => match heard? {
                    Some(heard) if heard.payload() == self.ourselves.to_string() => continue,
                    Some(_) => {}
                    // The connection was lost; what was said meanwhile is not known.
                    None => return Ok(()),
                },
                _ = look.tick() => {}
                () = self.look_again.notified() => {
                    tokio::time::sleep(GAP_WAIT).await;
                    self.newest.send_modify(|_| {});
                    continue;
                }
            }
            let newest: i64 = newest(&mut listener).await?;
            if *away {
                tracing::info!("hearing of events again");
                *away = false;
            }
            self.newest.send_if_modified(|known| {
                let is_news = newest > *known;
                *known = newest.max(*known);
                is_news
            });
        }
    }
}

/// The number of the newest committed event.
pub(super) async fn newest<'c>(db: impl sqlx::PgExecutor<'c>) -> sqlx::Result<i64> {
    sqlx::query_scalar("SELECT coalesce(max(seq), 0) FROM outbox").fetch_one(db).await
}
