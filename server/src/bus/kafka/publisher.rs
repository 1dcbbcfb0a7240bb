//! The producer: idempotent, acknowledged by all copies, waiting for a broker that is away.

use std::sync::{Arc, PoisonError, RwLock};
use std::time::Duration;

use anyhow::{Context, bail};
use futures::stream::{FuturesOrdered, StreamExt};
use rdkafka::ClientConfig;
use rdkafka::error::{KafkaError, RDKafkaErrorCode};
use rdkafka::message::OwnedHeaders;
use rdkafka::producer::{FutureProducer, FutureRecord, Producer as _};
use tokio::sync::Mutex;

use super::client::{Complaints, client};
use crate::config;

type Producer = FutureProducer<Complaints>;

/// The client's own queue is full: a broker that is away for long. It is looked at again after this.
const FULL: Duration = Duration::from_millis(20);
/// How often waiting for the broker is told.
const TELL_EVERY: Duration = Duration::from_secs(10);

/// A broker that is there answers in milliseconds; who asks waits no longer.
const ANSWER_WITHIN: Duration = Duration::from_millis(1_500);

/// One record to publish.
pub(super) struct Outgoing {
    pub(super) topic: String,
    pub(super) key: String,
    pub(super) value: Vec<u8>,
    pub(super) headers: OwnedHeaders,
}

pub(super) struct Publisher {
    settings: ClientConfig,
    brokers: String,
    /// Made anew after a fatal error.
    producer: RwLock<Arc<Producer>>,
    /// Held by whoever asks whether the broker is there.
    asking: Arc<Mutex<()>>,
}

impl Publisher {
    pub(super) fn new(config: &config::Kafka) -> anyhow::Result<Self> {
        let mut settings = client(config);
        settings
            .set("enable.idempotence", "true")
            .set("acks", "all")
            // No message is given up while the broker is away: giving one up and sending its followers would turn
            // the order of a student's events around.
            .set("message.timeout.ms", "0")
            // Nothing is waited for: what comes while a request is on its way goes with the next.
            .set("linger.ms", "0")
            .set("message.max.bytes", "1000000");
        let producer = RwLock::new(Arc::new(create(&settings)?));
        let (brokers, asking) = (config.brokers.clone(), Arc::default());
        Ok(Self { settings, brokers, producer, asking })
    }

    /// Sends records in this order and answers when all copies have all of them. Waits for a broker that is away.
    ///
    /// # Errors
    /// When the broker refuses one for good. Some may have been published then.
    pub(super) async fn publish(&self, records: Vec<Outgoing>) -> anyhow::Result<()> {
        let count = records.len();
        let sending = self.send_all(records);
        tokio::pin!(sending);
        loop {
            tokio::select! {
                sent = &mut sending => return sent,
                () = tokio::time::sleep(TELL_EVERY) => tracing::warn!(
                    "the Kafka broker at {} takes nothing, {count} records wait for it",
                    self.brokers
                ),
            }
        }
    }

    /// Whether a broker answers, asked for a topic.
    ///
    /// # Errors
    /// When none does within [`ANSWER_WITHIN`], or somebody else is waiting for its answer that long.
    pub(super) async fn answers(&self, topic: String) -> anyhow::Result<()> {
        let turn = tokio::time::timeout(ANSWER_WITHIN, self.asking.clone().lock_owned()).await;
        let turn = turn.context("somebody else waits for the broker's answer")?;
        let producer = self.producer.read().unwrap_or_else(PoisonError::into_inner).clone();
        // The call blocks its thread: one at a time, however many ask.
        let ask = tokio::task::spawn_blocking(move || {
            let _turn = turn;
            producer.client().fetch_metadata(Some(&topic), ANSWER_WITHIN).map(drop)
        });
        let told = ask.await.context("asking the broker was cut short")?;
        told.with_context(|| format!("no Kafka broker answers at {}", self.brokers))
    }

    async fn send_all(&self, records: Vec<Outgoing>) -> anyhow::Result<()> {
        let producer = self.producer.read().unwrap_or_else(PoisonError::into_inner).clone();
        let mut on_their_way = FuturesOrdered::new();
        for record in &records {
            on_their_way.push_back(self.enqueue(&producer, record).await?);
        }
        while let Some(delivered) = on_their_way.next().await {
            if let Err((error, _)) = delivered.context("the producer was closed")? {
                return Err(self.failed(&producer, error));
            }
        }
        Ok(())
    }

    async fn enqueue(
        &self,
        producer: &Producer,
        record: &Outgoing,
    ) -> anyhow::Result<rdkafka::producer::DeliveryFuture> {
        loop {
            let outgoing = FutureRecord::to(&record.topic)
                .key(&record.key)
                .payload(&record.value)
                .headers(record.headers.clone());
            match producer.send_result(outgoing) {
                Ok(delivery) => return Ok(delivery),
                Err((KafkaError::MessageProduction(RDKafkaErrorCode::QueueFull), _)) => {
                    tokio::time::sleep(FULL).await;
                }
                Err((error, _)) => return Err(self.failed(producer, error)),
            }
        }
    }

    /// Says what went wrong; after a fatal error a new producer takes over.
    fn failed(&self, producer: &Producer, error: KafkaError) -> anyhow::Error {
        if producer.client().fatal_error().is_some() {
            let mut current = self.producer.write().unwrap_or_else(PoisonError::into_inner);
            if std::ptr::eq(Arc::as_ptr(&current), producer) {
                match create(&self.settings) {
                    Ok(fresh) => *current = Arc::new(fresh),
                    Err(error) => tracing::error!(error = format!("{error:#}"), "no new producer"),
                }
            }
        }
        anyhow::Error::new(error).context(format!("publishing to the Kafka broker at {}", self.brokers))
    }
}

fn create(settings: &ClientConfig) -> anyhow::Result<Producer> {
    match settings.create_with_context(Complaints::default()) {
        Ok(producer) => Ok(producer),
        Err(error) => bail!("the settings of [kafka] make no producer: {error}"),
    }
}
