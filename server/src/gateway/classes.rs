//! A teacher's classes: made, filled, watched.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use learnflow_contracts::classes::{
    AddStudents, Class, Classes, Credential, Credentials, LiveView, NewClass, NewStudent,
};
use learnflow_contracts::{ClassId, Problem, StudentId};

use super::access::Teacher;
use super::body::{Ids, KeyHeader, OnceBody, OnceKey};
use super::problem::Failure;
use super::{App, view};
use crate::storage::{self, NewClassRecord, NewStudentRecord, Once};

/// Codes to try before giving up: a collision is one in thousands even with a million classes.
const CODE_TRIES: u32 = 5;

/// The teacher's classes
#[utoipa::path(get, path = "/classes", tag = "classes", responses((status = 200, body = Classes), (status = "default", body = Problem)))]
pub(super) async fn list(teacher: Teacher, State(app): State<App>) -> Result<Json<Classes>, Failure> {
    Ok(Json(Classes { classes: app.storage.classes_of(teacher.id).await? }))
}

/// Add a class
#[utoipa::path(post, path = "/classes", tag = "classes", params(KeyHeader), request_body = NewClass, responses((status = 200, body = Class), (status = "default", body = Problem)))]
pub(super) async fn add(
    teacher: Teacher,
    State(app): State<App>,
    request: OnceBody<NewClass>,
) -> Result<Json<Class>, Failure> {
    view::check_class(&request.body)?;
    let once = request.once(teacher.id, app.clock.now());
    let NewClass { name, time_zone } = request.body;
    let mut class = NewClassRecord {
        id: ClassId::new(),
        teacher: teacher.id,
        name: name.trim().to_owned(),
        code: view::new_class_code(),
        time_zone,
    };
    for _ in 1..CODE_TRIES {
        match app.storage.add_class(&class, &once).await {
            Err(storage::Error::Taken(_)) => class.code = view::new_class_code(),
            done => return Ok(Json(done?.into_inner())),
        }
    }
    Ok(Json(app.storage.add_class(&class, &once).await?.into_inner()))
}

/// A class that is the caller's, or a problem that does not tell whether it exists.
pub(super) async fn own_class(app: &App, teacher: Teacher, id: ClassId) -> Result<Class, Failure> {
    let class = app.storage.class_of(teacher.id, id).await?;
    class.ok_or_else(|| Failure::not_found("you have no class with this id"))
}

/// Who is on what, now
#[utoipa::path(get, path = "/classes/{class_id}/live", tag = "classes", params(("class_id" = ClassId, Path)), responses((status = 200, body = LiveView), (status = "default", body = Problem)))]
pub(super) async fn live(
    teacher: Teacher,
    State(app): State<App>,
    Ids(id): Ids<ClassId>,
) -> Result<Json<LiveView>, Failure> {
    let class = own_class(&app, teacher, id).await?;
    let students = app.realtime.live_rows(app.storage.live_students(id).await?).await;
    Ok(Json(LiveView { class, students }))
}

/// Put students on the roster
///
/// PINs are shown in this answer only; a PIN that was left out is made up.
#[utoipa::path(post, path = "/classes/{class_id}/students", tag = "classes", params(KeyHeader, ("class_id" = ClassId, Path)), request_body = AddStudents, responses((status = 200, body = Credentials), (status = "default", body = Problem)))]
pub(super) async fn add_students(
    teacher: Teacher,
    State(app): State<App>,
    Ids(id): Ids<ClassId>,
    request: OnceBody<AddStudents>,
) -> Result<Json<Credentials>, Failure> {
    own_class(&app, teacher, id).await?;
    let once = request.once(teacher.id, app.clock.now());
    let students = request.body.students;
    if !(1..=60).contains(&students.len()) {
        return Err(Failure::invalid("add 1 to 60 students at a time"));
    }
    students.iter().try_for_each(view::check_student)?;
    let pins: Vec<_> =
        students.iter().enumerate().map(|(place, student)| pin(&app, &once, place, student)).collect();
    let entries = if let Some(first) = app.storage.first_answer(&once).await? {
        serde_json::from_str(&first).map_err(anyhow::Error::from)?
    } else {
        let mut records = Vec::with_capacity(students.len());
        for (student, pin) in students.iter().zip(&pins) {
            let name = student.name.split_whitespace().collect::<Vec<_>>().join(" ");
            records.push(NewStudentRecord {
                id: StudentId::new(),
                name,
                pin_hash: app.passwords.hash(pin).await?,
            });
        }
        app.storage.add_students(id, &records, &once).await?.into_inner()
    };
    app.realtime.roster_changed(id).await;
    let credential = |(entry, pin): (storage::RosterEntry, String)| Credential {
        student_id: entry.id,
        name: entry.name,
        pin,
    };
    Ok(Json(Credentials { students: entries.into_iter().zip(pins).map(credential).collect() }))
}

/// The PIN that was asked for, or one made up. A made-up one follows from the use's key, so that a retry tells
/// it again though it was never stored.
fn pin(app: &App, once: &Once, place: usize, student: &NewStudent) -> String {
    student.pin.clone().unwrap_or_else(|| new_pin(app, once, &place.to_string()))
}

/// A PIN that follows from who asked for it, under which key, and for what.
fn new_pin(app: &App, once: &Once, what: &str) -> String {
    view::new_pin(&app.tokens.derive(&format!("pin {} {} {what}", once.user, once.key.as_str())))
}

/// Give a student a new PIN
///
/// Ends the student's sessions. The PIN is shown in this answer only.
#[utoipa::path(post, path = "/classes/{class_id}/students/{student_id}/reset", tag = "classes", params(KeyHeader, ("class_id" = ClassId, Path), ("student_id" = StudentId, Path)), responses((status = 200, body = Credentials), (status = "default", body = Problem)))]
pub(super) async fn reset_student(
    teacher: Teacher,
    State(app): State<App>,
    Ids((class, student)): Ids<(ClassId, StudentId)>,
    request: OnceKey,
) -> Result<Json<Credentials>, Failure> {
    own_class(&app, teacher, class).await?;
    let once = request.once(teacher.id, app.clock.now());
    let pin = new_pin(&app, &once, "reset");
    let hash = app.passwords.hash(&pin).await?;
    let reset = app.storage.reset_student(class, student, &hash, &once).await?;
    let reset = reset
        .ok_or_else(|| Failure::not_found("there is no student with this id in the class"))?
        .into_inner();
    app.tokens.end(reset.ended);
    app.realtime.close(student).await;
    let credential = Credential { student_id: student, name: reset.student.name, pin };
    Ok(Json(Credentials { students: vec![credential] }))
}

/// Take a student off the roster
///
/// The student cannot sign in any more; what they did stays stored.
#[utoipa::path(delete, path = "/classes/{class_id}/students/{student_id}", tag = "classes", params(("class_id" = ClassId, Path), ("student_id" = StudentId, Path)), responses((status = 204), (status = "default", body = Problem)))]
pub(super) async fn remove_student(
    teacher: Teacher,
    State(app): State<App>,
    Ids((class, student)): Ids<(ClassId, StudentId)>,
) -> Result<StatusCode, Failure> {
    own_class(&app, teacher, class).await?;
    let ended = app.storage.remove_student(class, student, app.clock.now()).await?;
    app.tokens.end(ended.ok_or_else(|| Failure::not_found("there is no student with this id in the class"))?);
    app.realtime.close(student).await;
    app.realtime.roster_changed(class).await;
    Ok(StatusCode::NO_CONTENT)
}
