//! Reading a topic as it is now, in no group: dead letters, and the newest records for `learnflowctl verify`.

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use anyhow::{Context, ensure};
use rdkafka::consumer::{BaseConsumer, Consumer};
use rdkafka::{ClientConfig, Message, Offset, TopicPartitionList};

use super::client::client;
use super::record::lonely_name;
use crate::config;

/// What is read is small and the broker near.
const READ_WITHIN: Duration = Duration::from_secs(30);

/// The values of a topic's records from its beginning to what is now its end, or the `newest` of each partition;
/// those of a partition in their order.
///
/// # Errors
/// When the topic is missing or the broker does not answer.
pub async fn values(
    config: &config::Kafka,
    topic: &str,
    newest: Option<i64>,
) -> anyhow::Result<Vec<Vec<u8>>> {
    let mut settings = client(config);
    settings.set("group.id", lonely_name()).set("enable.auto.commit", "false").set("fetch.wait.max.ms", "50");
    let topic = format!("{}{topic}", config.prefix);
    let read = tokio::task::spawn_blocking(move || read(&settings, &topic, newest));
    read.await.context("reading a topic was cut short")?
}

fn read(settings: &ClientConfig, topic: &str, newest: Option<i64>) -> anyhow::Result<Vec<Vec<u8>>> {
    let consumer: BaseConsumer = settings.create()?;
    let answer_within = READ_WITHIN / 2;
    let metadata = consumer
        .fetch_metadata(Some(topic), answer_within)
        .with_context(|| format!("asking the broker for the topic {topic}"))?;
    let partitions = metadata.topics().first().map_or(0, |topic| topic.partitions().len());
    ensure!(partitions > 0, "the topic {topic} is missing: run `learnflowctl topics apply`");
    let mut list = TopicPartitionList::new();
    let mut unread = BTreeMap::new();
    for partition in 0..i32::try_from(partitions)? {
        let (low, high) = consumer.fetch_watermarks(topic, partition, answer_within)?;
        let from = newest.map_or(low, |newest| low.max(high - newest));
        if high > from {
            list.add_partition_offset(topic, partition, Offset::Offset(from))?;
            unread.insert(partition, high);
        }
    }
    consumer.assign(&list)?;
    let mut values = Vec::new();
    let started = Instant::now();
    while !unread.is_empty() {
        ensure!(started.elapsed() < READ_WITHIN, "reading {topic} took longer than {READ_WITHIN:?}");
        let Some(message) = consumer.poll(Duration::from_millis(100)) else { continue };
        let message = message?;
        if unread.get(&message.partition()).is_some_and(|end| message.offset() + 1 >= *end) {
            unread.remove(&message.partition());
        }
        values.push(message.payload().unwrap_or_default().to_owned());
    }
    Ok(values)
}
