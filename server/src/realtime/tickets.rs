//! One-use tickets for sockets, kept in the shared state: whoever serves the socket may be another process than
//! the one that gave the ticket. One that is lost is asked for again.

use std::sync::Arc;

use jiff::{SignedDuration, Timestamp};
use learnflow_contracts::ProblemKind;
use learnflow_contracts::auth::Ticket;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::clock::Clock;
use crate::gateway::{Caller, Failure};
use crate::state::{Error, Only, State, keys};

pub(super) struct Tickets {
    clock: Arc<dyn Clock>,
    state: Arc<dyn State>,
}

/// What a ticket stands for.
#[derive(Serialize, Deserialize)]
struct Open {
    caller: Caller,
    /// By our clock; the state's own is only about when to forget it.
    ends: Timestamp,
}

impl Tickets {
    pub(super) fn new(clock: Arc<dyn Clock>, state: Arc<dyn State>) -> Self {
        Self { clock, state }
    }

    pub(super) async fn issue(&self, caller: Caller) -> Result<Ticket, Failure> {
        let (now, life) = (self.clock.now(), keys::TICKET);
        let ends = now.saturating_add(SignedDuration::try_from(life).unwrap_or_default()).unwrap_or(now);
        let ticket = Uuid::new_v4().simple().to_string();
        let open = serde_json::to_value(Open { caller, ends }).map_err(anyhow::Error::from)?;
        self.state.put(&keys::ticket(&ticket), open, life, Only::New).await.map_err(|error| match error {
            Error::Full | Error::Changed => {
                Failure::new(ProblemKind::Busy, "too many at once; try again in some seconds").retry_after(5)
            }
            Error::Other(cause) => Failure::internal(cause),
        })?;
        Ok(Ticket { ticket, expires_in: u32::try_from(life.as_secs()).unwrap_or(u32::MAX) })
    }

    /// Whose ticket it is; it is used up by asking.
    pub(super) async fn redeem(&self, ticket: &str) -> Result<Caller, Failure> {
        let refused =
            || Failure::new(ProblemKind::SignIn, "this ticket is used up or too old; ask for a new one");
        // A ticket of ours has this form: anything else is no key to look for.
        let ours = ticket.len() == 32 && ticket.bytes().all(|byte| byte.is_ascii_hexdigit());
        if !ours {
            return Err(refused());
        }
        let found = self.state.take(&keys::ticket(ticket)).await.map_err(anyhow::Error::from)?;
        let open: Open = found.and_then(|open| serde_json::from_value(open).ok()).ok_or_else(refused)?;
        if open.ends <= self.clock.now() { Err(refused()) } else { Ok(open.caller) }
    }
}
