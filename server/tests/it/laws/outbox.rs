//! What every Storage keeps as an outbox.

use std::time::Duration;

use learnflow_contracts::StudentId;
use learnflow_contracts::event::{Data, Topic};
use learnflow_server::storage::{Keep, Log, Storage};
use uuid::Uuid;

use super::fixtures::{after, ran};
use crate::world::eventually;

const LONG: Duration = Duration::from_mins(1);

/// One relay leads; another does when the first gives its lease back.
pub(crate) async fn one_relay_leads_until_it_resigns(storage: &dyn Storage) {
    let (one, two) = (Uuid::now_v7(), Uuid::now_v7());
    assert!(storage.lead(one, LONG).await.unwrap());
    assert!(storage.lead(one, LONG).await.unwrap(), "a lease can be renewed");
    assert!(!storage.lead(two, LONG).await.unwrap());
    storage.resign(two).await.unwrap();
    assert!(!storage.lead(two, LONG).await.unwrap(), "nobody gives another's lease back");
    storage.resign(one).await.unwrap();
    assert!(storage.lead(two, LONG).await.unwrap());
    assert!(!storage.lead(one, LONG).await.unwrap());
}

/// A relay that is silent is replaced when its lease has run out.
pub(crate) async fn a_lease_runs_out(storage: &dyn Storage) {
    let (one, two) = (Uuid::now_v7(), Uuid::now_v7());
    assert!(storage.lead(one, Duration::from_millis(50)).await.unwrap());
    eventually("the lease to run out", async || storage.lead(two, LONG).await.unwrap().then_some(())).await;
    assert!(!storage.lead(one, LONG).await.unwrap());
}

/// What no broker would take is not written, and holds up nothing.
pub(crate) async fn what_no_broker_takes_is_not_written(storage: &dyn Storage) {
    let mut long = ran(StudentId::new());
    let Data::CodeResult(result) = &mut long.data else { panic!("it tells of a run") };
    result.error_kind = Some("x".repeat(1_000_000));
    let told = storage.record_event(&long).await.unwrap_err().to_string();
    assert!(told.contains("longer than a broker takes"), "{told}");
    assert!(storage.unpublished(10).await.unwrap().is_empty());
}

/// Events wait in the order they were written, and no more once they are marked.
pub(crate) async fn what_is_published_waits_no_more(storage: &dyn Storage) {
    let student = StudentId::new();
    let mut written = Vec::new();
    for _ in 0..5 {
        let event = ran(student);
        storage.record_event(&event).await.unwrap();
        written.push(event);
    }
    let first = storage.unpublished(2).await.unwrap();
    assert_eq!(
        first.iter().map(|one| &one.event).collect::<Vec<_>>(),
        written[..2].iter().collect::<Vec<_>>()
    );
    assert!(first.iter().all(|one| one.for_group.is_none()));
    storage.mark_published(&[first[0].seq]).await.unwrap();
    storage.mark_published(&[]).await.unwrap();
    let rest: Vec<_> = storage.unpublished(10).await.unwrap().into_iter().map(|one| one.event).collect();
    assert_eq!(rest, written[1..]);
}

/// Whoever waits for news is woken by an event.
pub(crate) async fn an_event_is_news(storage: &dyn Storage) {
    let mut news = storage.news();
    news.mark_unchanged();
    storage.record_event(&ran(StudentId::new())).await.unwrap();
    tokio::time::timeout(crate::world::LIMIT, news.changed()).await.expect("it is woken").unwrap();
}

/// However old: what no broker has is kept.
pub(crate) async fn what_was_not_published_is_not_pruned(storage: &dyn Storage) {
    for _ in 0..2 {
        storage.record_event(&ran(StudentId::new())).await.unwrap();
    }
    let written = storage.unpublished(10).await.unwrap();
    storage.mark_published(&[written[0].seq]).await.unwrap();
    let hour = Duration::from_hours(1);
    let keep = Keep { events: hour, answers: hour };
    storage.prune(after(7 * 24 * 3_600), keep).await.unwrap();
    assert_eq!(storage.unpublished(10).await.unwrap(), written[1..]);
}

/// However the commits of many overtake each other: who reads the log beside them sees every event, once.
pub(crate) async fn a_reader_beside_many_writers_misses_nothing(log: &dyn Log) {
    const WRITERS: usize = 8;
    const EVENTS: usize = 15;
    let writing = async || {
        let write = async |_| {
            let student = StudentId::new();
            let mut ids = Vec::new();
            for _ in 0..EVENTS {
                let event = ran(student);
                log.record_event(&event).await.unwrap();
                ids.push(event.id);
            }
            ids
        };
        futures::future::join_all((0..WRITERS).map(write)).await
    };
    let reading = async || {
        let (mut seen, mut read_to) = (Vec::new(), 0);
        eventually("all events", async || {
            let stretch = log.log_after(read_to, "one", Topic::ALL, 7).await.unwrap();
            read_to = stretch.read_to;
            seen.extend(stretch.deliveries.into_iter().map(|delivery| delivery.event.id));
            (seen.len() >= WRITERS * EVENTS).then_some(())
        })
        .await;
        seen
    };
    let (written, seen) = tokio::join!(writing(), reading());
    for of_one in written {
        let in_order: Vec<_> = seen.iter().copied().filter(|id| of_one.contains(id)).collect();
        assert_eq!(in_order, of_one);
    }
    assert_eq!(seen.len(), WRITERS * EVENTS);
}
