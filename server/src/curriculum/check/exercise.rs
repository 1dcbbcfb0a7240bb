//! Rules for one exercise: its texts, its hints, its tests.

use super::super::{Check, Exercise, Finding, Test};
use super::not_empty;

const HINTS: usize = 3;
/// How many of the hints may hold no code: the general one and the specific one.
const HINTS_WITHOUT_CODE: usize = 2;
const MAX_TITLE: usize = 120;

pub(super) fn check(exercise: &Exercise) -> Vec<Finding> {
    let file = format!("{}exercise.toml", exercise.folder);
    let mut findings = Vec::new();
    findings.extend(not_empty(&file, "title", &exercise.view.title));
    findings.extend(not_empty(&file, "text", &exercise.view.text));
    if exercise.view.title.chars().count() > MAX_TITLE {
        findings.push(Finding::new(&file, format!("shorten the title to {MAX_TITLE} characters")));
    }
    hints(exercise, &file, &mut findings);
    tests(exercise, &file, &mut findings);
    if exercise.wrong.is_empty() {
        let what = "write at least one wrong answer that the tests must catch, in the folder wrong/";
        findings.push(Finding::new(&exercise.folder, what));
    }
    findings
}

fn hints(exercise: &Exercise, file: &str, findings: &mut Vec<Finding>) {
    let hints = &exercise.view.hints;
    if hints.len() != HINTS {
        let what = format!("write {HINTS} hints: general, specific, nearly there; there are {}", hints.len());
        findings.push(Finding::new(file, what));
    }
    for (at, hint) in hints.iter().enumerate() {
        let number = at + 1;
        findings.extend(not_empty(file, &format!("hint {number}"), hint));
        if at < HINTS_WITHOUT_CODE
            && let Some(code) = code_in(hint)
        {
            findings.push(Finding::new(file, format!("say hint {number} in words; `{code}` is code")));
        }
        if gives_away(hint, &exercise.solution) {
            let what = format!("take the finished solution out of hint {number}");
            findings.push(Finding::new(file, what));
        }
    }
}

/// The first sign of code in a hint: backticks, a call, an operator that no sentence has.
fn code_in(hint: &str) -> Option<&str> {
    let signs = ["`", "()", "==", "!=", "<=", ">=", "+=", "-=", "*=", "//", "**", " = ", " * ", " + ", " % "];
    if let Some(sign) = signs.into_iter().find(|sign| hint.contains(sign)) {
        return Some(sign.trim());
    }
    hint.split_whitespace().find(|word| {
        let mut before = word.split('(');
        let name = before.next().unwrap_or_default();
        before.next().is_some() && name.ends_with(|c: char| c.is_alphanumeric() || c == '_')
    })
}

/// Whether a hint holds the whole solution; one line of a longer one may be said.
fn gives_away(hint: &str, solution: &str) -> bool {
    let squeeze = |text: &str| text.split_whitespace().collect::<String>();
    let solution = squeeze(solution);
    solution.len() > 1 && squeeze(hint).contains(&solution)
}

fn tests(exercise: &Exercise, file: &str, findings: &mut Vec<Finding>) {
    for test in &exercise.tests {
        findings.extend(not_empty(file, "name of each test", &test.name));
        let (what, text) = match &test.check {
            Check::Call { call, expected } if !expected.trim().is_empty() => ("call", call),
            Check::Call { expected, .. } => ("expected", expected),
            Check::Output { expected, .. } => ("output", expected),
            Check::Prediction { expected } => ("solution.txt", expected),
            Check::Unittest { file } => ("test file", file),
        };
        findings.extend(not_empty(file, &format!("{what} of the test \"{}\"", test.name), text));
    }
    if exercise.view.tests.is_empty()
        && !matches!(exercise.tests[..], [Test { check: Check::Prediction { .. }, .. }])
    {
        findings.push(Finding::new(file, "show at least one test; all of them are hidden"));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hint_with_code_is_recognised() {
        for (hint, code) in [
            ("Use `print`.", "`"),
            ("Call print(name) twice.", "print(name)"),
            ("Write a = 3.", "="),
            ("Divide with // here.", "//"),
            ("Call input().", "()"),
        ] {
            assert_eq!(code_in(hint), Some(code), "{hint}");
        }
    }

    #[test]
    fn a_hint_in_words_may_have_brackets_and_signs_of_a_sentence() {
        for hint in ["Use two slashes (they divide).", "Look here: one - and only one!"] {
            assert_eq!(code_in(hint), None, "{hint}");
        }
    }

    #[test]
    fn the_whole_solution_is_recognised_in_any_spacing() {
        assert!(gives_away("Write print( 'hi' ) there.", "print('hi')\n"));
        assert!(!gives_away("Write the word hi there.", "print('hi')\n"));
    }
}
