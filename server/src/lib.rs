//! The classroom's server: roles (what it does) over ports (what it needs), wired together from a config.
//!
//! Roles: [`gateway`], [`realtime`], [`execution`], [`progress`]. Ports: [`storage::Storage`], [`bus::Bus`],
//! [`clock::Clock`], [`llm::Llm`]. [`wiring`] reads [`config`] and starts them; nothing else knows which adapter is used.
//! To add a role: a module with one `run`, a variant of [`role::Role`]; the compiler lists the rest.

pub mod accounts;
pub mod bus;
pub mod clock;
pub mod config;
pub mod configuration;
pub mod curriculum;
pub mod dapr;
pub mod demo;
pub mod execution;
pub mod gateway;
pub mod grade_folder;
pub mod invoke;
pub mod lifecycle;
pub mod llm;
pub mod progress;
pub mod realtime;
pub mod regrade;
pub mod role;
pub mod schedule;
pub mod secrets;
pub mod state;
pub mod storage;
pub mod struggle_replay;
pub mod telemetry;
mod tutor;
pub mod wiring;
