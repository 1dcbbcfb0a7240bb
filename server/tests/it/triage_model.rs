//! Whom a question is for where the rules are unsure: a model is asked, and nobody waits for one that cannot say.

use std::time::{Duration, Instant};

use learnflow_contracts::IdempotencyKey;
use learnflow_contracts::tutor::{AgentKind, Ask, Asked, DecidedBy, TutorMode, TutorSwitch};
use learnflow_server::llm::scripted::Act;
use reqwest::Method;

use crate::tutor::{answer_to, ended, markdown, words};
use crate::tutor_model::model;
use crate::world::{World, demo_class};

/// The rules guess at these.
fn unclear() -> Ask {
    words("python")
}

fn says(agent: &str) -> Act {
    Act::Say(format!(r#"{{"agent": "{agent}"}}"#))
}

#[tokio::test]
async fn a_model_decides_where_the_rules_are_unsure() {
    let (asked, turns) = model([says("progress")]);
    let world = World::with_model(turns).await;
    let ada = world.student("Ada").await;
    let triaged = ada.triage(&unclear()).await.unwrap();
    assert_eq!((triaged.agent, triaged.by), (AgentKind::Progress, DecidedBy::Model));
    let turn = answer_to(&ada, &unclear()).await;
    assert_eq!(turn.agent, Some(AgentKind::Progress));
    let asked = asked.asked();
    assert_eq!(asked.len(), 2, "once for each question, and numbers need no model");
    assert!(asked[0].schema.is_some() && asked[0].messages[0].text.contains("====="));

    let sure = ada.triage(&words("What is a for loop?")).await.unwrap();
    assert_eq!((sure.agent, sure.by), (AgentKind::Concepts, DecidedBy::Rules));

    let teacher = world.teacher().await;
    let receipt = teacher.conversation(demo_class(&teacher).await, ada.student_id()).await.unwrap();
    let triaged = receipt.turns[0].triaged.as_ref().unwrap();
    assert_eq!((triaged.agent, triaged.by), (AgentKind::Progress, DecidedBy::Model));
    world.finish().await;
}

#[tokio::test]
async fn whatever_a_model_does_with_it_the_rules_answer_soon() {
    for act in [
        Act::Missing,
        Act::Hang,
        Act::Rubbish,
        Act::Busy,
        Act::Die(r#"{"agent": "#.to_owned()),
        Act::FallSilent(r#"{"agent": "#.to_owned()),
        Act::Say("Sure! It is for debug.".to_owned()),
        says("headmaster"),
        Act::Slowly(r#"{"agent": "review" }"#.to_owned(), Duration::from_secs(5)),
    ] {
        let (_, turns) = model([act.clone()]);
        let world = World::with_model(turns).await;
        let ada = world.student("Ada").await;
        let started = Instant::now();
        let triaged = ada.triage(&unclear()).await.unwrap();
        assert_eq!(triaged.by, DecidedBy::Rules, "{act:?}");
        assert!(started.elapsed() < Duration::from_secs(5), "{act:?}: {:?}", started.elapsed());
        assert!(!answer_to(&ada, &unclear()).await.answers[0].parts.is_empty(), "{act:?}");
        world.finish().await;
    }
}

#[tokio::test]
async fn nobody_waits_twice_for_a_model_that_was_late() {
    let (asked, turns) = model([Act::Slowly("one two".to_owned(), Duration::from_secs(20))]);
    let world = World::with_model(turns).await;
    let ada = world.student("Ada").await;
    for _ in 0..3 {
        assert_eq!(ada.triage(&unclear()).await.unwrap().by, DecidedBy::Rules);
    }
    assert_eq!(asked.asked().len(), 1);
    world.finish().await;
}

#[tokio::test]
async fn a_class_with_the_library_alone_asks_no_model_whom_a_question_is_for() {
    let (asked, turns) = model([says("progress")]);
    let world = World::with_model(turns).await;
    let (ada, teacher) = (world.student("Ada").await, world.teacher().await);
    let class = demo_class(&teacher).await;
    teacher.switch_tutor(class, &TutorSwitch { mode: TutorMode::Library }).await.unwrap();
    assert_eq!(ada.triage(&unclear()).await.unwrap().by, DecidedBy::Rules);
    assert!(asked.asked().is_empty());
    world.finish().await;
}

#[tokio::test]
async fn what_fits_nothing_is_asked_back_kindly_in_both_languages() {
    let (_, turns) = model([says("nobody")]);
    let world = World::with_model(turns).await;
    let ada = world.student("Ada").await;
    let turn = answer_to(&ada, &unclear()).await;
    assert_eq!(turn.agent, Some(AgentKind::Triage));
    assert!(markdown(&turn).contains("I would like to help"), "{}", markdown(&turn));
    let asked: Asked = ada
        .request(Method::POST, "query")
        .header("accept-language", "de")
        .header("idempotency-key", IdempotencyKey::new().as_str())
        .json(&words("asdf qwer"))
        .send()
        .await
        .unwrap()
        .json()
        .await
        .unwrap();
    let turn = ended(&ada, asked.question_id).await;
    assert_eq!(turn.agent, Some(AgentKind::Triage));
    assert!(markdown(&turn).contains("Ich helfe dir gern"), "{}", markdown(&turn));
    world.finish().await;
}
