//! The tutor: what a student asks, what an agent answers, and what a teacher may see of it.
//!
//! Every question takes one way: it is stored, answered from the library at once, and, where a model is there, better a
//! moment later. `POST` answers with the question's id; the answers come on the socket ([`TutorNews`]) and stand in
//! `GET /query/{question_id}`. To add a kind of answer: a variant of [`Part`]; the compiler and the pages' types list
//! the rest.

mod receipt;
mod review;

use jiff::Timestamp;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

pub use self::receipt::{AnswerEvidence, GateCheck, GateFinding, Receipt};
pub use self::review::{CodeReview, Quality, QualityPart, ReviewFinding, Suggestion, TimeGrowth};
use crate::exercises::Exercise;
use crate::progress::Level;
use crate::run::{OutputPart, PythonError};
use crate::{ExerciseId, QuestionId, StudentId, TopicId};

/// A question: `POST /query`. Triage decides who answers. At least one of `text`, `code` and `error` says something.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Ask {
    /// In the student's own words, at most 4,000 characters.
    #[serde(default)]
    pub text: String,
    /// The program as it is now, at most 64 KiB.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub code: Option<String>,
    /// What Python said about it, at most 8,000 characters.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub error: Option<String>,
    /// Where the student is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub topic_id: Option<TopicId>,
    /// The exercise at hand.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub exercise_id: Option<ExerciseId>,
}

/// Explain a topic: `POST /concepts/explain`.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Explain {
    /// The topic; without it the words decide.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub topic_id: Option<TopicId>,
    /// What about it, at most 4,000 characters.
    #[serde(default)]
    pub text: String,
    /// The exercise at hand: it is not given away.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub exercise_id: Option<ExerciseId>,
}

/// Look at a program: `POST /review/analyze` and `POST /debug/analyze`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Analyze {
    /// At most 64 KiB.
    pub code: String,
    /// What Python said about it, at most 8,000 characters.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub error: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub topic_id: Option<TopicId>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub exercise_id: Option<ExerciseId>,
}

/// Something to practise: `POST /exercises/generate`.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct WantExercise {
    /// Of this topic; without it of one where practice helps most.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub topic_id: Option<TopicId>,
}

/// A question was taken: what all five give back.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Asked {
    pub question_id: QuestionId,
}

/// What triage makes of a question: `POST /triage`, which takes an [`Ask`] and stores nothing.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Triaged {
    pub agent: AgentKind,
    /// 0–1.
    pub confidence: f64,
    /// Why, in a few words.
    pub reason: String,
    pub by: DecidedBy,
}

/// Who answers.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, ToSchema, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum AgentKind {
    /// Nobody yet: triage asks back what is meant.
    Triage,
    /// What something is and how it works.
    Concepts,
    /// What is wrong in a program, as hints.
    Debug,
    /// How good a program is.
    Review,
    /// Something to practise.
    Exercise,
    /// How far the student is.
    Progress,
}

/// How it was decided who answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum DecidedBy {
    Rules,
    Model,
    /// The page asked for this agent.
    Page,
}

/// An answer, checked: everything in it may be shown.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Answer {
    pub agent: AgentKind,
    pub source: AnswerSource,
    /// In the order they are shown.
    pub parts: Vec<Part>,
}

/// Where an answer came from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema, JsonSchema)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum AnswerSource {
    /// The built-in library: rules, the curriculum, and what the program really did.
    Library,
    /// A language model.
    Model { name: String },
}

/// One part of an answer.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Part {
    /// Markdown. Never to be read as HTML.
    Text { markdown: String },
    /// A program that was really run, and what it printed.
    Example {
        code: String,
        /// In the order it appeared.
        output: Vec<OutputPart>,
        /// The error that ended it, where it shows one on purpose.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        error: Option<PythonError>,
    },
    /// A Mermaid diagram. The page draws it, and shows the text where it cannot.
    Diagram { mermaid: String },
    /// Hints, opened one after the other with `POST /query/{question_id}/rungs`.
    Hints {
        /// Those that are open, from the first.
        rungs: Vec<Rung>,
        /// How many there are.
        of: u8,
    },
    /// An exercise to try, and why this one.
    Exercise { exercise: Box<Exercise>, why: String },
    /// The student's own numbers.
    Progress { numbers: ProgressNumbers },
    /// What a review found.
    Review { review: Box<CodeReview> },
    /// Questions that the student may ask next, each to be sent as it stands.
    Next { questions: Vec<String> },
}

/// One hint of a ladder.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Rung {
    /// 1: where to look; 2: what is wrong, as a question; 3: nearly there. Never a finished solution.
    pub rung: u8,
    /// Markdown; no code on 1 and 2.
    pub markdown: String,
    /// The line of the program that it speaks of.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub line: Option<u32>,
}

/// How a student is doing, from what is stored.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct ProgressNumbers {
    pub streak_days: u32,
    /// Of the last 30.
    pub active_days: u32,
    pub exercises_passed: u32,
    pub exercises: u32,
    /// Topics that were begun, in the order they are learned.
    pub topics: Vec<TopicNumbers>,
    /// Where to go on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next_topic: Option<TopicId>,
}

/// One topic of [`ProgressNumbers`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct TopicNumbers {
    pub topic_id: TopicId,
    pub title: String,
    /// Mastery, 0–100.
    pub score: f64,
    pub level: Level,
    pub exercises_passed: u32,
    pub exercises: u32,
}

/// How a question ended: sent last, and once.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Ending {
    /// The library's answer is the answer: no model is there, or the class has none, or it could not do better.
    Library,
    /// The model's answer stands beside the library's.
    Model,
    /// Too many waited for the model.
    Busy,
    /// The model failed, was too slow, or what it said was of no use.
    Failed,
    /// What the model said must not be shown, and was taken back.
    Withdrawn,
    /// The student stopped it.
    Stopped,
}

/// News of one question on the student's socket. `first` comes at once; `ended` comes last, always, and once.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum TutorNews {
    /// The library's answer. It stays, whatever follows.
    First {
        answer: Box<Answer>,
        /// A model may do better: wait for `ended`.
        more: bool,
    },
    /// Waiting for the model; sent again when it changes.
    Queued {
        /// 1 is next.
        place: u32,
        /// Expected seconds until the first word.
        wait_s: u32,
    },
    /// The model answers.
    Began { model: String },
    /// The next piece of its Markdown, checked.
    Text { text: String },
    /// The model's answer whole, checked and stored: it takes the place of the pieces.
    Better { answer: Box<Answer> },
    /// The pieces are taken back, the library's answer stays.
    Withdrawn,
    /// A hint was opened, on this or another page of the student.
    Rung { rung: Rung },
    /// Nothing more comes.
    Ended { ending: Ending },
}

/// A question with its answers so far: `GET /query/{question_id}`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Turn {
    pub question_id: QuestionId,
    /// RFC 3339.
    #[schema(value_type = String, format = DateTime)]
    pub asked_at: Timestamp,
    pub question: Ask,
    /// Once triage has decided.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub agent: Option<AgentKind>,
    /// The library's, then the model's if there is one.
    pub answers: Vec<Answer>,
    /// Absent while more may come.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ending: Option<Ending>,
}

/// What a student asked, newest last: `GET /chat`. Older ones: `?before=` the first one's id.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Chat {
    pub turns: Vec<Turn>,
    /// There are older ones.
    pub more: bool,
}

/// What the tutor does in a class.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum TutorMode {
    /// Answers from the library, and from a model if there is one.
    #[default]
    On,
    /// Answers from the library only.
    Library,
    /// Takes no question: an exam.
    Off,
}

/// The switch of a class: `GET` and `PUT /classes/{class_id}/tutor`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct TutorSwitch {
    pub mode: TutorMode,
}

/// What a student's page needs to know first: `GET /tutor`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct TutorState {
    pub mode: TutorMode,
    /// The model that answers, if one is there and the class may use it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub model: Option<String>,
}

/// Who asked in a class, those who asked last first: `GET /classes/{class_id}/conversations`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Conversations {
    pub students: Vec<ConversationSummary>,
}

/// One student's line of [`Conversations`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct ConversationSummary {
    pub student_id: StudentId,
    pub name: String,
    pub questions: u32,
    /// RFC 3339.
    #[schema(value_type = String, format = DateTime)]
    pub last_at: Timestamp,
}

/// One student's conversation as their teacher reads it, newest last:
/// `GET /classes/{class_id}/conversations/{student_id}`, older ones with `?before=`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Conversation {
    pub turns: Vec<TaughtTurn>,
    /// There are older ones.
    pub more: bool,
}

/// A question with everything known about its answers.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct TaughtTurn {
    pub turn: Turn,
    /// How it was decided who answers.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub triaged: Option<Triaged>,
    /// One for each answer, in their order; then one for what was withdrawn.
    pub receipts: Vec<Receipt>,
    /// Hints that the student opened, with the time.
    pub opened: Vec<OpenedRung>,
}

/// A hint that was opened.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct OpenedRung {
    pub rung: u8,
    /// RFC 3339.
    #[schema(value_type = String, format = DateTime)]
    pub at: Timestamp,
}
