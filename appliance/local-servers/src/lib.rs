//! The appliance's servers (Postgres, Kafka, daprd) on loopback, each with a folder and ports of its own, for
//! the tests and, with folders that stay, for `./dev run --appliance`. Nothing of this is part of the product. Unix only.
//!
//! To add a server: a module that starts it (with [`kept::Kept`], so that it never outlives us), waits until it
//! answers, and stops it when it is dropped.

pub mod daprd;
mod folder;
pub mod kafka;
pub mod kept;
pub mod ports;
pub mod postgres;
pub mod school;

use std::time::{Duration, Instant};

use anyhow::{Context, bail};

/// Looks again and again until `look` sees something; after `limit` fails with what it last said.
///
/// # Errors
/// When it was never seen in time, or `look` says that it never will be.
pub fn wait_until<T>(
    what: &str,
    limit: Duration,
    mut look: impl FnMut() -> anyhow::Result<Option<T>>,
) -> anyhow::Result<T> {
    let started = Instant::now();
    loop {
        if let Some(seen) = look().with_context(|| format!("waiting for {what}"))? {
            return Ok(seen);
        }
        if started.elapsed() > limit {
            bail!("waited {limit:?} for {what}");
        }
        std::thread::sleep(Duration::from_millis(20));
    }
}
