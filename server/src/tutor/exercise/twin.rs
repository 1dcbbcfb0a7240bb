//! Whether two exercises are the same in other clothes: by title, statement, tests and solution.

use std::collections::HashSet;
use std::hash::Hash;

use learnflow_contracts::exercises::{NewCheck, NewExercise};

use crate::curriculum::check::twins;
use crate::curriculum::{Check, Exercise};

/// From here on, two solutions are one with other names.
const SAME_PROGRAM: f64 = 0.8;
/// From here on, two sets of tests ask for the same values.
const SAME_TESTS: f64 = 0.5;
/// Shorter programs are alike by chance: there are few ways to say `return a + b`.
const SAYS_SOMETHING: usize = 12;
/// Tests that ask for `True` or `0` are alike by chance, below this many.
const TESTS: usize = 3;

/// What of an exercise is compared.
#[derive(Debug, Clone)]
pub(super) struct Sketch {
    title: String,
    text: HashSet<(String, String)>,
    program: HashSet<[String; 4]>,
    /// Arguments or input, with what is expected.
    tests: HashSet<String>,
}

/// By what an exercise was recognised.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Alike {
    Title,
    Text,
    Tests,
    Program,
}

impl Alike {
    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::Title => "title",
            Self::Text => "statement",
            Self::Tests => "tests",
            Self::Program => "solution",
        }
    }
}

impl Sketch {
    /// Of one of the bank.
    pub(super) fn of_bank(exercise: &Exercise) -> Self {
        let tests = exercise.tests.iter().filter_map(|test| match &test.check {
            Check::Call { call, expected } => Some(value(call, expected)),
            Check::Output { input, expected } => Some(squeezed(&format!("{input}→{expected}"))),
            Check::Unittest { .. } | Check::Prediction { .. } => None,
        });
        Self::of(&exercise.view.title, &exercise.view.text, &exercise.solution, tests)
    }

    /// Of one that was added.
    pub(super) fn of_own(exercise: &NewExercise) -> Self {
        let tests = exercise.tests.iter().filter_map(|test| match &test.check {
            NewCheck::Call { call, expected } => Some(value(call, expected)),
            NewCheck::Output { input, expected } => Some(squeezed(&format!("{input}→{expected}"))),
            NewCheck::Unittest { .. } => None,
        });
        Self::of(&exercise.title, &exercise.text, &exercise.solution, tests)
    }

    fn of(title: &str, text: &str, solution: &str, tests: impl Iterator<Item = String>) -> Self {
        Self {
            title: letters(title),
            text: twins::pairs(text),
            program: runs(&program(solution)),
            tests: tests.collect(),
        }
    }

    /// Whether this one is that one again.
    pub(super) fn twin_of(&self, other: &Self) -> Option<Alike> {
        let enough = self.program.len().min(other.program.len()) >= SAYS_SOMETHING;
        if !self.title.is_empty() && self.title == other.title {
            Some(Alike::Title)
        } else if twins::alike(&self.text, &other.text) >= twins::TWINS {
            Some(Alike::Text)
        } else if self.tests.len().min(other.tests.len()) >= TESTS
            && alike(&self.tests, &other.tests) >= SAME_TESTS
        {
            Some(Alike::Tests)
        } else {
            (enough && alike(&self.program, &other.program) >= SAME_PROGRAM).then_some(Alike::Program)
        }
    }
}

/// The share of what both have in what either has (Jaccard), 0–1.
#[expect(clippy::cast_precision_loss, reason = "some hundreds")]
fn alike<T: Eq + Hash>(one: &HashSet<T>, other: &HashSet<T>) -> f64 {
    let both = one.intersection(other).count();
    let either = one.len() + other.len() - both;
    if either == 0 { 0.0 } else { both as f64 / either as f64 }
}

/// A call's arguments and its value; the function's name is clothes.
fn value(call: &str, expected: &str) -> String {
    let arguments = call.split_once('(').map_or(call, |(_, arguments)| arguments);
    squeezed(&format!("{arguments}→{expected}")).replace('"', "'")
}

fn squeezed(text: &str) -> String {
    text.split_whitespace().collect()
}

/// A title without case, blanks and signs.
fn letters(title: &str) -> String {
    title.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// Every few neighbours.
fn runs<const N: usize>(words: &[String]) -> HashSet<[String; N]> {
    words.windows(N).filter_map(|run| run.to_vec().try_into().ok()).collect()
}

/// Words of Python that are no names of the student's.
const PYTHON: &[&str] = &[
    "def",
    "return",
    "if",
    "elif",
    "else",
    "for",
    "while",
    "in",
    "not",
    "and",
    "or",
    "is",
    "None",
    "True",
    "False",
    "break",
    "continue",
    "pass",
    "class",
    "try",
    "except",
    "finally",
    "raise",
    "with",
    "as",
    "import",
    "from",
    "lambda",
    "print",
    "input",
    "len",
    "range",
    "sum",
    "min",
    "max",
    "sorted",
    "int",
    "float",
    "str",
    "list",
    "dict",
    "set",
    "tuple",
    "abs",
    "round",
    "enumerate",
    "zip",
    "append",
    "split",
    "join",
    "items",
    "keys",
    "values",
    "get",
    "upper",
    "lower",
    "strip",
    "replace",
    "count",
    "index",
    "find",
    "pop",
    "reverse",
];

/// A program's signs; names are all one name, texts all one text. Comments are nothing.
fn program(code: &str) -> Vec<String> {
    let mut signs = Vec::new();
    for line in code.lines().map(|line| line.split('#').next().unwrap_or_default()) {
        let mut letters = line.chars().peekable();
        while let Some(&c) = letters.peek() {
            if c.is_alphabetic() || c == '_' {
                let word = take(&mut letters, |c| c.is_alphanumeric() || c == '_');
                signs.push(if PYTHON.contains(&word.as_str()) { word } else { "name".to_owned() });
            } else if c.is_ascii_digit() {
                signs.push(take(&mut letters, |c| c.is_alphanumeric() || c == '.'));
            } else if c == '"' || c == '\'' {
                letters.next();
                take(&mut letters, |other| other != c);
                letters.next();
                signs.push("text".to_owned());
            } else {
                letters.next();
                if !c.is_whitespace() {
                    signs.push(c.to_string());
                }
            }
        }
    }
    signs
}

fn take(letters: &mut std::iter::Peekable<std::str::Chars<'_>>, of: impl Fn(char) -> bool) -> String {
    std::iter::from_fn(|| letters.next_if(|c| of(*c))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::curriculum::Curriculum;

    fn bank() -> Vec<(String, Sketch, String)> {
        let curriculum = Curriculum::builtin().unwrap();
        let exercises = curriculum.topics().flat_map(|topic| &topic.exercises);
        exercises.map(|one| (one.view.id.to_string(), Sketch::of_bank(one), one.solution.clone())).collect()
    }

    /// Who is told of a twin that is none gets an exercise of the bank, and the model's work was for nothing.
    #[test]
    fn exercises_of_the_bank_are_not_each_others_twins() {
        let (bank, mut pairs, mut false_alarms) = (bank(), 0, Vec::new());
        for (at, (id, sketch, _)) in bank.iter().enumerate() {
            for (other_id, other, _) in &bank[at + 1..] {
                pairs += 1;
                if let Some(by) = sketch.twin_of(other) {
                    false_alarms.push(format!("{id} {other_id} by {}", by.name()));
                }
            }
        }
        eprintln!("{} of {pairs} pairs: {false_alarms:#?}", false_alarms.len());
        assert!(false_alarms.len() * 1_000 < pairs, "{false_alarms:#?}");
    }

    #[test]
    fn an_exercise_in_other_clothes_is_the_same() {
        let (bank, mut asked, mut missed) = (bank(), 0, Vec::new());
        for (id, sketch, solution) in &bank {
            // Another title and another story, other names; the tests are others too.
            let renamed = Sketch {
                title: "something else".to_owned(),
                text: HashSet::new(),
                program: runs(&program(&solution.replace("total", "zz").replace("result", "yy"))),
                tests: HashSet::new(),
            };
            if renamed.program.len() >= SAYS_SOMETHING {
                asked += 1;
                missed.extend((renamed.twin_of(sketch) != Some(Alike::Program)).then_some(id));
            }
        }
        eprintln!("{} of {asked} renamed programs were not recognised", missed.len());
        assert!(missed.is_empty(), "{missed:?}");
    }
}
