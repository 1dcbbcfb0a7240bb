//! A State whose absence nobody notices: what cannot be read is not there, what cannot be written is forgotten.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use serde::Serialize;
use serde::de::DeserializeOwned;

use super::{Error, Held, Only, State};

/// Longer than a store takes that is well; what is kept is quicker to make anew than to wait for.
const WITHIN: Duration = Duration::from_millis(300);
/// A store that failed is not asked again for this time, so that nobody waits for it again and again.
const AWAY_FOR: Duration = Duration::from_secs(5);
/// Somebody else was faster: read again so many times.
const TRIES: u32 = 5;

/// Copies of what can be asked for again. Cheap to clone.
#[derive(Clone)]
pub(crate) struct Cache {
    state: Arc<dyn State>,
    away_until: Arc<Mutex<Option<Instant>>>,
}

impl Cache {
    pub(crate) fn new(state: Arc<dyn State>) -> Self {
        Self { state, away_until: Arc::default() }
    }

    /// A copy, if it is to be had. One of another shape was written by another version, and is none.
    pub(crate) async fn get<T: DeserializeOwned>(&self, key: &str) -> Option<T> {
        let held = self.ask(self.state.get(key)).await?.ok()??;
        serde_json::from_value(held.value).ok()
    }

    /// Keeps a copy, whatever is there.
    pub(crate) async fn keep(&self, key: &str, value: &(impl Serialize + Sync), life: Duration) {
        let Ok(value) = serde_json::to_value(value) else { return };
        self.ask(self.state.put(key, value, life, Only::Always)).await;
    }

    /// Changes a copy as `change` says, alone; from nothing where there is none.
    pub(crate) async fn change<T>(&self, key: &str, life: Duration, change: impl Fn(&mut T) + Send + Sync)
    where
        T: Serialize + DeserializeOwned + Default + Send,
    {
        for _ in 0..TRIES {
            let Some(Ok(held)) = self.ask(self.state.get(key)).await else { return };
            let only = held.as_ref().map_or(Only::New, |held| Only::Unchanged(held.etag.clone()));
            let read = held.and_then(|Held { value, .. }| serde_json::from_value(value).ok());
            let mut value: T = read.unwrap_or_default();
            change(&mut value);
            let Ok(value) = serde_json::to_value(&value) else { return };
            match self.ask(self.state.put(key, value, life, only)).await {
                Some(Err(Error::Changed)) => {}
                _ => return,
            }
        }
    }

    /// An answer of the store, unless it is away. That it is is said once for a while.
    async fn ask<T>(
        &self,
        question: impl Future<Output = Result<T, Error>> + Send,
    ) -> Option<Result<T, Error>> {
        let away_until = || self.away_until.lock().unwrap_or_else(PoisonError::into_inner);
        if away_until().is_some_and(|until| Instant::now() < until) {
            return None;
        }
        let cause = match tokio::time::timeout(WITHIN, question).await {
            Ok(Err(Error::Other(error))) => format!("{error:#}"),
            Ok(answer) => return Some(answer),
            Err(_) => format!("it did not answer within {} ms", WITHIN.as_millis()),
        };
        *away_until() = Some(Instant::now() + AWAY_FOR);
        metrics::counter!("state_away_total").increment(1);
        tracing::warn!(cause, "the state store is away; what it keeps is made anew meanwhile");
        None
    }
}
