//! An explanation in sections, and which of them a question is about.

use std::collections::HashSet;

use super::super::draft::DraftPart;
use crate::curriculum::markdown;

/// A headed part of an explanation.
#[derive(Debug, Clone)]
pub(super) struct Section {
    /// Empty for what stands before the first heading.
    pub(super) title: String,
    /// Texts and examples, in order.
    pub(super) parts: Vec<DraftPart>,
    words: HashSet<String>,
}

/// Words that every question has.
const COMMON: &[&str] = &[
    "what",
    "how",
    "why",
    "when",
    "does",
    "the",
    "and",
    "with",
    "for",
    "you",
    "can",
    "are",
    "that",
    "this",
    "explain",
    "python",
    "please",
    "work",
    "works",
    "use",
    "mean",
    "means",
    "was",
    "wie",
    "warum",
    "wann",
    "ist",
    "eine",
    "einen",
    "der",
    "die",
    "das",
    "und",
    "mit",
    "man",
    "kann",
    "erklär",
    "erkläre",
    "mir",
    "bitte",
    "macht",
    "geht",
    "bedeutet",
    "about",
    "tell",
    "show",
    "me",
    "there",
    "don",
    "understand",
    "verstehe",
    "nicht",
];

/// Words that only hold a question together. Some of them are Python's too, so they count where a section is sought.
const FILLERS: &[&str] = &[
    "is", "it", "an", "my", "do", "to", "of", "be", "in", "at", "ein", "ich", "es", "du", "zu", "im", "mir",
    "mal",
];

/// The words of a text that say what it is about, without their endings.
pub(super) fn words(text: &str) -> HashSet<String> {
    let words = text.to_lowercase();
    words
        .split(|c: char| !(c.is_alphanumeric() || c == '_'))
        .filter(|word| word.chars().count() >= 2 && !COMMON.contains(word))
        .map(|word| stem(word).to_owned())
        .collect()
}

/// Without the ending of a plural; rough, and the same for both sides of a comparison.
fn stem(word: &str) -> &str {
    if word.chars().count() <= 3 {
        return word;
    }
    ["en", "es", "s", "n", "e"].iter().find_map(|end| word.strip_suffix(end)).unwrap_or(word)
}

/// The sections of an explanation.
pub(super) fn split(text: &str) -> Vec<Section> {
    let mut sections: Vec<Section> = Vec::new();
    let (mut title, mut body, mut inside) = (String::new(), String::new(), false);
    for line in text.lines() {
        if line.trim_start().starts_with("```") {
            inside = !inside;
        }
        match line.strip_prefix("## ").filter(|_| !inside) {
            Some(heading) => {
                add(&mut sections, &title, &body);
                (title, body) = (heading.trim().to_owned(), String::new());
            }
            // The topic's own title says nothing that the question did not.
            None if !inside && line.starts_with("# ") => {}
            None => {
                body.push_str(line);
                body.push('\n');
            }
        }
    }
    add(&mut sections, &title, &body);
    sections
}

fn add(sections: &mut Vec<Section>, title: &str, body: &str) {
    if !body.trim().is_empty() {
        let words = words(&format!("{title} {title} {body}"));
        sections.push(Section { title: title.to_owned(), parts: parts(body), words });
    }
}

/// Prose as it stands; a program with its output becomes an example, which is run anew.
fn parts(body: &str) -> Vec<DraftPart> {
    let (examples, _) = markdown::examples("", body);
    let mut examples = examples.into_iter().peekable();
    let (mut parts, mut prose) = (Vec::new(), String::new());
    // Whether the block that is open is shown as it stands.
    let mut open: Option<bool> = None;
    for (number, line) in (1_usize..).zip(body.lines()) {
        if line.trim_start().starts_with("```") {
            let closing = open.take();
            let shown = closing.unwrap_or_else(|| {
                let language = line.trim().trim_start_matches('`').trim();
                let Some(example) =
                    examples.next_if(|example| language == "python" && example.line == number)
                else {
                    // What belongs to an example goes with it.
                    return !matches!(language, "input" | "output") && !language.starts_with("file ");
                };
                flush(&mut parts, &mut prose);
                parts.push(DraftPart::Example {
                    code: example.code,
                    files: example.files,
                    input: example.input,
                });
                false
            });
            if shown {
                prose.push_str(line);
                prose.push('\n');
            }
            open = if closing.is_some() { None } else { Some(shown) };
        } else if open != Some(false) {
            prose.push_str(line);
            prose.push('\n');
        }
    }
    flush(&mut parts, &mut prose);
    parts
}

fn flush(parts: &mut Vec<DraftPart>, prose: &mut String) {
    let text = std::mem::take(prose);
    if !text.trim().is_empty() {
        parts.push(DraftPart::Text(text.trim().to_owned()));
    }
}

/// The sections that a question is about: the best one, or all when none stands out.
pub(super) fn about(sections: &[Section], question: &str) -> Vec<Section> {
    let asked = words(question);
    let score = |section: &Section| {
        2 * words(&section.title).intersection(&asked).count() + section.words.intersection(&asked).count()
    };
    // Of sections that fit alike the first: an explanation begins with what the others lean on.
    let best = sections.iter().rev().map(|section| (score(section), section)).max_by_key(|(score, _)| *score);
    match best {
        Some((score, section)) if score > 0 => vec![section.clone()],
        _ => sections.to_vec(),
    }
}

/// A question for the topic as a whole: its title and next to nothing else.
pub(super) fn asks_for_all(question: &str, title: &str) -> bool {
    let (asked, title) = (words(question), words(title));
    let names_it = asked.is_empty() || !asked.is_disjoint(&title);
    names_it && asked.difference(&title).all(|word| FILLERS.contains(&word.as_str()))
}

/// A question for a picture.
pub(super) fn asks_for_picture(question: &str) -> bool {
    let question = question.to_lowercase();
    ["diagram", "picture", "draw", "bild", "zeichn", "skizz"].iter().any(|word| question.contains(word))
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "# Loops\n\nIntro.\n\n## The for loop\n\nIt goes through.\n\n```python\nfor x in \"ab\":\n    print(x)\n```\n\n\
        ```output\na\nb\n```\n\nAfter.\n\n## Break\n\nLeave a loop with `break`.\n";

    #[test]
    fn an_explanation_falls_into_sections_and_examples() {
        let sections = split(TEXT);
        assert_eq!(
            sections.iter().map(|section| section.title.as_str()).collect::<Vec<_>>(),
            ["", "The for loop", "Break"]
        );
        assert!(
            matches!(&sections[1].parts[..], [DraftPart::Text(_), DraftPart::Example { .. }, DraftPart::Text(after)] if after == "After.")
        );
    }

    #[test]
    fn the_section_that_is_asked_for_is_found() {
        let sections = split(TEXT);
        assert_eq!(about(&sections, "How do I leave with break?")[0].title, "Break");
        assert_eq!(about(&sections, "xyz").len(), 3);
        assert!(asks_for_all("What are loops?", "Loops"));
        assert!(asks_for_all("what is a for loop?", "Loops with for"));
        assert!(asks_for_all("Was ist ein Loop?", "Loops"));
        assert!(!asks_for_all("What does break do in loops?", "Loops"));
        assert!(!asks_for_all("what is \"is\"", "Loops"));
    }

    #[test]
    fn of_sections_that_fit_alike_the_first_is_chosen() {
        let sections = split("## One\n\nA loop.\n\n## Two\n\nA loop.\n");
        assert_eq!(about(&sections, "loops?")[0].title, "One");
    }
}
