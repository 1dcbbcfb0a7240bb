//! How good a program is: told in a review, and a fifth of mastery once it is accepted.

use learnflow_contracts::IdempotencyKey;
use learnflow_contracts::exercises::Submit;
use learnflow_contracts::progress::MasteryScore;
use learnflow_contracts::tutor::{Analyze, CodeReview, Part, Turn};

use crate::tutor::{ended, markdown};
use crate::world::{Person, World, eventually, right, say_hello, topic};

/// It prints what is asked for, and is not nice to read.
const UGLY: &str = "import os\nl='Hello, world!'\nprint( l )\n";

async fn hand_in(student: &Person, answer: &str) {
    let submit = Submit { exercise_id: say_hello(), answer: answer.to_owned() };
    assert!(student.submit(&IdempotencyKey::new(), &submit).await.unwrap().passed);
}

async fn mastery_when(student: &Person, is: impl Fn(&MasteryScore) -> bool) -> MasteryScore {
    eventually("the quality of a program", async || {
        let progress = student.progress(student.session.user.id).await.ok()?;
        let of_topic = progress.topics.into_iter().find(|of| of.topic_id == topic())?;
        Some(of_topic.mastery).filter(|mastery| is(mastery))
    })
    .await
}

fn review_of(turn: &Turn) -> CodeReview {
    let mut parts = turn.answers.iter().flat_map(|answer| &answer.parts);
    let found = parts.find_map(|part| match part {
        Part::Review { review } => Some(review.as_ref().clone()),
        _ => None,
    });
    found.unwrap_or_else(|| panic!("{turn:?}"))
}

async fn review(student: &Person, code: &str) -> Turn {
    let analyze =
        Analyze { code: code.to_owned(), error: None, topic_id: None, exercise_id: Some(say_hello()) };
    let asked = student.analyze_review(&IdempotencyKey::new(), &analyze).await.unwrap();
    ended(student, asked.question_id).await
}

#[tokio::test]
pub(crate) async fn the_best_accepted_program_counts_and_a_resent_one_once() {
    let world = World::start().await;
    let ada = world.student("Ada").await;
    hand_in(&ada, UGLY).await;
    let ugly = mastery_when(&ada, |mastery| mastery.quality.active).await;
    assert!(ugly.quality.score > 0.0 && ugly.exercises.active);
    hand_in(&ada, &right().answer).await;
    let better = mastery_when(&ada, |mastery| mastery.quality.score > ugly.quality.score).await;
    let key = IdempotencyKey::new();
    for _ in 0..3 {
        ada.submit(&key, &right()).await.unwrap();
    }
    hand_in(&ada, UGLY).await;
    let again = mastery_when(&ada, |mastery| mastery.quality.active).await;
    assert_eq!(again.quality, better.quality, "an uglier program takes nothing away");
    world.finish().await;
}

#[tokio::test]
pub(crate) async fn a_review_shows_the_score_its_parts_and_a_change_that_was_run() {
    let world = World::start().await;
    let ada = world.student("Ada").await;
    let turn = review(&ada, UGLY).await;
    let told = review_of(&turn);
    assert!((60..100).contains(&told.score), "{told:?}");
    assert!((told.parts.iter().map(|part| part.weight).sum::<f64>() - 1.0).abs() < 1e-9);
    assert!((1..=3).contains(&told.findings.len()));
    let changes: Vec<_> = told.findings.iter().filter_map(|found| found.suggestion.as_ref()).collect();
    assert!(changes.iter().any(|change| change.before == "import os" && change.after.is_empty()), "{told:?}");
    let nothing = review(&ada, &right().answer).await;
    assert_eq!(review_of(&nothing).score, 100);
    assert!(review_of(&nothing).findings.is_empty() && markdown(&nothing).contains("very well"));
    // Who asks for a review has handed nothing in.
    let progress = ada.progress(ada.session.user.id).await.unwrap();
    assert!(progress.topics.iter().all(|of| !of.mastery.quality.active));
    world.finish().await;
}

#[tokio::test]
async fn what_cannot_be_reviewed_is_answered_with_a_kind_sentence() {
    let world = World::start().await;
    let ada = world.student("Ada").await;
    for (code, said) in [
        (format!("x = {}1{}\n", "(".repeat(9_000), ")".repeat(9_000)), "too large or too deeply nested"),
        ("print('a'\n".to_owned(), "cannot read your program"),
        ("# a plan\n".to_owned(), "only comments"),
    ] {
        let turn = review(&ada, &code).await;
        assert!(markdown(&turn).contains(said), "{}", markdown(&turn));
    }
    world.finish().await;
}
