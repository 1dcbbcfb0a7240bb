//! Dead letters on the topic `dead-letter.queue`. A topic only grows: a letter that was replayed is followed by a
//! note that says so, under the same key and so in the same partition, and reading folds the two.

use std::collections::BTreeMap;
use std::sync::Arc;

use async_trait::async_trait;
use learnflow_contracts::broker::DEAD_LETTERS;
use learnflow_contracts::dead_letter::{DeadLetter, Notice, Replayed, What};
use learnflow_contracts::{EventId, avro};

use super::publisher::{Outgoing, Publisher};
use super::reading;
use super::record::{headers, history};
use crate::clock::Clock;
use crate::config;
use crate::storage::{DeadLetters, Error, LetterFilter};

/// The dead letters of one school on one broker.
pub struct Letters {
    config: config::Kafka,
    publisher: Arc<Publisher>,
    clock: Arc<dyn Clock>,
}

impl Letters {
    pub(super) fn new(config: &config::Kafka, publisher: Arc<Publisher>, clock: Arc<dyn Clock>) -> Self {
        Self { config: config.clone(), publisher, clock }
    }

    /// Opens the dead letters of a broker, without a bus.
    ///
    /// # Errors
    /// When a setting is one that no client takes.
    pub fn open(config: &config::Kafka, clock: Arc<dyn Clock>) -> anyhow::Result<Self> {
        Ok(Self::new(config, Arc::new(Publisher::new(config)?), clock))
    }

    /// A topic's name without the school's prefix.
    pub(super) fn plain<'a>(&self, topic: &'a str) -> &'a str {
        topic.strip_prefix(&self.config.prefix).unwrap_or(topic)
    }

    fn topic(&self) -> String {
        format!("{}{DEAD_LETTERS}", self.config.prefix)
    }

    async fn note(&self, key: &str, what: What) -> anyhow::Result<()> {
        let notice = Notice::new(self.clock.now(), key, what);
        let record = Outgoing {
            topic: self.topic(),
            key: key.to_owned(),
            value: serde_json::to_vec(&notice)?,
            headers: headers(None),
        };
        let mut records = vec![record];
        if let What::DeadLetter(letter) = &notice.what {
            records.push(history(&self.config, key.to_owned(), &avro::Record::of_letter(letter))?);
        }
        self.publisher.publish(records).await
    }

    /// All letters that lie there, in no order.
    async fn lying(&self) -> anyhow::Result<Vec<DeadLetter>> {
        let mut lying = BTreeMap::new();
        for value in reading::values(&self.config, DEAD_LETTERS, None).await? {
            // Written by a newer program: not for this one to show.
            let Ok(notice) = serde_json::from_slice::<Notice>(&value) else { continue };
            match notice.what {
                What::DeadLetter(letter) => {
                    lying.insert((letter.group.clone(), letter.event_id), letter);
                }
                What::Replayed(replayed) => {
                    lying.remove(&(replayed.group, replayed.event_id));
                }
            }
        }
        Ok(lying.into_values().collect())
    }
}

#[async_trait]
impl DeadLetters for Letters {
    async fn bury(&self, letter: &DeadLetter) -> Result<(), Error> {
        Ok(self.note(&letter.key, What::DeadLetter(letter.clone())).await?)
    }

    async fn letters(&self, filter: &LetterFilter) -> Result<Vec<DeadLetter>, Error> {
        let mut letters: Vec<_> =
            self.lying().await?.into_iter().filter(|letter| filter.fits(letter)).collect();
        letters.sort_by_key(|letter| (letter.died_at, letter.event_id));
        if let Some(limit) = filter.limit {
            letters.drain(..letters.len().saturating_sub(limit as usize));
        }
        Ok(letters)
    }

    async fn replay(&self, group: &str, event: EventId) -> Result<bool, Error> {
        let letters = self.lying().await?;
        let letter = letters.into_iter().find(|letter| letter.group == group && letter.event_id == event);
        let Some(letter) = letter.filter(|letter| letter.event().is_some()) else { return Ok(false) };
        // First the event, then the note: between them it is replayed twice at worst.
        let record = Outgoing {
            topic: format!("{}{}", self.config.prefix, letter.origin.topic),
            key: letter.key.clone(),
            value: letter.record.into_bytes(),
            headers: headers(Some(group)),
        };
        self.publisher.publish(vec![record]).await?;
        let replayed = Replayed { event_id: event, group: group.to_owned() };
        self.note(&letter.key, What::Replayed(replayed)).await?;
        Ok(true)
    }
}
