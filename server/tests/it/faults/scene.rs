//! A storage, a bus over a broker, students who do things, and a consumer that applies them in real transactions.

use std::collections::HashMap;
use std::sync::Arc;
use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::time::Duration;

use anyhow::bail;
use async_trait::async_trait;
use learnflow_contracts::classes::LastWhat;
use learnflow_contracts::dead_letter::DeadLetter;
use learnflow_contracts::event::{Event, Topic};
use learnflow_contracts::run::RunStatus;
use learnflow_contracts::{ClassId, EventId, StudentId};
use learnflow_server::bus::kafka::Kafka;
use learnflow_server::bus::{Bus, From, Group, Handler, Outcome, Retry, relay};
use learnflow_server::config;
use learnflow_server::storage::sqlite::Sqlite;
use learnflow_server::storage::{Activity, Applied, DeadLetters, LetterFilter, Storage, What};
use tempfile::TempDir;
use tokio::task::JoinSet;
use tokio_util::sync::CancellationToken;

use crate::laws::fixtures::{assess, new_student, once, ran, room};
use crate::world::{LIMIT, eventually};

/// The consumer's name in the inbox, and its group.
const GROUP: &str = "one";
const STUDENTS: [&str; 6] = ["Chidi", "Dalia", "Emil", "Fatima", "Goran", "Hana"];

pub(crate) struct Scene {
    pub(crate) students: Vec<StudentId>,
    pub(crate) bus: Arc<Kafka>,
    pub(crate) applying: Arc<Applying>,
    storage: Arc<Sqlite>,
    config: config::Kafka,
    retry: Retry,
    expected: Mutex<HashMap<StudentId, Vec<EventId>>>,
    _folder: TempDir,
}

/// Applies events with the inbox, as every role does, and remembers in which order they took effect.
pub(crate) struct Applying {
    storage: Arc<Sqlite>,
    class: ClassId,
    applied: Mutex<HashMap<StudentId, Vec<EventId>>>,
    poisoned: Mutex<Option<StudentId>>,
    slow_us: AtomicU64,
    /// Deliveries, the second ones too.
    pub(crate) seen: AtomicUsize,
}

/// Something that runs until it is stopped.
pub(crate) struct Running {
    stop: CancellationToken,
    running: JoinSet<anyhow::Result<()>>,
}

impl Running {
    pub(crate) async fn stop(mut self) {
        self.stop.cancel();
        let ended = tokio::time::timeout(LIMIT, self.running.join_next()).await;
        ended.expect("it ends when it is told to").unwrap().unwrap().unwrap();
    }
}

impl Scene {
    pub(crate) async fn open(config: &config::Kafka, retry: Retry) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let storage = Arc::new(Sqlite::open(&folder.path().join("learnflow.db")).unwrap());
        let room = room(storage.as_ref()).await;
        let new = STUDENTS.map(new_student);
        storage.add_students(room.class, &new, &once(room.teacher)).await.unwrap();
        let bus = crate::kafka::bus(config, retry, storage.clone()).await;
        let applying = Arc::new(Applying {
            storage: storage.clone(),
            class: room.class,
            applied: Mutex::default(),
            poisoned: Mutex::default(),
            slow_us: AtomicU64::new(0),
            seen: AtomicUsize::new(0),
        });
        Self {
            students: new.iter().map(|student| student.id).collect(),
            bus,
            applying,
            storage,
            config: config.clone(),
            retry,
            expected: Mutex::default(),
            _folder: folder,
        }
    }

    /// A second process's bus.
    pub(crate) async fn another_bus(&self) -> Arc<Kafka> {
        crate::kafka::bus(&self.config, self.retry, self.storage.clone()).await
    }

    pub(crate) fn consume(&self) -> Running {
        self.consume_from(&self.bus)
    }

    pub(crate) fn consume_from(&self, bus: &Arc<Kafka>) -> Running {
        let group = Group { name: GROUP, topics: &[Topic::CodeResults], from: From::LastPosition };
        let (bus, handler, stop) = (bus.clone(), self.applying.clone(), CancellationToken::new());
        let mut running = JoinSet::new();
        let until = stop.clone();
        running.spawn(async move { bus.consume(group, handler, until).await });
        Running { stop, running }
    }

    pub(crate) fn relay(&self) -> Running {
        let stop = CancellationToken::new();
        let mut running = JoinSet::new();
        running.spawn(relay::run(self.storage.clone(), self.bus.clone(), stop.clone()));
        Running { stop, running }
    }

    /// New events of every student.
    pub(crate) fn events(&self, each: usize) -> HashMap<StudentId, Vec<Event>> {
        let of = |student: &StudentId| (*student, (0..each).map(|_| ran(*student)).collect());
        self.students.iter().map(of).collect()
    }

    /// Students do things: each is acknowledged when it is stored.
    pub(crate) async fn write(&self, each: usize) {
        for _ in 0..each {
            for (student, events) in self.events(1) {
                self.storage.record_event(&events[0]).await.unwrap();
                self.expected.lock().unwrap().entry(student).or_default().push(events[0].id);
            }
        }
    }

    /// Notes events that were published otherwise.
    pub(crate) fn expect(&self, events: HashMap<StudentId, Vec<Event>>) {
        let mut expected = self.expected.lock().unwrap();
        for (student, events) in events {
            expected.entry(student).or_default().extend(events.iter().map(|event| event.id));
        }
    }

    pub(crate) async fn publish_one(&self, student: StudentId) -> EventId {
        let event = ran(student);
        self.bus.publish(&event).await.unwrap();
        event.id
    }

    /// How many events have not been applied yet.
    pub(crate) fn waiting(&self) -> usize {
        let count = |events: &HashMap<_, Vec<_>>| events.values().map(Vec::len).sum::<usize>();
        let expected = count(&self.expected.lock().unwrap());
        expected.saturating_sub(count(&self.applying.applied.lock().unwrap()))
    }

    pub(crate) async fn all_applied(&self) {
        eventually("everything to be applied", async || (self.waiting() == 0).then_some(())).await;
    }

    /// Each student's events took effect once, in the order they were written, and none was given up.
    pub(crate) fn check(&self) {
        assert_eq!(*self.applying.applied.lock().unwrap(), *self.expected.lock().unwrap());
    }

    /// Waits for this many dead letters.
    pub(crate) async fn letters(&self, count: usize) -> Vec<DeadLetter> {
        let letters = self.bus.dead_letters();
        eventually("the dead letters", async || {
            Some(letters.letters(&LetterFilter::default()).await.unwrap())
                .filter(|found| found.len() == count)
        })
        .await
    }
}

impl Applying {
    /// This student's events cannot be applied from now on.
    pub(crate) fn poison(&self, student: StudentId) {
        *self.poisoned.lock().unwrap() = Some(student);
    }

    pub(crate) fn slow_down(&self, each: Duration) {
        self.slow_us.store(u64::try_from(each.as_micros()).unwrap(), Ordering::Relaxed);
    }

    pub(crate) fn has(&self, student: StudentId, event: EventId) -> bool {
        self.applied.lock().unwrap().get(&student).is_some_and(|events| events.contains(&event))
    }

    async fn apply(&self, event: &Event) -> anyhow::Result<()> {
        if *self.poisoned.lock().unwrap() == Some(event.subject) {
            bail!("poison");
        }
        let slow = self.slow_us.load(Ordering::Relaxed);
        if slow > 0 {
            tokio::time::sleep(Duration::from_micros(slow)).await;
        }
        let activity = Activity {
            event: event.id,
            student: event.subject,
            class: self.class,
            at: event.time,
            day: "2026-03-02".parse().unwrap(),
            traceparent: None,
            topic: None,
            exercises_in_topic: 0,
            programs_in_topic: 0,
            error_kind: None,
            what: What::Ran {
                exercise: None,
                last: LastWhat::Run { status: RunStatus::Finished, error_kind: None },
            },
        };
        if self.storage.apply_activity(GROUP, &activity, assess).await? == Applied::Now {
            self.applied.lock().unwrap().entry(event.subject).or_default().push(event.id);
        }
        Ok(())
    }
}

#[async_trait]
impl Handler for Applying {
    async fn handle(&self, event: &Event) -> Outcome {
        self.seen.fetch_add(1, Ordering::Relaxed);
        match self.apply(event).await {
            Ok(()) => Outcome::Done,
            Err(error) => Outcome::Retry(error),
        }
    }
}
