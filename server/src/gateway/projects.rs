//! Projects: a program built in steps, each graded like an exercise.
//!
//! A step opens when the one before is passed, and starts from what the student handed in there. So nobody is ever
//! shown a reference solution, and everybody goes on with a program of their own.

use std::collections::HashMap;

use axum::Json;
use axum::extract::State;
use learnflow_contracts::auth::UserRole;
use learnflow_contracts::topics::{Project, ProjectStep};
use learnflow_contracts::{ExerciseId, ModuleId, Problem, ProblemKind, StudentId};

use super::App;
use super::access::{Caller, Student};
use super::body::Ids;
use super::problem::Failure;
use super::taught::Taught;
use crate::curriculum::{self, Curriculum};

/// The project of a module, as far as the caller has come
///
/// Teachers see all steps, each starting from the reference solution of the one before.
#[utoipa::path(get, path = "/projects/{module_id}", tag = "curriculum", params(("module_id" = ModuleId, Path)), responses((status = 200, body = Project), (status = "default", body = Problem)))]
pub(super) async fn one(
    caller: Caller,
    State(app): State<App>,
    taught: Taught,
    Ids(id): Ids<ModuleId>,
) -> Result<Json<Project>, Failure> {
    let missing = || Failure::not_found("there is no project for this module");
    let project = taught.curriculum().project(id.as_str()).ok_or_else(missing)?;
    let steps = match caller.role {
        UserRole::Teacher => of_teacher(project),
        UserRole::Student => {
            let ids: Vec<_> = project.steps.iter().map(|step| step.view.id.clone()).collect();
            of_student(project, &app.storage.passed_answers(StudentId(caller.id.0), &ids).await?)
        }
    };
    let (title, summary, text) = (project.title.clone(), project.summary.clone(), project.text.clone());
    Ok(Json(Project { module_id: id, title, summary, text, steps }))
}

fn of_teacher(project: &curriculum::Project) -> Vec<ProjectStep> {
    let steps = project.starts().map(|(step, start)| {
        let mut exercise = step.view.clone();
        start.clone_into(&mut exercise.starter);
        ProjectStep { title: exercise.title.clone(), passed: false, exercise: Some(exercise) }
    });
    steps.collect()
}

/// `passed` has the student's newest answer that passed, for each step that is.
fn of_student(project: &curriculum::Project, passed: &HashMap<ExerciseId, String>) -> Vec<ProjectStep> {
    let steps = project.steps.iter().map(|step| {
        let id = &step.view.id;
        let mut exercise = Some(step.view.clone());
        if let Some(before) = project.before(id) {
            let start = passed.get(&before.view.id);
            exercise = exercise.zip(start).map(|(exercise, start)| {
                learnflow_contracts::exercises::Exercise { starter: start.clone(), ..exercise }
            });
        }
        ProjectStep { title: step.view.title.clone(), passed: passed.contains_key(id), exercise }
    });
    steps.collect()
}

/// Refuses an answer to a step whose step before is not passed yet. Exercises that are no steps are open.
pub(super) async fn refuse_closed(
    app: &App,
    curriculum: &Curriculum,
    student: Student,
    id: &ExerciseId,
) -> Result<(), Failure> {
    let Some(before) = curriculum.projects().find_map(|project| project.before(id)) else { return Ok(()) };
    let before = before.view.id.clone();
    if app.storage.passed_answers(student.id, &[before]).await?.is_empty() {
        return Err(Failure::new(
            ProblemKind::NotAllowed,
            "this step opens when the step before it is passed; do that one first",
        ));
    }
    Ok(())
}
