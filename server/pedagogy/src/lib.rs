//! Teaching decisions as pure functions: no I/O, no clock, no async. What is needed comes in as arguments.
//!
//! To add a rule: a function here or in a file beside [`mastery`], with a table of cases and, where it has
//! an invariant, a property.

pub mod activity;
pub mod mastery;
pub mod placement;
pub mod quality;
pub mod review;
pub mod struggle;
pub mod triage;
