//! How a program could be written better.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// A program reviewed.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct CodeReview {
    /// 0–100.
    pub score: u8,
    /// What the score is made of.
    pub parts: Vec<QualityPart>,
    /// The most useful first.
    pub findings: Vec<ReviewFinding>,
    /// How its time grows with its input; absent where there is nothing to say about it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub time: Option<TimeGrowth>,
}

/// One part of a review's score.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct QualityPart {
    pub of: Quality,
    /// 0–100.
    pub score: u8,
    /// Its share of the whole, 0–1.
    pub weight: f64,
}

/// What a review looks at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Quality {
    /// PEP 8.
    Style,
    Names,
    /// Written and never used or reached.
    DeadCode,
    /// Branches and nesting.
    Complexity,
    /// Likely mistakes.
    Mistakes,
}

/// How a program's time grows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct TimeGrowth {
    /// As `O(n²)`; absent where the rules do not know.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub order: Option<String>,
    /// Why, or why the rules do not know (Markdown).
    pub reason: String,
}

/// One thing a review found.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct ReviewFinding {
    pub about: Quality,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub line: Option<u32>,
    /// Markdown: what, and why it matters.
    pub markdown: String,
    /// A change that was run and behaves the same.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub suggestion: Option<Suggestion>,
}

/// A change to the student's own program.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Suggestion {
    pub before: String,
    pub after: String,
}
