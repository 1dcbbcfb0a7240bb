//! `learnflowctl dead-letters list | show | replay`: on the broker, or in the database where events are there.

#![expect(clippy::print_stdout, reason = "what a command found is its output")]

use std::collections::BTreeMap;
use std::process::ExitCode;
use std::sync::Arc;

use anyhow::bail;
use clap::{Args, Subcommand};
use jiff::Timestamp;
use learnflow_contracts::EventId;
use learnflow_contracts::dead_letter::DeadLetter;
use learnflow_server::config::Config;
use learnflow_server::storage::{DeadLetters, LetterFilter};
use learnflow_server::wiring;

#[derive(Subcommand)]
pub(crate) enum Arguments {
    /// Lists letters, oldest first, and counts them by group and reason. Never what is in them.
    List {
        #[command(flatten)]
        filter: Filter,
        #[arg(long)]
        json: bool,
    },
    /// Shows one letter whole: what a student wrote may be in it.
    Show {
        event: EventId,
        #[arg(long)]
        json: bool,
    },
    /// Gives events to their groups again, under their own ids: what was applied already is not applied twice.
    Replay {
        /// The event of one letter.
        event: Option<EventId>,
        /// All letters that the filters let through.
        #[arg(long, conflicts_with = "event")]
        all: bool,
        #[command(flatten)]
        filter: Filter,
    },
}

#[derive(Args)]
pub(crate) struct Filter {
    /// Only what this group could not take.
    #[arg(long)]
    group: Option<String>,
    /// Only from this topic.
    #[arg(long)]
    topic: Option<String>,
    /// Only since this time, as 2026-03-02T09:00:00Z.
    #[arg(long)]
    since: Option<Timestamp>,
    /// Only the newest this many.
    #[arg(long)]
    limit: Option<u32>,
}

impl Filter {
    fn read(self) -> LetterFilter {
        LetterFilter { group: self.group, topic: self.topic, since: self.since, limit: self.limit }
    }
}

pub(crate) async fn run(arguments: Arguments, config: &Config) -> anyhow::Result<ExitCode> {
    let letters: Arc<dyn DeadLetters> = wiring::open_dead_letters(config).await?;
    match arguments {
        Arguments::List { filter, json } => list(&letters.letters(&filter.read()).await?, json)?,
        Arguments::Show { event, json } => {
            let all = letters.letters(&LetterFilter::default()).await?;
            let found: Vec<_> = all.into_iter().filter(|letter| letter.event_id == event).collect();
            if found.is_empty() {
                bail!("there is no dead letter of the event {event}: see `learnflowctl dead-letters list`");
            }
            for letter in &found {
                show(letter, json)?;
            }
        }
        Arguments::Replay { event, all, filter } => {
            if event.is_none() && !all {
                bail!("name the event to replay, or say --all");
            }
            return replay(letters.as_ref(), event, &filter.read()).await;
        }
    }
    Ok(ExitCode::SUCCESS)
}

fn list(letters: &[DeadLetter], json: bool) -> anyhow::Result<()> {
    if json {
        let told: Vec<_> = letters.iter().map(without_its_record).collect::<Result<_, _>>()?;
        println!("{}", serde_json::to_string_pretty(&told)?);
        return Ok(());
    }
    let mut counts: BTreeMap<(&str, &str), u32> = BTreeMap::new();
    for letter in letters {
        let DeadLetter { event_id, group, died_at, reason, tries, origin, .. } = letter;
        println!("{died_at:.0}  {event_id}  {group}  {}  {tries} tries  {reason}", origin.topic);
        *counts.entry((group, reason)).or_default() += 1;
    }
    if letters.is_empty() {
        println!("there are no dead letters");
    }
    for ((group, reason), count) in counts {
        println!("{count} × {group}: {reason}");
    }
    Ok(())
}

fn without_its_record(letter: &DeadLetter) -> serde_json::Result<serde_json::Value> {
    let mut value = serde_json::to_value(letter)?;
    if let Some(object) = value.as_object_mut() {
        object.remove("record");
    }
    Ok(value)
}

fn show(letter: &DeadLetter, json: bool) -> anyhow::Result<()> {
    if json {
        println!("{}", serde_json::to_string_pretty(letter)?);
        return Ok(());
    }
    let DeadLetter { event_id, key, group, reason, tries, died_at, origin, record } = letter;
    println!("event   {event_id}\nkey     {key}\ngroup   {group}\ndied    {died_at}\ntries   {tries}");
    println!("reason  {reason}\ntopic   {}", origin.topic);
    if let (Some(partition), Some(offset)) = (origin.partition, origin.offset) {
        println!("place   partition {partition}, offset {offset}");
    }
    println!("record  {record}");
    Ok(())
}

async fn replay(
    letters: &dyn DeadLetters,
    event: Option<EventId>,
    filter: &LetterFilter,
) -> anyhow::Result<ExitCode> {
    let chosen: Vec<_> = letters
        .letters(filter)
        .await?
        .into_iter()
        .filter(|letter| event.is_none_or(|event| letter.event_id == event))
        .collect();
    if let (Some(event), []) = (event, chosen.as_slice()) {
        bail!("there is no dead letter of the event {event}: see `learnflowctl dead-letters list`");
    }
    let mut replayed = 0;
    for letter in &chosen {
        if letters.replay(&letter.group, letter.event_id).await? {
            replayed += 1;
        } else {
            println!("{} of {} stays: what it holds is no event", letter.event_id, letter.group);
        }
    }
    println!("{replayed} of {} replayed", chosen.len());
    Ok(if replayed == chosen.len() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}
