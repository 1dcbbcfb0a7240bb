//! Runs and grades Python that nobody has to trust.
//!
//! CPython runs as a WebAssembly component inside wasmtime: every run starts from
//! the same snapshot of an interpreter that has its library imported, and can
//! reach nothing but its own memory, a console and a clock.
//!
//! - [`Sandbox::run`] runs a program and reports how it ended; output arrives
//!   while it runs, and `input()` waits for an answer.
//! - [`Sandbox::grade`] runs a program against tests; values are compared out
//!   here, so what a program does to its own interpreter changes no grade.
//!
//! Where to add: *a limit* is a field of [`Limits`] and an [`Outcome`] with its
//! sentence; *a kind of test* is a variant of [`Check`] and a file in `grade/`;
//! *what Python can do* lives in `guest/` (see README.md).

mod artifact;
mod clock;
mod console;
mod engine;
mod grade;
mod guest;
mod instance;
mod limits;
mod link;
mod memory;
mod outcome;
mod program;
mod sandbox;
mod streams;
mod terminal;
mod test;
mod ticker;
mod utf8;
mod value;

pub use console::{Console, Handle, Output};
pub use limits::Limits;
pub use outcome::{Death, Outcome, PythonError, Report};
pub use program::{Program, SourceFile};
pub use sandbox::{OpenError, Sandbox, Settings};
pub use test::{Check, Part, Test, TestResult, Verdict};
pub use value::{ParseError, Value};
