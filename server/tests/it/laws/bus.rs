//! What every Bus keeps.

use std::collections::HashSet;
use std::sync::{Arc, Mutex};

use async_trait::async_trait;
use learnflow_contracts::event::{Event, Topic};
use learnflow_contracts::{EventId, StudentId};
use learnflow_server::bus::{Bus, From, Group, Handler, Outcome};
use learnflow_server::storage::{DeadLetters, LetterFilter};
use tokio::task::JoinSet;
use tokio_util::sync::CancellationToken;

use super::fixtures::ran;
use crate::world::eventually;

/// From an event, and how often it has come.
type Answer = Box<dyn Fn(&Event, usize) -> Outcome + Send + Sync>;

/// Takes events and remembers them; what it answers says a function of the event and how often it came.
struct Listener {
    seen: Mutex<Vec<EventId>>,
    answer: Answer,
}

#[async_trait]
impl Handler for Listener {
    async fn handle(&self, event: &Event) -> Outcome {
        let times = {
            let mut seen = self.seen.lock().unwrap();
            seen.push(event.id);
            seen.iter().filter(|id| **id == event.id).count()
        };
        (self.answer)(event, times)
    }
}

impl Listener {
    fn new(answer: impl Fn(&Event, usize) -> Outcome + Send + Sync + 'static) -> Arc<Self> {
        Arc::new(Self { seen: Mutex::default(), answer: Box::new(answer) })
    }

    fn seen(&self) -> Vec<EventId> {
        self.seen.lock().unwrap().clone()
    }

    /// Waits until it was called this often.
    async fn called(&self, times: usize) -> Vec<EventId> {
        eventually("the deliveries", async || Some(self.seen()).filter(|seen| seen.len() >= times)).await
    }
}

/// A group that consumes until it is stopped.
struct Consuming {
    stop: CancellationToken,
    running: JoinSet<anyhow::Result<()>>,
}

impl Consuming {
    fn start(bus: &Arc<dyn Bus>, name: &'static str, from: From, listener: &Arc<Listener>) -> Self {
        let group = Group { name, topics: &[Topic::CodeResults], from };
        let (bus, handler, stop) = (bus.clone(), listener.clone(), CancellationToken::new());
        let mut running = JoinSet::new();
        let until = stop.clone();
        running.spawn(async move { bus.consume(group, handler, until).await });
        Self { stop, running }
    }

    async fn stop(mut self) {
        self.stop.cancel();
        let ended = tokio::time::timeout(crate::world::LIMIT, self.running.join_next()).await;
        ended.expect("it ends when it is told to").unwrap().unwrap().unwrap();
    }
}

fn done(_: &Event, _: usize) -> Outcome {
    Outcome::Done
}

fn not_now() -> Outcome {
    Outcome::Retry(anyhow::anyhow!("the reason of the failure"))
}

async fn publish(bus: &Arc<dyn Bus>, student: StudentId, count: usize) -> Vec<EventId> {
    let mut ids = Vec::new();
    for _ in 0..count {
        let event = ran(student);
        bus.publish(&event).await.unwrap();
        ids.push(event.id);
    }
    ids
}

/// Every group gets every event, those of before it began too, in order for one key.
pub(crate) async fn every_group_gets_every_event_in_order(bus: &Arc<dyn Bus>) {
    let student = StudentId::new();
    let mut published = publish(bus, student, 20).await;
    let listeners = [Listener::new(done), Listener::new(done)];
    let one = Consuming::start(bus, "one", From::LastPosition, &listeners[0]);
    let two = Consuming::start(bus, "two", From::LastPosition, &listeners[1]);
    published.extend(publish(bus, student, 20).await);
    for listener in &listeners {
        assert_eq!(listener.called(40).await, published);
    }
    one.stop().await;
    two.stop().await;
}

/// An event comes again until it is done with; the later ones of its key wait for it.
pub(crate) async fn redelivers_until_done_and_keeps_the_order(bus: &Arc<dyn Bus>) {
    let ids = publish(bus, StudentId::new(), 3).await;
    let first = ids[0];
    let listener = Listener::new(
        move |event, times| {
            if event.id == first && times < 4 { not_now() } else { Outcome::Done }
        },
    );
    let consuming = Consuming::start(bus, "one", From::LastPosition, &listener);
    let seen = listener.called(6).await;
    assert_eq!(seen, [first, first, first, first, ids[1], ids[2]]);
    consuming.stop().await;
}

/// While one key fails, the others go on.
pub(crate) async fn a_key_that_fails_holds_up_no_other(bus: &Arc<dyn Bus>) {
    let (failing, fine) = (StudentId::new(), StudentId::new());
    let stuck = publish(bus, failing, 1).await;
    let others = publish(bus, fine, 50).await;
    let all_seen = CancellationToken::new();
    let until = all_seen.clone();
    let listener = Listener::new(move |event, _| {
        if event.subject == failing && !until.is_cancelled() { not_now() } else { Outcome::Done }
    });
    let consuming = Consuming::start(bus, "one", From::LastPosition, &listener);
    eventually("the other key", async || {
        let seen = listener.seen();
        (others.iter().all(|id| seen.contains(id)) && seen.contains(&stuck[0])).then_some(())
    })
    .await;
    all_seen.cancel();
    consuming.stop().await;
}

/// A handler that panics has failed; the next try may do.
pub(crate) async fn a_panic_counts_as_a_failure(bus: &Arc<dyn Bus>) {
    let ids = publish(bus, StudentId::new(), 2).await;
    let listener = Listener::new(|_, times| {
        assert!(times > 1, "a panic that a law wants");
        Outcome::Done
    });
    let consuming = Consuming::start(bus, "one", From::LastPosition, &listener);
    assert_eq!(listener.called(4).await, [ids[0], ids[0], ids[1], ids[1]]);
    consuming.stop().await;
}

/// A group that comes back goes on where it stopped.
pub(crate) async fn goes_on_where_it_stopped(bus: &Arc<dyn Bus>) {
    let student = StudentId::new();
    let before = publish(bus, student, 5).await;
    let listener = Listener::new(done);
    let consuming = Consuming::start(bus, "one", From::LastPosition, &listener);
    listener.called(5).await;
    consuming.stop().await;
    let after = publish(bus, student, 5).await;
    let consuming = Consuming::start(bus, "one", From::LastPosition, &listener);
    let seen = listener.called(10).await;
    assert_eq!(seen, [before, after].concat());
    consuming.stop().await;
}

/// A group that lives in the present sees what comes from now on.
pub(crate) async fn from_now_sees_only_what_is_new(bus: &Arc<dyn Bus>) {
    let student = StudentId::new();
    let old: HashSet<_> = publish(bus, student, 5).await.into_iter().collect();
    let listener = Listener::new(done);
    let consuming = Consuming::start(bus, "one", From::Now, &listener);
    // When it has begun is not told: news are published until one is seen.
    eventually("something new", async || {
        publish(bus, student, 1).await;
        (!listener.seen().is_empty()).then_some(())
    })
    .await;
    assert!(listener.seen().iter().all(|id| !old.contains(id)));
    consuming.stop().await;
}

/// What is in hand is finished before it stops, and does not come again.
pub(crate) async fn a_stop_finishes_what_is_in_hand(bus: &Arc<dyn Bus>) {
    let student = StudentId::new();
    let ids = publish(bus, student, 3).await;
    let stop = CancellationToken::new();
    let told = stop.clone();
    let listener = Listener::new(move |_, _| {
        told.cancel();
        Outcome::Done
    });
    let group = Group { name: "one", topics: &[Topic::CodeResults], from: From::LastPosition };
    bus.consume(group, listener.clone(), stop).await.unwrap();
    assert_eq!(listener.seen(), ids[..1]);
    let consuming = Consuming::start(bus, "one", From::LastPosition, &listener);
    assert_eq!(listener.called(2).await[..2], ids[..2]);
    consuming.stop().await;
}

/// Only what a group listens to comes.
pub(crate) async fn other_topics_do_not_come(bus: &Arc<dyn Bus>) {
    publish(bus, StudentId::new(), 3).await;
    let listener = Listener::new(done);
    let group = Group { name: "one", topics: &[Topic::ExerciseGraded], from: From::LastPosition };
    let stop = CancellationToken::new();
    let until = stop.clone();
    let (consumer, handler) = (bus.clone(), listener.clone());
    let mut running = JoinSet::new();
    running.spawn(async move { consumer.consume(group, handler, until).await });
    let all = Listener::new(done);
    let beside = Consuming::start(bus, "two", From::LastPosition, &all);
    all.called(3).await;
    assert_eq!(listener.seen(), []);
    stop.cancel();
    running.join_next().await.unwrap().unwrap().unwrap();
    beside.stop().await;
}

/// An event that is dropped comes once, and one that always fails `tries` times; then the next has its turn. Both
/// lie in the dead letters, with the reason.
pub(crate) async fn gives_up_what_is_poison(bus: &Arc<dyn Bus>, letters: &dyn DeadLetters, tries: usize) {
    let ids = publish(bus, StudentId::new(), 3).await;
    let (dropped, failing, last) = (ids[0], ids[1], ids[2]);
    let listener = Listener::new(move |event, _| {
        if event.id == dropped {
            Outcome::Drop("the reason it was dropped".to_owned())
        } else if event.id == failing {
            not_now()
        } else {
            Outcome::Done
        }
    });
    let consuming = Consuming::start(bus, "one", From::LastPosition, &listener);
    let seen = listener.called(2 + tries).await;
    assert_eq!(seen, [vec![dropped], vec![failing; tries], vec![last]].concat());
    consuming.stop().await;
    let letters = letters.letters(&LetterFilter::default()).await.unwrap();
    let told: Vec<_> = letters
        .iter()
        .map(|letter| (letter.group.as_str(), letter.event_id, letter.reason.as_str(), letter.tries as usize))
        .collect();
    assert_eq!(
        told,
        [
            ("one", dropped, "the reason it was dropped", 1),
            ("one", failing, "the reason of the failure", tries)
        ]
    );
    assert_eq!(letters[0].origin.topic, "code.results");
    assert_eq!(letters[0].event().unwrap().id, dropped);
}

/// A letter that is replayed comes to the group that gave it up, under its id, and to no other.
pub(crate) async fn a_replayed_letter_comes_to_its_group_alone(
    bus: &Arc<dyn Bus>,
    letters: &dyn DeadLetters,
) {
    let ids = publish(bus, StudentId::new(), 2).await;
    let first = ids[0];
    let dropping = Listener::new(move |event, times| {
        if event.id == first && times == 1 { Outcome::Drop("a reason".to_owned()) } else { Outcome::Done }
    });
    let taking = Listener::new(done);
    let one = Consuming::start(bus, "one", From::LastPosition, &dropping);
    let two = Consuming::start(bus, "two", From::LastPosition, &taking);
    dropping.called(2).await;
    taking.called(2).await;
    let lies = async || letters.letters(&LetterFilter::default()).await.unwrap().len() == 1;
    eventually("the letter", async || lies().await.then_some(())).await;
    assert!(letters.replay("one", first).await.unwrap());
    assert_eq!(dropping.called(3).await, [first, ids[1], first]);
    let more = publish(bus, StudentId::new(), 1).await;
    assert_eq!(taking.called(3).await, [first, ids[1], more[0]]);
    one.stop().await;
    two.stop().await;
}
