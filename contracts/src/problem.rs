//! What is wrong, as RFC 9457 says it: one closed list of kinds, so that a page switches on the kind and
//! never on the text.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa::openapi::schema::Type;
use utoipa::openapi::{ObjectBuilder, RefOr, Schema};

/// A problem's body: `application/problem+json`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Problem {
    #[serde(rename = "type")]
    pub kind: Kind,
    /// The kind in a few words.
    pub title: String,
    /// The HTTP status.
    pub status: u16,
    /// What to do about it, for the person at the page.
    pub detail: String,
    /// The request, for the operator's logs.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub request_id: Option<String>,
    /// For `busy` and `too_many_tries`: seconds to wait.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub retry_after: Option<u32>,
}

macro_rules! kinds {
    ($($(#[$doc:meta])* $name:ident = $urn:literal, $status:literal, $title:literal;)*) => {
        /// Every kind of problem there is.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
        pub enum Kind {$(
            $(#[$doc])*
            #[serde(rename = $urn)]
            $name,
        )*}
        impl Kind {
            /// All kinds, for pages and tests that walk them.
            pub const ALL: &[Kind] = &[$(Kind::$name),*];
            /// Its name on the wire.
            pub const fn urn(self) -> &'static str {
                match self { $(Kind::$name => $urn),* }
            }
            /// The HTTP status that goes with it.
            pub const fn status(self) -> u16 {
                match self { $(Kind::$name => $status),* }
            }
            /// The kind in a few words.
            pub const fn title(self) -> &'static str {
                match self { $(Kind::$name => $title),* }
            }
        }
    };
}

kinds! {
    /// The request cannot be read: broken JSON, a wrong type, an unknown field, invalid UTF-8.
    Malformed = "urn:learnflow:problem:malformed", 400, "the request cannot be read";
    /// Nobody is signed in, or the token is too old or not ours.
    SignIn = "urn:learnflow:problem:sign-in", 401, "sign in first";
    /// The name, PIN, password or class code is wrong.
    WrongCredentials = "urn:learnflow:problem:wrong-credentials", 401, "that did not match";
    /// Signed in, but not as somebody who may do this.
    NotAllowed = "urn:learnflow:problem:not-allowed", 403, "not allowed";
    /// The teacher has switched the tutor off for the class.
    TutorOff = "urn:learnflow:problem:tutor-off", 403, "the tutor is off";
    /// There is no such thing, or it is not yours to see.
    NotFound = "urn:learnflow:problem:not-found", 404, "not found";
    /// The address exists, the method does not.
    WrongMethod = "urn:learnflow:problem:wrong-method", 405, "wrong method";
    /// It is there already.
    Conflict = "urn:learnflow:problem:conflict", 409, "it is there already";
    /// Larger than is taken.
    TooLarge = "urn:learnflow:problem:too-large", 413, "too large";
    /// Not `application/json`.
    WrongMediaType = "urn:learnflow:problem:wrong-media-type", 415, "wrong media type";
    /// Read, but a value is not acceptable; `detail` says which and what would be.
    Invalid = "urn:learnflow:problem:invalid", 422, "a value is not acceptable";
    /// The same idempotency key with another request.
    KeyReused = "urn:learnflow:problem:key-reused", 422, "idempotency key used for something else";
    /// Too many wrong PINs or passwords; `retry_after` says how long to wait.
    TooManyTries = "urn:learnflow:problem:too-many-tries", 429, "too many tries";
    /// All places are taken; `retry_after` says how long to wait.
    Busy = "urn:learnflow:problem:busy", 503, "busy";
    /// Our fault. The cause is in the log under `request_id`, never here.
    Internal = "urn:learnflow:problem:internal", 500, "something went wrong here";
}

// By hand: the derive does not see a name that comes out of the macro.
impl utoipa::PartialSchema for Kind {
    fn schema() -> RefOr<Schema> {
        let names = Kind::ALL.iter().map(|kind| kind.urn());
        ObjectBuilder::new().schema_type(Type::String).enum_values(Some(names)).into()
    }
}
impl ToSchema for Kind {}

impl Problem {
    /// A problem of `kind` with a sentence that says what to do.
    pub fn new(kind: Kind, detail: impl Into<String>) -> Self {
        Self {
            kind,
            title: kind.title().to_owned(),
            status: kind.status(),
            detail: detail.into(),
            request_id: None,
            retry_after: None,
        }
    }

    /// The same, with the seconds to wait before another try.
    #[must_use]
    pub fn retry_after(mut self, seconds: u32) -> Self {
        self.retry_after = Some(seconds);
        self
    }
}
