//! What the curriculum is held to beyond being readable, as far as nothing has to run: counts, lengths, order,
//! hints. All findings at once, for the tests and for teachers who write topics of their own.

mod exercise;
mod project;
pub(super) mod reading;
mod topic;
pub(super) mod translation;
pub(crate) mod twins;
pub mod whole;

use std::collections::{HashMap, HashSet};

use super::{Curriculum, Exercise, Finding};

/// Everything that is wrong, sorted by file; empty if all is well.
pub fn check(curriculum: &Curriculum) -> Vec<Finding> {
    let mut findings = Vec::new();
    let mut earlier = HashSet::new();
    let all: HashSet<_> = curriculum.topics().map(|topic| &topic.view.id).collect();
    for topic in curriculum.topics() {
        findings.extend(topic::check(topic, &earlier, &all));
        for exercise in &topic.exercises {
            findings.extend(exercise::check(exercise));
        }
        earlier.insert(&topic.view.id);
    }
    for project in curriculum.projects() {
        findings.extend(project::check(project, &all));
        for step in &project.steps {
            findings.extend(exercise::check(step));
        }
    }
    findings.extend(modules_without_a_picture(curriculum));
    findings.extend(exercises_that_are_the_same(curriculum));
    // The steps of a project tell one story, in one voice; they are compared with nothing.
    findings.extend(twins::check(curriculum.topics().flat_map(|topic| &topic.exercises)));
    findings.sort();
    findings
}

fn modules_without_a_picture(curriculum: &Curriculum) -> Vec<Finding> {
    let mut findings = Vec::new();
    for module in &curriculum.catalogue().modules {
        let mut topics = curriculum.topics().filter(|topic| topic.view.module_id == module.id).peekable();
        let Some(first) = topics.peek() else {
            findings.push(Finding::new(&module.id, "write at least one topic for this module"));
            continue;
        };
        let folder = first.folder.clone();
        if topics.all(|topic| topic.view.diagram.is_none()) {
            findings.push(Finding::new(folder, "draw a diagram.mmd for one topic of this module"));
        }
    }
    findings
}

/// Two exercises are the same when they have one title, one text or one solution.
fn exercises_that_are_the_same(curriculum: &Curriculum) -> Vec<Finding> {
    let mut findings = Vec::new();
    let mut seen: HashMap<(&str, String), &Exercise> = HashMap::new();
    let steps = curriculum.projects().flat_map(|project| &project.steps);
    for exercise in curriculum.topics().flat_map(|topic| &topic.exercises).chain(steps) {
        let parts = [
            ("title", &exercise.view.title),
            ("text", &exercise.view.text),
            ("solution", &exercise.solution),
        ];
        for (part, text) in parts {
            let text = text.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase();
            if let Some(other) = seen.insert((part, text), exercise) {
                let what = format!("change the {part}: {} has the same", other.folder);
                findings.push(Finding::new(&exercise.folder, what));
            }
        }
    }
    findings
}

/// A text that a student reads must say something.
fn not_empty(file: &str, name: &str, text: &str) -> Option<Finding> {
    text.trim().is_empty().then(|| Finding::new(file, format!("write the {name}; it is empty")))
}

#[cfg(test)]
mod tests;
