//! What no consumer could take, with the reason and where it came from.

use jiff::Timestamp;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::EventId;
use crate::event::Event;

/// An event that a group gave up.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct DeadLetter {
    /// The event's id; made from the place in the topic when what came was no event.
    pub event_id: EventId,
    /// The key it came with: the student.
    pub key: String,
    /// The group that could not take it.
    pub group: String,
    pub reason: String,
    pub tries: u32,
    pub died_at: Timestamp,
    pub origin: Origin,
    /// The record as it came: the event's JSON, or what could not be read as such.
    pub record: String,
}

/// Where a dead letter came from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Origin {
    pub topic: String,
    /// Of a broker that has partitions.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub partition: Option<i32>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub offset: Option<i64>,
}

impl DeadLetter {
    /// A letter of an event that came over a broker without places.
    ///
    /// # Errors
    /// When the event cannot be written as JSON.
    pub fn of(
        event: &Event,
        group: &str,
        reason: &str,
        tries: u32,
        now: Timestamp,
    ) -> serde_json::Result<Self> {
        Ok(Self {
            event_id: event.id,
            key: event.key(),
            group: group.to_owned(),
            reason: reason.to_owned(),
            tries,
            died_at: now,
            origin: Origin { topic: event.topic().name().to_owned(), partition: None, offset: None },
            record: serde_json::to_string(event)?,
        })
    }

    /// The event in it, if it is one.
    pub fn event(&self) -> Option<Event> {
        serde_json::from_str(&self.record).ok()
    }
}
