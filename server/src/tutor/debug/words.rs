//! The catalogue of what the agent says, in the languages there are. To add a language: a file in `words/`, an arm
//! in [`in_language`]; a test holds it to the English one.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde::Deserialize;

/// One language.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Words {
    /// Sentences around the others.
    frame: BTreeMap<String, String>,
    /// How the output or the value differs.
    shape: BTreeMap<String, String>,
    /// What an error of Python's means.
    kind: BTreeMap<String, String>,
    /// A cause: the question of rung 2, and rung 3.
    cause: BTreeMap<String, [String; 2]>,
}

static ENGLISH: LazyLock<Words> = LazyLock::new(|| read(include_str!("words/en.toml")));
static GERMAN: LazyLock<Words> = LazyLock::new(|| read(include_str!("words/de.toml")));

fn read(text: &str) -> Words {
    toml::from_str(text).expect("a test reads every language")
}

/// The words of a language; English where there are none.
pub(super) fn in_language(language: &str) -> &'static Words {
    match language {
        "de" => &GERMAN,
        _ => &ENGLISH,
    }
}

/// Whether the catalogue has words for a cause.
pub(super) fn knows(cause: &str) -> bool {
    ENGLISH.cause.contains_key(cause)
}

/// What is put into the gaps of a sentence.
#[derive(Debug, Default)]
pub(super) struct Gaps<'a>(Vec<(&'static str, std::borrow::Cow<'a, str>)>);

impl<'a> Gaps<'a> {
    pub(super) fn with(mut self, gap: &'static str, text: impl Into<std::borrow::Cow<'a, str>>) -> Self {
        self.0.push((gap, text.into()));
        self
    }

    fn fill(&self, sentence: &str) -> String {
        let mut filled = String::with_capacity(sentence.len() + 32);
        let mut rest = sentence;
        // From left to right, so that what was filled in is never filled again.
        while let Some(start) = rest.find('{') {
            filled.push_str(&rest[..start]);
            let end = rest[start..].find('}').map_or(rest.len(), |end| start + end + 1);
            let gap = rest[start..end].trim_matches(['{', '}']);
            let found = self.0.iter().find(|(name, _)| *name == gap);
            filled.push_str(found.map_or("…", |(_, text)| text));
            rest = &rest[end..];
        }
        filled.push_str(rest);
        filled
    }
}

impl Words {
    pub(super) fn frame(&self, name: &str, gaps: &Gaps<'_>) -> String {
        self.frame.get(name).map(|sentence| gaps.fill(sentence)).unwrap_or_default()
    }

    pub(super) fn shape(&self, name: &str, gaps: &Gaps<'_>) -> String {
        self.shape.get(name).map(|sentence| gaps.fill(sentence)).unwrap_or_default()
    }

    /// What a kind of error means.
    pub(super) fn kind(&self, kind: &str) -> &str {
        self.kind.get(kind).or_else(|| self.kind.get("other")).map_or("", String::as_str)
    }

    /// The question of rung 2.
    pub(super) fn question(&self, cause: &str, gaps: &Gaps<'_>) -> String {
        self.cause.get(cause).map(|[question, _]| gaps.fill(question)).unwrap_or_default()
    }

    /// Rung 3: nearly there.
    pub(super) fn nearly(&self, cause: &str, gaps: &Gaps<'_>) -> String {
        self.cause.get(cause).map(|[_, nearly]| gaps.fill(nearly)).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn gaps_of(text: &str) -> Vec<&str> {
        let mut gaps: Vec<_> = text.split('{').skip(1).filter_map(|part| part.split('}').next()).collect();
        gaps.sort_unstable();
        gaps.dedup();
        gaps
    }

    #[test]
    fn every_language_says_the_same_things() {
        let (english, german) = (in_language("en"), in_language("de"));
        for (ours, theirs) in [(&english.frame, &german.frame), (&english.shape, &german.shape)] {
            assert!(ours.keys().eq(theirs.keys()));
            for (name, text) in ours {
                assert_eq!(gaps_of(text), gaps_of(&theirs[name]), "{name}");
            }
        }
        assert!(english.kind.keys().eq(german.kind.keys()));
        assert!(english.cause.keys().eq(german.cause.keys()));
        for (name, texts) in &english.cause {
            for (ours, theirs) in texts.iter().zip(&german.cause[name]) {
                assert_eq!(gaps_of(ours), gaps_of(theirs), "{name}");
            }
        }
    }

    #[test]
    fn the_question_of_every_cause_is_one_and_holds_no_code() {
        for words in [in_language("en"), in_language("de")] {
            for (name, [question, nearly]) in &words.cause {
                assert!(question.contains('?'), "{name} asks: {question}");
                for text in [question, nearly] {
                    assert!(!text.contains("```"), "{name}");
                    for quoted in text.split('`').skip(1).step_by(2) {
                        assert!(!quoted.contains([' ', '(', '=']), "{name} quotes {quoted}");
                    }
                }
            }
        }
    }

    #[test]
    fn a_gap_is_filled_once() {
        let gaps = Gaps::default().with("name", "{line}").with("line", "4");
        assert_eq!(gaps.fill("{name} in line {line}{missing}"), "{line} in line 4…");
    }
}
