//! Secrets as the settings have them: in the environment, or in files that they name.

use std::path::{Path, PathBuf};

use anyhow::{Context, ensure};
use async_trait::async_trait;

use super::{Named, Secrets};
use crate::config::{Config, Secret};

/// The settings' own secrets.
pub struct Settings(Config);

impl Settings {
    /// Those of these settings.
    pub fn new(config: &Config) -> Self {
        Self(config.clone())
    }
}

#[async_trait]
impl Secrets for Settings {
    async fn get(&self, named: Named) -> anyhow::Result<Option<Secret>> {
        let Self(config) = self;
        let (set, file, setting): (&Option<Secret>, &Option<PathBuf>, _) = match named {
            Named::PostgresPassword => {
                (&config.postgres.password, &config.postgres.password_file, "postgres.password_file")
            }
            // Its file holds bytes that are no text, and is made when it is missing: whoever signs reads it.
            Named::SessionKey => (&config.gateway.secret, &None, "gateway.secret"),
            Named::InvokeSecret => (&config.invoke.secret, &config.invoke.secret_file, "invoke.secret_file"),
            Named::ModelKey => (&config.llm.key, &config.llm.key_file, "llm.key_file"),
        };
        match (set, file) {
            (Some(secret), _) => Ok(Some(secret.clone())),
            (None, Some(file)) => Ok(Some(read(file, setting)?)),
            (None, None) => Ok(None),
        }
    }
}

/// A file with a secret; its last line end is nobody's.
fn read(file: &Path, setting: &str) -> anyhow::Result<Secret> {
    let text = std::fs::read_to_string(file)
        .with_context(|| format!("reading the secret in {} ({setting})", file.display()))?;
    let text = text.trim_end_matches(['\r', '\n']);
    ensure!(!text.is_empty(), "there is nothing in {} ({setting}): write the secret into it", file.display());
    Ok(Secret::new(text))
}
