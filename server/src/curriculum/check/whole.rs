//! What the curriculum as a whole is held to: every topic is there, and there is enough of every kind of exercise. A
//! teacher's own folder need not be whole.

use learnflow_contracts::TopicId;
use learnflow_contracts::exercises::ExerciseKind::{self, Fix, Parsons, Predict};

use super::super::{Curriculum, Exercise};

/// Exercises in all; steps of projects come on top.
const EXERCISES: usize = 130;
const OF_A_KIND: [(ExerciseKind, usize, &str); 3] =
    [(Parsons, 20, "parsons"), (Predict, 20, "predict"), (Fix, 20, "fix")];
const WITH_INPUT: usize = 20;
const WITH_FILES: usize = 8;
/// Questions of each topic that the placement quiz may ask: two right by luck are one in sixteen.
const PLACEMENT: usize = 2;

/// Sentences on what is missing; empty if nothing is. `topics` are those that must be there.
pub fn missing<'a>(curriculum: &Curriculum, topics: impl Iterator<Item = &'a TopicId>) -> Vec<String> {
    let mut missing: Vec<String> = topics
        .filter(|id| curriculum.topic(id).is_none())
        .map(|id| format!("write the topic `{id}`"))
        .collect();
    for module in &curriculum.catalogue().modules {
        if curriculum.project(&module.id).is_none() {
            missing.push(format!("write a project for the module `{}`", module.id));
        }
    }
    for topic in curriculum.topics() {
        let marked = topic.quiz.questions.iter().filter(|question| question.placement).count();
        if marked != PLACEMENT {
            let id = &topic.view.id;
            missing.push(format!("mark {PLACEMENT} questions of `{id}` for placement; there are {marked}"));
        }
    }
    let exercises: Vec<&Exercise> = curriculum.topics().flat_map(|topic| &topic.exercises).collect();
    let mut least = |name: &str, needed: usize, fits: &dyn Fn(&Exercise) -> bool| {
        let there = exercises.iter().filter(|exercise| fits(exercise)).count();
        if there < needed {
            missing.push(format!("write {needed} exercises {name}; there are {there}"));
        }
    };
    least("in all", EXERCISES, &|_| true);
    for (kind, needed, name) in OF_A_KIND {
        least(&format!("of the kind {name}"), needed, &|exercise| exercise.view.kind == kind);
    }
    least("with `input()`", WITH_INPUT, &|exercise| program(exercise).contains("input("));
    least("with files", WITH_FILES, &|exercise| {
        !exercise.view.files.is_empty()
            || exercise.tests.iter().any(|test| !test.files.is_empty())
            || program(exercise).contains("open(")
    });
    missing
}

/// The program that an exercise is about.
fn program(exercise: &Exercise) -> &str {
    if exercise.view.kind == Predict { &exercise.view.starter } else { &exercise.solution }
}

#[cfg(test)]
mod tests {
    use super::super::super::Folder;
    use super::super::super::files::Files;
    use super::*;

    #[test]
    fn a_small_curriculum_lacks_what_it_lacks() {
        let folder = Folder::builtin().unwrap();
        let mut files: Files = folder.english();
        for (path, _) in folder.english().below("") {
            if !path.starts_with("01-") || path.starts_with("01-first-programs/project/") {
                files.put(&path, None);
            }
        }
        let missing = missing(&Curriculum::read(&files).unwrap(), folder.topics());
        for expected in [
            "write the topic `strings`",
            "write the topic `classes`",
            "write a project for the module `first-programs`",
            "write 130 exercises in all; there are 22",
            "write 20 exercises of the kind parsons; there are 3",
            "write 20 exercises with `input()`; there are 0",
            "write 8 exercises with files; there are 0",
        ] {
            assert!(missing.iter().any(|one| one == expected), "{expected}: {missing:?}");
        }
        assert!(!missing.contains(&"write the topic `numbers`".to_owned()));
    }
}
