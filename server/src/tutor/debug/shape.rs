//! How an output differs from the expected one: judged out here, where what is expected may be known.

use serde::{Deserialize, Serialize};

/// The first thing that differs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Shape {
    /// A name of the catalogue's part `shape`.
    pub(crate) how: String,
    /// The line of the output, from 1.
    pub(crate) at: usize,
    pub(crate) got: usize,
    pub(crate) expected: usize,
}

/// How a printed output differs; nothing if it does not, as tests compare.
pub(super) fn of_output(expected: &str, got: &str) -> Option<Shape> {
    let lines =
        |text: &str| text.trim_end().lines().map(|line| line.trim_end().to_owned()).collect::<Vec<_>>();
    let (wanted, shown) = (lines(expected), lines(got));
    let same = wanted.iter().zip(&shown).take_while(|(a, b)| a == b).count();
    let shape = |how: &str| {
        Some(Shape { how: how.to_owned(), at: same + 1, got: shown.len(), expected: wanted.len() })
    };
    if wanted == shown {
        return None;
    }
    if shown.is_empty() {
        return shape("nothing");
    }
    let sorted = |lines: &[String]| {
        let mut lines = lines.to_vec();
        lines.sort();
        lines
    };
    if sorted(&wanted) == sorted(&shown) {
        return shape("order");
    }
    if same == shown.len() {
        return shape("less");
    }
    if same == wanted.len() {
        let repeats = shown[same..].iter().all(|line| wanted.contains(line));
        return shape(if repeats { "twice" } else { "more" });
    }
    shape(in_line(&wanted[same], &shown[same]))
}

/// How one line differs from another.
fn in_line(wanted: &str, shown: &str) -> &'static str {
    let without = |text: &str, drop: fn(char) -> bool| text.chars().filter(|c| !drop(*c)).collect::<String>();
    if wanted.to_lowercase() == shown.to_lowercase() {
        return "case";
    }
    if without(wanted, char::is_whitespace) == without(shown, char::is_whitespace) {
        return "space";
    }
    let sign = |c: char| c.is_ascii_punctuation() || c.is_whitespace();
    if without(wanted, sign) == without(shown, sign) && !wanted.contains(|c: char| c.is_ascii_digit()) {
        return "sign";
    }
    let number = |c: char| c.is_ascii_digit() || matches!(c, '.' | '-');
    if without(wanted, number) == without(shown, number) {
        return if near(wanted, shown) { "decimals" } else { "digits" };
    }
    "text"
}

/// Whether the numbers of two lines are the same to a hundredth, differently written.
fn near(wanted: &str, shown: &str) -> bool {
    let numbers = |text: &str| {
        text.split(|c: char| !(c.is_ascii_digit() || matches!(c, '.' | '-')))
            .filter_map(|word| word.trim_end_matches('.').parse::<f64>().ok())
            .collect::<Vec<_>>()
    };
    let (wanted, shown) = (numbers(wanted), numbers(shown));
    wanted.len() == shown.len() && wanted.iter().zip(&shown).all(|(a, b)| (a - b).abs() < 0.01)
}

/// How a value differs, both written as Python writes them.
pub(super) fn of_value(expected: &str, got: &str) -> Shape {
    let bare = |text: &str| text.trim().trim_matches(['\'', '"']).to_owned();
    let how = match (expected.trim().parse::<f64>(), got.trim().parse::<f64>()) {
        _ if got.trim() == "None" => "none",
        (Ok(wanted), Ok(value)) if (wanted - value).abs() <= 1.0 => "nearly",
        _ if bare(expected) == bare(got) => "kind",
        _ => "value",
    };
    Shape { how: how.to_owned(), at: 1, got: 1, expected: 1 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_output_is_told_by_how_it_differs() {
        let cases = [
            ("a\nb\n", "a\nb", None),
            ("a\n", "", Some("nothing")),
            ("a\nb\n", "a\n", Some("less")),
            ("a\n", "a\nb\n", Some("more")),
            ("a\nb\n", "a\nb\nb\n", Some("twice")),
            ("a\nb\n", "b\na\n", Some("order")),
            ("Hello\n", "hello\n", Some("case")),
            ("a b\n", "ab\n", Some("space")),
            ("Hi!\n", "Hi\n", Some("sign")),
            ("Sum: 4\n", "Sum: 5\n", Some("digits")),
            ("Sum: 4.5\n", "Sum: 4.50\n", Some("decimals")),
            ("cat\n", "dog\n", Some("text")),
        ];
        for (expected, got, how) in cases {
            assert_eq!(of_output(expected, got).map(|shape| shape.how).as_deref(), how, "{got:?}");
        }
        for (expected, got, how) in
            [("3", "None", "none"), ("3", "4", "nearly"), ("3", "'3'", "kind"), ("[1]", "[2]", "value")]
        {
            assert_eq!(of_value(expected, got).how, how, "{got}");
        }
    }
}
