//! How easy a text reads: the school grade (of the United States) that Flesch and Kincaid's formula gives it.
//!
//! The formula and its count of syllables are the crate `textstat`'s: small, without dependencies, and kept up; it
//! counts syllables by groups of vowels, as most tools do, so a grade is good to about half a year. The alternatives of
//! npm and PyPI would have to be installed beside the program, and teachers run this check too. It is made for English:
//! texts in other languages have no grade here.

use std::fmt::Write;

/// The grade of the prose of a Markdown text. Blocks of code are left out, code within a sentence counts as one
/// short word, a heading or a point of a list as a sentence.
pub(in super::super) fn grade(markdown: &str) -> f64 {
    textstat::flesch_kincaid_grade(&prose(markdown))
}

fn prose(markdown: &str) -> String {
    let mut prose = String::new();
    let mut inside = false;
    let mut paragraph = String::new();
    for line in markdown.lines().chain([""]) {
        let text = line.trim();
        if text.starts_with("```") {
            inside = !inside;
        }
        let (item, rest) = point(text);
        if inside || text.is_empty() || text.starts_with("```") || item {
            end(&mut prose, &mut paragraph);
        }
        if !inside && !text.starts_with("```") {
            let _ = write!(paragraph, "{} ", without_code(rest));
        }
        if text.starts_with('#') {
            end(&mut prose, &mut paragraph);
        }
    }
    prose
}

/// Whether a line begins a heading or a point of a list, and what it says.
fn point(line: &str) -> (bool, &str) {
    let rest = line.trim_start_matches(|c: char| c.is_ascii_digit() || "#-*.|>".contains(c));
    let marked = rest.len() < line.len() && rest.starts_with(' ');
    if marked { (true, rest.trim()) } else { (false, line) }
}

/// Ends a paragraph with a full stop, if its writer did not.
fn end(prose: &mut String, paragraph: &mut String) {
    let text = paragraph.trim().trim_end_matches([':', '|']);
    if text.contains(char::is_alphabetic) {
        prose.push_str(text);
        prose.push_str(if text.ends_with(['.', '?', '!']) { "\n" } else { ".\n" });
    }
    paragraph.clear();
}

/// Code in a sentence is read as a name: its dots end no sentence.
fn without_code(line: &str) -> String {
    let parts = line.split('`').enumerate();
    parts.map(|(at, part)| if at % 2 == 0 { part } else { "this" }).collect::<String>().replace("**", "")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_sentences_are_read() {
        let text = "# Names\n\nA name is\nlike a `label.txt`:\n\n- It stays\n- It moves.\n\n```python\nx = 1\n```\n\nGood?\n";
        assert_eq!(prose(text), "Names.\nA name is like a this.\nIt stays.\nIt moves.\nGood?\n");
    }

    #[test]
    fn long_words_in_long_sentences_are_harder() {
        let easy = grade("A cat sat on a mat. It ran to me. I like it a lot.");
        let hard = grade(
            "Sophisticated institutional considerations frequently necessitate comprehensive deliberation \
             concerning administrative responsibilities and organisational communication.",
        );
        assert!(easy < 2.0, "{easy}");
        assert!(hard > 12.0, "{hard}");
    }
}
