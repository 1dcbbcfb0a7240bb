//! What students ask about that no lesson has. A topic of its own: a text in each language, and its words here.

/// Words that speak of a topic, and its text in English and German.
const TOPICS: &[(&[&str], &str, &str)] = &[
    (
        &["decorator", "dekorator"],
        include_str!("library/en/decorators.md"),
        include_str!("library/de/decorators.md"),
    ),
    (
        &["generator", "yield"],
        include_str!("library/en/generators.md"),
        include_str!("library/de/generators.md"),
    ),
    (
        &["async", "await", "asyncio", "asynchron"],
        include_str!("library/en/async.md"),
        include_str!("library/de/async.md"),
    ),
    (
        &["regex", "regular expression", "regulärer ausdruck", "reguläre ausdrücke", "regulären ausdr"],
        include_str!("library/en/regular-expressions.md"),
        include_str!("library/de/regular-expressions.md"),
    ),
    (
        &["recursion", "recursive", "rekursion", "rekursiv"],
        include_str!("library/en/recursion.md"),
        include_str!("library/de/recursion.md"),
    ),
];

/// The text about what a question speaks of.
pub(super) fn find(question: &str, german: bool) -> Option<&'static str> {
    let question = question.to_lowercase();
    let spoken_of = TOPICS.iter().find(|(words, ..)| words.iter().any(|word| question.contains(word)));
    spoken_of.map(|(_, english, in_german)| if german { *in_german } else { *english })
}

#[cfg(test)]
mod tests {
    use super::super::section;
    use super::*;
    use crate::tutor::draft::DraftPart;

    #[test]
    fn each_topic_is_found_and_has_an_example() {
        for (words, ..) in TOPICS {
            for german in [false, true] {
                let text = find(&format!("What is a {}?", words[0]), german).unwrap();
                let sections = section::split(text);
                let examples = sections.iter().flat_map(|section| &section.parts);
                assert!(examples.into_iter().any(|part| matches!(part, DraftPart::Example { .. })), "{text}");
            }
        }
        assert_eq!(find("What is a list?", false), None);
    }
}
