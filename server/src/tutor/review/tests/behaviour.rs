//! A suggestion never changes what a program does: over all reference solutions of the curriculum, and over programs that
//! are wrong in the ways students get them wrong. A change is proven here without the exercise's tests, and these, which
//! it has not seen, then judge.

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use futures::{StreamExt, stream};
use serde::Deserialize;

use super::*;
use crate::curriculum::{self, Curriculum, Exercise, given};
use crate::tutor::review::look::read;
use crate::tutor::review::prove::{Tries, proven};

const WRONG: [&str; 2] = [
    include_str!("../../../../tests/data/wrong-programs/looked-at.jsonl"),
    include_str!("../../../../tests/data/wrong-programs/kept.jsonl"),
];

#[derive(Deserialize)]
struct Wrong {
    exercise: String,
    code: String,
}

/// Of one rule: changes that were made, those that were proven, and those that the exercise's tests then refused.
#[derive(Default)]
struct Count {
    made: usize,
    proven: usize,
    refused: usize,
}

/// What the tests of an exercise say of a program, hidden ones too.
async fn verdicts(exercise: &Exercise, code: &str) -> Vec<String> {
    let (sandbox, _) = room();
    let program = given::program(code, &[]);
    let limits = Limits { wall: Duration::from_millis(800), ..Limits::default() };
    let results = curriculum::grade(sandbox, &program, &exercise.view.files, &exercise.tests, &limits).await;
    let told = |result: &learnflow_python_sandbox::TestResult| {
        let verdict = match &result.verdict {
            learnflow_python_sandbox::Verdict::Stopped(outcome) => match outcome {
                learnflow_python_sandbox::Outcome::Failed(error) => {
                    format!("{} {}", error.kind, error.message)
                }
                other => format!("{other:?}"),
            },
            other => format!("{other:?}"),
        };
        format!("{verdict} {:?} {}", result.got, result.printed)
    };
    results.unwrap().iter().map(told).collect()
}

async fn try_all(exercise: &Exercise, code: &str, counts: &mut BTreeMap<String, Count>) {
    let (sandbox, reading) = room();
    let limits = Limits::default();
    let (_, said) = read(sandbox, reading, &limits, code, true).await;
    if said.changes.is_empty() {
        return;
    }
    let tries = Tries::new(&exercise.view.files, &[], &said.functions, &limits);
    let until = Instant::now() + Duration::from_mins(2);
    let proven = proven(sandbox, &tries, code, said.changes.iter(), until).await;
    let before = if proven.is_empty() { Vec::new() } else { verdicts(exercise, code).await };
    for change in &said.changes {
        let count = counts.entry(change.rule.clone()).or_default();
        count.made += 1;
        if proven.contains(&change) {
            count.proven += 1;
            if verdicts(exercise, &change.code).await != before {
                count.refused += 1;
                println!("{}: {:?} => {:?}", exercise.view.id, change.before, change.after);
            }
        }
    }
}

async fn count(programs: Vec<(&Exercise, String)>, what: &str) -> Count {
    let all = programs.len();
    let each = stream::iter(programs).map(|(exercise, code)| async move {
        let mut counts = BTreeMap::new();
        try_all(exercise, &code, &mut counts).await;
        counts
    });
    let (mut sum, mut rules): (Count, BTreeMap<String, Count>) = Default::default();
    for counts in each.buffer_unordered(3).collect::<Vec<_>>().await {
        for (rule, count) in counts {
            for total in [&mut sum, rules.entry(rule).or_default()] {
                total.made += count.made;
                total.proven += count.proven;
                total.refused += count.refused;
            }
        }
    }
    println!("{what}: {all} programs");
    for (rule, count) in rules.iter().chain([(&"all".to_owned(), &sum)]) {
        println!("  {rule:18} made {:4}, proven {:4}, refused {}", count.made, count.proven, count.refused);
    }
    sum
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_suggestion_changes_a_reference_solution() {
    let curriculum = Curriculum::builtin().unwrap();
    let runs =
        |exercise: &&Exercise| !matches!(exercise.tests[0].check, curriculum::Check::Prediction { .. });
    let exercises: Vec<_> = curriculum.topics().flat_map(|topic| &topic.exercises).filter(runs).collect();
    let programs = exercises.iter().map(|exercise| (*exercise, exercise.solution.clone())).collect();
    let sum = count(programs, "reference solutions").await;
    assert_eq!(sum.refused, 0, "a suggestion changed what a program does");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_suggestion_changes_a_wrong_program() {
    let curriculum = Curriculum::builtin().unwrap();
    let wrong: Vec<Wrong> =
        WRONG.iter().flat_map(|half| half.lines()).map(|line| serde_json::from_str(line).unwrap()).collect();
    let with_exercise =
        |wrong: Wrong| (curriculum.exercise(&wrong.exercise.parse().unwrap()).unwrap(), wrong.code);
    let sum = count(wrong.into_iter().map(with_exercise).collect(), "wrong programs").await;
    assert_eq!(sum.refused, 0, "a suggestion changed what a program does");
    assert!(sum.proven > 0);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn reference_solutions_are_good_programs() {
    let curriculum = Curriculum::builtin().unwrap();
    let mut poor = Vec::new();
    for exercise in curriculum.topics().flat_map(|topic| &topic.exercises) {
        if matches!(exercise.tests[0].check, curriculum::Check::Prediction { .. }) {
            continue;
        }
        let looked = look_at(&exercise.solution).await;
        let score = looked.score().score;
        if score < 90 {
            poor.push(format!("{} {score}: {:?}", exercise.view.id, said(&looked)));
        }
    }
    assert!(poor.is_empty(), "{}", poor.join("\n"));
}
