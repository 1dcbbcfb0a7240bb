//! Rules for the texts, the mistakes and the quiz of one topic.

use std::collections::HashSet;
use std::ops::RangeInclusive;

use learnflow_contracts::TopicId;
use learnflow_contracts::exercises::Difficulty;

use super::super::{Finding, Question, Topic, markdown};
use super::not_empty;

/// Words of prose in each explanation.
const WORDS: RangeInclusive<usize> = 120..=400;
const MIN_QUESTIONS: usize = 6;
const MIN_MISTAKES: usize = 3;
/// At least so many exercises of each difficulty.
const EXERCISES: [(Difficulty, usize, &str); 3] =
    [(Difficulty::Easy, 2, "easy"), (Difficulty::Medium, 2, "medium"), (Difficulty::Hard, 1, "hard")];
/// The first word of a Mermaid diagram.
const DIAGRAMS: [&str; 8] = [
    "flowchart",
    "graph",
    "sequenceDiagram",
    "stateDiagram-v2",
    "classDiagram",
    "timeline",
    "mindmap",
    "block-beta",
];

/// `earlier` are the topics that come before this one, `all` those of the whole curriculum.
pub(super) fn check(topic: &Topic, earlier: &HashSet<&TopicId>, all: &HashSet<&TopicId>) -> Vec<Finding> {
    let mut findings = Vec::new();
    about(topic, earlier, all, &mut findings);
    explanations(topic, &mut findings);
    mistakes(topic, &mut findings);
    quiz(topic, &mut findings);
    exercises(topic, &mut findings);
    findings
}

fn about(topic: &Topic, earlier: &HashSet<&TopicId>, all: &HashSet<&TopicId>, findings: &mut Vec<Finding>) {
    let file = format!("{}topic.toml", topic.folder);
    findings.extend(not_empty(&file, "title", &topic.view.title));
    findings.extend(not_empty(&file, "summary", &topic.view.summary));
    for need in topic.view.needs.iter().filter(|need| !earlier.contains(need)) {
        let what = if all.contains(need) {
            format!("take `{need}` out of `needs`, or put that topic before this one")
        } else {
            format!("take `{need}` out of `needs`, or write that topic; it is not here")
        };
        findings.push(Finding::new(&file, what));
    }
    if let Some(diagram) = &topic.view.diagram {
        let first = diagram.split_whitespace().next().unwrap_or_default();
        if !DIAGRAMS.contains(&first) {
            let what = format!("begin the diagram with one of {}", DIAGRAMS.join(", "));
            findings.push(Finding::new(format!("{}diagram.mmd", topic.folder), what));
        }
    }
}

fn explanations(topic: &Topic, findings: &mut Vec<Finding>) {
    for (file, text) in topic.explanations() {
        let words = markdown::words(text);
        if !WORDS.contains(&words) {
            let what = format!("write {} to {} words; there are {words}", WORDS.start(), WORDS.end());
            findings.push(Finding::new(&file, what));
        }
        let (examples, wrong) = markdown::examples(&file, text);
        if examples.is_empty() {
            findings
                .push(Finding::new(&file, "show at least one example: a block ```python with its ```output"));
        }
        findings.extend(wrong);
    }
}

fn mistakes(topic: &Topic, findings: &mut Vec<Finding>) {
    let file = format!("{}mistakes.toml", topic.folder);
    if topic.mistakes.len() < MIN_MISTAKES {
        let what = format!("write at least {MIN_MISTAKES} mistakes; there are {}", topic.mistakes.len());
        findings.push(Finding::new(&file, what));
    }
    for mistake in topic.mistakes.iter().map(|mistake| &mistake.view) {
        let name = |field| format!("{field} of \"{}\"", mistake.title);
        findings.extend(not_empty(&file, "title of each mistake", &mistake.title));
        findings.extend(not_empty(&file, &name("code"), &mistake.code));
        findings.extend(not_empty(&file, &name("shows"), &mistake.shows));
        findings.extend(not_empty(&file, &name("explanation"), &mistake.explanation));
        if !mistake.question.ends_with('?') {
            findings.push(Finding::new(&file, format!("write the {} as a question", name("question"))));
        }
    }
}

fn quiz(topic: &Topic, findings: &mut Vec<Finding>) {
    let file = format!("{}quiz.toml", topic.folder);
    let questions = &topic.quiz.questions;
    if questions.len() < MIN_QUESTIONS {
        let what = format!("write at least {MIN_QUESTIONS} questions; there are {}", questions.len());
        findings.push(Finding::new(&file, what));
    }
    let first = |question: &Question| question.choices[0].id == question.right().id;
    if questions.len() > 1 && questions.iter().all(first) {
        findings.push(Finding::new(&file, "move some right choices; now the first one is always right"));
    }
    for question in questions {
        findings.extend(not_empty(&file, &format!("text of `{}`", question.id), &question.text));
        if question.choices.len() < 3 {
            findings.push(Finding::new(&file, format!("write at least 3 choices for `{}`", question.id)));
        }
        let mut texts = HashSet::new();
        for choice in &question.choices {
            let name = format!("`{}` of `{}`", choice.id, question.id);
            findings.extend(not_empty(&file, &format!("text of {name}"), &choice.text));
            findings.extend(not_empty(&file, &format!("reason of {name}"), &choice.reason));
            if !texts.insert(&choice.text) {
                findings
                    .push(Finding::new(&file, format!("change the text of {name}; another choice has it")));
            }
        }
    }
}

fn exercises(topic: &Topic, findings: &mut Vec<Finding>) {
    for (difficulty, least, name) in EXERCISES {
        let there = topic.exercises.iter().filter(|exercise| exercise.view.difficulty == difficulty).count();
        if there < least {
            let what = format!("write at least {least} {name} exercises; there are {there}");
            findings.push(Finding::new(format!("{}exercises/", topic.folder), what));
        }
    }
}
