//! The real program over a real broker, killed in the middle of a batch.

use std::time::Duration;

use learnflow_server::bus::kafka::topics::{Topics, all};
use rand::Rng;
use rusqlite::Connection;

use crate::crash::{Program, Sent, Setup, check_progress, check_submissions, read_only};
use crate::kafka::corner;
use crate::kill::setup;
use crate::world::{compiled, eventually};

const KILLS: u32 = 5;

/// Whether every graded submission has been applied by `progress`.
fn is_applied(database: &Connection) -> bool {
    let left: i64 = database
        .query_row(
            "SELECT count(*) FROM outbox WHERE topic = 'exercise.graded' AND event_id NOT IN
                (SELECT event_id FROM inbox WHERE consumer = 'progress')",
            [],
            |row| row.get(0),
        )
        .unwrap();
    left == 0
}

#[tokio::test(flavor = "multi_thread")]
async fn a_consumer_killed_in_the_middle_of_a_batch_applies_everything_once() {
    let folder = tempfile::tempdir().unwrap();
    let config = corner().await;
    Topics::new(&config).unwrap().apply(all()).await.unwrap();
    let setup = Setup {
        settings: vec![
            ("BUS__KIND", "kafka".to_owned()),
            ("KAFKA__BROKERS", config.brokers.clone()),
            ("KAFKA__PREFIX", config.prefix.clone()),
        ],
        ..setup(folder.path().to_owned())
    };
    compiled().await;
    let mut program = Program::start(&setup);
    let mut sent = Sent::sign_in(&program.client).await;
    for _ in 0..KILLS {
        let (answers, more) = {
            let mut random = rand::rng();
            (random.random_range(5..30), Duration::from_micros(random.random_range(0..50_000)))
        };
        sent.burst_and_kill(program, answers, more).await;
        program = Program::start(&setup);
    }
    sent.send_all_again(&program).await;
    let database = read_only(&setup.database());
    eventually("progress to be up to date", async || is_applied(&database).then_some(())).await;
    check_submissions(&database, &sent);
    check_progress(&database);
    program.kill();
}
