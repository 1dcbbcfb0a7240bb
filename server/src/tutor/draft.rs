//! What an agent wants to say, before the gate has looked at it.

use learnflow_contracts::ExerciseId;
use learnflow_contracts::exercises::{Exercise, GivenFile, NewExercise};
use learnflow_contracts::tutor::{AnswerEvidence, CodeReview, ProgressNumbers};

/// An answer as an agent would give it. Nothing of it has been shown.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Draft {
    /// In the order they are shown.
    pub(crate) parts: Vec<DraftPart>,
    /// What it leans on, for the receipt.
    pub(crate) evidence: Vec<AnswerEvidence>,
}

/// One part of a draft.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum DraftPart {
    /// Markdown. Code blocks in it are looked at like any other code.
    Text(String),
    /// A program to run before it is shown: the gate fills in what it printed, and leaves the part out when it does
    /// not run to its end.
    Example {
        code: String,
        files: Vec<GivenFile>,
        input: String,
    },
    /// A Mermaid diagram.
    Diagram(String),
    /// Three hints: where to look; what is wrong, as a question; nearly there, in words. The student opens them one
    /// by one, the first is open at once.
    Hints(Vec<Hint>),
    /// An exercise to try, and why this one.
    Exercise {
        exercise: Box<Exercise>,
        why: String,
    },
    /// An exercise that a model made, proven to be one.
    Made(Box<Made>),
    Progress(ProgressNumbers),
    Review(Box<CodeReview>),
    /// Questions that the student may ask next.
    Next(Vec<String>),
}

/// An exercise that a model made, with its answers.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Made {
    pub(crate) id: ExerciseId,
    pub(crate) exercise: NewExercise,
    pub(crate) why: String,
}

/// One rung of a ladder; its number is its place, from 1.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Hint {
    /// Markdown; no code on the first two.
    pub(crate) markdown: String,
    /// The line of the student's program that it speaks of.
    pub(crate) line: Option<u32>,
}

impl Draft {
    /// A draft of one text.
    pub(crate) fn text(markdown: impl Into<String>) -> Self {
        Self { parts: vec![DraftPart::Text(markdown.into())], evidence: Vec::new() }
    }

    /// The exercise in it that a model made.
    pub(crate) fn made(&self) -> Option<&Made> {
        self.parts.iter().find_map(|part| match part {
            DraftPart::Made(made) => Some(&**made),
            _ => None,
        })
    }

    /// The same with one more part.
    #[must_use]
    pub(crate) fn with(mut self, part: DraftPart) -> Self {
        self.parts.push(part);
        self
    }

    /// The same, leaning on this too.
    #[must_use]
    pub(crate) fn because(mut self, evidence: AnswerEvidence) -> Self {
        self.evidence.push(evidence);
        self
    }
}
