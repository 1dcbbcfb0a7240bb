//! The console of a running program: what it prints, and what is typed.

use serde::{Deserialize, Serialize};
use tokio::sync::mpsc;

use crate::drawing::Stroke;

/// Messages that may wait for a slow reader before the program waits too.
const BACKLOG: usize = 64;

/// The program's end of a console.
#[derive(Debug)]
pub struct Console {
    pub(crate) input: mpsc::Receiver<String>,
    pub(crate) output: mpsc::Sender<Output>,
}

/// The person's end of a console.
#[derive(Debug)]
pub struct Handle {
    /// Lines for `input()`; a missing newline is added. Dropping it is end of file.
    pub input: mpsc::Sender<String>,
    /// What the program shows, until it ends.
    pub output: mpsc::Receiver<Output>,
}

/// One thing that a program shows. Text is always valid UTF-8: what is not shows as
/// U+FFFD, and a character that was written in two halves comes as one.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Output {
    /// Printed.
    Stdout(String),
    /// Printed to `sys.stderr`. The traceback of an error is not here: see
    /// [`PythonError`](crate::PythonError).
    Stderr(String),
    /// What `turtle` drew.
    Drawing(Vec<Stroke>),
    /// The prompt of an `input()`.
    Prompt(String),
    /// The program waits for a line of input.
    Waiting,
}

impl Console {
    /// A console and the end for whoever sits at it.
    pub fn pair() -> (Self, Handle) {
        let (typed, input) = mpsc::channel(BACKLOG);
        let (output, shown) = mpsc::channel(BACKLOG);
        (Self { input, output }, Handle { input: typed, output: shown })
    }

    /// A console where `text` is all that will ever be typed.
    pub fn with_input(text: impl Into<String>) -> (Self, mpsc::Receiver<Output>) {
        let (console, handle) = Self::pair();
        let text = text.into();
        if !text.is_empty() {
            // The channel is new and empty, so there is room for the only message.
            let _ = handle.input.try_send(text);
        }
        (console, handle.output)
    }
}
