//! Runs and grades Python that nobody has to trust.
//!
//! CPython runs as a WebAssembly component inside wasmtime: every run starts from
//! the same snapshot of an interpreter that has its library imported, and can
//! reach nothing but its own memory, a console and a clock.
//!
//! - [`Sandbox::run`] runs a program and reports how it ended; output arrives
//!   while it runs, and `input()` waits for an answer.
//!   What `turtle` draws arrives the same way.
//! - [`Sandbox::grade`] runs a program against tests; values are compared out
//!   here, so what a program does to its own interpreter changes no grade.
//! - [`Sandbox::analyze`] says what linters find, [`Sandbox::explain`] why a program
//!   failed, [`Sandbox::trace`] what it did, step by step.
//!
//! Where to add: *a limit* is a field of [`Limits`] and an [`Outcome`] with its
//! sentence; *a kind of test* is a variant of [`Check`] and a file in `grade/`;
//! *what Python can do* lives in `guest/` (see README.md).

mod analysis;
mod artifact;
mod clock;
mod coarse;
mod console;
#[cfg(unix)]
mod crew;
pub mod drawing;
mod engine;
mod grade;
mod guest;
mod instance;
mod limits;
mod link;
mod local;
mod memory;
mod outcome;
mod program;
mod repeat;
mod sandbox;
mod streams;
mod study;
mod terminal;
mod test;
mod threads;
mod ticker;
pub mod trace;
mod utf8;
mod value;
mod work;

pub use analysis::{Analysis, Explained, Explanation, Finding, Function, Tool};
pub use console::{Console, Handle, Output};
#[cfg(unix)]
pub use crew::{Workers, serve};
pub use limits::Limits;
pub use outcome::{Death, Outcome, PythonError, Report};
pub use program::{Program, SourceFile};
pub use sandbox::{OpenError, Sandbox, Settings};
pub use test::{Check, Part, Test, TestResult, Verdict};
pub use trace::{Trace, TraceLimits};
pub use value::{ParseError, Value};
