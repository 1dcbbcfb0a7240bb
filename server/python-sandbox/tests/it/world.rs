//! What every test needs: one sandbox, and short ways to run and grade.

use std::path::PathBuf;
use std::sync::OnceLock;

#[cfg(unix)]
use learnflow_python_sandbox::Workers;
use learnflow_python_sandbox::drawing::Stroke;
use learnflow_python_sandbox::{
    Check, Console, Limits, OpenError, Outcome, Output, Program, PythonError, Report, Sandbox, Settings,
    Test, TestResult, Value,
};

/// `python.wasm`, which is built once and not by each test.
pub(crate) fn component() -> PathBuf {
    #[expect(clippy::disallowed_methods, reason = "tests have no configuration file")]
    let path = std::env::var("LEARNFLOW_PYTHON_WASM").expect(
        "LEARNFLOW_PYTHON_WASM must be the absolute path of python.wasm: build it with server/python-sandbox/guest/build.sh",
    );
    PathBuf::from(path)
}

/// The sandbox that all tests share.
pub(crate) fn sandbox() -> &'static Sandbox {
    static SANDBOX: OnceLock<Sandbox> = OnceLock::new();
    SANDBOX.get_or_init(|| {
        let component = component();
        let cache = component.with_file_name("cache");
        let settings = Settings { component, cache, slots: 8 };
        opened(&settings).expect("the sandbox opens")
    })
}

/// As the server does: with workers where there can be some.
#[cfg(unix)]
fn opened(settings: &Settings) -> Result<Sandbox, OpenError> {
    Sandbox::hire(settings, workers(2))
}

#[cfg(not(unix))]
fn opened(settings: &Settings) -> Result<Sandbox, OpenError> {
    Sandbox::open(settings)
}

/// So many of this crate's own workers.
#[cfg(unix)]
pub(crate) fn workers(count: usize) -> Workers {
    Workers { program: env!("CARGO_BIN_EXE_learnflow-sandbox-worker").into(), arguments: Vec::new(), count }
}

/// A run and all that it showed.
#[derive(Debug)]
pub(crate) struct Ran {
    pub(crate) report: Report,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
    pub(crate) prompts: String,
    pub(crate) drawing: Vec<Stroke>,
}

impl Ran {
    /// The error of a program that must have failed.
    pub(crate) fn error(&self) -> &PythonError {
        match &self.report.outcome {
            Outcome::Failed(error) => error,
            other => panic!("not a Python error: {other:?}, printed {:?}", self.stdout),
        }
    }

    /// What was printed by a program that must have ended well.
    pub(crate) fn printed(&self) -> &str {
        assert_eq!(self.report.outcome, Outcome::Finished, "printed {:?}", self.stdout);
        &self.stdout
    }
}

pub(crate) async fn run(code: &str) -> Ran {
    run_with(&Program::new(code), "", &Limits::default()).await
}

pub(crate) async fn run_with(program: &Program, input: &str, limits: &Limits) -> Ran {
    let (console, mut output) = Console::with_input(input);
    let (mut stdout, mut stderr, mut prompts) = (String::new(), String::new(), String::new());
    let mut drawing = Vec::new();
    let read = async {
        while let Some(shown) = output.recv().await {
            match shown {
                Output::Stdout(text) => stdout += &text,
                Output::Stderr(text) => stderr += &text,
                Output::Prompt(text) => prompts += &text,
                Output::Drawing(more) => drawing.extend(more),
                Output::Waiting => {}
            }
        }
    };
    let (report, ()) = tokio::join!(sandbox().run(program, limits, console), read);
    Ran { report, stdout, stderr, prompts, drawing }
}

pub(crate) fn call(call: &str, expected: &str) -> Test {
    let check = Check::Call {
        call: call.into(),
        expected: Value::parse(expected).expect("a literal"),
        tolerance: None,
    };
    Test { name: call.into(), check }
}

pub(crate) fn output(input: &str, expected: &str) -> Test {
    Test { name: "output".into(), check: Check::Output { input: input.into(), expected: expected.into() } }
}

pub(crate) fn unittest(file: &str) -> Test {
    Test { name: "unittest".into(), check: Check::Unittest { file: file.into() } }
}

pub(crate) async fn grade(code: &str, tests: &[Test]) -> Vec<TestResult> {
    grade_with(code, tests, &Limits::default()).await
}

pub(crate) async fn grade_with(code: &str, tests: &[Test], limits: &Limits) -> Vec<TestResult> {
    let results = sandbox().grade(&Program::new(code), tests, limits).await;
    assert_eq!(results.len(), tests.len(), "one result for each test");
    results
}
