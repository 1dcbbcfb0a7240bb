//! `learnflow grade`: a folder of answers to one exercise, graded on all cores of this machine, without a
//! server. What each answer is told is what a student would be told.

mod exercise;
mod report;

use std::io::{IsTerminal, Read, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::thread::available_parallelism;

use anyhow::{Context, ensure};
use futures::StreamExt;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use learnflow_python_sandbox::{Limits, Sandbox};

use self::exercise::ToGrade;
use self::report::{Graded, Report};
use crate::config::Config;
use crate::execution::{MAX_CODE, limits};
use crate::wiring::open_sandbox;

/// Folders in folders, at most; stops one that contains itself.
const MAX_DEPTH: usize = 8;

/// What to grade.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// An exercise.toml in its place in a curriculum, or a teacher's own exercise as JSON.
    #[arg(long)]
    exercise: PathBuf,
    /// A folder of answers: every .py file in it and below, or .txt for predictions.
    #[arg(long)]
    submissions: PathBuf,
    /// Print the results as JSON.
    #[arg(long)]
    json: bool,
}

/// Grades the folder and prints the results; wrong answers are no failure.
///
/// # Errors
/// When the exercise or the folder cannot be read, or the sandbox cannot be opened.
pub async fn run(config: &Config, args: &Args) -> anyhow::Result<()> {
    let exercise = Arc::new(ToGrade::read(&args.exercise)?);
    ensure!(
        args.submissions.is_dir(),
        "{} is no folder: name the folder of the answers",
        args.submissions.display()
    );
    let answers = answers(&args.submissions, exercise.ending())?;
    ensure!(!answers.is_empty(), "there is no .{} file in {}", exercise.ending(), args.submissions.display());
    let sandbox = open_sandbox(config).await?;
    let limits = limits(&config.execution);
    let graded = all(&sandbox, &limits, &exercise, &args.submissions, answers).await;
    let report = Report::new(&exercise, sandbox.engine_version(), graded);
    let text = if args.json { report.json()? } else { report.text() };
    Ok(std::io::stdout().lock().write_all(text.as_bytes())?)
}

/// Every answer, in the order of their names.
async fn all(
    sandbox: &Sandbox,
    limits: &Limits,
    exercise: &Arc<ToGrade>,
    folder: &Path,
    answers: Vec<PathBuf>,
) -> Vec<Graded> {
    let bar = bar(answers.len() as u64);
    let cores = available_parallelism().map_or(2, usize::from);
    let work = answers.into_iter().map(|file| {
        let (bar, exercise) = (bar.clone(), exercise.clone());
        async move {
            let name = file.strip_prefix(folder).unwrap_or(&file).to_string_lossy().into_owned();
            let graded = match read(&file) {
                Ok(answer) => exercise.grade(sandbox, limits, name, &answer).await,
                Err(why) => Graded::unreadable(name, why),
            };
            bar.inc(1);
            graded
        }
    });
    // One more than there are cores: while one file is read, all cores have something to do.
    let graded = futures::stream::iter(work).buffered(cores + 1).collect().await;
    bar.finish_and_clear();
    graded
}

/// A bar for whoever sits at a terminal.
fn bar(length: u64) -> ProgressBar {
    let target = if std::io::stderr().is_terminal() {
        ProgressDrawTarget::stderr()
    } else {
        ProgressDrawTarget::hidden()
    };
    let style = ProgressStyle::with_template("{bar:40} {pos} of {len} graded, {per_sec}, {eta} left");
    let bar = ProgressBar::with_draw_target(Some(length), target);
    bar.with_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()))
}

/// The answer in a file, or a sentence why it is none. Blocks for a moment, which nobody waits for here.
fn read(file: &Path) -> Result<String, String> {
    let mut bytes = Vec::new();
    let opened = std::fs::File::open(file).map_err(|problem| problem.to_string())?;
    opened.take(MAX_CODE as u64 + 1).read_to_end(&mut bytes).map_err(|problem| problem.to_string())?;
    if bytes.len() > MAX_CODE {
        return Err(format!("longer than {} KiB", MAX_CODE / 1024));
    }
    let text = String::from_utf8(bytes).map_err(|_| "no text in UTF-8".to_owned())?;
    // Some editors of Windows begin a file with it; it is no part of the answer.
    Ok(text.strip_prefix('\u{feff}').map(str::to_owned).unwrap_or(text))
}

/// The files of answers, sorted by their paths.
fn answers(folder: &Path, ending: &str) -> anyhow::Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    walk(folder, ending, MAX_DEPTH, &mut found)?;
    found.sort();
    Ok(found)
}

fn walk(folder: &Path, ending: &str, depth: usize, found: &mut Vec<PathBuf>) -> anyhow::Result<()> {
    let reading = || format!("reading the folder {}", folder.display());
    for entry in std::fs::read_dir(folder).with_context(reading)? {
        let entry = entry.with_context(reading)?;
        let (path, kind) = (entry.path(), entry.file_type().with_context(reading)?);
        // Links are not followed: an answer is a file that was handed in.
        if kind.is_dir() && depth > 0 {
            walk(&path, ending, depth - 1, found)?;
        } else if kind.is_file() && path.extension().is_some_and(|given| given.eq_ignore_ascii_case(ending)) {
            found.push(path);
        }
    }
    Ok(())
}
