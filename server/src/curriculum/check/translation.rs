//! What a translation may not change: ids, and which choice is right. Progress, reviews and drafts go by them, in
//! whichever language the student reads.

use std::collections::BTreeSet;

use super::super::{Curriculum, Finding, Quiz, Topic};

/// Where a translation has another shape than the English original.
pub(in super::super) fn check(english: &Curriculum, translated: &Curriculum) -> Vec<Finding> {
    let mut findings = Vec::new();
    for topic in translated.topics() {
        if let Some(original) = english.topic(&topic.view.id) {
            quiz(original, topic, &mut findings);
        }
        for exercise in &topic.exercises {
            let kind = english.exercise(&exercise.view.id).map(|original| original.view.kind);
            if kind.is_some_and(|kind| kind != exercise.view.kind) {
                let what = "make this the same `kind` of exercise as in English";
                findings.push(Finding::new(format!("{}exercise.toml", exercise.folder), what));
            }
        }
    }
    findings
}

fn quiz(original: &Topic, topic: &Topic, findings: &mut Vec<Finding>) {
    let file = format!("{}quiz.toml", topic.folder);
    let (ours, theirs) = (ids(&topic.quiz), ids(&original.quiz));
    for id in ours.symmetric_difference(&theirs) {
        let what =
            format!("keep the ids of the English quiz, and what is right; `{id}` is in only one of them");
        findings.push(Finding::new(&file, what));
    }
}

/// Each question with each of its choices; the right one says so.
fn ids(quiz: &Quiz) -> BTreeSet<String> {
    let of = |question: &super::super::Question| {
        let right = question.right().id.clone();
        let mark = if question.placement { " (placement)" } else { "" };
        let name = format!("{}{mark}", question.id);
        let choices = question.choices.iter();
        let choices: Vec<String> = choices
            .map(|choice| format!("{name} {}{}", choice.id, if choice.id == right { " (right)" } else { "" }))
            .collect();
        choices
    };
    quiz.questions.iter().flat_map(of).collect()
}

#[cfg(test)]
mod tests {
    use super::super::super::Folder;
    use super::*;

    #[test]
    fn a_translation_keeps_ids_kinds_and_what_is_right() {
        let english = Folder::builtin().unwrap().english();
        let said = |path: &str, from: &str, to: &str| {
            let mut files = english.clone();
            let path = format!("01-first-programs/variables/{path}");
            let text = files.text(&path).unwrap().to_owned();
            assert!(text.contains(from), "{path} has no {from}");
            files.put(&path, Some(&text.replacen(from, to, 1)));
            let (translated, _) = Curriculum::read_what_can_be(&files);
            let findings = check(&Curriculum::read(&english).unwrap(), &translated);
            findings.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n")
        };
        assert_eq!(said("quiz.toml", "text = \"`1`\"", "text = \"`eins`\""), "");
        assert!(
            said("quiz.toml", "[[question]]\nid = \"", "[[question]]\nid = \"x-").contains("keep the ids")
        );
        let kind = said("exercises/01-name-and-age/exercise.toml", "kind = \"program\"", "kind = \"fix\"");
        assert!(kind.contains("01-name-and-age/exercise.toml: make this the same `kind`"), "{kind}");
    }
}
