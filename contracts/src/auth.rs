//! Signing in and out.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::{ClassId, UserId};

/// A teacher signs in with a user name and a password.
#[derive(Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Login {
    /// 1 to 64 characters.
    pub username: String,
    /// 1 to 256 characters.
    pub password: String,
}

/// A student signs in with the class's code, the name on the roster and a PIN. No e-mail.
#[derive(Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Join {
    /// As on the board; case, spaces and dashes do not matter.
    pub class_code: String,
    /// As on the roster; case and spaces around it do not matter.
    pub name: String,
    /// 4 to 8 digits.
    pub pin: String,
}

/// Exchanges a refresh token for a new session. Each refresh token works once; one used again ends all
/// that came from it, except a retry with the same `Idempotency-Key` within a minute.
#[derive(Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Refresh {
    /// From the last session.
    pub refresh_token: String,
}

/// Ends the session that the refresh token belongs to, on all its devices' tokens.
#[derive(Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Logout {
    /// From the last session.
    pub refresh_token: String,
}

/// Who may act, and for how long.
#[derive(Clone, Serialize, Deserialize, ToSchema)]
pub struct Session {
    /// For the `Authorization: Bearer` header.
    pub access_token: String,
    /// How long the access token works, in seconds (15 minutes).
    pub expires_in: u32,
    /// For `auth/refresh`; works once.
    pub refresh_token: String,
    /// Who signed in.
    pub user: User,
}

/// Somebody who is signed in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct User {
    pub id: UserId,
    pub role: UserRole,
    /// As shown on the pages.
    pub name: String,
    /// A student's class; absent for a teacher.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub class_id: Option<ClassId>,
    /// The name of a student's class.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub class_name: Option<String>,
}

/// What somebody is in the classroom.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum UserRole {
    Student,
    Teacher,
}

/// Opens one WebSocket, once, within `expires_in` seconds.
#[derive(Clone, Serialize, Deserialize, ToSchema)]
pub struct Ticket {
    /// For the address: `/ws/chat/{student_id}?ticket=…`.
    pub ticket: String,
    /// Seconds, at most 30.
    pub expires_in: u32,
}
