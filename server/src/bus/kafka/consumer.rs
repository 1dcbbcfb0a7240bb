//! A group's consumer: a thread that polls, and tasks that work on keys side by side.
//!
//! Records are kept in memory by key and handled one after the other for a key; a key that fails holds up no other.
//! The place up to which everything of a partition is finished is committed now and then, so it only ever says what
//! was applied; what was applied and not committed comes again, and the inbox knows it. A partition that is taken
//! away is let go first: what is in hand is finished, nothing more of it is begun, the place is committed.

use std::collections::{HashMap, VecDeque};
use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context, bail};
use rdkafka::client::ClientContext;
use rdkafka::config::RDKafkaLogLevel;
use rdkafka::consumer::{BaseConsumer, CommitMode, Consumer, ConsumerContext, Rebalance};
use rdkafka::error::{KafkaError, KafkaResult, RDKafkaErrorCode};
use rdkafka::{Offset, TopicPartitionList};
use tokio::sync::{mpsc, oneshot};
use tokio::task::JoinSet;
use tokio_util::sync::CancellationToken;

use super::client::Complaints;
use super::partitions::{Claim, Partitions, Place};
use super::record::Record;
use super::work::Worker;

/// How long one look for records takes when there are none: how soon a stop is seen.
const POLL: Duration = Duration::from_millis(50);
/// Records of one partition in hand: past these it is read no further until half of them are finished.
const IN_HAND: usize = 1_024;
/// Keys worked on side by side.
const KEYS: usize = 64;
/// What is being worked on when a partition is taken away gets this long.
const LET_GO_WITHIN: Duration = Duration::from_secs(5);
/// A broker that is there lets a client go in milliseconds; one that is away may keep it for minutes.
const CLOSE_WITHIN: Duration = Duration::from_secs(5);
/// Between the thread that polls and the tasks; the tasks take at once.
const CHANNEL: usize = 4_096;

pub(super) type Client = BaseConsumer<Coming>;

/// What the client tells while it is polled: which partitions come and go.
pub(super) struct Coming {
    partitions: Arc<Partitions>,
    complaints: Complaints,
    group: &'static str,
}

impl Coming {
    pub(super) fn new(partitions: Arc<Partitions>, group: &'static str) -> Self {
        Self { partitions, complaints: Complaints::default(), group }
    }
}

impl ClientContext for Coming {
    fn log(&self, level: RDKafkaLogLevel, facility: &str, message: &str) {
        self.complaints.log(level, facility, message);
    }

    fn error(&self, error: KafkaError, reason: &str) {
        self.complaints.error(error, reason);
    }
}

impl ConsumerContext for Coming {
    fn pre_rebalance(&self, consumer: &BaseConsumer<Self>, rebalance: &Rebalance<'_>) {
        let group = self.group;
        match rebalance {
            Rebalance::Assign(list) => {
                tracing::debug!(group, partitions = list.count(), "partitions come to the group {group}");
            }
            Rebalance::Revoke(list) => {
                let places: Vec<Place> = list
                    .elements()
                    .iter()
                    .map(|element| (element.topic().to_owned(), element.partition()))
                    .collect();
                tracing::debug!(group, partitions = places.len(), "partitions leave the group {group}");
                let finished = self.partitions.let_go(&places, LET_GO_WITHIN);
                if consumer.assignment_lost() {
                    // Others work on them already: what they have not seen committed they do again.
                    return;
                }
                if let Err(error) = commit(consumer, &finished) {
                    tracing::warn!(
                        group,
                        error = format!("{error:#}"),
                        "a place was not stored, events come again"
                    );
                }
            }
            Rebalance::Error(error) => tracing::warn!(group, error = %error, "sharing out partitions failed"),
        }
    }

    fn commit_callback(&self, result: KafkaResult<()>, _: &TopicPartitionList) {
        if let Err(error) = result {
            tracing::debug!(group = self.group, error = %error, "a place was not stored, it is tried again");
        }
    }
}

/// Commits places and waits until they are stored.
fn commit<C: ConsumerContext>(consumer: &BaseConsumer<C>, finished: &[(Place, i64)]) -> anyhow::Result<()> {
    let mut list = TopicPartitionList::new();
    for ((topic, partition), next) in finished {
        list.add_partition_offset(topic, *partition, Offset::Offset(*next))?;
    }
    if list.count() > 0 {
        consumer.commit(&list, CommitMode::Sync)?;
    }
    Ok(())
}

/// Feeds `worker` from `client` until its stop fires and what is in hand is finished.
pub(super) async fn consume(
    client: Client,
    partitions: Arc<Partitions>,
    worker: Worker,
    keeps_place: bool,
) -> anyhow::Result<()> {
    let client = Arc::new(client);
    let (send, receive) = mpsc::channel(CHANNEL);
    let drained = CancellationToken::new();
    // However this ends, the thread ends too.
    let _guard = drained.clone().drop_guard();
    let polling = Polling {
        client: client.clone(),
        partitions: partitions.clone(),
        send,
        stop: worker.stop().clone(),
        drained: drained.clone(),
        keeps_place,
    };
    let (tell, told) = oneshot::channel();
    // No task of the runtime: without a broker a client closes when it likes, and nothing would end before.
    std::thread::Builder::new()
        .name(format!("kafka-{}", worker.group()))
        .spawn(move || {
            // Nobody listens when it took too long.
            let _ = tell.send(polling.poll());
        })
        .context("starting the thread that polls")?;
    let finished = Working::new(Side { client, partitions, worker, keeps_place }).work(receive).await;
    drained.cancel();
    if let Ok(polled) = tokio::time::timeout(CLOSE_WITHIN, told).await {
        return finished.and(polled.context("the thread that polls was cut short")?);
    }
    tracing::warn!("the broker is away: leaving its group unclosed, what was not stored comes again");
    finished
}

/// The thread that polls.
struct Polling {
    client: Arc<Client>,
    partitions: Arc<Partitions>,
    send: mpsc::Sender<(Claim, Record)>,
    /// No more is begun.
    stop: CancellationToken,
    /// Nothing is in hand any more.
    drained: CancellationToken,
    keeps_place: bool,
}

impl Polling {
    fn poll(self) -> anyhow::Result<()> {
        let mut full: Vec<Place> = Vec::new();
        while !self.drained.is_cancelled() {
            self.read_on(&mut full);
            match self.client.poll(POLL) {
                // After a stop it is polled for the sake of partitions that are taken away.
                Some(Ok(_)) if self.stop.is_cancelled() => {}
                Some(Ok(message)) => {
                    let record = Record::of(&message);
                    let place = (record.topic.clone(), record.partition);
                    let (claim, in_hand) = self.partitions.take(place.clone(), record.offset, &self.stop);
                    if self.send.blocking_send((claim, record)).is_err() {
                        break;
                    }
                    if in_hand >= IN_HAND && !full.contains(&place) {
                        self.client.pause(&list(std::slice::from_ref(&place)))?;
                        full.push(place);
                    }
                }
                Some(Err(error)) => tell(error)?,
                None => {}
            }
        }
        if self.keeps_place {
            // What the tasks stored and was not committed yet.
            match self.client.commit_consumer_state(CommitMode::Sync) {
                Ok(()) | Err(KafkaError::ConsumerCommit(RDKafkaErrorCode::NoOffset)) => {}
                Err(error) => {
                    tracing::warn!(error = %error, "the last place was not stored, events come again");
                }
            }
        }
        // Closed here, and not where the last handle happens to go: it takes its time.
        drop(self.client);
        Ok(())
    }

    /// Reads on where enough is finished.
    fn read_on(&self, full: &mut Vec<Place>) {
        full.retain(|place| {
            if self.partitions.in_hand(place) > IN_HAND / 2 {
                return true;
            }
            // It may have been taken away meanwhile; when it comes back it is read anyway.
            let _ = self.client.resume(&list(std::slice::from_ref(place)));
            false
        });
    }
}

fn list(places: &[Place]) -> TopicPartitionList {
    let mut list = TopicPartitionList::new();
    for (topic, partition) in places {
        list.add_partition(topic, *partition);
    }
    list
}

/// Ends for what does not heal by itself; the client goes on by itself after everything else.
fn tell(error: KafkaError) -> anyhow::Result<()> {
    match error {
        KafkaError::MessageConsumptionFatal(_) => bail!("the consumer cannot go on: {error}"),
        KafkaError::PartitionEOF(_) => {}
        error => tracing::debug!(error = %error, "the consumer goes on after an error"),
    }
    Ok(())
}

/// The tasks' side: who works on which key.
struct Working {
    side: Arc<Side>,
    /// Waiting, by key, in order. A key being worked on has an entry, perhaps empty.
    waiting: HashMap<String, VecDeque<(Claim, Record)>>,
    /// Keys with something waiting that nobody works on.
    idle: VecDeque<String>,
    running: JoinSet<String>,
}

/// What every task needs.
struct Side {
    client: Arc<Client>,
    partitions: Arc<Partitions>,
    worker: Worker,
    keeps_place: bool,
}

impl Working {
    fn new(side: Side) -> Self {
        let side = Arc::new(side);
        Self { side, waiting: HashMap::new(), idle: VecDeque::new(), running: JoinSet::new() }
    }

    /// Works until the stop fires and what is in hand is finished.
    async fn work(mut self, mut receive: mpsc::Receiver<(Claim, Record)>) -> anyhow::Result<()> {
        let side = self.side.clone();
        let stop = side.worker.stop();
        loop {
            while self.running.len() < KEYS && !stop.is_cancelled() {
                let Some(key) = self.idle.pop_front() else { break };
                let batch = std::mem::take(self.waiting.get_mut(&key).expect("an idle key has a queue"));
                self.running.spawn(side.clone().work_on(key, batch));
            }
            if stop.is_cancelled() && self.running.is_empty() {
                return Ok(());
            }
            tokio::select! {
                Some(ended) = self.running.join_next() => self.finish(ended.context("a delivery was cut short")?),
                taken = receive.recv() => match taken {
                    Some((claim, record)) => self.take(claim, record),
                    // The thread that polls has failed, and says why.
                    None => return Ok(()),
                },
                () = stop.cancelled(), if !stop.is_cancelled() => {}
            }
        }
    }

    fn take(&mut self, claim: Claim, record: Record) {
        let key = record.key.clone();
        let queue = self.waiting.entry(key.clone()).or_insert_with(|| {
            self.idle.push_back(key);
            VecDeque::new()
        });
        queue.push_back((claim, record));
    }

    fn finish(&mut self, key: String) {
        if self.waiting.get(&key).is_some_and(VecDeque::is_empty) {
            self.waiting.remove(&key);
        } else {
            self.idle.push_back(key);
        }
    }
}

impl Side {
    /// Works on the records of one key in order, as long as their partitions stay here.
    async fn work_on(self: Arc<Self>, key: String, batch: VecDeque<(Claim, Record)>) -> String {
        for (claim, record) in batch {
            if !self.partitions.begin(&claim) {
                continue;
            }
            let finished = self.worker.work(&record, &claim.stop).await;
            if let Some(offset) = self.partitions.end(&claim, finished)
                && self.keeps_place
            {
                // Refused when the partition has just been taken away: it was committed then.
                let _ = self.client.store_offset(&record.topic, record.partition, offset);
            }
        }
        key
    }
}
