//! Exercises that a model makes: a good one is the student's, any other is refused and the bank's stays.

use std::sync::Arc;
use std::time::Duration;

use learnflow_contracts::IdempotencyKey;
use learnflow_contracts::exercises::{Exercise, Submit};
use learnflow_contracts::tutor::{
    AnswerEvidence, AnswerSource, Ending, Part, TaughtTurn, Turn, WantExercise,
};
use learnflow_server::llm::scripted::Act;
use serde_json::{Value, json};

use crate::model::own::{open, random_model, ready};
use crate::tutor::ended;
use crate::tutor_model::model;
use crate::world::{LIMIT, Person, World, demo_class, refused};

/// A good one.
fn good() -> Value {
    json!({
        "title": "Seats on the ferry",
        "text": "Each car on the ferry brings `people` and the crew is three more. Write `aboard(cars, people)`: how many are aboard? `aboard(2, 4)` is 11.",
        "starter": "def aboard(cars, people):\n    pass\n",
        "solution": "def aboard(cars, people):\n    return cars * people + 3\n",
        "tests": [
            { "call": "aboard(2, 4)", "value": "11" },
            { "call": "aboard(5, 1)", "value": "8" },
            { "call": "aboard(0, 9)", "value": "3" },
            { "call": "aboard(7, 0)", "value": "3" },
        ],
    })
}

fn with(field: &str, value: impl Into<Value>) -> Value {
    let mut exercise = good();
    exercise[field] = value.into();
    exercise
}

fn says(exercise: &Value) -> Act {
    Act::Say(exercise.to_string())
}

async fn want(student: &Person) -> Turn {
    let want = WantExercise { topic_id: Some("functions".parse().unwrap()) };
    let asked = student.want_exercise(&IdempotencyKey::new(), &want).await.unwrap();
    ended(student, asked.question_id).await
}

fn offered(turn: &Turn, answer: usize) -> &Exercise {
    let parts = &turn.answers[answer].parts;
    let found = parts.iter().find_map(|part| match part {
        Part::Exercise { exercise, .. } => Some(&**exercise),
        _ => None,
    });
    found.unwrap_or_else(|| panic!("no exercise in {parts:?}"))
}

async fn last_receipt(world: &World, student: &Person) -> TaughtTurn {
    let teacher = world.teacher().await;
    let class = demo_class(&teacher).await;
    teacher.conversation(class, student.student_id()).await.unwrap().turns.pop().unwrap()
}

#[tokio::test]
async fn a_good_one_is_the_students_to_open_and_hand_in() {
    let (_, turns) = model([says(&good())]);
    let world = World::with_model(turns).await;
    let (ada, bao) = (world.student("Ada").await, world.student("Bao").await);
    let turn = want(&ada).await;
    assert_eq!((turn.ending, turn.answers.len()), (Some(Ending::Model), 2));
    assert!(!offered(&turn, 0).id.to_string().starts_with("made-"), "the bank's was there at once");
    let made = offered(&turn, 1);
    assert_eq!(turn.answers[1].source, AnswerSource::Model { name: "scripted".to_owned() });
    assert_eq!((made.title.as_str(), made.tests.len(), made.hidden_tests), ("Seats on the ferry", 2, 2));
    let page = serde_json::to_string(&turn).unwrap();
    assert!(!page.contains("cars * people"), "its solution is nobody's to read");

    let topic = ada.topic(&made.topic_id).await.unwrap();
    assert!(topic.exercises.iter().any(|exercise| exercise.id == made.id), "it stands in its topic");
    let answer = |code: &str| Submit { exercise_id: made.id.clone(), answer: code.to_owned() };
    let wrong = answer("def aboard(cars, people):\n    return 11\n");
    assert!(!ada.submit(&IdempotencyKey::new(), &wrong).await.unwrap().passed);
    let right = answer("def aboard(cars, people):\n    return 3 + people * cars\n");
    assert!(ada.submit(&IdempotencyKey::new(), &right).await.unwrap().passed);

    refused(bao.submit(&IdempotencyKey::new(), &right).await);
    let of_bao = bao.topic(&made.topic_id).await.unwrap();
    assert!(of_bao.exercises.iter().all(|exercise| exercise.id != made.id), "it was made for Ada");

    let told = last_receipt(&world, &ada).await;
    let receipt = &told.receipts[1];
    assert_eq!(receipt.source, AnswerSource::Model { name: "scripted".to_owned() });
    let proven = |evidence: &AnswerEvidence| matches!(evidence, AnswerEvidence::Rule { name } if name.contains("passes its 4 tests"));
    assert!(receipt.evidence.iter().any(proven), "{receipt:?}");
    world.finish().await;
}

#[tokio::test]
async fn the_same_again_is_a_twin() {
    let (_, turns) = model([says(&good()), says(&with("title", "People on a boat"))]);
    let world = World::with_model(turns).await;
    let (ada, bao) = (world.student("Ada").await, world.student("Bao").await);
    assert_eq!(want(&ada).await.ending, Some(Ending::Model));
    let turn = want(&bao).await;
    assert_eq!((turn.ending, turn.answers.len()), (Some(Ending::Failed), 1));
    let why = last_receipt(&world, &bao).await.receipts.pop().unwrap().gate.pop().unwrap();
    assert!(why.what.contains("twin"), "{why:?}");
    world.finish().await;
}

#[tokio::test]
async fn whatever_else_a_model_makes_the_banks_stays() {
    let leaky = with(
        "text",
        "Write `aboard(cars, people)`.\n\n```python\ndef aboard(cars, people):\n    return cars * people + 3\n```\n",
    );
    for (act, ending, why) in [
        (
            says(&with("solution", "def aboard(cars, people):\n    return cars + people\n")),
            Ending::Failed,
            "own solution",
        ),
        (
            says(&with("starter", "def aboard(cars, people):\n    return people * cars + 3\n")),
            Ending::Failed,
            "starter",
        ),
        (
            says(&with("solution", "def aboard(cars, people):\n    while True:\n        pass\n")),
            Ending::Failed,
            "own solution",
        ),
        (says(&with("solution", "def aboard(cars, people:\n")), Ending::Failed, "own solution"),
        (
            says(&with(
                "tests",
                json!([{ "call": "aboard(2, 4) +", "value": "11" }, { "call": "aboard(", "value": "8" }, { "call": "x", "value": "" }]),
            )),
            Ending::Failed,
            "",
        ),
        (says(&leaky), Ending::Withdrawn, ""),
        (Act::Say("Here is an exercise: {\"title\": ".to_owned()), Ending::Failed, ""),
        (Act::Say("{}".to_owned()), Ending::Failed, ""),
        (Act::Die(good().to_string()[..80].to_owned()), Ending::Failed, ""),
        (Act::FallSilent(good().to_string()[..80].to_owned()), Ending::Failed, ""),
        (Act::Hang, Ending::Failed, ""),
        (Act::Missing, Ending::Failed, ""),
        (Act::Rubbish, Ending::Failed, ""),
    ] {
        let (_, turns) = model([act.clone()]);
        let world = World::with_model(turns).await;
        let ada = world.student("Ada").await;
        let turn = want(&ada).await;
        assert_eq!((turn.ending, turn.answers.len()), (Some(ending), 1), "{act:?}");
        offered(&turn, 0);
        let told = last_receipt(&world, &ada).await;
        let said = format!("{:?}", told.receipts);
        assert!(said.contains(why), "{act:?}: {said}");
        assert!(!said.contains("aboard"), "the receipt holds no word of the model's: {said}");
        world.finish().await;
    }
}

/// Random weights, held to the form by the grammar: there is nothing good in it.
#[tokio::test]
async fn the_boxs_own_model_with_random_weights_is_refused_politely() {
    let folder = tempfile::tempdir().unwrap();
    let file = random_model(folder.path());
    let (turns, own) = open(folder.path(), file);
    let (stop, mut running) = (tokio_util::sync::CancellationToken::new(), tokio::task::JoinSet::new());
    let (kept, stopped, mut process) = (Arc::clone(&own), stop.clone(), own.process());
    running.spawn(async move { kept.run(stopped).await });
    ready(&mut process, None).await;
    let world = World::with_model(turns).await;
    let ada = world.student("Ada").await;
    let turn = tokio::time::timeout(Duration::from_mins(2), want(&ada)).await.unwrap();
    assert_eq!((turn.ending, turn.answers.len()), (Some(Ending::Failed), 1));
    offered(&turn, 0);
    world.finish().await;
    stop.cancel();
    tokio::time::timeout(LIMIT, running.join_next()).await.unwrap().unwrap().unwrap().unwrap();
}
