//! The broker's topics as `topics.yaml` declares them: the one place that knows partitions and retention.

use std::sync::LazyLock;

use serde::Deserialize;

/// The whole history, in Avro.
pub const LEARNING_EVENTS: &str = "learning.events";
/// What no consumer could take.
pub const DEAD_LETTERS: &str = "dead-letter.queue";

/// Copies of a partition where there are that many brokers; else one.
pub const REPLICATION: usize = 3;

/// One topic.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Declared {
    pub name: String,
    pub partitions: u16,
    pub retention_days: u16,
    pub key: Key,
    /// The types of events on it.
    pub data: Vec<String>,
}

/// What keeps events in order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Key {
    Student,
    Task,
}

impl Declared {
    /// The retention, in milliseconds, as brokers take it.
    pub fn retention_ms(&self) -> u64 {
        u64::from(self.retention_days) * 24 * 3_600 * 1_000
    }
}

/// All topics, in the order of the file.
pub fn declared() -> &'static [Declared] {
    static DECLARED: LazyLock<Vec<Declared>> = LazyLock::new(|| {
        serde_norway::from_str(include_str!("../topics.yaml")).expect("a test reads topics.yaml")
    });
    &DECLARED
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::event::Topic;

    #[test]
    fn the_file_declares_every_topic_that_is_used_once() {
        let names: Vec<_> = declared().iter().map(|topic| topic.name.as_str()).collect();
        let mut once = names.clone();
        once.sort_unstable();
        once.dedup();
        assert_eq!(once.len(), names.len());
        for used in Topic::ALL.iter().map(|topic| topic.name()).chain([LEARNING_EVENTS, DEAD_LETTERS]) {
            assert!(names.contains(&used), "{used} is missing in topics.yaml");
        }
    }

    #[test]
    fn the_design_numbers_hold() {
        let of = |name: &str| declared().iter().find(|topic| topic.name == name).unwrap();
        assert_eq!((of(LEARNING_EVENTS).partitions, of(DEAD_LETTERS).partitions), (12, 6));
        assert!(declared().iter().all(|topic| topic.retention_days == 7 && topic.partitions > 0));
        assert_eq!(of(LEARNING_EVENTS).retention_ms(), 604_800_000);
    }
}
