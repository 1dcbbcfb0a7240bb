//! The project at the end of a module: one small program, built in steps that are each graded like an exercise.
//!
//! What a later step starts from is the student's own work, so no step but the first brings a starter; when
//! the files are checked, the solution of the step before stands in for it.

use learnflow_contracts::topics::ProjectSummary;
use learnflow_contracts::{ExerciseId, TopicId};

use super::Finding;
use super::exercise::{Exercise, Place};
use super::files::Files;
use super::form::ProjectFile;
use super::read::{Findings, numbered};

/// A project with its answers.
#[derive(Debug)]
pub struct Project {
    pub module: String,
    pub title: String,
    /// One sentence.
    pub summary: String,
    /// The story (Markdown).
    pub text: String,
    /// In the order they are done.
    pub steps: Vec<Exercise>,
    /// Its path within the curriculum, ending in `/`.
    pub folder: String,
}

impl Project {
    pub(super) fn read(files: &Files, folder: &str, module: &str, findings: &mut Findings) -> Option<Self> {
        findings.refuse_unknown(files, folder, &["project.toml", "steps/"]);
        let about: Option<ProjectFile> = findings.keep(files.toml(&format!("{folder}project.toml")));
        let mut steps = Vec::new();
        let all = format!("{folder}steps/");
        for (at, name) in files.names(&all).into_iter().enumerate() {
            let path = format!("{all}{name}");
            let place = Place::Step { module, first: at == 0 };
            let read = match name.strip_suffix('/') {
                Some(own) => {
                    numbered(&path, own).and_then(|slug| Exercise::read(files, &path, &place, slug, findings))
                }
                None => Err(Finding::new(&path, "move this file into the folder of a step, or remove it")),
            };
            steps.extend(findings.keep(read));
        }
        let about = about?;
        Some(Self {
            module: module.to_owned(),
            title: about.title,
            summary: about.summary.trim().to_owned(),
            text: about.text.trim().to_owned(),
            steps,
            folder: folder.to_owned(),
        })
    }

    /// Its line in the catalogue.
    pub(super) fn summary(&self) -> ProjectSummary {
        ProjectSummary {
            title: self.title.clone(),
            summary: self.summary.clone(),
            steps: u32::try_from(self.steps.len()).unwrap_or(u32::MAX),
        }
    }

    /// The step before the one of this id; `None` for the first one and for those of other projects.
    pub fn before(&self, id: &ExerciseId) -> Option<&Exercise> {
        let at = self.steps.iter().position(|step| step.view.id == *id)?;
        self.steps.get(at.checked_sub(1)?)
    }

    /// Each step with what it starts from when nobody has worked on it: the starter, then the solutions.
    pub fn starts(&self) -> impl Iterator<Item = (&Exercise, &str)> {
        self.steps.iter().enumerate().map(|(at, step)| match at.checked_sub(1) {
            Some(before) => (step, self.steps[before].solution.as_str()),
            None => (step, step.view.starter.as_str()),
        })
    }

    /// The topics that its steps practise.
    pub fn topics(&self) -> impl Iterator<Item = &TopicId> {
        self.steps.iter().map(|step| &step.view.topic_id)
    }
}
