//! What is taught now: the curriculum in every language, replaced whole when a teacher's folder changes.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::{Arc, PoisonError, RwLock};

use bytes::Bytes;
use learnflow_contracts::TopicId;
use sha2::{Digest, Sha256};

use super::languages::ENGLISH;
use super::{Curriculum, Error, Finding, Folder, Question, Topic};

/// A curriculum in all its languages, as it was read at one time. Immutable.
#[derive(Debug)]
pub struct Edition {
    languages: BTreeMap<String, (Curriculum, Printed)>,
}

/// The list of topics as JSON, made once.
#[derive(Debug, Clone)]
pub struct Printed {
    pub json: Bytes,
    /// Another one for other bytes: 32 hex characters.
    pub hash: String,
}

/// The edition that is taught now. A clone is another handle to the same.
#[derive(Debug, Clone)]
pub struct Library(Arc<RwLock<Arc<Edition>>>);

impl Edition {
    /// The one inside the program.
    pub fn builtin() -> Result<Self, Error> {
        Self::of(&Folder::builtin()?)
    }

    /// One from a folder of the same form.
    pub fn load(dir: &Path) -> Result<Self, Error> {
        Self::of(&Folder::open(dir)?)
    }

    fn of(folder: &Folder) -> Result<Self, Error> {
        let mut languages = BTreeMap::new();
        let mut findings: Vec<Finding> = Vec::new();
        // English is what the others fall back to, so it is read even where one language alone was asked for.
        let all: BTreeSet<&str> = std::iter::once(ENGLISH).chain(folder.languages()).collect();
        for language in all {
            match Curriculum::read(&folder.in_language(language)) {
                Ok(mut curriculum) => {
                    curriculum.say_language(language, |topic| folder.translates(language, topic));
                    let printed = Printed::of(&curriculum);
                    languages.insert(language.to_owned(), (curriculum, printed));
                }
                Err(error) => findings.extend(
                    error
                        .findings
                        .into_iter()
                        .map(|finding| Finding { file: folder.place(language, &finding.file), ..finding }),
                ),
            }
        }
        findings.sort();
        findings.dedup();
        if findings.is_empty() { Ok(Self { languages }) } else { Err(Error { findings }) }
    }

    /// The languages there are, as `de` and `en`.
    pub fn languages(&self) -> impl Iterator<Item = &str> {
        self.languages.keys().map(String::as_str)
    }

    /// The curriculum in a language; in English where that is not there.
    pub fn in_language(&self, language: &str) -> &Curriculum {
        &self.entry(language).0
    }

    /// The same, for what is counted and not read.
    pub fn english(&self) -> &Curriculum {
        self.in_language(ENGLISH)
    }

    /// The list of topics in a language, as JSON.
    pub fn printed(&self, language: &str) -> &Printed {
        &self.entry(language).1
    }

    fn entry(&self, language: &str) -> &(Curriculum, Printed) {
        let entry = self.languages.get(language).or_else(|| self.languages.get(ENGLISH));
        entry.expect("`of` reads English before all others")
    }
}

impl Printed {
    fn of(curriculum: &Curriculum) -> Self {
        let json = serde_json::to_vec(curriculum.catalogue()).expect("a catalogue is plain JSON");
        let hash: [u8; 32] = Sha256::digest(&json).into();
        let half = u128::from_be_bytes(hash[..16].try_into().expect("a hash has 32 bytes"));
        Self { json: Bytes::from(json), hash: format!("{half:032x}") }
    }
}

impl Library {
    /// A library that teaches this edition first.
    pub fn new(edition: Edition) -> Self {
        Self(Arc::new(RwLock::new(Arc::new(edition))))
    }

    /// What is taught now. Whoever asked keeps what they got to the end of their request.
    pub fn now(&self) -> Arc<Edition> {
        Arc::clone(&self.0.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// From now on this is taught.
    pub fn replace(&self, edition: Edition) {
        *self.0.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(edition);
    }
}

impl Curriculum {
    /// Notes which topics are translated into `language`: those whose folder has a text of its own.
    fn say_language(&mut self, language: &str, translated: impl Fn(&str) -> bool) {
        for topic in self.topics.iter_mut().filter(|topic| translated(&topic.folder)) {
            language.clone_into(&mut topic.view.language);
        }
        let topics = &self.topics;
        for summary in self.catalogue.modules.iter_mut().flat_map(|module| &mut module.topics) {
            if let Some(topic) = topics.iter().find(|topic| topic.view.id == summary.id) {
                topic.view.language.clone_into(&mut summary.language);
            }
        }
    }

    /// A question of a topic's quiz.
    pub fn question(&self, topic: &TopicId, question: &str) -> Option<(&Topic, &Question)> {
        let topic = self.topic(topic)?;
        Some((topic, topic.quiz.questions.iter().find(|one| one.id == question)?))
    }
}
