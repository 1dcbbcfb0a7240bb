//! What the rules look at: the part of an event that says how somebody is doing.

use jiff::Timestamp;
use learnflow_contracts::alerts::StruggleAttempt;
use learnflow_contracts::event::{Data, Event};
use learnflow_contracts::{ExerciseId, TopicId};

/// One thing that happened to a student.
#[derive(Debug, Clone, PartialEq)]
pub struct Signal {
    pub at: Timestamp,
    pub what: What,
}

/// What happened.
#[derive(Debug, Clone, PartialEq)]
pub enum What {
    Ran {
        topic: Option<TopicId>,
        exercise: Option<ExerciseId>,
        error: Option<String>,
    },
    Submitted {
        topic: TopicId,
        exercise: ExerciseId,
        passed: bool,
        score: f64,
        error: Option<String>,
    },
    Quiz {
        topic: TopicId,
        score: f64,
    },
    /// Asked the tutor something; `help` when it was a call for help.
    Asked {
        topic: Option<TopicId>,
        exercise: Option<ExerciseId>,
        help: bool,
    },
    /// Opened a hint.
    Hint,
}

impl Signal {
    /// What an event says, if it says anything of this. Whether a question calls for help stands in no event, because
    /// words do not.
    pub fn of(event: &Event, help: bool) -> Option<Self> {
        let what = match event.data.clone() {
            Data::CodeResult(run) => {
                What::Ran { topic: run.topic_id, exercise: run.exercise_id, error: run.error_kind }
            }
            Data::ExerciseGraded(graded) => What::Submitted {
                topic: graded.topic_id,
                exercise: graded.exercise_id,
                passed: graded.passed,
                score: graded.score,
                error: graded.error_kind,
            },
            Data::QuizAnswered(quiz) => What::Quiz { topic: quiz.topic_id, score: quiz.score },
            Data::QuestionAsked(asked) => {
                What::Asked { topic: asked.topic_id, exercise: asked.exercise_id, help }
            }
            // The first hint comes with the answer; only a further one says that it was not enough.
            Data::HintOpened(_) => What::Hint,
            _ => return None,
        };
        Some(Self { at: event.time, what })
    }

    /// The error that ended it, as `NameError`.
    pub fn error(&self) -> Option<&str> {
        match &self.what {
            What::Ran { error, .. } | What::Submitted { error, .. } => error.as_deref(),
            What::Quiz { .. } | What::Asked { .. } | What::Hint => None,
        }
    }

    /// Where it happened.
    pub(crate) fn place(&self) -> (Option<TopicId>, Option<ExerciseId>) {
        match &self.what {
            What::Ran { topic, exercise, .. } | What::Asked { topic, exercise, .. } => {
                (topic.clone(), exercise.clone())
            }
            What::Submitted { topic, exercise, .. } => (Some(topic.clone()), Some(exercise.clone())),
            What::Quiz { topic, .. } => (Some(topic.clone()), None),
            What::Hint => (None, None),
        }
    }

    /// As evidence, if it is a run or a submission.
    pub(crate) fn attempt(&self) -> Option<StruggleAttempt> {
        let score = match &self.what {
            What::Ran { .. } => None,
            What::Submitted { score, .. } => Some(*score),
            What::Quiz { .. } | What::Asked { .. } | What::Hint => return None,
        };
        Some(StruggleAttempt { at: self.at, score, error_kind: self.error().map(ToOwned::to_owned) })
    }
}
