//! Classes, rosters and the teacher's live view.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::progress::Level;
use crate::run::RunStatus;
use crate::{ClassId, ExerciseId, StudentId, TopicId};

/// A new class: `POST /classes`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewClass {
    /// 1 to 80 characters.
    pub name: String,
    /// An IANA name, as `Europe/Berlin`: days and streaks are counted in it.
    pub time_zone: String,
}

/// A class as its teacher sees it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Class {
    pub id: ClassId,
    pub name: String,
    /// What students type to sign in, as `K7M-2QX`.
    pub code: String,
    pub time_zone: String,
    /// How many students are on the roster.
    pub students: u32,
}

/// A teacher's classes: `GET /classes`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Classes {
    pub classes: Vec<Class>,
}

/// Students to put on the roster: `POST /classes/{class_id}/students`.
#[derive(Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AddStudents {
    /// 1 to 60.
    pub students: Vec<NewStudent>,
}

/// One student to add.
#[derive(Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewStudent {
    /// 1 to 60 characters, once in a class.
    pub name: String,
    /// 4 to 8 digits; one is made up if it is left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pin: Option<String>,
}

/// Students just added, or one just reset, with the PIN to hand out. It is shown this once.
#[derive(Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Credentials {
    pub students: Vec<Credential>,
}

/// A student's sign-in to hand out.
#[derive(Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Credential {
    pub student_id: StudentId,
    pub name: String,
    pub pin: String,
}

/// Who is on what, now: `GET /classes/{class_id}/live`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct LiveView {
    pub class: Class,
    /// By name.
    pub students: Vec<LiveStudent>,
}

/// A student in the live list.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct LiveStudent {
    pub student_id: StudentId,
    pub name: String,
    /// Has a page open.
    pub online: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub topic_id: Option<TopicId>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub exercise_id: Option<ExerciseId>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub last: Option<LastResult>,
    /// Mastery of the topic the student is on (or was last), 0–100.
    pub mastery: f64,
    pub level: Level,
    pub streak_days: u32,
}

/// The last thing a student's code did.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct LastResult {
    /// RFC 3339.
    #[schema(value_type = String, format = DateTime)]
    pub at: jiff::Timestamp,
    #[serde(flatten)]
    pub what: LastWhat,
}

/// A run or a submission.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum LastWhat {
    Run {
        status: RunStatus,
        /// As `NameError`.
        #[serde(skip_serializing_if = "Option::is_none")]
        error_kind: Option<String>,
    },
    Submission {
        exercise_id: ExerciseId,
        passed: bool,
        /// 0–100.
        score: f64,
        attempt: u32,
    },
}
