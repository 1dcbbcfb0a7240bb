//! The JSON Schema of every event's data, and holding events to it.
//!
//! To add an event: its line in [`all`].

use std::collections::BTreeMap;
use std::sync::LazyLock;

use schemars::{Schema, schema_for};
use serde_json::Value;

use crate::dead_letter::{DeadLetter, Replayed};
use crate::event::{
    CodeResult, Event, ExerciseGraded, HintOpened, MasteryUpdated, QuestionAnswered, QuestionAsked,
    QuestionRouted, QuizAnswered, StruggleDetected, StruggleResolved,
};
use crate::{IdempotencyKey, progress};

/// Before the name in `dataschema`.
pub const URN: &str = "urn:learnflow:schema:";

macro_rules! schemas {
    ($($name:literal => $type:ty,)*) => {
        BTreeMap::from([$(($name, schema_for!($type))),*])
    };
}

/// Every schema by the name of its file in `schema/`.
pub fn all() -> &'static BTreeMap<&'static str, Schema> {
    static ALL: LazyLock<BTreeMap<&'static str, Schema>> = LazyLock::new(|| {
        schemas! {
            "exercise-graded" => ExerciseGraded,
            "code-result" => CodeResult,
            "quiz-answered" => QuizAnswered,
            "mastery-updated" => MasteryUpdated,
            "question-asked" => QuestionAsked,
            "question-routed" => QuestionRouted,
            "question-answered" => QuestionAnswered,
            "hint-opened" => HintOpened,
            "struggle-detected" => StruggleDetected,
            "struggle-resolved" => StruggleResolved,
            "dead-letter" => DeadLetter,
            "dead-letter-replayed" => Replayed,
            "mastery-score" => progress::MasteryScore,
            "idempotency-key" => IdempotencyKey,
        }
    });
    &ALL
}

/// Holds an event's data to the schema that it names.
///
/// # Errors
/// What does not fit, and where, without what stands there: it may be a student's words.
pub fn check(event: &Event) -> Result<(), String> {
    static VALIDATORS: LazyLock<BTreeMap<&'static str, jsonschema::Validator>> = LazyLock::new(|| {
        let of = |(name, schema): (&&'static str, &Schema)| {
            (*name, jsonschema::validator_for(schema.as_value()).expect("a test builds every validator"))
        };
        all().iter().map(of).collect()
    });
    let named = event.dataschema.strip_prefix(URN).and_then(|rest| rest.split_once('.'));
    let (name, _) = named.ok_or_else(|| format!("{} is no schema of ours", event.dataschema))?;
    let validator = VALIDATORS.get(name).ok_or_else(|| format!("there is no schema {name}"))?;
    let value = serde_json::to_value(event).map_err(|_| "it cannot be written as JSON".to_owned())?;
    let data = value.get("data").unwrap_or(&Value::Null);
    validator.validate(data).map_err(|error| format!("{name}{}: {}", error.instance_path(), error.masked()))
}
