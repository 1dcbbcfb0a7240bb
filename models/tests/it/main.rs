//! The model's server, tried through its door: HTTP on loopback, real decoding, random weights.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod answers;
mod memory;
mod program;
mod world;
