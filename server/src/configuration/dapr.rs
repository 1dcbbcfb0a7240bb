//! Settings from a configuration store behind the sidecar: rows of `dapr_settings`, in the school.
//!
//! The sidecar tells of changes by calling the inner door. A subscription ends with the sidecar that has it, and nobody
//! is told so; it is made anew when reading works again after it failed, and in between reading now and then will do.

use std::collections::HashMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use anyhow::Context;
use async_trait::async_trait;
use axum::body::Bytes;
use axum::http::StatusCode;
use axum::routing::post;
use reqwest::Method;
use reqwest::header::HeaderMap;
use serde::Deserialize;
use tokio::net::TcpListener;
use tokio::sync::Notify;
use tokio_util::sync::CancellationToken;

use super::{Configuration, Set, keys};
use crate::dapr::{Said, Sidecar};
use crate::invoke::door::{Door, Secrets, Visitor};

/// Where the sidecar tells of changes.
const CHANGES: &str = "/configuration/{store}/{key}";
/// What the trigger of migration 11 tells on.
const CHANNEL: &str = "dapr_settings";

/// Settings in the sidecar's store.
pub struct Dapr {
    sidecar: Sidecar,
    store: String,
    told: Arc<Notify>,
    subscribed: AtomicBool,
}

#[derive(Deserialize)]
struct Item {
    value: String,
}

impl Dapr {
    /// The store of this component.
    pub fn new(sidecar: Sidecar, store: &str) -> Self {
        Self { sidecar, store: store.to_owned(), told: Arc::default(), subscribed: AtomicBool::new(false) }
    }

    /// Mounts where the sidecar tells of changes.
    pub(crate) fn mount(&self, door: Door) -> Door {
        let told = self.told.clone();
        // What it tells is read again, so that there is one way in for what is set.
        let tell = move || {
            told.notify_one();
            async { StatusCode::OK }
        };
        door.mount(Visitor::Sidecar, CHANGES, post(tell))
    }

    /// Serves nothing but news of changes, for a process that has no other inner door.
    ///
    /// # Errors
    /// When the token is too short, or the listener fails.
    pub async fn serve(
        &self,
        listener: TcpListener,
        app_token: &str,
        stop: CancellationToken,
    ) -> anyhow::Result<()> {
        self.mount(Door::new(Secrets::new(None, Some(app_token))?)).serve(listener, stop).await
    }

    async fn ask(&self, path: &str) -> anyhow::Result<Said> {
        let keys: Vec<_> = keys().iter().map(|key| format!("key={key}")).collect();
        let path = format!("/v1.0/configuration/{}{path}{}", self.store, keys.join("&"));
        let said = self.sidecar.say(Method::GET, &path, &HeaderMap::new(), &Bytes::new()).await?;
        said.good("reading the settings")
    }

    async fn look(&self) -> anyhow::Result<Set> {
        if !self.subscribed.load(Ordering::Acquire) {
            // First, so that no change falls between.
            self.ask(&format!("/subscribe?metadata.pgNotifyChannel={CHANNEL}&")).await?;
            self.subscribed.store(true, Ordering::Release);
        }
        let said = self.ask("?").await?;
        if said.body.is_empty() {
            return Ok(Set::new());
        }
        let items: HashMap<String, Item> =
            serde_json::from_slice(&said.body).context("understanding the settings")?;
        Ok(items.into_iter().map(|(key, item)| (key, item.value)).collect())
    }
}

#[async_trait]
impl Configuration for Dapr {
    async fn read(&self) -> anyhow::Result<Set> {
        let looked = self.look().await;
        if looked.is_err() {
            self.subscribed.store(false, Ordering::Release);
        }
        looked
    }

    async fn changed(&self) {
        self.told.notified().await;
    }
}
