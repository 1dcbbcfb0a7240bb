//! Which topic of the curriculum a question is about.

use std::sync::LazyLock;

use super::words::Groups;

static TOPICS: LazyLock<Groups> = LazyLock::new(|| Groups::read(include_str!("topics.txt")));

/// The words of each topic.
pub(super) fn topics() -> &'static Groups {
    &TOPICS
}

/// Words of Python that are also words of every English sentence.
const EVERYDAY: &[&str] = &[
    "for", "if", "else", "while", "and", "or", "not", "in", "is", "try", "set", "class", "object", "find",
    "title", "open", "value", "true", "false", "text", "break", "continue", "count", "total", "map", "rest",
    "user", "letters", "word", "all", "date", "close", "match", "switch", "path", "super", "even", "odd",
    "power", "minus", "plus", "math", "choice", "screen",
];

/// The topic that most words speak of, words that belong to no other counting three times; and whether a word that is
/// not an everyday one was among them.
pub(super) fn topic(words: &[String], others: &Groups, everyday: bool) -> (Option<&'static str>, bool) {
    let hits = TOPICS.find(words, others);
    let mut best = None;
    let mut sign = false;
    for (group, name) in TOPICS.names.iter().enumerate() {
        let mut places: Vec<(usize, usize)> = Vec::new();
        for hit in hits.iter().filter(|hit| hit.group == group) {
            let plain = everyday && hit.to - hit.from == 1 && EVERYDAY.contains(&words[hit.from].as_str());
            sign |= hit.strong && !plain;
            let worth = if hit.strong && !plain { 3 } else { 1 };
            for word in hit.from..hit.to {
                match places.iter_mut().find(|(place, _)| *place == word) {
                    Some((_, most)) => *most = worth.max(*most),
                    None => places.push((word, worth)),
                }
            }
        }
        let score: usize = places.iter().map(|(_, worth)| worth).sum();
        if score > 0 && best.is_none_or(|(most, _)| score > most) {
            best = Some((score, *name));
        }
    }
    (best.map(|(_, name)| name), sign)
}
