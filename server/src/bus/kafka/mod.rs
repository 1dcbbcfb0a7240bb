//! Events over a broker that speaks Kafka's protocol (Redpanda, Apache Kafka).
//!
//! Published events are acknowledged by all copies, by an idempotent producer, keyed by student: those of one student
//! on one topic stay in order. Handlers see every event at least once; what is committed was applied.

mod client;
mod consumer;
mod dead_letters;
mod partitions;
pub mod probe;
mod publisher;
pub mod reading;
mod record;
pub mod topics;
mod work;

use std::sync::Arc;
use std::time::{Duration, Instant};

use anyhow::{Context, ensure};
use async_trait::async_trait;
use learnflow_contracts::broker::{DEAD_LETTERS, Declared, LEARNING_EVENTS, declared};
use learnflow_contracts::dead_letter::{DeadLetter, Origin};
use learnflow_contracts::event::{Event, Topic};
use learnflow_contracts::{avro, schema};
use rdkafka::consumer::Consumer;
use rdkafka::{Offset, TopicPartitionList};
use tokio_util::sync::CancellationToken;

use self::client::client;
use self::consumer::{Client, Coming, consume};
pub use self::dead_letters::Letters;
use self::partitions::Partitions;
use self::publisher::{Outgoing, Publisher};
use self::record::{headers, history, lonely_name};
use self::topics::Topics;
use self::work::Worker;
use super::deliver::Delivering;
use super::{Bus, From, Group, Handler, Retry};
use crate::clock::Clock;
use crate::config;
use crate::storage::{DeadLetters, Delivery, LONGEST, Storage};

/// The group in dead letters that never came to one.
const RELAY: &str = "relay";
/// How long the ends of partitions may take to be told.
const ANSWER_WITHIN: Duration = Duration::from_secs(15);

/// The bus over a broker.
pub struct Kafka {
    config: config::Kafka,
    publisher: Arc<Publisher>,
    letters: Arc<Letters>,
    retry: Retry,
    clock: Arc<dyn Clock>,
    storage: Arc<dyn Storage>,
}

impl Kafka {
    /// Opens the bus when the broker is there and its topics are as they must be.
    ///
    /// # Errors
    /// After `kafka.start_within_s` without a broker, or when topics are missing or too narrow; the message says what
    /// to do.
    pub async fn open(
        config: &config::Kafka,
        retry: Retry,
        clock: Arc<dyn Clock>,
        storage: Arc<dyn Storage>,
    ) -> anyhow::Result<Self> {
        let used = Topic::ALL.iter().map(|topic| topic.name()).chain([DEAD_LETTERS, LEARNING_EVENTS]);
        let used: Vec<_> = used.collect();
        let wanted: Vec<Declared> =
            declared().iter().filter(|one| used.contains(&one.name.as_str())).cloned().collect();
        Self::open_with(config, &wanted, retry, clock, storage).await
    }

    /// The same for a bus that needs these topics only.
    ///
    /// # Errors
    /// As [`Self::open`].
    pub async fn open_with(
        config: &config::Kafka,
        wanted: &[Declared],
        retry: Retry,
        clock: Arc<dyn Clock>,
        storage: Arc<dyn Storage>,
    ) -> anyhow::Result<Self> {
        Topics::new(config)?.check(wanted).await?;
        let publisher = Arc::new(Publisher::new(config)?);
        let letters = Arc::new(Letters::new(config, publisher.clone(), clock.clone()));
        Ok(Self { config: config.clone(), publisher, letters, retry, clock, storage })
    }

    /// The dead letters of its consumers.
    pub fn dead_letters(&self) -> Arc<Letters> {
        self.letters.clone()
    }

    fn name(&self, topic: &str) -> String {
        format!("{}{topic}", self.config.prefix)
    }

    /// An event's record on its topic; one for everybody stands in the history too (docs/adr/0015).
    fn outgoing(&self, event: &Event, for_group: Option<&str>) -> anyhow::Result<Vec<Outgoing>> {
        if cfg!(debug_assertions) {
            schema::check(event).map_err(anyhow::Error::msg).context("an event does not fit its schema")?;
        }
        let value = serde_json::to_vec(event)?;
        ensure!(value.len() <= LONGEST, "it has {} bytes, a broker takes {LONGEST}", value.len());
        let mut records = vec![Outgoing {
            topic: self.name(event.topic().name()),
            key: event.key(),
            value,
            headers: headers(for_group),
        }];
        if for_group.is_none() {
            records.push(history(&self.config, event.key(), &avro::Record::of(event)?)?);
        }
        Ok(records)
    }

    /// Puts an event aside that cannot be published. Its record is left out: it is what cannot be.
    async fn put_aside(&self, event: &Event, error: &anyhow::Error) -> anyhow::Result<()> {
        let reason = format!("{error:#}");
        tracing::error!(reason, "event {} cannot be published: it goes to the dead letters", event.id);
        let origin = Origin { topic: event.topic().name().to_owned(), partition: None, offset: None };
        let letter = DeadLetter {
            event_id: event.id,
            key: event.key(),
            group: RELAY.to_owned(),
            reason,
            tries: 1,
            died_at: self.clock.now(),
            origin,
            record: String::new(),
        };
        Ok(self.letters.bury(&letter).await?)
    }

    fn consumer(&self, group: &Group, partitions: Arc<Partitions>) -> anyhow::Result<Client> {
        let mut settings = client(&self.config);
        settings
            .set(
                "group.id",
                match group.from {
                    From::LastPosition => format!("{}learnflow.{}", self.config.prefix, group.name),
                    From::Now => lonely_name(),
                },
            )
            .set("enable.auto.commit", if group.from == From::LastPosition { "true" } else { "false" })
            .set("auto.commit.interval.ms", "200")
            // A place is stored when what is before it was applied, and not when it was read.
            .set("enable.auto.offset.store", "false")
            .set("auto.offset.reset", "earliest")
            .set("partition.assignment.strategy", "cooperative-sticky")
            .set("session.timeout.ms", (u32::from(self.config.session_s) * 1_000).to_string())
            .set("heartbeat.interval.ms", (u32::from(self.config.session_s) * 1_000 / 4).to_string())
            // A partition that comes anew waits for the fetch that is on its way.
            .set("fetch.wait.max.ms", "100")
            .set("fetch.error.backoff.ms", "100")
            .set("topic.metadata.refresh.interval.ms", "60000");
        settings
            .create_with_context(Coming::new(partitions, group.name))
            .context("the settings of [kafka] make no consumer")
    }
}

#[async_trait]
impl Bus for Kafka {
    async fn publish(&self, event: &Event) -> anyhow::Result<()> {
        self.publisher.publish(self.outgoing(event, None)?).await
    }

    async fn publish_all(&self, deliveries: &[Delivery]) -> anyhow::Result<()> {
        let mut records = Vec::with_capacity(deliveries.len() * 2);
        for delivery in deliveries {
            match self.outgoing(&delivery.event, delivery.for_group.as_deref()) {
                Ok(outgoing) => records.extend(outgoing),
                // It would be tried for ever, and hold up everybody's.
                Err(error) => self.put_aside(&delivery.event, &error).await?,
            }
        }
        self.publisher.publish(records).await
    }

    async fn consume(
        &self,
        group: Group,
        handler: Arc<dyn Handler>,
        stop: CancellationToken,
    ) -> anyhow::Result<()> {
        let partitions = Arc::new(Partitions::default());
        let client = self.consumer(&group, partitions.clone())?;
        let topics: Vec<_> = group.topics.iter().map(|topic| self.name(topic.name())).collect();
        let keeps_place = group.from == From::LastPosition;
        let client = if keeps_place {
            client
                .subscribe(&topics.iter().map(String::as_str).collect::<Vec<_>>())
                .context("joining the group")?;
            client
        } else {
            let limit = Duration::from_secs(self.config.start_within_s);
            tokio::task::spawn_blocking(move || begin_now(client, &topics, limit))
                .await
                .context("looking for the topics' ends was cut short")??
        };
        let worker = Worker {
            delivering: Delivering { group: group.name, handler, retry: self.retry, stop },
            letters: self.letters.clone(),
            clock: self.clock.clone(),
            storage: self.storage.clone(),
        };
        consume(client, partitions, worker, keeps_place).await
    }

    async fn ready(&self) -> anyhow::Result<()> {
        self.publisher.answers(self.name(DEAD_LETTERS)).await
    }
}

/// Gives a client all partitions of `topics`, each from its end on. Blocking.
fn begin_now(client: Client, topics: &[String], limit: Duration) -> anyhow::Result<Client> {
    let started = Instant::now();
    // A topic that has just been made has no leaders yet, and a broker may be away for a moment.
    let list = loop {
        match ends(&client, topics) {
            Ok(list) => break list,
            Err(error) if started.elapsed() >= limit => return Err(error),
            Err(error) => {
                tracing::debug!(error = format!("{error:#}"), "the topics' ends are not known yet");
                std::thread::sleep(Duration::from_millis(100));
            }
        }
    };
    client.assign(&list)?;
    Ok(client)
}

/// Where each partition of `topics` ends now. Blocking.
fn ends(client: &Client, topics: &[String]) -> anyhow::Result<TopicPartitionList> {
    let mut list = TopicPartitionList::new();
    for topic in topics {
        let metadata = client
            .fetch_metadata(Some(topic), ANSWER_WITHIN)
            .with_context(|| format!("asking the broker for the topic {topic}"))?;
        let partitions = metadata.topics().first().map_or(0, |topic| topic.partitions().len());
        ensure!(partitions > 0, "the topic {topic} has no partitions yet");
        for partition in 0..i32::try_from(partitions)? {
            let (_, end) = client
                .fetch_watermarks(topic, partition, ANSWER_WITHIN)
                .with_context(|| format!("asking the broker for the end of {topic}"))?;
            list.add_partition_offset(topic, partition, Offset::Offset(end))?;
        }
    }
    Ok(list)
}
