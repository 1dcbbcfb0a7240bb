//! Why an answer says what it says, and what was taken out of it.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::AnswerSource;
use crate::TopicId;

/// Why an answer says what it says. For teachers.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Receipt {
    pub source: AnswerSource,
    /// The highest rung in it, if it has hints.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rung: Option<u8>,
    /// What it leans on.
    pub evidence: Vec<AnswerEvidence>,
    /// What was taken out before it was shown; empty if nothing.
    pub gate: Vec<GateFinding>,
}

/// Something that is known, and how.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum AnswerEvidence {
    /// The program was run and Python said this.
    Error {
        error: String,
        message: String,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        line: Option<u32>,
    },
    /// A variable's value at a line.
    Value { name: String, value: String, line: u32 },
    /// A test that differs; `expected` and `got` only where the test is shown.
    Test {
        name: String,
        hidden: bool,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        expected: Option<String>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        got: Option<String>,
    },
    /// The step at which the program departs from what is expected.
    Step { line: u32, what: String },
    /// A rule of the library.
    Rule { name: String },
    /// A place in the curriculum.
    Curriculum { topic_id: TopicId, place: String },
    /// Mastery of a topic, 0–100.
    Mastery { topic_id: TopicId, score: f64 },
    /// Errors of this kind in the last days.
    Repeated { error: String, times: u32 },
}

/// Something the gate found in an answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct GateFinding {
    pub check: GateCheck,
    /// What was found, without the text itself.
    pub what: String,
}

/// What the gate looks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum GateCheck {
    /// Code on rung 1 or 2.
    CodeOnRung,
    /// Code that passes the exercise's tests.
    PassesTests,
    /// The reference solution, or much of it, in any clothes.
    Reference,
    /// Pieces that make a solution together with what was shown before.
    AddsUp,
    /// Text that hides other text.
    Encoded,
    /// A diagram that cannot be drawn.
    Diagram,
    /// An example that does not do what is said of it.
    Example,
    /// Words that no school wants to hear from its tutor.
    Unkind,
    /// Text that cannot be used: empty, broken off, not in a language of ours.
    Unusable,
}
