//! Dead letters of the embedded bus, in the database; on the broker the laws show the same.

use std::path::Path;

use learnflow_contracts::StudentId;
use learnflow_contracts::dead_letter::DeadLetter;
use learnflow_contracts::event::{Data, Event, QuizAnswered};
use learnflow_contracts::{ClassId, EventId};
use learnflow_server::storage::sqlite::Sqlite;
use learnflow_server::storage::{DeadLetters, LetterFilter};

use super::learnflowctl;

fn open(folder: &Path) -> Sqlite {
    Sqlite::open(&folder.join("learnflow.db")).unwrap()
}

async fn bury(folder: &Path, group: &str) -> EventId {
    let quiz = QuizAnswered {
        student_id: StudentId::new(),
        class_id: ClassId::new(),
        topic_id: "variables".parse().unwrap(),
        score: 50.0,
    };
    let event =
        Event::new("gateway", "2026-03-02T09:00:00Z".parse().unwrap(), None, Data::QuizAnswered(quiz));
    let letter = DeadLetter::of(&event, group, "a reason", 5, event.time).unwrap();
    open(folder).bury(&letter).await.unwrap();
    event.id
}

#[tokio::test]
async fn letters_are_listed_shown_and_replayed() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    let run = |arguments: &[&str]| learnflowctl(folder, &[], &[&["dead-letters"], arguments].concat());
    let one = bury(folder, "progress").await;
    let two = bury(folder, "realtime").await;

    let (told, content) = run(&["list"]);
    assert!(content && told.contains(&one.to_string()) && told.contains(&two.to_string()), "{told}");
    assert!(told.contains("1 × progress: a reason"), "{told}");
    let (told, _) = run(&["list", "--group", "progress", "--json"]);
    let listed: serde_json::Value = serde_json::from_str(&told).unwrap();
    assert_eq!(listed.as_array().unwrap().len(), 1);
    assert_eq!(listed[0]["event_id"], one.to_string());
    assert_eq!(listed[0].get("record"), None, "a list shows nothing that a student wrote");

    let (told, content) = run(&["show", &one.to_string()]);
    assert!(content && told.contains("reason  a reason") && told.contains("variables"), "{told}");
    let (told, content) = run(&["show", &EventId::new().to_string()]);
    assert!(!content && told.contains("there is no dead letter"), "{told}");

    let (told, content) = run(&["replay"]);
    assert!(!content && told.contains("say --all"), "{told}");
    let (told, content) = run(&["replay", &one.to_string()]);
    assert!(content && told == "1 of 1 replayed\n", "{told}");
    let (told, content) = run(&["replay", "--all"]);
    assert!(content && told == "1 of 1 replayed\n", "{told}");
    assert_eq!(open(folder).letters(&LetterFilter::default()).await.unwrap(), []);
}
