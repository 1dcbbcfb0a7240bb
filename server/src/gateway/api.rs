//! Every route of the API, each under the audience it is for, and their description.

use utoipa::OpenApi;
use utoipa::openapi::security::{Http, HttpAuthScheme, SecurityScheme};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::access::Audience::{Anyone, SignedIn, Student, Teacher};
use super::access::Routes;
use super::{
    App, accounts, alerts, classes, exercises, placement, progress, projects, quizzes, review, runs, topics,
    tutor, tutor_of_class,
};

#[derive(OpenApi)]
#[openapi(
    info(
        title = "LearnFlow",
        description = "The classroom's API. Every POST that writes takes the header `Idempotency-Key`: 32 hex \
            characters, new for each use and the same for its retries; a key seen before gets the first answer \
            again. Problems are RFC 9457.",
        license(name = "Apache-2.0")
    ),
    components(schemas(
        learnflow_contracts::live::FromStudent,
        learnflow_contracts::live::ToStudent,
        learnflow_contracts::live::ToTeacher,
    ))
)]
struct Description;

/// The routes with their description.
pub(super) fn api() -> OpenApiRouter<App> {
    let api = Routes::new(OpenApiRouter::new())
        .mount(Anyone, routes!(accounts::login))
        .mount(Anyone, routes!(accounts::join))
        .mount(Anyone, routes!(accounts::refresh))
        .mount(Anyone, routes!(accounts::logout))
        .mount(SignedIn, routes!(accounts::me))
        .mount(SignedIn, routes!(accounts::ticket))
        .mount(SignedIn, routes!(topics::list))
        .mount(SignedIn, routes!(topics::one))
        .mount(SignedIn, routes!(projects::one))
        .mount(SignedIn, routes!(progress::of_student))
        .mount(SignedIn, routes!(runs::execute))
        .mount(Student, routes!(runs::steps))
        .mount(Student, routes!(exercises::submit))
        .mount(Student, routes!(quizzes::answer))
        .mount(Student, routes!(placement::first))
        .mount(Student, routes!(placement::answer))
        .mount(Student, routes!(review::due))
        .mount(Student, routes!(review::answer))
        .mount(Student, routes!(tutor::state))
        .mount(Student, routes!(tutor::ask))
        .mount(Student, routes!(tutor::triage))
        .mount(Student, routes!(tutor::explain))
        .mount(Student, routes!(tutor::review))
        .mount(Student, routes!(tutor::debug))
        .mount(Student, routes!(tutor::want_exercise))
        .mount(Student, routes!(tutor::one))
        .mount(Student, routes!(tutor::open_rung))
        .mount(Student, routes!(tutor::chat))
        .mount(Teacher, routes!(tutor_of_class::switch))
        .mount(Teacher, routes!(tutor_of_class::set_switch))
        .mount(Teacher, routes!(tutor_of_class::conversations))
        .mount(Teacher, routes!(tutor_of_class::conversation))
        .mount(SignedIn, routes!(exercises::list))
        .mount(Teacher, routes!(exercises::add))
        .mount(Teacher, routes!(classes::list))
        .mount(Teacher, routes!(classes::add))
        .mount(Teacher, routes!(classes::live))
        .mount(Teacher, routes!(alerts::list))
        .mount(Teacher, routes!(alerts::mark))
        .mount(Teacher, routes!(classes::add_students))
        .mount(Teacher, routes!(classes::reset_student))
        .mount(Teacher, routes!(classes::remove_student))
        .into_router();
    OpenApiRouter::with_openapi(Description::openapi()).nest("/api/v1", api)
}

/// The description of the API: OpenAPI 3.1.
pub fn openapi() -> utoipa::openapi::OpenApi {
    let mut openapi = api().into_openapi();
    let bearer = SecurityScheme::Http(Http::new(HttpAuthScheme::Bearer));
    openapi.components.get_or_insert_default().add_security_scheme("access_token", bearer);
    openapi
}
