//! Events: what happened, as CloudEvents 1.0 in the structured JSON form.
//!
//! To add one: a variant of [`Data`] with its struct, its topic in [`Data::topic`], a sample in
//! `samples/`; the tests write its JSON Schema and hold every sample to it. Old samples stay readable.

use jiff::Timestamp;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::alerts::{StruggleEvidence, StruggleRule};
use crate::progress::MasteryScore;
use crate::run::RunStatus;
use crate::tutor::{AgentKind, AnswerSource, DecidedBy, Ending};
use crate::{AlertId, ClassId, EventId, ExerciseId, QuestionId, RunId, StudentId, SubmissionId, TopicId};

/// The CloudEvents version we speak.
pub const SPEC_VERSION: &str = "1.0";

/// One event in its envelope. The Kafka key is [`Event::key`], so one student's events stay in order.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Event {
    pub specversion: String,
    /// Consumers recognise a second delivery by it.
    pub id: EventId,
    /// The role that wrote it, as `/learnflow/execution`.
    pub source: String,
    /// Whom it is about.
    pub subject: StudentId,
    pub time: Timestamp,
    pub datacontenttype: String,
    /// Where the schema of `data` is, as `urn:learnflow:schema:exercise-graded.v1`: `schema/exercise-graded.json` here.
    pub dataschema: String,
    /// W3C trace context of the request that caused it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub traceparent: Option<String>,
    /// `type` and `data`.
    #[serde(flatten)]
    pub data: Data,
}

/// The events there are. The name on the wire ends in the version of its shape.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "type", content = "data")]
pub enum Data {
    #[serde(rename = "learnflow.exercise.graded.v1")]
    ExerciseGraded(ExerciseGraded),
    #[serde(rename = "learnflow.code.result.v1")]
    CodeResult(CodeResult),
    #[serde(rename = "learnflow.quiz.answered.v1")]
    QuizAnswered(QuizAnswered),
    #[serde(rename = "learnflow.mastery.updated.v1")]
    MasteryUpdated(MasteryUpdated),
    #[serde(rename = "learnflow.question.asked.v1")]
    QuestionAsked(QuestionAsked),
    #[serde(rename = "learnflow.question.routed.v1")]
    QuestionRouted(QuestionRouted),
    #[serde(rename = "learnflow.question.answered.v1")]
    QuestionAnswered(QuestionAnswered),
    #[serde(rename = "learnflow.hint.opened.v1")]
    HintOpened(HintOpened),
    #[serde(rename = "learnflow.struggle.detected.v1")]
    StruggleDetected(StruggleDetected),
    #[serde(rename = "learnflow.struggle.resolved.v1")]
    StruggleResolved(StruggleResolved),
}

/// A stream of events of one subject, as the broker names it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Topic {
    ExerciseGraded,
    CodeResults,
    ProgressEvents,
    LearningRequests,
    ConceptsRequests,
    DebugRequests,
    ReviewRequests,
    ExerciseRequests,
    ProgressRequests,
    LearningResponses,
    StruggleDetected,
}

impl Topic {
    /// Every topic used so far.
    pub const ALL: &[Topic] = &[
        Topic::ExerciseGraded,
        Topic::CodeResults,
        Topic::ProgressEvents,
        Topic::LearningRequests,
        Topic::ConceptsRequests,
        Topic::DebugRequests,
        Topic::ReviewRequests,
        Topic::ExerciseRequests,
        Topic::ProgressRequests,
        Topic::LearningResponses,
        Topic::StruggleDetected,
    ];

    /// The broker's name for it.
    pub const fn name(self) -> &'static str {
        match self {
            Topic::ExerciseGraded => "exercise.graded",
            Topic::CodeResults => "code.results",
            Topic::ProgressEvents => "progress.events",
            Topic::LearningRequests => "learning.requests",
            Topic::ConceptsRequests => "concepts.requests",
            Topic::DebugRequests => "debug.requests",
            Topic::ReviewRequests => "review.requests",
            Topic::ExerciseRequests => "exercise.requests",
            Topic::ProgressRequests => "progress.requests",
            Topic::LearningResponses => "learning.responses",
            Topic::StruggleDetected => "struggle.detected",
        }
    }
}

/// A submission was graded and stored.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct ExerciseGraded {
    pub submission_id: SubmissionId,
    pub student_id: StudentId,
    pub class_id: ClassId,
    pub topic_id: TopicId,
    pub exercise_id: ExerciseId,
    /// 1 for the first try.
    pub attempt: u32,
    pub passed: bool,
    /// Share of tests passed, 0–100.
    pub score: f64,
    /// Graded beside the student's code: moves no mastery.
    pub practice: bool,
    /// The Python error that stopped it, as `NameError`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub error_kind: Option<String>,
    /// How good an accepted program is, 0–100.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub quality: Option<f64>,
}

/// A program ran outside of any grading.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct CodeResult {
    pub run_id: RunId,
    pub student_id: StudentId,
    pub class_id: ClassId,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub topic_id: Option<TopicId>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub exercise_id: Option<ExerciseId>,
    pub status: RunStatus,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub error_kind: Option<String>,
    /// Milliseconds of wall clock.
    pub duration_ms: f64,
}

/// A quiz was answered.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct QuizAnswered {
    pub student_id: StudentId,
    pub class_id: ClassId,
    pub topic_id: TopicId,
    /// Share of right answers, 0–100.
    pub score: f64,
}

/// Mastery of a topic was computed anew.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct MasteryUpdated {
    pub student_id: StudentId,
    pub class_id: ClassId,
    pub topic_id: TopicId,
    pub mastery: MasteryScore,
    /// Consecutive active days.
    pub streak_days: u32,
    /// The event it follows from.
    pub cause: EventId,
}

/// A student asked the tutor. The words and the program stay in the storage, under the question's id: an event may lie
/// in a broker for days.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct QuestionAsked {
    pub question_id: QuestionId,
    pub student_id: StudentId,
    pub class_id: ClassId,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub topic_id: Option<TopicId>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub exercise_id: Option<ExerciseId>,
    /// The agent that the page asked for; triage decides where it named none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub agent: Option<AgentKind>,
    pub has_code: bool,
    pub has_error: bool,
}

/// It is decided which agent answers a question.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct QuestionRouted {
    pub question_id: QuestionId,
    pub student_id: StudentId,
    pub class_id: ClassId,
    pub agent: AgentKind,
    /// 0–1.
    pub confidence: f64,
    pub by: DecidedBy,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub topic_id: Option<TopicId>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub exercise_id: Option<ExerciseId>,
}

/// An answer was stored, the library's or a model's.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct QuestionAnswered {
    pub question_id: QuestionId,
    pub student_id: StudentId,
    pub class_id: ClassId,
    pub agent: AgentKind,
    pub source: AnswerSource,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub topic_id: Option<TopicId>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub exercise_id: Option<ExerciseId>,
    /// How the question ended; absent while a better answer may come.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ending: Option<Ending>,
}

/// A student opened a hint.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct HintOpened {
    pub question_id: QuestionId,
    pub student_id: StudentId,
    pub class_id: ClassId,
    /// 1 to 3.
    pub rung: u8,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub topic_id: Option<TopicId>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub exercise_id: Option<ExerciseId>,
}

/// A student seems to be stuck; the evidence holds none of their words.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct StruggleDetected {
    pub alert_id: AlertId,
    pub student_id: StudentId,
    pub class_id: ClassId,
    pub rule: StruggleRule,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub topic_id: Option<TopicId>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub exercise_id: Option<ExerciseId>,
    /// When it began.
    pub since: Timestamp,
    pub evidence: StruggleEvidence,
}

/// A student got over what they were stuck on.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct StruggleResolved {
    pub alert_id: AlertId,
    pub student_id: StudentId,
    pub class_id: ClassId,
}

impl QuestionRouted {
    /// Where the agent reads its questions.
    const fn topic(&self) -> Topic {
        match self.agent {
            AgentKind::Triage => Topic::LearningRequests,
            AgentKind::Concepts => Topic::ConceptsRequests,
            AgentKind::Debug => Topic::DebugRequests,
            AgentKind::Review => Topic::ReviewRequests,
            AgentKind::Exercise => Topic::ExerciseRequests,
            AgentKind::Progress => Topic::ProgressRequests,
        }
    }
}

impl Data {
    /// The topic it is published on.
    pub const fn topic(&self) -> Topic {
        match self {
            Data::ExerciseGraded(_) => Topic::ExerciseGraded,
            Data::CodeResult(_) => Topic::CodeResults,
            Data::QuizAnswered(_) | Data::MasteryUpdated(_) => Topic::ProgressEvents,
            Data::QuestionAsked(_) => Topic::LearningRequests,
            Data::QuestionRouted(data) => data.topic(),
            Data::QuestionAnswered(_) | Data::HintOpened(_) => Topic::LearningResponses,
            Data::StruggleDetected(_) | Data::StruggleResolved(_) => Topic::StruggleDetected,
        }
    }

    /// Whom it is about.
    pub const fn student(&self) -> StudentId {
        match self {
            Data::ExerciseGraded(data) => data.student_id,
            Data::CodeResult(data) => data.student_id,
            Data::QuizAnswered(data) => data.student_id,
            Data::MasteryUpdated(data) => data.student_id,
            Data::QuestionAsked(data) => data.student_id,
            Data::QuestionRouted(data) => data.student_id,
            Data::QuestionAnswered(data) => data.student_id,
            Data::HintOpened(data) => data.student_id,
            Data::StruggleDetected(data) => data.student_id,
            Data::StruggleResolved(data) => data.student_id,
        }
    }

    const fn schema(&self) -> &'static str {
        match self {
            Data::ExerciseGraded(_) => "urn:learnflow:schema:exercise-graded.v1",
            Data::CodeResult(_) => "urn:learnflow:schema:code-result.v1",
            Data::QuizAnswered(_) => "urn:learnflow:schema:quiz-answered.v1",
            Data::MasteryUpdated(_) => "urn:learnflow:schema:mastery-updated.v1",
            Data::QuestionAsked(_) => "urn:learnflow:schema:question-asked.v1",
            Data::QuestionRouted(_) => "urn:learnflow:schema:question-routed.v1",
            Data::QuestionAnswered(_) => "urn:learnflow:schema:question-answered.v1",
            Data::HintOpened(_) => "urn:learnflow:schema:hint-opened.v1",
            Data::StruggleDetected(_) => "urn:learnflow:schema:struggle-detected.v1",
            Data::StruggleResolved(_) => "urn:learnflow:schema:struggle-resolved.v1",
        }
    }
}

impl Event {
    /// An event of `source` (a role's name) at `time`, with a new id.
    pub fn new(source: &str, time: Timestamp, traceparent: Option<String>, data: Data) -> Self {
        Self {
            specversion: SPEC_VERSION.to_owned(),
            id: EventId::new(),
            source: format!("/learnflow/{source}"),
            subject: data.student(),
            time,
            datacontenttype: "application/json".to_owned(),
            dataschema: data.schema().to_owned(),
            traceparent,
            data,
        }
    }

    /// What keeps events in order: the student.
    pub fn key(&self) -> String {
        self.subject.to_string()
    }

    /// The topic it is published on.
    pub const fn topic(&self) -> Topic {
        self.data.topic()
    }
}
