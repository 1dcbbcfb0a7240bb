//! Free ports on loopback.

use std::collections::BTreeSet;
use std::net::TcpListener;
use std::sync::{Mutex, PoisonError};

use anyhow::Context;
use rand::Rng;

/// Below 32768, where Linux takes the ports of outgoing connections from: a server that is stopped for a while
/// must find its port free when it starts again.
const PORTS: std::ops::Range<u16> = 20_000..32_000;

/// What was given away already: its server may not listen yet.
static GIVEN: Mutex<BTreeSet<u16>> = Mutex::new(BTreeSet::new());

/// A port that nobody listens on now, another one each time. Another process may take it before it is used: start again
/// then.
///
/// # Errors
/// When hundreds of tries found none.
pub fn free_port() -> anyhow::Result<u16> {
    let mut random = rand::rng();
    let mut given = GIVEN.lock().unwrap_or_else(PoisonError::into_inner);
    (0..500)
        .map(|_| random.random_range(PORTS))
        .find(|port| TcpListener::bind(("127.0.0.1", *port)).is_ok() && given.insert(*port))
        .context("there is no free port from 20000 to 32000")
}
