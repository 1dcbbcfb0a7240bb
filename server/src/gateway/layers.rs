//! What happens around every request: its id and trace, one log line, its metrics, limits, security headers.

use std::any::Any;
use std::collections::HashMap;
use std::sync::{LazyLock, PoisonError, RwLock};
use std::time::{Duration, Instant};

use axum::Router;
use axum::extract::{DefaultBodyLimit, FromRequestParts, MatchedPath, Request};
use axum::http::Method;
use axum::http::header::{
    CONTENT_SECURITY_POLICY, HeaderName, HeaderValue, REFERRER_POLICY, X_CONTENT_TYPE_OPTIONS,
    X_FRAME_OPTIONS,
};
use axum::http::request::Parts;
use axum::middleware::{self, Next};
use axum::response::{IntoResponse, Response};
use metrics::{Counter, Histogram};
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::timeout::RequestBodyTimeoutLayer;
use tracing::Instrument;

use super::problem::{Failure, ProblemBody, respond};
use super::{App, access, body};

/// A body that takes longer between two pieces is given up.
const BODY_TIMEOUT: Duration = Duration::from_secs(15);

/// Nothing from elsewhere, no inline script; styles inline, because the editor makes its own.
const CSP: &str = "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; \
    connect-src 'self' ws: wss:; frame-ancestors 'none'; base-uri 'none'; form-action 'self'";

/// Wraps all routes.
pub(super) fn around(routes: Router<App>, app: &App) -> Router<App> {
    routes
        .layer(middleware::from_fn_with_state(app.clone(), access::carry_app))
        .layer(DefaultBodyLimit::max(body::MAX_BODY))
        .layer(RequestBodyTimeoutLayer::new(BODY_TIMEOUT))
        .layer(CatchPanicLayer::custom(panicked))
        .layer(middleware::from_fn(observe))
}

fn panicked(_: Box<dyn Any + Send + 'static>) -> Response {
    // The panic's own words may hold a student's: the hook has printed where it was.
    Failure::internal(anyhow::anyhow!("a handler panicked")).into_response()
}

/// The W3C trace context of a request, kept in the events it causes.
#[derive(Debug, Clone)]
pub(crate) struct Trace {
    trace_id: String,
    span_id: String,
}

impl Trace {
    /// Of the request's `traceparent` if it has a good one, else new.
    fn of(request: &Request) -> Self {
        let span_id = format!("{:016x}", rand::random::<u64>());
        let given = request.headers().get("traceparent").and_then(|value| value.to_str().ok());
        let trace_id = given.and_then(trace_id).map_or_else(random_id, str::to_owned);
        Self { trace_id, span_id }
    }

    /// The header for what follows from this request.
    pub(crate) fn parent(&self) -> String {
        format!("00-{}-{}-01", self.trace_id, self.span_id)
    }
}

/// The trace id of a `traceparent` of version 00.
fn trace_id(header: &str) -> Option<&str> {
    let mut parts = header.split('-');
    let (version, trace_id) = (parts.next()?, parts.next()?);
    let hex = |text: &str| text.bytes().all(|b| b.is_ascii_digit() || (b'a'..=b'f').contains(&b));
    (version == "00" && trace_id.len() == 32 && hex(trace_id) && trace_id.bytes().any(|b| b != b'0'))
        .then_some(trace_id)
}

impl<S: Sync> FromRequestParts<S> for Trace {
    type Rejection = Failure;
    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Failure> {
        let missing = || Failure::internal(anyhow::anyhow!("a request without a trace"));
        parts.extensions.get::<Trace>().cloned().ok_or_else(missing)
    }
}

/// The outermost layer: id, trace, log line, metrics, headers.
async fn observe(mut request: Request, next: Next) -> Response {
    let (started, trace) = (Instant::now(), Trace::of(&request));
    let request_id = random_id();
    let method = request.method().clone();
    let route = request.extensions().get::<MatchedPath>().cloned();
    // The route's pattern, never the address itself: that may hold ids or a ticket.
    let route = route.as_ref().map_or("(pages)", |route| route.as_str());
    let span = tracing::info_span!("request", request_id, trace_id = trace.trace_id);
    request.extensions_mut().insert(trace);
    let mut response = next.run(request).instrument(span.clone()).await;
    if let Some(ProblemBody(mut problem)) = response.extensions_mut().remove::<ProblemBody>() {
        problem.request_id = Some(request_id.clone());
        response = respond(problem);
    }
    let (status, took) = (response.status().as_u16(), started.elapsed());
    record(&method, route, status, took);
    span.in_scope(|| {
        let ms = took.as_secs_f64() * 1e3;
        if method == Method::GET && status < 400 {
            tracing::debug!(%method, route, status, ms, "{method} {route} gave {status} in {ms:.1} ms");
        } else {
            tracing::info!(%method, route, status, ms, "{method} {route} gave {status} in {ms:.1} ms");
        }
    });
    add_headers(&mut response, &request_id);
    response
}

/// 32 hex characters that nobody needs to keep secret: from the thread's generator, not the system's.
fn random_id() -> String {
    format!("{:032x}", rand::random::<u128>())
}

/// The instruments of one method, route and status. Looking them up by their labels each time would cost
/// more than many a request.
struct Instruments {
    seconds: Histogram,
    requests: Counter,
}

/// By route, then by method and status.
type Known = HashMap<String, HashMap<(&'static str, u16), Instruments>>;

fn record(method: &Method, route: &str, status: u16, took: Duration) {
    static KNOWN: LazyLock<RwLock<Known>> = LazyLock::new(RwLock::default);
    let key = (method_name(method), status);
    let note = |instruments: &Instruments| {
        instruments.seconds.record(took);
        instruments.requests.increment(1);
    };
    let known = KNOWN.read().unwrap_or_else(PoisonError::into_inner);
    if let Some(instruments) = known.get(route).and_then(|route| route.get(&key)) {
        return note(instruments);
    }
    drop(known);
    let mut known = KNOWN.write().unwrap_or_else(PoisonError::into_inner);
    note(known.entry(route.to_owned()).or_default().entry(key).or_insert_with(|| instruments(key, route)));
}

fn instruments((method, status): (&'static str, u16), route: &str) -> Instruments {
    let (route, status) = (route.to_owned(), status.to_string());
    Instruments {
        seconds: metrics::histogram!("http_request_seconds", "method" => method, "route" => route.clone()),
        requests: metrics::counter!("http_requests_total", "method" => method, "route" => route, "status" => status),
    }
}

/// A closed list: anybody can send any method, and each would be remembered.
fn method_name(method: &Method) -> &'static str {
    match *method {
        Method::GET => "GET",
        Method::HEAD => "HEAD",
        Method::POST => "POST",
        Method::PUT => "PUT",
        Method::PATCH => "PATCH",
        Method::DELETE => "DELETE",
        Method::OPTIONS => "OPTIONS",
        _ => "other",
    }
}

fn add_headers(response: &mut Response, request_id: &str) {
    let headers = response.headers_mut();
    headers.insert(CONTENT_SECURITY_POLICY, HeaderValue::from_static(CSP));
    headers.insert(X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    headers.insert(X_FRAME_OPTIONS, HeaderValue::from_static("DENY"));
    headers.insert(REFERRER_POLICY, HeaderValue::from_static("no-referrer"));
    if let Ok(id) = HeaderValue::from_str(request_id) {
        headers.insert(HeaderName::from_static("x-request-id"), id);
    }
}
