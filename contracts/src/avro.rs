//! The history in Avro: what stands on the topic `learning.events`, each record after its schema's fingerprint
//! (Avro's single-object encoding).
//!
//! Runs and mastery have schemas of their own, for analytics; every other event is a [`StudentProgressEvent`] with its
//! data as JSON. Each gives its event back whole. To change a schema: add optional fields; the test writes the next
//! version of its file under `avro/`, whose line in [`WRITTEN`] keeps the old ones readable.

use std::sync::LazyLock;

use apache_avro::headers::{HeaderBuilder, RabinFingerprintHeader};
use apache_avro::reader::datum::GenericDatumReader;
use apache_avro::{AvroSchema, Schema, SpecificSingleObjectWriter, from_value};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::dead_letter::{DeadLetter, Origin};
use crate::event::{Data, Event, SPEC_VERSION};

/// Something a student did, or that was done for them.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, AvroSchema)]
#[avro(namespace = "learnflow")]
pub struct StudentProgressEvent {
    pub event_id: String,
    pub source: String,
    pub dataschema: String,
    pub time: String,
    pub traceparent: Option<String>,
    pub student_id: String,
    /// The CloudEvents type, as `learnflow.exercise.graded.v1`.
    pub kind: String,
    /// The event's data, as JSON.
    pub data: String,
}

/// Mastery of a topic was computed anew.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, AvroSchema)]
#[avro(namespace = "learnflow")]
#[serde(deny_unknown_fields)]
pub struct MasteryScoreUpdate {
    pub event_id: String,
    pub source: String,
    pub dataschema: String,
    pub time: String,
    pub traceparent: Option<String>,
    pub student_id: String,
    pub class_id: String,
    pub topic_id: String,
    pub mastery: Mastery,
    pub streak_days: i64,
    pub cause: String,
}

/// Four components, the weighted sum, the level.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, AvroSchema)]
#[avro(namespace = "learnflow")]
#[serde(deny_unknown_fields)]
pub struct Mastery {
    pub exercises: MasteryComponent,
    pub quizzes: MasteryComponent,
    pub quality: MasteryComponent,
    pub consistency: MasteryComponent,
    pub score: f64,
    pub level: String,
}

/// One component.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, AvroSchema)]
#[avro(namespace = "learnflow")]
#[serde(deny_unknown_fields)]
pub struct MasteryComponent {
    pub score: f64,
    pub weight: f64,
    pub active: bool,
}

/// A program ran.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, AvroSchema)]
#[avro(namespace = "learnflow")]
#[serde(deny_unknown_fields)]
pub struct SandboxExecutionEvent {
    pub event_id: String,
    pub source: String,
    pub dataschema: String,
    pub time: String,
    pub traceparent: Option<String>,
    pub run_id: String,
    pub student_id: String,
    pub class_id: String,
    pub topic_id: Option<String>,
    pub exercise_id: Option<String>,
    pub status: String,
    pub error_kind: Option<String>,
    pub duration_ms: f64,
}

/// An event that no consumer of a group could take.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, AvroSchema)]
#[avro(namespace = "learnflow")]
pub struct DeadLetterEvent {
    pub event_id: String,
    pub key: String,
    pub group: String,
    pub reason: String,
    pub tries: i64,
    pub died_at: String,
    pub topic: String,
    pub partition: Option<i32>,
    pub offset: Option<i64>,
    pub record: String,
}

/// A record of the history.
#[derive(Debug, Clone, PartialEq)]
pub enum Record {
    StudentProgress(StudentProgressEvent),
    MasteryScore(MasteryScoreUpdate),
    SandboxExecution(SandboxExecutionEvent),
    DeadLetter(DeadLetterEvent),
}

/// Why a record cannot be written or read. Never with what stands in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Error(String);

impl std::fmt::Display for Error {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}
impl std::error::Error for Error {}

/// Every schema that records were ever written with, by the name of its file: new versions are added, none is taken away.
pub const WRITTEN: &[(&str, &str)] = &[
    ("student-progress-event.v1", include_str!("../avro/student-progress-event.v1.avsc")),
    ("mastery-score-update.v1", include_str!("../avro/mastery-score-update.v1.avsc")),
    ("sandbox-execution-event.v1", include_str!("../avro/sandbox-execution-event.v1.avsc")),
    ("dead-letter-event.v1", include_str!("../avro/dead-letter-event.v1.avsc")),
];

/// The schemas that this program writes, by the name of their files without the version.
pub fn current() -> [(&'static str, Schema); 4] {
    [
        ("student-progress-event", StudentProgressEvent::get_schema()),
        ("mastery-score-update", MasteryScoreUpdate::get_schema()),
        ("sandbox-execution-event", SandboxExecutionEvent::get_schema()),
        ("dead-letter-event", DeadLetterEvent::get_schema()),
    ]
}

impl Record {
    /// An event's record.
    ///
    /// # Errors
    /// When the event has fields that its Avro schema has not: add them there.
    pub fn of(event: &Event) -> Result<Self, Error> {
        match &event.data {
            Data::CodeResult(_) => Ok(Self::SandboxExecution(typed(event)?)),
            Data::MasteryUpdated(_) => Ok(Self::MasteryScore(typed(event)?)),
            _ => {
                let (mut envelope, data) = parts(event)?;
                let kind = envelope.remove("type").unwrap_or_default();
                envelope.insert("kind".to_owned(), kind);
                envelope.insert("student_id".to_owned(), Value::String(event.key()));
                envelope.insert("data".to_owned(), Value::String(Value::Object(data).to_string()));
                Ok(Self::StudentProgress(from_json(envelope)?))
            }
        }
    }

    /// A dead letter's record.
    pub fn of_letter(letter: &DeadLetter) -> Self {
        let DeadLetter { event_id, key, group, reason, tries, died_at, origin, record } = letter.clone();
        let Origin { topic, partition, offset } = origin;
        let (event_id, tries, died_at) = (event_id.to_string(), i64::from(tries), died_at.to_string());
        Self::DeadLetter(DeadLetterEvent {
            event_id,
            key,
            group,
            reason,
            tries,
            died_at,
            topic,
            partition,
            offset,
            record,
        })
    }

    /// The record's event, as it was; none of a dead letter.
    ///
    /// # Errors
    /// When it is no event that this program knows.
    pub fn event(&self) -> Result<Option<Event>, Error> {
        let event = match self {
            Self::SandboxExecution(record) => untyped(record, "learnflow.code.result.v1")?,
            Self::MasteryScore(record) => untyped(record, "learnflow.mastery.updated.v1")?,
            Self::StudentProgress(record) => {
                let data = serde_json::from_str(&record.data).map_err(|_| bad("its data is no JSON"))?;
                let mut fields = to_json(record)?;
                fields.remove("data");
                fields.remove("kind");
                envelope(fields, &record.kind, data)?
            }
            Self::DeadLetter(_) => return Ok(None),
        };
        Ok(Some(event))
    }

    /// The schema's fingerprint, then the record.
    ///
    /// # Errors
    /// When the library refuses.
    pub fn encode(&self) -> Result<Vec<u8>, Error> {
        match self {
            Self::StudentProgress(record) => written(record),
            Self::MasteryScore(record) => written(record),
            Self::SandboxExecution(record) => written(record),
            Self::DeadLetter(record) => written(record),
        }
    }

    /// Reads a record that was written with any of [`WRITTEN`].
    ///
    /// # Errors
    /// When its fingerprint is unknown, or what follows is not of that schema.
    pub fn decode(bytes: &[u8]) -> Result<Self, Error> {
        let (header, datum) = bytes.split_at_checked(10).ok_or_else(|| bad("it is too short"))?;
        let known = KNOWN.iter().find(|known| known.header == header);
        let known = known.ok_or_else(|| bad("its schema's fingerprint is unknown"))?;
        Ok(match known.family {
            "student-progress-event" => Self::StudentProgress(known.read(datum)?),
            "mastery-score-update" => Self::MasteryScore(known.read(datum)?),
            "sandbox-execution-event" => Self::SandboxExecution(known.read(datum)?),
            _ => Self::DeadLetter(known.read(datum)?),
        })
    }
}

/// A schema that records were written with.
struct Known {
    family: &'static str,
    header: Vec<u8>,
    schema: Schema,
}

static KNOWN: LazyLock<Vec<Known>> = LazyLock::new(|| {
    let known = |(name, text): &(&'static str, &str)| {
        let schema = Schema::parse_str(text).expect("a test parses every file under avro/");
        let header = RabinFingerprintHeader::from_schema(&schema).build_header();
        Known { family: name.split_once('.').map_or(*name, |(family, _)| family), header, schema }
    };
    WRITTEN.iter().map(known).collect()
});

impl Known {
    fn read<T: AvroSchema + DeserializeOwned>(&self, mut datum: &[u8]) -> Result<T, Error> {
        let reader = T::get_schema();
        let value = GenericDatumReader::builder(&self.schema)
            .reader_schema(&reader)
            .build()
            .and_then(|read| read.read_value(&mut datum));
        let value = value.map_err(|_| bad("it is not of the schema that its fingerprint names"))?;
        from_value(&value).map_err(|_| bad("it is not of the schema that its fingerprint names"))
    }
}

fn bad(reason: &str) -> Error {
    Error(format!("the record cannot be read: {reason}"))
}

fn written<T: AvroSchema + Serialize>(record: &T) -> Result<Vec<u8>, Error> {
    let mut bytes = Vec::new();
    SpecificSingleObjectWriter::<T>::new()
        .and_then(|writer| writer.write_ref(record, &mut bytes))
        .map_err(|error| Error(format!("the record cannot be written: {error}")))?;
    Ok(bytes)
}

type Fields = Map<String, Value>;

/// The envelope with `event_id`, and the data.
fn parts(event: &Event) -> Result<(Fields, Fields), Error> {
    let mut envelope = to_json(event)?;
    let Some(Value::Object(data)) = envelope.remove("data") else { return Err(bad("it has no data")) };
    for fixed in ["specversion", "datacontenttype", "subject"] {
        envelope.remove(fixed);
    }
    let id = envelope.remove("id").unwrap_or_default();
    envelope.insert("event_id".to_owned(), id);
    Ok((envelope, data))
}

fn typed<T: DeserializeOwned>(event: &Event) -> Result<T, Error> {
    let (mut fields, data) = parts(event)?;
    fields.remove("type");
    fields.extend(data);
    from_json(fields)
}

fn untyped(record: &impl Serialize, kind: &str) -> Result<Event, Error> {
    let fields = to_json(record)?;
    let in_envelope = ["event_id", "source", "dataschema", "time", "traceparent"];
    let mut data: Map<String, Value> = fields.clone();
    data.retain(|name, value| !in_envelope.contains(&name.as_str()) && !value.is_null());
    envelope(fields, kind, Value::Object(data))
}

/// An event again, from the fields of a record.
fn envelope(mut fields: Map<String, Value>, kind: &str, data: Value) -> Result<Event, Error> {
    let mut event = Map::new();
    for (name, from) in
        [("id", "event_id"), ("source", "source"), ("dataschema", "dataschema"), ("time", "time")]
    {
        event.insert(name.to_owned(), fields.remove(from).unwrap_or_default());
    }
    if let Some(trace) = fields.remove("traceparent").filter(|trace| !trace.is_null()) {
        event.insert("traceparent".to_owned(), trace);
    }
    event.insert("subject".to_owned(), fields.remove("student_id").unwrap_or_default());
    event.insert("specversion".to_owned(), SPEC_VERSION.into());
    event.insert("datacontenttype".to_owned(), "application/json".into());
    event.insert("type".to_owned(), kind.into());
    event.insert("data".to_owned(), data);
    serde_json::from_value(Value::Object(event)).map_err(|_| bad("it is no event that this program knows"))
}

fn to_json(value: &impl Serialize) -> Result<Map<String, Value>, Error> {
    match serde_json::to_value(value) {
        Ok(Value::Object(fields)) => Ok(fields),
        _ => Err(bad("it is no object")),
    }
}

fn from_json<T: DeserializeOwned>(fields: Map<String, Value>) -> Result<T, Error> {
    serde_json::from_value(Value::Object(fields)).map_err(|_| {
        Error("an event has fields that its Avro schema has not: add them in avro.rs".to_owned())
    })
}
