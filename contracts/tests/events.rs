//! Events against the CloudEvents specification, their samples and their schemas.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use std::path::{Path, PathBuf};

use cloudevents::AttributesReader;
use learnflow_contracts::event::{
    CodeResult, Event, ExerciseGraded, HintOpened, MasteryUpdated, QuestionAnswered, QuestionAsked,
    QuestionRouted, QuizAnswered, Topic,
};
use schemars::{JsonSchema, schema_for};

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
            "hint-opened.v1.json",
            "mastery-updated.v1.json",
            "question-answered.v1.json",
            "question-asked.v1.json",
            "question-routed.v1.concepts.json",
            "question-routed.v1.debug.json",
            "question-routed.v1.exercise.json",
            "question-routed.v1.progress.json",
            "question-routed.v1.review.json",
            "quiz-answered.v1.json"
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
    let rewritten = [
        schema::<ExerciseGraded>("exercise-graded"),
        schema::<CodeResult>("code-result"),
        schema::<QuizAnswered>("quiz-answered"),
        schema::<MasteryUpdated>("mastery-updated"),
        schema::<QuestionAsked>("question-asked"),
        schema::<QuestionRouted>("question-routed"),
        schema::<QuestionAnswered>("question-answered"),
        schema::<HintOpened>("hint-opened"),
        schema::<learnflow_contracts::progress::MasteryScore>("mastery-score"),
        schema::<learnflow_contracts::IdempotencyKey>("idempotency-key"),
    ];
    let rewritten: Vec<_> = rewritten.into_iter().flatten().collect();
    assert!(rewritten.is_empty(), "out of date and rewritten, look at them and commit them: {rewritten:?}");
}

/// Rewrites a schema that has drifted and returns its name.
fn schema<T: JsonSchema>(name: &str) -> Option<String> {
    let path = folder("schema").join(format!("{name}.json"));
    let fresh = serde_json::to_string_pretty(&schema_for!(T)).unwrap() + "\n";
    if std::fs::read_to_string(&path).ok().as_deref() == Some(fresh.as_str()) {
        return None;
    }
    std::fs::write(&path, fresh).unwrap();
    Some(name.to_owned())
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
