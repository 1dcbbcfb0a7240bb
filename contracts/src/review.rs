//! Review: questions of topics learned some days ago, asked again before they are forgotten.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::TopicId;
use crate::topics::Question;

/// What is due today: `GET /review`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Review {
    /// A few questions, those that wait longest first.
    pub questions: Vec<ReviewQuestion>,
    /// How many are due in all.
    pub due: u32,
    /// How many are learned and come back some day.
    pub learned: u32,
}

/// A question to answer again.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct ReviewQuestion {
    pub topic_id: TopicId,
    pub topic_title: String,
    pub question: Question,
}

/// An answer: `POST /review/answers`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ReviewAnswer {
    pub topic_id: TopicId,
    pub question: String,
    pub choice: String,
}

/// How it went.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct ReviewResult {
    pub right: bool,
    /// The choice that is right.
    pub right_choice: String,
    /// Why the chosen one is right or wrong (Markdown).
    pub reason: String,
    /// Days until this question comes back.
    pub next_in_days: u32,
}
