//! The curriculum, read.

use axum::Json;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE, ETAG, IF_NONE_MATCH};
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use learnflow_contracts::topics::{Catalogue, Topic};
use learnflow_contracts::{Problem, TopicId};
use sha2::{Digest, Sha256};
use uuid::Uuid;

use super::App;
use super::access::Caller;
use super::body::Ids;
use super::problem::Failure;

/// A body that is the same for everybody, made once.
pub(crate) struct Fixed {
    bytes: Bytes,
    etag: HeaderValue,
}

impl Fixed {
    /// The catalogue of a curriculum.
    pub(crate) fn catalogue(catalogue: &Catalogue) -> anyhow::Result<Self> {
        let bytes = Bytes::from(serde_json::to_vec(catalogue)?);
        let hash: [u8; 32] = Sha256::digest(&bytes).into();
        let etag = HeaderValue::try_from(format!("\"{}\"", Uuid::from_slice(&hash[..16])?.simple()))?;
        Ok(Self { bytes, etag })
    }
}

/// All modules and topics
///
/// The same for everybody; a student's mastery is in `progress`. Send `If-None-Match` to save the body.
#[utoipa::path(get, path = "/topics", tag = "curriculum", responses((status = 200, body = Catalogue), (status = 304), (status = "default", body = Problem)))]
pub(super) async fn list(_: Caller, State(app): State<App>, headers: HeaderMap) -> Response {
    let fixed = &app.catalogue;
    let cache = [(ETAG, fixed.etag.clone()), (CACHE_CONTROL, HeaderValue::from_static("private, no-cache"))];
    if headers.get(IF_NONE_MATCH) == Some(&fixed.etag) {
        return (StatusCode::NOT_MODIFIED, cache).into_response();
    }
    let json = [(CONTENT_TYPE, HeaderValue::from_static("application/json"))];
    (json, cache, fixed.bytes.clone()).into_response()
}

/// One topic with its exercises and quiz
///
/// A student also sees the own exercises of the class's teacher, a teacher their own.
#[utoipa::path(get, path = "/topics/{topic_id}", tag = "curriculum", params(("topic_id" = TopicId, Path)), responses((status = 200, body = Topic), (status = "default", body = Problem)))]
pub(super) async fn one(
    caller: Caller,
    State(app): State<App>,
    Ids(id): Ids<TopicId>,
) -> Result<Json<Topic>, Failure> {
    let mut topic = app.topic(&id)?.view.clone();
    let own = super::exercises::own(&app, &caller).await?;
    topic.exercises.extend(own.into_iter().map(|own| own.view).filter(|exercise| exercise.topic_id == id));
    Ok(Json(topic))
}
