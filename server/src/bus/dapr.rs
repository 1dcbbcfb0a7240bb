//! Events through the sidecar's pub/sub: Dapr publishes for us, and delivers by calling our inner door.
//!
//! Order for a student (docs/adr/0017): the key goes with each event; of one student's events, the next is published
//! when the broker has the one before; Dapr delivers a partition's events one after the other and gives the next only
//! when the one before is done with. So a delivery is answered when its last try is over, and a failing event holds
//! up its partition: the tries of one event together take less than a second.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError, RwLock};
use std::time::Duration;

use anyhow::{Context, ensure};
use async_trait::async_trait;
use axum::Json;
use axum::body::Bytes;
use axum::extract::Path;
use axum::routing::post;
use learnflow_contracts::EventId;
use learnflow_contracts::dead_letter::{DeadLetter, Origin};
use learnflow_contracts::event::{Event, Topic};
use reqwest::Method;
use reqwest::header::{CONTENT_TYPE, HeaderMap, HeaderValue};
use serde::Deserialize;
use serde_json::{Value, json};
use tokio::net::TcpListener;
use tokio_util::sync::CancellationToken;

use super::deliver::{Delivering, Failures};
use super::{Bus, From, Group, Handler, Retry};
use crate::clock::Clock;
use crate::dapr::Sidecar;
use crate::invoke::door::{Door, Secrets, Visitor};
use crate::storage::{Delivery, Log};

/// Where deliveries come in; the group is the last part of a subscription's path.
const DELIVERIES: &str = "/dapr/events/{group}";
/// The same for groups that live in the present: what comes while nobody listens is of no use later.
const NEWS: &str = "/dapr/news/{group}";

/// A failing event's partition waits for its tries: 50, 100, 200 and 400 ms at most.
const FIRST_WAIT: Duration = Duration::from_millis(50);

/// The attribute of an event that only one group is to get.
const FOR_GROUP: &str = "forgroup";
/// Our trace context: Dapr writes its own over `traceparent`.
const TRACE: &str = "learnflowtrace";

/// Events by way of the sidecar.
pub struct Dapr {
    sidecar: Sidecar,
    pubsub: String,
    /// Before each topic's name.
    prefix: String,
    retry: Retry,
    groups: Arc<Groups>,
    storage: Arc<dyn Log>,
    clock: Arc<dyn Clock>,
}

/// Who takes deliveries now, by group.
#[derive(Default)]
struct Groups(RwLock<HashMap<String, Arc<Taking>>>);

/// A group that takes deliveries.
struct Taking {
    delivering: Delivering,
    topics: &'static [Topic],
    storage: Arc<dyn Log>,
    clock: Arc<dyn Clock>,
    /// Failed tries of events that are in hand.
    tries: Mutex<HashMap<EventId, u32>>,
    /// The oldest event that is of use, for a group that lives in the present: ids begin with their time.
    since: Option<EventId>,
    /// Held while a delivery is in hand.
    in_hand: Arc<tokio::sync::RwLock<()>>,
}

/// The part of an event's envelope that is Dapr's and the relay's.
#[derive(Default, Deserialize)]
#[serde(default)]
struct Around {
    forgroup: Option<String>,
    learnflowtrace: Option<String>,
}

/// What became of a delivery, as Dapr asks for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Status {
    Success,
    Retry,
    Drop,
}

impl Dapr {
    /// Publishes with the component `pubsub`, on topics whose names begin with `prefix`.
    pub fn new(
        sidecar: Sidecar,
        pubsub: &str,
        prefix: &str,
        retry: Retry,
        storage: Arc<dyn Log>,
        clock: Arc<dyn Clock>,
    ) -> Self {
        let retry = Retry { first: retry.first.min(FIRST_WAIT), ..retry };
        let (pubsub, prefix) = (pubsub.to_owned(), prefix.to_owned());
        Self { sidecar, pubsub, prefix, retry, groups: Arc::default(), storage, clock }
    }

    /// Mounts where the sidecar delivers. It is there before anybody consumes, and never answers 404, which Dapr
    /// takes for a wish to lose the event.
    pub(crate) fn mount(&self, door: Door) -> Door {
        let take = |nobody: Status| {
            let groups = self.groups.clone();
            post(move |Path(group): Path<String>, body: Bytes| {
                let taking = groups.0.read().unwrap_or_else(PoisonError::into_inner).get(&group).cloned();
                async move {
                    let status = match taking {
                        Some(taking) => taking.take(&body).await,
                        None => nobody,
                    };
                    Json(json!({ "status": status.name() }))
                }
            })
        };
        door.mount(Visitor::Sidecar, DELIVERIES, take(Status::Retry)).mount(
            Visitor::Sidecar,
            NEWS,
            take(Status::Success),
        )
    }

    /// Serves nothing but deliveries, for a process that has no other inner door.
    ///
    /// # Errors
    /// When the token is too short, or the listener fails.
    pub async fn serve(
        &self,
        listener: TcpListener,
        app_token: &str,
        stop: CancellationToken,
    ) -> anyhow::Result<()> {
        self.mount(Door::new(Secrets::new(None, Some(app_token))?)).serve(listener, stop).await
    }

    /// Publishes events of different students with one request to the sidecar.
    async fn publish_side_by_side(&self, topic: Topic, deliveries: &[&Delivery]) -> anyhow::Result<()> {
        let entries = deliveries.iter().enumerate().map(|(number, delivery)| {
            Ok(json!({
                "entryId": number.to_string(),
                "event": envelope(&delivery.event, delivery.for_group.as_deref())?,
                "contentType": "application/cloudevents+json",
                "metadata": { "partitionKey": delivery.event.key() },
            }))
        });
        let body = serde_json::to_vec(&entries.collect::<anyhow::Result<Vec<_>>>()?)?;
        let path = format!("/v1.0-alpha1/publish/bulk/{}/{}{}", self.pubsub, self.prefix, topic.name());
        self.post(&path, "application/json", body).await
    }

    async fn post(&self, path: &str, content_type: &'static str, body: Vec<u8>) -> anyhow::Result<()> {
        let headers = HeaderMap::from_iter([(CONTENT_TYPE, HeaderValue::from_static(content_type))]);
        let said = self.sidecar.say(Method::POST, path, &headers, &body.into()).await?;
        said.good("publishing an event")?;
        Ok(())
    }
}

/// The event's JSON, with the one group it is for, if it is for one.
fn envelope(event: &Event, for_group: Option<&str>) -> anyhow::Result<Value> {
    let mut envelope = serde_json::to_value(event)?;
    if let Some(group) = for_group {
        envelope[FOR_GROUP] = json!(group);
    }
    if let Some(trace) = &event.traceparent {
        envelope[TRACE] = json!(trace);
    }
    Ok(envelope)
}

#[async_trait]
impl Bus for Dapr {
    async fn publish(&self, event: &Event) -> anyhow::Result<()> {
        let key = event.key();
        let path = format!(
            "/v1.0/publish/{}/{}{}?metadata.partitionKey={key}",
            self.pubsub,
            self.prefix,
            event.topic().name()
        );
        let body = serde_json::to_vec(&envelope(event, None)?)?;
        self.post(&path, "application/cloudevents+json", body).await
    }

    async fn publish_all(&self, deliveries: &[Delivery]) -> anyhow::Result<()> {
        for round in rounds(deliveries) {
            for (topic, events) in round {
                self.publish_side_by_side(topic, &events).await?;
            }
        }
        Ok(())
    }

    async fn consume(
        &self,
        group: Group,
        handler: Arc<dyn Handler>,
        stop: CancellationToken,
    ) -> anyhow::Result<()> {
        let in_hand: Arc<tokio::sync::RwLock<()>> = Arc::default();
        let since = match group.from {
            From::LastPosition => None,
            // Its component starts at the newest event, under a name of its own (k3s/dapr); what is on its way is old.
            From::Now => Some(EventId::new()),
        };
        let taking = Arc::new(Taking {
            delivering: Delivering { group: group.name, handler, retry: self.retry, stop: stop.clone() },
            topics: group.topics,
            storage: self.storage.clone(),
            clock: self.clock.clone(),
            tries: Mutex::default(),
            since,
            in_hand: in_hand.clone(),
        });
        let groups = || self.groups.0.write().unwrap_or_else(PoisonError::into_inner);
        let before = groups().insert(group.name.to_owned(), taking);
        ensure!(before.is_none(), "the group {} consumes twice in this process", group.name);
        stop.cancelled().await;
        groups().remove(group.name);
        // What is in hand is finished before anything it needs is closed.
        drop(in_hand.write().await);
        Ok(())
    }
}

impl Status {
    const fn name(self) -> &'static str {
        match self {
            Status::Success => "SUCCESS",
            Status::Retry => "RETRY",
            Status::Drop => "DROP",
        }
    }
}

impl Taking {
    async fn take(&self, body: &[u8]) -> Status {
        let _in_hand = self.in_hand.read().await;
        if self.delivering.stop.is_cancelled() {
            return Status::Retry;
        }
        let Ok(mut event) = serde_json::from_slice::<Event>(body) else {
            return self.bury_unreadable(body).await;
        };
        let around: Around = serde_json::from_slice(body).unwrap_or_default();
        event.traceparent = around.learnflowtrace;
        let is_for_us = around.forgroup.is_none_or(|group| group == self.delivering.group)
            && self.topics.contains(&event.topic())
            && self.since.is_none_or(|since| event.id >= since);
        if !is_for_us {
            return Status::Success;
        }
        let done = self.delivering.deliver(&event, self).await;
        self.tries().remove(&event.id);
        if done { Status::Success } else { Status::Retry }
    }

    /// Puts aside what is no event of ours; only then may Dapr drop it.
    async fn bury_unreadable(&self, body: &[u8]) -> Status {
        let group = self.delivering.group;
        let letter = DeadLetter {
            event_id: EventId::new(),
            key: String::new(),
            group: group.to_owned(),
            reason: "this is no event of ours".to_owned(),
            tries: 1,
            died_at: self.clock.now(),
            origin: Origin { topic: String::new(), partition: None, offset: None },
            record: String::from_utf8_lossy(body).into_owned(),
        };
        if let Err(error) = self.storage.bury(&letter).await {
            tracing::error!(
                group,
                error = format!("{error:#}"),
                "what is no event cannot be put aside, and waits"
            );
            return Status::Retry;
        }
        metrics::counter!("bus_dead_letters_total", "group" => group).increment(1);
        tracing::error!(group, "something that is no event of ours went to the dead letters");
        Status::Drop
    }

    fn tries(&self) -> std::sync::MutexGuard<'_, HashMap<EventId, u32>> {
        self.tries.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[async_trait]
impl Failures for Taking {
    async fn count_try(&self, event: &Event) -> u32 {
        if let Err(error) = self.storage.ready().await {
            tracing::warn!(error = format!("{error:#}"), "the storage is away: the try does not count");
            return 0;
        }
        let mut tries = self.tries();
        let count = tries.entry(event.id).or_default();
        *count += 1;
        *count
    }

    async fn bury(&self, event: &Event, reason: &str, tries: u32) -> anyhow::Result<()> {
        let letter = DeadLetter::of(event, self.delivering.group, reason, tries, self.clock.now())
            .context("writing a dead letter")?;
        Ok(self.storage.bury(&letter).await?)
    }
}

/// Batches to publish one after the other: none has two events of one student, and each student's events stay in
/// their order. Dapr's producer may change the order of what it is given at once (sarama without idempotence).
fn rounds(deliveries: &[Delivery]) -> Vec<HashMap<Topic, Vec<&Delivery>>> {
    let mut rounds: Vec<HashMap<Topic, Vec<&Delivery>>> = Vec::new();
    let mut next: HashMap<String, usize> = HashMap::new();
    for delivery in deliveries {
        let round = next.entry(delivery.event.key()).or_default();
        if rounds.len() == *round {
            rounds.push(HashMap::new());
        }
        rounds[*round].entry(delivery.event.topic()).or_default().push(delivery);
        *round += 1;
    }
    rounds
}
