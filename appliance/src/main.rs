//! `learnflowctl`: what an operator does with the box.
//!
//! To add a command: a module with its `clap` arguments and one `run`, and an arm in [`main`].

use clap::Parser;

/// What an operator does with the box.
#[derive(Parser)]
#[command(name = "learnflowctl", version)]
struct Arguments {}

fn main() {
    let Arguments {} = Arguments::parse();
}
