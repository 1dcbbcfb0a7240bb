//! Dead letters kept as rows: what the embedded bus and Dapr put aside. On Kafka they are a topic
//! (`bus::kafka`); whoever lists or replays them asks the port [`DeadLetters`] and need not know.

use async_trait::async_trait;
use jiff::Timestamp;
use learnflow_contracts::EventId;
use learnflow_contracts::dead_letter::DeadLetter;

use super::Error;

/// Which letters to show; everything that is set must fit.
#[derive(Debug, Clone, Default)]
pub struct LetterFilter {
    pub group: Option<String>,
    pub topic: Option<String>,
    pub since: Option<Timestamp>,
    /// The newest this many; all when not set.
    pub limit: Option<u32>,
}

impl LetterFilter {
    /// Whether a letter is asked for, the limit apart.
    pub fn fits(&self, letter: &DeadLetter) -> bool {
        self.group.as_ref().is_none_or(|group| *group == letter.group)
            && self.topic.as_ref().is_none_or(|topic| *topic == letter.origin.topic)
            && self.since.is_none_or(|since| letter.died_at >= since)
    }
}

/// Events that a group could not take. A letter is known by its group and the event's id.
#[async_trait]
pub trait DeadLetters: Send + Sync {
    /// Puts an event aside; the same letter again replaces the first.
    async fn bury(&self, letter: &DeadLetter) -> Result<(), Error>;
    /// Letters that lie there, oldest first.
    async fn letters(&self, filter: &LetterFilter) -> Result<Vec<DeadLetter>, Error>;
    /// Gives an event to its group again, under its own id, and takes the letter away. `false` when there is no
    /// such letter, or what it holds is no event.
    async fn replay(&self, group: &str, event: EventId) -> Result<bool, Error>;
}
