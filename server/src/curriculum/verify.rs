//! What the curriculum is held to by running it: every example prints what it says, every mistake makes its
//! error, every solution passes, every starter and every wrong answer fails, every hidden test catches one.

use learnflow_contracts::exercises::{ExerciseKind, GivenFile};
use learnflow_python_sandbox::{Console, Limits, Outcome, Output, Program, Sandbox, Verdict};

use super::answers::{grade, predicts};
use super::{Exercise, Finding, Mistake, Project, Topic, given, markdown};

/// What came of running everything of a topic or a project.
#[derive(Debug, Default)]
pub struct Verified {
    /// Empty if all is true.
    pub findings: Vec<Finding>,
    /// Examples that ran.
    pub examples: usize,
    /// For each hidden test, how many of the exercise's wrong answers it catches.
    pub catches: Vec<usize>,
}

/// Runs everything of a topic.
pub async fn verify(sandbox: &Sandbox, topic: &Topic) -> Verified {
    let mut verified = Verified::default();
    for (file, text) in topic.explanations() {
        for example in markdown::examples(&file, text).0 {
            let screen = run(sandbox, &example.code, &example.files, &example.input).await.text();
            verified.examples += 1;
            if screen != example.output {
                let what = format!("correct the output of this example; it shows\n{screen}");
                verified.findings.push(Finding::at(&file, example.line, what));
            }
        }
    }
    for mistake in &topic.mistakes {
        verified.findings.extend(shows(sandbox, topic, mistake).await);
    }
    for exercise in &topic.exercises {
        if exercise.view.kind == ExerciseKind::Predict {
            verified.findings.extend(predict(sandbox, exercise).await);
            continue;
        }
        let (start, file) = match exercise.view.kind {
            ExerciseKind::Parsons => (exercise.view.lines.join("\n"), "exercise.toml"),
            _ => (exercise.view.starter.clone(), "starter.py"),
        };
        let start = Start { code: &start, file };
        graded(sandbox, exercise, &start, &mut verified).await;
    }
    verified
}

/// Runs every step of a project. What a later step starts from is the solution of the one before: it must not
/// pass already.
pub async fn verify_project(sandbox: &Sandbox, project: &Project) -> Verified {
    let mut verified = Verified::default();
    for (at, (step, code)) in project.starts().enumerate() {
        let file = if at == 0 { "starter.py" } else { "exercise.toml" };
        graded(sandbox, step, &Start { code, file }, &mut verified).await;
    }
    verified
}

/// What an exercise starts from, and the file to change when that is too much.
struct Start<'a> {
    code: &'a str,
    file: &'static str,
}

async fn shows(sandbox: &Sandbox, topic: &Topic, mistake: &Mistake) -> Option<Finding> {
    let screen = run(sandbox, &mistake.view.code, &mistake.view.files, &mistake.input).await;
    let really = match &screen.error {
        Some(traceback) => traceback.trim_end().lines().last().unwrap_or_default(),
        None => screen.printed.trim_end(),
    };
    (really != mistake.view.shows).then(|| {
        let what = format!("correct `shows` of \"{}\"; it really shows\n{really}", mistake.view.title);
        Finding::new(format!("{}mistakes.toml", topic.folder), what)
    })
}

async fn predict(sandbox: &Sandbox, exercise: &Exercise) -> Vec<Finding> {
    let mut findings = Vec::new();
    let screen = run(sandbox, &exercise.view.starter, &exercise.view.files, "").await.text();
    if !predicts(&screen, &exercise.solution) {
        let what = format!("correct the prediction; the program shows\n{screen}");
        findings.push(Finding::new(format!("{}solution.txt", exercise.folder), what));
    }
    for wrong in exercise.wrong.iter().filter(|wrong| predicts(&screen, &wrong.answer)) {
        let what = "change this prediction; it is right";
        findings.push(Finding::new(format!("{}{}", exercise.folder, wrong.file), what));
    }
    findings
}

async fn graded(sandbox: &Sandbox, exercise: &Exercise, start: &Start<'_>, verified: &mut Verified) {
    let at = |file: &str| format!("{}{file}", exercise.folder);
    let Verified { findings, catches, .. } = verified;
    let mut caught: Vec<String> = Vec::new();

    match failed(sandbox, exercise, &exercise.solution).await {
        Ok(failed) => findings.extend(failed.into_iter().map(|test| {
            let what = format!("make the solution pass the test \"{}\"; it gives {}", test.name, test.got);
            Finding::new(at(exercise.solution_file()), what)
        })),
        // The same tests run each time, so one finding says it.
        Err(what) => return findings.push(Finding::new(at("exercise.toml"), what)),
    }
    if failed(sandbox, exercise, start.code).await.is_ok_and(|failed| failed.is_empty()) {
        let what = "change what the student starts from, or add a test; it passes all tests already";
        findings.push(Finding::new(at(start.file), what));
    }
    for wrong in &exercise.wrong {
        let failed = failed(sandbox, exercise, &wrong.answer).await.unwrap_or_default();
        if failed.is_empty() {
            let what = "add a test that catches this wrong answer; it passes all of them";
            findings.push(Finding::new(at(&wrong.file), what));
        }
        caught.extend(failed.into_iter().map(|test| test.name));
    }
    for test in exercise.tests.iter().filter(|test| test.hidden) {
        let catches_of_test = caught.iter().filter(|name| **name == test.name).count();
        catches.push(catches_of_test);
        if catches_of_test == 0 {
            let name = &test.name;
            let what =
                format!("add a wrong answer that the hidden test \"{name}\" catches, or remove the test");
            findings.push(Finding::new(at("exercise.toml"), what));
        }
    }
}

struct Failed {
    name: String,
    got: String,
}

/// The tests that an answer does not pass.
async fn failed(sandbox: &Sandbox, exercise: &Exercise, answer: &str) -> Result<Vec<Failed>, String> {
    let results =
        grade(sandbox, &Program::new(answer), &exercise.view.files, &exercise.tests, &Limits::default())
            .await;
    let results = results.map_err(|error| error.to_string())?;
    let failed = exercise.tests.iter().zip(results).filter(|(_, result)| result.verdict != Verdict::Passed);
    let failed = failed.map(|(test, result)| {
        let got = match &result.verdict {
            Verdict::Stopped(Outcome::Failed(error)) => error.traceback.trim_end().to_owned(),
            Verdict::Stopped(outcome) => outcome.sentence(),
            _ => result.got.unwrap_or_else(|| "nothing".to_owned()),
        };
        Failed { name: test.name.clone(), got }
    });
    Ok(failed.collect())
}

/// What a program shows.
pub(super) struct Screen {
    pub(super) printed: String,
    /// The traceback, or a sentence on another end that is not a good one.
    pub(super) error: Option<String>,
}

impl Screen {
    fn text(self) -> String {
        self.printed + &self.error.unwrap_or_default()
    }
}

async fn run(sandbox: &Sandbox, code: &str, files: &[GivenFile], input: &str) -> Screen {
    screen(sandbox, &given::program(code, files), input, &Limits::default()).await
}

/// Runs a program and collects what it shows.
pub(super) async fn screen(sandbox: &Sandbox, program: &Program, input: &str, limits: &Limits) -> Screen {
    let (console, mut outputs) = Console::with_input(input);
    let collect = async {
        let mut printed = String::new();
        while let Some(output) = outputs.recv().await {
            // The text of `input("…")` is not part of what is compared, here as in tests.
            if let Output::Stdout(text) | Output::Stderr(text) = output {
                printed.push_str(&text);
            }
        }
        printed
    };
    let (report, printed) = tokio::join!(sandbox.run(program, limits, console), collect);
    let error = match report.outcome {
        Outcome::Finished | Outcome::Exited { .. } => None,
        Outcome::Failed(error) => Some(error.traceback),
        other => Some(other.sentence()),
    };
    Screen { printed, error }
}
