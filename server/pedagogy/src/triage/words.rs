//! Groups of phrases, read from `words.txt` and `topics.txt`, and finding them in a question.

use std::collections::HashMap;

use super::fold::{fold, written_out};
use super::typos::{letters, mistyped};

/// The most words between the two parts of a phrase with a gap.
const GAP: usize = 3;

/// Phrases in groups.
#[derive(Default)]
pub(super) struct Groups {
    pub(super) names: Vec<&'static str>,
    /// Everything that one word of a phrase may be, each once.
    items: Vec<Item>,
    /// The items of each kind, by what they are written as.
    whole: HashMap<String, usize>,
    prefixes: HashMap<String, usize>,
    inside: Vec<(String, usize)>,
    /// Those that a word may be with a typing mistake: whole words and beginnings that are long enough.
    meant: Vec<Meant>,
    phrases: Vec<Phrase>,
    /// The phrases that begin with an item.
    beginning: HashMap<usize, Vec<usize>>,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash)]
enum Item {
    Word(String),
    Prefix(String),
    Inside(String),
}

struct Meant {
    letters: Vec<char>,
    prefix: bool,
    item: usize,
}

struct Phrase {
    group: usize,
    /// Each step: any of these items, after how many other words at most.
    steps: Vec<(Vec<usize>, usize)>,
    strong: bool,
}

/// Where a phrase of a group was found.
#[derive(Debug, Clone, Copy)]
pub(super) struct Hit {
    pub(super) group: usize,
    pub(super) from: usize,
    pub(super) to: usize,
    /// It was marked as belonging to this group alone.
    pub(super) strong: bool,
}

impl Groups {
    pub(super) fn read(text: &'static str) -> Self {
        let mut groups = Self::default();
        let mut known = HashMap::new();
        for line in text.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#')) {
            if let Some(name) = line.strip_prefix('[').and_then(|line| line.strip_suffix(']')) {
                groups.names.push(name);
                continue;
            }
            for phrase in line.split(';').map(str::trim).filter(|phrase| !phrase.is_empty()) {
                groups.add(phrase, &mut known);
            }
        }
        groups
    }

    fn add(&mut self, phrase: &str, known: &mut HashMap<Item, usize>) {
        let strong = phrase.ends_with('!');
        let phrase = if strong { &phrase[..phrase.len() - 1] } else { phrase };
        let mut steps: Vec<(Vec<usize>, usize)> = Vec::new();
        let mut gap = 0;
        for part in phrase.split_whitespace() {
            if part == ".." {
                gap = GAP;
                continue;
            }
            let choices: Vec<&str> =
                if part.starts_with('<') { vec![part] } else { part.split('/').collect() };
            let places = match choices[..] {
                // A contraction in a phrase is written out as it is in a question.
                [only] => written(only).into_iter().map(|item| vec![item]).collect(),
                _ => vec![choices.iter().map(|choice| item(choice)).collect::<Vec<_>>()],
            };
            for any in places {
                let any = any.into_iter().map(|item| self.item(item, known)).collect();
                steps.push((any, gap));
                gap = 0;
            }
        }
        let Some((first, _)) = steps.first() else { return };
        for item in first {
            self.beginning.entry(*item).or_default().push(self.phrases.len());
        }
        self.phrases.push(Phrase { group: self.names.len() - 1, steps, strong });
    }

    fn item(&mut self, item: Item, known: &mut HashMap<Item, usize>) -> usize {
        if let Some(place) = known.get(&item) {
            return *place;
        }
        let place = self.items.len();
        let meant = |own: &str, prefix| Meant { letters: letters(own), prefix, item: place };
        match &item {
            Item::Word(own) => {
                self.whole.insert(own.clone(), place);
                self.meant.push(meant(own, false));
            }
            Item::Prefix(own) => {
                self.prefixes.insert(own.clone(), place);
                if own.len() >= 5 {
                    self.meant.push(meant(own, true));
                }
            }
            Item::Inside(own) => self.inside.push((own.clone(), place)),
        }
        self.items.push(item.clone());
        known.insert(item, place);
        place
    }

    /// Every place where a phrase of a group stands.
    /// A word that `others` know is no mistyped one of ours.
    pub(super) fn find(&self, words: &[String], others: &Self) -> Vec<Hit> {
        let mut known: HashMap<&str, Vec<usize>> = HashMap::new();
        for word in words {
            known.entry(word).or_insert_with(|| self.fitting(word, others));
        }
        let fits: Vec<&[usize]> = words.iter().map(|word| known[word.as_str()].as_slice()).collect();
        let mut hits = Vec::new();
        for from in 0..words.len() {
            for item in fits[from] {
                for phrase in self.beginning.get(item).into_iter().flatten() {
                    let phrase = &self.phrases[*phrase];
                    if let Some(to) = follow(&phrase.steps[1..], &fits, from + 1) {
                        hits.push(Hit { group: phrase.group, from, to, strong: phrase.strong });
                    }
                }
            }
        }
        hits
    }

    /// Whether a word is part of any phrase, as it is written.
    pub(super) fn knows(&self, word: &str) -> bool {
        !self.exact(word).is_empty()
    }

    /// The items that a word is: itself and its beginnings, or, if it is no word known here, what it was meant to be.
    fn fitting(&self, word: &str, others: &Self) -> Vec<usize> {
        let exact = self.exact(word);
        if !exact.is_empty() || COMMON.contains(&word) || others.knows(word) {
            return exact;
        }
        let letters = letters(word);
        let meant = self.meant.iter().filter(|meant| meant.may_be(&letters));
        sorted(meant.map(|meant| meant.item).collect())
    }

    fn exact(&self, word: &str) -> Vec<usize> {
        let beginnings = word.char_indices().map(|(at, letter)| &word[..at + letter.len_utf8()]);
        let whole = self.whole.get(word).into_iter();
        let prefixes = beginnings.filter_map(|beginning| self.prefixes.get(beginning));
        let inside = self.inside.iter().filter(|(own, _)| word.contains(own.as_str())).map(|(_, item)| item);
        sorted(whole.chain(prefixes).chain(inside).copied().collect())
    }
}

fn sorted(mut items: Vec<usize>) -> Vec<usize> {
    items.sort_unstable();
    items
}

impl Meant {
    /// Whether a word that is not known may be this one with a typing mistake.
    fn may_be(&self, word: &[char]) -> bool {
        if !self.prefix {
            return mistyped(word, &self.letters);
        }
        let length = self.letters.len();
        [length - 1, length, length + 1]
            .iter()
            .any(|&length| mistyped(&word[..length.min(word.len())], &self.letters))
    }
}

/// Where the rest of a phrase ends, if it follows.
fn follow(steps: &[(Vec<usize>, usize)], fits: &[&[usize]], at: usize) -> Option<usize> {
    let Some(((any, gap), rest)) = steps.split_first() else { return Some(at) };
    (at..=at + gap)
        .filter(|place| fits.get(*place).is_some_and(|fitting| any.iter().any(|item| fitting.contains(item))))
        .find_map(|place| follow(rest, fits, place + 1))
}

/// The items that one word of a phrase stands for.
fn written(word: &str) -> Vec<Item> {
    match written_out(&fold(word)) {
        Some(words) => words.iter().map(|word| Item::Word((*word).to_owned())).collect(),
        None => vec![item(word)],
    }
}

fn item(choice: &str) -> Item {
    if choice.starts_with('<') {
        return Item::Word(choice.to_owned());
    }
    let folded = fold(choice);
    match (folded.strip_prefix('*'), folded.strip_suffix('*')) {
        (Some(inside), _) => Item::Inside(inside.trim_end_matches('*').to_owned()),
        (None, Some(prefix)) => Item::Prefix(prefix.to_owned()),
        (None, None) => Item::Word(folded),
    }
}

/// Whether it is a word that says nothing by itself.
pub(super) fn is_small(word: &str) -> bool {
    word.chars().count() < 4 || word.starts_with('<') || COMMON.contains(&word)
}

/// Words that are spelled right and mean none of the words that they are near to.
const COMMON: &[&str] = &[
    "about",
    "after",
    "alles",
    "also",
    "always",
    "because",
    "being",
    "beide",
    "bitte",
    "could",
    "das",
    "dann",
    "denn",
    "diese",
    "dieser",
    "doing",
    "eine",
    "einen",
    "einer",
    "every",
    "first",
    "found",
    "from",
    "genau",
    "given",
    "going",
    "haben",
    "have",
    "heute",
    "hier",
    "house",
    "immer",
    "jetzt",
    "keine",
    "kommt",
    "later",
    "learn",
    "machen",
    "make",
    "mean",
    "meine",
    "meinen",
    "might",
    "money",
    "month",
    "mouse",
    "never",
    "nicht",
    "nichts",
    "only",
    "other",
    "people",
    "place",
    "please",
    "right",
    "say",
    "schon",
    "seine",
    "shall",
    "should",
    "since",
    "sollte",
    "someone",
    "something",
    "sound",
    "start",
    "take",
    "than",
    "that",
    "their",
    "them",
    "then",
    "there",
    "these",
    "they",
    "thing",
    "things",
    "think",
    "this",
    "those",
    "three",
    "time",
    "today",
    "under",
    "until",
    "using",
    "very",
    "viele",
    "want",
    "water",
    "week",
    "weil",
    "well",
    "wenn",
    "were",
    "what",
    "when",
    "where",
    "which",
    "while",
    "white",
    "will",
    "wird",
    "with",
    "without",
    "would",
    "wurde",
    "year",
    "your",
    "zeile",
    "zwei",
];
