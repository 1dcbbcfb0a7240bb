//! Signing in and out.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use learnflow_contracts::auth::{Join, Login, Logout, Refresh, Session, Ticket, User};
use learnflow_contracts::{Problem, ProblemKind};
use uuid::Uuid;

use super::access::Caller;
use super::body::{KeyHeader, OnceBody};
use super::problem::Failure;
use super::tokens::Tokens;
use super::{App, view};
use crate::storage::{LockPolicy, NewToken, Rotation, SignInRecord};

/// Five wrong tries are free; then a minute, doubled with each further one, up to an hour. A four-digit PIN
/// stands against guessing for a school year.
const LOCK: LockPolicy = LockPolicy {
    free: 5,
    lock: std::time::Duration::from_mins(1),
    longest: std::time::Duration::from_hours(1),
};

/// Sign in as a teacher
#[utoipa::path(post, path = "/auth/login", tag = "auth", params(KeyHeader), request_body = Login, responses((status = 200, body = Session), (status = "default", body = Problem)))]
pub(super) async fn login(
    State(app): State<App>,
    request: OnceBody<Login>,
) -> Result<Json<Session>, Failure> {
    let Login { username, password } = request.body;
    let found = app.storage.teacher_by_username(username.trim()).await?;
    sign_in(&app, found, &password, "the user name and the password do not match").await
}

/// Sign in as a student
#[utoipa::path(post, path = "/auth/join", tag = "auth", params(KeyHeader), request_body = Join, responses((status = 200, body = Session), (status = "default", body = Problem)))]
pub(super) async fn join(State(app): State<App>, request: OnceBody<Join>) -> Result<Json<Session>, Failure> {
    let Join { class_code, name, pin } = request.body;
    let found = app.storage.student_by_name(&view::class_code(&class_code), &name).await?;
    let mismatch = "class code, name and PIN do not match; ask your teacher if you are not sure";
    sign_in(&app, found, &pin, mismatch).await
}

async fn sign_in(
    app: &App,
    found: Option<SignInRecord>,
    secret: &str,
    mismatch: &str,
) -> Result<Json<Session>, Failure> {
    let now = app.clock.now();
    if let Some(record) = &found
        && record.locked_until > now
    {
        return Err(too_many_tries(record.locked_until.as_second() - now.as_second()));
    }
    let hash = found.as_ref().map(|record| record.secret_hash.as_str());
    if !app.passwords.verify(secret, hash).await? {
        metrics::counter!("sign_ins_total", "result" => "refused").increment(1);
        if let Some(record) = found
            && let Some(until) =
                app.storage.count_failed_sign_in(record.user.id, LOCK, app.clock.now()).await?
        {
            return Err(too_many_tries(until.as_second() - app.clock.now().as_second()));
        }
        return Err(Failure::new(ProblemKind::WrongCredentials, mismatch));
    }
    let Some(SignInRecord { user, .. }) = found else {
        return Err(Failure::new(ProblemKind::WrongCredentials, mismatch));
    };
    let (refresh, family) = (Tokens::new_refresh(), Uuid::now_v7());
    let token = NewToken { hash: refresh.hash, family, life: app.tokens.life() };
    app.storage.open_session(&token, user.id).await?;
    metrics::counter!("sign_ins_total", "result" => "done").increment(1);
    Ok(Json(app.tokens.session(user, family, refresh)?))
}

fn too_many_tries(seconds: i64) -> Failure {
    let seconds = u32::try_from(seconds.max(1)).unwrap_or(u32::MAX);
    let detail = format!("too many wrong tries; wait {seconds} seconds, or ask your teacher for a new PIN");
    Failure::new(ProblemKind::TooManyTries, detail).retry_after(seconds)
}

/// Exchange a refresh token for a new session
#[utoipa::path(post, path = "/auth/refresh", tag = "auth", params(KeyHeader), request_body = Refresh, responses((status = 200, body = Session), (status = "default", body = Problem)))]
pub(super) async fn refresh(
    State(app): State<App>,
    request: OnceBody<Refresh>,
) -> Result<Json<Session>, Failure> {
    let next = Tokens::new_refresh();
    let old = Tokens::hash(&request.body.refresh_token);
    let rotation = app.storage.rotate_session(&old, &next.hash, &request.key, app.tokens.life()).await?;
    match rotation {
        Rotation::Rotated { user, family } => Ok(Json(app.tokens.session(user, family, next)?)),
        Rotation::Reused { family } => {
            app.tokens.end([family]);
            tracing::warn!(session.family = %family, "a used refresh token came again: the session is ended");
            Err(Failure::new(ProblemKind::SignIn, "this session was ended; sign in again"))
        }
        Rotation::Refused => Err(Failure::new(ProblemKind::SignIn, "this session is over; sign in again")),
    }
}

/// End a session
#[utoipa::path(post, path = "/auth/logout", tag = "auth", params(KeyHeader), request_body = Logout, responses((status = 204), (status = "default", body = Problem)))]
pub(super) async fn logout(State(app): State<App>, request: OnceBody<Logout>) -> Result<StatusCode, Failure> {
    let token = Tokens::hash(&request.body.refresh_token);
    let ended = app.storage.close_session(&token, app.clock.now()).await?;
    app.tokens.end(ended);
    Ok(StatusCode::NO_CONTENT)
}

/// Who is signed in
#[utoipa::path(get, path = "/me", tag = "auth", responses((status = 200, body = User), (status = "default", body = Problem)))]
pub(super) async fn me(caller: Caller, State(app): State<App>) -> Result<Json<User>, Failure> {
    let user = app.storage.user(caller.id).await?;
    user.map(Json).ok_or_else(|| Failure::new(ProblemKind::SignIn, "this account is gone; ask your teacher"))
}

/// A ticket for one WebSocket
#[utoipa::path(post, path = "/realtime/tickets", tag = "realtime", responses((status = 200, body = Ticket), (status = "default", body = Problem)))]
pub(super) async fn ticket(caller: Caller, State(app): State<App>) -> Result<Json<Ticket>, Failure> {
    Ok(Json(app.realtime.ticket(caller).await?))
}
