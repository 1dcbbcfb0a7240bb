//! One student's flood of programs that never end is that student's own trouble.

use std::time::{Duration, Instant};

use learnflow_contracts::ProblemKind;
use learnflow_contracts::run::{Execute, RunStatus};
use tokio::task::JoinSet;

use crate::world::World;

/// How long each program of the flood runs, milliseconds.
const WALL: u64 = 300;
const FLOOD: [&str; 6] = [
    "while True: pass",
    "import time; time.sleep(3600)",
    "9**9**9",
    "import re; re.match(r'(a+)+$', 'a' * 40 + '!')",
    "sum(iter(int, 1))",
    "import select; select.select([], [], [], 3600)",
];

fn program(code: &str) -> Execute {
    Execute { code: code.to_owned(), ..Execute::default() }
}

/// T16
#[tokio::test(flavor = "multi_thread")]
pub(crate) async fn fifty_at_once_wait_behind_their_own_student() {
    let world = World::with(|config| config.execution.wall_ms = WALL).await;
    let (flooder, other) = (world.student("Ada").await, world.student("Bao").await);
    let began = Instant::now();
    let mut flood = JoinSet::new();
    for number in 0..50 {
        let client = flooder.client.clone();
        flood.spawn(async move { client.execute(&program(FLOOD[number % FLOOD.len()])).await });
    }
    let mut slowest = Duration::ZERO;
    let mut hellos = 0;
    // As long as the flood is there.
    while began.elapsed() < Duration::from_secs(2) {
        let asked = Instant::now();
        let result = other.execute(&program("print('hello')")).await.unwrap();
        assert_eq!(result.outcome.status, RunStatus::Finished);
        slowest = slowest.max(asked.elapsed());
        hellos += 1;
    }
    let (mut stopped, mut refused) = (0, 0);
    while let Some(ended) = flood.join_next().await {
        match ended.unwrap() {
            Ok(result) => {
                assert_eq!(result.outcome.status, RunStatus::TimedOut);
                stopped += 1;
            }
            Err(error) => {
                assert_eq!(error.problem().unwrap().kind, ProblemKind::Busy);
                refused += 1;
            }
        }
    }
    // Two places, twenty that may wait; the rest is told to come back.
    assert_eq!((stopped, refused), (22, 28));
    // The flood alone takes 22 / 2 × 0.3 s; whoever waited for it would wait for seconds.
    assert!(began.elapsed() > Duration::from_millis(22 / 2 * WALL));
    assert!(
        slowest < Duration::from_secs(1) && hellos >= 10,
        "{hellos} hellos, the slowest took {slowest:?}"
    );
    world.finish().await;
}
