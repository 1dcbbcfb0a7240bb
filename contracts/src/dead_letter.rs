//! What no consumer could take, with the reason and where it came from.

use jiff::Timestamp;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::EventId;
use crate::event::{Event, SPEC_VERSION};

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

/// What stands on the topic of dead letters, as a CloudEvent.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Notice {
    pub specversion: String,
    pub id: EventId,
    pub source: String,
    /// The key that the letter came with.
    pub subject: String,
    pub time: Timestamp,
    pub datacontenttype: String,
    pub dataschema: String,
    /// `type` and `data`.
    #[serde(flatten)]
    pub what: What,
}

/// A letter, or that one was replayed.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "type", content = "data")]
pub enum What {
    #[serde(rename = "learnflow.dead.letter.v1")]
    DeadLetter(DeadLetter),
    #[serde(rename = "learnflow.dead.letter.replayed.v1")]
    Replayed(Replayed),
}

/// A letter was given to its group again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Replayed {
    pub event_id: EventId,
    pub group: String,
}

impl Notice {
    /// A notice with a new id.
    pub fn new(time: Timestamp, key: &str, what: What) -> Self {
        let (group, schema) = match &what {
            What::DeadLetter(letter) => (&letter.group, "urn:learnflow:schema:dead-letter.v1"),
            What::Replayed(replayed) => (&replayed.group, "urn:learnflow:schema:dead-letter-replayed.v1"),
        };
        Self {
            specversion: SPEC_VERSION.to_owned(),
            id: EventId::new(),
            source: format!("/learnflow/{group}"),
            subject: key.to_owned(),
            time,
            datacontenttype: "application/json".to_owned(),
            dataschema: schema.to_owned(),
            what,
        }
    }
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
