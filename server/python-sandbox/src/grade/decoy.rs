//! Tests that have to fail, mixed in among a teacher's own.
//!
//! A program that makes the test library say yes to everything says yes to these
//! too. Names and kinds are chosen anew each time, so there is nothing to look for.

use std::fmt::Write;

use rand::seq::{IndexedRandom, IteratorRandom};
use rand::{Rng, rng};

/// Words that a teacher's test could be named after.
const WORDS: [&str; 24] = [
    "area", "sum", "empty", "large", "small", "zero", "name", "list", "first", "last", "order", "total",
    "price", "negative", "single", "double", "mixed", "simple", "words", "letters", "numbers", "result",
    "default", "edge",
];
const HOW_MANY: usize = 4;

/// Ways to fail; `{a}` and `{b}` are two different numbers.
const FAILURES: [&str; 9] = [
    "self.assertEqual({a}, {b})",
    "self.assertEqual([{a}], [{b}])",
    "self.assertEqual('{a}', '{b}')",
    "self.assertTrue({a} == {b})",
    "self.assertFalse({a} != {b})",
    "self.assertIn({a}, [{b}])",
    "self.assertAlmostEqual({a}.5, {b}.5)",
    "assert {a} == {b}",
    "self.fail('{a} is not {b}')",
];

/// A test file of failures, and the names of its methods as they will be reported.
pub(super) struct Decoy {
    pub(super) text: String,
    pub(super) names: Vec<String>,
}

pub(super) fn decoy() -> Decoy {
    let mut rng = rng();
    let mut text = String::from("import unittest\n");
    let mut names = Vec::new();
    let class =
        format!("Test{}{}", capital(WORDS.choose(&mut rng).unwrap_or(&"Area")), rng.random_range(2..100));
    // Writing to a string cannot fail.
    let _ = writeln!(text, "class {class}(unittest.TestCase):");
    for word in WORDS.iter().choose_multiple(&mut rng, HOW_MANY) {
        let (a, b) = (rng.random_range(1..50), rng.random_range(51..99));
        let failure = FAILURES.choose(&mut rng).unwrap_or(&FAILURES[0]);
        let failure = failure.replace("{a}", &a.to_string()).replace("{b}", &b.to_string());
        let _ = writeln!(text, "    def test_{word}_{a}(self):\n        {failure}");
        names.push(format!("{class}.test_{word}_{a}"));
    }
    Decoy { text, names }
}

fn capital(word: &str) -> String {
    word[..1].to_ascii_uppercase() + &word[1..]
}
