//! How good a program is: a score of 0–100 with its parts, which findings are told first, and in which words.
//!
//! What is found is decided elsewhere, by tools and by rules that read the program inside the sandbox; here it is weighed
//! (ADR 0033). To add a rule: a row of [`rules::RULES`], and its words in every file of `words/`; a test holds them to
//! each other.

mod rules;
mod score;
mod words;

use learnflow_contracts::tutor::Quality;

pub use rules::{RULES, Rule, of_tool, rule};
pub use score::{PARTS, Part, Score, Size, score};
pub use words::{Told, frame, growth, tell};

/// One place in a program that a rule has something to say about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    pub rule: &'static Rule,
    /// From 1.
    pub line: u32,
    /// What it is about, in the student's words; may be empty.
    pub name: String,
    pub other: String,
}

/// What was found by one rule, wherever it was.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Group {
    pub rule: &'static Rule,
    /// In their order, each once.
    pub lines: Vec<u32>,
    /// Of the first place.
    pub name: String,
    pub other: String,
}

impl Group {
    /// What it is about.
    pub fn about(&self) -> Quality {
        self.rule.part
    }
}

/// What was found, one entry for each rule, the worst first; of equally bad ones the one that comes first.
pub fn worst_first(found: &[Found]) -> Vec<Group> {
    let mut groups: Vec<Group> = Vec::new();
    for one in found {
        // Two names that are never used are two things to do; two spaces that are missing are one.
        let same = groups.iter_mut().find(|group| group.rule.name == one.rule.name && group.name == one.name);
        match same {
            Some(group) => group.lines.push(one.line),
            None => groups.push(Group {
                rule: one.rule,
                lines: vec![one.line],
                name: one.name.clone(),
                other: one.other.clone(),
            }),
        }
    }
    for group in &mut groups {
        group.lines.sort_unstable();
        group.lines.dedup();
    }
    groups.sort_by_key(|group| (std::cmp::Reverse(group.rule.rank), group.lines[0]));
    groups
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(name: &str, line: u32) -> Found {
        Found { rule: rule(name).unwrap(), line, name: String::new(), other: String::new() }
    }

    #[test]
    fn the_worst_comes_first_and_a_rule_once() {
        let groups = worst_first(&[
            found("operator_spaces", 9),
            found("operator_spaces", 2),
            found("operator_spaces", 2),
            found("unreachable", 5),
            found("undefined_name", 8),
        ]);
        let told: Vec<_> = groups.iter().map(|group| (group.rule.name, group.lines.as_slice())).collect();
        let expected: [(&str, &[u32]); 3] =
            [("undefined_name", &[8]), ("unreachable", &[5]), ("operator_spaces", &[2, 9])];
        assert_eq!(told, expected);
    }
}
