//! A server on a port of its own that speaks the chat API as a script tells it to, and writes down what it got.

use std::collections::VecDeque;
use std::convert::Infallible;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::State;
use axum::http::{HeaderMap, Response, Uri};
use axum::routing::any;
use futures::{StreamExt, stream};
use serde_json::json;
use tokio::task::JoinSet;

/// What it does with one request.
#[derive(Clone)]
pub(crate) enum Reply {
    /// These words, with usage and an end.
    Says(&'static str),
    /// The same, a pause before each word.
    Slowly(&'static str, Duration),
    /// These words, then the connection breaks.
    CutOff(&'static str),
    /// These words, then nothing, for ever.
    FallsSilent(&'static str),
    /// Not even a status.
    Hangs,
    /// A status, with this `Retry-After`.
    Status(u16, Option<String>),
    /// A status and a body.
    Body(u16, &'static str, &'static str),
}

#[derive(Clone)]
pub(crate) struct StandIn {
    pub(crate) address: SocketAddr,
    /// Everything each request said: line, headers, body.
    wire: Arc<Mutex<Vec<String>>>,
    _running: Arc<JoinSet<()>>,
}

impl StandIn {
    /// Replies with one after the other, and with the last for ever.
    pub(crate) async fn start(replies: impl IntoIterator<Item = Reply>) -> Self {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let replies = Arc::new(Mutex::new(replies.into_iter().collect::<VecDeque<_>>()));
        let wire = Arc::<Mutex<Vec<String>>>::default();
        let router = Router::new().fallback(any(reply)).with_state((replies, wire.clone()));
        let mut running = JoinSet::new();
        running.spawn(async move { axum::serve(listener, router).await.unwrap() });
        Self { address, wire, _running: Arc::new(running) }
    }

    pub(crate) fn base(&self) -> String {
        format!("http://{}/v1", self.address)
    }

    pub(crate) fn requests(&self) -> Vec<String> {
        self.wire.lock().unwrap().clone()
    }
}

type Shared = (Arc<Mutex<VecDeque<Reply>>>, Arc<Mutex<Vec<String>>>);

async fn reply(
    State((replies, wire)): State<Shared>,
    uri: Uri,
    headers: HeaderMap,
    body: String,
) -> Response<Body> {
    wire.lock().unwrap().push(format!("{uri}\n{headers:?}\n{body}"));
    let reply = {
        let mut replies = replies.lock().unwrap();
        if replies.len() > 1 { replies.pop_front() } else { replies.front().cloned() }
    };
    let events = |body| Response::builder().header("content-type", "text/event-stream").body(body).unwrap();
    match reply.unwrap() {
        Reply::Says(text) => events(Body::from(words(text).chain(end(text)).collect::<String>())),
        Reply::Slowly(text, pause) => {
            let chunks = stream::iter(words(text).chain(end(text)).collect::<Vec<_>>());
            events(Body::from_stream(chunks.then(move |chunk| async move {
                tokio::time::sleep(pause).await;
                Ok::<_, Infallible>(chunk)
            })))
        }
        Reply::CutOff(text) => {
            let chunks: Vec<_> = words(text).map(|chunk| Ok(Bytes::from(chunk))).collect();
            let broken = stream::once(async {
                // What came before must have left: hyper sends it with the next write.
                tokio::time::sleep(Duration::from_millis(20)).await;
                Err(std::io::Error::other("the model died"))
            });
            events(Body::from_stream(stream::iter(chunks).chain(broken)))
        }
        Reply::FallsSilent(text) => {
            let chunks: Vec<_> = words(text).map(Ok::<_, Infallible>).collect();
            events(Body::from_stream(stream::iter(chunks).chain(stream::pending())))
        }
        Reply::Hangs => std::future::pending().await,
        Reply::Status(status, retry_after) => {
            let mut response = Response::builder().status(status);
            if let Some(retry_after) = retry_after {
                response = response.header("retry-after", retry_after);
            }
            response.body(Body::empty()).unwrap()
        }
        Reply::Body(status, kind, body) => {
            Response::builder().status(status).header("content-type", kind).body(Body::from(body)).unwrap()
        }
    }
}

fn words(text: &'static str) -> impl Iterator<Item = String> {
    text.split_inclusive(' ').map(|word| {
        format!("data: {}\n\n", json!({ "choices": [{ "index": 0, "delta": { "content": word } }] }))
    })
}

fn end(text: &str) -> [String; 3] {
    let usage = json!({
        "prompt_tokens": 40,
        "completion_tokens": text.split(' ').count(),
        "prompt_tokens_details": { "cached_tokens": 30 },
    });
    [
        format!("data: {}\n\n", json!({ "choices": [{ "index": 0, "delta": {}, "finish_reason": "stop" }] })),
        format!("data: {}\n\n", json!({ "choices": [], "usage": usage })),
        "data: [DONE]\n\n".to_owned(),
    ]
}
