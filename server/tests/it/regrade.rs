//! `learnflow regrade`: a grade from its record, once more.

use std::process::Output;

use learnflow_contracts::exercises::Submit;
use learnflow_contracts::{IdempotencyKey, SubmissionId};

use crate::kill::setup;
use crate::world::{World, say_hello};

/// All that differs from run to run where nothing is recorded.
const ANSWER: &str = "\
import os, random, secrets, time, uuid
from datetime import datetime

print('Hello, world!', random.random(), secrets.token_hex(), uuid.uuid4(), os.urandom(4))
print(datetime.now(), time.time(), time.perf_counter(), hash('a'), id(ANSWER := []))
time.sleep(0.01)
print(time.monotonic(), {'red', 'green', 'blue'}, random.choices('abc', k=5))
";

fn regrade(world: &World, id: SubmissionId) -> (Output, String) {
    let data = world.database().parent().unwrap().to_owned();
    // In another folder, so that --data is what counts.
    let elsewhere = tempfile::tempdir().unwrap();
    let mut command = setup(elsewhere.path().to_owned()).command();
    let output = command.args(["regrade", &id.to_string(), "--data"]).arg(data).output().unwrap();
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    (output, said)
}

fn change(world: &World, sql: &str) {
    rusqlite::Connection::open(world.database()).unwrap().execute_batch(sql).unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_grade_is_repeated_from_its_record() {
    let world = World::start().await;
    let ada = world.student("Ada").await;
    let submit = Submit { exercise_id: say_hello(), answer: ANSWER.to_owned() };
    let graded = ada.submit(&IdempotencyKey::new(), &submit).await.unwrap();
    let got = graded.tests[0].got.clone().unwrap();
    assert!(got.contains("2026-03-02 09:00:00"), "the program sees the time of the grade: {got}");
    let again = ada.submit(&IdempotencyKey::new(), &submit).await.unwrap();
    assert_ne!(again.tests[0].got, graded.tests[0].got, "chance differs from submission to submission");

    for id in [graded.submission_id, again.submission_id] {
        let (output, said) = regrade(&world, id);
        assert_eq!(output.status.code(), Some(0), "{said}{}", String::from_utf8_lossy(&output.stderr));
        assert!(said.contains("as the first time"), "{said}");
        assert!(!said.contains("different") && !said.contains('→'), "{said}");
    }
    let (_, said) = regrade(&world, graded.submission_id);
    assert!(said.contains(&format!("got     {got:?}")), "what it got is what the student saw: {said}");

    change(&world, "UPDATE submissions SET answer = 'print(1)', engine = 'another' WHERE attempt = 1");
    let (output, said) = regrade(&world, graded.submission_id);
    assert_eq!(output.status.code(), Some(1), "{said}");
    assert!(said.contains("different") && said.contains(" → \"1"), "{said}");
    assert!(said.contains("the first time it was another"), "{said}");
    world.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_cannot_be_graded_again_is_said() {
    let world = World::start().await;
    let ada = world.student("Ada").await;
    let submit = Submit { exercise_id: say_hello(), answer: "print(1)".to_owned() };
    let graded = ada.submit(&IdempotencyKey::new(), &submit).await.unwrap();
    let (output, _) = regrade(&world, SubmissionId::new());
    assert_eq!(output.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&output.stderr).contains("there is no submission"));
    change(&world, "UPDATE submissions SET task_hash = NULL");
    let (output, _) = regrade(&world, graded.submission_id);
    assert_eq!(output.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&output.stderr).contains("an older program"));
    world.finish().await;
}
