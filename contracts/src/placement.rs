//! The placement quiz: a few questions that find where a student should start.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::TopicId;
use crate::topics::Question;

/// All answers so far, in the order they were asked for: `POST /placement`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PlacementAnswers {
    pub answers: Vec<PlacementAnswer>,
}

/// One answer.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PlacementAnswer {
    pub topic_id: TopicId,
    pub question: String,
    /// Left out for "I do not know yet", which counts as a wrong answer and saves guessing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub choice: Option<String>,
}

/// What comes next.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Placement {
    /// Questions answered so far.
    pub answered: u32,
    /// The most questions that anybody is asked; most are asked fewer.
    pub at_most: u32,
    /// The next question; none when enough is known, or when no topic has such questions.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next: Option<PlacementQuestion>,
    /// Where to start, as found by these answers, or by those of the last time.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub result: Option<PlacementResult>,
}

/// A question of the placement quiz.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct PlacementQuestion {
    pub topic_id: TopicId,
    pub question: Question,
}

/// A suggestion; every topic stays open.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct PlacementResult {
    /// The topic to start with; none when the student seems to know them all.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub start: Option<TopicId>,
    /// RFC 3339.
    #[schema(value_type = String, format = DateTime)]
    pub taken_at: jiff::Timestamp,
}
