//! `learnflow-model`: serves one model on loopback until it is stopped, or whoever started it is gone.

use std::io::Write;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::time::Duration;

use anyhow::{Context, bail, ensure};
use clap::{Parser, Subcommand, ValueEnum};
use learnflow_models::api;
use learnflow_models::engine::{Engine, Settings};
use learnflow_models::random_model::{self, Shape};
use tokio::io::AsyncReadExt;
use tokio::net::TcpListener;
use tracing_subscriber::EnvFilter;

#[derive(Parser)]
#[command(name = "learnflow-model", version, about = "A language model in a process of its own")]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Loads a model and speaks OpenAI's chat API on this machine. Prints its address when it is ready.
    Serve(Serve),
    /// Writes a model file with random weights, for tests and benches.
    RandomModel {
        file: PathBuf,
        #[arg(long, value_enum, default_value = "tiny")]
        shape: Shapes,
    },
}

#[derive(clap::Args)]
struct Serve {
    /// The model: a GGUF file.
    file: PathBuf,
    /// Loopback only; port 0 takes a free one.
    #[arg(long, default_value = "127.0.0.1:0")]
    listen: SocketAddr,
    /// Answers that are written at the same time.
    #[arg(long, default_value_t = 4)]
    slots: usize,
    /// Tokens of one question with its answer.
    #[arg(long, default_value_t = 4096)]
    context: u32,
    /// Threads that decode; 0: one for each processor.
    #[arg(long, default_value_t = 0)]
    threads: u32,
    /// The longest an answer may take, seconds.
    #[arg(long, default_value_t = 300)]
    answer_s: u64,
    /// Ends when it has more memory than this of its own, MiB, the model's file not counted; 0: no limit.
    #[arg(long, default_value_t = 0)]
    memory_mib: u64,
    /// Ends when its input ends: with whoever started it.
    #[arg(long)]
    until_input_ends: bool,
}

#[derive(Clone, Copy, ValueEnum)]
enum Shapes {
    Tiny,
    Embedding,
    Bench,
}

fn main() -> anyhow::Result<()> {
    tracing_subscriber::fmt()
        .json()
        .with_writer(std::io::stderr)
        .with_env_filter(
            EnvFilter::try_from_env("LEARNFLOW_MODEL_LOG").unwrap_or_else(|_| EnvFilter::new("warn")),
        )
        .init();
    match Arguments::parse().command {
        Command::RandomModel { file, shape } => {
            let shape = match shape {
                Shapes::Tiny => Shape::TINY,
                Shapes::Embedding => Shape { embeds: true, ..Shape::TINY },
                Shapes::Bench => Shape::BENCH,
            };
            random_model::write(&file, &shape).with_context(|| format!("writing {}", file.display()))
        }
        Command::Serve(arguments) => {
            let runtime =
                tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build()?;
            let served = runtime.block_on(serve(arguments));
            // The engine's thread may be in the middle of a round, and its input may be waited for.
            runtime.shutdown_background();
            served
        }
    }
}

async fn serve(arguments: Serve) -> anyhow::Result<()> {
    ensure!(
        arguments.listen.ip().is_loopback(),
        "a model is served on this machine only (127.0.0.1), not on {}",
        arguments.listen
    );
    let settings = Settings {
        file: arguments.file.clone(),
        slots: arguments.slots,
        context: arguments.context,
        threads: arguments.threads,
        longest: Duration::from_secs(arguments.answer_s),
    };
    let engine = tokio::task::spawn_blocking(move || Engine::start(&settings)).await??;
    let name = arguments.file.file_stem().map_or_else(|| "model".into(), |stem| stem.to_string_lossy());
    let listener = TcpListener::bind(arguments.listen)
        .await
        .with_context(|| format!("listening on {}", arguments.listen))?;
    writeln!(std::io::stdout(), "http://{}/v1", listener.local_addr()?)?;
    std::io::stdout().flush()?;
    let serving = axum::serve(listener, api::router(engine, &name));
    tokio::select! {
        served = serving => served.context("serving"),
        () = input_ended(), if arguments.until_input_ends => Ok(()),
        outgrown = outgrows(arguments.memory_mib), if arguments.memory_mib > 0 => outgrown,
        signal = tokio::signal::ctrl_c() => signal.context("waiting for a signal"),
        () = terminated() => Ok(()),
    }
}

async fn input_ended() {
    let mut input = tokio::io::stdin();
    let mut buffer = [0; 64];
    while let Ok(1..) = input.read(&mut buffer).await {}
}

#[cfg(unix)]
async fn terminated() {
    use tokio::signal::unix::{SignalKind, signal};
    match signal(SignalKind::terminate()) {
        Ok(mut signal) => {
            signal.recv().await;
        }
        Err(_) => std::future::pending().await,
    }
}

#[cfg(not(unix))]
async fn terminated() {
    std::future::pending().await
}

/// Looks every few seconds how much memory is the process's own; on Linux, where it can be told.
async fn outgrows(most_mib: u64) -> anyhow::Result<()> {
    loop {
        tokio::time::sleep(Duration::from_secs(5)).await;
        let Ok(status) = std::fs::read_to_string("/proc/self/status") else { continue };
        let own = status.lines().find_map(|line| line.strip_prefix("RssAnon:")?.trim().strip_suffix("kB"));
        let own_mib = own.and_then(|kib| kib.trim().parse::<u64>().ok()).unwrap_or(0) / 1_024;
        if own_mib > most_mib {
            bail!("it has {own_mib} MiB of its own memory, more than the {most_mib} it may have");
        }
    }
}
