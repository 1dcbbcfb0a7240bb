//! One-use tickets for sockets, kept in memory: one that is lost with the process is asked for again.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use jiff::{SignedDuration, Timestamp};
use learnflow_contracts::ProblemKind;
use learnflow_contracts::auth::Ticket;
use uuid::Uuid;

use crate::clock::Clock;
use crate::gateway::{Caller, Failure};

/// Seconds a ticket works.
const LIFE_S: u32 = 30;

/// Tickets that may be about at once; a class takes two a student.
const MOST: usize = 10_000;

pub(super) struct Tickets {
    clock: Arc<dyn Clock>,
    open: Mutex<HashMap<String, (Caller, Timestamp)>>,
}

impl Tickets {
    pub(super) fn new(clock: Arc<dyn Clock>) -> Self {
        Self { clock, open: Mutex::default() }
    }

    pub(super) fn issue(&self, caller: Caller) -> Result<Ticket, Failure> {
        let now = self.clock.now();
        let ends = now.saturating_add(SignedDuration::from_secs(i64::from(LIFE_S))).unwrap_or(now);
        let ticket = Uuid::new_v4().simple().to_string();
        let mut open = self.open.lock().unwrap_or_else(PoisonError::into_inner);
        if open.len() >= MOST {
            open.retain(|_, (_, ends)| *ends > now);
        }
        if open.len() >= MOST {
            return Err(
                Failure::new(ProblemKind::Busy, "too many at once; try again in some seconds").retry_after(5)
            );
        }
        open.insert(ticket.clone(), (caller, ends));
        Ok(Ticket { ticket, expires_in: LIFE_S })
    }

    /// Whose ticket it is; it is used up by asking.
    pub(super) fn redeem(&self, ticket: &str) -> Result<Caller, Failure> {
        let found = self.open.lock().unwrap_or_else(PoisonError::into_inner).remove(ticket);
        let refused =
            || Failure::new(ProblemKind::SignIn, "this ticket is used up or too old; ask for a new one");
        let (caller, ends) = found.ok_or_else(refused)?;
        if ends <= self.clock.now() { Err(refused()) } else { Ok(caller) }
    }
}
