//! A lesson at several processes, on servers that a test may take away: students hand in all the while.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, AtomicU64, Ordering};
use std::time::{Duration, Instant};

use learnflow_contracts::client::Client;
use learnflow_contracts::{IdempotencyKey, ProblemKind};
use learnflow_local_servers::kafka::Kafka as Broker;
use learnflow_local_servers::postgres::{Disk, Postgres as Server};
use learnflow_server::config::Config;
use learnflow_server::demo;
use tempfile::TempDir;
use tokio::task::JoinSet;
use tokio_util::sync::CancellationToken;

use super::school::{Carrier, School, UNTAKEN, prepare_on};
use crate::kafka;
use crate::postgres::settings;
use crate::world::{Person, compiled, config, eventually, join, right, wrong};

const DATABASE: &str = "school";
/// Between two answers: faults are measured, and not how many answers this machine takes in a second.
const THINKS: Duration = Duration::from_millis(250);

/// Everything is well again this long after the return of what was away.
// Ten seconds where nothing else runs, as printed; a busy machine gets three times that.
pub(super) const HEALED_WITHIN: Duration = Duration::from_secs(30);

/// Everything of a lesson; what it started ends with it.
pub(super) struct Lesson {
    pub(super) school: School,
    pub(super) students: Vec<Person>,
    pub(super) postgres: Server,
    pub(super) broker: Broker,
    pub(super) config: Config,
    stop: CancellationToken,
    running: JoinSet<anyhow::Result<()>>,
    _folder: TempDir,
}

/// Students who hand in one answer after the other.
pub(super) struct HandingIn {
    pub(super) acknowledged: Arc<AtomicU32>,
    longest_ms: Arc<AtomicU64>,
    stop: CancellationToken,
    running: JoinSet<()>,
}

impl Lesson {
    pub(super) async fn begin() -> Self {
        compiled().await;
        let servers = tokio::task::spawn_blocking(|| {
            let postgres = Server::start(Disk::Durable).unwrap();
            postgres.create_database(DATABASE, None).unwrap();
            (postgres, Broker::start().unwrap())
        });
        let (postgres, broker) = servers.await.unwrap();
        let folder = tempfile::tempdir().unwrap();
        let mut config = config(folder.path());
        let mut database = settings(&postgres, DATABASE);
        (database.acquire_ms, database.statement_ms) = (3_000, 5_000);
        prepare_on(&mut config, database, kafka::settings(broker.brokers()), Carrier::Kafka).await;
        let (stop, mut running) = (CancellationToken::new(), JoinSet::new());
        let school = School::start(&config, Carrier::Kafka, &stop, &mut running).await;
        let client = Client::new(&school.base).unwrap();
        let mut students = Vec::new();
        for name in demo::STUDENTS {
            let session = client.join(&join(demo::CLASS_CODE, name, demo::PIN)).await.unwrap();
            students.push(Person::new(&client, session));
        }
        Self { school, students, postgres, broker, config, stop, running, _folder: folder }
    }

    pub(super) fn hand_in(&self) -> HandingIn {
        let mut handing_in = HandingIn {
            acknowledged: Arc::default(),
            longest_ms: Arc::default(),
            stop: CancellationToken::new(),
            running: JoinSet::new(),
        };
        for student in &self.students {
            let student = Person::new(&student.client, student.session.clone());
            let (acknowledged, longest) = (handing_in.acknowledged.clone(), handing_in.longest_ms.clone());
            let stop = handing_in.stop.clone();
            handing_in.running.spawn(async move {
                for number in 0.. {
                    if stop.is_cancelled() {
                        return;
                    }
                    let started = Instant::now();
                    hand_in_until_taken(&student, number % 3 == 0).await;
                    let took = u64::try_from(started.elapsed().as_millis()).unwrap();
                    longest.fetch_max(took, Ordering::Relaxed);
                    acknowledged.fetch_add(1, Ordering::Relaxed);
                    // As somebody who also thinks.
                    tokio::time::sleep(THINKS).await;
                }
            });
        }
        handing_in
    }

    /// One number that a statement gives.
    pub(super) fn count(&self, statement: &str) -> i64 {
        self.postgres.sql(DATABASE, statement).unwrap().trim().parse().unwrap()
    }

    pub(super) fn sql(&self, statement: &str) {
        self.postgres.sql(DATABASE, statement).unwrap();
    }

    /// Waits until `progress` and `struggle` have taken everything, which must be soon.
    pub(super) async fn all_taken_soon(&self) {
        let started = Instant::now();
        eventually("everything to be taken", async || {
            // A look is a program of its own.
            tokio::time::sleep(Duration::from_millis(100)).await;
            (self.count(UNTAKEN) == 0).then_some(())
        })
        .await;
        let took = started.elapsed();
        assert!(took < HEALED_WITHIN, "it took {took:?}; progress says: {}", self.school.log("progress"));
    }

    /// Each submission had its effect once.
    pub(super) fn check(&self, acknowledged: u32) {
        let handed_in = self.count("SELECT count(*) FROM submissions");
        assert_eq!(handed_in, i64::from(acknowledged), "what was acknowledged is there, once");
        let applied = "SELECT student_id, sum(events)::bigint FROM daily_activity GROUP BY 1";
        let submitted = "SELECT student_id, count(*) FROM submissions GROUP BY 1";
        for (one, other) in [(applied, submitted), (submitted, applied)] {
            let differing = format!("SELECT count(*) FROM ({one} EXCEPT {other}) AS differing");
            assert_eq!(self.count(&differing), 0, "each is applied once");
        }
        let jumps = "SELECT count(*) FROM (SELECT attempt - row_number() OVER
            (PARTITION BY student_id, exercise_id ORDER BY attempt) AS jump FROM submissions) AS numbered
            WHERE jump <> 0";
        assert_eq!(self.count(jumps), 0, "attempts are numbered without gaps");
    }

    /// Takes the servers out of the async threads' way while `work` is done on them.
    pub(super) async fn with_servers(
        mut self,
        work: impl FnOnce(&mut Server, &mut Broker) + Send + 'static,
    ) -> Self {
        let done = tokio::task::spawn_blocking(move || {
            work(&mut self.postgres, &mut self.broker);
            self
        });
        done.await.unwrap()
    }

    pub(super) async fn end(mut self) {
        self.stop.cancel();
        self.school.stop();
        while let Some(ended) = self.running.join_next().await {
            ended.unwrap().unwrap();
        }
    }
}

impl HandingIn {
    pub(super) async fn so_many(&self, count: u32) {
        eventually("answers", async || (self.acknowledged.load(Ordering::Relaxed) >= count).then_some(()))
            .await;
    }

    /// Stops. Returns how many were acknowledged, and how long the slowest took.
    pub(super) async fn stop(self) -> (u32, Duration) {
        self.stop.cancel();
        self.running.join_all().await;
        let longest = Duration::from_millis(self.longest_ms.load(Ordering::Relaxed));
        (self.acknowledged.load(Ordering::Relaxed), longest)
    }
}

/// Hands in under one key until it is taken.
pub(super) async fn hand_in_until_taken(student: &Person, passes: bool) {
    let (key, submit) = (IdempotencyKey::new(), if passes { right() } else { wrong() });
    while let Err(error) = student.submit(&key, &submit).await {
        let problem = error.problem().unwrap_or_else(|| panic!("{error:?}")).clone();
        assert_eq!(problem.kind, ProblemKind::Busy, "{problem:?}");
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
}
