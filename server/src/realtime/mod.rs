//! WebSockets: what students and teachers see as it happens.
//!
//! A socket opens with a one-use ticket, so that no access token stands in an address. The hub knows who is
//! here and hands messages on; what it hands on comes from events ([`run`]) and from the sockets themselves.
//! To add a message: a variant in `contracts::live`, an arm in `student.rs` or in [`run`]'s handler.

mod feed;
mod hub;
mod socket;
mod student;
mod teacher;
mod tickets;

use std::sync::Arc;

use axum::Router;
use axum::routing::any;
use learnflow_contracts::auth::Ticket;
use learnflow_contracts::classes::LiveStudent;
use learnflow_contracts::{ClassId, StudentId};
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

pub(crate) use feed::run;

use self::hub::Hub;
use self::tickets::Tickets;
use crate::clock::Clock;
use crate::gateway::{App, Caller, Failure};

/// The handle to the hub and the tickets. Cheap to clone.
#[derive(Clone)]
pub(crate) struct Realtime(Arc<Inner>);

struct Inner {
    hub: Hub,
    tickets: Tickets,
    /// Ends every socket when the server stops: they would outlive any request.
    stop: CancellationToken,
    sockets: TaskTracker,
}

impl Realtime {
    pub(crate) fn new(clock: Arc<dyn Clock>, stop: CancellationToken) -> Self {
        let (hub, tickets, sockets) = (Hub::default(), Tickets::new(clock), TaskTracker::new());
        Self(Arc::new(Inner { hub, tickets, stop, sockets }))
    }

    /// A ticket for one socket of this caller's.
    pub(crate) fn ticket(&self, caller: Caller) -> Result<Ticket, Failure> {
        self.0.tickets.issue(caller)
    }

    /// Rows of the live list with what the hub knows: who is here, and where.
    pub(crate) fn live_rows(&self, rows: Vec<LiveStudent>) -> Vec<LiveStudent> {
        rows.into_iter().map(|row| self.0.hub.live_row(row)).collect()
    }

    /// Closes a student's sockets: their session has ended.
    pub(crate) fn close(&self, student: StudentId) {
        self.0.hub.close(student);
    }

    /// Tells the teacher's pages to show the roster anew.
    pub(crate) fn roster_changed(&self, class: ClassId) {
        self.0.hub.tell_class(class, &hub::ToClass::Roster);
    }
}

/// The sockets. Who may open one says the ticket.
pub(crate) fn routes() -> Router<App> {
    Router::new()
        .route("/ws/chat/{student_id}", any(student::open))
        .route("/ws/class/{class_id}", any(teacher::open))
}
