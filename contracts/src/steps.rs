//! A run as steps: what every name and object was, line by line.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::ExerciseId;
use crate::exercises::GivenFile;
use crate::run::RunOutcome;

/// A program to go through: `POST /execute/steps`. It writes nothing, so it needs no idempotency key.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ExecuteSteps {
    /// `main.py`, at most 64 KiB.
    pub code: String,
    /// All that `input()` will read, at most 64 KiB.
    #[serde(default)]
    pub input: String,
    /// Files beside it, at most 20. Those of the exercise when none are sent.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub files: Vec<GivenFile>,
    /// The exercise it is for, whose files it gets when none are sent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub exercise_id: Option<ExerciseId>,
}

/// The recorded steps of a run. Frames and objects that stay the same over several steps are there once; every
/// place that a step names exists.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Steps {
    pub steps: Vec<Step>,
    /// All that frames looked like.
    pub frames: Vec<StepFrame>,
    /// All that objects looked like.
    pub objects: Vec<StepObject>,
    /// What was shown and typed, in order.
    pub shown: Vec<StepShown>,
    /// How the run ended.
    pub outcome: RunOutcome,
    /// Whether every step is here; at most the first 1,000 are, and the one at which a program fails.
    pub complete: bool,
}

/// One moment of a run, before the line that it names is done.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Step {
    pub event: StepEvent,
    /// From 1, in the file of the innermost frame.
    pub line: u32,
    /// The outermost first.
    pub stack: Vec<StackEntry>,
    /// Places in `objects` of all that can be reached.
    pub heap: Vec<u32>,
    /// What a function gives back.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub returned: Option<StepValue>,
    /// How many pieces of `shown` were there by now.
    pub shown: u32,
    /// How many lines of input were read by now.
    pub read: u32,
}

/// A frame of a step's stack.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct StackEntry {
    /// A place in `frames`.
    pub frame: u32,
    /// The line that it is at, from 1.
    pub line: u32,
}

/// What happens in a step.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum StepEvent {
    /// The line is next.
    Line,
    /// A function begins.
    Call,
    /// A function, or the program, comes to its end.
    Return,
    /// An error is raised.
    Error,
    /// The error that ended the program.
    Failed,
}

/// A function that was called and not left yet, or the program itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct StepFrame {
    /// The same call has the same number in all steps.
    pub number: u32,
    /// `<module>` for the program itself.
    pub function: String,
    pub file: String,
    pub variables: Vec<StepVariable>,
    /// Variables that are not shown.
    pub more: u32,
}

/// A name and what it stands for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct StepVariable {
    pub name: String,
    pub value: StepValue,
}

/// An object, as it was for a while.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct StepObject {
    /// The same object has the same number in all steps.
    pub number: u32,
    pub kind: StepObjectKind,
    /// Its type, or its own name.
    pub name: String,
    pub entries: Vec<StepEntry>,
    /// Entries that are not shown.
    pub more: u32,
}

/// Kinds of objects, as they are drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum StepObjectKind {
    List,
    Tuple,
    Set,
    Dict,
    Object,
    Class,
    Function,
    Other,
}

/// One entry of an object.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct StepEntry {
    /// A key, or the name of an attribute; none in a list.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub key: Option<StepValue>,
    pub value: StepValue,
}

/// What a name or an entry holds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum StepValue {
    /// A simple value, as Python writes it.
    Plain { text: String },
    /// An object by its number; it may be missing where there are too many.
    Object { number: u32 },
}

/// Something that appeared on the screen.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct StepShown {
    pub source: StepSource,
    /// Valid UTF-8; never to be read as HTML or as terminal commands.
    pub text: String,
}

/// Where a shown text came from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum StepSource {
    Stdout,
    Stderr,
    /// The text of `input("…")`.
    Prompt,
    /// A line of input, when it was read.
    Typed,
}
