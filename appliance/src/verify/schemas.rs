//! The contracts' schemas, and the newest records on the broker's topics against them.

use anyhow::{Context, anyhow, bail};
use learnflow_contracts::avro::{Record, WRITTEN};
use learnflow_contracts::broker::{DEAD_LETTERS, LEARNING_EVENTS};
use learnflow_contracts::dead_letter::Notice;
use learnflow_contracts::event::Event;
use learnflow_contracts::schema;
use learnflow_server::bus::kafka::reading::values;
use learnflow_server::bus::kafka::topics::all;
use learnflow_server::config::BusKind;

use super::{Check, Checking, Passed};

const AREA: &str = "schemas";
/// Records of each partition that are looked at.
const NEWEST: i64 = 20;

pub(super) async fn run(checking: &Checking<'_>) -> Vec<Check> {
    let known = checking.check(AREA, "known", async {
        let (json, avro) = (schema::all().len(), WRITTEN.len());
        Ok(Passed::new(format!("{json} JSON Schemas and {avro} Avro schemas")))
    });
    let mut checks = vec![known.await];
    if checking.config.bus.kind != BusKind::Embedded {
        checks.push(checking.check(AREA, "records", records(checking)).await);
    }
    checks
}

async fn records(checking: &Checking<'_>) -> anyhow::Result<Passed> {
    let mut looked_at = 0;
    let mut faults = Vec::new();
    for topic in all() {
        let newest = values(&checking.config.kafka, &topic.name, Some(NEWEST)).await?;
        looked_at += newest.len();
        let bad: Vec<_> = newest.iter().filter_map(|value| fits(&topic.name, value).err()).collect();
        if let Some(first) = bad.first() {
            faults.push(format!("{} of the newest {} on {}: {first:#}", bad.len(), newest.len(), topic.name));
        }
    }
    if !faults.is_empty() {
        bail!("{}; was it written by a newer program? then upgrade this one", faults.join("; "));
    }
    Ok(Passed::new(format!("the newest {looked_at} fit")))
}

fn fits(topic: &str, value: &[u8]) -> anyhow::Result<()> {
    match topic {
        LEARNING_EVENTS => {
            Record::decode(value)?.event()?;
        }
        DEAD_LETTERS => {
            serde_json::from_slice::<Notice>(value)
                .map_err(|_| anyhow!("no dead letter that this program knows"))?;
        }
        _ => {
            let event: Event =
                serde_json::from_slice(value).ok().context("no event that this program knows")?;
            schema::check(&event).map_err(anyhow::Error::msg)?;
        }
    }
    Ok(())
}
