//! Who is stuck: what the rules of struggle look at, and the alerts that came of it.

use std::sync::Arc;

use async_trait::async_trait;
use jiff::Timestamp;
use learnflow_contracts::alerts::{Alert, Alerts as ClassAlerts};
use learnflow_contracts::event::Event;
use learnflow_contracts::{AlertId, ClassId, StudentId, TeacherId};
use learnflow_pedagogy::struggle::{Earlier, Signal, Verdict};

use super::{Applied, Error};

/// An event that the rules look at. Its class is where an alert about it belongs.
#[derive(Debug, Clone, PartialEq)]
pub struct SignalRecord {
    pub student: StudentId,
    pub class: ClassId,
    pub event: Event,
    /// The event is a question, and it calls for help.
    pub help: bool,
}

impl SignalRecord {
    /// As the rules see it.
    pub fn signal(&self) -> Option<Signal> {
        Signal::of(&self.event, self.help)
    }
}

/// Judges a student's signals of the last day, oldest first, beside the alerts of that time: pure, so that it can run
/// inside the transaction of any adapter.
pub type Judge = Arc<dyn Fn(&[Signal], &[Earlier], Timestamp) -> Verdict + Send + Sync>;

/// How far back rules look.
pub const LOOK_BACK_HOURS: i64 = 24;

/// The most signals of one student that a rule is shown.
pub const MOST_SIGNALS: u32 = 300;

/// The alerts' part of the storage.
#[async_trait]
pub trait Alerts: Send + Sync {
    /// Stores an event that the rules look at, and what they say of it: a new alert with its `struggle.detected`, ended
    /// ones with their `struggle.resolved`. Once for each event.
    async fn apply_signal(
        &self,
        consumer: &str,
        record: &SignalRecord,
        judge: Judge,
    ) -> Result<Applied, Error>;
    /// The same for time that went by without an event, for one student of a class.
    async fn look_again(
        &self,
        student: StudentId,
        class: ClassId,
        now: Timestamp,
        judge: Judge,
    ) -> Result<(), Error>;
    /// Students of whom there was a signal since.
    async fn at_work_since(&self, since: Timestamp) -> Result<Vec<(StudentId, ClassId)>, Error>;
    /// The alerts of a class since: those that stand first, and of them the newest first. How useful each rule was, over
    /// all time.
    async fn alerts(&self, class: ClassId, since: Timestamp) -> Result<ClassAlerts, Error>;
    /// One alert.
    async fn alert(&self, id: AlertId) -> Result<Option<Alert>, Error>;
    /// Stores what a teacher thinks of an alert of a class; the last word counts. `None` when the class has no such
    /// alert.
    async fn mark_alert(
        &self,
        class: ClassId,
        alert: AlertId,
        teacher: TeacherId,
        useful: bool,
        now: Timestamp,
    ) -> Result<Option<Alert>, Error>;
    /// Every stored signal since, student by student and oldest first: for a replay.
    async fn signals_since(&self, since: Timestamp) -> Result<Vec<SignalRecord>, Error>;
}
