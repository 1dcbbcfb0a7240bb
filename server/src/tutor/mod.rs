//! The tutor: agents that answer a student at once from the library, and better when a model is there.

mod stops;

pub(crate) use stops::Stops;
