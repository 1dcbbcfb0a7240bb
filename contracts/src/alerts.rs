//! Who is stuck, and why we think so. Nothing here holds a student's words or code.

use jiff::Timestamp;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::{AlertId, ExerciseId, StudentId, TopicId};

/// Why somebody seems to be stuck.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, ToSchema, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum StruggleRule {
    /// Many errors of one kind in a short time.
    RepeatedError,
    /// Many submissions of one exercise in a row that did not pass.
    FailedInARow,
    /// Worked for long and got no further.
    NoProgress,
    /// A quiz with too few right answers.
    LowQuiz,
    /// Asked the tutor for help in words.
    AskedForHelp,
}

impl StruggleRule {
    /// All of them, the one that says most first.
    pub const ALL: [StruggleRule; 5] = [
        StruggleRule::FailedInARow,
        StruggleRule::RepeatedError,
        StruggleRule::AskedForHelp,
        StruggleRule::LowQuiz,
        StruggleRule::NoProgress,
    ];

    /// As it is written on the wire and in tables.
    pub const fn name(self) -> &'static str {
        match self {
            StruggleRule::RepeatedError => "repeated_error",
            StruggleRule::FailedInARow => "failed_in_a_row",
            StruggleRule::NoProgress => "no_progress",
            StruggleRule::LowQuiz => "low_quiz",
            StruggleRule::AskedForHelp => "asked_for_help",
        }
    }
}

impl std::str::FromStr for StruggleRule {
    type Err = UnknownRule;
    fn from_str(text: &str) -> Result<Self, UnknownRule> {
        Self::ALL.into_iter().find(|rule| rule.name() == text).ok_or(UnknownRule)
    }
}

/// There is no rule of this name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct UnknownRule;

impl std::fmt::Display for UnknownRule {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("there is no rule of this name")
    }
}

impl std::error::Error for UnknownRule {}

/// What an alert leans on.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, ToSchema, JsonSchema)]
pub struct StruggleEvidence {
    /// How many runs or submissions it counts.
    pub times: u32,
    /// The error that came again and again, as `NameError`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub error_kind: Option<String>,
    /// The quiz's or the best submission's score, 0–100.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub score: Option<f64>,
    /// The newest of them, oldest first; at most 10.
    pub attempts: Vec<StruggleAttempt>,
    /// Hints that were opened meanwhile.
    pub hints: u32,
}

/// One run or submission.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema, JsonSchema)]
pub struct StruggleAttempt {
    /// RFC 3339.
    #[schema(value_type = String, format = DateTime)]
    pub at: Timestamp,
    /// Of a submission, 0–100; absent for a run.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub score: Option<f64>,
    /// As `NameError`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub error_kind: Option<String>,
}

/// Somebody seems to be stuck.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Alert {
    pub id: AlertId,
    pub student_id: StudentId,
    pub name: String,
    pub rule: StruggleRule,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub topic_id: Option<TopicId>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub exercise_id: Option<ExerciseId>,
    /// When it began. RFC 3339.
    #[schema(value_type = String, format = DateTime)]
    pub since: Timestamp,
    /// When the rule fired. RFC 3339.
    #[schema(value_type = String, format = DateTime)]
    pub at: Timestamp,
    pub evidence: StruggleEvidence,
    /// When the student got over it. RFC 3339.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = DateTime)]
    pub resolved_at: Option<Timestamp>,
    /// What the teacher thought of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mark: Option<AlertMark>,
}

/// What a teacher thought of an alert.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct AlertMark {
    pub useful: bool,
    /// The teacher's name.
    pub by: String,
    /// RFC 3339.
    #[schema(value_type = String, format = DateTime)]
    pub at: Timestamp,
}

/// The alerts of a class: `GET /classes/{class_id}/alerts`.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Alerts {
    /// Of the last seven days: those that stand first, and of them the newest first.
    pub alerts: Vec<Alert>,
    /// How useful each rule was so far, for rules that fired.
    pub shares: Vec<RuleShare>,
}

/// How often a rule fired in a class, and what its teacher thought of that.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct RuleShare {
    pub rule: StruggleRule,
    pub fired: u32,
    pub marked: u32,
    pub useful: u32,
}

/// Was this alert of use? `PUT /classes/{class_id}/alerts/{alert_id}/mark`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct MarkAlert {
    pub useful: bool,
}
