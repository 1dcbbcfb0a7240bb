//! The names of what is kept, and for how long.

use std::time::Duration;

use jiff::civil::Date;
use learnflow_contracts::StudentId;

/// A socket's ticket: half a minute, and once.
pub const TICKET: Duration = Duration::from_secs(30);
/// What triage knows of a conversation.
pub const TRIAGE: Duration = Duration::from_mins(5);
/// A day's mastery: until the day is over in every time zone.
pub const MASTERY: Duration = Duration::from_hours(36);

/// A ticket that opens one socket.
pub fn ticket(ticket: &str) -> String {
    format!("ticket:{ticket}")
}

/// What triage gathered for a student.
pub fn triage(student: StudentId) -> String {
    format!("student:{student}:triage")
}

/// One part of a student's mastery on a day, as `exercises`, or `final`.
pub fn mastery(student: StudentId, date: Date, component: &str) -> String {
    format!("student:{student}:mastery:{date}:{component}")
}
