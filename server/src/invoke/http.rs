//! Calls over HTTP: to the inner doors of other processes, or to a sidecar that knows where they are.

use std::collections::HashMap;
use std::time::{Duration, Instant};

use anyhow::Context;
use async_trait::async_trait;
use axum::body::Bytes;
use futures::{StreamExt, TryStreamExt};
use reqwest::header::{CONTENT_TYPE, HeaderMap, HeaderValue};
use reqwest::{Body, Client, RequestBuilder, Response, Url};

use super::{Answered, Call, Error, Invoke, Pieces};
use crate::bus::Retry;
use crate::role::Role;

/// A process on the same machine or in the same pod network either takes a connection at once or is not there.
const CONNECT_WITHIN: Duration = Duration::from_secs(1);

/// Tries of a connection. A rolling restart leaves a gap of some hundred milliseconds.
const TRIES: Retry =
    Retry { tries: 4, first: Duration::from_millis(100), longest: Duration::from_millis(800) };

/// Where a role is reached.
#[derive(Debug, Clone)]
pub struct Peer {
    /// As `http://127.0.0.1:9001`. A name with several addresses stands for several processes.
    pub base: Url,
    /// What a sidecar must be told beside the address.
    pub headers: HeaderMap,
}

/// Roles by their addresses.
pub struct Http {
    client: Client,
    /// For questions with one answer.
    asked: HashMap<Role, Peer>,
    /// For talks, and for what every process of a role must hear.
    direct: HashMap<Role, Peer>,
    timeout: Duration,
}

impl Http {
    /// Calls roles at these addresses; `secret` opens their doors.
    ///
    /// # Errors
    /// When the secret cannot stand in a header, or there can be no client on this machine.
    pub fn new(
        asked: HashMap<Role, Peer>,
        direct: HashMap<Role, Peer>,
        secret: &str,
        timeout: Duration,
    ) -> anyhow::Result<Self> {
        let mut secret = HeaderValue::try_from(secret)
            .context("the secret between roles (invoke.secret) may have letters, digits and signs only")?;
        secret.set_sensitive(true);
        let headers = HeaderMap::from_iter([
            (super::door::SECRET, secret),
            (CONTENT_TYPE, HeaderValue::from_static("application/json")),
        ]);
        // reqwest brings no cryptography of its own. Taken when something else was chosen before.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let client = Client::builder()
            .connect_timeout(CONNECT_WITHIN)
            .tcp_nodelay(true)
            // Never through a proxy that the environment names: what is asked here is nobody else's business.
            .no_proxy()
            .default_headers(headers)
            .build()
            .context("making a client for calls between roles")?;
        Ok(Self { client, asked, direct, timeout })
    }

    fn request(&self, peer: &Peer, path: &str) -> anyhow::Result<RequestBuilder> {
        let url = peer.base.join(path).context("the address of a role (invoke.addresses)")?;
        Ok(self.client.post(url).headers(peer.headers.clone()))
    }
}

#[async_trait]
impl Invoke for Http {
    async fn ask(&self, call: Call, question: Bytes) -> Result<Bytes, Error> {
        let began = Instant::now();
        let peer = known(&self.asked, call)?;
        let request = || {
            let request = self.request(peer, call.path)?.timeout(self.timeout);
            Ok(request.body(question.clone()))
        };
        let answer = send(call, request).await?.bytes().await.map_err(|error| away(call, &error))?;
        metrics::histogram!("invoke_seconds", "call" => call.path).record(began.elapsed());
        Ok(answer)
    }

    async fn tell_all(&self, call: Call, news: Bytes) -> Result<(), Error> {
        let peer = known(&self.direct, call)?;
        let mut told = Ok(());
        for process in everyone(call, peer).await? {
            let request = || Ok(self.request(&process, call.path)?.timeout(self.timeout).body(news.clone()));
            // One that is away has nobody to pass it on to; the others are told all the same.
            told = told.and(send(call, request).await.map(drop));
        }
        told
    }

    async fn converse(&self, call: Call, question: Pieces) -> Result<Answered, Error> {
        let peer = known(&self.direct, call)?;
        // A question in pieces can be sent once only, so the connection is tried by itself first.
        let body = Body::wrap_stream(question.map(Ok::<_, std::convert::Infallible>));
        let request = self.request(peer, call.path)?.body(body);
        let response = accepted(call, request.send().await.map_err(|error| away(call, &error))?)?;
        Ok(response.bytes_stream().map_err(move |error| away(call, &error)).boxed())
    }
}

fn known(peers: &HashMap<Role, Peer>, call: Call) -> Result<&Peer, Error> {
    let missing = || Error::Away {
        role: call.role,
        cause: format!("no address is set (invoke.addresses.{})", call.role),
    };
    peers.get(&call.role).ok_or_else(missing)
}

/// Sends, and again while nobody takes the connection: then nothing was asked yet.
async fn send(call: Call, request: impl Fn() -> anyhow::Result<RequestBuilder>) -> Result<Response, Error> {
    for failures in 1.. {
        match request()?.send().await {
            Ok(response) => return accepted(call, response),
            Err(error) if error.is_connect() && failures < TRIES.tries => {
                tokio::time::sleep(TRIES.wait(failures)).await;
            }
            Err(error) => return Err(away(call, &error)),
        }
    }
    unreachable!("the last try returns")
}

fn accepted(call: Call, response: Response) -> Result<Response, Error> {
    let status = response.status();
    if status.is_success() {
        return Ok(response);
    }
    let cause = match status.as_u16() {
        401 => "it does not know our secret: give every process the same invoke.secret".to_owned(),
        404 => "it does not run this role, or is of another version".to_owned(),
        _ => format!("it answered {status}"),
    };
    Err(Error::Away { role: call.role, cause })
}

/// The words of the error name addresses of ours and nothing of a student's.
fn away(call: Call, error: &reqwest::Error) -> Error {
    let cause = if error.is_timeout() {
        "it did not answer in time".to_owned()
    } else if error.is_connect() {
        "nobody answers at its address".to_owned()
    } else {
        "the connection was lost".to_owned()
    };
    Error::Away { role: call.role, cause }
}

/// Each process behind an address.
async fn everyone(call: Call, peer: &Peer) -> Result<Vec<Peer>, Error> {
    let (Some(host), Some(port)) = (peer.base.host_str(), peer.base.port_or_known_default()) else {
        return Ok(vec![peer.clone()]);
    };
    let unknown = |_| Error::Away { role: call.role, cause: "its name is not known".to_owned() };
    let found = tokio::net::lookup_host((host, port)).await.map_err(unknown)?;
    let processes = found.filter_map(|address| {
        let mut base = peer.base.clone();
        base.set_ip_host(address.ip()).ok()?;
        Some(Peer { base, headers: peer.headers.clone() })
    });
    Ok(processes.collect())
}
