//! Rules for the project of a module.

use std::collections::HashSet;
use std::ops::RangeInclusive;

use learnflow_contracts::TopicId;

use super::super::{Finding, Project, markdown};
use super::not_empty;

const STEPS: RangeInclusive<usize> = 4..=6;
/// Words of the story.
const WORDS: RangeInclusive<usize> = 40..=200;
/// Lines of the finished program that say something.
const LINES: RangeInclusive<usize> = 30..=80;

pub(super) fn check(project: &Project, topics: &HashSet<&TopicId>) -> Vec<Finding> {
    let file = format!("{}project.toml", project.folder);
    let mut findings = Vec::new();
    for (name, text) in [("title", &project.title), ("summary", &project.summary), ("text", &project.text)] {
        findings.extend(not_empty(&file, name, text));
    }
    let words = markdown::words(&project.text);
    if !WORDS.contains(&words) {
        let what = format!("write a `text` of {} to {} words; there are {words}", WORDS.start(), WORDS.end());
        findings.push(Finding::new(&file, what));
    }
    let steps = project.steps.len();
    if !STEPS.contains(&steps) {
        let what = format!("make {} to {} steps; there are {steps}", STEPS.start(), STEPS.end());
        findings.push(Finding::new(format!("{}steps/", project.folder), what));
    }
    for step in &project.steps {
        if !topics.contains(&step.view.topic_id) {
            let what = format!("name a topic of the curriculum; `{}` is not here", step.view.topic_id);
            findings.push(Finding::new(format!("{}exercise.toml", step.folder), what));
        }
    }
    if let Some(last) = project.steps.last() {
        let lines = last.solution.lines().filter(|line| !line.trim().is_empty()).count();
        if !LINES.contains(&lines) {
            let what = format!(
                "make the finished program {} to {} lines; it has {lines}",
                LINES.start(),
                LINES.end()
            );
            findings.push(Finding::new(format!("{}{}", last.folder, last.solution_file()), what));
        }
    }
    findings
}
