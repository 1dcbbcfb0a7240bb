//! Who may call. A route is mounted under an [`Audience`], whose guard runs before the handler; a handler
//! takes the caller as a type that only the right audience has.

use std::convert::Infallible;
use std::task::{Context, Poll};

use axum::extract::{FromRequestParts, Request};
use axum::http::header::AUTHORIZATION;
use axum::http::request::Parts;
use axum::response::{IntoResponse, Response};
use futures::future::{Either, Ready, ready};
use learnflow_contracts::auth::UserRole;
use learnflow_contracts::{ClassId, ProblemKind, StudentId, TeacherId, UserId};
use serde::{Deserialize, Serialize};
use serde_json::json;
use tower::{Layer, Service};
use utoipa::openapi::extensions::Extensions;
use utoipa_axum::router::{OpenApiRouter, UtoipaMethodRouter, UtoipaMethodRouterExt};

use super::App;
use super::layers::Carried;
use super::problem::Failure;
use crate::storage::Family;

/// Who a route is for. There is no way to mount a handler without naming it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Audience {
    /// Nobody needs to be signed in.
    Anyone,
    /// Students and teachers.
    SignedIn,
    Student,
    Teacher,
}

impl Audience {
    const fn name(self) -> &'static str {
        match self {
            Audience::Anyone => "anyone",
            Audience::SignedIn => "signed-in",
            Audience::Student => "student",
            Audience::Teacher => "teacher",
        }
    }

    const fn admits(self, role: UserRole) -> bool {
        match self {
            Audience::Anyone | Audience::SignedIn => true,
            Audience::Student => matches!(role, UserRole::Student),
            Audience::Teacher => matches!(role, UserRole::Teacher),
        }
    }

    /// Lets a request through that may come in, with its caller in it.
    fn admit(self, request: &mut Request) -> Result<(), Failure> {
        if self == Audience::Anyone {
            return Ok(());
        }
        let carried = request.extensions().get::<Carried>();
        let carried =
            carried.ok_or_else(|| Failure::internal(anyhow::anyhow!("the app is not in the request")))?;
        let caller = caller(&carried.app, request)?;
        if !self.admits(caller.role) {
            let detail = "this page is not for you; sign in as somebody else";
            return Err(Failure::new(ProblemKind::NotAllowed, detail));
        }
        request.extensions_mut().insert(caller);
        Ok(())
    }
}

/// Somebody whose access token was good.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Caller {
    pub(crate) id: UserId,
    pub(crate) role: UserRole,
    /// The sign-in this goes back to.
    pub(crate) family: Family,
    /// A student's class.
    pub(crate) class: Option<ClassId>,
}

/// Routes under their audiences.
pub(super) struct Routes(OpenApiRouter<App>);

impl Routes {
    pub(super) fn new(base: OpenApiRouter<App>) -> Self {
        Self(base)
    }

    /// Mounts a handler for an audience, and writes the audience into the API's description.
    pub(super) fn mount(
        self,
        audience: Audience,
        (schemas, mut paths, router): UtoipaMethodRouter<App>,
    ) -> Self {
        for item in paths.paths.values_mut() {
            let operations =
                [&mut item.get, &mut item.post, &mut item.put, &mut item.delete, &mut item.patch];
            for operation in operations.into_iter().flatten() {
                operation.extensions = Some(Extensions::from_iter([("x-audience", json!(audience.name()))]));
                if audience != Audience::Anyone {
                    operation.security = Some(vec![utoipa::openapi::security::SecurityRequirement::new(
                        "access_token",
                        Vec::<String>::new(),
                    )]);
                }
            }
        }
        let route: UtoipaMethodRouter<App> = (schemas, paths, router);
        let guarded = route.map(|router| router.layer(Guard(audience)));
        Self(self.0.routes(guarded))
    }

    pub(super) fn into_router(self) -> OpenApiRouter<App> {
        self.0
    }
}

/// The guard of every mounted route.
#[derive(Clone, Copy)]
struct Guard(Audience);

impl<S> Layer<S> for Guard {
    type Service = Guarded<S>;
    fn layer(&self, inner: S) -> Guarded<S> {
        Guarded { audience: self.0, inner }
    }
}

#[derive(Clone)]
struct Guarded<S> {
    audience: Audience,
    inner: S,
}

impl<S> Service<Request> for Guarded<S>
where
    S: Service<Request, Response = Response, Error = Infallible>,
{
    type Response = Response;
    type Error = Infallible;
    type Future = Either<S::Future, Ready<Result<Response, Infallible>>>;

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        self.inner.poll_ready(context)
    }

    fn call(&mut self, mut request: Request) -> Self::Future {
        match self.audience.admit(&mut request) {
            Ok(()) => Either::Left(self.inner.call(request)),
            Err(failure) => Either::Right(ready(Ok(failure.into_response()))),
        }
    }
}

fn caller(app: &App, request: &Request) -> Result<Caller, Failure> {
    let header = request.headers().get(AUTHORIZATION).and_then(|value| value.to_str().ok());
    let token = header
        .and_then(|value| value.strip_prefix("Bearer "))
        .ok_or_else(|| Failure::new(ProblemKind::SignIn, "sign in first"))?;
    app.tokens.verify(token)
}

/// A student who is signed in.
#[derive(Debug, Clone, Copy)]
pub(super) struct Student {
    pub(super) id: StudentId,
    pub(super) class: ClassId,
}

/// A teacher who is signed in.
#[derive(Debug, Clone, Copy)]
pub(super) struct Teacher {
    pub(super) id: TeacherId,
}

fn admitted(parts: &Parts) -> Result<&Caller, Failure> {
    let missing =
        || Failure::internal(anyhow::anyhow!("a handler takes a caller that its audience does not have"));
    parts.extensions.get::<Caller>().ok_or_else(missing)
}

impl<S: Sync> FromRequestParts<S> for Caller {
    type Rejection = Failure;
    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Failure> {
        admitted(parts).cloned()
    }
}

impl<S: Sync> FromRequestParts<S> for Student {
    type Rejection = Failure;
    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Failure> {
        match admitted(parts)? {
            Caller { id, role: UserRole::Student, class: Some(class), .. } => {
                Ok(Student { id: StudentId(id.0), class: *class })
            }
            _ => Err(Failure::new(ProblemKind::NotAllowed, "only students can do this")),
        }
    }
}

impl<S: Sync> FromRequestParts<S> for Teacher {
    type Rejection = Failure;
    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Failure> {
        match admitted(parts)? {
            Caller { id, role: UserRole::Teacher, .. } => Ok(Teacher { id: TeacherId(id.0) }),
            _ => Err(Failure::new(ProblemKind::NotAllowed, "only teachers can do this")),
        }
    }
}
