//! Events as records: the key is the student, the value the structured JSON form of CloudEvents.

use learnflow_contracts::broker::LEARNING_EVENTS;
use learnflow_contracts::event::Event;
use learnflow_contracts::{EventId, avro};
use rdkafka::Message;
use rdkafka::message::{BorrowedMessage, Header, Headers, OwnedHeaders};
use sha2::{Digest, Sha256};
use uuid::Uuid;

use super::publisher::Outgoing;
use crate::config;

/// The only group a record is for: a dead letter's second chance.
const FOR_GROUP: &str = "learnflow-for-group";
const CONTENT_TYPE: (&str, &str) = ("content-type", "application/cloudevents+json; charset=UTF-8");

/// A record as it came, without borrowing from the client.
#[derive(Debug)]
pub(super) struct Record {
    pub(super) topic: String,
    pub(super) partition: i32,
    pub(super) offset: i64,
    pub(super) key: String,
    pub(super) value: String,
    pub(super) for_group: Option<String>,
    /// `None` when the value is no event that this program knows.
    pub(super) event: Option<Event>,
}

impl Record {
    pub(super) fn of(message: &BorrowedMessage<'_>) -> Self {
        let value = message.payload().unwrap_or_default();
        let for_group = message.headers().and_then(|headers| {
            headers
                .iter()
                .find(|header| header.key == FOR_GROUP)
                .and_then(|header| Some(String::from_utf8_lossy(header.value?).into_owned()))
        });
        Self {
            topic: message.topic().to_owned(),
            partition: message.partition(),
            offset: message.offset(),
            key: String::from_utf8_lossy(message.key().unwrap_or_default()).into_owned(),
            value: String::from_utf8_lossy(value).into_owned(),
            for_group,
            event: serde_json::from_slice(value).ok(),
        }
    }

    /// The event's id; for what is no event, one made from its place, the same each time.
    pub(super) fn id(&self) -> EventId {
        if let Some(event) = &self.event {
            return event.id;
        }
        let place = format!("{}/{}/{}", self.topic, self.partition, self.offset);
        let digest = Sha256::digest(place.as_bytes());
        let mut bytes = [0; 16];
        bytes.copy_from_slice(&digest[..16]);
        EventId(uuid::Builder::from_custom_bytes(bytes).into_uuid())
    }
}

/// The headers of an event, for all groups or for one.
pub(super) fn headers(for_group: Option<&str>) -> OwnedHeaders {
    let (key, value) = CONTENT_TYPE;
    let headers = OwnedHeaders::new().insert(Header { key, value: Some(value) });
    match for_group {
        Some(group) => headers.insert(Header { key: FOR_GROUP, value: Some(group) }),
        None => headers,
    }
}

/// A record of the history.
pub(super) fn history(
    config: &config::Kafka,
    key: String,
    record: &avro::Record,
) -> anyhow::Result<Outgoing> {
    let header = Header { key: "content-type", value: Some("application/vnd.apache.avro.single-object") };
    Ok(Outgoing {
        topic: format!("{}{LEARNING_EVENTS}", config.prefix),
        key,
        value: record.encode()?,
        headers: OwnedHeaders::new().insert(header),
    })
}

/// A name for a client that belongs to no group.
pub(super) fn lonely_name() -> String {
    format!("learnflow-alone-{}", Uuid::now_v7())
}
