//! One topic with everything the server knows about it.

use learnflow_contracts::TopicId;
use learnflow_contracts::topics::{self, Explanations, TopicSummary};

use super::Finding;
use super::exercise::{Exercise, Place};
use super::files::{Files, line_of};
use super::form::{MistakesFile, TopicFile};
use super::given;
use super::languages::ENGLISH;
use super::quiz::Quiz;
use super::read::{Findings, numbered};

/// A topic: what students see, and the answers.
#[derive(Debug)]
pub struct Topic {
    /// What students see, with the built-in exercises only.
    pub view: topics::Topic,
    /// The quiz with its answers.
    pub quiz: Quiz,
    pub mistakes: Vec<Mistake>,
    pub exercises: Vec<Exercise>,
    /// Its path within the curriculum, ending in `/`.
    pub folder: String,
}

/// A program that many get wrong.
#[derive(Debug)]
pub struct Mistake {
    pub view: topics::Mistake,
    /// What is typed in when it runs.
    pub input: String,
}

const FILES: [&str; 8] = [
    "topic.toml",
    "beginner.md",
    "intermediate.md",
    "advanced.md",
    "diagram.mmd",
    "mistakes.toml",
    "quiz.toml",
    "exercises/",
];

impl Topic {
    /// Its line in the catalogue.
    pub fn summary(&self) -> TopicSummary {
        TopicSummary {
            id: self.view.id.clone(),
            title: self.view.title.clone(),
            summary: self.view.summary.clone(),
            language: self.view.language.clone(),
            needs: self.view.needs.clone(),
            exercises: u32::try_from(self.exercises.len()).unwrap_or(u32::MAX),
        }
    }

    /// Its three explanations, each with its file.
    pub fn explanations(&self) -> [(String, &str); 3] {
        let texts = &self.view.explanations;
        [("beginner", &texts.beginner), ("intermediate", &texts.intermediate), ("advanced", &texts.advanced)]
            .map(|(depth, text)| (format!("{}{depth}.md", self.folder), text.as_str()))
    }

    pub(super) fn read(
        files: &Files,
        folder: &str,
        id: TopicId,
        module_id: &str,
        findings: &mut Findings,
    ) -> Option<Self> {
        findings.refuse_unknown(files, folder, &FILES);
        let about = findings.keep(about(files, folder));
        let explanations = explanations(files, folder, findings);
        let mistakes = findings.keep(mistakes(files, folder));
        let quiz = findings.keep(Quiz::read(files, &format!("{folder}quiz.toml")));
        let exercises = exercises(files, folder, &id, findings);
        let diagram = files.optional(&format!("{folder}diagram.mmd")).map(str::to_owned);

        let ((about, needs), mistakes, quiz) = (about?, mistakes?, quiz?);
        let view = topics::Topic {
            id,
            module_id: module_id.to_owned(),
            title: about.title,
            summary: about.summary,
            language: ENGLISH.to_owned(),
            needs,
            leads_to: Vec::new(),
            explanations: explanations?,
            diagram,
            mistakes: mistakes.iter().map(|mistake| mistake.view.clone()).collect(),
            exercises: exercises.iter().map(|exercise| exercise.view.clone()).collect(),
            quiz: quiz.view(),
        };
        Some(Self { view, quiz, mistakes, exercises, folder: folder.to_owned() })
    }
}

fn about(files: &Files, folder: &str) -> Result<(TopicFile, Vec<TopicId>), Finding> {
    let path = format!("{folder}topic.toml");
    let file: TopicFile = files.toml(&path)?;
    let text = files.text(&path)?;
    let mut needs = Vec::new();
    for entry in &file.needs {
        let id = entry.get_ref().parse().map_err(|rule| {
            let what = format!("`{}` in `needs` is no topic: {rule}", entry.get_ref());
            Finding::at(&path, line_of(text, entry.span().start), what)
        })?;
        needs.push(id);
    }
    Ok((file, needs))
}

fn explanations(files: &Files, folder: &str, findings: &mut Findings) -> Option<Explanations> {
    let mut depth = |name| findings.keep(files.text(&format!("{folder}{name}.md"))).map(str::to_owned);
    let (beginner, intermediate, advanced) = (depth("beginner"), depth("intermediate"), depth("advanced"));
    Some(Explanations { beginner: beginner?, intermediate: intermediate?, advanced: advanced? })
}

fn mistakes(files: &Files, folder: &str) -> Result<Vec<Mistake>, Finding> {
    let path = format!("{folder}mistakes.toml");
    let file: MistakesFile = files.toml(&path)?;
    let mistakes = file.mistake.into_iter().map(|entry| {
        Ok(Mistake {
            view: topics::Mistake {
                title: entry.title,
                code: entry.code,
                files: given::from_table(&path, entry.files)?,
                shows: entry.shows.trim_end().to_owned(),
                explanation: entry.explanation.trim().to_owned(),
                question: entry.question.trim().to_owned(),
            },
            input: entry.input,
        })
    });
    mistakes.collect()
}

fn exercises(files: &Files, folder: &str, topic: &TopicId, findings: &mut Findings) -> Vec<Exercise> {
    let all = format!("{folder}exercises/");
    let mut exercises = Vec::new();
    for name in files.names(&all) {
        let path = format!("{all}{name}");
        let read = match name.strip_suffix('/') {
            Some(own) => numbered(&path, own)
                .and_then(|slug| Exercise::read(files, &path, &Place::Topic(topic), slug, findings)),
            None => Err(Finding::new(&path, "move this file into the folder of an exercise, or remove it")),
        };
        exercises.extend(findings.keep(read));
    }
    exercises
}
