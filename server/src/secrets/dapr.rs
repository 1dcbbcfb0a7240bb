//! Secrets from a store behind the sidecar: Kubernetes' own, in the school.

use std::collections::HashMap;

use anyhow::{Context, bail};
use async_trait::async_trait;
use axum::body::Bytes;
use reqwest::header::HeaderMap;
use reqwest::{Method, StatusCode};

use super::{Named, Secrets};
use crate::config::Secret;
use crate::dapr::Sidecar;

/// One secret of the store, with its keys.
pub struct Dapr(HashMap<String, Secret>);

impl Dapr {
    /// Reads the secret `name` of the component `store`.
    ///
    /// # Errors
    /// When the sidecar is away, or there is no such store or secret; the message says what to make.
    pub async fn open(sidecar: &Sidecar, store: &str, name: &str) -> anyhow::Result<Self> {
        let path = format!("/v1.0/secrets/{store}/{name}");
        let said = sidecar.say(Method::GET, &path, &HeaderMap::new(), &Bytes::new()).await?;
        match (said.status, said.error_code().as_str()) {
            (_, "ERR_SECRET_STORE_NOT_FOUND" | "ERR_SECRET_STORES_NOT_CONFIGURED") => bail!(
                "the sidecar has no secret store {store} (secrets.store): put its file (k3s/dapr/secrets.yaml) into \
                 the sidecar's resources"
            ),
            (StatusCode::FORBIDDEN, _) => bail!(
                "the sidecar may not read the secret {name} (secrets.name): allow it in the sidecar's configuration"
            ),
            (_, "ERR_SECRET_GET") => bail!(
                "there is no secret {name} in the store {store} (secrets.name), or the sidecar may not read it: make \
                 it with the keys {}",
                Named::ALL.map(Named::key).join(", ")
            ),
            _ => {}
        }
        let said = said.good("reading the secrets")?;
        // Never with the cause: it may quote what it read.
        let keys = serde_json::from_slice(&said.body).ok();
        Ok(Self(keys.context("what the secret store gave are no keys with values")?))
    }
}

#[async_trait]
impl Secrets for Dapr {
    async fn get(&self, named: Named) -> anyhow::Result<Option<Secret>> {
        Ok(self.0.get(named.key()).filter(|secret| !secret.expose().is_empty()).cloned())
    }
}
