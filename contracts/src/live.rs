//! The messages of the two WebSockets, each a JSON object with a `type`.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::alerts::Alert;
use crate::classes::{LiveStudent, LiveView};
use crate::drawing::Stroke;
use crate::exercises::{GivenFile, SubmissionResult};
use crate::progress::MasteryScore;
use crate::run::{OutputStream, RunOutcome};
use crate::tutor::{TutorMode, TutorNews};
use crate::{ExerciseId, QuestionId, RunId, TopicId};

/// From a student's page, on `/ws/chat/{student_id}`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(tag = "type", rename_all = "snake_case", deny_unknown_fields)]
pub enum FromStudent {
    /// Where the student is now, for the teacher's live list.
    At {
        #[serde(default, skip_serializing_if = "Option::is_none")]
        topic_id: Option<TopicId>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        exercise_id: Option<ExerciseId>,
    },
    /// Run a program; the page makes the id. One run at a time per page: a second one stops the first.
    RunStart {
        run_id: RunId,
        code: String,
        /// Files beside it, at most 20. Those of the exercise, in English, when none are sent.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        files: Vec<GivenFile>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        topic_id: Option<TopicId>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        exercise_id: Option<ExerciseId>,
    },
    /// A line for `input()`, without its line break.
    RunInput { run_id: RunId, text: String },
    /// No more input: `input()` raises `EOFError`.
    RunEof { run_id: RunId },
    /// Stop the run.
    RunStop { run_id: RunId },
    /// No better answer is wanted; what is there stays.
    TutorStop { question_id: QuestionId },
}

/// To a student's page.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum ToStudent {
    /// The socket is open.
    Ready,
    RunOutput {
        run_id: RunId,
        stream: OutputStream,
        text: String,
    },
    /// What the program's `turtle` drew.
    RunDrawing {
        run_id: RunId,
        strokes: Vec<Stroke>,
    },
    /// The program waits for `input()`.
    RunWaiting {
        run_id: RunId,
    },
    RunEnded {
        run_id: RunId,
        outcome: RunOutcome,
        /// Milliseconds.
        duration_ms: f64,
    },
    /// A submission was graded, on this or another page of the student.
    Graded {
        result: Box<SubmissionResult>,
    },
    /// Mastery of a topic moved.
    Mastery {
        topic_id: TopicId,
        mastery: MasteryScore,
        streak_days: u32,
    },
    /// The tutor, about one question of the student.
    Tutor {
        question_id: QuestionId,
        news: TutorNews,
    },
    /// The teacher switched the tutor of the class.
    TutorSwitched {
        mode: TutorMode,
    },
    /// A message that was not understood, or a run that could not start; `detail` says what to do.
    Problem {
        problem: crate::Problem,
    },
}

/// To a teacher's page, on `/ws/class/{class_id}`. The teacher's page sends nothing.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum ToTeacher {
    /// The whole list: first, and again whenever the roster changes.
    Live { view: LiveView },
    /// One student's row as it is now.
    Student { student: LiveStudent },
    /// Somebody seems to be stuck, or an alert has changed.
    Alert { alert: Box<Alert> },
}
