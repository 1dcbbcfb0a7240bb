//! The measure: on programs that are wrong in ways students get them wrong, how often does rung 1 or 2 name the faulty
//! line or the real cause? `server/tests/data/wrong-programs/make.py` makes them; rules were written with an eye on the
//! first half only, and the second is the one that counts.

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use futures::{StreamExt, stream};
use serde::Deserialize;

use super::*;
use crate::curriculum::Curriculum;

const LOOKED_AT: &str = include_str!("../../../../tests/data/wrong-programs/looked-at.jsonl");
const KEPT: &str = include_str!("../../../../tests/data/wrong-programs/kept.jsonl");

/// A wrong program, and what is really wrong with it.
#[derive(Deserialize)]
struct Wrong {
    exercise: String,
    change: String,
    lines: Vec<u32>,
    causes: Vec<String>,
    code: String,
}

/// What the agent may know besides the program.
#[derive(Clone, Copy, PartialEq)]
enum Knowing {
    /// Everything: an exercise at hand.
    Everything,
    /// Tests, but no solution to compare with: as if the student went a way of their own.
    TestsOnly,
}

#[derive(Default)]
struct Score {
    all: usize,
    line: usize,
    cause: usize,
    either: usize,
}

/// What came of one program.
struct Judged {
    change: String,
    line: bool,
    cause: bool,
    took: Duration,
}

async fn judge(curriculum: &Curriculum, line: &str, knowing: Knowing) -> Judged {
    let wrong: Wrong = serde_json::from_str(line).unwrap();
    let exercise = curriculum.exercise(&wrong.exercise.parse().unwrap()).unwrap();
    let case = Case {
        code: wrong.code,
        files: exercise.view.files.clone(),
        tests: exercise.tests.clone(),
        solution: Some(exercise.solution.clone()).filter(|_| knowing == Knowing::Everything),
        ..Case::default()
    };
    let began = Instant::now();
    // Other tests run beside this one: it counts changes, not milliseconds.
    let evidence = look(&case, Budget { time: Duration::from_secs(20), ..Budget::default() }).await;
    let took = began.elapsed();
    let hints = ladder(&evidence, "en");
    let named = numbers(&hints[..2]);
    assert!(named.len() <= 3, "a hint that names every line names none: {named:?}");
    Judged {
        line: wrong.lines.iter().any(|line| named.contains(line)),
        cause: evidence.clues.first().is_some_and(|clue| wrong.causes.contains(&clue.cause)),
        change: wrong.change,
        took,
    }
}

async fn score(half: &str, knowing: Knowing) -> (BTreeMap<String, Score>, Vec<Duration>) {
    let curriculum = Curriculum::builtin().unwrap();
    let (mut kinds, mut times): (BTreeMap<String, Score>, _) = (BTreeMap::new(), Vec::new());
    let all: Vec<Judged> = stream::iter(half.lines())
        .map(|line| judge(&curriculum, line, knowing))
        .buffer_unordered(2)
        .collect()
        .await;
    for Judged { change, line, cause, took } in all {
        times.push(took);
        let score = kinds.entry(change).or_default();
        score.all += 1;
        score.line += usize::from(line);
        score.cause += usize::from(cause);
        score.either += usize::from(line || cause);
    }
    times.sort();
    (kinds, times)
}

/// The lines that some hints name in their text.
fn numbers(hints: &[Hint]) -> Vec<u32> {
    let text = hints.iter().map(|hint| hint.markdown.as_str()).collect::<Vec<_>>().join(" ");
    let mut named: Vec<u32> = text
        .split("line ")
        .skip(1)
        .filter(|rest| !rest.split_once(' ').is_some_and(|(_, after)| after.starts_with("of the output")))
        .filter_map(|rest| rest.chars().take_while(char::is_ascii_digit).collect::<String>().parse().ok())
        .collect();
    named.sort_unstable();
    named.dedup();
    named
}

#[expect(clippy::cast_precision_loss, reason = "a few hundred programs")]
fn print(name: &str, kinds: &BTreeMap<String, Score>, times: &[Duration]) -> f64 {
    println!("\n{name}\n{:24} {:>4} {:>5} {:>6} {:>7}", "change", "all", "line", "cause", "either");
    let mut sum = Score::default();
    for (kind, score) in kinds {
        println!("{kind:24} {:>4} {:>5} {:>6} {:>7}", score.all, score.line, score.cause, score.either);
        sum.all += score.all;
        sum.line += score.line;
        sum.cause += score.cause;
        sum.either += score.either;
    }
    let share = |part: usize| 100.0 * part as f64 / sum.all as f64;
    let at = |part: usize| times[(times.len() - 1) * part / 100];
    println!(
        "{name}: {} programs; line {:.1} %, cause {:.1} %, either {:.1} %; p50 {:?}, p95 {:?}",
        sum.all,
        share(sum.line),
        share(sum.cause),
        share(sum.either),
        at(50),
        at(95)
    );
    share(sum.either)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn rungs_one_and_two_name_the_line_or_the_cause() {
    for (name, half, knowing, least) in [
        ("looked at", LOOKED_AT, Knowing::Everything, 85.0),
        ("looked at, no solution to compare with", LOOKED_AT, Knowing::TestsOnly, 60.0),
        ("kept", KEPT, Knowing::Everything, 85.0),
        ("kept, no solution to compare with", KEPT, Knowing::TestsOnly, 60.0),
    ] {
        let (kinds, times) = score(half, knowing).await;
        let share = print(name, &kinds, &times);
        assert!(share >= least, "{name}: {share:.1} % is less than {least} %");
    }
}

/// Printed and not judged: other tests run beside it.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn thirty_students_ask_at_once() {
    let curriculum = Curriculum::builtin().unwrap();
    look(&Case { code: "x".to_owned(), ..Case::default() }, Budget::default()).await;
    let every_sixth = LOOKED_AT.lines().step_by(6).take(30);
    let asked = every_sixth.map(|line| async {
        let wrong: Wrong = serde_json::from_str(line).unwrap();
        let exercise = curriculum.exercise(&wrong.exercise.parse().unwrap()).unwrap();
        let (tests, solution) = (exercise.tests.clone(), Some(exercise.solution.clone()));
        let case = Case { code: wrong.code, tests, solution, ..Case::default() };
        let began = Instant::now();
        let evidence = look(&case, Budget::default()).await;
        assert_eq!(ladder(&evidence, "de").len(), 3);
        began.elapsed()
    });
    let mut times = futures::future::join_all(asked).await;
    times.sort();
    println!("hints for 30 students at once: p50 {:?}, p95 {:?}", times[14], times[28]);
}
