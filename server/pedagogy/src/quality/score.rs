//! The score: five parts of a hundred each, weighed. The formula with its reasons is ADR 0033.
//!
//! A rule that is broken costs half its price the first time, and the rest by how much of the program breaks it: all of
//! it when every fifth line does. The part `complexity` also pays for what is measured: ways through the largest
//! function beyond 7, nesting beyond 3. Each part stays within 0–100.

use learnflow_contracts::tutor::Quality;

use super::Found;

/// The parts with their weights, which add up to 1.
pub const PARTS: [(Quality, f64); 5] = [
    (Quality::Mistakes, 0.30),
    (Quality::Complexity, 0.25),
    (Quality::Style, 0.20),
    (Quality::Names, 0.15),
    (Quality::DeadCode, 0.10),
];

/// Share of lines from which on a rule costs its whole price.
const EVERYWHERE: f64 = 0.2;
/// Ways through a function that cost nothing, and points for each further one.
const FREE_WAYS: u32 = 7;
const WAY: f64 = 5.0;
/// Levels of nesting that cost nothing, and points for each further one.
const FREE_DEPTH: u32 = 3;
const DEPTH: f64 = 12.0;
/// What each of the two measures costs at most.
const MEASURE: f64 = 50.0;

/// What is measured of a program.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Size {
    /// Lines that say something.
    pub lines: u32,
    /// Ways through the largest function (`McCabe`); 1 has no branch.
    pub ways: u32,
    /// The deepest nesting of `if`, loops, `try` and `with` in one function.
    pub depth: u32,
}

/// One part of a score.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Part {
    pub of: Quality,
    /// 0–100.
    pub score: u8,
    /// 0–1.
    pub weight: f64,
}

/// How good a program is.
#[derive(Debug, Clone, PartialEq)]
pub struct Score {
    /// 0–100.
    pub score: u8,
    /// In the order of [`PARTS`].
    pub parts: Vec<Part>,
}

/// Weighs what was found in a program.
pub fn score(found: &[Found], size: Size) -> Score {
    let parts: Vec<Part> = PARTS
        .iter()
        .map(|&(of, weight)| Part { of, score: whole(100.0 - lost(of, found, size)), weight })
        .collect();
    let sum = parts.iter().map(|part| f64::from(part.score) * part.weight).sum();
    Score { score: whole(sum), parts }
}

fn lost(part: Quality, found: &[Found], size: Size) -> f64 {
    let by_rules: f64 = super::RULES
        .iter()
        .filter(|rule| rule.part == part)
        .map(|rule| {
            let times = found.iter().filter(|one| one.rule.name == rule.name).count();
            f64::from(rule.price) * severity(times, size.lines)
        })
        .sum();
    by_rules + if part == Quality::Complexity { measured(size) } else { 0.0 }
}

/// 0 for a rule that is kept, ½ for one that is broken once, up to 1.
#[expect(clippy::cast_precision_loss, reason = "a program has a few thousand lines")]
fn severity(times: usize, lines: u32) -> f64 {
    if times == 0 {
        return 0.0;
    }
    let more = (times - 1) as f64 / f64::from(lines.max(1)) / EVERYWHERE;
    0.5 + 0.5 * more.min(1.0)
}

fn measured(size: Size) -> f64 {
    let ways = f64::from(size.ways.saturating_sub(FREE_WAYS)) * WAY;
    let depth = f64::from(size.depth.saturating_sub(FREE_DEPTH)) * DEPTH;
    ways.min(MEASURE) + depth.min(MEASURE)
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped to what fits")]
fn whole(score: f64) -> u8 {
    score.clamp(0.0, 100.0).round() as u8
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::quality::{RULES, rule};

    fn found(name: &str, times: usize) -> Vec<Found> {
        let one = Found { rule: rule(name).unwrap(), line: 1, name: String::new(), other: String::new() };
        vec![one; times]
    }

    fn size(lines: u32) -> Size {
        Size { lines, ways: 1, depth: 1 }
    }

    #[test]
    fn the_weights_add_up_to_one_and_every_part_has_rules() {
        assert!((PARTS.iter().map(|(_, weight)| weight).sum::<f64>() - 1.0).abs() < 1e-9);
        for (part, _) in PARTS {
            assert!(RULES.iter().any(|rule| rule.part == part), "{part:?}");
        }
    }

    #[test]
    fn scores_of_known_programs() {
        for (what, found, size, expected) in [
            ("nothing found", vec![], size(10), 100),
            // Half of 80 of a part that weighs 0.3.
            ("one name that is not there", found("undefined_name", 1), size(10), 88),
            ("one missing space", found("operator_spaces", 1), size(20), 97),
            ("missing spaces everywhere", found("operator_spaces", 20), size(20), 94),
            ("an unused variable", found("unused_variable", 1), size(10), 97),
            ("a short name", found("short_name", 1), size(10), 97),
            ("17 ways", vec![], Size { lines: 60, ways: 17, depth: 3 }, 88),
            ("six levels", vec![], Size { lines: 60, ways: 7, depth: 6 }, 91),
        ] {
            assert_eq!(score(&found, size).score, expected, "{what}");
        }
    }

    #[test]
    fn a_program_that_breaks_everything_has_nothing_left() {
        let all: Vec<Found> = RULES.iter().flat_map(|rule| found(rule.name, 10)).collect();
        let score = score(&all, Size { lines: 10, ways: 60, depth: 12 });
        assert_eq!((score.score, score.parts.iter().map(|part| part.score).max()), (0, Some(0)));
    }

    prop_compose! {
        fn anything()(rules in prop::collection::vec(0..RULES.len(), 0..40)) -> Vec<Found> {
            rules.into_iter().flat_map(|at| found(RULES[at].name, 1)).collect()
        }
    }

    proptest! {
        #[test]
        fn a_further_finding_never_lifts_a_score(all in anything(), lines in 1_u32..500, ways in 0_u32..40, depth in 0_u32..12) {
            let size = Size { lines, ways, depth };
            let whole = score(&all, size);
            prop_assert!(whole.score <= 100);
            for fewer in 0..all.len() {
                let mut rest = all.clone();
                rest.remove(fewer);
                prop_assert!(score(&rest, size).score >= whole.score);
            }
            let worse = Size { lines, ways: ways + 1, depth: depth + 1 };
            prop_assert!(score(&all, worse).score <= whole.score);
        }
    }
}
