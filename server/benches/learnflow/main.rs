//! `./dev bench [name]`: the figures of the product, measured on the real program over loopback.
//!
//! Pairs are interleaved in one run, so that a noisy neighbour hits both sides; ratios are what to look at.
//! Nothing here fails on a time. To add a benchmark: a file with one `run`, a line in [`BENCHES`].

#![expect(clippy::print_stdout, reason = "a benchmark prints its table")]

mod attacks;
mod backbone;
mod cpu_bound;
#[expect(dead_code, reason = "shared with the tests, which use all of it")]
#[path = "../../tests/it/crash.rs"]
mod crash;
mod events;
#[expect(dead_code, clippy::unwrap_used, reason = "shared with the tests, which use all of it")]
#[path = "../../tests/it/laws/fixtures.rs"]
mod fixtures;
mod flood;
mod hello;
mod kill;
#[expect(dead_code, reason = "shared with the tests, which use all of it")]
#[path = "../../tests/it/large_school.rs"]
mod large_school;
mod memory;
mod program;
mod sandbox;
mod sign_in;
mod stats;
mod submissions;
mod topics;
mod tutor;

use std::pin::Pin;

type Bench = fn() -> Pin<Box<dyn Future<Output = anyhow::Result<()>>>>;

/// Every benchmark by its name, in the order they run.
const BENCHES: &[(&str, Bench)] = &[
    ("hello", || Box::pin(hello::run())),
    ("submissions", || Box::pin(submissions::run())),
    ("topics", || Box::pin(topics::run())),
    ("sign-in", || Box::pin(sign_in::run())),
    ("events", || Box::pin(events::run())),
    ("memory", || Box::pin(memory::run())),
    ("flood", || Box::pin(flood::run())),
    ("sandbox", || Box::pin(sandbox::run())),
    ("attacks", || Box::pin(attacks::run())),
    ("kill", || Box::pin(kill::run())),
    ("backbone", || Box::pin(backbone::run())),
    ("tutor", || Box::pin(tutor::run())),
];

fn main() -> anyhow::Result<()> {
    let wanted: Vec<String> =
        std::env::args().skip(1).filter(|argument| !argument.starts_with("--")).collect();
    #[cfg(unix)]
    if let [worker] = wanted.as_slice()
        && worker == sandbox::WORKER
    {
        return Ok(learnflow_python_sandbox::serve()?);
    }
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    if let [bare, port, size] = wanted.as_slice()
        && bare == "bare-server"
    {
        return runtime.block_on(topics::serve_bare(port.parse()?, size.parse()?));
    }
    if let Some(unknown) = wanted.iter().find(|name| !BENCHES.iter().any(|(known, _)| known == name)) {
        let names: Vec<_> = BENCHES.iter().map(|(name, _)| *name).collect();
        anyhow::bail!("there is no benchmark {unknown}; there are {}", names.join(", "));
    }
    for (name, bench) in BENCHES {
        if wanted.is_empty() || wanted.iter().any(|wanted| wanted == name) {
            println!("\n== {name}");
            runtime.block_on(bench())?;
        }
    }
    Ok(())
}
