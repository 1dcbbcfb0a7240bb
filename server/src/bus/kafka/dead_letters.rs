//! Dead letters on the topic `dead-letter.queue`. A topic only grows: a letter that was replayed is followed by a
//! note that says so, under the same key and so in the same partition, and reading folds the two.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context, anyhow};
use async_trait::async_trait;
use learnflow_contracts::EventId;
use learnflow_contracts::broker::DEAD_LETTERS;
use learnflow_contracts::dead_letter::{DeadLetter, Notice, Replayed, What};
use rdkafka::consumer::{BaseConsumer, Consumer};
use rdkafka::{ClientConfig, Message, Offset, TopicPartitionList};

use super::client::client;
use super::publisher::{Outgoing, Publisher};
use super::record::{headers, lonely_name};
use crate::clock::Clock;
use crate::config;
use crate::storage::{DeadLetters, Error, LetterFilter};

/// The topic is small and the broker near: reading all of it takes less.
const READ_WITHIN: Duration = Duration::from_secs(30);

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
        self.publisher.publish(vec![record]).await
    }

    /// All letters that lie there, in no order.
    async fn lying(&self) -> anyhow::Result<Vec<DeadLetter>> {
        let (settings, topic) = (self.reader(), self.topic());
        let read = tokio::task::spawn_blocking(move || read_all(&settings, &topic));
        read.await.context("reading the dead letters was cut short")?
    }

    fn reader(&self) -> ClientConfig {
        let mut settings = client(&self.config);
        settings
            .set("group.id", lonely_name())
            .set("enable.auto.commit", "false")
            .set("enable.partition.eof", "false")
            .set("fetch.wait.max.ms", "50");
        settings
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

/// Reads the topic from its beginning to what is now its end. Blocking.
fn read_all(settings: &ClientConfig, topic: &str) -> anyhow::Result<Vec<DeadLetter>> {
    let consumer: BaseConsumer = settings.create()?;
    let answer_within = READ_WITHIN / 2;
    let metadata =
        consumer.fetch_metadata(Some(topic), answer_within).context("asking for the dead letters' topic")?;
    let partitions = metadata.topics().first().map_or(0, |topic| topic.partitions().len());
    if partitions == 0 {
        return Err(anyhow!("the topic {topic} is missing: run `learnflowctl topics apply`"));
    }
    let mut list = TopicPartitionList::new();
    let mut unread = BTreeMap::new();
    for partition in 0..i32::try_from(partitions)? {
        let (low, high) = consumer.fetch_watermarks(topic, partition, answer_within)?;
        if high > low {
            list.add_partition_offset(topic, partition, Offset::Offset(low))?;
            unread.insert(partition, high);
        }
    }
    consumer.assign(&list)?;
    let mut lying = BTreeMap::new();
    let started = std::time::Instant::now();
    while !unread.is_empty() {
        anyhow::ensure!(started.elapsed() < READ_WITHIN, "reading {topic} took longer than {READ_WITHIN:?}");
        let Some(message) = consumer.poll(Duration::from_millis(100)) else { continue };
        let message = message?;
        if unread.get(&message.partition()).is_some_and(|end| message.offset() + 1 >= *end) {
            unread.remove(&message.partition());
        }
        // Written by a newer program: not for this one to show.
        let Ok(notice) = serde_json::from_slice::<Notice>(message.payload().unwrap_or_default()) else {
            continue;
        };
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
