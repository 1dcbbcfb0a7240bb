//! The curriculum: modules, topics and exercises as teachers write them (`server/curriculum/README.md`
//! describes the form), read once and then never changed.
//!
//! Three steps, each with its own findings: *reading* refuses what the server could not use; [`check`] looks
//! at what needs no running (counts, lengths, hints); [`verify`] runs every example, mistake, solution and
//! wrong answer in the sandbox. To add a topic: a folder; the tests find it.

mod answers;
pub mod check;
mod exercise;
mod files;
mod finding;
mod form;
pub mod markdown;
mod parsons;
mod quiz;
mod read;
mod topic;
pub mod verify;

use std::collections::HashMap;
use std::path::Path;

use learnflow_contracts::topics::{Catalogue, Module};
use learnflow_contracts::{ExerciseId, TopicId};

pub use answers::{Unusable, predicts};
pub use exercise::{Check, Exercise, Test, Wrong};
pub use finding::{Error, Finding};
pub use quiz::{BadAnswers, Choice, Question, Quiz};
pub use topic::{Mistake, Topic};

use files::Files;

/// All topics in the order they are learned. Immutable: share it in an `Arc`.
#[derive(Debug)]
pub struct Curriculum {
    catalogue: Catalogue,
    topics: Vec<Topic>,
    topic_at: HashMap<TopicId, usize>,
    /// Topic, then exercise within it.
    exercise_at: HashMap<ExerciseId, (usize, usize)>,
}

impl Curriculum {
    /// The curriculum inside the program.
    pub fn builtin() -> Result<Self, Error> {
        Self::read(&Files::builtin()?)
    }

    /// A curriculum from a folder of the same form.
    pub fn load(dir: &Path) -> Result<Self, Error> {
        Self::read(&Files::folder(dir)?)
    }

    /// Modules and topics as the pages list them.
    pub fn catalogue(&self) -> &Catalogue {
        &self.catalogue
    }

    /// All topics in the order they are learned.
    pub fn topics(&self) -> impl Iterator<Item = &Topic> {
        self.topics.iter()
    }

    /// One topic.
    pub fn topic(&self, id: &TopicId) -> Option<&Topic> {
        self.topic_at.get(id).map(|&at| &self.topics[at])
    }

    /// One exercise with its solution and all its tests.
    pub fn exercise(&self, id: &ExerciseId) -> Option<&Exercise> {
        self.exercise_at.get(id).map(|&(topic, at)| &self.topics[topic].exercises[at])
    }

    fn read(files: &Files) -> Result<Self, Error> {
        let modules = read::modules(files)?;
        let mut curriculum = Self {
            catalogue: Catalogue { modules: Vec::new() },
            topics: Vec::new(),
            topic_at: HashMap::new(),
            exercise_at: HashMap::new(),
        };
        let mut findings = Vec::new();
        for module in modules {
            let topics = module.topics.iter().map(Topic::summary).collect();
            curriculum.catalogue.modules.push(Module { id: module.id, title: module.title, topics });
            for topic in module.topics {
                curriculum.add(topic, &mut findings);
            }
        }
        if findings.is_empty() { Ok(curriculum) } else { Err(Error { findings }) }
    }

    /// Ids are unique over all modules, and two pairs of topic and folder can flatten to one exercise id.
    fn add(&mut self, topic: Topic, findings: &mut Vec<Finding>) {
        let at = self.topics.len();
        if self.topic_at.insert(topic.view.id.clone(), at).is_some() {
            let what = format!("there are two topics `{}`: rename one of the folders", topic.view.id);
            findings.push(Finding::new(&topic.folder, what));
        }
        for (within, exercise) in topic.exercises.iter().enumerate() {
            if self.exercise_at.insert(exercise.view.id.clone(), (at, within)).is_some() {
                let what =
                    format!("there are two exercises `{}`: rename one of the folders", exercise.view.id);
                findings.push(Finding::new(&exercise.folder, what));
            }
        }
        self.topics.push(topic);
    }
}

#[cfg(test)]
mod tests;
