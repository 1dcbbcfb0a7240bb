//! `kill -9` in the middle of a burst, again and again: what was answered is there, once, and mastery is what
//! the same submissions give without any kill.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::time::Duration;

use learnflow_contracts::progress::MasteryScore;
use rand::Rng;

use crate::crash::{Program, Sent, Setup, check_progress, check_submissions, is_up_to_date, read_only};
use crate::world::{World, cache, compiled, component, eventually};

const KILLS: u32 = 20;

/// The program of this build, with a data folder.
pub(crate) fn setup(data: PathBuf) -> Setup {
    Setup {
        program: PathBuf::from(env!("CARGO_BIN_EXE_learnflow")),
        component: component(),
        cache: Some(cache()),
        data,
        settings: Vec::new(),
    }
}

/// A student's mastery by topic, without consistency: the two runs may lie on two sides of midnight.
type Mastery = BTreeMap<String, [f64; 3]>;

fn parts(mastery: &MasteryScore) -> [f64; 3] {
    [mastery.exercises.score, mastery.quizzes.score, mastery.quality.score]
}

#[tokio::test]
async fn what_was_answered_survives_twenty_kills_and_counts_once() {
    let folder = tempfile::tempdir().unwrap();
    let setup = setup(folder.path().to_owned());
    compiled().await;
    let mut program = Program::start(&setup);
    let mut sent = Sent::sign_in(&program.client).await;
    for _ in 0..KILLS {
        let (answers, more) = {
            let mut random = rand::rng();
            (random.random_range(1..12), Duration::from_micros(random.random_range(0..20_000)))
        };
        sent.burst_and_kill(program, answers, more).await;
        program = Program::start(&setup);
    }
    let unanswered = sent.send_all_again(&program).await;
    assert!(unanswered > 0, "no kill came while something was on its way");
    let database = read_only(&setup.database());
    eventually("progress to be up to date", async || is_up_to_date(&database).then_some(())).await;
    check_submissions(&database, &sent);
    check_progress(&database);

    let killed = stored_mastery(&database, &sent.students());
    assert_eq!(killed, mastery_without_kills(&sent).await);
    program.kill();
}

fn stored_mastery(database: &rusqlite::Connection, students: &[String]) -> Vec<Mastery> {
    let mut query = database.prepare("SELECT topic_id, mastery FROM progress WHERE student_id = ?1").unwrap();
    let mut of_student = |student: &String| {
        let rows = query.query_map([student], |row| Ok((row.get(0)?, row.get(1)?))).unwrap();
        let parts = rows.map(|row| {
            let (topic, mastery): (String, String) = row.unwrap();
            (topic, parts(&serde_json::from_str(&mastery).unwrap()))
        });
        parts.collect()
    };
    students.iter().map(&mut of_student).collect()
}

/// The same submissions, given to a server that nobody kills.
async fn mastery_without_kills(sent: &Sent) -> Vec<Mastery> {
    let world = World::start().await;
    let mut students = Vec::new();
    for name in learnflow_server::demo::STUDENTS {
        students.push(world.student(name).await);
    }
    for attempt in &sent.attempts {
        students[attempt.student].submit(&attempt.key, &attempt.submit).await.unwrap();
    }
    let database = read_only(&world.database());
    eventually("progress to be up to date", async || is_up_to_date(&database).then_some(())).await;
    let ids: Vec<_> = students.iter().map(|student| student.session.user.id.to_string()).collect();
    let mastery = stored_mastery(&database, &ids);
    world.finish().await;
    mastery
}
