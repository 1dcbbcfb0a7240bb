//! A student's socket: where they are, their live runs, news of their results.

use axum::extract::{Path, Query, State};
use axum::response::{IntoResponse, Response};
use learnflow_contracts::auth::UserRole;
use learnflow_contracts::live::{FromStudent, ToStudent};
use learnflow_contracts::run::OutputStream;
use learnflow_contracts::{ClassId, Problem, ProblemKind, RunId, StudentId};
use tokio::sync::mpsc;
use tokio_util::task::AbortOnDropHandle;

use super::hub::{Place, ToClass};
use super::socket::{Gone, Socket, TicketQuery, Upgrade, asked_for};
use crate::execution::{Live, LiveConsole, Run, RunBy};
use crate::gateway::{App, Caller, Failure, Trace, beside};

/// What a run may tell before the socket has taken it; then the program waits.
const TELL: usize = 32;
/// Bytes of output joined into one message.
const JOINED: usize = 16 * 1024;

/// `/ws/chat/{student_id}?ticket=…`: for that student.
pub(super) async fn open(
    State(app): State<App>,
    trace: Trace,
    path: Result<Path<StudentId>, axum::extract::rejection::PathRejection>,
    query: Result<Query<TicketQuery>, axum::extract::rejection::QueryRejection>,
    upgrade: Upgrade,
) -> Result<Response, Failure> {
    let upgrade = asked_for(upgrade)?;
    let Ok(Query(TicketQuery { ticket })) = query else {
        return Err(Failure::invalid("open this address with ?ticket=… from realtime/tickets"));
    };
    let caller = app.realtime.0.tickets.redeem(&ticket).await?;
    let student = path.ok().map(|Path(student)| student);
    let (Some(class), Some(student), UserRole::Student) =
        (caller.class, student.filter(|student| student.0 == caller.id.0), caller.role)
    else {
        return Err(Failure::not_found("there is nothing with this id for you"));
    };
    let sockets = app.realtime.0.sockets.clone();
    let serve = move |socket| {
        let page = Page { app, caller, student, class, trace, run: None };
        sockets.track_future(page.serve(Socket::new(socket)))
    };
    Ok(upgrade.on_upgrade(serve).into_response())
}

/// One open page of a student.
struct Page {
    app: App,
    caller: Caller,
    student: StudentId,
    class: ClassId,
    trace: Trace,
    run: Option<Running>,
}

/// The run in hand. Dropping it stops the program.
struct Running {
    run: Run,
    /// `None` once the page has said that no more comes.
    lines: Option<mpsc::Sender<String>>,
    told: mpsc::Receiver<Live>,
    task: AbortOnDropHandle<Result<(), Failure>>,
}

impl Page {
    async fn serve(mut self, mut socket: Socket) {
        let (app, stop) = (self.app.clone(), self.app.realtime.0.stop.clone());
        let family = self.caller.family;
        let (id, mut news) = app.realtime.0.hub.enter(self.student);
        self.show_teacher().await;
        let stopped = tokio::select! {
            Gone = self.talk(&mut socket, &mut news) => false,
            () = app.tokens.ended(family) => false,
            () = stop.cancelled() => true,
        };
        app.realtime.0.hub.leave(self.student, id);
        self.stop_run();
        self.show_teacher().await;
        if stopped {
            socket.close().await;
        }
    }

    async fn talk(&mut self, socket: &mut Socket, news: &mut mpsc::Receiver<ToStudent>) -> Gone {
        if let Err(gone) = socket.send(&ToStudent::Ready).await {
            return gone;
        }
        loop {
            let step = tokio::select! {
                text = socket.text() => match text {
                    Ok(text) => self.understand(&text, socket).await,
                    Err(gone) => Err(gone),
                },
                Some(told) = next_told(&mut self.run) => self.tell(told, socket).await,
                told = news.recv() => match told {
                    Some(message) => socket.send(&message).await,
                    None => Err(Gone),
                },
            };
            if let Err(gone) = step {
                return gone;
            }
        }
    }

    async fn understand(&mut self, text: &str, socket: &mut Socket) -> Result<(), Gone> {
        let Ok(message) = serde_json::from_str(text) else {
            let detail = "this message is not one of those that a page may send; see FromStudent in /api/v1/openapi.json";
            return socket
                .send(&ToStudent::Problem { problem: Problem::new(ProblemKind::Malformed, detail) })
                .await;
        };
        match message {
            FromStudent::At { topic_id, exercise_id } => {
                let place = Place { topic: topic_id, exercise: exercise_id };
                self.app.realtime.0.hub.moved(self.student, place);
                self.show_teacher().await;
                Ok(())
            }
            FromStudent::RunStart { run_id, code, files, topic_id, exercise_id } => {
                self.end_run(socket).await?;
                let by = RunBy { user: self.caller.id, class: Some(self.class) };
                let files = beside(self.app.library.now().english(), files, exercise_id.as_ref());
                let run = Run::new(by, code, topic_id, exercise_id, Some(self.trace.parent()));
                match files.and_then(|files| Ok(run?.with_files(files))) {
                    Ok(run) => self.start(run.with_id(run_id)),
                    Err(failure) => {
                        socket.send(&ToStudent::Problem { problem: failure.into_problem() }).await?;
                    }
                }
                Ok(())
            }
            FromStudent::RunInput { run_id, text } => {
                if let Some(lines) = self.running(run_id).and_then(|running| running.lines.as_ref()) {
                    // Typed far ahead of what the program reads: dropped, as a full keyboard buffer would.
                    let _ = lines.try_send(text);
                }
                Ok(())
            }
            FromStudent::RunEof { run_id } => {
                if let Some(running) = self.running(run_id) {
                    running.lines = None;
                }
                Ok(())
            }
            FromStudent::TutorStop { question_id } => {
                if let Err(error) = self.app.tutor.stop(self.student, question_id).await {
                    tracing::warn!(error = format!("{error:#}"), "an answer was not stopped");
                }
                Ok(())
            }
            FromStudent::RunStop { run_id } => {
                if self.running(run_id).is_some() {
                    self.end_run(socket).await?;
                }
                Ok(())
            }
        }
    }

    fn start(&mut self, run: Run) {
        let (console, lines) = LiveConsole::new();
        let (tell, told) = mpsc::channel(TELL);
        let (execution, work) = (self.app.execution.clone(), run.clone());
        let task = async move { execution.run_live(work, console, tell).await };
        let task = AbortOnDropHandle::new(self.app.realtime.0.sockets.spawn(task));
        self.run = Some(Running { run, lines: Some(lines), told, task });
    }

    fn running(&mut self, id: RunId) -> Option<&mut Running> {
        self.run.as_mut().filter(|running| running.run.id == id)
    }

    /// Stops the run in hand, if there is one, and records that it was stopped.
    fn stop_run(&mut self) -> Option<RunId> {
        let Running { run, task, .. } = self.run.take()?;
        drop(task);
        let id = run.id;
        self.app.execution.record_stopped(run);
        Some(id)
    }

    /// Stops the run in hand and tells the page.
    async fn end_run(&mut self, socket: &mut Socket) -> Result<(), Gone> {
        let Some(run_id) = self.stop_run() else { return Ok(()) };
        socket
            .send(&ToStudent::RunEnded { run_id, outcome: crate::execution::stopped(), duration_ms: 0.0 })
            .await
    }

    /// Passes on what the run tells; pieces of output that wait are joined.
    async fn tell(&mut self, told: Told, socket: &mut Socket) -> Result<(), Gone> {
        let Some(running) = &mut self.run else { return Ok(()) };
        let run_id = running.run.id;
        match told {
            Told::Live(Live::Output(stream, text)) => {
                let (text, next) = join(stream, text, &mut running.told);
                socket.send(&ToStudent::RunOutput { run_id, stream, text }).await?;
                match next {
                    Some(next) => Box::pin(self.tell(Told::Live(next), socket)).await,
                    None => Ok(()),
                }
            }
            Told::Live(Live::Drawing(strokes)) => {
                socket.send(&ToStudent::RunDrawing { run_id, strokes }).await
            }
            Told::Live(Live::Waiting) => socket.send(&ToStudent::RunWaiting { run_id }).await,
            Told::Live(Live::Ended { outcome, duration_ms }) => {
                self.run = None;
                socket.send(&ToStudent::RunEnded { run_id, outcome, duration_ms }).await
            }
            Told::Failed(failure) => {
                self.run = None;
                socket.send(&ToStudent::Problem { problem: failure.into_problem() }).await
            }
        }
    }

    async fn show_teacher(&self) {
        let hub = &self.app.realtime.0.hub;
        if !hub.is_watched(self.class) {
            return;
        }
        if let Ok(Some(row)) = self.app.storage.live_student(self.student).await {
            hub.tell_class(self.class, &ToClass::Student(Box::new(hub.live_row(row))));
        }
    }
}

enum Told {
    Live(Live),
    /// It could not run; the place queue was full.
    Failed(Failure),
}

/// What the run tells next; waits for ever when there is no run. May be dropped half-way.
async fn next_told(run: &mut Option<Running>) -> Option<Told> {
    let Some(running) = run else { return std::future::pending().await };
    if let Some(live) = running.told.recv().await {
        return Some(Told::Live(live));
    }
    match (&mut running.task).await {
        Ok(Err(failure)) => Some(Told::Failed(failure)),
        Ok(Ok(())) => std::future::pending().await,
        Err(_) => Some(Told::Failed(Failure::internal(anyhow::anyhow!("a run was cut short")))),
    }
}

/// Joins the pieces of one stream that wait already; gives back the first that is something else.
fn join(stream: OutputStream, mut text: String, told: &mut mpsc::Receiver<Live>) -> (String, Option<Live>) {
    while text.len() < JOINED {
        match told.try_recv() {
            Ok(Live::Output(next, more)) if next == stream => text.push_str(&more),
            Ok(other) => return (text, Some(other)),
            Err(_) => break,
        }
    }
    (text, None)
}
