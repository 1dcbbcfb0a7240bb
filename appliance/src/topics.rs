//! `learnflowctl topics apply | verify`.

#![expect(clippy::print_stdout, reason = "what a command found is its output")]

use std::process::ExitCode;

use clap::Subcommand;
use learnflow_server::bus::kafka::topics::{Topics, all};
use learnflow_server::config::Config;

#[derive(Subcommand)]
pub(crate) enum Arguments {
    /// Makes what is missing, adds partitions, sets the retention; takes nothing away.
    Apply,
    /// Says what is not as declared.
    Verify,
}

pub(crate) async fn run(arguments: Arguments, config: &Config) -> anyhow::Result<ExitCode> {
    let topics = Topics::new(&config.kafka)?;
    let (sentences, fine) = match arguments {
        Arguments::Apply => (topics.apply(all()).await?, true),
        Arguments::Verify => {
            let faults = topics.verify(all()).await?;
            let fine = faults.is_empty();
            (faults, fine)
        }
    };
    for sentence in &sentences {
        println!("{sentence}");
    }
    if sentences.is_empty() {
        println!("{} topics are as declared", all().len());
    }
    Ok(if fine { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}
