//! The process's own Dapr sidecar, as an address to speak HTTP with. What is said to it is in the adapters:
//! `bus/dapr.rs`, `state/dapr.rs`, `secrets/dapr.rs`, `invoke/dapr.rs`.
//!
//! A sidecar that is away is waited for: it is restarted by its supervisor, and takes what we say again then. What a
//! component behind it needs (retries, time-outs, circuit breakers) says the resiliency in `k3s/dapr/`.

use std::sync::Arc;
use std::time::{Duration, Instant};

use anyhow::{Context, bail};
use axum::body::Bytes;
use reqwest::header::{HeaderMap, HeaderName, HeaderValue};
use reqwest::{Client, Method, StatusCode, Url};

use crate::bus::Retry;
use crate::config;

/// The header of the token that a sidecar and its app show each other.
pub(crate) const TOKEN: HeaderName = HeaderName::from_static("dapr-api-token");

/// A sidecar takes a connection at once, or is away.
const CONNECT_WITHIN: Duration = Duration::from_millis(500);
/// Longer than the resiliency lets a component take, all its tries together.
const ANSWER_WITHIN: Duration = Duration::from_secs(15);
/// While it restarts.
const TRIES: Retry =
    Retry { tries: 6, first: Duration::from_millis(100), longest: Duration::from_millis(1_600) };

/// The sidecar. Cheap to clone.
#[derive(Clone)]
pub struct Sidecar(Arc<Inner>);

struct Inner {
    client: Client,
    base: Url,
}

/// What it said.
#[derive(Debug)]
pub struct Said {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub body: Bytes,
}

impl Said {
    /// The name that Dapr has for what went wrong, as `ERR_STATE_STORE_NOT_FOUND`; never its words, which may hold ours.
    pub fn error_code(&self) -> String {
        let body: serde_json::Value = serde_json::from_slice(&self.body).unwrap_or_default();
        body["errorCode"].as_str().unwrap_or("no error code").to_owned()
    }

    /// Only what went well.
    ///
    /// # Errors
    /// Dapr's name for what went wrong.
    pub fn good(self, what: &str) -> anyhow::Result<Self> {
        if self.status.is_success() {
            return Ok(self);
        }
        if self.status == StatusCode::UNAUTHORIZED {
            bail!("the sidecar does not know our token: set dapr.api_token_file to its DAPR_API_TOKEN");
        }
        bail!("{what}: the sidecar answered {} ({})", self.status.as_u16(), self.error_code());
    }
}

impl Sidecar {
    /// The sidecar at `base`, which asks for `token` when it was started with one.
    ///
    /// # Errors
    /// When the token cannot stand in a header, or there can be no client on this machine.
    pub fn new(base: &str, token: Option<&str>) -> anyhow::Result<Self> {
        let base = base.parse().context("dapr.address must be an address, as http://127.0.0.1:3500")?;
        let mut headers = HeaderMap::new();
        if let Some(token) = token {
            let mut token = HeaderValue::try_from(token).context("the sidecar's token (dapr.api_token)")?;
            token.set_sensitive(true);
            headers.insert(TOKEN, token);
        }
        // reqwest brings no cryptography of its own. Taken when something else was chosen before.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let client = Client::builder()
            .connect_timeout(CONNECT_WITHIN)
            .timeout(ANSWER_WITHIN)
            .tcp_nodelay(true)
            .no_proxy()
            .default_headers(headers)
            .build()
            .context("making a client for the sidecar")?;
        Ok(Self(Arc::new(Inner { client, base })))
    }

    /// The sidecar that the settings name.
    ///
    /// # Errors
    /// As [`Sidecar::new`], and when a file of a secret cannot be read.
    pub fn of(config: &config::Dapr) -> anyhow::Result<Self> {
        Self::new(&config.address, config.api_token()?.as_deref())
    }

    /// The names of the components that it has loaded.
    ///
    /// # Errors
    /// When it does not answer, or does not know our token.
    pub async fn components(&self) -> anyhow::Result<Vec<String>> {
        #[derive(serde::Deserialize)]
        struct Metadata {
            components: Vec<Component>,
        }
        #[derive(serde::Deserialize)]
        struct Component {
            name: String,
        }
        let said = self.say(Method::GET, "/v1.0/metadata", &HeaderMap::new(), &Bytes::new()).await?;
        let said = said.good("asking for its components")?;
        let metadata: Metadata = serde_json::from_slice(&said.body).context("reading its components")?;
        Ok(metadata.components.into_iter().map(|component| component.name).collect())
    }

    /// Its address.
    pub fn base(&self) -> &Url {
        &self.0.base
    }

    /// Says something, and again while the sidecar is away.
    ///
    /// # Errors
    /// When it stays away, or does not answer in time.
    pub async fn say(
        &self,
        method: Method,
        path: &str,
        headers: &HeaderMap,
        body: &Bytes,
    ) -> anyhow::Result<Said> {
        let url = self.0.base.join(path).context("an address of the sidecar")?;
        for failures in 1.. {
            let request = self.0.client.request(method.clone(), url.clone()).headers(headers.clone());
            match request.body(body.clone()).send().await {
                Ok(response) => {
                    let (status, headers) = (response.status(), response.headers().clone());
                    let body = response.bytes().await.context("reading what the sidecar said")?;
                    return Ok(Said { status, headers, body });
                }
                // Then it has not heard it.
                Err(error) if error.is_connect() && failures < TRIES.tries => {
                    tokio::time::sleep(TRIES.wait(failures)).await;
                }
                Err(error) if error.is_connect() => {
                    bail!("the sidecar is away: nobody answers at {}", self.0.base)
                }
                Err(error) if error.is_timeout() => bail!("the sidecar did not answer in time"),
                Err(_) => bail!("the connection to the sidecar was lost"),
            }
        }
        unreachable!("the last try returns")
    }

    /// Whether it is there and its components are loaded.
    ///
    /// # Errors
    /// When it is not.
    pub async fn ready(&self) -> anyhow::Result<()> {
        let url = self.0.base.join("/v1.0/healthz/outbound").context("an address of the sidecar")?;
        let answer = self
            .0
            .client
            .get(url)
            .send()
            .await
            .map_err(|_| anyhow::anyhow!("the sidecar is away: nobody answers at {}", self.0.base))?;
        if answer.status().is_success() {
            return Ok(());
        }
        bail!("the sidecar is not ready yet: its components are not loaded");
    }

    /// Waits until it is there.
    ///
    /// # Errors
    /// When it is not after `limit`.
    pub async fn wait(&self, limit: Duration) -> anyhow::Result<()> {
        let (began, mut told) = (Instant::now(), false);
        loop {
            let Err(error) = self.ready().await else { return Ok(()) };
            if began.elapsed() > limit {
                return Err(error).with_context(|| {
                    format!(
                        "waited {} s for Dapr's sidecar (dapr.start_within_s); is it running beside this process, \
                         and do all components in its resources load?",
                        limit.as_secs()
                    )
                });
            }
            if !told {
                tracing::info!(error = format!("{error:#}"), "waiting for the sidecar");
                told = true;
            }
            tokio::time::sleep(Duration::from_millis(200)).await;
        }
    }
}
