//! Running a program outside of any exercise.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::drawing::Stroke;
use crate::exercises::GivenFile;
use crate::{ExerciseId, RunId, TopicId};

/// A program to run: `POST /execute`. It writes nothing that a repeat could double, so it needs no
/// idempotency key: running it again is another run.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Execute {
    /// `main.py`, at most 64 KiB.
    pub code: String,
    /// All that `input()` will read, at most 64 KiB.
    #[serde(default)]
    pub input: String,
    /// Files beside it, at most 20. Those of the exercise when none are sent.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub files: Vec<GivenFile>,
    /// Where the student is, for the teacher's live list.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub topic_id: Option<TopicId>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub exercise_id: Option<ExerciseId>,
}

/// What a run printed and how it ended.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct RunResult {
    pub run_id: RunId,
    /// In the order it appeared.
    pub output: Vec<OutputPart>,
    /// What its `turtle` drew, in order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub drawing: Vec<Stroke>,
    pub outcome: RunOutcome,
    /// Wall clock, milliseconds.
    pub duration_ms: f64,
}

/// Text from one stream. Always valid UTF-8; never to be read as HTML or as terminal commands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct OutputPart {
    pub stream: OutputStream,
    pub text: String,
}

/// Where text came from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum OutputStream {
    Stdout,
    Stderr,
    /// The text of `input("…")`.
    Prompt,
}

/// How a run ended.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct RunOutcome {
    pub status: RunStatus,
    /// One kind sentence for the student.
    pub sentence: String,
    /// For `failed`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub error: Option<PythonError>,
    /// For `died`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub death: Option<Death>,
}

/// Why the interpreter itself gave up.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Death {
    /// The program switched it off: `os._exit`, `os.abort`.
    EndedItself,
    /// Calls nested deeper than the machine below Python can hold.
    TooDeep,
    /// The program broke it.
    Crashed,
    /// The sandbox failed, not the program.
    Sandbox,
}

/// The kinds of endings.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema, schemars::JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum RunStatus {
    Finished,
    /// It called `sys.exit` or the like.
    Exited,
    /// A Python error.
    Failed,
    /// It ran too long.
    TimedOut,
    /// Nobody answered its `input()` for too long.
    WaitedTooLong,
    OutOfMemory,
    TooMuchOutput,
    /// The interpreter itself gave up.
    Died,
    /// The student pressed Stop, or left.
    Stopped,
}

/// A Python error as Python tells it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct PythonError {
    /// As `NameError`.
    pub kind: String,
    pub message: String,
    /// As CPython prints it, the student's frames only.
    pub traceback: String,
    /// The line of `main.py` that failed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub line: Option<u32>,
}
