//! How far a student is, for the student and the student's teacher.

use axum::Json;
use axum::extract::State;
use learnflow_contracts::auth::UserRole;
use learnflow_contracts::progress::Progress;
use learnflow_contracts::{Problem, StudentId, TeacherId, UserId};

use super::App;
use super::access::Caller;
use super::body::Ids;
use super::problem::Failure;
use crate::progress::view;

/// How far a student is
///
/// Students see themselves, teachers the students of their classes.
#[utoipa::path(get, path = "/progress/{user_id}", tag = "progress", params(("user_id" = UserId, Path)), responses((status = 200, body = Progress), (status = "default", body = Problem)))]
pub(super) async fn of_student(
    caller: Caller,
    State(app): State<App>,
    Ids(id): Ids<UserId>,
) -> Result<Json<Progress>, Failure> {
    let nobody = || Failure::not_found("there is no student with this id for you");
    let student = StudentId(id.0);
    let class = app.storage.class_of_student(student).await?.ok_or_else(nobody)?;
    let may_see = match caller.role {
        UserRole::Student => caller.id == id,
        UserRole::Teacher => class.teacher == TeacherId(caller.id.0),
    };
    if !may_see {
        return Err(nobody());
    }
    let user = app.storage.user(id).await?.ok_or_else(nobody)?;
    let facts = app.storage.progress_facts(student).await?;
    let today = view::day(app.clock.now(), &class.time_zone);
    Ok(Json(view::progress(student, user.name, &facts, app.library.now().english(), today)))
}
