//! `learnflowctl models`: which models there are, and fetching, checking and removing them.

#![expect(clippy::print_stdout, reason = "what a command found is its output")]

mod catalogue;
mod fetch;
mod folder;
#[cfg(test)]
mod tests;

use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::{Context, bail};
use clap::{Args, Subcommand};

use self::catalogue::{Catalogue, Model};
use self::fetch::fetch;
use self::folder::Folder;

#[derive(Args)]
pub(crate) struct Arguments {
    #[command(subcommand)]
    command: Command,
    /// The folder of the model files.
    #[arg(long, global = true, default_value = "/var/lib/learnflow/models")]
    folder: PathBuf,
    /// Another catalogue instead of the one built in.
    #[arg(long, global = true)]
    catalogue: Option<PathBuf>,
}

#[derive(Subcommand)]
enum Command {
    /// Shows the models of the catalogue, and which of them are here.
    List,
    /// Fetches a model; goes on where an earlier try was cut off.
    Pull {
        name: String,
        /// Where it comes from, instead of Hugging Face.
        #[arg(long, default_value = "https://huggingface.co")]
        from: String,
    },
    /// Checks files against their hashes: one, or all that are here.
    Verify { name: Option<String> },
    /// Deletes a model's file.
    Remove { name: String },
}

pub(crate) async fn run(arguments: Arguments) -> anyhow::Result<ExitCode> {
    println!("{}", answer(arguments).await?);
    Ok(ExitCode::SUCCESS)
}

/// Does what was asked for, and says what came of it.
async fn answer(arguments: Arguments) -> anyhow::Result<String> {
    let catalogue = Catalogue::read(arguments.catalogue.as_deref())?;
    let folder = Folder::new(arguments.folder);
    match arguments.command {
        Command::List => Ok(list(&catalogue, &folder)),
        Command::Pull { name, from } => pull(catalogue.model(&name)?, &folder, &from).await,
        Command::Verify { name: Some(name) } => verify(catalogue.model(&name)?, &folder),
        Command::Verify { name: None } => {
            let here: Vec<&Model> = catalogue.models.iter().filter(|model| folder.has(model)).collect();
            if here.is_empty() {
                return Ok("no model is here yet; `learnflowctl models pull NAME` fetches one".to_owned());
            }
            let checked: Vec<String> =
                here.into_iter().map(|model| verify(model, &folder)).collect::<Result<_, _>>()?;
            Ok(checked.join("\n"))
        }
        Command::Remove { name } => {
            let model = catalogue.model(&name)?;
            folder.remove(model)?;
            Ok(format!("{name} is removed"))
        }
    }
}

fn list(catalogue: &Catalogue, folder: &Folder) -> String {
    let mut lines =
        vec![format!("{:<20} {:>8} {:>10}  {:<5} {}", "name", "file", "memory", "here", "what it is")];
    for model in &catalogue.models {
        let here = if folder.has(model) { "yes" } else { "" };
        lines.push(format!(
            "{:<20} {:>5} MB {:>6} MiB  {here:<5} {}, {} ({}); {}; {}{}",
            model.name,
            model.size_mb,
            model.memory_mib,
            model.title,
            model.quantisation,
            model.languages.join(" "),
            model.licence,
            model.note,
            if model.verified { "" } else { "; not verified" },
        ));
    }
    lines.join("\n")
}

async fn pull(model: &Model, folder: &Folder, from: &str) -> anyhow::Result<String> {
    if folder.has(model) {
        return verify(model, folder);
    }
    folder.make()?;
    let url = model.address(from);
    let part = folder.part(model);
    let sum = fetch(&url, &part, model.size_mb.saturating_mul(1_000_000)).await?;
    if let Some(known) = folder.known_sum(model)?
        && known != sum
    {
        std::fs::remove_file(&part).context("deleting the file that is wrong")?;
        bail!(
            "{} is not the file it should be (its hash is {sum}, not {known}); it was deleted, nothing else changed",
            model.name
        );
    }
    let recorded = folder.keep(model, &sum)?;
    let how = if model.sha256.is_some() { "as it should be" } else { "recorded for later checks" };
    Ok(format!(
        "{} is here: {}\nits hash is {how}: {sum}\nto use it: [llm] file = \"{}\"",
        model.name,
        recorded.display(),
        recorded.display()
    ))
}

fn verify(model: &Model, folder: &Folder) -> anyhow::Result<String> {
    let sum = folder.sum(model)?;
    match folder.known_sum(model)? {
        Some(known) if known == sum => Ok(format!("{} is as it should be", model.name)),
        Some(known) => bail!(
            "{} has been changed or damaged (its hash is {sum}, not {known}): remove it and pull it again",
            model.name
        ),
        None => {
            folder.record(model, &sum)?;
            Ok(format!("{}: no hash was known; {sum} is recorded now", model.name))
        }
    }
}
