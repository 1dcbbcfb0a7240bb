//! `learnflow regrade`: grades a submission again from its record, and says test by test whether the same came of it.

use std::fmt::Write as _;
use std::io::Write as _;
use std::path::PathBuf;

use anyhow::{Context, anyhow, ensure};
use learnflow_contracts::SubmissionId;

use crate::config::{Config, StorageKind};
use crate::execution::again::{self, Heard, Terms};
use crate::storage::ToRegrade;
use crate::wiring::{open_sandbox, open_storage};

/// What to grade again.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The submission's id, as its result tells it.
    #[arg(value_parser = id)]
    submission: SubmissionId,
    /// The folder of the database.
    #[arg(long)]
    pub data: Option<PathBuf>,
}

fn id(text: &str) -> Result<SubmissionId, &'static str> {
    text.parse().map_err(|_| "an id looks like 0190b5a0-2f4c-7000-8000-000000000000")
}

/// Grades the submission again and prints what came of it. Returns whether all is the same. The server may run
/// meanwhile; nothing is written to its tables.
///
/// # Errors
/// When there is no such submission or nothing was recorded for it, or the sandbox cannot be opened.
pub async fn run(config: &Config, args: &Args) -> anyhow::Result<bool> {
    let folder = &config.storage.data;
    ensure!(
        config.storage.kind != StorageKind::Sqlite || folder.join("learnflow.db").exists(),
        "there is no database in {}; name the server's folder with --data",
        folder.display()
    );
    let storage = open_storage(config).await?;
    let found = storage.submission_to_regrade(args.submission).await?;
    let found =
        found.ok_or_else(|| anyhow!("there is no submission {} in this database", args.submission))?;
    let recipe = found.recipe.as_ref().context(
        "this submission was graded by an older program, which did not record what it takes to grade it again",
    )?;
    let (task, terms) = Terms::of(recipe).context("reading what was recorded of this submission")?;
    let before: Vec<Heard> =
        serde_json::from_str(&recipe.transcript).context("reading the transcript of this submission")?;
    let sandbox = open_sandbox(config).await?;
    let results = again::grade(&sandbox, &task, &found.answer, &terms).await?;
    let after: Vec<_> = results.iter().map(Heard::from).collect();
    let text = told(&found, sandbox.engine_version(), &before, &after);
    std::io::stdout().lock().write_all(text.as_bytes())?;
    Ok(before == after)
}

/// For a reader at a terminal: what programs printed is shown as a Python text, so that the terminal obeys none of it.
fn told(found: &ToRegrade, engine: &str, before: &[Heard], after: &[Heard]) -> String {
    let mut text = format!("{}, attempt {}\n", found.exercise, found.attempt);
    // Writing to a string cannot fail.
    let _ = writeln!(text, "engine {engine}{}\n", same_engine(found, engine));
    let count = before.len().max(after.len());
    for at in 0..count {
        let (then, now) = (before.get(at), after.get(at));
        let name = then.or(now).map_or("", |heard| &heard.test);
        let _ = writeln!(text, "{}  {name:?}", if then == now { "same     " } else { "different" });
        let line = |what: &str, of: fn(&Heard) -> String| {
            let (then, now) = (then.map_or_else(missing, of), now.map_or_else(missing, of));
            if then == now { format!("    {what} {now}\n") } else { format!("    {what} {then} → {now}\n") }
        };
        text.push_str(&line("verdict", |heard| format!("{:?}", heard.verdict)));
        text.push_str(&line("got    ", |heard| {
            heard.got.as_ref().map_or("-".to_owned(), |got| format!("{got:?}"))
        }));
        text.push_str(&line("printed", |heard| format!("{:?}", heard.printed)));
    }
    let same = before.iter().zip(after).filter(|(then, now)| then == now).count();
    let _ = writeln!(text, "\n{same} of {count} tests gave the same.");
    text
}

fn same_engine(found: &ToRegrade, engine: &str) -> String {
    if found.engine == engine {
        return ", as the first time".to_owned();
    }
    format!("; the first time it was {}, which may be why something differs", found.engine)
}

fn missing() -> String {
    "no such test".to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn heard(verdict: &str, got: Option<&str>) -> Heard {
        let (verdict, got) = (verdict.to_owned(), got.map(str::to_owned));
        Heard { test: "a test".to_owned(), verdict, got, printed: "\u{1b}[2J".to_owned() }
    }

    #[test]
    fn a_difference_is_shown_with_both_sides_and_no_escape_reaches_the_terminal() {
        let found = ToRegrade {
            exercise: "an-exercise".parse().unwrap(),
            attempt: 2,
            answer: String::new(),
            engine: "old".to_owned(),
            recipe: None,
        };
        let (before, after) = (heard("passed", None), heard("wrong", Some("7")));
        let text = told(&found, "new", &[before.clone(), before.clone()], &[before, after]);
        assert_eq!(
            text,
            "an-exercise, attempt 2\n\
             engine new; the first time it was old, which may be why something differs\n\n\
             same       \"a test\"\n    verdict \"passed\"\n    got     -\n    printed \"\\u{1b}[2J\"\n\
             different  \"a test\"\n    verdict \"passed\" → \"wrong\"\n    got     - → \"7\"\n    \
             printed \"\\u{1b}[2J\"\n\n1 of 2 tests gave the same.\n"
        );
    }
}
