//! What roles in several processes need: how they ask each other, what they share, and the sidecar.

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};

use anyhow::Context;
use serde::{Deserialize, Serialize};

use super::Secret;
use crate::role::Role;

/// Where small values are kept that may be forgotten: tickets, what triage gathered.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct State {
    pub kind: StateKind,
}

/// What keeps them.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum StateKind {
    /// This process's memory.
    #[default]
    Memory,
    /// The database of `[postgres]`.
    Postgres,
    /// The sidecar's state store.
    Dapr,
}

/// Where secrets are: passwords, keys.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Secrets {
    pub kind: SecretsKind,
    /// The sidecar's component.
    pub store: String,
    /// The secret in it that has ours as its keys.
    pub name: String,
}

impl Default for Secrets {
    fn default() -> Self {
        let (store, name) = ("learnflow-secrets".to_owned(), "learnflow-server".to_owned());
        Self { kind: SecretsKind::Settings, store, name }
    }
}

/// What keeps them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SecretsKind {
    /// These settings: the environment, or files that they name.
    Settings,
    /// The sidecar's secret store; what it lacks is as these settings say.
    Dapr,
}

/// What tells when work is due that comes again and again.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Schedule {
    pub kind: ScheduleKind,
}

/// What tells it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ScheduleKind {
    /// This process's own timer.
    #[default]
    Timer,
    /// The sidecar's cron bindings.
    Dapr,
}

/// Where settings may be changed while the server runs.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Configuration {
    pub kind: ConfigurationKind,
}

/// What keeps them.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ConfigurationKind {
    /// Nothing but the file and the environment, which are read once.
    #[default]
    File,
    /// The sidecar's configuration store, on top of them.
    Dapr,
}

/// How roles in several processes ask each other. Not used while all are in one.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Invoke {
    /// Which way questions go.
    pub kind: InvokeKind,
    /// Where other roles come in: this machine only, or the pods' network. No ingress may lead here.
    pub listen: SocketAddr,
    /// What every process shows the others: the same for each, and for nobody else.
    pub secret: Option<Secret>,
    /// A file with it; read by `secrets::filled`.
    pub secret_file: Option<PathBuf>,
    /// The inner doors of roles that run elsewhere, as `execution = "http://10.0.0.7:8081"`.
    pub addresses: BTreeMap<Role, String>,
    /// Seconds that a role may take to answer.
    pub timeout_s: u64,
}

impl Default for Invoke {
    fn default() -> Self {
        Self {
            kind: InvokeKind::Direct,
            listen: SocketAddr::from(([127, 0, 0, 1], 8081)),
            secret: None,
            secret_file: None,
            addresses: BTreeMap::new(),
            // Grading runs each test for at most some seconds, after a wait for a place.
            timeout_s: 60,
        }
    }
}

/// Which way questions between roles go.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum InvokeKind {
    /// To `invoke.addresses`.
    Direct,
    /// Through the sidecar; talks, and what every process must hear, still go to `invoke.addresses`.
    Dapr,
}

/// The sidecar of this process.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Dapr {
    pub address: String,
    /// The sidecar's `DAPR_API_TOKEN`.
    pub api_token: Option<Secret>,
    pub api_token_file: Option<PathBuf>,
    /// The sidecar's `APP_API_TOKEN`.
    pub app_token: Option<Secret>,
    pub app_token_file: Option<PathBuf>,
    /// The component that publishes.
    pub pubsub: String,
    /// Before the names of all topics, where several schools share a broker.
    pub topic_prefix: String,
    /// The component that keeps values.
    pub state_store: String,
    /// The component that keeps settings which may change.
    pub settings_store: String,
    /// The apps of roles that are not called `learnflow-` and their name.
    pub app_ids: BTreeMap<Role, String>,
    /// Seconds to wait for the sidecar at the start.
    pub start_within_s: u64,
}

impl Default for Dapr {
    fn default() -> Self {
        Self {
            address: "http://127.0.0.1:3500".to_owned(),
            api_token: None,
            api_token_file: None,
            app_token: None,
            app_token_file: None,
            pubsub: "learnflow-events".to_owned(),
            topic_prefix: String::new(),
            state_store: "learnflow-state".to_owned(),
            settings_store: "learnflow-settings".to_owned(),
            app_ids: BTreeMap::new(),
            start_within_s: 60,
        }
    }
}

impl Dapr {
    /// The app that a role is.
    pub fn app_id(&self, role: Role) -> String {
        self.app_ids.get(&role).cloned().unwrap_or_else(|| format!("learnflow-{role}"))
    }

    /// What the sidecar asks of us.
    ///
    /// # Errors
    /// When its file cannot be read.
    pub fn api_token(&self) -> anyhow::Result<Option<String>> {
        secret(self.api_token.as_ref(), self.api_token_file.as_deref(), "dapr.api_token_file")
    }

    /// What the sidecar shows us.
    ///
    /// # Errors
    /// When its file cannot be read.
    pub fn app_token(&self) -> anyhow::Result<Option<String>> {
        secret(self.app_token.as_ref(), self.app_token_file.as_deref(), "dapr.app_token_file")
    }
}

/// A secret from its file, if it is in one, else as it is set.
fn secret(set: Option<&Secret>, file: Option<&Path>, setting: &str) -> anyhow::Result<Option<String>> {
    let Some(file) = file else { return Ok(set.map(|secret| secret.expose().to_owned())) };
    let read = std::fs::read_to_string(file);
    let text = read.with_context(|| format!("reading the secret in {} ({setting})", file.display()))?;
    Ok(Some(text.trim().to_owned()))
}
