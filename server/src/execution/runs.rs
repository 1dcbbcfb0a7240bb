//! Runs outside of any grading: to their end, or live with a page that reads along and answers `input()`.

use std::convert::Infallible;
use std::sync::Arc;

use learnflow_contracts::drawing::Stroke;
use learnflow_contracts::event::{CodeResult, Data, Event};
use learnflow_contracts::exercises::GivenFile;
use learnflow_contracts::run::{OutputPart, OutputStream, RunOutcome, RunResult, RunStatus};
use learnflow_contracts::{ClassId, ExerciseId, ProblemKind, RunId, StudentId, TopicId, UserId};
use learnflow_python_sandbox::{Console, Handle, Output};
use serde::{Deserialize, Serialize};
use tokio::sync::mpsc;

use super::drawing::stroke;
use super::{Local, MAX_CODE, report};
use crate::curriculum::given;
use crate::gateway::Failure;

/// Lines that may be typed before the program reads them.
const TYPED_AHEAD: usize = 64;

/// Who runs it; a teacher has no class here, and their runs are not recorded.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
pub(crate) struct RunBy {
    pub(crate) user: UserId,
    pub(crate) class: Option<ClassId>,
}

/// A program to run.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Run {
    pub(crate) id: RunId,
    by: RunBy,
    code: String,
    files: Vec<GivenFile>,
    topic: Option<TopicId>,
    exercise: Option<ExerciseId>,
    traceparent: Option<String>,
}

/// What a live run tells, in order; `Ended` is the last.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) enum Live {
    Output(OutputStream, String),
    Drawing(Vec<Stroke>),
    Waiting,
    Ended { outcome: RunOutcome, duration_ms: f64 },
}

/// The console of a live run.
pub(crate) struct LiveConsole {
    /// Lines for `input()`; their end is the end of input.
    pub(super) lines: mpsc::Receiver<String>,
}

impl LiveConsole {
    /// A console, and where to send lines for `input()`; dropping that is the end of input.
    pub(crate) fn new() -> (Self, mpsc::Sender<String>) {
        let (typed, lines) = mpsc::channel(TYPED_AHEAD);
        (Self { lines }, typed)
    }
}

impl Run {
    /// A run with a new id. Refuses a program that is too long.
    pub(crate) fn new(
        by: RunBy,
        code: String,
        topic: Option<TopicId>,
        exercise: Option<ExerciseId>,
        traceparent: Option<String>,
    ) -> Result<Self, Failure> {
        check_length(&code, "a program")?;
        Ok(Self { id: RunId::new(), by, code, files: Vec::new(), topic, exercise, traceparent })
    }

    /// The same with files beside the program.
    pub(crate) fn with_files(self, files: Vec<GivenFile>) -> Self {
        Self { files, ..self }
    }

    /// The same under the id that a page gave it.
    pub(crate) fn with_id(self, id: RunId) -> Self {
        Self { id, ..self }
    }
}

/// Refuses what is longer than anybody types.
pub(super) fn check_length(text: &str, what: &str) -> Result<(), Failure> {
    if text.len() > MAX_CODE {
        let detail = format!("{what} may have at most {} KiB; make it shorter", MAX_CODE / 1024);
        return Err(Failure::new(ProblemKind::TooLarge, detail));
    }
    Ok(())
}

impl Local {
    pub(super) async fn run_to_end(&self, run: Run, input: String) -> Result<RunResult, Failure> {
        check_length(&input, "the input")?;
        let (console, mut outputs) = Console::with_input(input);
        let program = given::program(&run.code, &run.files);
        let _place = self.0.places.take(run.by.user).await?;
        let collect = async {
            let (mut parts, mut drawing) = (Vec::new(), Vec::new());
            while let Some(output) = outputs.recv().await {
                match live(output) {
                    Live::Output(stream, text) => add_output(&mut parts, stream, text),
                    Live::Drawing(strokes) => drawing.extend(strokes),
                    Live::Waiting | Live::Ended { .. } => {}
                }
            }
            (parts, drawing)
        };
        let (report, (output, drawing)) =
            tokio::join!(self.0.sandbox.run(&program, &self.0.limits, console), collect);
        let (outcome, duration_ms) = (report::outcome(&report.outcome), report.duration.as_secs_f64() * 1e3);
        let run_id = run.id;
        self.record(run, &outcome, duration_ms);
        Ok(RunResult { run_id, output, drawing, outcome, duration_ms })
    }

    pub(super) async fn run_live(
        &self,
        run: Run,
        LiveConsole { mut lines }: LiveConsole,
        tell: mpsc::Sender<Live>,
    ) -> Result<(), Failure> {
        let (console, Handle { input, output: mut outputs }) = Console::pair();
        let program = given::program(&run.code, &run.files);
        let _place = self.0.places.take(run.by.user).await?;
        let pass_on = async {
            while let Some(output) = outputs.recv().await {
                // Nobody listens when the page is gone; the run is dropped with it.
                let _ = tell.send(live(output)).await;
            }
        };
        let type_in = async {
            while let Some(line) = lines.recv().await {
                // Nobody reads it when the program has ended.
                let _ = input.send(line).await;
            }
            drop(input);
            std::future::pending::<Infallible>().await
        };
        let to_its_end =
            async { tokio::join!(self.0.sandbox.run(&program, &self.0.limits, console), pass_on).0 };
        let report = tokio::select! {
            report = to_its_end => report,
            never = type_in => match never {},
        };
        let (outcome, duration_ms) = (report::outcome(&report.outcome), report.duration.as_secs_f64() * 1e3);
        self.record(run, &outcome, duration_ms);
        let _ = tell.send(Live::Ended { outcome, duration_ms }).await;
        Ok(())
    }

    pub(super) fn record_stopped(&self, run: Run) {
        self.record(run, &report::stopped(), 0.0);
    }

    /// Writes the run's event after the answer went out: a run is no promise, and must not wait for the disk.
    fn record(&self, run: Run, outcome: &RunOutcome, duration_ms: f64) {
        metrics::counter!("runs_total", "status" => status_name(outcome.status)).increment(1);
        metrics::histogram!("run_seconds").record(duration_ms / 1e3);
        let Some(class_id) = run.by.class else { return };
        let data = CodeResult {
            run_id: run.id,
            student_id: StudentId(run.by.user.0),
            class_id,
            topic_id: run.topic,
            exercise_id: run.exercise,
            status: outcome.status,
            error_kind: outcome.error.as_ref().map(|error| error.kind.clone()),
            duration_ms,
        };
        let event = Event::new("execution", self.0.clock.now(), run.traceparent, Data::CodeResult(data));
        let storage = Arc::clone(&self.0.storage);
        self.0.afterwards.spawn(async move {
            if let Err(error) = storage.record_event(&event).await {
                tracing::warn!(error = format!("{error:#}"), "a run's event was not written");
            }
        });
    }
}

fn live(output: Output) -> Live {
    match output {
        Output::Stdout(text) => Live::Output(OutputStream::Stdout, text),
        Output::Stderr(text) => Live::Output(OutputStream::Stderr, text),
        Output::Prompt(text) => Live::Output(OutputStream::Prompt, text),
        Output::Drawing(strokes) => Live::Drawing(strokes.into_iter().map(stroke).collect()),
        Output::Waiting => Live::Waiting,
    }
}

/// Adds a piece of output, joined to the last one if it is of the same stream.
fn add_output(parts: &mut Vec<OutputPart>, stream: OutputStream, text: String) {
    match parts.last_mut() {
        Some(last) if last.stream == stream => last.text.push_str(&text),
        _ => parts.push(OutputPart { stream, text }),
    }
}

fn status_name(status: RunStatus) -> &'static str {
    match status {
        RunStatus::Finished => "finished",
        RunStatus::Exited => "exited",
        RunStatus::Failed => "failed",
        RunStatus::TimedOut => "timed_out",
        RunStatus::WaitedTooLong => "waited_too_long",
        RunStatus::OutOfMemory => "out_of_memory",
        RunStatus::TooMuchOutput => "too_much_output",
        RunStatus::Died => "died",
        RunStatus::Stopped => "stopped",
    }
}
