//! Programs, run with all their input known beforehand. (With a page that answers `input()`: `realtime`.)

use axum::Json;
use axum::extract::State;
use learnflow_contracts::auth::UserRole;
use learnflow_contracts::exercises::GivenFile;
use learnflow_contracts::run::{Execute, RunResult};
use learnflow_contracts::steps::{ExecuteSteps, Steps};
use learnflow_contracts::{ExerciseId, Problem};

use super::App;
use super::access::{Caller, Student};
use super::body::Body;
use super::layers::Trace;
use super::problem::Failure;
use super::taught::Taught;
use crate::curriculum::{Curriculum, given};
use crate::execution::{Run, RunBy};

/// Run a program
///
/// Takes no `Idempotency-Key`: nothing is written that a repeat could double, running again is another run.
#[utoipa::path(post, path = "/execute", tag = "execution", request_body = Execute, responses((status = 200, body = RunResult), (status = "default", body = Problem)))]
pub(super) async fn execute(
    caller: Caller,
    State(app): State<App>,
    taught: Taught,
    trace: Trace,
    Body(body): Body<Execute>,
) -> Result<Json<RunResult>, Failure> {
    let by = RunBy { user: caller.id, class: caller.class.filter(|_| caller.role == UserRole::Student) };
    let files = beside(taught.curriculum(), body.files, body.exercise_id.as_ref())?;
    let run = Run::new(by, body.code, body.topic_id, body.exercise_id, Some(trace.parent()))?;
    Ok(Json(app.execution.run_to_end(run.with_files(files), body.input).await?))
}

/// The files beside a program: those that were sent, else those of the exercise it is for.
pub(crate) fn beside(
    curriculum: &Curriculum,
    sent: Vec<GivenFile>,
    exercise: Option<&ExerciseId>,
) -> Result<Vec<GivenFile>, Failure> {
    if !sent.is_empty() {
        given::check_sent(&sent).map_err(Failure::invalid)?;
        return Ok(sent);
    }
    Ok(exercise.and_then(|id| curriculum.exercise(id)).map_or(sent, |exercise| exercise.view.files.clone()))
}

/// Run a program and see its steps
///
/// Takes no `Idempotency-Key`: nothing is written.
#[utoipa::path(post, path = "/execute/steps", tag = "execution", request_body = ExecuteSteps, responses((status = 200, body = Steps), (status = "default", body = Problem)))]
pub(super) async fn steps(
    student: Student,
    State(app): State<App>,
    taught: Taught,
    Body(body): Body<ExecuteSteps>,
) -> Result<Json<Steps>, Failure> {
    let files = beside(taught.curriculum(), body.files, body.exercise_id.as_ref())?;
    Ok(Json(app.execution.steps(student.id.into(), &body.code, &files, &body.input).await?))
}
