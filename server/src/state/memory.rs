//! State in this process's memory: for one process with all roles, where it is lost with those who need it.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use async_trait::async_trait;
use jiff::{SignedDuration, Timestamp};
use serde_json::Value;

use super::{Error, Etag, Held, Only, State};
use crate::clock::Clock;

/// Values that may be kept at once: some hundred for each of a school's students.
const MOST: usize = 50_000;

/// Values in memory.
pub struct Memory {
    clock: Arc<dyn Clock>,
    kept: Mutex<Kept>,
}

#[derive(Default)]
struct Kept {
    version: u64,
    values: HashMap<String, Entry>,
}

struct Entry {
    value: Value,
    version: u64,
    until: Timestamp,
}

impl Memory {
    /// Nothing yet; ages are counted by `clock`.
    pub fn new(clock: Arc<dyn Clock>) -> Self {
        Self { clock, kept: Mutex::default() }
    }

    fn kept(&self) -> MutexGuard<'_, Kept> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Kept {
    fn get(&self, key: &str, now: Timestamp) -> Option<Held> {
        let entry = self.values.get(key).filter(|entry| entry.until > now)?;
        Some(Held { value: entry.value.clone(), etag: Etag(entry.version.to_string()) })
    }
}

#[async_trait]
impl State for Memory {
    async fn get(&self, key: &str) -> Result<Option<Held>, Error> {
        Ok(self.kept().get(key, self.clock.now()))
    }

    async fn put(&self, key: &str, value: Value, life: Duration, only: Only) -> Result<(), Error> {
        let now = self.clock.now();
        let life = SignedDuration::try_from(life).unwrap_or(SignedDuration::MAX);
        let until = now.saturating_add(life).unwrap_or(Timestamp::MAX);
        let mut kept = self.kept();
        let there = kept.get(key, now).map(|held| held.etag);
        match only {
            Only::New if there.is_some() => return Err(Error::Changed),
            Only::Unchanged(read) if there != Some(read.clone()) => return Err(Error::Changed),
            Only::Always | Only::New | Only::Unchanged(_) => {}
        }
        if kept.values.len() >= MOST {
            kept.values.retain(|_, entry| entry.until > now);
        }
        if kept.values.len() >= MOST {
            return Err(Error::Full);
        }
        kept.version += 1;
        let entry = Entry { value, version: kept.version, until };
        kept.values.insert(key.to_owned(), entry);
        Ok(())
    }

    async fn delete(&self, key: &str, read: &Etag) -> Result<(), Error> {
        let mut kept = self.kept();
        if kept.get(key, self.clock.now()).is_none_or(|held| held.etag != *read) {
            return Err(Error::Changed);
        }
        kept.values.remove(key);
        Ok(())
    }

    async fn ready(&self) -> Result<(), Error> {
        Ok(())
    }
}
