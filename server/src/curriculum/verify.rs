//! What the curriculum is held to by running it: every example prints what it says, every mistake makes its
//! error, every solution passes, every starter and every wrong answer fails, every hidden test catches one.

use std::collections::HashSet;

use learnflow_contracts::exercises::ExerciseKind;
use learnflow_python_sandbox::{Console, Limits, Outcome, Output, Program, Sandbox, Verdict};

use super::answers::predicts;
use super::{Check, Exercise, Finding, Mistake, Topic, markdown};

/// Runs everything of a topic; empty if all is true.
pub async fn verify(sandbox: &Sandbox, topic: &Topic) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (file, text) in topic.explanations() {
        for example in markdown::examples(&file, text).0 {
            let screen = run(sandbox, &example.code, &example.input).await.text();
            if screen != example.output {
                let what = format!("correct the output of this example; it shows\n{screen}");
                findings.push(Finding::at(&file, example.line, what));
            }
        }
    }
    for mistake in &topic.mistakes {
        findings.extend(shows(sandbox, topic, mistake).await);
    }
    for exercise in &topic.exercises {
        let found = if exercise.view.kind == ExerciseKind::Predict {
            predict(sandbox, exercise).await
        } else {
            graded(sandbox, exercise).await
        };
        findings.extend(found);
    }
    findings
}

async fn shows(sandbox: &Sandbox, topic: &Topic, mistake: &Mistake) -> Option<Finding> {
    let screen = run(sandbox, &mistake.view.code, &mistake.input).await;
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
    let screen = run(sandbox, &exercise.view.starter, "").await.text();
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

async fn graded(sandbox: &Sandbox, exercise: &Exercise) -> Vec<Finding> {
    let at = |file: &str| format!("{}{file}", exercise.folder);
    let mut findings = Vec::new();
    let mut caught = HashSet::new();

    match failed(sandbox, exercise, &exercise.solution).await {
        Ok(failed) => findings.extend(failed.into_iter().map(|test| {
            let what = format!("make the solution pass the test \"{}\"; it gives {}", test.name, test.got);
            Finding::new(at(exercise.solution_file()), what)
        })),
        // The same tests run each time, so one finding says it.
        Err(what) => return vec![Finding::new(at("exercise.toml"), what)],
    }
    let (start, file) = match exercise.view.kind {
        ExerciseKind::Parsons => (exercise.view.lines.join("\n"), "exercise.toml"),
        _ => (exercise.view.starter.clone(), "starter.py"),
    };
    if failed(sandbox, exercise, &start).await.is_ok_and(|failed| failed.is_empty()) {
        findings
            .push(Finding::new(at(file), "change what the student starts from; it passes all tests already"));
    }
    for wrong in &exercise.wrong {
        let failed = failed(sandbox, exercise, &wrong.answer).await.unwrap_or_default();
        if failed.is_empty() {
            let what = "add a test that catches this wrong answer; it passes all of them";
            findings.push(Finding::new(at(&wrong.file), what));
        }
        caught.extend(failed.into_iter().map(|test| test.name));
    }
    for test in exercise.tests.iter().filter(|test| test.hidden && !caught.contains(&test.name)) {
        let what =
            format!("add a wrong answer that the hidden test \"{}\" catches, or remove the test", test.name);
        findings.push(Finding::new(at("exercise.toml"), what));
    }
    findings
}

struct Failed {
    name: String,
    got: String,
}

/// The tests that an answer does not pass.
async fn failed(sandbox: &Sandbox, exercise: &Exercise, answer: &str) -> Result<Vec<Failed>, String> {
    let tests = exercise.tests.iter().filter(|test| !matches!(test.check, Check::Prediction { .. }));
    let tests = tests.map(|test| test.for_sandbox().map_err(|error| error.to_string()));
    let tests = tests.collect::<Result<Vec<_>, _>>()?;
    let results = sandbox.grade(&Program::new(answer), &tests, &Limits::default()).await;
    let failed = tests.iter().zip(results).filter(|(_, result)| result.verdict != Verdict::Passed);
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
struct Screen {
    printed: String,
    /// The traceback, or a sentence on another end that is not a good one.
    error: Option<String>,
}

impl Screen {
    fn text(self) -> String {
        self.printed + &self.error.unwrap_or_default()
    }
}

async fn run(sandbox: &Sandbox, code: &str, input: &str) -> Screen {
    let (console, mut outputs) = Console::with_input(input);
    let (program, limits) = (Program::new(code), Limits::default());
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
    let (report, printed) = tokio::join!(sandbox.run(&program, &limits, console), collect);
    let error = match report.outcome {
        Outcome::Finished | Outcome::Exited { .. } => None,
        Outcome::Failed(error) => Some(error.traceback),
        other => Some(other.sentence()),
    };
    Screen { printed, error }
}
