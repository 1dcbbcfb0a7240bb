//! Mastery, streak and what a student has done.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::{StudentId, TopicId};

/// How far a student is: `GET /progress/{user_id}`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Progress {
    pub student_id: StudentId,
    pub name: String,
    /// Consecutive active days up to today (or yesterday), in the class's time zone.
    pub streak_days: u32,
    /// Active days of the last 30.
    pub active_days: u32,
    /// Every topic of the curriculum, in order.
    pub topics: Vec<TopicProgress>,
}

/// How far a student is in one topic.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct TopicProgress {
    pub topic_id: TopicId,
    pub mastery: MasteryScore,
    /// Exercises passed so far.
    pub passed: Vec<crate::ExerciseId>,
    /// Best quiz score, 0–100, once taken.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub quiz: Option<f64>,
}

/// Mastery of a topic: 40 % exercises, 30 % quizzes, 20 % code quality, 10 % consistency.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, ToSchema, JsonSchema)]
pub struct MasteryScore {
    pub exercises: MasteryPart,
    pub quizzes: MasteryPart,
    pub quality: MasteryPart,
    pub consistency: MasteryPart,
    /// The weighted sum, 0–100.
    pub score: f64,
    pub level: Level,
}

/// One component of mastery.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, ToSchema, JsonSchema)]
pub struct MasteryPart {
    /// 0–100; 0 where there was no activity.
    pub score: f64,
    /// Its share of the whole, 0–1.
    pub weight: f64,
    /// Whether there was any activity to judge by.
    pub active: bool,
}

/// Red 0–40, yellow 41–70, green 71–90, blue 91–100, of the score rounded to a whole number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Level {
    Red,
    Yellow,
    Green,
    Blue,
}
