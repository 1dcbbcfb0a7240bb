//! Who is stuck, for the teacher.

use axum::Json;
use axum::extract::State;
use learnflow_contracts::alerts::{Alert, Alerts, MarkAlert};
use learnflow_contracts::{AlertId, ClassId, Problem};

use super::App;
use super::access::Teacher;
use super::body::{Body, Ids};
use super::classes::own_class;
use super::problem::Failure;

/// How far back the list goes.
const DAYS: i64 = 7;

/// Who in a class is stuck
///
/// Of the last seven days: alerts that stand, then those that students got over. With how useful each rule was so far.
#[utoipa::path(get, path = "/classes/{class_id}/alerts", tag = "classes", params(("class_id" = ClassId, Path)), responses((status = 200, body = Alerts), (status = "default", body = Problem)))]
pub(super) async fn list(
    teacher: Teacher,
    State(app): State<App>,
    Ids(class): Ids<ClassId>,
) -> Result<Json<Alerts>, Failure> {
    own_class(&app, teacher, class).await?;
    let since = app.clock.now() - jiff::SignedDuration::from_hours(24 * DAYS);
    Ok(Json(app.storage.alerts(class, since).await?))
}

/// Say whether an alert was of use
///
/// The last word counts.
#[utoipa::path(put, path = "/classes/{class_id}/alerts/{alert_id}/mark", tag = "classes", params(("class_id" = ClassId, Path), ("alert_id" = AlertId, Path)), request_body = MarkAlert, responses((status = 200, body = Alert), (status = "default", body = Problem)))]
pub(super) async fn mark(
    teacher: Teacher,
    State(app): State<App>,
    Ids((class, alert)): Ids<(ClassId, AlertId)>,
    Body(MarkAlert { useful }): Body<MarkAlert>,
) -> Result<Json<Alert>, Failure> {
    own_class(&app, teacher, class).await?;
    let marked = app.storage.mark_alert(class, alert, teacher.id, useful, app.clock.now()).await?;
    let marked = marked.ok_or_else(|| Failure::not_found("there is no alert with this id in the class"))?;
    app.realtime.alert_changed(class, marked.clone()).await;
    Ok(Json(marked))
}
