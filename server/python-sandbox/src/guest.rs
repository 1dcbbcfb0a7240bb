//! The border to the Python inside, made from `guest/wit/sandbox.wit`.

use crate::drawing::stroke;
use crate::terminal::{Stream, Terminal};
use crate::{Outcome, Program, PythonError};

mod bindings {
    wasmtime::component::bindgen!({
        path: "guest/wit",
        world: "sandbox",
        imports: { default: async | trappable },
        exports: { default: async },
    });
}

pub(crate) use bindings::exports::learnflow::python::study;
pub(crate) use bindings::learnflow::python::console;
pub(crate) use bindings::learnflow::python::drawing;
pub(crate) use bindings::learnflow::python::exam;
pub(crate) use bindings::learnflow::python::types as wit;
pub(crate) use bindings::learnflow::python::watcher;
pub(crate) use bindings::{Sandbox as Guest, SandboxPre as GuestPre};

impl console::Host for Terminal {
    async fn prompt(&mut self, text: String) -> wasmtime::Result<()> {
        Ok(Terminal::prompt(self, text).await?)
    }

    async fn error(&mut self, bytes: Vec<u8>) -> wasmtime::Result<()> {
        self.room().await;
        Ok(self.write(Stream::Stderr, &bytes)?)
    }
}

impl drawing::Host for Terminal {
    async fn draw(&mut self, strokes: Vec<drawing::Stroke>) -> wasmtime::Result<()> {
        Ok(Terminal::draw(self, strokes.into_iter().filter_map(stroke).collect()).await?)
    }
}

impl watcher::Host for Terminal {
    async fn step(&mut self, text: String) -> wasmtime::Result<()> {
        self.record_step(text);
        Ok(())
    }
}

impl From<&Program> for wit::Program {
    fn from(program: &Program) -> Self {
        let files = program
            .files
            .iter()
            .map(|file| wit::SourceFile { name: file.name.clone(), text: file.text.clone() })
            .collect();
        Self { code: program.code.clone(), files, seed: program.seed }
    }
}

impl From<wit::Ending> for Outcome {
    fn from(ending: wit::Ending) -> Self {
        match ending {
            wit::Ending::Finished => Self::Finished,
            wit::Ending::Exited(code) => Self::Exited { code },
            wit::Ending::Failed(error) => Self::Failed(error.into()),
        }
    }
}

impl From<wit::PythonError> for PythonError {
    fn from(error: wit::PythonError) -> Self {
        // The guest cuts these already; a guest that was tampered with may not.
        Self {
            kind: cut(error.kind, 100),
            message: cut(error.message, 3_000),
            traceback: cut(error.traceback, 30_000),
            line: error.line,
        }
    }
}

/// The start of a text that is too long, with a sign that something is missing.
pub(crate) fn cut(mut text: String, most: usize) -> String {
    if let Some((at, _)) = text.char_indices().nth(most) {
        text.truncate(at);
        text.push('…');
    }
    text
}
