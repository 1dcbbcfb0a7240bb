//! Measures the sandbox: `cargo run --release -p learnflow-python-sandbox --example bench`.
//!
//! Prints latencies and rates of small programs, one and two at a time. Each line is
//! one measurement; a release build on an idle machine gives the figures of README.md.

#![expect(clippy::print_stdout, reason = "it prints its figures")]

use std::path::PathBuf;
use std::time::{Duration, Instant};

use anyhow::Context;
#[cfg(unix)]
use learnflow_python_sandbox::Workers;
use learnflow_python_sandbox::{
    Check, Console, Limits, Outcome, Program, Sandbox, Settings, Test, TraceLimits, Value, Verdict,
};
use tokio::task::JoinSet;

const ROUNDS: usize = 1_000;

fn main() -> anyhow::Result<()> {
    #[cfg(unix)]
    if std::env::args().nth(1).as_deref() == Some("worker") {
        return Ok(learnflow_python_sandbox::serve()?);
    }
    tokio::runtime::Runtime::new()?.block_on(bench())
}

async fn bench() -> anyhow::Result<()> {
    #[expect(clippy::disallowed_methods, reason = "an example has no configuration file")]
    let component = std::env::var("LEARNFLOW_PYTHON_WASM")
        .context("LEARNFLOW_PYTHON_WASM must name python.wasm, made by guest/build.sh")?;
    let component = PathBuf::from(component);
    let cache = component.with_file_name("cache");
    let settings = Settings { component, cache, slots: 16 };
    let began = Instant::now();
    let threads = Sandbox::open(&settings)?;
    println!("open: {:.0} ms", ms(began.elapsed()));
    #[cfg(unix)]
    let hired = {
        let program = std::env::current_exe()?;
        Sandbox::hire(&settings, Workers { program, arguments: vec!["worker".into()], count: 0 })?
    };
    #[cfg(unix)]
    let sandboxes = [("threads", &threads), ("processes", &hired)];
    #[cfg(not(unix))]
    let sandboxes = [("threads", &threads)];

    let hello = Job::Run(Program::new("print('hello')"));
    let error = Job::Run(Program::new("def f(x):\n    return x + 1\nf('a')\n"));
    let grade = Job::Grade(Program::new("def area(a, b):\n    return a * b\n"), ten_calls()?);
    let trace = Job::Trace(Program::new(STEPS));
    let analyze = Job::Analyze(Program::new(STEPS));
    for (name, job) in [
        ("hello", &hello),
        ("error", &error),
        ("grade 10 calls", &grade),
        ("trace of 200 steps", &trace),
        ("analyze", &analyze),
    ] {
        for (kind, sandbox) in sandboxes {
            let name = format!("{name}, {kind}");
            measure(sandbox, &name, job, 1, ROUNDS / 5).await?;
            for at_once in [1, 2, 4] {
                measure(sandbox, &name, job, at_once, ROUNDS).await?;
            }
        }
    }
    Ok(())
}

/// What is measured.
#[derive(Clone)]
enum Job {
    Run(Program),
    Grade(Program, Vec<Test>),
    Trace(Program),
    Analyze(Program),
}

/// A beginner's program of 200 steps.
const STEPS: &str = "\
class Account:
    def __init__(self, owner):
        self.owner = owner
        self.entries = []

    def pay(self, amount):
        self.entries.append(amount)
        return sum(self.entries)


accounts = {name: Account(name) for name in ['Ada', 'Bao', 'Emil']}
totals = []
for number in range(13):
    for account in accounts.values():
        total = account.pay(number)
    totals.append((number, total))
print(totals[-1])
";

fn ten_calls() -> anyhow::Result<Vec<Test>> {
    (0..10)
        .map(|number| {
            let call = format!("area({number}, 7)");
            let check = Check::Call {
                call: call.clone(),
                expected: Value::parse(&(number * 7).to_string())?,
                tolerance: None,
            };
            Ok(Test { name: call, check })
        })
        .collect()
}

async fn once(sandbox: &Sandbox, job: &Job) -> anyhow::Result<Duration> {
    let began = Instant::now();
    match job {
        Job::Run(program) => {
            let (console, mut output) = Console::with_input("");
            let limits = Limits::default();
            let read = async { while output.recv().await.is_some() {} };
            let (report, ()) = tokio::join!(sandbox.run(program, &limits, console), read);
            anyhow::ensure!(matches!(report.outcome, Outcome::Finished | Outcome::Failed(_)), "{report:?}");
        }
        Job::Trace(program) => {
            let trace = sandbox.trace(program, "", &Limits::default(), &TraceLimits::default()).await;
            anyhow::ensure!(trace.complete && trace.steps.len() >= 200, "{} steps", trace.steps.len());
        }
        Job::Analyze(program) => {
            let analysis = sandbox.analyze(program, &Limits::default()).await;
            anyhow::ensure!(analysis.unfinished.is_none() && analysis.findings.is_empty(), "{analysis:?}");
        }
        Job::Grade(program, tests) => {
            let results = sandbox.grade(program, tests, &Limits::default()).await;
            anyhow::ensure!(results.iter().all(|result| result.verdict == Verdict::Passed), "{results:?}");
        }
    }
    Ok(began.elapsed())
}

async fn measure(
    sandbox: &Sandbox,
    name: &str,
    job: &Job,
    at_once: usize,
    rounds: usize,
) -> anyhow::Result<()> {
    let (began, processor) = (Instant::now(), processor_ticks());
    let mut streams = JoinSet::new();
    for _ in 0..at_once {
        let (sandbox, job) = (sandbox.clone(), job.clone());
        streams.spawn(async move {
            let mut times = Vec::with_capacity(rounds);
            for _ in 0..rounds / at_once {
                times.push(once(&sandbox, &job).await?);
            }
            anyhow::Ok(times)
        });
    }
    let mut times = Vec::new();
    while let Some(done) = streams.join_next().await {
        times.extend(done??);
    }
    let elapsed = began.elapsed();
    // Linux counts processor time in ticks of 10 ms.
    let processor = Duration::from_millis((processor_ticks() - processor) * 10);
    let done = u32::try_from(times.len())?;
    times.sort();
    let at = |percent: usize| ms(times[(times.len() - 1) * percent / 100]);
    println!(
        "{name}, {at_once} at once: p50 {:.2} p95 {:.2} p99 {:.2} ms, {:.0}/s, processor (without workers) {:.2} ms each, {} MiB resident",
        at(50),
        at(95),
        at(99),
        f64::from(done) / elapsed.as_secs_f64(),
        ms(processor / done),
        resident(),
    );
    Ok(())
}

fn ms(time: Duration) -> f64 {
    time.as_secs_f64() * 1e3
}

/// Processor time of all threads of this process: on a busy machine the figure to trust.
fn processor_ticks() -> u64 {
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let fields = stat.rsplit(')').next().unwrap_or_default();
    fields.split_whitespace().skip(11).take(2).filter_map(|field| field.parse::<u64>().ok()).sum()
}

/// Proportional resident memory of this process in MiB, 0 where Linux does not say.
fn resident() -> u64 {
    let rollup = std::fs::read_to_string("/proc/self/smaps_rollup").unwrap_or_default();
    let line = rollup.lines().find(|line| line.starts_with("Pss:"));
    line.and_then(|line| line.split_whitespace().nth(1)?.parse::<u64>().ok()).unwrap_or(0) / 1024
}
