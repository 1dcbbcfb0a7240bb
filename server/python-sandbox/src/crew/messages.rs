//! What a sandbox and its workers say to each other: frames of a length (4 bytes, little-endian) and a message.

use std::io;

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};

use crate::work::{Done, Work};
use crate::{Limits, Output, Settings};

/// Messages that may be on their way for one program, in each direction.
pub(super) const WINDOW: usize = 32;

/// The longest message, in bytes: more than the guest may send for one call.
const LONGEST: u32 = 64 << 20;

/// To a worker.
#[derive(Debug, Serialize, Deserialize)]
pub(super) enum Order {
    /// The first message.
    Open(Settings),
    /// Some work, with what was typed by now.
    Do { id: u64, work: Work, limits: Limits, input: Input },
    /// A line for `input()`.
    Typed { id: u64, line: String },
    /// Nothing more will be typed.
    EndOfInput { id: u64 },
    /// One thing that was shown has been read.
    Taken { id: u64 },
    /// Nobody waits for this any more.
    Cancel { id: u64 },
    /// Are you there?
    Ping,
}

/// What was typed before the work began.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Input {
    pub(super) typed: Vec<String>,
    /// Whether that was all.
    pub(super) ended: bool,
}

/// From a worker.
#[derive(Debug, Serialize, Deserialize)]
pub(super) enum Word {
    /// It can work.
    Ready { version: String, compiled: bool },
    /// It cannot work; why.
    Unable(String),
    /// A program showed something.
    Shown { id: u64, output: Output },
    /// A typed line is in the program's hands.
    Read { id: u64 },
    /// The work is done.
    Done { id: u64, done: Box<Done> },
    /// The work was lost by a mistake of ours.
    Lost { id: u64 },
    /// I am here.
    Pong,
}

pub(super) async fn write<T: Serialize>(to: &mut (impl AsyncWrite + Unpin), message: &T) -> io::Result<()> {
    let bytes = postcard::to_allocvec(message).map_err(io::Error::other)?;
    let length = u32::try_from(bytes.len()).ok().filter(|length| *length <= LONGEST);
    to.write_u32_le(length.ok_or_else(|| io::Error::other("a message is too long"))?).await?;
    to.write_all(&bytes).await
}

pub(super) async fn read<T: DeserializeOwned>(from: &mut (impl AsyncRead + Unpin)) -> io::Result<T> {
    let length = from.read_u32_le().await?;
    if length > LONGEST {
        return Err(io::Error::other("a message is too long"));
    }
    let mut bytes = vec![0; length as usize];
    from.read_exact(&mut bytes).await?;
    postcard::from_bytes(&bytes).map_err(io::Error::other)
}
