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
    // It grows with what comes: a length alone takes no memory.
    let mut bytes = Vec::new();
    from.take(u64::from(length)).read_to_end(&mut bytes).await?;
    if bytes.len() < length as usize {
        return Err(io::ErrorKind::UnexpectedEof.into());
    }
    postcard::from_bytes(&bytes).map_err(io::Error::other)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::work::Done;

    /// What `read` makes of these bytes, and how many it left.
    fn read_all<T: DeserializeOwned>(bytes: &[u8]) -> (io::Result<T>, usize) {
        let mut from = bytes;
        let message = futures::executor::block_on(read(&mut from));
        (message, from.len())
    }

    proptest! {
        #[test]
        fn any_bytes_are_a_message_or_an_error(
            length in 0u32..80,
            bytes in proptest::collection::vec(any::<u8>(), 0..80),
        ) {
            let framed = [&length.to_le_bytes()[..], &bytes].concat();
            let (word, left) = read_all::<Word>(&framed);
            prop_assert_eq!(left, bytes.len().saturating_sub(length as usize));
            prop_assert!(word.is_err() || length as usize <= bytes.len());
            let _ = read_all::<Order>(&framed);
            let _ = read_all::<Done>(&framed);
        }

        #[test]
        fn what_is_written_is_read_and_half_of_it_is_not(line in ".{0,200}", id in any::<u64>()) {
            let mut bytes = Vec::new();
            futures::executor::block_on(write(&mut bytes, &Order::Typed { id, line: line.clone() })).unwrap();
            let (order, left) = read_all::<Order>(&bytes);
            let same = matches!(order, Ok(Order::Typed { id: read, line: text }) if read == id && text == line);
            prop_assert!(same);
            prop_assert_eq!(left, 0);
            prop_assert!(read_all::<Order>(&bytes[..bytes.len() - 1]).0.is_err());
        }
    }

    #[test]
    fn a_length_alone_is_no_message() {
        for length in [1, LONGEST, LONGEST + 1, u32::MAX] {
            assert!(read_all::<Word>(&length.to_le_bytes()).0.is_err(), "{length}");
        }
    }
}
