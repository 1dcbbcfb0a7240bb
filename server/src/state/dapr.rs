//! State through the sidecar, in whichever store the component `dapr.state_store` names: Postgres, in the school.

use std::time::Duration;

use anyhow::Context;
use async_trait::async_trait;
use axum::body::Bytes;
use reqwest::header::{CONTENT_TYPE, ETAG, HeaderMap, HeaderValue, IF_MATCH};
use reqwest::{Method, StatusCode};
use serde_json::{Value, json};

use super::{Error, Etag, Held, Only, State};
use crate::dapr::{Said, Sidecar};

/// Waits between reads while the store is away.
const READ_AGAIN: [Duration; 3] =
    [Duration::from_millis(100), Duration::from_millis(400), Duration::from_millis(1_500)];

/// Values in the sidecar's store.
pub struct Dapr {
    sidecar: Sidecar,
    store: String,
}

impl Dapr {
    /// The store of this component.
    pub fn new(sidecar: Sidecar, store: &str) -> Self {
        Self { sidecar, store: store.to_owned() }
    }

    async fn say(
        &self,
        method: Method,
        key: Option<&str>,
        headers: HeaderMap,
        body: Bytes,
    ) -> Result<Said, Error> {
        let mut path = format!("/v1.0/state/{}", self.store);
        if let Some(key) = key {
            // Keys of ours have letters, digits, `:` and `-`, which stand in an address as they are.
            path = format!("{path}/{key}");
        }
        Ok(self.sidecar.say(method, &path, &headers, &body).await?)
    }
}

#[async_trait]
impl State for Dapr {
    async fn get(&self, key: &str) -> Result<Option<Held>, Error> {
        let mut said = self.say(Method::GET, Some(key), HeaderMap::new(), Bytes::new()).await?;
        // Reading changes nothing: tried again here, since the resiliency cannot tell a read from a write that
        // somebody else was faster with (docs/adr/0016).
        for wait in READ_AGAIN {
            if !said.status.is_server_error() {
                break;
            }
            tokio::time::sleep(wait).await;
            said = self.say(Method::GET, Some(key), HeaderMap::new(), Bytes::new()).await?;
        }
        let said = said.good("reading a value")?;
        if said.status == StatusCode::NO_CONTENT || said.body.is_empty() {
            return Ok(None);
        }
        let etag = said.headers.get(ETAG).and_then(|etag| etag.to_str().ok());
        let etag = Etag(etag.context("the state store gives no etags; use state.postgresql v2")?.to_owned());
        let value = serde_json::from_slice(&said.body).context("reading a value")?;
        Ok(Some(Held { value, etag }))
    }

    async fn put(&self, key: &str, value: Value, life: Duration, only: Only) -> Result<(), Error> {
        let seconds = life.as_secs().max(1).to_string();
        let mut entry = json!({ "key": key, "value": value, "metadata": { "ttlInSeconds": seconds } });
        match &only {
            Only::Always => {}
            Only::New => entry["options"] = json!({ "concurrency": "first-write" }),
            Only::Unchanged(Etag(etag)) => {
                entry["etag"] = json!(etag);
                entry["options"] = json!({ "concurrency": "first-write" });
            }
        }
        let body = serde_json::to_vec(&[entry]).map_err(anyhow::Error::from)?;
        let headers = HeaderMap::from_iter([(CONTENT_TYPE, HeaderValue::from_static("application/json"))]);
        let said = self.say(Method::POST, None, headers, body.into()).await?;
        if said.status == StatusCode::CONFLICT {
            return Err(Error::Changed);
        }
        // Where nothing may be there, the store only says that nothing was written: look why.
        if !said.status.is_success() && only == Only::New && self.get(key).await?.is_some() {
            return Err(Error::Changed);
        }
        said.good("writing a value")?;
        Ok(())
    }

    async fn delete(&self, key: &str, read: &Etag) -> Result<(), Error> {
        let etag = HeaderValue::try_from(&read.0).map_err(anyhow::Error::from)?;
        let said = self
            .say(Method::DELETE, Some(key), HeaderMap::from_iter([(IF_MATCH, etag)]), Bytes::new())
            .await?;
        if said.status == StatusCode::CONFLICT {
            return Err(Error::Changed);
        }
        said.good("deleting a value")?;
        Ok(())
    }

    async fn ready(&self) -> Result<(), Error> {
        self.sidecar.ready().await?;
        Ok(())
    }
}
