//! A run as steps: what every name and object was, line by line.

mod difference;
mod read;
mod record;
mod show;

pub(crate) use read::read;
pub(crate) use record::Record;

use crate::Outcome;
use serde::{Deserialize, Serialize};

/// How much of a run is recorded.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct TraceLimits {
    /// Steps. The program runs on without being recorded; where it fails is recorded again.
    pub steps: u32,
    /// Objects shown in one step.
    pub objects: u32,
    /// Items shown of one container, and variables of one frame.
    pub items: u32,
    /// Characters shown of one text.
    pub text: u32,
    /// Bytes of all steps together.
    pub size: u32,
}

impl Default for TraceLimits {
    fn default() -> Self {
        Self { steps: 1_000, objects: 100, items: 40, text: 80, size: 2 << 20 }
    }
}

/// The recorded steps of a run. Frames and objects that stay the same over several
/// steps are there once; every place that a step names exists.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Trace {
    /// In their order.
    pub steps: Vec<Step>,
    /// All that frames looked like.
    pub frames: Vec<Frame>,
    /// All that objects looked like.
    pub objects: Vec<Object>,
    /// What was shown and typed, in its order.
    pub shown: Vec<Shown>,
    /// How the run ended.
    pub outcome: Outcome,
    /// Whether every step is here.
    pub complete: bool,
}

/// One moment of a run, before the line that it names is done.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Step {
    /// What happens.
    pub event: Event,
    /// From 1, in the file of the innermost frame.
    pub line: u32,
    /// Places in [`Trace::frames`], the outermost first, each with the line it is at.
    pub stack: Vec<(usize, u32)>,
    /// Places in [`Trace::objects`] of all that can be reached.
    pub heap: Vec<usize>,
    /// What a function gives back.
    pub returned: Option<Value>,
    /// How many pieces of [`Trace::shown`] were there by now.
    pub shown: usize,
    /// How many lines of input were read by now.
    pub read: u32,
}

/// What happens in a step.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Event {
    /// The line is next.
    Line,
    /// A function begins.
    Call,
    /// A function, or the program, comes to its end.
    Return,
    /// An error is raised.
    Error,
    /// The error that ended the program; the values at the line that failed.
    Failed,
}

/// A function that was called and not left yet, or the program itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Frame {
    /// The same call has the same number in all steps.
    pub number: u32,
    /// `area`; `<module>` for the program itself.
    pub function: String,
    /// `main.py`
    pub file: String,
    /// Names and what they stand for.
    pub variables: Vec<(String, Value)>,
    /// Variables that are not shown.
    pub more: u32,
}

/// An object on the heap, as it was for a while.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Object {
    /// The same object has the same number in all steps.
    pub number: u32,
    /// What it is.
    pub kind: ObjectKind,
    /// Its type, or its own name.
    pub name: String,
    /// What is in it; the key is an attribute's name, or missing in a list.
    pub entries: Vec<(Option<Value>, Value)>,
    /// Entries that are not shown.
    pub more: u32,
}

/// Kinds of objects, as they are drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ObjectKind {
    /// Entries in a row that can be changed.
    List,
    /// Entries in a row.
    Tuple,
    /// Entries without an order.
    Set,
    /// Keys and values.
    Dict,
    /// Attributes.
    Object,
    /// A class and what belongs to it.
    Class,
    /// A function; its name shows its parameters.
    Function,
    /// Anything else, of which only the name is known.
    Other,
}

/// What a name or an entry holds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Value {
    /// A simple value, as Python writes it.
    Plain(Plain, String),
    /// The number of an object. It may be missing from a heap that was cut.
    Object(u32),
}

/// Kinds of simple values.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Plain {
    /// `None`
    None,
    /// `True`
    Bool,
    /// `4`, `0.5`, `2j`
    Number,
    /// `'abc'`, `b'abc'`; also the name of an attribute, without quotes.
    Text,
    /// `range(3)`
    Other,
    /// More than is shown.
    More,
}

/// Something that appeared on the screen.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Shown {
    /// Where it came from.
    pub source: Source,
    /// Valid text.
    pub text: String,
}

/// Where a shown text came from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Source {
    /// Printed.
    Stdout,
    /// Printed to `sys.stderr`.
    Stderr,
    /// The prompt of an `input()`.
    Prompt,
    /// A line of input, when it was read.
    Typed,
}

impl Trace {
    pub(crate) fn without_steps(outcome: Outcome) -> Self {
        let (steps, frames, objects, shown) = Default::default();
        Self { steps, frames, objects, shown, outcome, complete: false }
    }

    /// The moment at which the program failed: the values at the failing line.
    pub fn failing(&self) -> Option<&Step> {
        self.steps.iter().rfind(|step| step.event == Event::Failed)
    }
}
