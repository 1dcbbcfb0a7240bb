//! Identifiers as types of their own, so that a student's id cannot be passed for a class's.
//! Those we make are UUIDv7 (sortable by time); those of the curriculum are the folder's name.

use std::fmt;
use std::str::FromStr;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

macro_rules! uuid_id {
    ($($(#[$doc:meta])* $name:ident;)*) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, ToSchema, JsonSchema)]
        #[serde(transparent)]
        pub struct $name(pub Uuid);

        impl $name {
            /// A new id: UUIDv7, so later ids sort after earlier ones.
            #[expect(clippy::new_without_default, reason = "an id is never a default")]
            pub fn new() -> Self {
                Self(Uuid::now_v7())
            }
        }
        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }
        impl FromStr for $name {
            type Err = uuid::Error;
            fn from_str(text: &str) -> Result<Self, Self::Err> {
                text.parse().map(Self)
            }
        }
    )*};
}

uuid_id! {
    /// Anyone who signs in, student or teacher.
    UserId;
    /// A student. The key of a student's events, so that they stay in order.
    StudentId;
    /// A teacher.
    TeacherId;
    /// A class: one teacher, one code, up to a few dozen students.
    ClassId;
    /// One graded attempt at an exercise.
    SubmissionId;
    /// One run of a program.
    RunId;
    /// One question to the tutor.
    QuestionId;
    /// A notice that somebody is stuck.
    AlertId;
    /// One event; consumers use it to recognise a second delivery.
    EventId;
}

impl From<StudentId> for UserId {
    fn from(id: StudentId) -> Self {
        Self(id.0)
    }
}
impl From<TeacherId> for UserId {
    fn from(id: TeacherId) -> Self {
        Self(id.0)
    }
}

/// Why a text is not an id of the curriculum.
#[derive(Debug, PartialEq, Eq)]
pub struct BadSlug;

impl fmt::Display for BadSlug {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an id is 1 to 64 of the characters a-z, 0-9 and -")
    }
}
impl std::error::Error for BadSlug {}

macro_rules! slug_id {
    ($($(#[$doc:meta])* $name:ident;)*) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, ToSchema, JsonSchema)]
        #[serde(try_from = "String", into = "String")]
        #[schema(value_type = String, pattern = "^[a-z0-9-]{1,64}$")]
        #[schemars(with = "String")]
        pub struct $name(String);

        impl $name {
            /// The text of the id: 1 to 64 of `a-z`, `0-9` and `-`.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }
        impl TryFrom<String> for $name {
            type Error = BadSlug;
            fn try_from(text: String) -> Result<Self, BadSlug> {
                let fits = (1..=64).contains(&text.len())
                    && text.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-');
                if fits { Ok(Self(text)) } else { Err(BadSlug) }
            }
        }
        impl FromStr for $name {
            type Err = BadSlug;
            fn from_str(text: &str) -> Result<Self, BadSlug> {
                Self::try_from(text.to_owned())
            }
        }
        impl From<$name> for String {
            fn from(id: $name) -> Self {
                id.0
            }
        }
        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }
    )*};
}

slug_id! {
    /// A topic of the curriculum: the name of its folder, as `first-program`.
    TopicId;
    /// A module of the curriculum: the name of its folder without its number, as `first-programs`.
    ModuleId;
    /// An exercise: `topic.exercise` flattened to one slug, or `own-…` for a teacher's own.
    ExerciseId;
}

/// Made by the client once per use and sent again with every retry of it: 32 hex characters.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(try_from = "String", into = "String")]
#[schemars(with = "String", extend("pattern" = "^[0-9a-f]{32}$"))]
pub struct IdempotencyKey(String);

/// Why a text is not an idempotency key.
#[derive(Debug, PartialEq, Eq)]
pub struct BadKey;

impl fmt::Display for BadKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an Idempotency-Key is 32 hex characters")
    }
}
impl std::error::Error for BadKey {}

impl IdempotencyKey {
    /// A new random key.
    #[expect(clippy::new_without_default, reason = "a key is never a default")]
    pub fn new() -> Self {
        Self(Uuid::new_v4().simple().to_string())
    }
    /// The 32 lower-case hex characters.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}
impl TryFrom<String> for IdempotencyKey {
    type Error = BadKey;
    fn try_from(text: String) -> Result<Self, BadKey> {
        if text.len() == 32 && text.bytes().all(|b| b.is_ascii_hexdigit()) {
            Ok(Self(text.to_ascii_lowercase()))
        } else {
            Err(BadKey)
        }
    }
}
impl FromStr for IdempotencyKey {
    type Err = BadKey;
    fn from_str(text: &str) -> Result<Self, BadKey> {
        Self::try_from(text.to_owned())
    }
}
impl From<IdempotencyKey> for String {
    fn from(key: IdempotencyKey) -> Self {
        key.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slug_takes_only_lower_case_letters_digits_and_dashes() {
        for good in ["a", "first-program", "own-01", &"x".repeat(64)] {
            assert!(good.parse::<TopicId>().is_ok(), "{good}");
        }
        for bad in ["", "A", "a b", "../etc", "ä", &"x".repeat(65), "a\0"] {
            assert_eq!(bad.parse::<TopicId>(), Err(BadSlug), "{bad}");
        }
    }

    #[test]
    fn a_key_is_32_hex_characters_in_either_case() {
        let key: IdempotencyKey = "0123456789ABCDEF0123456789abcdef".parse().unwrap();
        assert_eq!(key.as_str(), "0123456789abcdef0123456789abcdef");
        for bad in ["", "0123", &"g".repeat(32), &"a".repeat(33)] {
            assert_eq!(bad.parse::<IdempotencyKey>(), Err(BadKey), "{bad}");
        }
    }
}
