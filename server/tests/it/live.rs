//! Live runs: output as it appears, `input()` answered from the page, a stop that stops.

use learnflow_contracts::ProblemKind;
use learnflow_contracts::RunId;
use learnflow_contracts::live::{FromStudent, ToStudent, ToTeacher};
use learnflow_contracts::run::{Execute, RunOutcome, RunStatus};

use crate::sockets::{Page, class_page, student_page};
use crate::world::{World, demo_class, eventually, topic};

const FOR_EVER: &str = "while True:\n    pass\n";
const ASKS: &str = "print('before')\nname = input('Who? ')\nprint('Hello', name)\n";

/// Reads until this run has shown `wanted` as the last of its output.
async fn shown(page: &mut Page<ToStudent>, run: RunId, wanted: &str) {
    let mut seen = String::new();
    let reading = page.until(|message| {
        if let ToStudent::RunOutput { run_id, text, .. } = message
            && run_id == run
        {
            seen.push_str(&text);
        }
        seen.ends_with(wanted).then_some(())
    });
    reading.await;
}

async fn waiting(page: &mut Page<ToStudent>, run: RunId) {
    page.until(|message| (message == ToStudent::RunWaiting { run_id: run }).then_some(())).await;
}

/// Reads until this run has ended.
async fn ended(page: &mut Page<ToStudent>, run: RunId) -> RunOutcome {
    let reading = page.until(|message| match message {
        ToStudent::RunEnded { run_id, outcome, .. } if run_id == run => Some(outcome),
        _ => None,
    });
    reading.await
}

#[tokio::test]
pub(crate) async fn output_appears_while_the_program_waits_and_input_is_answered() {
    let world = World::start().await;
    let mut page = student_page(&world.student("Ada").await).await;
    let run = page.run(ASKS).await;
    shown(&mut page, run, "before\nWho? ").await;
    waiting(&mut page, run).await;
    page.say(&FromStudent::RunInput { run_id: run, text: "Ada".to_owned() }).await;
    shown(&mut page, run, "Hello Ada\n").await;
    assert_eq!(ended(&mut page, run).await.status, RunStatus::Finished);
    world.finish().await;
}

#[tokio::test]
pub(crate) async fn the_end_of_input_raises_an_eof_error() {
    let world = World::start().await;
    let mut page = student_page(&world.student("Ada").await).await;
    let run = page.run(ASKS).await;
    waiting(&mut page, run).await;
    page.say(&FromStudent::RunEof { run_id: run }).await;
    let outcome = ended(&mut page, run).await;
    assert_eq!(outcome.error.map(|error| error.kind).as_deref(), Some("EOFError"));
    world.finish().await;
}

#[tokio::test]
pub(crate) async fn stop_stops_a_program_that_never_ends() {
    let world = World::start().await;
    let mut page = student_page(&world.student("Ada").await).await;
    let run = page.run(FOR_EVER).await;
    page.say(&FromStudent::RunStop { run_id: run }).await;
    assert_eq!(ended(&mut page, run).await.status, RunStatus::Stopped);
    let next = page.run("print('free')").await;
    shown(&mut page, next, "free\n").await;
    world.finish().await;
}

#[tokio::test]
pub(crate) async fn a_second_run_replaces_the_first() {
    let world = World::start().await;
    let mut page = student_page(&world.student("Ada").await).await;
    let first = page.run(FOR_EVER).await;
    let second = page.run("print('second')").await;
    assert_eq!(ended(&mut page, first).await.status, RunStatus::Stopped);
    shown(&mut page, second, "second\n").await;
    assert_eq!(ended(&mut page, second).await.status, RunStatus::Finished);
    world.finish().await;
}

#[tokio::test]
pub(crate) async fn a_page_that_is_closed_gives_its_place_back() {
    let world = World::with(|config| {
        config.execution.places_per_student = 1;
        // The run would keep its place for an hour, were it not for the page that goes.
        config.execution.input_s = 3_600;
    });
    let world = world.await;
    let ada = world.student("Ada").await;
    let mut page = student_page(&ada).await;
    let run = page.run(ASKS).await;
    waiting(&mut page, run).await;
    drop(page);
    let ran = ada.execute(&Execute { code: "print(1)".to_owned(), ..Execute::default() }).await.unwrap();
    assert_eq!(ran.outcome.status, RunStatus::Finished);
    world.finish().await;
}

#[tokio::test]
pub(crate) async fn the_teacher_sees_where_a_student_is_and_when_they_leave() {
    let world = World::start().await;
    let (teacher, ada) = (world.teacher().await, world.student("Ada").await);
    let class = demo_class(&teacher).await;
    let mut watching = class_page(&teacher, class).await.unwrap();
    let mut page = student_page(&ada).await;
    page.say(&FromStudent::At { topic_id: Some(topic()), exercise_id: None }).await;
    let is_there = |message| match message {
        ToTeacher::Student { student } => {
            (student.online && student.topic_id == Some(topic())).then_some(student.name)
        }
        ToTeacher::Live { .. } | ToTeacher::Alert { .. } => None,
    };
    assert_eq!(watching.until(is_there).await, "Ada");
    drop(page);
    eventually("the live view to show that nobody is here", async || {
        let view = teacher.live(class).await.unwrap();
        view.students.iter().all(|row| !row.online).then_some(())
    })
    .await;
    world.finish().await;
}

#[tokio::test]
pub(crate) async fn results_reach_every_page_of_the_student() {
    let world = World::start().await;
    let ada = world.student("Ada").await;
    let (mut one, mut two) = (student_page(&ada).await, student_page(&ada).await);
    let result =
        ada.submit(&learnflow_contracts::IdempotencyKey::new(), &crate::world::right()).await.unwrap();
    for page in [&mut one, &mut two] {
        let graded = page.until(|message| match message {
            ToStudent::Graded { result } => Some(*result),
            _ => None,
        });
        assert_eq!(graded.await, result);
        let moved = |message| match message {
            ToStudent::Mastery { topic_id, mastery, .. } => Some((topic_id, mastery.score > 0.0)),
            _ => None,
        };
        assert_eq!(page.until(moved).await, (topic(), true));
    }
    world.finish().await;
}

#[tokio::test]
pub(crate) async fn what_is_no_message_is_told_so_and_the_socket_stays_open() {
    let world = World::start().await;
    let mut page = student_page(&world.student("Ada").await).await;
    let run_id = RunId::new();
    let too_long = FromStudent::RunStart {
        run_id,
        code: "#".repeat(100_000),
        files: Vec::new(),
        topic_id: None,
        exercise_id: None,
    };
    for (text, kind) in [
        ("", ProblemKind::Malformed),
        ("null", ProblemKind::Malformed),
        ("{\"type\":\"sing\"}", ProblemKind::Malformed),
        (&"[".repeat(100_000), ProblemKind::Malformed),
        (&serde_json::to_string(&too_long).unwrap(), ProblemKind::TooLarge),
    ] {
        page.say_text(text).await;
        let told = page.until(|message| match message {
            ToStudent::Problem { problem } => Some(problem.kind),
            _ => None,
        });
        assert_eq!(told.await, kind);
    }
    let run = page.run("print('still here')").await;
    shown(&mut page, run, "still here\n").await;
    world.finish().await;
}
