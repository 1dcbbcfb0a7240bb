//! `learnflow-local-servers`: the product on the appliance's servers, on this machine and loopback alone, for
//! `./dev run --appliance`. What ends is started again; Ctrl+C ends all of it; the data stays in its folder.

#![expect(clippy::print_stdout, reason = "what it does is its output")]

mod keep;
mod product;
mod servers;
mod sidecars;

use std::fs::File;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use anyhow::{Context, bail};
use clap::Parser;
use learnflow_local_servers::school::{APART, TOGETHER};

use self::keep::{Keep, end, keep_all};
use self::servers::Servers;

/// Runs the school on Postgres, a Kafka broker and, if wanted, Dapr.
#[derive(Parser)]
#[command(name = "learnflow-local-servers", version)]
pub(crate) struct Arguments {
    /// The folder of all data.
    #[arg(long)]
    data: PathBuf,
    /// Run groups of roles in processes of their own, as pods do.
    #[arg(long)]
    apart: bool,
    /// Events, small values and questions between roles go through Dapr's sidecars, which load this folder.
    #[arg(long)]
    dapr: Option<PathBuf>,
    /// A database that runs already, as postgres://user:password@127.0.0.1:5432/learnflow.
    #[arg(long, requires = "brokers")]
    postgres: Option<String>,
    /// A broker that runs already, as 127.0.0.1:9092.
    #[arg(long, requires = "postgres")]
    brokers: Option<String>,
    /// What `learnflow serve` is told besides.
    #[arg(last = true)]
    serve: Vec<String>,
}

fn main() -> anyhow::Result<ExitCode> {
    let arguments = Arguments::parse();
    let stop = Arc::new(AtomicBool::new(false));
    listen_for_signals(stop.clone())?;
    std::fs::create_dir_all(&arguments.data)
        .with_context(|| format!("making the folder {}", arguments.data.display()))?;
    let data = arguments.data.canonicalize()?;
    let _lock = lock(&data)?;
    run(&arguments, &data, &stop)?;
    say("everything has stopped; the data stays");
    Ok(ExitCode::SUCCESS)
}

fn run(arguments: &Arguments, data: &Path, stop: &AtomicBool) -> anyhow::Result<()> {
    let stopped = || stop.load(Ordering::Relaxed);
    let mut servers = Servers::start(arguments, data)?;
    // The product lets nobody else into its folder, and Postgres runs as somebody else.
    let data = &data.join("school");
    std::fs::create_dir_all(data)?;
    if stopped() {
        return servers.end();
    }
    let mut settings = servers.settings();
    say("bringing the tables and the topics up to date");
    product::once("learnflow", &["migrate", "--data", &data.display().to_string()], &settings)?;
    product::once("learnflowctl", &["topics", "apply"], &settings)?;
    let parts = if arguments.apart { APART } else { TOGETHER };
    let doors = product::doors(parts)?;
    let mut sidecars = match &arguments.dapr {
        Some(folder) => {
            say("starting Dapr's sidecars");
            sidecars::start(folder, data, parts, &doors, &servers)?
        }
        None => Vec::new(),
    };
    settings.extend(product::settings(arguments, data, parts, &doors)?);
    let names: Vec<_> = parts.iter().map(|part| part.name).collect();
    say(&format!("starting LearnFlow: {}", names.join(", ")));
    let mut processes = Vec::new();
    for (at, part) in parts.iter().enumerate() {
        let sidecar = sidecars.get(at).map(sidecars::Beside::settings).unwrap_or_default();
        let own = [settings.clone(), product::own_settings(parts, doors[at], sidecar)].concat();
        processes.push(product::Process::start(part, own, data, &arguments.serve)?);
    }
    let kept = {
        let mut all: Vec<&mut dyn Keep> = Vec::new();
        all.extend(servers.keeps());
        all.extend(sidecars.iter_mut().map(|one| one as &mut dyn Keep));
        all.extend(processes.iter_mut().map(|one| one as &mut dyn Keep));
        keep_all(all, stop)
    };
    say("stopping");
    // In the order in which nothing misses what it needs to finish its work.
    let ended = end(processes).and(end(sidecars)).and(servers.end());
    kept.and(ended)
}

/// A line about what is done.
fn say(what: &str) {
    println!("--> {what}");
}

/// Holds the folder, so that no second one uses it.
fn lock(data: &Path) -> anyhow::Result<File> {
    let file = File::create(data.join("lock")).context("making the data folder's lock")?;
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(_) => bail!("another ./dev run --appliance uses {}: stop it first", data.display()),
    }
}

/// The first signal stops everything well, the second leaves at once; what runs then ends by itself.
fn listen_for_signals(stop: Arc<AtomicBool>) -> anyhow::Result<()> {
    use tokio::signal::unix::{SignalKind, signal};
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let mut signals = {
        let _inside = runtime.enter();
        let kinds = [SignalKind::interrupt(), SignalKind::terminate(), SignalKind::hangup()];
        kinds.map(signal)
    };
    std::thread::Builder::new().name("signals".to_owned()).spawn(move || {
        runtime.block_on(async {
            let [Ok(interrupt), Ok(terminate), Ok(hangup)] = &mut signals else { return };
            for second in [false, true] {
                tokio::select! {
                    _ = interrupt.recv() => {}
                    _ = terminate.recv() => {}
                    _ = hangup.recv() => {}
                }
                if second {
                    std::process::exit(130);
                }
                stop.store(true, Ordering::Relaxed);
            }
        });
    })?;
    Ok(())
}
