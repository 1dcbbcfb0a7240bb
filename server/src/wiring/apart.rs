//! What roles in several processes need beside their ports: how they ask each other, what opens their inner
//! doors, and how each of them learns of sessions that ended elsewhere.

use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context, ensure};
use jiff::SignedDuration;
use reqwest::header::HeaderMap;
use tokio_util::sync::CancellationToken;

use crate::config::{Config, InvokeKind};
use crate::gateway::App;
use crate::invoke::door::Secrets;
use crate::invoke::{Http, Invoke, Peer, through_sidecar};
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
    secrets(config, true)?;
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
    let asked = match config.invoke.kind {
        InvokeKind::Direct => direct.clone(),
        InvokeKind::Dapr => {
            let base = config.dapr.address.parse().context("dapr.address must be an address")?;
            let apps = Role::ALL.into_iter().map(|role| (role, config.dapr.app_id(role))).collect();
            through_sidecar(&base, &apps, config.dapr.api_token()?.as_deref())?
        }
    };
    let timeout = Duration::from_secs(config.invoke.timeout_s);
    Ok(Arc::new(Http::new(asked, direct, &shared_secret(config)?, timeout)?))
}

/// What visitors of the inner door must show; `apart` when other processes of ours come in by it.
pub(super) fn secrets(config: &Config, apart: bool) -> anyhow::Result<Secrets> {
    let role = if apart { Some(shared_secret(config)?) } else { None };
    let sidecar = config.dapr.app_token()?;
    ensure!(
        sidecar.is_some() || !config.needs_app_token(),
        "set dapr.app_token_file to the sidecar's APP_API_TOKEN: without it nobody knows who delivers events and ticks"
    );
    Secrets::new(role.as_deref(), sidecar.as_deref())
}

/// The secret that all processes of an installation share.
fn shared_secret(config: &Config) -> anyhow::Result<String> {
    let secret = config.invoke.secret.as_ref().map(|secret| secret.expose().to_owned());
    secret.context(
        "roles in several processes need a secret of their own: set invoke.secret_file to a file with the same 32 or \
         more characters for each of them; `openssl rand -hex 32` makes one",
    )
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
