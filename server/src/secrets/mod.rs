//! The Secrets port: what nobody may see, from where the school keeps it.
//!
//! Secrets are read once, before anything is opened ([`filled`]), and go on as [`Secret`], which neither logs nor
//! `learnflow config` print. The two tokens between a process and its sidecar cannot come through the sidecar: they stay
//! in the settings, best as files.
//!
//! To add a secret: a variant of [`Named`], where it goes in [`put`], where the settings have it in `settings.rs`.
//! To add an adapter: a file here, an arm in [`filled`], its line in `tests/it/laws/secrets.rs`.

mod dapr;
mod settings;

use std::time::Duration;

use anyhow::Context;
use async_trait::async_trait;

pub use dapr::Dapr;
pub use settings::Settings;

use crate::config::{Config, Secret, SecretsKind};
use crate::dapr::Sidecar;

/// Keeps secrets by name.
#[async_trait]
pub trait Secrets: Send + Sync {
    /// A secret, if there is one of this name.
    ///
    /// # Errors
    /// When what keeps them cannot be asked; the message says what to do, and nothing of any secret.
    async fn get(&self, named: Named) -> anyhow::Result<Option<Secret>>;
}

/// Every secret of a school.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Named {
    /// The database's password.
    PostgresPassword,
    /// What signs access tokens: the same for every process that serves pages.
    SessionKey,
    /// What the processes of an installation show each other.
    InvokeSecret,
    /// What the model's server asks for.
    ModelKey,
}

impl Named {
    /// All of them.
    pub const ALL: [Named; 4] =
        [Named::PostgresPassword, Named::SessionKey, Named::InvokeSecret, Named::ModelKey];

    /// Its key in a secret store.
    pub const fn key(self) -> &'static str {
        match self {
            Named::PostgresPassword => "postgres-password",
            Named::SessionKey => "session-key",
            Named::InvokeSecret => "invoke-secret",
            Named::ModelKey => "model-key",
        }
    }
}

/// The settings with every secret in its place.
///
/// # Errors
/// When a secret that is named cannot be read; one sentence says which, and where it should be.
pub async fn filled(config: &Config) -> anyhow::Result<Config> {
    match config.secrets.kind {
        SecretsKind::Settings => fill(config, &Settings::new(config)).await,
        SecretsKind::Dapr => {
            let sidecar = Sidecar::of(&config.dapr)?;
            sidecar.wait(Duration::from_secs(config.dapr.start_within_s)).await?;
            let store = Dapr::open(&sidecar, &config.secrets.store, &config.secrets.name).await?;
            fill(config, &store).await
        }
    }
}

async fn fill(config: &Config, secrets: &dyn Secrets) -> anyhow::Result<Config> {
    let mut filled = config.clone();
    for named in Named::ALL {
        let secret = secrets.get(named).await.with_context(|| format!("the secret {}", named.key()))?;
        if let Some(secret) = secret {
            put(&mut filled, named, secret);
        }
    }
    Ok(filled)
}

/// Where a secret is used. Its file, if it had one, was read.
fn put(config: &mut Config, named: Named, secret: Secret) {
    match named {
        Named::PostgresPassword => {
            (config.postgres.password, config.postgres.password_file) = (Some(secret), None);
        }
        Named::SessionKey => config.gateway.secret = Some(secret),
        Named::InvokeSecret => (config.invoke.secret, config.invoke.secret_file) = (Some(secret), None),
        Named::ModelKey => (config.llm.key, config.llm.key_file) = (Some(secret), None),
    }
}
