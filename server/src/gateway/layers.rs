//! What happens around every request: its id and trace, one log line, its metrics, limits, security headers.
//!
//! One layer, written by hand: each that `middleware::from_fn` makes clones and boxes everything inside it for every
//! request, and together they cost more than most requests do.

use std::collections::HashMap;
use std::convert::Infallible;
use std::panic::AssertUnwindSafe;
use std::sync::{LazyLock, PoisonError, RwLock};
use std::task::{Context, Poll};
use std::time::{Duration, Instant};

use axum::Router;
use axum::extract::{FromRequestParts, MatchedPath, Request};
use axum::http::Method;
use axum::http::header::{
    CONTENT_SECURITY_POLICY, HeaderName, HeaderValue, REFERRER_POLICY, X_CONTENT_TYPE_OPTIONS,
    X_FRAME_OPTIONS,
};
use axum::http::request::Parts;
use axum::response::{IntoResponse, Response};
use futures::FutureExt;
use futures::future::BoxFuture;
use metrics::{Counter, Histogram};
use tower::{Layer, Service};
use tracing::Instrument;

use super::App;
use super::problem::{Failure, ProblemBody, respond};

/// Nothing from elsewhere, no inline script; styles inline, because the editor makes its own.
const CSP: &str = "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; \
    connect-src 'self' ws: wss:; frame-ancestors 'none'; base-uri 'none'; form-action 'self'";

/// Wraps all routes.
pub(super) fn around(routes: Router<App>, app: &App) -> Router<App> {
    routes.layer(Around(app.clone()))
}

#[derive(Clone)]
struct Around(App);

impl<S> Layer<S> for Around {
    type Service = Observed<S>;
    fn layer(&self, inner: S) -> Observed<S> {
        Observed { app: self.0.clone(), inner }
    }
}

/// A route with all that happens around it.
#[derive(Clone)]
struct Observed<S> {
    app: App,
    inner: S,
}

impl<S> Service<Request> for Observed<S>
where
    S: Service<Request, Response = Response, Error = Infallible, Future: Send + 'static>,
{
    type Response = Response;
    type Error = Infallible;
    type Future = BoxFuture<'static, Result<Response, Infallible>>;

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        self.inner.poll_ready(context)
    }

    fn call(&mut self, mut request: Request) -> Self::Future {
        let seen = Seen::of(&request);
        let span = tracing::info_span!(
            "request",
            request_id = %Hex(seen.id),
            trace_id = %Hex(seen.trace.trace_id),
        );
        request.extensions_mut().insert(Carried { app: self.app.clone(), trace: seen.trace });
        let answer = span.in_scope(|| self.inner.call(request));
        let answer = AssertUnwindSafe(answer).catch_unwind().instrument(span.clone());
        Box::pin(async move {
            let response = match answer.await {
                Ok(Ok(response)) => response,
                Ok(Err(never)) => match never {},
                Err(_) => span.in_scope(panicked),
            };
            Ok(seen.finish(response, &span))
        })
    }
}

fn panicked() -> Response {
    // The panic's own words may hold a student's: the hook has printed where it was.
    Failure::internal(anyhow::anyhow!("a handler panicked")).into_response()
}

/// What guards and handlers find in each request: the guards are mounted before the state is known.
#[derive(Clone)]
pub(super) struct Carried {
    pub(super) app: App,
    trace: Trace,
}

/// The W3C trace context of a request, kept in the events it causes.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Trace {
    trace_id: u128,
    span_id: u64,
}

impl Trace {
    /// Of the request's `traceparent` if it has a good one, else new.
    fn of(request: &Request) -> Self {
        let given = request.headers().get("traceparent").and_then(|value| value.to_str().ok());
        let trace_id = given.and_then(trace_id).unwrap_or_else(rand::random);
        Self { trace_id, span_id: rand::random() }
    }

    /// The header for what follows from this request.
    pub(crate) fn parent(&self) -> String {
        format!("00-{:032x}-{:016x}-01", self.trace_id, self.span_id)
    }
}

/// The trace id of a `traceparent` of version 00.
fn trace_id(header: &str) -> Option<u128> {
    let mut parts = header.split('-');
    let (version, trace_id) = (parts.next()?, parts.next()?);
    let hex = |text: &str| text.bytes().all(|b| b.is_ascii_digit() || (b'a'..=b'f').contains(&b));
    let good = version == "00" && trace_id.len() == 32 && hex(trace_id);
    good.then(|| u128::from_str_radix(trace_id, 16).ok())?.filter(|id| *id != 0)
}

impl<S: Sync> FromRequestParts<S> for Trace {
    type Rejection = Failure;
    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Failure> {
        let missing = || Failure::internal(anyhow::anyhow!("a request without a trace"));
        parts.extensions.get::<Carried>().map(|carried| carried.trace).ok_or_else(missing)
    }
}

/// 32 hex characters.
struct Hex(u128);

impl std::fmt::Display for Hex {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:032x}", self.0)
    }
}

/// What is known of a request before it is answered.
struct Seen {
    started: Instant,
    /// Nobody needs to keep it secret: it is from the thread's generator, not the system's.
    id: u128,
    trace: Trace,
    method: Method,
    route: Option<MatchedPath>,
}

impl Seen {
    fn of(request: &Request) -> Self {
        Self {
            started: Instant::now(),
            id: rand::random(),
            trace: Trace::of(request),
            method: request.method().clone(),
            route: request.extensions().get::<MatchedPath>().cloned(),
        }
    }

    /// Writes the log line, counts, and puts the headers on.
    fn finish(self, mut response: Response, span: &tracing::Span) -> Response {
        if let Some(ProblemBody(mut problem)) = response.extensions_mut().remove::<ProblemBody>() {
            problem.request_id = Some(Hex(self.id).to_string());
            response = respond(problem);
        }
        // The route's pattern, never the address itself: that may hold ids or a ticket.
        let route = self.route.as_ref().map_or("(pages)", |route| route.as_str());
        let (method, status, took) = (&self.method, response.status().as_u16(), self.started.elapsed());
        record(method, route, status, took);
        span.in_scope(|| {
            let ms = took.as_secs_f64() * 1e3;
            if method == Method::GET && status < 400 {
                tracing::debug!(%method, route, status, ms, "{method} {route} gave {status} in {ms:.1} ms");
            } else {
                tracing::info!(%method, route, status, ms, "{method} {route} gave {status} in {ms:.1} ms");
            }
        });
        add_headers(&mut response, self.id);
        response
    }
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

fn add_headers(response: &mut Response, request_id: u128) {
    let headers = response.headers_mut();
    headers.insert(CONTENT_SECURITY_POLICY, HeaderValue::from_static(CSP));
    headers.insert(X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    headers.insert(X_FRAME_OPTIONS, HeaderValue::from_static("DENY"));
    headers.insert(REFERRER_POLICY, HeaderValue::from_static("no-referrer"));
    if let Ok(id) = HeaderValue::try_from(Hex(request_id).to_string()) {
        headers.insert(HeaderName::from_static("x-request-id"), id);
    }
}
