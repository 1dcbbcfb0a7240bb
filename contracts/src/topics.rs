//! The curriculum as the pages read it: modules, topics, quizzes.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::exercises::{Exercise, GivenFile};
use crate::{ModuleId, TopicId};

/// All modules in order: `GET /topics`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Catalogue {
    pub modules: Vec<Module>,
}

/// A few topics that belong together.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Module {
    /// Its folder, as `first-programs`.
    pub id: String,
    pub title: String,
    pub topics: Vec<TopicSummary>,
    /// The program that is built at its end.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub project: Option<ProjectSummary>,
}

/// A project in the list.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct ProjectSummary {
    pub title: String,
    /// One sentence.
    pub summary: String,
    pub steps: u32,
}

/// A project whole, as far as the caller has come: `GET /projects/{module_id}`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Project {
    pub module_id: ModuleId,
    pub title: String,
    pub summary: String,
    /// The story, in Markdown.
    pub text: String,
    /// In the order they are done.
    pub steps: Vec<ProjectStep>,
}

/// One step of a project.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct ProjectStep {
    pub title: String,
    /// The caller has passed it.
    pub passed: bool,
    /// The step itself, once the one before is passed. Its `starter` is what the student handed in there.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub exercise: Option<Exercise>,
}

/// A topic in the list.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct TopicSummary {
    pub id: TopicId,
    pub title: String,
    /// One sentence.
    pub summary: String,
    /// What it is written in, as `de`; `en` where the language that was asked for has no translation.
    pub language: String,
    /// Topics to know first.
    pub needs: Vec<TopicId>,
    /// How many exercises it has.
    pub exercises: u32,
}

/// A topic whole: `GET /topics/{id}`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Topic {
    pub id: TopicId,
    pub module_id: String,
    pub title: String,
    pub summary: String,
    /// What it is written in, as `de`; `en` where the language that was asked for has no translation.
    pub language: String,
    pub needs: Vec<TopicId>,
    /// The topics that need this one.
    pub leads_to: Vec<TopicId>,
    pub explanations: Explanations,
    /// A Mermaid diagram where a picture helps.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub diagram: Option<String>,
    pub mistakes: Vec<Mistake>,
    /// The built-in ones, then those of the student's teacher.
    pub exercises: Vec<Exercise>,
    pub quiz: Quiz,
}

/// The same topic at three depths, each in Markdown; a code block `python` is followed by a block
/// `output` with what it prints.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Explanations {
    pub beginner: String,
    pub intermediate: String,
    pub advanced: String,
}

/// A program that many get wrong, with what really happens.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Mistake {
    pub title: String,
    /// The wrong program.
    pub code: String,
    /// Files beside it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub files: Vec<GivenFile>,
    /// The last line of its error, or its wrong output.
    pub shows: String,
    /// Why, in plain words (Markdown).
    pub explanation: String,
    /// A question to ask back.
    pub question: String,
}

/// Questions without their answers.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Quiz {
    pub questions: Vec<Question>,
}

/// One question with its choices; exactly one is right.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Question {
    /// Unique in its quiz.
    pub id: String,
    /// Markdown.
    pub text: String,
    pub choices: Vec<Choice>,
}

/// One choice of a question.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Choice {
    /// Unique in its question.
    pub id: String,
    /// Markdown.
    pub text: String,
}

/// A student's answers to a quiz: `POST /quizzes/{topic_id}/answers`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct QuizAnswers {
    /// At most one per question; a question left out counts as wrong.
    pub answers: Vec<QuizAnswer>,
}

/// One answer.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct QuizAnswer {
    pub question: String,
    pub choice: String,
}

/// How a quiz went.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct QuizResult {
    /// Share of right answers, 0–100.
    pub score: f64,
    pub questions: Vec<QuestionResult>,
}

/// How one question went.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct QuestionResult {
    pub question: String,
    pub right: bool,
    /// The choice that is right.
    pub right_choice: String,
    /// Why the chosen one is right or wrong (Markdown).
    pub reason: String,
}
