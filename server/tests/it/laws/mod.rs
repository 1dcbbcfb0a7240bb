//! What every adapter of a port must keep, as plain functions over the port, and the adapters they run on.
//!
//! To add a law: a function in the port's file, and its name in the list of each adapter. To add an adapter:
//! a file like `sqlite.rs`, which opens it and has the same list.

mod alerts;
mod bus;
mod configuration;
mod dapr;
mod dead_letters;
pub(crate) mod fixtures;
mod kafka;
mod model_budget;
mod outbox;
mod postgres;
mod schedule;
mod secrets;
mod sqlite;
mod state;
mod storage;
mod tutor;
