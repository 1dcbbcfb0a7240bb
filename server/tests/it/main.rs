//! The server, tried through the doors its users have: `contracts::Client`, the WebSockets, the program.
//!
//! To add a story: a function in the file of its subject, with a [`world::World`] of its own, ended with
//! `finish`. To add a law of a port: a plain function in `laws/`, and its name in the list of each adapter.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod access;
mod apart;
mod attack_rows;
mod bad_database;
mod bad_input;
mod crash;
mod dapr;
mod debug;
mod faults;
mod flood;
mod grade_folder;
mod idempotency;
mod journey;
mod kafka;
mod kill;
mod large_school;
mod laws;
mod leaks;
mod learning;
mod live;
mod logs;
mod made_exercises;
mod model;
mod on_postgres;
mod postgres;
mod postgres_faults;
mod processes;
mod program;
mod quality;
mod queries;
mod regrade;
mod relay;
mod sign_in;
mod sockets;
mod steps;
mod struggle;
mod tickets;
mod topics;
mod triage_model;
mod tutor;
mod tutor_model;
mod world;
