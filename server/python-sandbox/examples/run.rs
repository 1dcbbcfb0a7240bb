//! Runs one Python file: `cargo run -p learnflow-python-sandbox --example run -- program.py [other files …]`.
//!
//! The other files lie beside it. Output appears as it is printed, and lines typed here answer `input()`.

use std::io::{BufRead, Write};
use std::path::{Path, PathBuf};

use anyhow::{Context, anyhow};
use learnflow_python_sandbox::{Console, Limits, Outcome, Output, Program, Sandbox, Settings, SourceFile};

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let mut given = std::env::args_os().skip(1).map(PathBuf::from);
    let program = given.next().context("which program? give the path of a Python file")?;
    let mut program = Program::new(text(&program)?);
    for file in given {
        let name = file.file_name().unwrap_or_default().to_string_lossy().into_owned();
        program.files.push(SourceFile { name, text: text(&file)? });
    }
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
    let mut drawn = 0;
    let show = async {
        while let Some(output) = handle.output.recv().await {
            match output {
                Output::Stdout(text) | Output::Prompt(text) => {
                    let mut out = std::io::stdout().lock();
                    let _ = out.write_all(text.as_bytes()).and_then(|()| out.flush());
                }
                Output::Stderr(text) => eprint!("{text}"),
                Output::Drawing(strokes) => drawn += strokes.len(),
                Output::Waiting => {}
            }
        }
    };
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
    if drawn > 0 {
        eprintln!("[{drawn} strokes of turtle, which a terminal does not show]");
    }
    std::process::exit(match report.outcome {
        Outcome::Finished => 0,
        Outcome::Exited { code } => code,
        _ => 1,
    })
}

fn text(file: &Path) -> anyhow::Result<String> {
    let bytes = std::fs::read(file).with_context(|| format!("reading {}", file.display()))?;
    String::from_utf8(bytes).map_err(|_| anyhow!("{} is no text in UTF-8", file.display()))
}
