//! Places for one student's live programs: few, so that a flood of one student's runs queues behind that
//! student. How many are live in all is the sandbox's own limit.

use std::collections::HashMap;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use anyhow::Context;
use learnflow_contracts::{ProblemKind, UserId};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use crate::gateway::Failure;

/// Users remembered before those with nothing running are forgotten.
const REMEMBERED: usize = 1_024;

pub(super) struct Places {
    users: Mutex<HashMap<UserId, Arc<Line>>>,
    per_user: usize,
    waiting_per_user: usize,
}

/// One user's places and how many wait for them.
struct Line {
    places: Arc<Semaphore>,
    waiting: AtomicUsize,
}

/// A place; given back when dropped.
pub(super) struct Place {
    _mine: OwnedSemaphorePermit,
    _line: Arc<Line>,
}

impl Places {
    pub(super) fn new(per_user: usize, waiting_per_user: usize) -> Self {
        Self { users: Mutex::default(), per_user, waiting_per_user }
    }

    /// Waits for a place.
    pub(super) async fn take(&self, user: UserId) -> Result<Place, Failure> {
        let line = self.line(user);
        let _waiting = Waiting::enter(&line, self.waiting_per_user)?;
        let mine = line.places.clone().acquire_owned().await.context("the places are closed")?;
        Ok(Place { _mine: mine, _line: line.clone() })
    }

    fn line(&self, user: UserId) -> Arc<Line> {
        let mut users = self.users.lock().unwrap_or_else(PoisonError::into_inner);
        if users.len() >= REMEMBERED {
            users.retain(|_, line| Arc::strong_count(line) > 1);
        }
        let new = || {
            Arc::new(Line { places: Arc::new(Semaphore::new(self.per_user)), waiting: AtomicUsize::new(0) })
        };
        users.entry(user).or_insert_with(new).clone()
    }
}

/// Counted while waiting, also when the waiting is given up.
struct Waiting<'a>(&'a Line);

impl<'a> Waiting<'a> {
    fn enter(line: &'a Line, most: usize) -> Result<Self, Failure> {
        let before = line.waiting.fetch_add(1, Ordering::Relaxed);
        let waiting = Self(line);
        if before < most + line.places.available_permits() {
            return Ok(waiting);
        }
        let detail = "too many of your programs are waiting; let some finish, then try again";
        Err(Failure::new(ProblemKind::Busy, detail).retry_after(2))
    }
}

impl Drop for Waiting<'_> {
    fn drop(&mut self) {
        self.0.waiting.fetch_sub(1, Ordering::Relaxed);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_flood_waits_behind_its_own_student() {
        let places = Places::new(2, 3);
        let (flood, other) = (UserId::new(), UserId::new());
        let held = [places.take(flood).await.unwrap(), places.take(flood).await.unwrap()];
        let mut waiting: Vec<_> = (0..3).map(|_| Box::pin(places.take(flood))).collect();
        for take in &mut waiting {
            assert!(futures::poll!(take).is_pending());
        }
        assert!(places.take(flood).await.is_err(), "a fourth may not even wait");
        assert!(
            futures::poll!(Box::pin(places.take(other))).is_ready(),
            "another student is not kept waiting"
        );
        drop(held);
        for take in &mut waiting[..2] {
            assert!(futures::poll!(take).is_ready());
        }
    }
}
