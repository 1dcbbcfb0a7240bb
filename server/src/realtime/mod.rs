//! WebSockets: what students and teachers see as it happens.
//!
//! A socket opens with a one-use ticket, so that no access token stands in an address. The hub knows who is
//! here and hands messages on; what it hands on comes from events ([`run`]) and from the sockets themselves.
//! To add a message: a variant in `contracts::live`, an arm in `student.rs` or in [`run`]'s handler.

mod feed;
mod hub;
mod push;
pub(crate) mod remote;
mod socket;
mod student;
mod teacher;
mod tickets;

use std::sync::Arc;

use axum::Router;
use axum::routing::any;
use learnflow_contracts::alerts::Alert;
use learnflow_contracts::auth::Ticket;
use learnflow_contracts::classes::LiveStudent;
use learnflow_contracts::{ClassId, StudentId};
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

pub(crate) use feed::{group, run};
pub(crate) use push::Push;

use self::hub::{Hub, ToClass};
use self::tickets::Tickets;
use crate::clock::Clock;
use crate::gateway::{App, Caller, Failure};
use crate::invoke::Invoke;
use crate::state::State;

/// The handle to the role: tickets, who is here, and what their pages are told. Cheap to clone.
#[derive(Clone)]
pub(crate) struct Realtime(Arc<Inner>);

struct Inner {
    tickets: Tickets,
    push: Arc<dyn Push>,
    /// The sockets of this process; nobody is in it where another process has them.
    hub: Arc<Hub>,
    /// Ends every socket when the server stops: they would outlive any request.
    stop: CancellationToken,
    sockets: TaskTracker,
}

impl Realtime {
    /// The role in this process.
    pub(crate) fn here(clock: Arc<dyn Clock>, state: Arc<dyn State>, stop: CancellationToken) -> Self {
        let hub = Arc::new(Hub::default());
        Self::new(clock, state, hub.clone(), hub, stop)
    }

    /// The role in another process.
    pub(crate) fn there(
        clock: Arc<dyn Clock>,
        state: Arc<dyn State>,
        invoke: Arc<dyn Invoke>,
        stop: CancellationToken,
    ) -> Self {
        Self::new(clock, state, Arc::new(remote::Remote::new(invoke)), Arc::default(), stop)
    }

    fn new(
        clock: Arc<dyn Clock>,
        state: Arc<dyn State>,
        push: Arc<dyn Push>,
        hub: Arc<Hub>,
        stop: CancellationToken,
    ) -> Self {
        let tickets = Tickets::new(clock, state);
        Self(Arc::new(Inner { tickets, push, hub, stop, sockets: TaskTracker::new() }))
    }

    /// A ticket for one socket of this caller's.
    pub(crate) async fn ticket(&self, caller: Caller) -> Result<Ticket, Failure> {
        self.0.tickets.issue(caller).await
    }

    /// Rows of the live list with what the hub knows: who is here, and where.
    pub(crate) async fn live_rows(&self, rows: Vec<LiveStudent>) -> Vec<LiveStudent> {
        self.0.push.live_rows(rows).await
    }

    /// Closes a student's sockets: their session has ended.
    pub(crate) async fn close(&self, student: StudentId) {
        self.0.push.close(student).await;
    }

    /// Shows an alert on the teacher's pages as it is now.
    pub(crate) async fn alert_changed(&self, class: ClassId, alert: Alert) {
        self.0.push.to_class(class, ToClass::Alert(Box::new(alert))).await;
    }

    /// Tells the teacher's pages to show the roster anew.
    pub(crate) async fn roster_changed(&self, class: ClassId) {
        self.0.push.to_class(class, ToClass::Roster).await;
    }

    /// What tells pages things, for the roles that have things to tell.
    pub(crate) fn push(&self) -> Arc<dyn Push> {
        self.0.push.clone()
    }
}

/// The sockets. Who may open one says the ticket.
pub(crate) fn routes() -> Router<App> {
    Router::new()
        .route("/ws/chat/{student_id}", any(student::open))
        .route("/ws/class/{class_id}", any(teacher::open))
}
