//! The curriculum: modules, topics and exercises as teachers write them (`server/curriculum/README.md`
//! describes the form), read once and then never changed.
//!
//! Three steps, each with its own findings: *reading* refuses what the server could not use; [`check`] looks
//! at what needs no running (counts, lengths, hints); [`verify`] runs every example, mistake, solution and
//! wrong answer in the sandbox. To add a topic: a folder; the tests find it.

mod answers;
pub mod check;
mod constructs;
mod exercise;
mod files;
mod finding;
mod form;
pub(crate) mod given;
pub mod inspect;
mod languages;
mod library;
pub mod markdown;
pub mod pack;
mod parsons;
mod project;
mod quiz;
mod read;
mod topic;
pub mod verify;
pub(crate) mod watch;

use std::collections::HashMap;
use std::path::Path;

use learnflow_contracts::topics::{Catalogue, Module};
use learnflow_contracts::{ExerciseId, TopicId};

pub use answers::{Unusable, grade, predicts};
pub use exercise::{Check, Exercise, Test, Wrong};
pub use finding::{Error, Finding};
pub use languages::Folder;
pub use library::{Edition, Library, Printed};
pub use project::Project;
pub use quiz::{BadAnswers, Choice, Question, Quiz};
pub use topic::{Mistake, Topic};

use files::Files;

/// All topics in the order they are learned. Immutable: share it in an `Arc`.
#[derive(Debug)]
pub struct Curriculum {
    catalogue: Catalogue,
    topics: Vec<Topic>,
    projects: Vec<Project>,
    topic_at: HashMap<TopicId, usize>,
    exercise_at: HashMap<ExerciseId, At>,
}

/// Where an exercise is: the place of its topic and its own there, or of its project.
#[derive(Debug, Clone, Copy)]
enum At {
    Topic(usize, usize),
    Project(usize, usize),
}

impl Curriculum {
    /// The curriculum inside the program, in English.
    pub fn builtin() -> Result<Self, Error> {
        Self::read(&Folder::builtin()?.english())
    }

    /// A curriculum from a folder of the same form, in English.
    pub fn load(dir: &Path) -> Result<Self, Error> {
        Self::read(&Folder::open(dir)?.english())
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

    /// The projects, in the order of their modules.
    pub fn projects(&self) -> impl Iterator<Item = &Project> {
        self.projects.iter()
    }

    /// The project of a module.
    pub fn project(&self, module: &str) -> Option<&Project> {
        self.projects.iter().find(|project| project.module == module)
    }

    /// Whether an exercise is a step of a project.
    pub fn is_step(&self, id: &ExerciseId) -> bool {
        matches!(self.exercise_at.get(id), Some(At::Project(..)))
    }

    /// One exercise, or one step of a project, with its solution and all its tests.
    pub fn exercise(&self, id: &ExerciseId) -> Option<&Exercise> {
        self.exercise_at.get(id).map(|&at| match at {
            At::Topic(topic, at) => &self.topics[topic].exercises[at],
            At::Project(project, at) => &self.projects[project].steps[at],
        })
    }

    /// All of it, or everything that is wrong.
    fn read(files: &Files) -> Result<Self, Error> {
        match Self::read_what_can_be(files) {
            (curriculum, findings) if findings.is_empty() => Ok(curriculum),
            (_, findings) => Err(Error { findings }),
        }
    }

    /// As much as can be read, and why the rest cannot.
    fn read_what_can_be(files: &Files) -> (Self, Vec<Finding>) {
        let (modules, mut findings) = read::modules(files);
        let mut curriculum = Self {
            catalogue: Catalogue { modules: Vec::new() },
            topics: Vec::new(),
            projects: Vec::new(),
            topic_at: HashMap::new(),
            exercise_at: HashMap::new(),
        };
        for module in modules {
            let topics = module.topics.iter().map(Topic::summary).collect();
            let project = module.project.as_ref().map(Project::summary);
            curriculum.catalogue.modules.push(Module { id: module.id, title: module.title, topics, project });
            for topic in module.topics {
                curriculum.add(topic, &mut findings);
            }
            if let Some(project) = module.project {
                curriculum.add_project(project, &mut findings);
            }
        }
        curriculum.lead_on();
        (curriculum, findings)
    }

    /// Tells each topic which later ones build on it.
    fn lead_on(&mut self) {
        let needs: Vec<_> =
            self.topics.iter().map(|topic| (topic.view.id.clone(), topic.view.needs.clone())).collect();
        for (later, needed) in needs {
            for at in needed.iter().filter_map(|id| self.topic_at.get(id)) {
                self.topics[*at].view.leads_to.push(later.clone());
            }
        }
    }

    /// Ids are unique over all modules, and two pairs of topic and folder can flatten to one exercise id.
    fn add(&mut self, topic: Topic, findings: &mut Vec<Finding>) {
        let at = self.topics.len();
        if self.topic_at.insert(topic.view.id.clone(), at).is_some() {
            let what = format!("there are two topics `{}`: rename one of the folders", topic.view.id);
            findings.push(Finding::new(&topic.folder, what));
        }
        for (within, exercise) in topic.exercises.iter().enumerate() {
            self.find_at(exercise, At::Topic(at, within), findings);
        }
        self.topics.push(topic);
    }

    fn add_project(&mut self, project: Project, findings: &mut Vec<Finding>) {
        let at = self.projects.len();
        for (within, step) in project.steps.iter().enumerate() {
            self.find_at(step, At::Project(at, within), findings);
        }
        self.projects.push(project);
    }

    fn find_at(&mut self, exercise: &Exercise, at: At, findings: &mut Vec<Finding>) {
        if self.exercise_at.insert(exercise.view.id.clone(), at).is_some() {
            let what = format!("there are two exercises `{}`: rename one of the folders", exercise.view.id);
            findings.push(Finding::new(&exercise.folder, what));
        }
    }
}

#[cfg(test)]
mod tests;
