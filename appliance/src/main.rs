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
use learnflow_server::config::{Config, SecretsKind};
use learnflow_server::secrets;

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

fn main() -> ExitCode {
    // Clients say what they wait for; the answer itself goes to standard output.
    let quiet = learnflow_server::config::Log { filter: "error".to_owned(), json: false };
    if let Err(error) = learnflow_server::telemetry::init_logs(&quiet) {
        eprintln!("error: {error:#}");
        return ExitCode::FAILURE;
    }
    let arguments = Arguments::parse();
    let done = tokio::runtime::Runtime::new().map_err(anyhow::Error::from).and_then(|runtime| {
        let done = runtime.block_on(run(arguments));
        // A server that takes connections and says nothing keeps a thread of its client: it is not waited for.
        runtime.shutdown_background();
        done
    });
    done.unwrap_or_else(|error| {
        eprintln!("error: {error:#}");
        ExitCode::FAILURE
    })
}

/// An operator who asks wants to know now.
fn hurried(config: &Config) -> Config {
    let mut hurried = config.clone();
    hurried.dapr.start_within_s = 1;
    hurried
}

async fn run(arguments: Arguments) -> anyhow::Result<ExitCode> {
    let config = Config::read(arguments.config.as_deref())?;
    // `verify` tells of a sidecar that is away in its own line.
    let config = match (&arguments.command, config.secrets.kind) {
        (Command::Verify(_), SecretsKind::Dapr) => secrets::filled(&hurried(&config)).await.unwrap_or(config),
        (Command::Models(_), _) => config,
        _ => secrets::filled(&config).await?,
    };
    match arguments.command {
        Command::Topics(arguments) => topics::run(arguments, &config).await,
        Command::DeadLetters(arguments) => dead_letters::run(arguments, &config).await,
        Command::Models(arguments) => models::run(arguments).await,
        Command::Verify(arguments) => verify::run(&arguments, &config).await,
    }
}
