//! Execution in another process: the handle's side and the door's side, so that they cannot drift apart.

use std::sync::Arc;

use anyhow::anyhow;
use axum::body::{Body, Bytes};
use axum::response::{IntoResponse, Response};
use axum::routing::post;
use futures::{StreamExt, stream};
use learnflow_contracts::exercises::GivenFile;
use learnflow_contracts::run::RunResult;
use learnflow_contracts::steps::Steps;
use learnflow_contracts::{Problem, ProblemKind, UserId};
use serde::{Deserialize, Serialize};
use tokio::sync::{mpsc, oneshot};
use tokio_util::sync::CancellationToken;
use tokio_util::task::AbortOnDropHandle;

use super::report::Graded;
use super::runs::{Live, LiveConsole, Run};
use super::{Execution, Local, Task};
use crate::gateway::Failure;
use crate::invoke::door::{Door, Visitor};
use crate::invoke::{Call, Invoke, Lines, ask, line};
use crate::role::Role;
use crate::tutor::debug::evidence::{Case, Evidence};
use crate::tutor::review::look;

const GRADE: Call = Call { role: Role::Execution, path: "/internal/execution/grade" };
const RUN: Call = Call { role: Role::Execution, path: "/internal/execution/run" };
const STEPS: Call = Call { role: Role::Execution, path: "/internal/execution/steps" };
const REVIEW: Call = Call { role: Role::Execution, path: "/internal/execution/review" };
const QUALITY: Call = Call { role: Role::Execution, path: "/internal/execution/quality" };
const EVIDENCE: Call = Call { role: Role::Execution, path: "/internal/execution/evidence" };
const LIVE: Call = Call { role: Role::Execution, path: "/internal/execution/live" };

/// What a live run may tell before the other process has taken it; then the program waits.
const TELL: usize = 32;

/// The role as another process sees it. Cheap to clone.
#[derive(Clone)]
pub(crate) struct Remote(Arc<dyn Invoke>);

#[derive(Serialize, Deserialize)]
struct ToGrade {
    user: UserId,
    task: Task,
    answer: String,
}

#[derive(Serialize, Deserialize)]
struct ToRun {
    run: Run,
    input: String,
}

#[derive(Serialize, Deserialize)]
struct ToStep {
    user: UserId,
    code: String,
    files: Vec<GivenFile>,
    input: String,
}

#[derive(Serialize, Deserialize)]
struct ToReview {
    user: UserId,
    case: look::Case,
}

#[derive(Serialize, Deserialize)]
struct ToMeasure {
    user: UserId,
    code: String,
}

#[derive(Serialize, Deserialize)]
struct ToLookAt {
    user: UserId,
    case: Case,
}

/// To a live run. The end of the question means that nobody is there any more.
#[derive(Serialize, Deserialize)]
enum Say {
    Run(Run),
    Line(String),
    NoMoreLines,
}

/// From a live run.
#[derive(Serialize, Deserialize)]
enum Told {
    Live(Live),
    Refused(Problem),
}

impl Remote {
    pub(crate) fn new(invoke: Arc<dyn Invoke>) -> Self {
        Self(invoke)
    }

    pub(super) async fn grade(&self, user: UserId, task: &Task, answer: &str) -> Result<Graded, Failure> {
        let question = ToGrade { user, task: task.clone(), answer: answer.to_owned() };
        ask(self.0.as_ref(), GRADE, &question).await
    }

    pub(super) async fn run_to_end(&self, run: Run, input: String) -> Result<RunResult, Failure> {
        ask(self.0.as_ref(), RUN, &ToRun { run, input }).await
    }

    pub(super) async fn steps(
        &self,
        user: UserId,
        code: &str,
        files: &[GivenFile],
        input: &str,
    ) -> Result<Steps, Failure> {
        let (code, files, input) = (code.to_owned(), files.to_owned(), input.to_owned());
        ask(self.0.as_ref(), STEPS, &ToStep { user, code, files, input }).await
    }

    pub(super) async fn review(&self, user: UserId, case: &look::Case) -> Result<look::Looked, Failure> {
        ask(self.0.as_ref(), REVIEW, &ToReview { user, case: case.clone() }).await
    }

    pub(super) async fn quality(&self, user: UserId, code: &str) -> Result<Option<u8>, Failure> {
        ask(self.0.as_ref(), QUALITY, &ToMeasure { user, code: code.to_owned() }).await
    }

    pub(super) async fn evidence(&self, user: UserId, case: &Case) -> Result<Evidence, Failure> {
        ask(self.0.as_ref(), EVIDENCE, &ToLookAt { user, case: case.clone() }).await
    }

    pub(super) async fn run_live(
        &self,
        run: Run,
        LiveConsole { lines }: LiveConsole,
        tell: mpsc::Sender<Live>,
    ) -> Result<(), Failure> {
        // Dropped with this future: the question ends then, and with it the run.
        let (_here, gone) = oneshot::channel::<()>();
        let typed = stream::unfold(lines, async |mut lines| Some((lines.recv().await?, lines)));
        let said = stream::once(async { Say::Run(run) })
            .chain(typed.map(Say::Line))
            .chain(stream::once(async { Say::NoMoreLines }))
            .chain(stream::pending())
            .take_until(gone)
            .filter_map(async |say| line(&say).ok());
        let mut told = Lines::new(self.0.converse(LIVE, said.boxed()).await?);
        while let Some(next) = told.next().await? {
            match next {
                Told::Live(live) => {
                    let last = matches!(live, Live::Ended { .. });
                    // Nobody listens when the page is gone; this future is dropped with it.
                    let _ = tell.send(live).await;
                    if last {
                        return Ok(());
                    }
                }
                Told::Refused(problem) => return Err(problem.into()),
            }
        }
        Err(Failure::internal(anyhow!("the process that ran a program went away")))
    }
}

/// Mounts what other processes may ask of this role.
pub(crate) fn mount(door: Door, local: &Local, stop: &CancellationToken) -> Door {
    let here = Execution::Here(local.clone());
    let [grade, run, steps, review, quality, evidence] = std::array::from_fn(|_| here.clone());
    let (local, stop) = (local.clone(), stop.clone());
    door.answer(GRADE, move |ToGrade { user, task, answer }| {
        let execution = grade.clone();
        async move { execution.grade(user, &task, &answer).await }
    })
    .answer(RUN, move |ToRun { run: what, input }| {
        let execution = run.clone();
        async move { execution.run_to_end(what, input).await }
    })
    .answer(STEPS, move |ToStep { user, code, files, input }| {
        let execution = steps.clone();
        async move { execution.steps(user, &code, &files, &input).await }
    })
    .answer(REVIEW, move |ToReview { user, case }| {
        let execution = review.clone();
        async move { execution.review(user, &case).await }
    })
    .answer(QUALITY, move |ToMeasure { user, code }| {
        let execution = quality.clone();
        async move { execution.quality(user, &code).await }
    })
    .answer(EVIDENCE, move |ToLookAt { user, case }| {
        let execution = evidence.clone();
        async move { execution.evidence(user, &case).await }
    })
    .mount(
        Visitor::Role,
        LIVE.path,
        post(move |question: Body| live(local.clone(), stop.clone(), question)),
    )
}

/// A live run for another process. It ends when the answer is dropped, the question ends, or the server stops.
async fn live(local: Local, stop: CancellationToken, question: Body) -> Response {
    let mut said = Lines::new(question.into_data_stream());
    let Ok(Some(Say::Run(run))) = said.next().await else {
        return Failure::invalid("say first what to run").into_response();
    };
    let (console, lines) = LiveConsole::new();
    let (tell, told) = mpsc::channel(TELL);
    let worker = local.clone();
    let work = async move {
        let mut unfinished = Unfinished { local: worker.clone(), run: Some(run.clone()) };
        tokio::select! {
            ended = worker.run_live(run, console, tell) => {
                unfinished.run = None;
                ended.err().map(|failure| Told::Refused(failure.into_problem()))
            }
            () = type_in(said, lines) => None,
            () = stop.cancelled() => {
                let detail = "the classroom restarts; run it again in some seconds";
                Some(Told::Refused(Problem::new(ProblemKind::Busy, detail).retry_after(5)))
            }
        }
    };
    let work = AbortOnDropHandle::new(local.0.afterwards.spawn(work));
    let told = stream::unfold(told, async |mut told| Some((Told::Live(told.recv().await?), told)));
    let last = stream::once(work).filter_map(async |ended| ended.ok().flatten());
    let answer = told.chain(last).map(|told| line(&told));
    Body::from_stream(answer.map(|line: serde_json::Result<Bytes>| line)).into_response()
}

/// Passes on what is typed, until nobody is there any more.
async fn type_in(mut said: Lines, lines: mpsc::Sender<String>) {
    let mut lines = Some(lines);
    loop {
        match said.next().await {
            Ok(Some(Say::Line(line))) => {
                if let Some(lines) = &lines {
                    // Typed far ahead of what the program reads: dropped, as a full keyboard buffer would.
                    let _ = lines.try_send(line);
                }
            }
            Ok(Some(Say::NoMoreLines)) => lines = None,
            Ok(Some(Say::Run(_)) | None) | Err(_) => return,
        }
    }
}

/// A run that was not seen to end: dropping it records that it was stopped.
struct Unfinished {
    local: Local,
    run: Option<Run>,
}

impl Drop for Unfinished {
    fn drop(&mut self) {
        if let Some(run) = self.run.take() {
            self.local.record_stopped(run);
        }
    }
}
