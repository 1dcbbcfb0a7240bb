//! Workers in processes of their own: what happens when one is lost, slow, or not to be had.

use std::fs;
use std::path::PathBuf;
use std::time::Duration;

use learnflow_python_sandbox::{
    Console, Death, Handle, Limits, OpenError, Outcome, Output, Program, Sandbox, Settings, Verdict, Workers,
};

use crate::world::{call, component, workers};

fn settings() -> Settings {
    let component = component();
    let cache = component.with_file_name("cache");
    Settings { component, cache, slots: 4 }
}

fn hired(count: usize) -> Sandbox {
    Sandbox::hire(&settings(), workers(count)).expect("the workers start")
}

/// The process of the only worker.
fn worker(sandbox: &Sandbox) -> u32 {
    sandbox.worker_processes()[0]
}

async fn run(sandbox: &Sandbox, code: &str) -> (Outcome, String) {
    let (console, mut output) = Console::with_input("");
    let limits = Limits::default();
    let mut printed = String::new();
    let read = async {
        while let Some(shown) = output.recv().await {
            if let Output::Stdout(text) = shown {
                printed += &text;
            }
        }
    };
    let program = Program::new(code);
    let (report, ()) = tokio::join!(sandbox.run(&program, &limits, console), read);
    (report.outcome, printed)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_lost_worker_costs_only_what_was_live_in_it() {
    let sandbox = hired(1);
    let worker = worker(&sandbox);
    let (console, Handle { input: _input, mut output }) = Console::pair();
    let program = Program::new("print('here')\ninput()\n");
    let limits = Limits::default();
    let kill = async {
        assert_eq!(output.recv().await, Some(Output::Stdout("here\n".into())));
        let killed = std::process::Command::new("kill").args(["-9", &worker.to_string()]).status();
        assert!(killed.unwrap().success());
    };
    let (report, ()) = tokio::join!(sandbox.run(&program, &limits, console), kill);
    assert_eq!(report.outcome, Outcome::Died(Death::Sandbox));
    // The next one waits for the new worker.
    assert_eq!(run(&sandbox, "print(6 * 7)").await, (Outcome::Finished, "42\n".into()));
}

/// Each start is written down by the shell that becomes the worker.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_worker_that_ends_at_once_is_started_again_after_longer_and_longer() {
    let folder = tempfile::tempdir().unwrap();
    let starts = folder.path().join("starts");
    let real = workers(1);
    let script = format!("date +%s%N >> '{}'; exec '{}' \"$@\"", starts.display(), real.program.display());
    let arguments = ["-c".into(), script, "sh".into()].into_iter().chain(real.arguments).collect();
    let watched = Workers { program: "/bin/sh".into(), arguments, count: 1 };
    let sandbox = Sandbox::hire(&settings(), watched).expect("the worker starts");
    for _ in 0..4 {
        let worker = loop {
            if let Some(&worker) = sandbox.worker_processes().first() {
                break worker;
            }
            tokio::time::sleep(Duration::from_millis(10)).await;
        };
        let killed = std::process::Command::new("kill").args(["-9", &worker.to_string()]).status();
        assert!(killed.unwrap().success());
        while sandbox.worker_processes().contains(&worker) {
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
    }
    assert_eq!(run(&sandbox, "print(6 * 7)").await, (Outcome::Finished, "42\n".into()));
    let starts = fs::read_to_string(starts).unwrap();
    let starts: Vec<u64> = starts.lines().map(|line| line.parse().unwrap()).collect();
    // After the fourth that ended; one more was started if it had to compile.
    let last = &starts[starts.len() - 2..];
    assert!(last[1] - last[0] >= 1_000_000_000, "{starts:?}");
}

#[tokio::test]
async fn a_worker_ends_with_its_sandbox() {
    let sandbox = hired(1);
    let worker = worker(&sandbox);
    drop(sandbox);
    for _ in 0..200 {
        if !fs::exists(format!("/proc/{worker}")).unwrap() {
            return;
        }
        tokio::time::sleep(Duration::from_millis(25)).await;
    }
    panic!("worker {worker} is still there after five seconds");
}

#[tokio::test]
async fn a_worker_knows_nothing_of_the_servers_environment() {
    let sandbox = hired(1);
    let worker = worker(&sandbox);
    assert_eq!(fs::read(format!("/proc/{worker}/environ")).unwrap(), b"");
}

#[tokio::test]
async fn a_program_that_prints_waits_for_a_slow_reader_and_nothing_is_lost() {
    let sandbox = hired(1);
    let (console, Handle { input: _input, mut output }) = Console::pair();
    let program = Program::new("for n in range(2000):\n    print(n)\n");
    let limits = Limits::default();
    let slow = async {
        let mut printed = String::new();
        while let Some(shown) = output.recv().await {
            if let Output::Stdout(text) = shown {
                printed += &text;
            }
            tokio::time::sleep(Duration::from_micros(50)).await;
        }
        printed
    };
    let (report, printed) = tokio::join!(sandbox.run(&program, &limits, console), slow);
    assert_eq!(report.outcome, Outcome::Finished);
    assert_eq!(printed.lines().count(), 2_000);
    assert!(printed.ends_with("1999\n"));
}

/// More lines than may be on their way at once.
#[tokio::test]
async fn much_input_arrives_in_order() {
    let sandbox = hired(1);
    let (console, Handle { input, mut output }) = Console::pair();
    let program = Program::new("print(sum(int(input()) * n for n in range(500)))\n");
    let limits = Limits::default();
    let talk = async move {
        for n in 0..500 {
            input.send(n.to_string()).await.unwrap();
        }
        drop(input);
        let mut printed = String::new();
        while let Some(shown) = output.recv().await {
            if let Output::Stdout(text) = shown {
                printed += &text;
            }
        }
        printed
    };
    let (report, printed) = tokio::join!(sandbox.run(&program, &limits, console), talk);
    assert_eq!(report.outcome, Outcome::Finished);
    assert_eq!(printed, "41541750\n");
}

#[tokio::test]
async fn a_worker_that_cannot_work_says_why() {
    let settings = Settings { component: PathBuf::from("/nowhere/python.wasm"), ..settings() };
    match Sandbox::hire(&settings, workers(1)) {
        Err(OpenError::Worker(why)) => assert!(why.contains("/nowhere/python.wasm"), "{why}"),
        Err(other) => panic!("{other}"),
        Ok(_) => panic!("it opened"),
    }
    let missing = Workers { program: "/nowhere/worker".into(), arguments: Vec::new(), count: 1 };
    assert!(matches!(Sandbox::hire(&settings, missing), Err(OpenError::Worker(_))));
}

/// The laws hold on threads of the same process as well: that is what other systems have.
#[tokio::test]
async fn threads_of_the_same_process_do_the_same() {
    let sandbox = Sandbox::open(&settings()).unwrap();
    assert_eq!(run(&sandbox, "print(6 * 7)").await, (Outcome::Finished, "42\n".into()));
    let tests = [call("f(2)", "4"), call("f(3)", "5")];
    let program = Program::new("def f(n):\n    return 2 * n\n");
    let results = sandbox.grade(&program, &tests, &Limits::default()).await;
    let verdicts: Vec<_> = results.into_iter().map(|result| result.verdict).collect();
    assert_eq!(verdicts, [Verdict::Passed, Verdict::Wrong]);
    assert_eq!(run(&sandbox, "while True: pass").await.0, Outcome::TimedOut);
}
