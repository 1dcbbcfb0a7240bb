//! The State port: small values by key that may be forgotten after a while, shared by all processes. What must
//! not be lost belongs in `storage`.
//!
//! To add an adapter: one file here (SQL: in `storage`), an arm in `wiring.rs`, its line in `tests/it/laws/state.rs`. To keep
//! something new: a function in [`keys`].

mod cache;
mod dapr;
pub mod keys;
mod memory;

use std::time::Duration;

use async_trait::async_trait;
use serde_json::Value;

pub(crate) use cache::Cache;
pub use dapr::Dapr;
pub use memory::Memory;

/// Keeps values by key.
#[async_trait]
pub trait State: Send + Sync {
    /// What is kept under a key, if it is not too old.
    async fn get(&self, key: &str) -> Result<Option<Held>, Error>;

    /// Keeps a value for at most `life`. [`Error::Changed`] when what is there is not what `only` asks for.
    async fn put(&self, key: &str, value: Value, life: Duration, only: Only) -> Result<(), Error>;

    /// Forgets a value, if it is the one that was read. [`Error::Changed`] when it is not, or is gone already.
    async fn delete(&self, key: &str, read: &Etag) -> Result<(), Error>;

    /// Whether it answers.
    async fn ready(&self) -> Result<(), Error>;

    /// Deletes what is too old, where nothing else does, and returns how much that was.
    async fn prune(&self) -> Result<u64, Error> {
        Ok(0)
    }

    /// Reads and forgets: of many who take at once, one gets it.
    async fn take(&self, key: &str) -> Result<Option<Value>, Error> {
        let Some(Held { value, etag }) = self.get(key).await? else { return Ok(None) };
        match self.delete(key, &etag).await {
            Ok(()) => Ok(Some(value)),
            Err(Error::Changed) => Ok(None),
            Err(error) => Err(error),
        }
    }
}

/// A value with its version.
#[derive(Debug, Clone, PartialEq)]
pub struct Held {
    pub value: Value,
    pub etag: Etag,
}

/// The version of a value: another one after each write.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Etag(pub String);

/// When a value may be written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Only {
    /// Whatever is there: the last writer wins.
    Always,
    /// Nothing may be there.
    New,
    /// What is there must be what was read.
    Unchanged(Etag),
}

/// Why a value was not read or written.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// Somebody else was faster.
    #[error("it was changed meanwhile")]
    Changed,
    /// Nothing more can be kept now.
    #[error("too much is kept")]
    Full,
    #[error(transparent)]
    Other(#[from] anyhow::Error),
}
