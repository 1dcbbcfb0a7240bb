//! Postgres goes away in the middle of a lesson and comes back: what was acknowledged is there, once, and everybody
//! goes on within ten seconds.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{Duration, Instant};

use learnflow_contracts::exercises::SubmissionResult;
use learnflow_contracts::{IdempotencyKey, ProblemKind};
use learnflow_local_servers::postgres::{Disk, Postgres as Server};
use learnflow_server::config::StorageKind;
use learnflow_server::demo;
use learnflow_server::storage::{Error, Storage};
use tokio::task::JoinSet;
use tokio_util::sync::CancellationToken;

use crate::postgres::{Database, settings};
use crate::world::{Person, World, eventually, right, wrong};

/// A server comes back, and so does everything that hangs on it.
// Ten seconds where nothing else runs, as printed; a busy machine gets three times that.
const HEALED_WITHIN: Duration = Duration::from_secs(30);

/// A student who hands in one answer after the other, each until it is acknowledged.
async fn hand_in(
    student: Person,
    acknowledged: Arc<AtomicU32>,
    stop: CancellationToken,
) -> Vec<SubmissionResult> {
    let mut results = Vec::new();
    while !stop.is_cancelled() {
        let (key, submit) = (IdempotencyKey::new(), if results.len() % 3 == 0 { wrong() } else { right() });
        let result = loop {
            match student.submit(&key, &submit).await {
                Ok(result) => break result,
                Err(error) => {
                    let problem = error.problem().expect("the server itself answers all the while").clone();
                    assert_eq!(problem.kind, ProblemKind::Busy, "{problem:?}");
                    assert!(problem.retry_after.is_some(), "{problem:?}");
                    tokio::time::sleep(Duration::from_millis(100)).await;
                }
            }
        };
        results.push(result);
        acknowledged.fetch_add(1, Ordering::Relaxed);
    }
    results
}

/// The lesson during which `go_away` takes the server away for a while.
async fn a_lesson_with(go_away: fn(&mut Server)) {
    let server = tokio::task::spawn_blocking(|| {
        let server = Server::start(Disk::Durable).unwrap();
        server.create_database("school", None).unwrap();
        server
    });
    let mut server = server.await.unwrap();
    let mut database = settings(&server, "school");
    (database.acquire_ms, database.statement_ms) = (500, 5_000);
    let world = World::with(|config| {
        config.storage.kind = StorageKind::Postgres;
        config.postgres = database;
        // So that this comes while it is away, too.
        config.struggle.look_every_s = 1;
    })
    .await;
    let (acknowledged, stop) = (Arc::new(AtomicU32::new(0)), CancellationToken::new());
    let mut students = JoinSet::new();
    for name in demo::STUDENTS {
        students.spawn(hand_in(world.student(name).await, acknowledged.clone(), stop.clone()));
    }
    let reader = world.student("Ada").await;
    let so_many = async |count: u32| {
        eventually("answers", async || (acknowledged.load(Ordering::Relaxed) >= count).then_some(())).await;
    };
    so_many(12).await;

    let gone = tokio::task::spawn_blocking(move || {
        go_away(&mut server);
        server
    });
    let mut server = gone.await.unwrap();
    let problem = eventually("a problem", async || {
        reader.progress(reader.session.user.id).await.err().and_then(|error| error.problem().cloned())
    })
    .await;
    assert_eq!(problem.kind, ProblemKind::Busy, "{problem:?}");
    assert!(problem.retry_after.is_some() && problem.detail.contains("try again"), "{problem:?}");
    let starting = tokio::task::spawn_blocking(move || {
        server.start_again().unwrap();
        server
    });
    let server = starting.await.unwrap();
    let back = Instant::now();
    eventually("a read", async || reader.progress(reader.session.user.id).await.ok()).await;
    let before = acknowledged.load(Ordering::Relaxed);
    so_many(before + 12).await;
    assert!(back.elapsed() < HEALED_WITHIN, "it took {:?}", back.elapsed());
    stop.cancel();

    let mut attempts: HashMap<_, Vec<u32>> = HashMap::new();
    let mut ids = HashSet::new();
    let mut student = 0;
    while let Some(results) = students.join_next().await {
        for result in results.unwrap() {
            assert!(ids.insert(result.submission_id), "two answers for one submission");
            attempts.entry(student).or_default().push(result.attempt);
        }
        student += 1;
    }
    for numbers in attempts.values() {
        let counted: Vec<u32> = (1..).take(numbers.len()).collect();
        assert_eq!(*numbers, counted, "attempts are numbered without gaps");
    }
    let count = |sql: &str| -> usize { server.sql("school", sql).unwrap().trim().parse().unwrap() };
    assert_eq!(count("SELECT count(*) FROM submissions"), ids.len());
    eventually("progress", async || {
        (count("SELECT coalesce(sum(events), 0) FROM daily_activity") >= ids.len()).then_some(())
    })
    .await;
    assert_eq!(count("SELECT coalesce(sum(events), 0) FROM daily_activity"), ids.len(), "each moved it once");
    world.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_postgres_that_is_restarted_loses_nothing_and_doubles_nothing() {
    a_lesson_with(|server| {
        server.stop().unwrap();
        std::thread::sleep(Duration::from_secs(1));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_postgres_that_is_killed_loses_nothing_and_doubles_nothing() {
    a_lesson_with(|server| server.kill().unwrap()).await;
}

#[tokio::test]
async fn who_finds_no_connection_is_told_to_come_again() {
    let mut database = Database::new().await;
    (database.settings.pool, database.settings.acquire_ms) = (1, 200);
    let storage = database.open().await;
    let nobody = learnflow_contracts::TeacherId::new();
    let database = Arc::new(database);
    let (beside, locked) = (database.clone(), tokio::sync::oneshot::channel());
    let (tell, told) = locked;
    let holding = tokio::task::spawn_blocking(move || {
        let _ = tell.send(());
        beside.sql("BEGIN; LOCK TABLE classes; SELECT pg_sleep(2); COMMIT");
    });
    told.await.unwrap();
    // The one connection waits for the lock; whoever comes then finds none.
    let look = async || {
        let both = tokio::join!(storage.classes_of(nobody), storage.ready());
        matches!(both, (_, Err(Error::Busy))).then_some(())
    };
    eventually("a refusal", look).await;
    holding.await.unwrap();
    storage.ready().await.unwrap();
    storage.classes_of(nobody).await.unwrap();
}
