//! A talk as lines of JSON, one value a line, over pieces that may end anywhere.

use anyhow::Context;
use axum::body::Bytes;
use futures::{Stream, StreamExt, TryStreamExt};
use serde::Serialize;
use serde::de::DeserializeOwned;
use tokio::io::{AsyncBufReadExt, BufReader};
use tokio_util::io::StreamReader;

type Reader = BufReader<Box<dyn tokio::io::AsyncRead + Send + Unpin>>;

/// One value as a line.
pub(crate) fn line(value: &impl Serialize) -> serde_json::Result<Bytes> {
    let mut line = serde_json::to_vec(value)?;
    line.push(b'\n');
    Ok(line.into())
}

/// The values of a talk.
pub(crate) struct Lines(tokio::io::Lines<Reader>);

impl Lines {
    /// Reads from pieces as they come.
    pub(crate) fn new<E>(pieces: impl Stream<Item = Result<Bytes, E>> + Send + 'static) -> Self
    where
        E: Into<Box<dyn std::error::Error + Send + Sync>> + 'static,
    {
        let pieces = pieces.map_err(std::io::Error::other).boxed();
        let reader: Box<dyn tokio::io::AsyncRead + Send + Unpin> = Box::new(StreamReader::new(pieces));
        Self(BufReader::new(reader).lines())
    }

    /// The next value; `None` when the other side has ended. May be dropped half-way.
    pub(crate) async fn next<T: DeserializeOwned>(&mut self) -> anyhow::Result<Option<T>> {
        let Some(line) = self.0.next_line().await.context("reading from another role")? else {
            return Ok(None);
        };
        serde_json::from_str(&line).context("understanding another role").map(Some)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn values_are_read_from_pieces_that_end_anywhere() {
        let whole = [line(&"one").unwrap(), line(&"two\nlines").unwrap()].concat();
        for size in 1..=whole.len() {
            let pieces: Vec<_> = whole.chunks(size).map(|piece| Ok(piece.to_vec().into())).collect();
            let mut lines = Lines::new::<std::io::Error>(futures::stream::iter(pieces));
            assert_eq!(lines.next::<String>().await.unwrap().as_deref(), Some("one"));
            assert_eq!(lines.next::<String>().await.unwrap().as_deref(), Some("two\nlines"));
            assert_eq!(lines.next::<String>().await.unwrap(), None);
        }
    }
}
