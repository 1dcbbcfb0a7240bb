//! One exercise: what the student sees, and the solution, the tests and the wrong answers behind it.

use std::collections::HashSet;

use learnflow_contracts::exercises::{self, Difficulty, ExerciseKind, GivenFile, ShownTest};
use learnflow_contracts::{ExerciseId, TopicId};
use serde::{Deserialize, Serialize};

use super::files::{Files, line_of};
use super::form::{ExerciseFile, TestEntry};
use super::read::Findings;
use super::{Finding, given, parsons};

/// An exercise with its answers; only `view` may reach a student.
#[derive(Debug)]
pub struct Exercise {
    pub view: exercises::Exercise,
    /// A program that passes all tests; for `predict` what the program prints.
    pub solution: String,
    pub tests: Vec<Test>,
    /// Answers that the tests must catch.
    pub wrong: Vec<Wrong>,
    /// Its path within the curriculum, ending in `/`.
    pub folder: String,
}

/// One test, shown or hidden.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Test {
    pub name: String,
    pub hidden: bool,
    pub check: Check,
    /// Files that this test puts in the place of those given, or adds.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub files: Vec<GivenFile>,
}

/// What a test looks at.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Check {
    /// Evaluates an expression in the program's own names after it ran, and compares the value.
    Call { call: String, expected: String },
    /// Runs the program and compares what it prints; the texts of `input("…")` never count.
    Output { input: String, expected: String },
    /// Runs a `unittest` file that imports from `main`: practice.
    Unittest { file: String },
    /// Compares the student's prediction; nothing runs.
    Prediction { expected: String },
}

/// An answer that looks plausible and is wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wrong {
    /// Its file, as `wrong/no-quotes.py`.
    pub file: String,
    /// What is wrong with it, a sentence.
    pub mistake: String,
    pub answer: String,
}

/// Where an exercise belongs.
pub(super) enum Place<'a> {
    /// Among the exercises of a topic.
    Topic(&'a TopicId),
    /// In the project of a module; only the first step brings what the student starts from.
    Step { module: &'a str, first: bool },
}

/// The name students see for the one test of a `predict` exercise.
const PREDICTION: &str = "what the program prints";

impl Exercise {
    pub(super) fn read(
        files: &Files,
        folder: &str,
        place: &Place<'_>,
        slug: &str,
        findings: &mut Findings,
    ) -> Result<Self, Finding> {
        let path = format!("{folder}exercise.toml");
        let file: ExerciseFile = files.toml(&path)?;
        findings.refuse_unknown(files, folder, &file_names(&file, place));
        let (id, topic, difficulty) = about(files, &path, place, slug, &file)?;
        let predict = file.kind == ExerciseKind::Predict;
        let parsons = file.kind == ExerciseKind::Parsons;
        if !parsons && !file.distractors.is_empty() {
            return Err(Finding::new(path, "take out `distractors`; only a `parsons` exercise has them"));
        }

        let no_starter = parsons || matches!(place, Place::Step { first: false, .. });
        let starter = if no_starter { "" } else { files.text(&format!("{folder}starter.py"))? };
        let given = given::in_folder(files, &format!("{folder}files/"))?;
        let solution = files.text(&format!("{folder}{}", solution_file(file.kind)))?.to_owned();
        let tests =
            if predict { prediction(&path, &file, &solution)? } else { tests(files, folder, &path, &file)? };
        let lines = if parsons {
            parsons::shuffled(&id, &solution, &file.distractors)
                .map_err(|what| Finding::new(format!("{folder}solution.py"), what))?
        } else {
            Vec::new()
        };
        let view = exercises::Exercise {
            id,
            topic_id: topic,
            kind: file.kind,
            difficulty,
            title: file.title,
            text: file.text.trim().to_owned(),
            starter: starter.to_owned(),
            files: given,
            lines,
            tests: tests.iter().filter(|test| !test.hidden).map(shown).collect(),
            hidden_tests: u32::try_from(tests.iter().filter(|test| test.hidden).count()).unwrap_or(u32::MAX),
            practice: tests.iter().any(|test| matches!(test.check, Check::Unittest { .. })),
            hints: file.hints.iter().map(|hint| hint.trim().to_owned()).collect(),
            own: false,
        };
        let wrong = wrong_answers(files, folder, predict)?;
        Ok(Self { view, solution, tests, wrong, folder: folder.to_owned() })
    }

    /// The file of the solution, which the kind decides.
    pub fn solution_file(&self) -> &'static str {
        solution_file(self.view.kind)
    }
}

/// The id, the topic and the difficulty of an exercise or a step.
fn about(
    files: &Files,
    path: &str,
    place: &Place<'_>,
    slug: &str,
    file: &ExerciseFile,
) -> Result<(ExerciseId, TopicId, Difficulty), Finding> {
    let id = |text: String| text.parse().map_err(|rule| Finding::new(path, format!("{rule}")));
    match place {
        Place::Topic(topic) => {
            if file.topic.is_some() {
                return Err(Finding::new(path, "take out `topic`; the folder says it already"));
            }
            let difficulty = file.difficulty.ok_or_else(|| {
                Finding::new(path, "write `difficulty = \"easy\"`, or \"medium\", or \"hard\"")
            })?;
            Ok((id(format!("{topic}-{slug}"))?, (*topic).clone(), difficulty))
        }
        Place::Step { module, .. } => {
            if !matches!(file.kind, ExerciseKind::Program | ExerciseKind::Function) {
                return Err(Finding::new(path, "make this step a `program` or a `function`"));
            }
            let missing = || Finding::new(path, "write `topic = \"…\"`: the topic that this step practises");
            let topic = file.topic.as_ref().ok_or_else(missing)?;
            let line = line_of(files.optional(path).unwrap_or_default(), topic.span().start);
            let topic = topic.get_ref().parse().map_err(|rule| Finding::at(path, line, format!("{rule}")))?;
            Ok((
                id(format!("project-{module}-{slug}"))?,
                topic,
                file.difficulty.unwrap_or(Difficulty::Medium),
            ))
        }
    }
}

fn solution_file(kind: ExerciseKind) -> &'static str {
    if kind == ExerciseKind::Predict { "solution.txt" } else { "solution.py" }
}

/// The files that may stand in the exercise's folder.
fn file_names<'a>(file: &'a ExerciseFile, place: &Place<'_>) -> Vec<&'a str> {
    let mut names = vec!["exercise.toml", solution_file(file.kind), "wrong/", "files/"];
    if file.kind != ExerciseKind::Parsons && !matches!(place, Place::Step { first: false, .. }) {
        names.push("starter.py");
    }
    names.extend(file.test.iter().filter_map(|test| test.get_ref().unittest.as_deref()));
    names
}

fn shown(test: &Test) -> ShownTest {
    let (call, input, expected) = match &test.check {
        Check::Call { call, expected } => (Some(call), None, Some(expected)),
        Check::Output { input, expected } => {
            (None, Some(input).filter(|input| !input.is_empty()), Some(expected))
        }
        Check::Unittest { .. } | Check::Prediction { .. } => (None, None, None),
    };
    ShownTest {
        name: test.name.clone(),
        call: call.cloned(),
        input: input.cloned(),
        expected: expected.cloned(),
        files: test.files.clone(),
    }
}

/// Hidden, because showing what is expected would be the answer.
fn prediction(path: &str, file: &ExerciseFile, solution: &str) -> Result<Vec<Test>, Finding> {
    if !file.test.is_empty() {
        return Err(Finding::new(path, "take out `[[test]]`; a prediction is compared with solution.txt"));
    }
    let check = Check::Prediction { expected: solution.to_owned() };
    Ok(vec![Test { name: PREDICTION.to_owned(), hidden: true, check, files: Vec::new() }])
}

fn tests(files: &Files, folder: &str, path: &str, file: &ExerciseFile) -> Result<Vec<Test>, Finding> {
    let mut names = HashSet::new();
    let mut tests = Vec::new();
    for entry in &file.test {
        let at = |what: String| {
            Finding::at(path, line_of(files.optional(path).unwrap_or_default(), entry.span().start), what)
        };
        let test = entry.get_ref();
        if !names.insert(test.name.as_str()) {
            return Err(at(format!("give this test a name of its own; `{}` is taken", test.name)));
        }
        let check = match test {
            TestEntry {
                call: Some(call),
                expected: Some(expected),
                input: None,
                output: None,
                unittest: None,
                ..
            } => Check::Call { call: call.clone(), expected: expected.clone() },
            TestEntry { call: None, expected: None, input, output: Some(output), unittest: None, .. } => {
                Check::Output { input: input.clone().unwrap_or_default(), expected: output.clone() }
            }
            TestEntry {
                call: None, expected: None, input: None, output: None, unittest: Some(name), ..
            } => Check::Unittest { file: files.text(&format!("{folder}{name}"))?.to_owned() },
            _ => {
                return Err(at(
                    "give this test either `call` and `expected`, or `output` (and `input`), or `unittest`"
                        .to_owned(),
                ));
            }
        };
        let own = given::from_table(path, test.files.clone())?;
        tests.push(Test { name: test.name.clone(), hidden: test.hidden, check, files: own });
    }
    if tests.is_empty() {
        return Err(Finding::new(path, "write at least one [[test]]"));
    }
    Ok(tests)
}

fn wrong_answers(files: &Files, folder: &str, predict: bool) -> Result<Vec<Wrong>, Finding> {
    let ending = if predict { ".txt" } else { ".py" };
    let mut wrong = Vec::new();
    for name in files.names(&format!("{folder}wrong/")) {
        let file = format!("wrong/{name}");
        let path = format!("{folder}{file}");
        if !name.ends_with(ending) {
            return Err(Finding::new(
                path,
                format!("rename or remove this; wrong answers end in {ending} here"),
            ));
        }
        let text = files.text(&path)?;
        let (first, rest) = text.split_once('\n').unwrap_or((text, ""));
        let mistake = first.strip_prefix('#').map(str::trim).filter(|mistake| !mistake.is_empty());
        let Some(mistake) = mistake else {
            return Err(Finding::at(path, 1, "begin with a comment that says what the mistake is"));
        };
        let answer = if predict { rest } else { text };
        wrong.push(Wrong { file, mistake: mistake.to_owned(), answer: answer.to_owned() });
    }
    Ok(wrong)
}
