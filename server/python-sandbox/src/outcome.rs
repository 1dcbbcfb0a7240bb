//! How a run ended, in words that an 11-year-old can use.

use serde::{Deserialize, Serialize};
use std::time::Duration;

/// What is known about a run when it is over.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Report {
    /// How it ended.
    pub outcome: Outcome,
    /// How long it ran, by the clock of [`Limits::wall`](crate::Limits::wall).
    pub duration: Duration,
    /// The most memory it used, in bytes above the snapshot.
    pub peak_memory: u64,
}

/// How a run ended.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Outcome {
    /// It came to its last line.
    Finished,
    /// It called `sys.exit`.
    Exited {
        /// 0 means that all went well.
        code: i32,
    },
    /// An error that nothing caught.
    Failed(PythonError),
    /// It ran longer than [`Limits::wall`](crate::Limits::wall).
    TimedOut,
    /// It waited longer than [`Limits::waiting`](crate::Limits::waiting).
    WaitedTooLong,
    /// It needed more than [`Limits::memory`](crate::Limits::memory).
    OutOfMemory,
    /// It printed more than [`Limits::output`](crate::Limits::output), or drew more than
    /// [`Limits::drawing`](crate::Limits::drawing).
    TooMuchOutput,
    /// Python itself came to an end.
    Died(Death),
}

/// Why Python itself came to an end.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Death {
    /// `os._exit`, `os.abort`.
    EndedItself,
    /// Calls nested deeper than the machine below Python can hold.
    TooDeep,
    /// It broke in a way that Python does not survive.
    Crashed,
    /// The sandbox failed, not the program.
    Sandbox,
}

/// A Python error as a student reads it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PythonError {
    /// `NameError`
    pub kind: String,
    /// `name 'totl' is not defined`
    pub message: String,
    /// As CPython prints it, with the student's own lines only.
    pub traceback: String,
    /// The last line of `main.py` on the way to the error, from 1.
    pub line: Option<u32>,
}

impl Outcome {
    /// What happened, in one or two plain sentences.
    pub fn sentence(&self) -> String {
        match self {
            Self::Finished => "Your program ran to its end.".into(),
            Self::Exited { code: 0 } => "Your program ended itself with exit().".into(),
            Self::Exited { code } => format!("Your program ended itself with exit code {code}."),
            Self::Failed(error) => error.sentence(),
            Self::TimedOut => {
                "Your program ran for too long and was stopped. Is there a loop that never ends?".into()
            }
            Self::WaitedTooLong => "Your program waited too long for an answer and was stopped.".into(),
            Self::OutOfMemory => {
                "Your program needed more memory than it may use. Does a list or a text grow without end?"
                    .into()
            }
            Self::TooMuchOutput => {
                "Your program printed or drew more than fits here, so it was stopped. This is the start of it.".into()
            }
            Self::Died(death) => death.sentence().into(),
        }
    }
}

impl Death {
    fn sentence(self) -> &'static str {
        match self {
            Self::EndedItself => "Your program switched Python off before it was done.",
            Self::TooDeep => {
                "Your program called itself too deeply. Does a function call itself without end?"
            }
            Self::Crashed => {
                "Your program did something that made Python itself stop. Change the last thing you added and try again."
            }
            Self::Sandbox => {
                "This program could not be run just now. It is not your mistake: please try again."
            }
        }
    }
}

impl PythonError {
    fn sentence(&self) -> String {
        let place = self.line.map(|line| format!(" in line {line}")).unwrap_or_default();
        if self.message.is_empty() {
            format!("Python stopped{place} with {}.", self.kind)
        } else {
            format!("Python stopped{place}: {}: {}", self.kind, self.message)
        }
    }
}
