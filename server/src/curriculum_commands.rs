//! `learnflow curriculum …`: what teachers who write topics of their own do with them.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Instant;

use anyhow::{Context, ensure};
use clap::Subcommand;
use learnflow_contracts::TopicId;
use learnflow_server::config::Config;
use learnflow_server::curriculum::inspect::inspect;
use learnflow_server::curriculum::{Folder, pack};
use learnflow_server::wiring;

#[derive(Subcommand)]
pub(crate) enum Command {
    /// Check topics: read them, look at them, and run every example, mistake, solution and wrong answer.
    ///
    /// Says for each finding the file, the line and what to do; the exit code is 1 if there is any.
    Check {
        /// A curriculum (with a folder for each language), or one folder of modules; the built-in one if left out.
        dir: Option<PathBuf>,
    },
    /// Pack one topic, in all its languages, into one file to give away.
    Export {
        /// The topic's id, as `variables`.
        topic: TopicId,
        /// The file to write, as variables.zip.
        file: PathBuf,
        /// The curriculum it is in; the built-in one if left out.
        #[arg(long)]
        from: Option<PathBuf>,
    },
    /// Unpack a topic that somebody gave you.
    Import {
        /// The file.
        file: PathBuf,
        /// The curriculum to put it into, with a folder for each language.
        dir: PathBuf,
        /// Take the place of a topic of this name that is there.
        #[arg(long)]
        replace: bool,
    },
}

/// The largest pack that is read, bytes.
const MAX_PACK: u64 = 8 * 1024 * 1024;

/// Runs one command.
pub(crate) async fn run(config: &Config, command: Command) -> anyhow::Result<ExitCode> {
    match command {
        Command::Check { dir } => check(config, dir.as_deref()).await,
        Command::Export { topic, file, from } => export(&topic, &file, from.as_deref()),
        Command::Import { file, dir, replace } => import(&file, &dir, replace),
    }
}

fn export(topic: &TopicId, file: &Path, from: Option<&Path>) -> anyhow::Result<ExitCode> {
    let folder = match from {
        Some(dir) => Folder::open(dir)?,
        None => Folder::builtin()?,
    };
    std::fs::write(file, pack::export(&folder, topic)?)
        .with_context(|| format!("writing {}", file.display()))?;
    writeln!(std::io::stdout(), "{topic} is in {}", file.display())?;
    Ok(ExitCode::SUCCESS)
}

fn import(file: &Path, dir: &Path, replace: bool) -> anyhow::Result<ExitCode> {
    let size = std::fs::metadata(file).with_context(|| format!("reading {}", file.display()))?.len();
    ensure!(size <= MAX_PACK, "{} is larger than {} MiB; it is no pack", file.display(), MAX_PACK >> 20);
    let bytes = std::fs::read(file).with_context(|| format!("reading {}", file.display()))?;
    let imported = pack::import(&bytes, dir, replace)?;
    for folder in &imported.folders {
        writeln!(std::io::stdout(), "{} is in {}", imported.topic, folder.display())?;
    }
    writeln!(
        std::io::stdout(),
        "now look at it, and check it: learnflow curriculum check {}",
        dir.display()
    )?;
    Ok(ExitCode::SUCCESS)
}

async fn check(config: &Config, dir: Option<&Path>) -> anyhow::Result<ExitCode> {
    let started = Instant::now();
    let folder = match dir {
        Some(dir) => Folder::open(dir),
        None => Folder::builtin(),
    };
    let folder = match folder {
        Ok(folder) => folder,
        Err(error) => return said(&error.findings, dir),
    };
    let sandbox = wiring::open_sandbox(config).await?;
    let inspection = inspect(&sandbox, &folder, |line| {
        // Progress is for whoever waits; when nobody reads it the check goes on.
        let _ = writeln!(std::io::stderr(), "[{:4.0} s] {line}", started.elapsed().as_secs_f64());
    })
    .await;
    let mut out = std::io::stdout().lock();
    writeln!(out)?;
    for row in &inspection.table {
        writeln!(out, "{row}")?;
    }
    writeln!(out)?;
    drop(out);
    said(&inspection.findings, dir)
}

/// Prints the findings, one after the other, and how many there are.
fn said(findings: &[learnflow_server::curriculum::Finding], dir: Option<&Path>) -> anyhow::Result<ExitCode> {
    let mut out = std::io::stdout().lock();
    for finding in findings {
        match dir {
            Some(dir) => writeln!(out, "{}/{finding}", dir.display().to_string().trim_end_matches('/'))?,
            None => writeln!(out, "{finding}")?,
        }
    }
    if findings.is_empty() {
        writeln!(out, "no finding: everything is as it should be")?;
        return Ok(ExitCode::SUCCESS);
    }
    writeln!(out, "{} findings", findings.len())?;
    Ok(ExitCode::FAILURE)
}
