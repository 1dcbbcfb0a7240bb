//! Events against the CloudEvents specification, their samples and their schemas.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use std::path::{Path, PathBuf};

use cloudevents::AttributesReader;
use learnflow_contracts::broker::declared;
use learnflow_contracts::compat::json_breaks;
use learnflow_contracts::event::{Event, Topic};
use learnflow_contracts::schema::{all, check};

fn folder(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(name)
}

fn samples() -> Vec<(String, String)> {
    let mut found: Vec<_> = std::fs::read_dir(folder("samples"))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .map(|path| {
            (path.file_name().unwrap().to_str().unwrap().to_owned(), std::fs::read_to_string(&path).unwrap())
        })
        .collect();
    found.sort();
    found
}

#[test]
fn every_sample_is_a_cloudevent_and_reads_back_as_it_was() {
    for (name, text) in samples() {
        let standard: cloudevents::Event =
            serde_json::from_str(&text).unwrap_or_else(|e| panic!("{name}: {e}"));
        let ours: Event = serde_json::from_str(&text).unwrap_or_else(|e| panic!("{name}: {e}"));
        assert_eq!(standard.id(), ours.id.to_string(), "{name}");
        assert_eq!(standard.subject(), Some(ours.subject.to_string().as_str()), "{name}");
        let written = serde_json::to_value(&ours).unwrap();
        assert_eq!(written, serde_json::from_str::<serde_json::Value>(&text).unwrap(), "{name}");
        assert!(standard.extension("traceparent").is_some(), "{name} shows the trace context too");
    }
}

#[test]
fn every_event_type_has_a_sample() {
    let names: Vec<_> = samples().into_iter().map(|(name, _)| name).collect();
    assert_eq!(
        names,
        [
            "code-result.v1.json",
            "exercise-graded.v1.json",
            "exercise-graded.v1.passed.json",
            "hint-opened.v1.json",
            "mastery-updated.v1.json",
            "question-answered.v1.json",
            "question-asked.v1.json",
            "question-routed.v1.concepts.json",
            "question-routed.v1.debug.json",
            "question-routed.v1.exercise.json",
            "question-routed.v1.progress.json",
            "question-routed.v1.review.json",
            "quiz-answered.v1.json",
            "struggle-detected.v1.json",
            "struggle-resolved.v1.json"
        ]
    );
}

#[test]
fn every_topic_is_used_by_some_event() {
    let used: std::collections::BTreeSet<_> =
        samples().iter().map(|(_, text)| serde_json::from_str::<Event>(text).unwrap().topic()).collect();
    assert_eq!(used.into_iter().collect::<Vec<_>>(), Topic::ALL);
}

#[test]
fn an_event_of_an_unknown_type_or_with_a_broken_body_is_refused() {
    let (_, good) = &samples()[0];
    for (from, to) in [("learnflow.code.result.v1", "learnflow.code.result.v9"), ("\"run_id\"", "\"run\"")] {
        assert!(serde_json::from_str::<Event>(&good.replace(from, to)).is_err(), "{to}");
    }
}

#[test]
fn the_schemas_in_the_repository_are_those_of_the_code() {
    let mut rewritten = Vec::new();
    for (name, schema) in all() {
        let path = folder("schema").join(format!("{name}.json"));
        let fresh = serde_json::to_string_pretty(schema).unwrap() + "\n";
        let committed = std::fs::read_to_string(&path).unwrap_or_default();
        if committed == fresh {
            continue;
        }
        // What breaks readers is not written over what they know: it needs an event of the next version.
        if let Ok(old) = serde_json::from_str(&committed) {
            assert_eq!(
                json_breaks(&old, schema.as_value()),
                Vec::<String>::new(),
                "{name} breaks those who read it"
            );
        }
        std::fs::write(&path, fresh).unwrap();
        rewritten.push(name);
    }
    assert!(rewritten.is_empty(), "out of date and rewritten, look at them and commit them: {rewritten:?}");
}

#[test]
fn every_sample_fits_its_schema_and_a_broken_one_does_not() {
    for (name, text) in samples() {
        let mut event: Event = serde_json::from_str(&text).unwrap();
        assert_eq!(check(&event), Ok(()), "{name}");
        event.dataschema = "urn:learnflow:schema:idempotency-key.v1".to_owned();
        let refused = check(&event).unwrap_err();
        assert!(!refused.contains(&event.key()), "it says nothing of what stands there: {refused}");
    }
}

#[test]
fn every_topic_tells_what_is_on_it() {
    for (name, text) in samples() {
        let event: Event = serde_json::from_str(&text).unwrap();
        let kind = serde_json::to_value(&event).unwrap()["type"].as_str().unwrap().to_owned();
        let topic = declared().iter().find(|topic| topic.name == event.topic().name()).unwrap();
        assert!(topic.data.contains(&kind), "{name}: name {kind} at {} in topics.yaml", topic.name);
    }
}

#[test]
fn the_schema_named_by_an_event_is_in_the_repository() {
    for (name, text) in samples() {
        let event: Event = serde_json::from_str(&text).unwrap();
        let (schema, version) =
            event.dataschema.strip_prefix("urn:learnflow:schema:").unwrap().split_once('.').unwrap();
        assert!(folder("schema").join(format!("{schema}.json")).exists(), "{name}: {schema}");
        assert!(name.starts_with(&format!("{schema}.{version}.")), "{name}");
    }
}
