//! Programs that attack the sandbox: each gets its exact verdict, says nothing that only
//! a programmer of ours understands, and leaves the sandbox well.

mod rows;
mod verdict;

use std::time::{Duration, Instant};

use learnflow_python_sandbox::{Console, Limits, Outcome, Program, Sandbox, Settings};
use tokio::task::JoinSet;

use self::rows::ROWS;
use self::verdict::leak;
use crate::world::{component, run, run_with, sandbox};

#[tokio::test(flavor = "multi_thread")]
async fn every_attack_gets_its_verdict() {
    let mut wrong = Vec::new();
    for (id, code, expected) in ROWS {
        let limits = expected.limits();
        let ran = run_with(&Program::new(*code), "", &limits).await;
        let shown = format!("{}{}{}", ran.stdout, ran.stderr, ran.prompts);
        let much = if ran.drawing.is_empty() { shown.len() } else { usize::MAX };
        if !expected.fits(&ran.report.outcome, &ran.stdout, much) {
            let outcome: String = format!("{:?}", ran.report.outcome).chars().take(300).collect();
            let printed: String = shown.chars().take(100).collect();
            wrong.push(format!("{id}: expected {expected:?}, got {outcome}, showed {printed:?}"));
        }
        if let Some(word) = leak(&ran.report.outcome, &shown) {
            wrong.push(format!("{id}: shows {word}: {}", shown.chars().take(300).collect::<String>()));
        }
        if ran.report.peak_memory > limits.memory {
            wrong.push(format!("{id}: used {} bytes", ran.report.peak_memory));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert_eq!(run("print('well')").await.printed(), "well\n");
}

#[test]
fn every_attack_has_an_id_of_its_own() {
    let ids: std::collections::HashSet<_> = ROWS.iter().map(|(id, ..)| id).collect();
    assert_eq!(ids.len(), ROWS.len());
}

/// T17: half of the dropped runs are gone within 100 ms, whatever they do.
#[tokio::test(flavor = "multi_thread")]
async fn a_run_that_nobody_waits_for_ends_at_once() {
    let mut times = Vec::new();
    for round in 0..20 {
        let code = ["while True: pass", "import time\ntime.sleep(3600)", "input()"][round % 3];
        let (console, handle) = Console::pair();
        let (program, limits) = (Program::new(code), Limits::default());
        let run = sandbox().run(&program, &limits, console);
        assert!(tokio::time::timeout(Duration::from_millis(60), run).await.is_err(), "{code}");
        let began = Instant::now();
        handle.input.closed().await;
        times.push(began.elapsed());
    }
    times.sort();
    // The median: the machine has other tests to run.
    assert!(times[times.len() / 2] < Duration::from_millis(100), "{times:?}");
}

/// M09: a hundred at once, each wanting all the memory there is. Few are live at a time,
/// and none has more than its limit.
#[tokio::test(flavor = "multi_thread")]
async fn a_hundred_that_want_all_memory_get_their_own_limit_each() {
    let component = component();
    let cache = component.with_file_name("cache");
    let small = Sandbox::open(&Settings { component, cache, slots: 3 }).unwrap();
    let limits = Limits { memory: 8 << 20, wall: Duration::from_mins(1), ..Limits::default() };
    let mut running = JoinSet::new();
    for _ in 0..100 {
        let (small, limits) = (small.clone(), limits.clone());
        running.spawn(async move {
            let program = Program::new("x=[]\nwhile 1: x.append(str(len(x))*1_000_000)");
            small.run(&program, &limits, Console::with_input("").0).await
        });
    }
    for report in running.join_all().await {
        assert_eq!(report.outcome, Outcome::OutOfMemory);
        assert!(report.peak_memory <= limits.memory, "{}", report.peak_memory);
    }
}

/// P04: a listener on this machine must see nothing.
#[tokio::test(flavor = "multi_thread")]
async fn no_connection_reaches_a_listener() {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    let code =
        format!("import socket\ns = socket.socket()\ns.settimeout(0.2)\ns.connect(('127.0.0.1', {port}))");
    let ran = run(&code).await;
    assert!(matches!(ran.report.outcome, Outcome::Failed(_)), "{:?}", ran.report.outcome);
    let seen = tokio::time::timeout(Duration::from_millis(200), listener.accept()).await;
    assert!(seen.is_err(), "the listener saw a connection");
}

/// I09: a source of ten million characters.
#[tokio::test(flavor = "multi_thread")]
async fn a_huge_source_ends_within_the_limits() {
    let ran = run(&format!("x = '{}'", "a".repeat(10_000_000))).await;
    assert_eq!(ran.printed(), "");
}
