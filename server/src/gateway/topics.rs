//! The curriculum, read.

use axum::Json;
use axum::extract::State;
use axum::http::header::{CACHE_CONTROL, CONTENT_LANGUAGE, CONTENT_TYPE, ETAG, IF_NONE_MATCH, VARY};
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use learnflow_contracts::topics::{Catalogue, Topic};
use learnflow_contracts::{Problem, TopicId};

use super::App;
use super::access::Caller;
use super::body::Ids;
use super::problem::Failure;
use super::taught::Taught;

/// All modules and topics
///
/// In the caller's language (`Accept-Language`; English where it is not translated). The same for everybody; a
/// student's mastery is in `progress`. Send `If-None-Match` to save the body.
#[utoipa::path(get, path = "/topics", tag = "curriculum", responses((status = 200, body = Catalogue), (status = 304), (status = "default", body = Problem)))]
pub(super) async fn list(_: Caller, taught: Taught, headers: HeaderMap) -> Result<Response, Failure> {
    let printed = taught.printed();
    let etag = HeaderValue::try_from(format!("\"{}\"", printed.hash)).map_err(anyhow::Error::from)?;
    let language = HeaderValue::try_from(taught.language()).map_err(anyhow::Error::from)?;
    let unchanged = headers.get(IF_NONE_MATCH) == Some(&etag);
    let about = [
        (ETAG, etag),
        (CACHE_CONTROL, HeaderValue::from_static("private, no-cache")),
        (VARY, HeaderValue::from_static("Accept-Language")),
        (CONTENT_LANGUAGE, language),
    ];
    if unchanged {
        return Ok((StatusCode::NOT_MODIFIED, about).into_response());
    }
    let json = [(CONTENT_TYPE, HeaderValue::from_static("application/json"))];
    Ok((json, about, printed.json.clone()).into_response())
}

/// One topic with its exercises and quiz
///
/// A student also sees the own exercises of the class's teacher, a teacher their own.
#[utoipa::path(get, path = "/topics/{topic_id}", tag = "curriculum", params(("topic_id" = TopicId, Path)), responses((status = 200, body = Topic), (status = "default", body = Problem)))]
pub(super) async fn one(
    caller: Caller,
    State(app): State<App>,
    taught: Taught,
    Ids(id): Ids<TopicId>,
) -> Result<Json<Topic>, Failure> {
    let mut topic = taught.topic(&id)?.view.clone();
    let own = super::exercises::own(&app, &caller).await?;
    topic.exercises.extend(own.into_iter().map(|own| own.view).filter(|exercise| exercise.topic_id == id));
    Ok(Json(topic))
}
