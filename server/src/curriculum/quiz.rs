//! A quiz with its answers, and how a student's answers are graded.

use std::collections::HashSet;

use learnflow_contracts::topics::{self, QuestionResult, QuizAnswers, QuizResult};

use super::Finding;
use super::files::{Files, line_of};
use super::form::{QuestionEntry, QuizFile};

/// The questions of a topic, answers included.
#[derive(Debug, Clone)]
pub struct Quiz {
    pub questions: Vec<Question>,
}

/// One question.
#[derive(Debug, Clone)]
pub struct Question {
    pub id: String,
    pub text: String,
    pub choices: Vec<Choice>,
    /// Whether the placement quiz may ask it.
    pub placement: bool,
    /// Where the right one is in `choices`.
    right: usize,
}

/// One choice.
#[derive(Debug, Clone)]
pub struct Choice {
    pub id: String,
    pub text: String,
    /// Why it is right, or why somebody picks it.
    pub reason: String,
}

/// Answers that do not fit the quiz: a sentence on what to change.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct BadAnswers(pub String);

impl Question {
    /// What students see.
    pub fn view(&self) -> topics::Question {
        let choices = self
            .choices
            .iter()
            .map(|choice| topics::Choice { id: choice.id.clone(), text: choice.text.clone() });
        topics::Question { id: self.id.clone(), text: self.text.clone(), choices: choices.collect() }
    }

    /// The choice that is right.
    pub fn right(&self) -> &Choice {
        &self.choices[self.right]
    }
}

impl Quiz {
    /// What students see.
    pub fn view(&self) -> topics::Quiz {
        topics::Quiz { questions: self.questions.iter().map(Question::view).collect() }
    }

    /// Grades answers. A question left out counts as wrong; one that is unknown or comes twice is an error.
    pub fn grade(&self, answers: &QuizAnswers) -> Result<QuizResult, BadAnswers> {
        let mut chosen: Vec<Option<usize>> = vec![None; self.questions.len()];
        for answer in &answers.answers {
            let at = self.questions.iter().position(|question| question.id == answer.question);
            let at = at.ok_or_else(|| {
                BadAnswers(format!(
                    "this quiz has no question `{}`; load it again",
                    clipped(&answer.question)
                ))
            })?;
            let choice = self.questions[at].choices.iter().position(|choice| choice.id == answer.choice);
            let choice = choice.ok_or_else(|| {
                let (choice, question) = (clipped(&answer.choice), &answer.question);
                BadAnswers(format!("the question `{question}` has no choice `{choice}`; load the quiz again"))
            })?;
            if chosen[at].replace(choice).is_some() {
                return Err(BadAnswers(format!("answer the question `{}` only once", answer.question)));
            }
        }
        let questions: Vec<QuestionResult> =
            self.questions.iter().zip(chosen).map(|(question, chosen)| question.result(chosen)).collect();
        let right = questions.iter().filter(|question| question.right).count();
        #[expect(clippy::cast_precision_loss, reason = "a quiz has a handful of questions")]
        let score = 100.0 * right as f64 / questions.len().max(1) as f64;
        Ok(QuizResult { score, questions })
    }

    pub(super) fn read(files: &Files, path: &str) -> Result<Self, Finding> {
        let file: QuizFile = files.toml(path)?;
        let mut ids = HashSet::new();
        let mut questions = Vec::new();
        for entry in file.question {
            let line = line_of(files.optional(path).unwrap_or_default(), entry.span().start);
            let entry = entry.into_inner();
            if !ids.insert(entry.id.clone()) {
                let what = format!("give this question an id of its own; `{}` is taken", entry.id);
                return Err(Finding::at(path, line, what));
            }
            questions.push(question(entry).map_err(|what| Finding::at(path, line, what))?);
        }
        Ok(Self { questions })
    }
}

impl Question {
    fn result(&self, chosen: Option<usize>) -> QuestionResult {
        let reason = match chosen {
            Some(chosen) => self.choices[chosen].reason.clone(),
            None => format!("You left this question out. {}", self.right().reason),
        };
        QuestionResult {
            question: self.id.clone(),
            right: chosen == Some(self.right),
            right_choice: self.right().id.clone(),
            reason,
        }
    }
}

fn question(entry: QuestionEntry) -> Result<Question, String> {
    let mut ids = HashSet::new();
    if let Some(twice) = entry.choice.iter().find(|choice| !ids.insert(choice.id.as_str())) {
        return Err(format!("give each choice of `{}` an id of its own; `{}` is taken", entry.id, twice.id));
    }
    let mut right = entry.choice.iter().enumerate().filter(|(_, choice)| choice.right).map(|(at, _)| at);
    let (Some(right), None) = (right.next(), right.next()) else {
        return Err(format!("mark exactly one choice of `{}` with `right = true`", entry.id));
    };
    let choice = |choice: super::form::ChoiceEntry| Choice {
        id: choice.id,
        text: choice.text.trim().to_owned(),
        reason: choice.reason.trim().to_owned(),
    };
    let choices = entry.choice.into_iter().map(choice).collect();
    Ok(Question {
        id: entry.id,
        text: entry.text.trim().to_owned(),
        choices,
        placement: entry.placement,
        right,
    })
}

/// Enough of a stranger's text to recognise it.
fn clipped(text: &str) -> String {
    text.chars().take(64).collect()
}
