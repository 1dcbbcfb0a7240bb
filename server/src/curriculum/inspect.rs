//! The whole check of a curriculum, as `learnflow curriculum check` and the tests do it: read, look at, run,
//! in every language, and count what there is.

use futures::StreamExt;
use learnflow_contracts::exercises::ExerciseKind::{Fix, Function, Parsons, Predict, Program};
use learnflow_python_sandbox::Sandbox;

use super::check::{check, reading, translation};
use super::constructs::constructs;
use super::verify::{Verified, verify, verify_project};
use super::{Curriculum, Exercise, Finding, Folder, Project, Topic, languages, markdown};

/// Topics in hand at once: enough to keep every core of the sandbox busy while answers are compared.
const AT_ONCE: usize = 4;

/// What came of a check.
#[derive(Debug, Default)]
pub struct Inspection {
    /// With paths within the folder; empty if all is well.
    pub findings: Vec<Finding>,
    /// A line on each topic and project: what there is.
    pub table: Vec<String>,
}

/// Checks a folder; `say` gets a line whenever something is done.
pub async fn inspect(sandbox: &Sandbox, folder: &Folder, mut say: impl FnMut(String)) -> Inspection {
    let mut inspection = Inspection::default();
    let mut english: Vec<Finding> = Vec::new();
    let (original, _) = Curriculum::read_what_can_be(&folder.english());
    for language in folder.languages() {
        let (curriculum, mut findings) = Curriculum::read_what_can_be(&folder.in_language(language));
        findings.extend(check(&curriculum));
        findings.extend(constructs(sandbox, folder.table(), &curriculum).await);
        if language == languages::ENGLISH {
            findings.extend(curriculum.topics().filter_map(too_hard));
        } else {
            findings.extend(translation::check(&original, &curriculum));
        }
        let topics = curriculum.topics().map(Part::Topic);
        let parts = topics.chain(curriculum.projects().map(Part::Project));
        // What falls back to English has been run in English.
        let parts = parts.filter(|part| folder.translates(language, part.folder())).enumerate();
        let mut running = futures::stream::iter(parts)
            .map(|(at, part)| async move { (at, part, part.verify(sandbox).await) })
            .buffer_unordered(AT_ONCE);
        let mut rows = Vec::new();
        while let Some((at, part, verified)) = running.next().await {
            say(format!("{language} {}: {} to correct", part.name(), verified.findings.len()));
            rows.push((at, part.row(language, &verified)));
            findings.extend(verified.findings);
        }
        rows.sort_by_key(|(at, _)| *at);
        inspection.table.extend(rows.into_iter().map(|(_, row)| row));
        findings.sort();
        // What is wrong in English is said once, not again in every language that falls back to it.
        let new = findings.iter().filter(|finding| !english.contains(finding));
        inspection.findings.extend(
            new.map(|finding| Finding { file: folder.place(language, &finding.file), ..finding.clone() }),
        );
        if language == languages::ENGLISH {
            english = findings;
        }
    }
    inspection
}

#[derive(Clone, Copy)]
enum Part<'a> {
    Topic(&'a Topic),
    Project(&'a Project),
}

impl<'a> Part<'a> {
    async fn verify(self, sandbox: &Sandbox) -> Verified {
        match self {
            Part::Topic(topic) => verify(sandbox, topic).await,
            Part::Project(project) => verify_project(sandbox, project).await,
        }
    }

    fn folder(self) -> &'a str {
        match self {
            Part::Topic(topic) => &topic.folder,
            Part::Project(project) => &project.folder,
        }
    }

    fn name(self) -> String {
        match self {
            Part::Topic(topic) => topic.view.id.to_string(),
            Part::Project(project) => format!("{} (project)", project.module),
        }
    }

    fn row(self, language: &str, verified: &Verified) -> String {
        let name = self.name();
        match self {
            Part::Topic(topic) => format!("{language} {name}: {}", topic_row(language, topic, verified)),
            Part::Project(project) => {
                format!("{language} {name}: {}", tests_row(&project.steps, "steps", verified))
            }
        }
    }
}

/// The highest school grade of a beginner's text.
const MAX_GRADE: f64 = 7.0;

fn too_hard(topic: &Topic) -> Option<Finding> {
    let grade = reading::grade(&topic.view.explanations.beginner);
    (grade > MAX_GRADE).then(|| {
        let what = format!(
            "write shorter sentences and shorter words; this reads like grade {grade:.1}, and at most {MAX_GRADE} is \
             for beginners"
        );
        Finding::new(format!("{}beginner.md", topic.folder), what)
    })
}

fn topic_row(language: &str, topic: &Topic, verified: &Verified) -> String {
    let words = topic.explanations().map(|(_, text)| markdown::words(text));
    let kinds = [Function, Program, Fix, Predict, Parsons]
        .map(|kind| topic.exercises.iter().filter(|exercise| exercise.view.kind == kind).count());
    let placement = topic.quiz.questions.iter().filter(|question| question.placement).count();
    let [beginner, intermediate, advanced] = topic.explanations().map(|(_, text)| reading::grade(text));
    let grades = match language {
        languages::ENGLISH => format!(", grades {beginner:.1}/{intermediate:.1}/{advanced:.1}"),
        _ => String::new(),
    };
    format!(
        "words {words:?}{grades}, examples {}, mistakes {}, {}, function/program/fix/predict/parsons {kinds:?}, \
         questions {} ({placement} for placement)",
        verified.examples,
        topic.mistakes.len(),
        tests_row(&topic.exercises, "exercises", verified),
        topic.quiz.questions.len(),
    )
}

fn tests_row(exercises: &[Exercise], name: &str, verified: &Verified) -> String {
    let tests = exercises.iter().flat_map(|exercise| &exercise.tests);
    let (hidden, shown): (Vec<_>, Vec<_>) = tests.partition(|test| test.hidden);
    let wrong: usize = exercises.iter().map(|exercise| exercise.wrong.len()).sum();
    let catches = match (verified.catches.iter().min(), verified.catches.iter().max()) {
        (Some(least), Some(most)) => format!(" catching {least} to {most} each"),
        _ => String::new(),
    };
    format!(
        "{name} {}, tests {} shown and {} hidden{catches}, wrong answers {wrong}",
        exercises.len(),
        shown.len(),
        hidden.len(),
    )
}
