//! Reading requests: JSON bodies, ids in paths, idempotency keys. What cannot be read becomes a problem that
//! says what to do, without repeating what was sent.

use std::time::Duration;

use axum::body::Bytes;
use axum::extract::{FromRequest, FromRequestParts, Path, Request};
use axum::http::header::CONTENT_TYPE;
use axum::http::request::Parts;
use http_body_util::LengthLimitError;
use jiff::Timestamp;
use learnflow_contracts::{IdempotencyKey, ProblemKind, UserId};
use serde::de::DeserializeOwned;
use sha2::{Digest, Sha256};
use tower_http::timeout::TimeoutBody;

use super::problem::Failure;
use crate::storage::Once;

/// Bytes a body may have: a program of 64 KiB, escaped, and its envelope.
const MAX_BODY: usize = 512 * 1024;

/// A body that takes longer between two pieces is given up.
const BODY_TIMEOUT: Duration = Duration::from_secs(15);

/// The header of uses that happen once, for the API's description.
#[derive(utoipa::IntoParams)]
#[into_params(parameter_in = Header)]
#[expect(dead_code, reason = "it describes; OnceBody and OnceKey read")]
pub(super) struct KeyHeader {
    /// 32 hex characters: new for each use, the same for its retries.
    #[param(rename = "Idempotency-Key", pattern = "^[0-9a-fA-F]{32}$")]
    key: String,
}

/// A JSON body.
pub(super) struct Body<T>(pub(super) T);

impl<S: Send + Sync, T: DeserializeOwned> FromRequest<S> for Body<T> {
    type Rejection = Failure;
    async fn from_request(request: Request, _: &S) -> Result<Self, Failure> {
        require_json(&request)?;
        let bytes = read(request).await?;
        parse(&bytes).map(Body)
    }
}

/// A JSON body of a use that happens once, with the key and what the request was.
pub(super) struct OnceBody<T> {
    pub(super) body: T,
    pub(super) key: IdempotencyKey,
    request: [u8; 32],
}

impl<T> OnceBody<T> {
    /// The use, for this user.
    pub(super) fn once(&self, user: impl Into<UserId>, now: Timestamp) -> Once {
        Once { user: user.into(), key: self.key.clone(), request: self.request, now }
    }
}

impl<S: Send + Sync, T: DeserializeOwned> FromRequest<S> for OnceBody<T> {
    type Rejection = Failure;
    async fn from_request(request: Request, _: &S) -> Result<Self, Failure> {
        require_json(&request)?;
        let (key, path) = (key(request.headers())?, request.uri().path().to_owned());
        let bytes = read(request).await?;
        Ok(Self { body: parse(&bytes)?, key, request: digest(&path, &bytes) })
    }
}

/// The key of a use without a body.
pub(super) struct OnceKey {
    key: IdempotencyKey,
    request: [u8; 32],
}

impl OnceKey {
    /// The use, for this user.
    pub(super) fn once(&self, user: impl Into<UserId>, now: Timestamp) -> Once {
        Once { user: user.into(), key: self.key.clone(), request: self.request, now }
    }
}

impl<S: Sync> FromRequestParts<S> for OnceKey {
    type Rejection = Failure;
    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Failure> {
        Ok(Self { key: key(&parts.headers)?, request: digest(parts.uri.path(), b"") })
    }
}

/// Ids in the path. One that cannot be read is one that is not there.
pub(super) struct Ids<T>(pub(super) T);

impl<S: Send + Sync, T: DeserializeOwned + Send> FromRequestParts<S> for Ids<T> {
    type Rejection = Failure;
    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Failure> {
        let read = Path::<T>::from_request_parts(parts, state).await;
        read.map(|Path(ids)| Ids(ids)).map_err(|_| Failure::not_found("there is nothing with this id"))
    }
}

fn require_json(request: &Request) -> Result<(), Failure> {
    let header =
        request.headers().get(CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let essence = header.split(';').next().unwrap_or_default().trim();
    if essence.eq_ignore_ascii_case("application/json") {
        return Ok(());
    }
    Err(Failure::new(
        ProblemKind::WrongMediaType,
        "send JSON, with the header Content-Type: application/json",
    ))
}

async fn read(request: Request) -> Result<Bytes, Failure> {
    let body = axum::body::Body::new(TimeoutBody::new(BODY_TIMEOUT, request.into_body()));
    axum::body::to_bytes(body, MAX_BODY).await.map_err(|error| {
        if error.into_inner().is::<LengthLimitError>() {
            let limit = MAX_BODY / 1024;
            Failure::new(ProblemKind::TooLarge, format!("send at most {limit} KiB"))
        } else {
            Failure::new(ProblemKind::Malformed, "the request stopped half-way; send it again")
        }
    })
}

fn parse<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, Failure> {
    if bytes.is_empty() {
        return Err(Failure::new(ProblemKind::Malformed, "the body is empty; send a JSON object"));
    }
    if std::str::from_utf8(bytes).is_err() {
        return Err(Failure::new(ProblemKind::Malformed, "the body is not UTF-8 text; send JSON in UTF-8"));
    }
    serde_json::from_slice(bytes).map_err(|error| {
        let place = format!("line {}, column {}", error.line(), error.column());
        match error.classify() {
            serde_json::error::Category::Data => {
                Failure::new(ProblemKind::Malformed, format!("{} ({place})", describe(&error)))
            }
            _ => Failure::new(ProblemKind::Malformed, format!("the body is not valid JSON; look at {place}")),
        }
    })
}

/// serde's words name fields and types; what was sent stands in quotes after "invalid", and is left out.
fn describe(error: &serde_json::Error) -> String {
    let text = error.to_string();
    if text.starts_with("unknown field")
        || text.starts_with("missing field")
        || text.starts_with("duplicate field")
    {
        return text.split(" at line ").next().unwrap_or_default().to_owned();
    }
    // The last one: what was sent may hold these words too.
    match text.rsplit_once(", expected ") {
        Some((_, expected)) => {
            format!(
                "a value is of the wrong type: expected {}",
                expected.split(" at line ").next().unwrap_or_default()
            )
        }
        None => "a value is not of the right form; see /api/v1/openapi.json".to_owned(),
    }
}

fn key(headers: &axum::http::HeaderMap) -> Result<IdempotencyKey, Failure> {
    headers.get("idempotency-key").and_then(|value| value.to_str().ok()).and_then(|text| text.parse().ok()).ok_or_else(
        || Failure::invalid("send the header Idempotency-Key with 32 hex characters, new for each use and the same for its retries"),
    )
}

fn digest(path: &str, body: &[u8]) -> [u8; 32] {
    Sha256::new().chain_update(path).chain_update([0]).chain_update(body).finalize().into()
}
