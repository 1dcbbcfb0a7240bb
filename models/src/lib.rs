//! A language model in a process of its own, spoken to as one speaks to OpenAI, on loopback only.
//!
//! It knows nothing of classes or tutors. [`engine`] decodes: one thread, several answers in one batch.
//! [`prompt`] turns a conversation into tokens, [`api`] is the HTTP in front. [`random_model`] makes model
//! files for tests and benches, so that no weights are needed for them.

pub mod api;
pub mod engine;
pub mod prompt;
pub mod random_model;
