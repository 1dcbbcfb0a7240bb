//! A record to the broker and back, on a topic of its own that is gone afterwards: for `learnflowctl verify` and for
//! the benchmarks, with the client library alone.

use std::time::{Duration, Instant};

use anyhow::{Context, ensure};
use rdkafka::admin::{AdminClient, AdminOptions, NewTopic, TopicReplication};
use rdkafka::client::DefaultClientContext;
use rdkafka::consumer::{BaseConsumer, Consumer};
use rdkafka::producer::{FutureProducer, FutureRecord};
use rdkafka::{ClientConfig, Message, Offset, TopicPartitionList};
use tokio::sync::mpsc;
use uuid::Uuid;

use super::client::client;
use super::record::lonely_name;
use crate::config;

/// A broker that is there answers much sooner.
const ANSWER_WITHIN: Duration = Duration::from_secs(15);

/// A topic to probe with; [`Probe::close`] deletes it.
pub struct Probe {
    admin: AdminClient<DefaultClientContext>,
    topic: String,
    producer: FutureProducer,
    arrived: mpsc::Receiver<Vec<u8>>,
}

impl Probe {
    /// Makes the topic and waits until a record goes through it.
    ///
    /// # Errors
    /// When the broker does not answer or refuses.
    pub async fn open(config: &config::Kafka) -> anyhow::Result<Self> {
        let settings: ClientConfig = client(config);
        let admin: AdminClient<DefaultClientContext> = settings.create()?;
        let topic = format!("{}learnflow.verify.{}", config.prefix, Uuid::now_v7());
        let new = NewTopic::new(&topic, 1, TopicReplication::Fixed(1)).set("retention.ms", "3600000");
        for made in admin.create_topics(&[new], &options()).await.context("making a topic to probe with")? {
            made.map_err(|(_, error)| anyhow::anyhow!("the broker makes no topic to probe with: {error}"))?;
        }
        let mut writing = client(config);
        writing.set("enable.idempotence", "true").set("acks", "all").set("linger.ms", "0");
        let producer: FutureProducer = writing.create()?;
        let mut reading = client(config);
        reading
            .set("group.id", lonely_name())
            .set("enable.auto.commit", "false")
            .set("fetch.wait.max.ms", "100");
        let (send, arrived) = mpsc::channel(1_024);
        let from = topic.clone();
        // Ends when the probe is gone, which closes the channel.
        std::thread::Builder::new().name("kafka-probe".into()).spawn(move || {
            if let Err(error) = read(&reading, &from, &send) {
                tracing::warn!(error = format!("{error:#}"), "the probe cannot read its topic");
            }
        })?;
        let mut probe = Self { admin, topic, producer, arrived };
        probe.round_trip(b"the first one finds its way").await?;
        Ok(probe)
    }

    /// How long a record takes to the broker and back to a consumer that waits for it.
    ///
    /// # Errors
    /// When it does not come back in time.
    pub async fn round_trip(&mut self, value: &[u8]) -> anyhow::Result<Duration> {
        let started = Instant::now();
        let record = FutureRecord::to(&self.topic).key("probe").payload(value);
        self.producer.send(record, ANSWER_WITHIN).await.map_err(|(error, _)| error)?;
        let back = tokio::time::timeout(ANSWER_WITHIN, self.arrived.recv()).await;
        let back =
            back.context("the record did not come back")?.context("the probe cannot read its topic")?;
        ensure!(back == value, "another record came back");
        Ok(started.elapsed())
    }

    /// Deletes the topic.
    ///
    /// # Errors
    /// When the broker refuses; its retention is one hour then.
    pub async fn close(self) -> anyhow::Result<()> {
        self.admin.delete_topics(&[&self.topic], &options()).await?;
        Ok(())
    }
}

fn read(settings: &ClientConfig, topic: &str, send: &mpsc::Sender<Vec<u8>>) -> anyhow::Result<()> {
    let consumer: BaseConsumer = settings.create()?;
    let mut list = TopicPartitionList::new();
    list.add_partition_offset(topic, 0, Offset::Beginning)?;
    consumer.assign(&list)?;
    while !send.is_closed() {
        // An error heals: the topic has just been made, and not every part of the broker knows it yet.
        if let Some(Ok(message)) = consumer.poll(Duration::from_millis(50))
            && send.blocking_send(message.payload().unwrap_or_default().to_owned()).is_err()
        {
            return Ok(());
        }
    }
    Ok(())
}

fn options() -> AdminOptions {
    AdminOptions::new().request_timeout(Some(ANSWER_WITHIN)).operation_timeout(Some(ANSWER_WITHIN))
}
