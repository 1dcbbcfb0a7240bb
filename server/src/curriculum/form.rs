//! The TOML files of the form, field by field. Unknown fields are refused, so that a typing error in a name
//! does not silently drop a text.

use std::collections::BTreeMap;

use learnflow_contracts::exercises::{Difficulty, ExerciseKind};
use serde::Deserialize;
use toml::Spanned;

/// `module.toml`
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ModuleFile {
    pub(super) title: String,
    pub(super) topics: Vec<Spanned<String>>,
}

/// `topic.toml`
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct TopicFile {
    pub(super) title: String,
    pub(super) summary: String,
    pub(super) needs: Vec<Spanned<String>>,
}

/// `mistakes.toml`
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct MistakesFile {
    pub(super) mistake: Vec<MistakeEntry>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct MistakeEntry {
    pub(super) title: String,
    pub(super) code: String,
    #[serde(default)]
    pub(super) input: String,
    #[serde(default)]
    pub(super) files: BTreeMap<String, String>,
    pub(super) shows: String,
    pub(super) explanation: String,
    pub(super) question: String,
}

/// `quiz.toml`
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct QuizFile {
    pub(super) question: Vec<Spanned<QuestionEntry>>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct QuestionEntry {
    pub(super) id: String,
    pub(super) text: String,
    #[serde(default)]
    pub(super) placement: bool,
    pub(super) choice: Vec<ChoiceEntry>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ChoiceEntry {
    pub(super) id: String,
    pub(super) text: String,
    #[serde(default)]
    pub(super) right: bool,
    pub(super) reason: String,
}

/// `exercise.toml`
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ExerciseFile {
    pub(super) kind: ExerciseKind,
    /// Every exercise has one; a step of a project needs none.
    pub(super) difficulty: Option<Difficulty>,
    /// The topic that a step of a project practises; an exercise stands in its topic's folder.
    pub(super) topic: Option<Spanned<String>>,
    pub(super) title: String,
    pub(super) text: String,
    pub(super) hints: Vec<String>,
    #[serde(default)]
    pub(super) distractors: Vec<String>,
    #[serde(default)]
    pub(super) test: Vec<Spanned<TestEntry>>,
}

/// One of `call` + `expected`, `output` (+ `input`), `unittest`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct TestEntry {
    pub(super) name: String,
    #[serde(default)]
    pub(super) hidden: bool,
    pub(super) call: Option<String>,
    pub(super) expected: Option<String>,
    pub(super) input: Option<String>,
    pub(super) output: Option<String>,
    pub(super) unittest: Option<String>,
    #[serde(default)]
    pub(super) files: BTreeMap<String, String>,
}

/// `project/project.toml`
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ProjectFile {
    pub(super) title: String,
    pub(super) summary: String,
    pub(super) text: String,
}
