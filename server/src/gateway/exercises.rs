//! Exercises: handed in, listed, and added by teachers.

use axum::Json;
use axum::extract::State;
use learnflow_contracts::auth::UserRole;
use learnflow_contracts::event::{Data, Event, ExerciseGraded};
use learnflow_contracts::exercises::{Exercise, Exercises, NewExercise, SubmissionResult, Submit};
use learnflow_contracts::{ExerciseId, Problem, StudentId, SubmissionId, TeacherId, TopicId};
use uuid::Uuid;

use super::App;
use super::access::{Caller, Student, Teacher};
use super::body::{KeyHeader, OnceBody};
use super::layers::Trace;
use super::problem::Failure;
use super::projects;
use super::taught::Taught;
use crate::curriculum::Curriculum;
use crate::execution::{Graded, Task, grading, own};
use crate::storage::Submission;

/// Hand in an attempt and have it graded
#[utoipa::path(post, path = "/exercises/submit", tag = "exercises", params(KeyHeader), request_body = Submit, responses((status = 200, body = SubmissionResult), (status = "default", body = Problem)))]
pub(super) async fn submit(
    student: Student,
    State(app): State<App>,
    taught: Taught,
    trace: Trace,
    request: OnceBody<Submit>,
) -> Result<Json<SubmissionResult>, Failure> {
    let once = request.once(student.id, app.clock.now());
    if let Some(first) = app.storage.first_answer(&once).await? {
        return Ok(Json(serde_json::from_str(&first).map_err(anyhow::Error::from)?));
    }
    let Submit { exercise_id, answer } = request.body;
    let task = task(&app, taught.curriculum(), student, &exercise_id).await?;
    let graded = app.execution.grade(student.id, &task, &answer).await?;
    let quality = quality(&app, student, &task, &graded, &answer).await;
    let (now, engine) = (app.clock.now(), graded.engine().to_owned());
    let (result, recipe) = graded.into_result(SubmissionId::new(), exercise_id, now);
    let event = ExerciseGraded {
        submission_id: result.submission_id,
        student_id: student.id,
        class_id: student.class,
        topic_id: task.topic.clone(),
        exercise_id: result.exercise_id.clone(),
        attempt: 0,
        passed: result.passed,
        score: result.score,
        practice: task.practice,
        error_kind: result.error.as_ref().map(|error| error.kind.clone()),
        quality,
    };
    let submission = Submission {
        student: student.id,
        class: student.class,
        topic: task.topic,
        answer,
        event: Event::new("gateway", now, Some(trace.parent()), Data::ExerciseGraded(event)),
        engine,
        result,
        recipe,
    };
    Ok(Json(app.storage.record_submission(&submission, &once).await?.into_inner()))
}

/// How good an accepted program is, for mastery. Whatever goes wrong with it, the submission counts.
async fn quality(app: &App, student: Student, task: &Task, graded: &Graded, answer: &str) -> Option<f64> {
    if !graded.passed() || task.practice || !task.runs() {
        return None;
    }
    match app.execution.quality(student.id.into(), answer).await {
        Ok(quality) => quality.map(f64::from),
        Err(failure) => {
            let kind = failure.into_problem().kind;
            tracing::warn!(?kind, "an accepted program was not measured");
            None
        }
    }
}

/// What is to be graded: a built-in exercise, one of the student's own teacher, or one that was made for the student.
async fn task(
    app: &App,
    curriculum: &Curriculum,
    student: Student,
    id: &ExerciseId,
) -> Result<Task, Failure> {
    if let Some(exercise) = curriculum.exercise(id) {
        projects::refuse_closed(app, curriculum, student, id).await?;
        return Ok(Task::builtin(exercise));
    }
    let own = app.storage.exercise(id).await?.ok_or_else(|| App::no_exercise(id))?;
    if !own.is_for(teacher_of(app, student.id).await?, student.id) {
        return Err(App::no_exercise(id));
    }
    Ok(Task::own(&own.exercise))
}

/// The exercises that the caller's teacher (or the caller) has added and those that were made for the caller, with
/// their views.
pub(super) async fn own(app: &App, caller: &Caller) -> Result<Vec<own::Own>, Failure> {
    let teacher = match caller.role {
        UserRole::Teacher => Some(TeacherId(caller.id.0)),
        UserRole::Student => teacher_of(app, StudentId(caller.id.0)).await?,
    };
    let Some(teacher) = teacher else { return Ok(Vec::new()) };
    let mut own = app.storage.exercises_of(teacher).await?;
    if caller.role == UserRole::Student {
        own.extend(app.storage.made_exercises(teacher, Some(StudentId(caller.id.0))).await?);
    }
    Ok(own.into_iter().map(own::Own::from).collect())
}

async fn teacher_of(app: &App, student: StudentId) -> Result<Option<TeacherId>, Failure> {
    Ok(app.storage.class_of_student(student).await?.map(|class| class.teacher))
}

/// Which exercises to list.
#[derive(serde::Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct Which {
    /// Only those of this topic.
    topic_id: Option<TopicId>,
}

/// Every exercise the caller can do
#[utoipa::path(get, path = "/exercises", tag = "exercises", params(Which), responses((status = 200, body = Exercises), (status = "default", body = Problem)))]
pub(super) async fn list(
    caller: Caller,
    State(app): State<App>,
    taught: Taught,
    which: Result<axum::extract::Query<Which>, axum::extract::rejection::QueryRejection>,
) -> Result<Json<Exercises>, Failure> {
    let Ok(axum::extract::Query(which)) = which else {
        return Err(Failure::invalid("topic_id is the id of a topic, as first-program"));
    };
    let builtin = taught.curriculum().topics().flat_map(|topic| topic.view.exercises.clone());
    let own = own(&app, &caller).await?.into_iter().map(|own| own.view);
    let wanted = |exercise: &Exercise| which.topic_id.as_ref().is_none_or(|id| *id == exercise.topic_id);
    Ok(Json(Exercises { exercises: builtin.chain(own).filter(wanted).collect() }))
}

/// Add an exercise of one's own
#[utoipa::path(post, path = "/exercises", tag = "exercises", params(KeyHeader), request_body = NewExercise, responses((status = 200, body = Exercise), (status = "default", body = Problem)))]
pub(super) async fn add(
    teacher: Teacher,
    State(app): State<App>,
    taught: Taught,
    request: OnceBody<NewExercise>,
) -> Result<Json<Exercise>, Failure> {
    let once = request.once(teacher.id, app.clock.now());
    taught.topic(&request.body.topic_id)?;
    own::check_form(&request.body)?;
    if app.storage.first_answer(&once).await?.is_none() {
        grading::prove(&app.execution, teacher.id.into(), &request.body).await?;
    }
    let id = ExerciseId::try_from(format!("own-{}", Uuid::now_v7())).map_err(anyhow::Error::from)?;
    let id = app.storage.add_exercise(teacher.id, &id, &request.body, &once).await?.into_inner();
    Ok(Json(own::view(id, &request.body)))
}
