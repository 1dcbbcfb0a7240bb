//! Nothing is used before it is taught: the syntax tree of programs against the table
//! `server/curriculum/constructs.toml`, which says which topic introduces which construct.
//!
//! The tree is made by Python's own `ast`, in the sandbox (`constructs.py`), so that it is the tree of the Python that
//! students run. To add a construct: a word in the table; if no word of `constructs.py` says it, one there first.

use std::collections::HashMap;
use std::fmt::Write;

use learnflow_contracts::TopicId;
use learnflow_contracts::exercises::{ExerciseKind, GivenFile};
use learnflow_python_sandbox::{Limits, Sandbox};
use serde::Deserialize;

use super::{Curriculum, Exercise, Finding, Project, Topic, given, markdown, verify};

const WALK: &str = include_str!("constructs.py");

/// Which topic introduces what, in the order of the topics.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Table {
    #[serde(default)]
    topic: Vec<Entry>,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    id: TopicId,
    teaches: Vec<String>,
    #[serde(default)]
    stumbles: Vec<String>,
}

/// One program of the curriculum.
struct Sample {
    file: String,
    /// The line of the file before the program's first, where that is known.
    line: Option<usize>,
    code: String,
    /// Whether it is wrong on purpose: then it may stumble into something.
    wrong: bool,
}

/// The programs of one topic or project, and how far its readers have come.
struct Held {
    samples: Vec<Sample>,
    /// The place in the table up to which everything is known.
    rank: usize,
}

/// What is used before it is taught.
pub(super) async fn constructs(sandbox: &Sandbox, table: &Table, curriculum: &Curriculum) -> Vec<Finding> {
    let mut findings = Vec::new();
    for held in table.held(curriculum) {
        let found = match walk(sandbox, &held.samples).await {
            Ok(found) => found,
            Err(finding) => {
                findings.push(finding);
                continue;
            }
        };
        for (sample, found) in held.samples.iter().zip(found) {
            for (construct, line) in found {
                findings.extend(table.judge(held.rank, sample, &construct, line));
            }
        }
    }
    findings
}

impl Table {
    /// Reads the table from its text.
    pub(super) fn read(text: &str) -> Result<Self, Finding> {
        toml::from_str(text).map_err(|error| Finding::new("constructs.toml", error.message().to_owned()))
    }

    /// The topics of the table.
    pub(super) fn topics(&self) -> impl Iterator<Item = &TopicId> {
        self.topic.iter().map(|entry| &entry.id)
    }

    /// A topic that is not in the table stands where the last one before it stands.
    fn held(&self, curriculum: &Curriculum) -> Vec<Held> {
        let rank_of = |id: &TopicId| self.topic.iter().position(|entry| entry.id == *id);
        let (mut held, mut rank, mut modules) = (Vec::new(), 0, HashMap::new());
        for topic in curriculum.topics() {
            rank = rank_of(&topic.view.id).unwrap_or(rank);
            let end = modules.entry(topic.view.module_id.as_str()).or_insert(rank);
            *end = rank.max(*end);
            held.push(Held { samples: of_topic(topic), rank });
        }
        for project in curriculum.projects() {
            let rank = modules.get(project.module.as_str()).copied().unwrap_or_default();
            held.push(Held { samples: of_project(project), rank });
        }
        held
    }

    /// The place of the topic that introduces a construct.
    fn introduced(&self, construct: &str) -> Option<usize> {
        let any = construct.split_once(' ').map_or(construct, |(first, _)| first);
        let teaches = |entry: &Entry| entry.teaches.iter().any(|word| word == construct || word == any);
        self.topic.iter().position(teaches)
    }

    fn judge(&self, rank: usize, sample: &Sample, construct: &str, line: usize) -> Option<Finding> {
        let introduced = self.introduced(construct);
        if introduced.is_some_and(|introduced| introduced <= rank) {
            return None;
        }
        let stumbles = |entry: &Entry| entry.stumbles.iter().any(|word| word == construct);
        if sample.wrong && (introduced.is_none() || self.topic.get(rank).is_some_and(stumbles)) {
            return None;
        }
        let what = match introduced.and_then(|introduced| self.topic.get(introduced)) {
            Some(later) => {
                format!("write this without `{construct}`; the topic `{}` introduces it later", later.id)
            }
            None => {
                format!("write this without `{construct}`, or say in constructs.toml which topic teaches it")
            }
        };
        Some(match sample.line {
            Some(before) => Finding::at(&sample.file, before + line, what),
            None => Finding::new(&sample.file, what),
        })
    }
}

/// The beginner's examples, the mistakes and the exercises: all that is done before the next topic is read. The deeper
/// explanations may look ahead.
fn of_topic(topic: &Topic) -> Vec<Sample> {
    let mut samples = Vec::new();
    let [(file, text), ..] = topic.explanations();
    for example in markdown::examples(&file, text).0 {
        samples.push(Sample {
            file: file.clone(),
            line: Some(example.line),
            code: example.code,
            wrong: false,
        });
    }
    for mistake in &topic.mistakes {
        let file = format!("{}mistakes.toml", topic.folder);
        samples.push(Sample { file, line: None, code: mistake.view.code.clone(), wrong: true });
    }
    samples.extend(topic.exercises.iter().flat_map(of_exercise));
    samples
}

fn of_project(project: &Project) -> Vec<Sample> {
    project.steps.iter().flat_map(of_exercise).collect()
}

fn of_exercise(exercise: &Exercise) -> Vec<Sample> {
    let sample = |file: &str, code: &str, wrong| Sample {
        file: format!("{}{file}", exercise.folder),
        line: Some(0),
        code: code.to_owned(),
        wrong,
    };
    // What is to be fixed is wrong on purpose.
    let fix = exercise.view.kind == ExerciseKind::Fix;
    let mut samples = vec![sample("starter.py", &exercise.view.starter, fix)];
    if exercise.view.kind == ExerciseKind::Predict {
        return samples;
    }
    samples.push(sample(exercise.solution_file(), &exercise.solution, false));
    samples.extend(exercise.wrong.iter().map(|wrong| sample(&wrong.file, &wrong.answer, true)));
    samples
}

/// The constructs of each program, with the line of the first use.
async fn walk(sandbox: &Sandbox, samples: &[Sample]) -> Result<Vec<Vec<(String, usize)>>, Finding> {
    let given = samples.iter().enumerate();
    let given: Vec<GivenFile> = given
        .map(|(number, sample)| GivenFile { name: format!("{number}.txt"), text: sample.code.clone() })
        .collect();
    let limits = Limits { output: 1 << 20, ..Limits::default() };
    let (program, count) = (given::program(WALK, &given), format!("{}\n", samples.len()));
    let screen = verify::screen(sandbox, &program, &count, &limits).await;
    let lines = screen.printed.lines().map(serde_json::from_str).collect::<Result<Vec<_>, _>>();
    lines.ok().filter(|lines| lines.len() == samples.len()).ok_or_else(|| {
        let mut what = "make each program of this topic one that Python's ast can read".to_owned();
        let _ =
            write!(what, "; the walk ended with {}", screen.error.as_deref().unwrap_or("too few answers"));
        Finding::new(samples.first().map_or_else(String::new, |sample| sample.file.clone()), what)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table() -> Table {
        Table::read(include_str!("../../curriculum/constructs.toml")).unwrap()
    }

    fn judged(topic: &str, construct: &str, wrong: bool) -> Option<String> {
        let table = table();
        let rank = table.topic.iter().position(|entry| entry.id.as_str() == topic).unwrap();
        let sample = Sample { file: "x.py".to_owned(), line: Some(0), code: String::new(), wrong };
        table.judge(rank, &sample, construct, 3).map(|finding| finding.to_string())
    }

    #[test]
    fn what_a_later_topic_introduces_is_refused_with_its_name() {
        let said = judged("strings", "for", false).unwrap();
        assert_eq!(said, "x.py:3: write this without `for`; the topic `for-loops` introduces it later");
        assert_eq!(judged("for-loops", "for", false), None);
        assert_eq!(judged("classes", "for", false), None);
        assert!(judged("classes", "match", false).unwrap().contains("constructs.toml"));
    }

    #[test]
    fn one_module_may_be_taught_before_all() {
        assert_eq!(judged("files", "import csv", false), None);
        assert!(judged("files", "import random", false).unwrap().contains("`modules`"));
        assert_eq!(judged("modules", "import random", false), None);
    }

    #[test]
    fn a_mistake_may_stumble_and_a_solution_may_not() {
        assert_eq!(judged("numbers", "tuple", true), None);
        assert!(judged("numbers", "tuple", false).is_some());
        assert!(judged("numbers", "for", true).is_some());
    }

    #[test]
    fn every_construct_is_introduced_once() {
        let mut seen = std::collections::HashSet::new();
        for word in table().topic.iter().flat_map(|entry| &entry.teaches) {
            assert!(seen.insert(word.clone()), "{word} is introduced twice");
        }
    }
}
