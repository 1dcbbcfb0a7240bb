//! A model that is missing, slow, hung, broken or silly: the student has a useful answer, and every question ends.

use std::sync::Arc;
use std::time::Duration;

use learnflow_contracts::IdempotencyKey;
use learnflow_contracts::live::{FromStudent, ToStudent};
use learnflow_contracts::tutor::{
    AgentKind, Analyze, AnswerSource, Ask, Ending, Explain, Turn, TutorMode, TutorNews, TutorSwitch,
    WantExercise,
};
use learnflow_server::llm::scripted::{Act, Scripted};
use learnflow_server::llm::turns::Settings;
use learnflow_server::llm::{Patience, Turns};

use crate::sockets::student_page;
use crate::tutor::{answer_to, ended, markdown};
use crate::world::{Person, World, demo_class};

/// Time enough for a stand-in, and not for one that hangs.
const PATIENCE: Duration = Duration::from_millis(700);

pub(crate) fn model(acts: impl IntoIterator<Item = Act>) -> (Arc<Scripted>, Turns) {
    let patience = Patience { first_piece: PATIENCE, next_piece: PATIENCE, whole_answer: PATIENCE * 20 };
    let settings =
        Settings { slots: 1, waiting: 8, waiting_per_student: 4, patience, rest: Duration::from_mins(1) };
    let model = Arc::new(Scripted::new(acts));
    (model.clone(), Turns::new(model, settings))
}

fn question() -> Ask {
    Ask { text: "What is a list?".to_owned(), ..Ask::default() }
}

const GOOD: &str =
    "A list keeps many values in one place. You reach each by its number. What would you keep in one?";

#[tokio::test]
async fn a_better_answer_streams_and_stands_beside_the_librarys() {
    let (asked, turns) = model([Act::Say(GOOD.to_owned())]);
    let world = World::with_model(turns).await;
    let ada = world.student("Ada").await;
    let mut page = student_page(&ada).await;
    ada.ask(&IdempotencyKey::new(), &question()).await.unwrap();
    let (mut kinds, mut streamed) = (Vec::new(), String::new());
    page.until(|message| {
        let ToStudent::Tutor { news, .. } = message else { return None };
        kinds.push(match news {
            TutorNews::First { more, .. } => {
                if more {
                    "first"
                } else {
                    "only"
                }
            }
            TutorNews::Queued { .. } => "queued",
            TutorNews::Began { .. } => "began",
            TutorNews::Text { text } => {
                streamed += &text;
                "text"
            }
            TutorNews::Better { .. } => "better",
            TutorNews::Ended { ending: Ending::Model } => return Some(()),
            other => panic!("{other:?}"),
        });
        None
    })
    .await;
    assert!(
        ["first", "queued", "began", "text", "better"].iter().all(|kind| kinds.contains(kind)),
        "{kinds:?}"
    );
    assert_eq!(streamed, GOOD);
    let said = asked.asked();
    assert!(
        said[0].messages[0].text.contains("=====\nWhat is a list?\n====="),
        "the question stands in a fence"
    );
    assert!(!said[0].messages[0].text.contains("Ada"), "nobody is named");
    world.finish().await;
}

#[tokio::test]
async fn whatever_a_model_does_the_library_answers_and_the_question_ends() {
    for (act, ending) in [
        (Act::Missing, Ending::Failed),
        (Act::Hang, Ending::Failed),
        (Act::Rubbish, Ending::Failed),
        (Act::Busy, Ending::Failed),
        (Act::Die("A list keeps many values. You reach ".to_owned()), Ending::Failed),
        (Act::FallSilent("A list keeps many values. And then ".to_owned()), Ending::Failed),
        (Act::Say(String::new()), Ending::Failed),
        (Act::Say("ok".to_owned()), Ending::Failed),
        (Act::Say("cHJpbnQoJ2hlbGxvJykgIyBoaSB0aGVyZQ==".to_owned()), Ending::Withdrawn),
    ] {
        let (_, turns) = model([act.clone()]);
        let world = World::with_model(turns).await;
        let ada = world.student("Ada").await;
        let turn = answer_to(&ada, &question()).await;
        assert_eq!((turn.ending, turn.answers.len()), (Some(ending), 1), "{act:?}");
        assert!(!markdown(&turn).is_empty(), "{act:?}");
        world.finish().await;
    }
}

#[tokio::test]
async fn a_student_stops_an_answer_and_keeps_what_came() {
    let (_, turns) = model([Act::Slowly(GOOD.repeat(40), Duration::from_millis(30))]);
    let world = World::with_model(turns).await;
    let ada = world.student("Ada").await;
    let mut page = student_page(&ada).await;
    let question_id = ada.ask(&IdempotencyKey::new(), &question()).await.unwrap().question_id;
    page.until(|message| {
        matches!(message, ToStudent::Tutor { news: TutorNews::Text { .. }, .. }).then_some(())
    })
    .await;
    page.say(&FromStudent::TutorStop { question_id }).await;
    let ending = page
        .until(|message| match message {
            ToStudent::Tutor { news: TutorNews::Ended { ending }, .. } => Some(ending),
            _ => None,
        })
        .await;
    assert_eq!(ending, Ending::Stopped);
    let turn = ada.question(question_id).await.unwrap();
    assert_eq!((turn.ending, turn.answers.len()), (Some(Ending::Stopped), 2));
    world.finish().await;
}

#[tokio::test]
async fn a_class_with_the_library_alone_asks_no_model() {
    let (asked, turns) = model([Act::Say(GOOD.to_owned())]);
    let world = World::with_model(turns).await;
    let (ada, teacher) = (world.student("Ada").await, world.teacher().await);
    let class = demo_class(&teacher).await;
    teacher.switch_tutor(class, &TutorSwitch { mode: TutorMode::Library }).await.unwrap();
    assert_eq!(ada.tutor().await.unwrap().model, None);
    assert_eq!(answer_to(&ada, &question()).await.ending, Some(Ending::Library));
    assert!(asked.asked().is_empty());
    world.finish().await;
}

/// What a student asks of each agent, by its own door.
async fn of_every_agent(ada: &Person) -> Vec<Turn> {
    let key = IdempotencyKey::new;
    let explain = Explain { text: "What is a list?".to_owned(), ..Explain::default() };
    let code = "text = 1\nprint(txet)\n".to_owned();
    let analyze = Analyze { code, error: None, topic_id: None, exercise_id: None };
    let asked = [
        ada.explain(&key(), &explain).await.unwrap(),
        ada.analyze_debug(&key(), &analyze).await.unwrap(),
        ada.analyze_review(&key(), &analyze).await.unwrap(),
        ada.want_exercise(&key(), &WantExercise::default()).await.unwrap(),
        ada.ask(&key(), &Ask { text: "How am I doing?".to_owned(), ..Ask::default() }).await.unwrap(),
    ];
    let mut turns = Vec::new();
    for asked in asked {
        turns.push(ended(ada, asked.question_id).await);
    }
    turns
}

#[tokio::test]
async fn every_agent_answers_whatever_a_model_does_and_the_metrics_tell() {
    for (act, outcome) in [
        (Act::Missing, "unreachable"),
        (Act::Hang, "slow_start"),
        (Act::Slowly("word ".repeat(400), Duration::from_millis(200)), "slow_answer"),
        (Act::Rubbish, "rubbish"),
        (Act::Busy, "busy"),
        (Act::Die("{\"where\": \"A list keeps ".to_owned()), "cut_off"),
        (Act::FallSilent("{\"where\": \"A list keeps ".to_owned()), "fell_silent"),
        (Act::Say("}{".to_owned()), "rubbish"),
        (Act::Say(String::new()), "rubbish"),
    ] {
        let patience = Patience { first_piece: PATIENCE, next_piece: PATIENCE, whole_answer: PATIENCE * 3 };
        let settings =
            Settings { slots: 4, waiting: 8, waiting_per_student: 8, patience, rest: Duration::from_mins(1) };
        let world = World::with_model(Turns::new(Arc::new(Scripted::new([act.clone()])), settings)).await;
        let ada = world.student("Ada").await;
        let turns = of_every_agent(&ada).await;
        for (turn, agent) in turns.iter().zip([
            AgentKind::Concepts,
            AgentKind::Debug,
            AgentKind::Review,
            AgentKind::Exercise,
            AgentKind::Progress,
        ]) {
            assert_eq!(turn.agent, Some(agent), "{act:?}");
            let useful = !turn.answers[0].parts.is_empty() && turn.answers[0].source == AnswerSource::Library;
            assert!(useful && turn.answers.len() == 1, "{act:?}: {turn:?}");
            let ended = matches!(turn.ending, Some(Ending::Failed | Ending::Withdrawn | Ending::Library));
            assert!(ended, "{act:?}: {:?}", turn.ending);
        }
        let with_a_model = [&turns[0], &turns[1], &turns[3]];
        assert!(with_a_model.iter().all(|turn| turn.ending != Some(Ending::Library)), "{act:?}: {turns:?}");
        let metrics = reqwest::get(format!("{}/metrics", world.client.base())).await.unwrap();
        let metrics = metrics.text().await.unwrap();
        for line in [format!("llm_answers_total{{outcome=\"{outcome}\"}}"), "ending=\"failed\"".to_owned()] {
            assert!(metrics.contains(&line), "{act:?}: no {line}");
        }
        world.finish().await;
    }
}

#[tokio::test]
async fn a_teacher_who_switches_the_model_off_stops_an_answer_under_way() {
    for mode in [TutorMode::Off, TutorMode::Library] {
        let (_, turns) = model([Act::Slowly(GOOD.repeat(100), Duration::from_millis(30))]);
        let world = World::with_model(turns).await;
        let (ada, teacher) = (world.student("Ada").await, world.teacher().await);
        let class = demo_class(&teacher).await;
        let mut page = student_page(&ada).await;
        let question_id = ada.ask(&IdempotencyKey::new(), &question()).await.unwrap().question_id;
        page.until(|message| {
            matches!(message, ToStudent::Tutor { news: TutorNews::Text { .. }, .. }).then_some(())
        })
        .await;
        teacher.switch_tutor(class, &TutorSwitch { mode }).await.unwrap();
        let mut taken_back = false;
        let ending = page
            .until(|message| match message {
                ToStudent::Tutor { news: TutorNews::Withdrawn, .. } => {
                    taken_back = true;
                    None
                }
                ToStudent::Tutor { news: TutorNews::Ended { ending }, .. } => Some(ending),
                _ => None,
            })
            .await;
        assert!(taken_back && ending == Ending::Library, "{mode:?}: {ending:?}");
        let turn = ada.question(question_id).await.unwrap();
        assert_eq!((turn.ending, turn.answers.len()), (Some(Ending::Library), 1), "{mode:?}");
        world.finish().await;
    }
}
