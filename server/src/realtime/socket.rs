//! What both sockets share: opening with a ticket, sending JSON, noticing that the other end is gone.

use std::time::Duration;

use axum::body::Bytes;
use axum::extract::ws::rejection::WebSocketUpgradeRejection;
use axum::extract::ws::{CloseFrame, Message, WebSocket, WebSocketUpgrade, close_code};
use serde::{Deserialize, Serialize};
use tokio::time::{Instant, Interval, MissedTickBehavior};

use crate::gateway::Failure;

/// A page that has not answered a ping for this long is gone.
const SILENCE: Duration = Duration::from_secs(45);
const PING_EVERY: Duration = Duration::from_secs(20);
/// A page that does not take a message for this long is gone.
const SEND_WITHIN: Duration = Duration::from_secs(10);

/// Bytes of one message from a page: a program, escaped.
const MAX_MESSAGE: usize = 512 * 1024;

/// `?ticket=…` in the address.
#[derive(Deserialize)]
pub(super) struct TicketQuery {
    pub(super) ticket: String,
}

/// What a request for one of these addresses asks for, if it asks for a socket at all.
pub(super) type Upgrade = Result<WebSocketUpgrade, WebSocketUpgradeRejection>;

/// The socket that was asked for; before any ticket is used up.
pub(super) fn asked_for(upgrade: Upgrade) -> Result<WebSocketUpgrade, Failure> {
    let upgrade = upgrade.map_err(|_| Failure::invalid("open this address as a WebSocket"))?;
    Ok(upgrade.max_message_size(MAX_MESSAGE))
}

/// Why a socket ends.
#[derive(Debug)]
pub(super) struct Gone;

/// An open socket.
pub(super) struct Socket {
    inner: WebSocket,
    ping: Interval,
    heard: Instant,
}

impl Socket {
    pub(super) fn new(inner: WebSocket) -> Self {
        let mut ping = tokio::time::interval(PING_EVERY);
        ping.set_missed_tick_behavior(MissedTickBehavior::Delay);
        metrics::gauge!("sockets_open").increment(1);
        Self { inner, ping, heard: Instant::now() }
    }

    /// The next text from the page; pings meanwhile. May be dropped half-way.
    pub(super) async fn text(&mut self) -> Result<String, Gone> {
        loop {
            tokio::select! {
                message = self.inner.recv() => {
                    self.heard = Instant::now();
                    match message {
                        Some(Ok(Message::Text(text))) => return Ok(text.to_string()),
                        // Bytes are no part of the protocol; an empty text is told so.
                        Some(Ok(Message::Binary(_))) => return Ok(String::new()),
                        Some(Ok(Message::Ping(_) | Message::Pong(_))) => {}
                        Some(Ok(Message::Close(_)) | Err(_)) | None => return Err(Gone),
                    }
                }
                _ = self.ping.tick() => {
                    if self.heard.elapsed() > SILENCE {
                        return Err(Gone);
                    }
                    self.send_message(Message::Ping(Bytes::new())).await?;
                }
            }
        }
    }

    pub(super) async fn send(&mut self, message: &impl Serialize) -> Result<(), Gone> {
        let text = serde_json::to_string(message).map_err(|_| Gone)?;
        self.send_message(Message::Text(text.into())).await
    }

    async fn send_message(&mut self, message: Message) -> Result<(), Gone> {
        match tokio::time::timeout(SEND_WITHIN, self.inner.send(message)).await {
            Ok(Ok(())) => Ok(()),
            Ok(Err(_)) | Err(_) => Err(Gone),
        }
    }

    /// Says goodbye: 1001 asks the page to come back later.
    pub(super) async fn close(mut self) {
        let frame = CloseFrame { code: close_code::AWAY, reason: "the classroom restarts".into() };
        let _ = self.send_message(Message::Close(Some(frame))).await;
    }
}

impl Drop for Socket {
    fn drop(&mut self) {
        metrics::gauge!("sockets_open").decrement(1);
    }
}
