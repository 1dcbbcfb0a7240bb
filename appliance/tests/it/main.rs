//! The program `learnflowctl`, started as an operator starts it. One broker for the tests of this process.

#![expect(clippy::unwrap_used, reason = "what fails here fails the test")]

mod broker;
mod database;
mod dead_letters;
mod verify;

use std::path::Path;
use std::process::{Command, Output, Stdio};

/// Runs the program with settings of the environment. Returns what it printed, and whether it was content.
pub(crate) fn learnflowctl(data: &Path, settings: &[(&str, &str)], arguments: &[&str]) -> (String, bool) {
    let Output { status, stdout, stderr } = output(data, settings, arguments);
    let told = String::from_utf8(stdout).unwrap() + &String::from_utf8(stderr).unwrap();
    (told, status.success())
}

/// The same, with its exit code and what it printed where.
pub(crate) fn output(data: &Path, settings: &[(&str, &str)], arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_learnflowctl"));
    command.args(arguments).env("LEARNFLOW_STORAGE__DATA", data).stdin(Stdio::null());
    command.envs(settings.iter().map(|(name, value)| (format!("LEARNFLOW_{name}"), value)));
    command.output().unwrap()
}
