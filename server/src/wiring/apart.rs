//! What roles in several processes need beside their ports: how they ask each other, what opens their inner
//! doors, and how each of them learns of sessions that ended elsewhere.

use std::collections::{BTreeSet, HashMap};
use std::fs;
use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context, ensure};
use jiff::SignedDuration;
use reqwest::header::HeaderMap;
use tokio_util::sync::CancellationToken;

use crate::config::Config;
use crate::gateway::App;
use crate::invoke::door::Secrets;
use crate::invoke::{Http, Invoke, Peer};
use crate::role::Role;

/// How long an ended session may still be good in another process.
const FOLLOW_EVERY: Duration = Duration::from_secs(1);
/// How far back to look: more than any two clocks of one installation differ.
const LOOK_BACK: SignedDuration = SignedDuration::from_mins(2);

/// How roles in other processes are asked.
///
/// # Errors
/// When a role that one of `here` asks has no address, or something set cannot be used.
pub(super) fn invoke(config: &Config, here: &BTreeSet<Role>) -> anyhow::Result<Arc<dyn Invoke>> {
    secrets(config)?;
    for asked in here.iter().flat_map(|role| role.asks()).filter(|asked| !here.contains(asked)) {
        ensure!(
            config.invoke.addresses.contains_key(asked),
            "the role {asked} runs elsewhere: set invoke.addresses.{asked} to the inner door of its process, as \
             http://10.0.0.7:8081"
        );
    }
    let mut direct = HashMap::new();
    for (role, address) in &config.invoke.addresses {
        let base = address.parse().with_context(|| {
            format!("invoke.addresses.{role} must be an address, as http://10.0.0.7:8081")
        })?;
        direct.insert(*role, Peer { base, headers: HeaderMap::new() });
    }
    let timeout = Duration::from_secs(config.invoke.timeout_s);
    Ok(Arc::new(Http::new(direct.clone(), direct, &shared_secret(config)?, timeout)?))
}

/// What visitors of the inner door must show.
pub(super) fn secrets(config: &Config) -> anyhow::Result<Secrets> {
    Secrets::new(&shared_secret(config)?, None)
}

/// The secret that all processes of an installation share.
fn shared_secret(config: &Config) -> anyhow::Result<String> {
    if let Some(file) = &config.invoke.secret_file {
        let secret = fs::read_to_string(file)
            .with_context(|| format!("reading invoke.secret_file, {}", file.display()))?;
        return Ok(secret.trim().to_owned());
    }
    ensure!(
        config.invoke.secret.is_some(),
        "roles in several processes need a secret of their own: set invoke.secret_file to a file with the same \
         32 or more characters for each of them; `openssl rand -hex 32` makes one"
    );
    Ok(config.invoke.secret.clone().unwrap_or_default())
}

/// Refuses access tokens of sessions that another process has ended, until `stop` fires.
pub(super) async fn follow_ended_sessions(app: App, stop: CancellationToken) -> anyhow::Result<()> {
    let mut again = tokio::time::interval(FOLLOW_EVERY);
    again.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
    loop {
        tokio::select! {
            _ = again.tick() => {}
            () = stop.cancelled() => return Ok(()),
        }
        let since = app.clock.now().saturating_sub(LOOK_BACK)?;
        match app.storage.families_ended_since(since).await {
            Ok(ended) => app.tokens.end(ended),
            // Sessions that stand on are looked at again in a second; /ready tells that the storage is away.
            Err(error) => tracing::warn!(error = format!("{error:#}"), "ended sessions could not be read"),
        }
    }
}
