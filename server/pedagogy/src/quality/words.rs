//! What a review says, in the languages there are. To add a language: a file in `words/`, an arm in [`in_language`]; a
//! test holds it to the English one.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::sync::LazyLock;

use serde::Deserialize;

use super::Group;

/// Lines that are named in one sentence.
const LINES_TOLD: usize = 4;

/// One language.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Words {
    /// Sentences around the others.
    frame: BTreeMap<String, String>,
    /// Why time grows as it does.
    growth: BTreeMap<String, String>,
    /// What was found, and why it matters.
    rule: BTreeMap<String, [String; 2]>,
}

static ENGLISH: LazyLock<Words> = LazyLock::new(|| read(include_str!("words/en.toml")));
static GERMAN: LazyLock<Words> = LazyLock::new(|| read(include_str!("words/de.toml")));

fn read(text: &str) -> Words {
    toml::from_str(text).expect("a test reads every language")
}

/// The words of a language; English where there are none.
fn in_language(language: &str) -> &'static Words {
    match language {
        "de" => &GERMAN,
        _ => &ENGLISH,
    }
}

/// A finding in words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Told {
    /// Markdown: what, and why it matters.
    pub markdown: String,
    /// Where, from 1: the first place.
    pub line: u32,
}

/// Says what a rule found.
pub fn tell(language: &str, group: &Group) -> Told {
    let words = in_language(language);
    let mut markdown = String::new();
    if let Some([what, why]) = words.rule.get(group.rule.name) {
        let gaps = [("name", group.name.as_str()), ("other", group.other.as_str())];
        let _ = write!(markdown, "{} {}", fill(what, &gaps), fill(why, &gaps));
    }
    let line = group.lines.first().copied().unwrap_or(1);
    if let Some(others) = group.lines.get(1..).filter(|others| !others.is_empty()) {
        let also = fill(&words.frame["line_also"], &[("lines", &lines(words, others))]);
        let _ = write!(markdown, " {also}");
    }
    Told { markdown, line }
}

/// `lines 3, 5 and 8`
fn lines(words: &Words, lines: &[u32]) -> String {
    let (told, more) = lines.split_at(lines.len().min(LINES_TOLD));
    let numbers: Vec<_> = told.iter().map(u32::to_string).collect();
    match (numbers.as_slice(), more.is_empty()) {
        ([one], true) => fill(&words.frame["line_one"], &[("line", one)]),
        ([first @ .., last], true) => {
            let numbers = format!("{} {} {last}", first.join(", "), words.frame["and"]);
            fill(&words.frame["line_many"], &[("lines", &numbers)])
        }
        _ => {
            let numbers = format!("{} {}", numbers.join(", "), words.frame["and_more"]);
            fill(&words.frame["line_many"], &[("lines", &numbers)])
        }
    }
}

/// A sentence around the findings; empty where there is none of this name.
pub fn frame(language: &str, name: &str, gaps: &[(&str, &str)]) -> String {
    in_language(language).frame.get(name).map(|sentence| fill(sentence, gaps)).unwrap_or_default()
}

/// Why time grows as it does; nothing for a reason that has no words.
pub fn growth(language: &str, reason: &str, line: u32, other: u32) -> Option<String> {
    let gaps = [("line", &*line.to_string()), ("other", &*other.to_string())];
    in_language(language).growth.get(reason).map(|sentence| fill(sentence, &gaps))
}

/// Fills the gaps from left to right, so that what was filled in is never filled again.
fn fill(sentence: &str, gaps: &[(&str, &str)]) -> String {
    let mut filled = String::with_capacity(sentence.len() + 32);
    let mut rest = sentence;
    while let Some(start) = rest.find('{') {
        filled.push_str(&rest[..start]);
        let end = rest[start..].find('}').map_or(rest.len(), |end| start + end + 1);
        let gap = rest[start..end].trim_matches(['{', '}']);
        filled.push_str(gaps.iter().find(|(name, _)| *name == gap).map_or("…", |(_, text)| text));
        rest = &rest[end..];
    }
    filled.push_str(rest);
    filled
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::quality::{Found, RULES, rule, worst_first};

    fn keys(words: &Words) -> [BTreeSet<&String>; 3] {
        [words.frame.keys().collect(), words.growth.keys().collect(), words.rule.keys().collect()]
    }

    /// The gaps of a sentence.
    fn gaps(sentence: &str) -> BTreeSet<&str> {
        sentence.split('{').skip(1).filter_map(|rest| Some(rest.split_once('}')?.0)).collect()
    }

    #[test]
    fn every_language_says_the_same_things_about_the_same_names() {
        assert_eq!(keys(&ENGLISH), keys(&GERMAN));
        for (name, english) in ENGLISH.frame.iter().chain(&ENGLISH.growth) {
            let german = GERMAN.frame.get(name).or_else(|| GERMAN.growth.get(name)).unwrap();
            assert_eq!(gaps(english), gaps(german), "{name}");
        }
        for (name, english) in &ENGLISH.rule {
            assert_eq!(gaps(&english.concat()), gaps(&GERMAN.rule[name].concat()), "{name}");
        }
    }

    #[test]
    fn every_rule_has_words_and_no_others_have() {
        let rules: BTreeSet<_> = RULES.iter().map(|rule| rule.name).collect();
        assert_eq!(ENGLISH.rule.keys().map(String::as_str).collect::<BTreeSet<_>>(), rules);
    }

    #[test]
    fn no_finding_speaks_in_codes() {
        for words in [&*ENGLISH, &*GERMAN] {
            for text in words.rule.values().flatten() {
                let code = text.split(|c: char| !c.is_ascii_alphanumeric()).find(|word| {
                    word.len() == 4
                        && word.starts_with(['E', 'W', 'F', 'C'])
                        && word[1..].bytes().all(|b| b.is_ascii_digit())
                });
                assert_eq!(code, None, "{text}");
                assert!(text.ends_with('.') || text.ends_with('?') || text.ends_with("`."), "{text}");
            }
        }
    }

    fn told(language: &str, lines: &[u32]) -> String {
        let found: Vec<_> = lines
            .iter()
            .map(|&line| Found {
                rule: rule("unused_import").unwrap(),
                line,
                name: "math".to_owned(),
                other: String::new(),
            })
            .collect();
        tell(language, &worst_first(&found)[0]).markdown
    }

    #[test]
    fn a_finding_names_its_other_lines() {
        assert_eq!(
            told("en", &[1]),
            "`math` is imported and never used. Without the line the program is shorter and does the same."
        );
        assert!(told("en", &[1, 4]).ends_with(" The same in line 4."), "{}", told("en", &[1, 4]));
        assert!(told("de", &[1, 4, 6]).ends_with(" Dasselbe in den Zeilen 4 und 6."));
        assert!(told("en", &[1, 4, 6, 7, 8, 9]).ends_with(" The same in lines 4, 6, 7, 8 and more."));
    }

    #[test]
    fn what_was_filled_in_is_not_filled_again() {
        assert_eq!(fill("{name} and {other}", &[("name", "{other}"), ("other", "b")]), "{other} and b");
    }
}
