//! The words of a question, one by one, as the groups are compared with them.

use super::Language;
use super::fold::{fold, unstretch, written_out};

/// The most words of a question that are looked at: what somebody wants stands at the beginning.
const WORDS: usize = 80;

/// Signs that mean something in Python, and how they are named in `topics.txt`.
const SIGNS: &[(&str, &str)] = &[
    ("//", "<floordiv>"),
    ("**", "<**>"),
    ("==", "<==>"),
    ("!=", "<!=>"),
    ("<=", "<<=>"),
    (">=", "<>=>"),
    ("+=", "<+=>"),
    ("-=", "<+=>"),
    ("{}", "<{}>"),
    ("=", "<=>"),
    ("<", "<<>"),
    (">", "<>>"),
    ("+", "<plus>"),
    ("%", "<%>"),
    ("/", "<div>"),
    ("#", "<#>"),
    ("[", "<[>"),
    ("]", "<]>"),
];

/// The words of a text in order.
pub(super) fn words(text: &str) -> Vec<String> {
    let folded = fold(text);
    let mut words: Vec<String> = Vec::new();
    let mut rest = folded.as_str();
    while let Some(letter) = rest.chars().next() {
        if words.len() >= WORDS {
            break;
        }
        if letter.is_alphanumeric() || letter == '_' {
            let end =
                rest.find(|letter: char| !(letter.is_alphanumeric() || letter == '_')).unwrap_or(rest.len());
            add(&mut words, &rest[..end]);
            rest = &rest[end..];
            // "50 %" is no modulo, and "try/except" no division.
            if let Some(after) =
                rest.strip_prefix(['/', '-']).filter(|after| after.starts_with(char::is_alphabetic))
            {
                rest = after;
            }
        } else if let Some((sign, name)) = SIGNS.iter().find(|(sign, _)| rest.starts_with(sign)) {
            words.push((*name).to_owned());
            rest = &rest[sign.len()..];
        } else {
            rest = &rest[letter.len_utf8()..];
        }
    }
    words
}

fn add(words: &mut Vec<String>, word: &str) {
    if word.chars().all(|letter| letter.is_ascii_digit()) {
        let to = word == "2"
            && words
                .last()
                .is_some_and(|last| ["how", "want", "way", "need", "ready"].contains(&last.as_str()));
        words.push(if to { "to".to_owned() } else { "<n>".to_owned() });
        return;
    }
    let short = unstretch(word);
    match written_out(&short) {
        Some(out) => words.extend(out.iter().map(|word| (*word).to_owned())),
        None => words.push(short),
    }
}

/// The language of these words; `otherwise` when none of the small words is among them.
pub(super) fn language(words: &[String], text: &str, otherwise: Language) -> Language {
    let count = |list: &[&str]| words.iter().filter(|word| list.contains(&word.as_str())).count();
    let (german, english) =
        (count(GERMAN) + usize::from(text.contains(['ä', 'ö', 'ü', 'ß'])), count(ENGLISH));
    match german.cmp(&english) {
        std::cmp::Ordering::Greater => Language::German,
        std::cmp::Ordering::Less => Language::English,
        std::cmp::Ordering::Equal => otherwise,
    }
}

const GERMAN: &[&str] = &[
    "aber",
    "alle",
    "alles",
    "als",
    "am",
    "auch",
    "auf",
    "aufgabe",
    "aus",
    "bei",
    "beispiel",
    "bin",
    "bist",
    "bitte",
    "brauch",
    "brauche",
    "danke",
    "das",
    "dass",
    "dem",
    "den",
    "der",
    "die",
    "diese",
    "du",
    "ein",
    "eine",
    "einen",
    "einfach",
    "er",
    "es",
    "falsch",
    "fehler",
    "fuer",
    "geht",
    "gib",
    "gibt",
    "habe",
    "hallo",
    "hast",
    "hilfe",
    "hier",
    "ich",
    "im",
    "ist",
    "ja",
    "jetzt",
    "kann",
    "kannst",
    "kein",
    "keine",
    "komme",
    "loesung",
    "mach",
    "mal",
    "man",
    "mein",
    "meine",
    "mich",
    "mir",
    "mit",
    "nein",
    "nicht",
    "nichts",
    "noch",
    "nochmal",
    "nur",
    "oder",
    "schleife",
    "sie",
    "sind",
    "so",
    "soll",
    "und",
    "unterschied",
    "verstehe",
    "von",
    "wann",
    "warum",
    "was",
    "weiter",
    "wenn",
    "wer",
    "wie",
    "wieder",
    "wo",
    "wofuer",
    "wozu",
    "zu",
    "zum",
    "zur",
    "uebung",
    "liste",
    "funktion",
    "datei",
    "tipp",
    "schon",
    "ueben",
    "leichter",
];

const ENGLISH: &[&str] = &[
    "a", "about", "am", "an", "and", "another", "answer", "are", "be", "better", "but", "can", "code",
    "could", "do", "does", "done", "error", "exercise", "explain", "for", "from", "get", "give", "have",
    "hello", "help", "hi", "hint", "how", "i", "if", "in", "is", "it", "list", "loop", "me", "more", "my",
    "need", "no", "not", "of", "on", "please", "show", "solution", "stuck", "task", "tell", "thanks", "that",
    "the", "there", "this", "to", "want", "what", "when", "where", "which", "why", "with", "work", "works",
    "wrong", "yes", "you", "your", "function",
];
