//! Teachers' own exercises and those that a model made, in the shapes that grading and the pages use.

use learnflow_contracts::ExerciseId;
use learnflow_contracts::exercises::{Exercise, ExerciseKind, NewCheck, NewExercise, ShownTest};

use super::MAX_CODE;
use crate::curriculum::{Check, Test};
use crate::gateway::{Failure, check_name};
use crate::storage::OwnExercise;

/// An own exercise as it is listed.
#[derive(Debug, Clone)]
pub(crate) struct Own {
    pub(crate) view: Exercise,
}

impl From<OwnExercise> for Own {
    fn from(own: OwnExercise) -> Self {
        let by_a_teacher = own.made.is_none();
        Self { view: Exercise { own: by_a_teacher, ..view(own.id, &own.exercise) } }
    }
}

/// What students see of it.
pub(crate) fn view(id: ExerciseId, exercise: &NewExercise) -> Exercise {
    let shown = exercise.tests.iter().filter(|test| !test.hidden).map(|test| {
        let (call, input, expected) = match test.check.clone() {
            NewCheck::Call { call, expected } => (Some(call), None, Some(expected)),
            NewCheck::Output { input, expected } => {
                (None, Some(input).filter(|input| !input.is_empty()), Some(expected))
            }
            NewCheck::Unittest { .. } => (None, None, None),
        };
        ShownTest { name: test.name.clone(), call, input, expected, files: Vec::new() }
    });
    Exercise {
        id,
        topic_id: exercise.topic_id.clone(),
        kind: exercise.kind,
        difficulty: exercise.difficulty,
        title: exercise.title.clone(),
        text: exercise.text.clone(),
        starter: exercise.starter.clone(),
        files: Vec::new(),
        lines: Vec::new(),
        tests: shown.collect(),
        hidden_tests: u32::try_from(exercise.tests.iter().filter(|test| test.hidden).count())
            .unwrap_or(u32::MAX),
        practice: exercise.tests.iter().any(|test| matches!(test.check, NewCheck::Unittest { .. })),
        hints: exercise.hints.clone(),
        own: true,
    }
}

/// Its tests, hidden ones too.
pub(crate) fn tests(exercise: &NewExercise) -> Vec<Test> {
    let test = |test: &learnflow_contracts::exercises::NewTest| Test {
        name: test.name.clone(),
        hidden: test.hidden,
        check: match test.check.clone() {
            NewCheck::Call { call, expected } => Check::Call { call, expected },
            NewCheck::Output { input, expected } => Check::Output { input, expected },
            NewCheck::Unittest { file } => Check::Unittest { file },
        },
        files: Vec::new(),
    };
    exercise.tests.iter().map(test).collect()
}

/// What can be seen without running it.
pub(crate) fn check_form(exercise: &NewExercise) -> Result<(), Failure> {
    check_name(&exercise.title, 120, "the title")?;
    if matches!(exercise.kind, ExerciseKind::Predict | ExerciseKind::Parsons) {
        return Err(Failure::invalid("kind is function, program or fix for an exercise of your own"));
    }
    if exercise.text.trim().is_empty() || exercise.text.chars().count() > 8_000 {
        return Err(Failure::invalid("the text is 1 to 8000 characters"));
    }
    if exercise.hints.len() > 3 || exercise.hints.iter().any(|hint| hint.chars().count() > 1_000) {
        return Err(Failure::invalid("give at most three hints, each of at most 1000 characters"));
    }
    if !(1..=50).contains(&exercise.tests.len()) {
        return Err(Failure::invalid("give 1 to 50 tests"));
    }
    let files = exercise.tests.iter().map(|test| match &test.check {
        NewCheck::Call { call, expected } => call.len().max(expected.len()),
        NewCheck::Output { input, expected } => input.len().max(expected.len()),
        NewCheck::Unittest { file } => file.len(),
    });
    let longest = files.chain([exercise.starter.len(), exercise.solution.len()]).max().unwrap_or(0);
    if longest > MAX_CODE {
        return Err(Failure::invalid("starter, solution and each test may have at most 64 KiB"));
    }
    let mut names = std::collections::HashSet::new();
    for test in &exercise.tests {
        check_name(&test.name, 120, "a test's name")?;
        if !names.insert(&test.name) {
            return Err(Failure::invalid(format!(
                "two tests are called “{}”; give each a name of its own",
                test.name
            )));
        }
    }
    match tests(exercise).iter().find_map(|test| test.for_sandbox().err()) {
        Some(unusable) => Err(Failure::invalid(unusable.to_string())),
        None => Ok(()),
    }
}
