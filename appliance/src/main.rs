//! `learnflowctl`: what an operator does with the box.
//!
//! It reads the server's own settings and opens the same ports. To add a command: a module with its `clap` arguments
//! and one `run`, a variant of [`Command`] and an arm in [`run`].

mod dead_letters;
mod models;
mod topics;
mod verify;

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Parser, Subcommand};
use learnflow_server::config::Config;

/// What an operator does with the box.
#[derive(Parser)]
#[command(name = "learnflowctl", version)]
struct Arguments {
    /// The server's settings file; the environment counts too.
    #[arg(long, global = true)]
    config: Option<PathBuf>,
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// The broker's topics, as contracts/topics.yaml declares them.
    #[command(subcommand)]
    Topics(topics::Arguments),
    /// Events that no consumer could take.
    #[command(subcommand)]
    DeadLetters(dead_letters::Arguments),
    /// The language models of the box: list, pull, verify, remove.
    Models(models::Arguments),
    /// Checks that what the server needs is there and works; the exit code tells.
    Verify(verify::Arguments),
}

#[tokio::main]
async fn main() -> ExitCode {
    // Clients say what they wait for; the answer itself goes to standard output.
    let quiet = learnflow_server::config::Log { filter: "error".to_owned(), json: false };
    if let Err(error) = learnflow_server::telemetry::init_logs(&quiet) {
        eprintln!("error: {error:#}");
        return ExitCode::FAILURE;
    }
    match run(Arguments::parse()).await {
        Ok(code) => code,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

async fn run(arguments: Arguments) -> anyhow::Result<ExitCode> {
    let config = Config::read(arguments.config.as_deref())?;
    match arguments.command {
        Command::Topics(arguments) => topics::run(arguments, &config).await,
        Command::DeadLetters(arguments) => dead_letters::run(arguments, &config).await,
        Command::Models(arguments) => models::run(arguments).await,
        Command::Verify(arguments) => verify::run(&arguments, &config).await,
    }
}
