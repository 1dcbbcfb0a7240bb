//! Any server that speaks OpenAI's chat API: OpenAI, Ollama, llama-server, or our own `learnflow-model`.
//!
//! What goes over the wire is the question and nothing about who asks. A server that has too much to do is
//! asked again after a while, as long as no word of the answer has come.

mod wire;

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context, anyhow};
use async_stream::try_stream;
use eventsource_stream::{EventStreamError, Eventsource};
use futures::StreamExt;
use rand::Rng;
use reqwest::header::{AUTHORIZATION, CONTENT_TYPE, HeaderMap, HeaderValue, RETRY_AFTER};
use reqwest::{Response, StatusCode};
use tokio::sync::watch;

use self::wire::{Chunk, Request};
use super::own::Process;
use super::{Answer, Ask, End, Error, Llm, Piece, Usage};
use crate::clock::Clock;

/// Nothing is that long; a server that sends more is not answering.
const MOST_BYTES: usize = 4 << 20;

/// Where the model is.
#[derive(Debug, Clone)]
pub enum Address {
    /// As `http://127.0.0.1:11434/v1`.
    Fixed(String),
    /// Wherever the box's own model is just now.
    Own(watch::Receiver<Option<Process>>),
}

/// Where the model is and how it is asked.
#[derive(Clone)]
pub struct Settings {
    pub address: Address,
    /// The model's name at that server.
    pub model: String,
    pub key: Option<String>,
    /// Tries in all, when the server has too much to do.
    pub tries: u32,
    /// The wait after the first; doubled with each further one.
    pub first_wait: Duration,
    /// The longest wait; a server that asks for more is not waited for.
    pub longest_wait: Duration,
}

/// Without the key.
impl fmt::Debug for Settings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.address {
            Address::Fixed(address) => write!(f, "{} at {address}", self.model),
            Address::Own(_) => write!(f, "{}, the box's own", self.model),
        }
    }
}

/// The adapter.
#[derive(Debug, Clone)]
pub struct OpenAi(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    http: reqwest::Client,
    settings: Settings,
    clock: Arc<dyn Clock>,
}

impl OpenAi {
    /// Makes the connection's settings; nobody is called.
    ///
    /// # Errors
    /// When the address or the key cannot be used.
    pub fn new(settings: Settings, clock: Arc<dyn Clock>) -> anyhow::Result<Self> {
        // Whoever was first has chosen; they are all ring.
        let _ = rustls::crypto::ring::default_provider().install_default();
        if let Address::Fixed(address) = &settings.address {
            reqwest::Url::parse(address).with_context(|| {
                format!("llm.address is no address: {address}; it looks like http://127.0.0.1:11434/v1")
            })?;
        }
        let mut headers = HeaderMap::new();
        if let Some(key) = &settings.key {
            let mut value = HeaderValue::from_str(&format!("Bearer {}", key.trim()))
                .context("the key of the model's server has letters that no key has")?;
            value.set_sensitive(true);
            headers.insert(AUTHORIZATION, value);
        }
        let http = reqwest::Client::builder()
            .default_headers(headers)
            .connect_timeout(Duration::from_secs(5))
            // A redirect would take the question, and the key, to a server that nobody chose.
            .redirect(reqwest::redirect::Policy::none())
            .build()
            .context("making the HTTP client")?;
        Ok(Self(Arc::new(Inner { http, settings, clock })))
    }
}

impl Llm for OpenAi {
    fn name(&self) -> &str {
        &self.0.settings.model
    }

    fn ask(&self, ask: Ask) -> Answer {
        let inner = self.0.clone();
        let pieces = try_stream! {
            let response = inner.send(&ask).await?;
            let mut events = bounded(response).eventsource();
            let mut usage: Option<Usage> = None;
            let (mut pieces, mut end) = (0, None);
            while let Some(event) = events.next().await {
                let event = event.map_err(|error| match error {
                    EventStreamError::Transport(error) => error,
                    EventStreamError::Utf8(_) | EventStreamError::Parser(_) => {
                        Error::Rubbish("not an event stream".to_owned())
                    }
                })?;
                if event.data == "[DONE]" {
                    break;
                }
                let chunk: Chunk = serde_json::from_str(&event.data)
                    .map_err(|_| Error::Rubbish("not the chat API's JSON".to_owned()))?;
                if chunk.error.is_some() {
                    Err(Error::CutOff)?;
                }
                usage = chunk.usage().or(usage);
                let Some(choice) = chunk.choices.into_iter().next() else { continue };
                end = choice.end().or(end);
                if let Some(text) = choice.delta.content.filter(|text| !text.is_empty()) {
                    pieces += 1;
                    yield Piece::Text(text);
                }
            }
            let end = end.ok_or(Error::CutOff)?;
            // A server that does not count: about one token a piece, four letters a token.
            let counted = usage.unwrap_or_else(|| Usage { prompt: letters(&ask) / 4, answer: pieces, ..Usage::default() });
            yield Piece::Done(Usage { end, ..counted });
        };
        pieces.boxed()
    }
}

impl Inner {
    /// Asks until somebody answers or the tries are used up.
    async fn send(&self, ask: &Ask) -> Result<Response, Error> {
        let request = Request::new(&self.settings.model, ask);
        let mut tries = 0;
        loop {
            tries += 1;
            let sent = self.http.post(self.url()?).json(&request).send().await;
            let response = sent.map_err(|error| Error::Unreachable(error.without_url().into()))?;
            let status = response.status();
            if status.is_success() {
                return checked(response);
            }
            if !(status == StatusCode::TOO_MANY_REQUESTS || status.is_server_error()) {
                return Err(refusal(status, response).await);
            }
            let asked_for = self.retry_after(&response);
            let wait = asked_for.unwrap_or_else(|| self.wait_after(tries));
            if tries >= self.settings.tries || wait > self.settings.longest_wait {
                return Err(Error::Busy { retry_after: asked_for });
            }
            metrics::counter!("llm_retries_total").increment(1);
            tokio::time::sleep(wait).await;
        }
    }

    fn url(&self) -> Result<String, Error> {
        let base = match &self.settings.address {
            Address::Fixed(address) => Some(address.clone()),
            Address::Own(process) => process.borrow().as_ref().map(|process| process.address.clone()),
        };
        let base = base.ok_or_else(|| Error::Unreachable(anyhow!("the box's model is not running")))?;
        Ok(format!("{}/chat/completions", base.trim_end_matches('/')))
    }

    /// Doubled each time, and shaken, so that thirty do not come back at once.
    fn wait_after(&self, tries: u32) -> Duration {
        let wait = self.settings.first_wait * 2_u32.saturating_pow(tries - 1);
        wait.min(self.settings.longest_wait).mul_f64(rand::rng().random_range(0.5..=1.0))
    }

    /// `Retry-After`: seconds, or a date.
    fn retry_after(&self, response: &Response) -> Option<Duration> {
        let text = response.headers().get(RETRY_AFTER)?.to_str().ok()?.trim();
        if let Ok(seconds) = text.parse() {
            return Some(Duration::from_secs(seconds));
        }
        let date = jiff::fmt::rfc2822::parse(text).ok()?.timestamp();
        let wait = date.duration_since(self.clock.now());
        Some(wait.try_into().unwrap_or(Duration::ZERO))
    }
}

/// An answer that is no event stream is none.
fn checked(response: Response) -> Result<Response, Error> {
    let kind = response.headers().get(CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    if kind.starts_with("text/event-stream") {
        return Ok(response);
    }
    Err(Error::Rubbish("not an event stream".to_owned()))
}

/// A question that is too long is the one refusal that no operator can help.
async fn refusal(status: StatusCode, response: Response) -> Error {
    let mut body = Vec::new();
    let mut bytes = bounded(response);
    while let Some(Ok(more)) = bytes.next().await {
        body.extend_from_slice(&more);
        if body.len() > 64 << 10 {
            break;
        }
    }
    if wire::says_too_long(&body) { Error::TooLong } else { Error::Denied(status.as_u16()) }
}

/// The body's bytes, and an end to them.
fn bounded(response: Response) -> futures::stream::BoxStream<'static, Result<bytes::Bytes, Error>> {
    let mut left = MOST_BYTES;
    let bytes = response.bytes_stream().map(move |bytes| {
        // A connection that breaks in the middle.
        let bytes = bytes.map_err(|_| Error::CutOff)?;
        left = left.checked_sub(bytes.len()).ok_or_else(|| Error::Rubbish("no end to it".to_owned()))?;
        Ok(bytes)
    });
    bytes.boxed()
}

fn letters(ask: &Ask) -> u32 {
    let letters = ask.system.len() + ask.messages.iter().map(|message| message.text.len()).sum::<usize>();
    u32::try_from(letters).unwrap_or(u32::MAX)
}

impl wire::Choice {
    fn end(&self) -> Option<End> {
        match self.finish_reason.as_deref()? {
            "length" => Some(End::CutShort),
            _ => Some(End::Finished),
        }
    }
}
