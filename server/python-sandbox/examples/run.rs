//! Runs one Python file: `cargo run -p learnflow-python-sandbox --example run -- program.py`.
//!
//! Output appears as it is printed, and lines typed here answer `input()`.

use std::io::{BufRead, Write};
use std::path::PathBuf;

use anyhow::Context;
use learnflow_python_sandbox::{Console, Limits, Outcome, Output, Program, Sandbox, Settings};

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let file = std::env::args().nth(1).context("which program? give the path of a Python file")?;
    let code = std::fs::read_to_string(&file).with_context(|| format!("reading {file}"))?;
    #[expect(clippy::disallowed_methods, reason = "an example has no configuration file")]
    let component = std::env::var("LEARNFLOW_PYTHON_WASM")
        .context("LEARNFLOW_PYTHON_WASM must name python.wasm, made by guest/build.sh")?;
    let component = PathBuf::from(component);
    let cache = component.with_file_name("cache");
    let sandbox = Sandbox::open(&Settings { component, cache, slots: 1 })?;

    let (console, mut handle) = Console::pair();
    // Not awaited: reading a terminal cannot be interrupted, and the program ends anyway.
    std::thread::spawn(move || {
        for line in std::io::stdin().lock().lines().map_while(Result::ok) {
            if handle.input.blocking_send(line).is_err() {
                break;
            }
        }
    });
    let show = async {
        while let Some(output) = handle.output.recv().await {
            match output {
                Output::Stdout(text) | Output::Prompt(text) => {
                    let mut out = std::io::stdout().lock();
                    let _ = out.write_all(text.as_bytes()).and_then(|()| out.flush());
                }
                Output::Stderr(text) => eprint!("{text}"),
                Output::Drawing(_) | Output::Waiting => {}
            }
        }
    };
    let program = Program::new(code);
    let limits = Limits::default();
    let (report, ()) = tokio::join!(sandbox.run(&program, &limits, console), show);
    if let Outcome::Failed(error) = &report.outcome {
        eprint!("{}", error.traceback);
    }
    eprintln!(
        "[{} {:.1} ms, {} KiB]",
        report.outcome.sentence(),
        report.duration.as_secs_f64() * 1e3,
        report.peak_memory >> 10,
    );
    std::process::exit(i32::from(report.outcome != Outcome::Finished))
}
