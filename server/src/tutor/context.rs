//! What an agent knows before it answers: the question, the student's work so far, the exercise at hand.

use std::sync::Arc;

use jiff::Timestamp;
use learnflow_contracts::exercises;
use learnflow_contracts::progress::MasteryScore;
use learnflow_contracts::tutor::Ask;
use learnflow_contracts::{ClassId, ExerciseId, QuestionId, StudentId, TopicId};

use crate::curriculum::{Curriculum, Edition, Topic};
use crate::execution::Task;

/// Everything that an answer may lean on. It names nobody.
pub(crate) struct Context {
    pub(crate) question: Question,
    /// What is taught now, in every language.
    pub(crate) edition: Arc<Edition>,
    /// Where the student is: as the page says, else the topic of the exercise.
    pub(crate) topic: Option<TopicId>,
    /// The exercise the student works on.
    pub(crate) at_hand: Option<AtHand>,
    pub(crate) facts: Arc<Facts>,
}

/// A question as it was asked.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Question {
    pub(crate) id: QuestionId,
    pub(crate) student: StudentId,
    pub(crate) class: ClassId,
    pub(crate) asked_at: Timestamp,
    /// What the student reads, as `de`.
    pub(crate) language: String,
    pub(crate) ask: Ask,
}

/// The exercise a student works on, with what must not be given away.
#[derive(Debug, Clone)]
pub(crate) struct AtHand {
    /// What the student sees.
    pub(crate) view: exercises::Exercise,
    /// All tests, hidden ones too.
    pub(crate) task: Task,
    /// The reference; for `predict` what the program prints.
    pub(crate) solution: String,
    /// The student has passed it: then it is theirs, and nothing is given away any more.
    pub(crate) passed: bool,
}

/// A student's work so far. At most five minutes old.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Facts {
    /// Topics that were begun.
    pub(crate) mastery: Vec<(TopicId, MasteryScore)>,
    /// Exercises that were passed.
    pub(crate) passed: Vec<ExerciseId>,
    /// The last submissions, newest first.
    pub(crate) runs: Vec<PastRun>,
    /// Kinds of errors of the last days and how often each came, the most frequent first.
    pub(crate) errors: Vec<(String, u32)>,
}

/// A submission.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct PastRun {
    pub(crate) exercise: ExerciseId,
    pub(crate) passed: bool,
    /// 0–100.
    pub(crate) score: f64,
    /// The Python error that stopped it, as `NameError`.
    pub(crate) error: Option<String>,
    pub(crate) at: Timestamp,
}

impl Context {
    /// The curriculum in the student's language.
    pub(crate) fn curriculum(&self) -> &Curriculum {
        self.edition.in_language(&self.question.language)
    }

    /// The topic the student is in.
    pub(crate) fn topic(&self) -> Option<&Topic> {
        self.topic.as_ref().and_then(|id| self.curriculum().topic(id))
    }

    /// Mastery of a topic, 0–100; 0 before it was begun.
    pub(crate) fn mastery(&self, topic: &TopicId) -> f64 {
        self.facts.mastery.iter().find(|(id, _)| id == topic).map_or(0.0, |(_, mastery)| mastery.score)
    }

    /// Whether the student reads German.
    pub(crate) fn german(&self) -> bool {
        self.question.language == "de"
    }
}
