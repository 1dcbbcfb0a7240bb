//! What was found out before: a class asks the same things at the same time, and the curriculum's programs come again and
//! again. Each program is run once, whoever else waits for what comes of it, and each solution is read once.

use std::convert::Infallible;
use std::sync::Arc;

use quick_cache::sync::Cache;
use serde::Serialize;
use sha2::{Digest, Sha256};

use super::Ran;
use super::reference::{Had, Solution};

/// Examples whose output is kept: each up to some KiB.
const EXAMPLES: usize = 512;
/// Verdicts that are kept: some 40 bytes each.
const VERDICTS: usize = 16_384;
/// Solutions with their starters that are kept: each some KiB.
const SOLUTIONS: usize = 1_024;

/// What a program and all that it is run with come to.
pub(super) type Key = [u8; 32];

/// What is known.
pub(super) struct Known {
    pub(super) examples: Cache<Key, Ran>,
    /// Whether a program passes some tests.
    pub(super) verdicts: Cache<Key, bool>,
    solutions: Cache<Key, Arc<(Solution, Had)>>,
}

impl Default for Known {
    fn default() -> Self {
        Self {
            examples: Cache::new(EXAMPLES),
            verdicts: Cache::new(VERDICTS),
            solutions: Cache::new(SOLUTIONS),
        }
    }
}

impl Known {
    /// A solution, and what its starter has of it.
    pub(super) fn solution(&self, solution: &str, starter: &str) -> Arc<(Solution, Had)> {
        let read = || Ok::<_, Infallible>(Arc::new((Solution::of(solution), Had::of(starter))));
        let Ok(known) = self.solutions.get_or_insert_with(&key(&(solution, starter)), read);
        known
    }
}

/// The key of everything that decides what comes out.
pub(super) fn key(all: &impl Serialize) -> Key {
    // Never fails for what is asked here; if it did, nothing would be found again.
    let text = serde_json::to_vec(all).unwrap_or_else(|_| rand::random::<[u8; 16]>().to_vec());
    Sha256::digest(text).into()
}
