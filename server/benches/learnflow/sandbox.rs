//! The sandbox by itself, with its workers, against the figures that issue 3 asks for.

use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context, ensure};
use learnflow_python_sandbox::trace::TraceLimits;
use learnflow_python_sandbox::{
    Check, Console, Handle, Limits, Outcome, Output, Program, Sandbox, Settings, Test, Value, Verdict,
    Workers,
};
use tokio::task::JoinSet;

use crate::cpu_bound::PROGRAMS;
use crate::stats::{Samples, print_ratio};

/// What makes this benchmark a worker of the sandbox.
pub(crate) const WORKER: &str = "sandbox-worker";

const LIVE: usize = 100;
/// As many as a class can keep busy at once on two processors.
const AT_ONCE: usize = 4;
const SUSTAINED: Duration = Duration::from_mins(1);

/// A sandbox with workers, as the server has.
pub(crate) async fn hired(slots: u32) -> anyhow::Result<Sandbox> {
    let component = environment("LEARNFLOW_PYTHON_WASM").context("start this with ./dev bench")?;
    let cache = component.with_file_name("sandbox");
    let settings = Settings { component, cache, slots };
    let program = std::env::current_exe()?;
    let workers = Workers { program, arguments: vec![WORKER.to_owned()], count: 0 };
    let sandbox = tokio::task::spawn_blocking(move || Sandbox::hire(&settings, workers)).await??;
    // The other workers follow the first.
    tokio::time::sleep(Duration::from_secs(1)).await;
    Ok(sandbox)
}

pub(crate) async fn run() -> anyhow::Result<()> {
    let sandbox = hired(110).await?;
    hello(&sandbox).await?;
    let hello = Job::Run(Program::new("print('hello')"));
    sustained(&sandbox, "hello, four at once", &hello, "wanted: at least 1,000").await?;
    let grade = Job::Grade(Program::new("def area(a, b):\n    return a * b\n"), ten_calls()?);
    sustained(&sandbox, "ten calls graded, four at once", &grade, "wanted: at least 800").await?;
    cpu_bound(&sandbox).await?;
    live(&sandbox).await?;
    late(&sandbox).await;
    trace(&sandbox).await?;
    memory(&sandbox).await
}

/// In process, and Python as a process, in turns.
async fn hello(sandbox: &Sandbox) -> anyhow::Result<()> {
    let (mut ours, mut process) = (Samples::default(), Samples::default());
    let interpreter = crate::hello::interpreter()?;
    let job = Job::Run(Program::new("print('hello')"));
    for round in 0..1_020 {
        let took = once(sandbox, &job).await?;
        let started = Instant::now();
        let python = Command::new(&interpreter)
            .args(["-I", "-S", "-c", "print('hello')"])
            .stdin(Stdio::null())
            .output()?;
        ensure!(python.stdout == b"hello\n", "python3 did not say hello");
        if round >= 20 {
            process.add(started.elapsed());
            ours.add(took);
        }
    }
    ours.print("hello, in process");
    process.print("python3 -I -S -c print('hello')");
    print_ratio(&ours, &process);
    println!("wanted: p50 / p95 / p99 at most 2 / 3 / 5 ms, and at most 0.35 of the process's");
    Ok(())
}

#[derive(Clone)]
enum Job {
    Run(Program),
    Grade(Program, Vec<Test>),
}

fn ten_calls() -> anyhow::Result<Vec<Test>> {
    (0..10)
        .map(|number| {
            let call = format!("area({number}, 7)");
            let expected = Value::parse(&(number * 7).to_string())?;
            Ok(Test { name: call.clone(), check: Check::Call { call, expected, tolerance: None } })
        })
        .collect()
}

async fn once(sandbox: &Sandbox, job: &Job) -> anyhow::Result<Duration> {
    let began = Instant::now();
    match job {
        Job::Run(program) => {
            let outcome = end_of(sandbox, program, &Limits::default()).await;
            ensure!(outcome == Outcome::Finished, "{outcome:?}");
        }
        Job::Grade(program, tests) => {
            let results = sandbox.grade(program, tests, &Limits::default()).await;
            ensure!(results.iter().all(|result| result.verdict == Verdict::Passed), "{results:?}");
        }
    }
    Ok(began.elapsed())
}

async fn end_of(sandbox: &Sandbox, program: &Program, limits: &Limits) -> Outcome {
    let (console, mut output) = Console::with_input("");
    let read = async { while output.recv().await.is_some() {} };
    tokio::join!(sandbox.run(program, limits, console), read).0.outcome
}

async fn sustained(sandbox: &Sandbox, name: &str, job: &Job, wanted: &str) -> anyhow::Result<()> {
    let began = Instant::now();
    let mut streams = JoinSet::new();
    for _ in 0..AT_ONCE {
        let (sandbox, job) = (sandbox.clone(), job.clone());
        streams.spawn(async move {
            let mut samples = Samples::default();
            while began.elapsed() < SUSTAINED {
                samples.add(once(&sandbox, &job).await?);
            }
            anyhow::Ok(samples)
        });
    }
    let mut samples = Samples::default();
    while let Some(stream) = streams.join_next().await {
        samples.extend(stream??);
    }
    samples.print(name);
    #[expect(clippy::cast_precision_loss, reason = "a count of a minute")]
    let rate = samples.len() as f64 / began.elapsed().as_secs_f64();
    println!("{name:<44} {rate:.0} per second over a minute; {wanted}");
    Ok(())
}

async fn cpu_bound(sandbox: &Sandbox) -> anyhow::Result<()> {
    let interpreter = crate::hello::interpreter()?;
    let limits = Limits { wall: Duration::from_mins(2), ..Limits::default() };
    let mut product = 1.0;
    for (name, code) in PROGRAMS {
        let (mut ours, mut python) = (Samples::default(), Samples::default());
        for _ in 0..5 {
            let began = Instant::now();
            let outcome = end_of(sandbox, &Program::new(*code), &limits).await;
            ours.add(began.elapsed());
            ensure!(outcome == Outcome::Finished, "{name}: {outcome:?}");
            let began = Instant::now();
            let ended = Command::new(&interpreter).args(["-I", "-S", "-c", code]).output()?;
            python.add(began.elapsed());
            ensure!(ended.status.success(), "{name} fails in python3");
        }
        let ratio = ours.quantile(0.5) / python.quantile(0.5);
        product *= ratio;
        println!(
            "{name:<20} ours p50 {:>8.1} ms   python3 p50 {:>8.1} ms   ratio {ratio:.2}",
            ours.quantile(0.5),
            python.quantile(0.5)
        );
    }
    #[expect(clippy::cast_precision_loss, reason = "ten programs")]
    let mean = f64::powf(product, 1.0 / PROGRAMS.len() as f64);
    println!("geometric mean of the ratios {mean:.2}; wanted: at most 2.5");
    Ok(())
}

/// A hundred programs that wait for an answer.
async fn live(sandbox: &Sandbox) -> anyhow::Result<()> {
    let before = memory_of(sandbox);
    let mut waiting = JoinSet::new();
    let mut inputs = Vec::new();
    let (ready, mut all) = tokio::sync::mpsc::channel(LIVE);
    for _ in 0..LIVE {
        let (console, Handle { input, mut output }) = Console::pair();
        inputs.push(input);
        let (sandbox, ready) = (sandbox.clone(), ready.clone());
        waiting.spawn(async move {
            let program = Program::new("names = [str(n) for n in range(1000)]\ninput()\n");
            let limits = Limits::default();
            let read = async {
                while let Some(shown) = output.recv().await {
                    if shown == Output::Waiting {
                        let _ = ready.send(()).await;
                    }
                }
            };
            tokio::join!(sandbox.run(&program, &limits, console), read).0.outcome
        });
    }
    for _ in 0..LIVE {
        tokio::time::timeout(Duration::from_secs(30), all.recv()).await.context("not all are live")?;
    }
    let after = memory_of(sandbox);
    drop(inputs);
    while waiting.join_next().await.is_some() {}
    #[expect(clippy::cast_precision_loss, reason = "MiB")]
    let each = after.saturating_sub(before) as f64 / 1024.0 / LIVE as f64;
    println!("memory of each of {LIVE} live programs: {each:.2} MiB over the base; wanted: at most 1.5");
    Ok(())
}

/// How long after its deadline a program is gone: one that counts, one that sleeps in a call of the host.
async fn late(sandbox: &Sandbox) {
    let limits = Limits { wall: Duration::from_millis(100), ..Limits::default() };
    for (name, code) in [("counting", "while True: pass"), ("sleeping", "import time\ntime.sleep(60)")] {
        let mut samples = Samples::default();
        for _ in 0..200 {
            let began = Instant::now();
            let outcome = end_of(sandbox, &Program::new(code), &limits).await;
            assert_eq!(outcome, Outcome::TimedOut, "{name}");
            samples.add(began.elapsed().saturating_sub(limits.wall));
        }
        samples.print(&format!("stopped after its deadline, {name}"));
    }
    println!("wanted: p99 at most 20 ms");
}

async fn trace(sandbox: &Sandbox) -> anyhow::Result<()> {
    let program = Program::new(
        "def add(numbers, n):\n    numbers.append(n * n)\n    return numbers\n\n\
         numbers = []\nfor n in range(30):\n    numbers = add(numbers, n)\n    total = sum(numbers)\nprint(total)\n",
    );
    let mut samples = Samples::default();
    for _ in 0..100 {
        let began = Instant::now();
        let trace = sandbox.trace(&program, "", &Limits::default(), &TraceLimits::default()).await;
        samples.add(began.elapsed());
        ensure!(
            trace.complete && trace.steps.len() >= 200,
            "{} steps, {:?}",
            trace.steps.len(),
            trace.outcome
        );
    }
    samples.print("trace of a program of 200 steps");
    println!("wanted: at most 50 ms");
    Ok(())
}

async fn memory(sandbox: &Sandbox) -> anyhow::Result<()> {
    let mixed = [
        "print('hello')",
        "print(undefined)",
        "numbers = list(range(100_000))\nprint(sum(numbers))",
        "import json\nprint(len(json.dumps([{'n': n} for n in range(2000)])))",
        "def f(n):\n    return f(n + 1)\nf(0)",
        "with open('a.txt', 'w') as file:\n    file.write('x' * 50_000)\nprint(len(open('a.txt').read()))",
    ];
    let mut after_thousand = 0;
    for n in 0..10_000 {
        end_of(sandbox, &Program::new(mixed[n % mixed.len()]), &Limits::default()).await;
        if n == 999 {
            after_thousand = memory_of(sandbox);
        }
    }
    let last = memory_of(sandbox);
    // This process last. Each number is there, or the sum would be of fewer processes than it says.
    let each = pss_of(sandbox);
    let workers = std::thread::available_parallelism()?.get();
    ensure!(each.len() == workers + 1, "{} processes of {workers} workers and this one", each.len());
    #[expect(clippy::cast_precision_loss, reason = "KiB")]
    let change = 100.0 * (last as f64 / after_thousand as f64 - 1.0);
    println!(
        "memory after 1,000 mixed runs {after_thousand} KiB, after 10,000 {last} KiB: {change:+.1} %; wanted: within 5 %"
    );
    println!("of these at the end, in KiB: workers {:?}, this process {}", &each[..workers], each[workers]);
    Ok(())
}

/// The proportional memory of this process and of the workers, in KiB; 0 where the system does not say.
pub(crate) fn memory_of(sandbox: &Sandbox) -> u64 {
    pss_of(sandbox).into_iter().sum()
}

/// Of each worker, then of this process.
fn pss_of(sandbox: &Sandbox) -> Vec<u64> {
    let workers = sandbox.worker_processes().into_iter().map(|number| number.to_string());
    workers
        .chain(["self".to_owned()])
        .filter_map(|process| std::fs::read_to_string(format!("/proc/{process}/smaps_rollup")).ok())
        .filter_map(|rollup| {
            let line = rollup.lines().find(|line| line.starts_with("Pss:"))?;
            line.split_whitespace().nth(1)?.parse::<u64>().ok()
        })
        .collect()
}

#[expect(clippy::disallowed_methods, reason = "./dev says where the component is")]
fn environment(name: &str) -> Option<PathBuf> {
    std::env::var(name).ok().map(PathBuf::from)
}
