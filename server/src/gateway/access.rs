//! Who may call. A route is mounted under an [`Audience`], whose guard runs before the handler; a handler
//! takes the caller as a type that only the right audience has.

use axum::extract::{FromRequestParts, Request, State};
use axum::http::header::AUTHORIZATION;
use axum::http::request::Parts;
use axum::middleware::{self, Next};
use axum::response::{IntoResponse, Response};
use learnflow_contracts::auth::UserRole;
use learnflow_contracts::{ClassId, ProblemKind, StudentId, TeacherId, UserId};
use serde_json::json;
use utoipa::openapi::extensions::Extensions;
use utoipa_axum::router::{OpenApiRouter, UtoipaMethodRouter, UtoipaMethodRouterExt};

use super::App;
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
}

/// Somebody whose access token was good.
#[derive(Debug, Clone, PartialEq, Eq)]
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
        let guarded = route.map(|router| {
            router.layer(middleware::from_fn(move |request, next| admit(audience, request, next)))
        });
        Self(self.0.routes(guarded))
    }

    pub(super) fn into_router(self) -> OpenApiRouter<App> {
        self.0
    }
}

/// The guard of every mounted route.
async fn admit(audience: Audience, mut request: Request, next: Next) -> Response {
    if audience == Audience::Anyone {
        return next.run(request).await;
    }
    let Some(app) = request.extensions().get::<App>().cloned() else {
        return Failure::internal(anyhow::anyhow!("the app is not in the request")).into_response();
    };
    match caller(&app, &request) {
        Ok(caller) if audience.admits(caller.role) => {
            request.extensions_mut().insert(caller);
            next.run(request).await
        }
        Ok(_) => Failure::new(ProblemKind::NotAllowed, "this page is not for you; sign in as somebody else")
            .into_response(),
        Err(failure) => failure.into_response(),
    }
}

fn caller(app: &App, request: &Request) -> Result<Caller, Failure> {
    let header = request.headers().get(AUTHORIZATION).and_then(|value| value.to_str().ok());
    let token = header
        .and_then(|value| value.strip_prefix("Bearer "))
        .ok_or_else(|| Failure::new(ProblemKind::SignIn, "sign in first"))?;
    app.tokens.verify(token)
}

/// Puts the app where the guards find it: they are mounted before the state is known.
pub(super) async fn carry_app(State(app): State<App>, mut request: Request, next: Next) -> Response {
    request.extensions_mut().insert(app);
    next.run(request).await
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
