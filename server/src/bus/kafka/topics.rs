//! The broker's topics against `contracts/topics.yaml`: made, changed, verified.

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use anyhow::{Context, bail, ensure};
use learnflow_contracts::broker::{Declared, REPLICATION, declared};
use rdkafka::ClientConfig;
use rdkafka::admin::{
    AdminClient, AdminOptions, AlterConfig, NewPartitions, NewTopic, ResourceSpecifier, TopicReplication,
};
use rdkafka::client::DefaultClientContext;
use rdkafka::error::RDKafkaErrorCode;

use super::client::client;
use crate::config;

/// A broker that is there answers much sooner.
const ANSWER_WITHIN: Duration = Duration::from_secs(15);

/// The topics of one school on one broker.
pub struct Topics {
    admin: AdminClient<DefaultClientContext>,
    config: config::Kafka,
}

/// What a broker has of a topic.
struct Found {
    partitions: usize,
    replication: usize,
}

impl Topics {
    /// Prepares to speak with the broker; nothing is sent yet.
    ///
    /// # Errors
    /// When a setting is one that no client takes.
    pub fn new(config: &config::Kafka) -> anyhow::Result<Self> {
        let config = config.clone();
        let client: ClientConfig = client(&config);
        let admin = client.create().context("the settings of [kafka] fit no client")?;
        Ok(Self { admin, config })
    }

    /// Makes the topics that are missing, adds partitions where there are too few and sets the retention. Returns a
    /// sentence for each thing done; none when everything was as declared.
    ///
    /// # Errors
    /// When the broker does not answer or refuses; the message says what to do.
    pub async fn apply(&self, wanted: &[Declared]) -> anyhow::Result<Vec<String>> {
        let (brokers, found) = self.look().await?;
        let replication = replication(brokers);
        let mut done = Vec::new();
        let missing: Vec<_> = wanted.iter().filter(|one| !found.contains_key(&self.name(one))).collect();
        self.create(&missing, replication).await?;
        for one in missing {
            done.push(format!(
                "made {} with {} partitions, {replication} copies, {} days",
                self.name(one),
                one.partitions,
                one.retention_days
            ));
        }
        for one in wanted {
            let name = self.name(one);
            let Some(has) = found.get(&name) else { continue };
            let wants = usize::from(one.partitions);
            if has.partitions < wants {
                self.grow(&name, wants).await?;
                done.push(format!("{name}: from {} to {wants} partitions", has.partitions));
            } else if has.partitions > wants {
                bail!(
                    "{name} has {} partitions and {wants} are declared: partitions cannot be taken away without losing \
                     the order of events; raise the number in contracts/topics.yaml, or move to a new prefix",
                    has.partitions
                );
            }
            let retention = one.retention_ms().to_string();
            if self.retention(&name).await?.as_deref() != Some(&retention) {
                self.set_retention(&name, &retention).await?;
                done.push(format!("{name}: kept for {} days", one.retention_days));
            }
        }
        Ok(done)
    }

    /// What of the declared topics is not as declared: a sentence each.
    ///
    /// # Errors
    /// When the broker does not answer.
    pub async fn verify(&self, wanted: &[Declared]) -> anyhow::Result<Vec<String>> {
        let (brokers, found) = self.look().await?;
        let mut faults = shortcomings(&self.config, &found, wanted);
        let copies = replication(brokers);
        for one in wanted {
            let name = self.name(one);
            let Some(has) = found.get(&name) else { continue };
            if has.partitions > usize::from(one.partitions) {
                faults.push(format!(
                    "{name} has {} partitions, {} are declared in contracts/topics.yaml",
                    has.partitions, one.partitions
                ));
            }
            if has.replication < copies {
                faults.push(format!(
                    "{name} has {} copies of each partition, and there are brokers for {copies}: raise it with the \
                     broker's own tools",
                    has.replication
                ));
            }
            let retention = self.retention(&name).await?;
            if retention.as_deref() != Some(&one.retention_ms().to_string()) {
                faults.push(format!(
                    "{name} is not kept for {} days: run `learnflowctl topics apply`",
                    one.retention_days
                ));
            }
        }
        Ok(faults)
    }

    /// Holds the broker to what a server needs to start, waiting for a broker that is not there yet.
    ///
    /// # Errors
    /// A sentence that says what is wrong and what to do.
    pub(super) async fn check(&self, wanted: &[Declared]) -> anyhow::Result<()> {
        let started = Instant::now();
        let limit = Duration::from_secs(self.config.start_within_s);
        let found = loop {
            match self.look_within(Duration::from_secs(3).min(limit)).await {
                Ok((_, found)) => break found,
                Err(error) if started.elapsed() >= limit => {
                    return Err(error.context(format!("waited {} s", self.config.start_within_s)));
                }
                Err(_) => {
                    tracing::warn!("waiting for a Kafka broker at {}", self.config.brokers);
                    tokio::time::sleep(Duration::from_millis(200)).await;
                }
            }
        };
        let faults = shortcomings(&self.config, &found, wanted);
        if faults.is_empty() { Ok(()) } else { bail!("{}", faults.join("; ")) }
    }

    /// How many brokers there are.
    ///
    /// # Errors
    /// When none answers.
    pub async fn brokers(&self) -> anyhow::Result<usize> {
        Ok(self.look().await?.0)
    }

    fn name(&self, topic: &Declared) -> String {
        format!("{}{}", self.config.prefix, topic.name)
    }

    async fn look(&self) -> anyhow::Result<(usize, BTreeMap<String, Found>)> {
        self.look_within(ANSWER_WITHIN.min(Duration::from_secs(self.config.start_within_s))).await
    }

    /// The number of brokers, and the topics they have.
    async fn look_within(&self, limit: Duration) -> anyhow::Result<(usize, BTreeMap<String, Found>)> {
        // The call blocks; a client of its own costs little, and this is done once.
        let client: ClientConfig = client(&self.config);
        let look = tokio::task::spawn_blocking(move || {
            let admin: AdminClient<DefaultClientContext> = client.create()?;
            let metadata = admin.inner().fetch_metadata(None, limit)?;
            let topics = metadata.topics().iter().map(|topic| {
                let partitions = topic.partitions();
                let replication = partitions.iter().map(|one| one.replicas().len()).min().unwrap_or(0);
                (topic.name().to_owned(), Found { partitions: partitions.len(), replication })
            });
            anyhow::Ok((metadata.brokers().len(), topics.collect()))
        });
        look.await.context("asking the broker was cut short")?.with_context(|| {
            format!(
                "no Kafka broker answers at {} (kafka.brokers): start it, or correct the address",
                self.config.brokers
            )
        })
    }

    async fn create(&self, topics: &[&Declared], replication: usize) -> anyhow::Result<()> {
        if topics.is_empty() {
            return Ok(());
        }
        let named: Vec<_> = topics
            .iter()
            .map(|one| (self.name(one), one.partitions, one.retention_ms().to_string()))
            .collect();
        let replication = i32::try_from(replication).unwrap_or(1);
        let new: Vec<_> = named
            .iter()
            .map(|(name, partitions, retention)| {
                NewTopic::new(name, i32::from(*partitions), TopicReplication::Fixed(replication))
                    .set("retention.ms", retention)
            })
            .collect();
        let results = self.admin.create_topics(&new, &options()).await.context("making topics")?;
        for result in results {
            match result {
                // Somebody else made it at the same moment.
                Ok(_) | Err((_, RDKafkaErrorCode::TopicAlreadyExists)) => {}
                Err((name, error)) => bail!("the broker does not make {name}: {error}"),
            }
        }
        self.wait_for(&named.iter().map(|(name, ..)| name.as_str()).collect::<Vec<_>>()).await
    }

    /// Waits until topics that were made are told of: not every part of the broker knows them at once.
    async fn wait_for(&self, made: &[&str]) -> anyhow::Result<()> {
        let started = Instant::now();
        loop {
            let (_, found) = self.look().await?;
            let Some(missing) = made.iter().find(|name| !found.contains_key(**name)) else { return Ok(()) };
            ensure!(started.elapsed() < ANSWER_WITHIN, "the broker made {missing} and does not tell of it");
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    }

    async fn grow(&self, name: &str, partitions: usize) -> anyhow::Result<()> {
        let results = self.admin.create_partitions(&[NewPartitions::new(name, partitions)], &options()).await;
        for result in results.with_context(|| format!("adding partitions to {name}"))? {
            result.map_err(|(name, error)| anyhow::anyhow!("the broker does not extend {name}: {error}"))?;
        }
        Ok(())
    }

    async fn retention(&self, name: &str) -> anyhow::Result<Option<String>> {
        let described = self.admin.describe_configs(&[ResourceSpecifier::Topic(name)], &options()).await;
        for resource in described.with_context(|| format!("asking for the settings of {name}"))? {
            let resource = resource
                .map_err(|error| anyhow::anyhow!("the settings of {name} cannot be read: {error}"))?;
            if let Some(entry) = resource.get("retention.ms") {
                return Ok(entry.value.clone());
            }
        }
        Ok(None)
    }

    async fn set_retention(&self, name: &str, retention: &str) -> anyhow::Result<()> {
        let change = AlterConfig::new(ResourceSpecifier::Topic(name)).set("retention.ms", retention);
        for result in
            self.admin.alter_configs(&[change], &options()).await.context("setting the retention")?
        {
            result.map_err(|(_, error)| {
                anyhow::anyhow!("the broker does not set the retention of {name}: {error}")
            })?;
        }
        Ok(())
    }
}

/// What keeps a server from working: topics that are missing or too narrow.
fn shortcomings(config: &config::Kafka, found: &BTreeMap<String, Found>, wanted: &[Declared]) -> Vec<String> {
    let mut faults = Vec::new();
    for one in wanted {
        let name = format!("{}{}", config.prefix, one.name);
        match found.get(&name) {
            None => {
                faults.push(format!(
                    "the topic {name} is missing at {}: run `learnflowctl topics apply`",
                    config.brokers
                ));
            }
            Some(has) if has.partitions < usize::from(one.partitions) => faults.push(format!(
                "the topic {name} has {} partitions instead of {}: run `learnflowctl topics apply`",
                has.partitions, one.partitions
            )),
            Some(_) => {}
        }
    }
    faults
}

/// All topics of the product.
pub fn all() -> &'static [Declared] {
    declared()
}

fn replication(brokers: usize) -> usize {
    if brokers >= REPLICATION { REPLICATION } else { 1 }
}

fn options() -> AdminOptions {
    AdminOptions::new().request_timeout(Some(ANSWER_WITHIN)).operation_timeout(Some(ANSWER_WITHIN))
}
