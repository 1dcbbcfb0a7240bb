//! The tutor's door for teachers: the switch of a class, and what its students talked about with the tutor.

use axum::Json;
use axum::extract::{Query, State};
use learnflow_contracts::live::ToStudent;
use learnflow_contracts::tutor::{Conversation, Conversations, TutorSwitch};
use learnflow_contracts::{ClassId, Problem, StudentId};

use super::App;
use super::access::Teacher;
use super::body::{Body, Ids};
use super::classes::own_class;
use super::problem::Failure;
use super::tutor::{Before, PAGE};
use crate::tutor::view;

/// What the tutor does in a class
#[utoipa::path(get, path = "/classes/{class_id}/tutor", tag = "tutor", params(("class_id" = ClassId, Path)), responses((status = 200, body = TutorSwitch), (status = "default", body = Problem)))]
pub(super) async fn switch(
    teacher: Teacher,
    State(app): State<App>,
    Ids(id): Ids<ClassId>,
) -> Result<Json<TutorSwitch>, Failure> {
    own_class(&app, teacher, id).await?;
    Ok(Json(TutorSwitch { mode: app.storage.tutor_mode(id).await? }))
}

/// Switch the tutor of a class
///
/// `on`, `library` (no model answers), or `off` (an exam: no question is taken). Takes no `Idempotency-Key`: a repeat
/// leaves the switch where it is.
#[utoipa::path(put, path = "/classes/{class_id}/tutor", tag = "tutor", params(("class_id" = ClassId, Path)), request_body = TutorSwitch, responses((status = 200, body = TutorSwitch), (status = "default", body = Problem)))]
pub(super) async fn set_switch(
    teacher: Teacher,
    State(app): State<App>,
    Ids(id): Ids<ClassId>,
    Body(switch): Body<TutorSwitch>,
) -> Result<Json<TutorSwitch>, Failure> {
    own_class(&app, teacher, id).await?;
    app.storage.switch_tutor(id, switch.mode, app.clock.now()).await?;
    for row in app.storage.live_students(id).await? {
        let message = ToStudent::TutorSwitched { mode: switch.mode };
        app.realtime.push().to_student(row.student_id, vec![message]).await;
    }
    Ok(Json(switch))
}

/// Who asked the tutor in a class
#[utoipa::path(get, path = "/classes/{class_id}/conversations", tag = "tutor", params(("class_id" = ClassId, Path)), responses((status = 200, body = Conversations), (status = "default", body = Problem)))]
pub(super) async fn conversations(
    teacher: Teacher,
    State(app): State<App>,
    Ids(id): Ids<ClassId>,
) -> Result<Json<Conversations>, Failure> {
    own_class(&app, teacher, id).await?;
    Ok(Json(Conversations { students: app.storage.conversations(id).await? }))
}

/// One student's conversation, with why each answer says what it says
#[utoipa::path(get, path = "/classes/{class_id}/conversations/{student_id}", tag = "tutor", params(Before, ("class_id" = ClassId, Path), ("student_id" = StudentId, Path)), responses((status = 200, body = Conversation), (status = "default", body = Problem)))]
pub(super) async fn conversation(
    teacher: Teacher,
    State(app): State<App>,
    Ids((class, student)): Ids<(ClassId, StudentId)>,
    Query(Before { before }): Query<Before>,
) -> Result<Json<Conversation>, Failure> {
    own_class(&app, teacher, class).await?;
    // A student of another class has nothing here, and whether there is one is not told.
    let page = app.storage.turns(class, student, before, PAGE).await?;
    Ok(Json(Conversation { turns: page.turns.into_iter().map(view::of_teacher).collect(), more: page.more }))
}
