//! The reading: Python of our own that looks at a student's program inside the sandbox, and says what of it could be
//! written better. To add a rule: a generator in `reading/habits.py`, a row in `pedagogy/src/quality/rules.rs`, its words
//! there. To add a change that can be shown: a generator in `reading/rewrites.py`; it is proven by whoever shows it.

use std::time::Duration;

use learnflow_python_sandbox::Sandbox;
use serde::{Deserialize, Serialize};

use crate::tutor::reader::Reader;

/// In the order in which they need each other; the last one does the work.
const MODULES: [(&str, &str); 6] = [
    ("tree", include_str!("reading/tree.py")),
    ("habits", include_str!("reading/habits.py")),
    ("spacing", include_str!("reading/spacing.py")),
    ("growth", include_str!("reading/growth.py")),
    ("rewrites", include_str!("reading/rewrites.py")),
    ("review", include_str!("reading/review.py")),
];

/// How long it may take: 2,000 lines take it about two seconds.
const WALL: Duration = Duration::from_secs(4);

/// Compiled on first use.
#[derive(Debug)]
pub(crate) struct Reading(Reader);

impl Default for Reading {
    fn default() -> Self {
        Self(Reader::new("the reading of a program", &MODULES, WALL))
    }
}

#[derive(Debug, Serialize)]
struct Ask<'a> {
    code: &'a str,
    /// Whether changes are wanted, and not only what could be changed.
    changes: bool,
}

/// Whether a program could be read.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum State {
    Read,
    /// It says nothing yet.
    Empty,
    /// It is no Python.
    Unread,
    /// It is too large or too deeply nested.
    #[default]
    TooMuch,
}

/// What the reading says. Untrusted.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Said {
    pub(super) state: State,
    pub(super) found: Vec<Place>,
    pub(super) changes: Vec<Change>,
    pub(super) lines: u32,
    pub(super) depth: u32,
    pub(super) growth: Option<Growth>,
    pub(super) functions: Vec<Function>,
}

/// Where a rule is broken.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Place {
    pub(crate) rule: String,
    pub(crate) line: u32,
    pub(crate) name: String,
    pub(crate) other: String,
}

/// How time grows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Growth {
    /// As `O(n)`; nothing where the rules do not know.
    pub(crate) order: Option<String>,
    /// A name in the words of `pedagogy`.
    pub(crate) reason: String,
    pub(crate) line: u32,
    pub(crate) other: u32,
}

/// A change that should leave what a program does as it is.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub(super) struct Change {
    /// Or `spacing`, for all rules about spaces within a line.
    pub(super) rule: String,
    pub(super) line: u32,
    pub(super) before: String,
    pub(super) after: String,
    /// The whole program after it.
    pub(super) code: String,
    pub(super) proof: Proof,
    /// The whole program with a trap in this place.
    pub(super) probe: String,
}

/// How a change wants to be proven.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Proof {
    /// The trap must be stepped on, or nothing has come here.
    Reached,
    /// The trap must never be stepped on.
    Never,
    /// The tree is the same.
    Same,
}

/// A function that can be called from outside.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub(super) struct Function {
    pub(super) name: String,
    /// How many values it needs.
    pub(super) values: usize,
}

impl Reading {
    /// Compiles it, so that the first question need not.
    pub(crate) async fn prepare(&self, sandbox: &Sandbox) -> anyhow::Result<()> {
        self.0.prepare(sandbox).await
    }

    pub(super) async fn read(&self, sandbox: &Sandbox, code: &str, changes: bool) -> anyhow::Result<Said> {
        self.0.ask(sandbox, &Ask { code, changes }, |_| true).await
    }
}
