//! The queue among students: what [`Turns`] lets through, and what the [`Queue`] promises on a clock of its own.

use std::collections::HashMap;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use futures::future::join_all;
use futures::{FutureExt, StreamExt};
use learnflow_contracts::{ClassId, StudentId};
use proptest::prelude::*;
use tokio::sync::Semaphore;

use super::queue::{Queue, Ticket};
use super::{Place, Refused, Settings, Step, Turn, Turns};
use crate::llm::scripted::{Act, Scripted};
use crate::llm::{Answer, Ask, Error, Llm, Message, Patience, Piece, Usage, Wait};

/// A model that writes down what it is asked, and answers when the test lets it.
#[derive(Clone)]
struct Gated {
    asked: Arc<Mutex<Vec<String>>>,
    gate: Arc<Semaphore>,
}

impl Gated {
    fn new() -> Self {
        Self { asked: Arc::default(), gate: Arc::new(Semaphore::new(0)) }
    }

    fn asked(&self) -> Vec<String> {
        self.asked.lock().unwrap().clone()
    }
}

impl Llm for Gated {
    fn name(&self) -> &'static str {
        "gated"
    }

    fn ask(&self, ask: Ask) -> Answer {
        self.asked.lock().unwrap().push(ask.messages[0].text.clone());
        let gate = self.gate.clone();
        let pieces = async_stream::stream! {
            gate.acquire().await.unwrap().forget();
            yield Ok(Piece::Text("Look at line 3.".to_owned()));
            yield Ok(Piece::Done(Usage { answer: 5, ..Usage::default() }));
        };
        pieces.boxed()
    }
}

fn settings(slots: usize) -> Settings {
    let patience = Patience {
        first_piece: Duration::from_secs(20),
        next_piece: Duration::from_secs(20),
        whole_answer: Duration::from_mins(1),
    };
    Settings { slots, waiting: 60, waiting_per_student: 10, patience, rest: Duration::from_millis(40) }
}

fn ask(text: &str) -> Ask {
    Ask {
        system: "You are kind.".into(),
        messages: vec![Message::student(text)],
        schema: None,
        max_tokens: 400,
        temperature: 0.0,
    }
}

fn question(turns: &Turns, student: StudentId, text: &str) -> Turn {
    turns.ask(student, ClassId::new(), ask(text))
}

/// The first place, which must be there without waiting.
fn place(turn: &mut Turn) -> Place {
    match turn.next().now_or_never() {
        Some(Some(Step::Place(place))) => place,
        other => panic!("no place at once: {other:?}"),
    }
}

/// Polls to the end, and says how it ended.
async fn end(mut turn: Turn) -> Step {
    let mut last = None;
    while let Some(step) = turn.next().await {
        last = Some(step);
    }
    last.expect("a turn has an end")
}

#[tokio::test]
async fn a_place_is_shown_at_once_and_moves() {
    let model = Gated::new();
    let turns = Turns::new(Arc::new(model.clone()), settings(1));
    let mut asked: Vec<Turn> = (0..4).map(|_| question(&turns, StudentId::new(), "why?")).collect();
    let places: Vec<usize> = asked.iter_mut().map(|turn| place(turn).ahead).collect();
    assert_eq!(places, [0, 0, 1, 2]);

    let mut last = asked.pop().unwrap();
    let mut seen = Vec::new();
    for turn in asked.drain(..2) {
        model.gate.add_permits(1);
        assert!(matches!(end(turn).await, Step::Done(_)));
        seen.push(place(&mut last));
    }
    assert_eq!(seen.iter().map(|place| place.ahead).collect::<Vec<_>>(), [1, 0], "{seen:?}");
    assert!(seen[0].expected_ms > seen[1].expected_ms, "{seen:?}");
}

#[tokio::test]
async fn ten_questions_of_one_delay_another_by_at_most_one_answer() {
    let model = Gated::new();
    let turns = Turns::new(Arc::new(model.clone()), settings(1));
    let flood = StudentId::new();
    let mut asked: Vec<Turn> = (0..10).map(|_| question(&turns, flood, "flood")).collect();
    asked.push(question(&turns, StudentId::new(), "other"));
    model.gate.add_permits(11);
    join_all(asked.into_iter().map(end)).await;
    assert_eq!(model.asked()[..3], ["flood", "other", "flood"]);
}

#[tokio::test]
async fn a_student_takes_one_slot_and_leaves_the_others() {
    let model = Gated::new();
    let turns = Turns::new(Arc::new(model.clone()), settings(2));
    let flood = StudentId::new();
    let mut asked: Vec<Turn> = (0..5).map(|_| question(&turns, flood, "flood")).collect();
    asked.push(question(&turns, StudentId::new(), "other"));
    for turn in &mut asked {
        place(turn);
        let _ = turn.next().now_or_never();
    }
    assert_eq!(model.asked(), ["flood", "other"]);
}

#[tokio::test]
async fn a_full_queue_refuses_at_once() {
    let turns = Turns::new(Arc::new(Gated::new()), settings(1));
    let waiting: Vec<Turn> = (0..61).map(|_| question(&turns, StudentId::new(), "why?")).collect();
    assert!(!turns.is_open());
    let refused = question(&turns, StudentId::new(), "why?").next().now_or_never();
    assert!(matches!(refused, Some(Some(Step::Refused(Refused::Full)))), "{refused:?}");
    drop(waiting);
    assert!(turns.is_open(), "those who gave up left room");

    let one = StudentId::new();
    let _mine: Vec<Turn> = (0..11).map(|_| question(&turns, one, "why?")).collect();
    let refused = question(&turns, one, "why?").next().now_or_never();
    assert!(matches!(refused, Some(Some(Step::Refused(Refused::Full)))), "one student's share: {refused:?}");
    place(&mut question(&turns, StudentId::new(), "why?"));
}

#[tokio::test]
async fn dropping_stops_and_the_next_one_moves_up() {
    let model = Gated::new();
    let turns = Turns::new(Arc::new(model.clone()), settings(1));
    let mut first = question(&turns, StudentId::new(), "first");
    let second = question(&turns, StudentId::new(), "second");
    let third = question(&turns, StudentId::new(), "third");
    place(&mut first);
    assert!(first.next().now_or_never().is_none());
    drop(second);
    drop(first);
    model.gate.add_permits(1);
    assert!(matches!(end(third).await, Step::Done(_)));
    assert_eq!(model.asked(), ["first", "third"]);
}

/// 1 is equal shares; 1/n is one who takes all.
fn jain(shares: &[f64]) -> f64 {
    let sum: f64 = shares.iter().sum();
    let squares: f64 = shares.iter().map(|share| share * share).sum();
    #[expect(clippy::cast_precision_loss, reason = "a few dozen")]
    let count = shares.len() as f64;
    sum * sum / (count * squares)
}

#[test]
fn thirty_students_share_alike_whatever_they_ask() {
    // Short and long answers; every third asks one question at a time, two at a time, three. Half an hour of
    // a model that writes 20 words a second for each of four.
    let (seconds_a_word, until) = (0.05, 1_800.0);
    let students: Vec<StudentId> = (0..30).map(|_| StudentId::new()).collect();
    let length = |who: usize| [20.0, 60.0, 150.0, 300.0][who % 4];
    let mut queue = Queue::new(4);
    let mut whose: HashMap<Ticket, usize> = HashMap::new();
    for (who, student) in students.iter().enumerate() {
        for _ in 0..=who % 3 {
            whose.insert(queue.enter(*student, 4.0), who);
        }
    }
    let mut shares = vec![0.0; 30];
    let (mut now, mut serving) = (0.0, Vec::<(f64, Ticket)>::new());
    while now < until {
        while let Some(ticket) = queue.take(now) {
            serving.push((now + length(whose[&ticket]) * seconds_a_word, ticket));
        }
        serving.sort_by(|a, b| b.0.total_cmp(&a.0));
        let (at, ticket) = serving.pop().unwrap();
        now = at;
        let who = whose[&ticket];
        queue.finish(ticket, length(who), true, now);
        shares[who] += length(who);
        whose.insert(queue.enter(students[who], 4.0), who);
    }
    let index = jain(&shares);
    assert!(index >= 0.95, "{index}: {shares:?}");
}

#[tokio::test]
async fn whatever_a_model_does_the_turn_ends_and_says_how() {
    type Expected = fn(&Error) -> bool;
    let cases: [(Act, Expected); 6] = [
        (Act::Missing, |error| matches!(error, Error::Unreachable(_))),
        (Act::Hang, |error| matches!(error, Error::Slow(Wait::FirstPiece))),
        (Act::FallSilent("Look at".to_owned()), |error| matches!(error, Error::Slow(Wait::NextPiece))),
        (Act::Slowly("word ".repeat(100), Duration::from_millis(20)), |error| {
            matches!(error, Error::Slow(Wait::WholeAnswer))
        }),
        (Act::Die("Look at".to_owned()), |error| matches!(error, Error::CutOff)),
        (Act::Rubbish, |error| matches!(error, Error::Rubbish(_))),
    ];
    for (act, expected) in cases {
        let patience = Patience {
            first_piece: Duration::from_millis(200),
            next_piece: Duration::from_millis(200),
            whole_answer: Duration::from_millis(500),
        };
        let turns = Turns::new(Arc::new(Scripted::new([act.clone()])), Settings { patience, ..settings(1) });
        let step = end(question(&turns, StudentId::new(), "why?")).await;
        let Step::Failed(error) = step else { panic!("{act:?}: {step:?}") };
        assert!(expected(&error), "{act:?}: {error}");
    }
}

#[tokio::test]
async fn a_model_that_keeps_failing_is_left_alone_then_tried_again() {
    let mut acts = vec![Act::Missing; 5];
    acts.push(Act::Say("Look at line 3.".to_owned()));
    let model = Arc::new(Scripted::new(acts));
    let turns = Turns::new(model.clone(), settings(1));
    let one = || end(question(&turns, StudentId::new(), "why?"));
    for _ in 0..5 {
        assert!(matches!(one().await, Step::Failed(_)));
    }
    assert!(matches!(one().await, Step::Refused(Refused::Resting)));
    assert_eq!(model.asked().len(), 5, "it was not asked");
    tokio::time::sleep(Duration::from_millis(50)).await;
    assert!(matches!(one().await, Step::Done(_)));
    let off = question(&Turns::off(), StudentId::new(), "why?").next().now_or_never();
    assert!(matches!(off, Some(Some(Step::Refused(Refused::Off)))), "{off:?}");
}

#[tokio::test]
async fn json_is_held_to_its_schema_and_asked_for_once_more() {
    let schema = serde_json::json!({
        "type": "object", "required": ["intent"], "properties": { "intent": { "enum": ["debug", "concepts"] } }
    });
    let asked = |acts: [&str; 2]| {
        let model = Arc::new(Scripted::new(acts.map(|text| Act::Say(text.to_owned()))));
        let ask = Ask { schema: Some(Arc::new(schema.clone())), ..ask("why?") };
        (Turns::new(model.clone(), settings(1)).ask(StudentId::new(), ClassId::new(), ask), model)
    };
    let good = r#"{"intent": "debug"}"#;
    for (acts, times) in [([good, good], 1), (["Sure! Here it is", good], 2)] {
        let (turn, model) = asked(acts);
        let steps: Vec<Step> = turn.collect().await;
        assert!(matches!(&steps[1..], [Step::Text(text), Step::Done(_)] if text == good), "{steps:?}");
        assert_eq!(model.asked().len(), times);
    }
    for bad in [r#"{"intent": "riot"}"#, "{", ""] {
        let (turn, model) = asked([bad, bad]);
        let step = end(turn).await;
        assert!(matches!(&step, Step::Failed(Error::Rubbish(_))), "{bad}: {step:?}");
        assert!(!format!("{step:?}").contains("riot"), "an error does not repeat what was said");
        assert_eq!(model.asked().len(), 2);
    }
}

proptest! {
    /// Whatever comes and goes: never more than the slots, one at a time for a student, nobody forgotten, and
    /// the standings are a promise: played to the end as expected, everybody is taken in that order.
    #[test]
    fn the_queue_keeps_its_promises(
        slots in 1_usize..5,
        events in prop::collection::vec((0_usize..6, 0_u32..4, 1_u32..200), 1..80),
    ) {
        let students: Vec<StudentId> = (0..6).map(|_| StudentId::new()).collect();
        let mut queue = Queue::new(slots);
        let (mut now, mut waiting, mut serving) = (0.0, Vec::new(), Vec::new());
        for (who, what, amount) in events {
            now += 1.0;
            match what {
                0 | 1 => {
                    waiting.push((queue.enter(students[who], f64::from(amount) / 8.0), students[who]));
                }
                2 if !serving.is_empty() => {
                    let (ticket, _) = serving.remove(who % serving.len());
                    queue.finish(ticket, f64::from(amount), amount % 2 == 0, now);
                }
                3 if !waiting.is_empty() => {
                    let (ticket, _) = waiting.remove(who % waiting.len());
                    queue.leave(ticket);
                }
                _ => {}
            }
            while let Some(ticket) = queue.take(now) {
                let index = waiting.iter().position(|(waiting, _)| *waiting == ticket).unwrap();
                serving.push(waiting.remove(index));
            }
            prop_assert!(serving.len() <= slots);
            prop_assert!(serving.iter().all(|(_, a)| serving.iter().filter(|(_, b)| a == b).count() == 1));
            let standings = queue.standings(now);
            prop_assert_eq!(standings.len(), waiting.len());
            prop_assert!(standings.is_sorted_by(|a, b| a.ahead < b.ahead && a.wait_s <= b.wait_s));
            prop_assert!(
                serving.len() == slots || waiting.iter().all(|(_, who)| serving.iter().any(|(_, at)| at == who)),
                "a slot stays empty only when nobody can use it"
            );
        }
        while !waiting.is_empty() {
            now += 1.0;
            let (ticket, _) = serving.remove(0);
            queue.finish(ticket, 50.0, true, now);
            while let Some(ticket) = queue.take(now) {
                let index = waiting.iter().position(|(waiting, _)| *waiting == ticket).unwrap();
                serving.push(waiting.remove(index));
            }
        }
    }

    /// Before a question of someone who owes nothing is taken, at most one of any other student's is.
    #[test]
    fn nobody_is_passed_twice(
        floods in prop::collection::vec((1_usize..10, 1_u32..300), 1..6),
        done_before in 0_usize..8,
    ) {
        let mut queue = Queue::new(1);
        let mut whose = HashMap::new();
        for (questions, work) in &floods {
            let student = StudentId::new();
            for _ in 0..*questions {
                whose.insert(queue.enter(student, 4.0), (student, f64::from(*work)));
            }
        }
        let mut now = 0.0;
        let mut current = queue.take(now);
        for _ in 0..done_before {
            if let Some(ticket) = current {
                now += 1.0;
                queue.finish(ticket, whose[&ticket].1, true, now);
                current = queue.take(now);
            }
        }
        let mine = queue.enter(StudentId::new(), 4.0);
        let mut before: Vec<StudentId> = Vec::new();
        loop {
            if let Some(ticket) = current {
                now += 1.0;
                queue.finish(ticket, whose[&ticket].1, true, now);
            }
            current = queue.take(now);
            match current {
                Some(ticket) if ticket == mine => break,
                Some(ticket) => before.push(whose[&ticket].0),
                None => prop_assert!(false, "forgotten"),
            }
        }
        for student in &before {
            prop_assert_eq!(before.iter().filter(|other| *other == student).count(), 1, "{} before", before.len());
        }
    }
}
