//! The Configuration port: settings that may be changed while the school runs, on top of what the file says.
//!
//! Today these are the thresholds of `[struggle.thresholds]`, each by its own key, as `struggle.thresholds.errors`. A
//! value that does not fit is told in the log and changes nothing; where nothing can be asked, what was known last
//! stays, which is the file's at the start.
//!
//! To let something more be changed: its keys in [`keys`], its part in [`with`]. To add an adapter: a file here, an arm
//! in `wiring/ports.rs`, its line in `tests/it/laws/configuration.rs`.

mod dapr;

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context, anyhow};
use async_trait::async_trait;
use learnflow_pedagogy::struggle::Thresholds;
use serde_json::Value;
use tokio::sync::watch;
use tokio_util::sync::CancellationToken;

pub use dapr::Dapr;

/// Before each key of a threshold.
const THRESHOLDS: &str = "struggle.thresholds.";
/// How often it is read when nobody tells of a change: whoever was to tell may have been away.
const READ_EVERY: Duration = Duration::from_secs(30);

/// What is set beyond the file, by key.
pub type Set = BTreeMap<String, String>;

/// Settings that may change.
#[async_trait]
pub trait Configuration: Send + Sync {
    /// What is set now.
    ///
    /// # Errors
    /// When it cannot be asked.
    async fn read(&self) -> anyhow::Result<Set>;

    /// Waits until something may have changed. May be dropped half-way.
    async fn changed(&self);
}

/// Nothing but the file, which is read once.
pub struct File;

#[async_trait]
impl Configuration for File {
    async fn read(&self) -> anyhow::Result<Set> {
        Ok(Set::new())
    }

    async fn changed(&self) {
        std::future::pending::<()>().await;
    }
}

/// Every key that may be set.
pub fn keys() -> Vec<String> {
    fields(Thresholds::default()).keys().map(|field| format!("{THRESHOLDS}{field}")).collect()
}

fn fields(thresholds: Thresholds) -> serde_json::Map<String, Value> {
    match serde_json::to_value(thresholds) {
        Ok(Value::Object(fields)) => fields,
        _ => unreachable!("thresholds are a struct of numbers"),
    }
}

/// The file's thresholds with what is set beyond them.
///
/// # Errors
/// When something set does not fit; the message names its key.
pub fn with(file: Thresholds, set: &Set) -> anyhow::Result<Thresholds> {
    let mut fields = fields(file);
    for (key, value) in set {
        let Some(field) = key.strip_prefix(THRESHOLDS) else { continue };
        let place = fields.get_mut(field).with_context(|| format!("there is no setting {key}"))?;
        *place = serde_json::from_str(value).map_err(|_| anyhow!("{key} must be a number"))?;
    }
    let changed: Thresholds =
        serde_json::from_value(Value::Object(fields)).context("a threshold is no number that fits")?;
    changed.check().map_err(anyhow::Error::msg)?;
    Ok(changed)
}

/// Keeps thresholds as they are set now, until `stop` fires.
pub(crate) async fn follow(
    configuration: Arc<dyn Configuration>,
    file: Thresholds,
    now: watch::Sender<Thresholds>,
    stop: CancellationToken,
) -> anyhow::Result<()> {
    loop {
        match configuration.read().await.and_then(|set| with(file, &set)) {
            Ok(thresholds) => {
                let changed = now.send_if_modified(|before| {
                    let differs = *before != thresholds;
                    *before = thresholds;
                    differs
                });
                if changed {
                    tracing::info!("the thresholds of struggle were changed");
                }
            }
            Err(error) => {
                tracing::warn!(
                    error = format!("{error:#}"),
                    "settings could not be read, the last ones stay"
                );
            }
        }
        tokio::select! {
            () = configuration.changed() => {}
            () = tokio::time::sleep(READ_EVERY) => {}
            () = stop.cancelled() => return Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_set_wins_over_the_file_and_what_does_not_fit_is_told_by_its_key() {
        let file = Thresholds { errors: 4, ..Thresholds::default() };
        let set = |key: &str, value: &str| with(file, &Set::from([(key.to_owned(), value.to_owned())]));
        assert_eq!(with(file, &Set::new()).unwrap(), file);
        assert_eq!(set("struggle.thresholds.errors", "7").unwrap().errors, 7);
        assert_eq!(set("struggle.thresholds.quiz_below", "60.5").unwrap().errors, 4);
        assert_eq!(set("of.somebody.else", "x").unwrap(), file);
        let told = |key: &str, value: &str| format!("{:#}", set(key, value).unwrap_err());
        assert!(told("struggle.thresholds.errors", "many").contains("struggle.thresholds.errors"));
        assert!(told("struggle.thresholds.errors", "-1").contains("no number that fits"));
        assert!(told("struggle.thresholds.errors", "1000").contains("errors"));
        assert!(told("struggle.thresholds.mistakes", "1").contains("struggle.thresholds.mistakes"));
        assert_eq!(keys().len(), 9);
    }
}
