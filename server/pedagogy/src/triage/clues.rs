//! What speaks for one intent or another: word groups, the look of the text, and what just happened.

use std::sync::LazyLock;

use super::pasted::{Pasted, looks_broken, sort};
use super::reading::{language, words};
use super::topics::{topic, topics};
use super::typos::{letters, mistyped};
use super::words::{Groups, Hit, is_small};
use super::{Around, Asked, Language, Last, Manner};

static WORDS: LazyLock<Groups> = LazyLock::new(|| Groups::read(include_str!("words.txt")));

/// One thing that was noticed, by its name in `weights.tsv`, and how strongly.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Clue {
    pub name: &'static str,
    pub strength: f64,
}

/// All that was noticed in a question.
#[derive(Debug, Clone)]
pub struct Noticed {
    pub clues: Vec<Clue>,
    pub manner: Manner,
    pub topic: Option<&'static str>,
    pub language: Language,
}

/// Names of errors, as a student writes them when in a hurry.
const ERRORS: &[&str] = &[
    "nameerror",
    "typeerror",
    "valueerror",
    "indexerror",
    "keyerror",
    "attributeerror",
    "syntaxerror",
    "indentationerror",
    "zerodivisionerror",
    "unboundlocalerror",
    "recursionerror",
    "eoferror",
    "modulenotfounderror",
    "importerror",
    "taberror",
    "overflowerror",
    "memoryerror",
    "assertionerror",
    "filenotfounderror",
    "runtimeerror",
    "stopiteration",
    "keyboardinterrupt",
    "unicodedecodeerror",
    "notimplementederror",
];

/// How a question begins.
const ASKING: &[&str] = &[
    "what", "how", "why", "when", "where", "which", "who", "can", "could", "do", "does", "is", "are", "may",
    "must", "should", "would", "did", "have", "am", "bin", "habe", "hat", "kannst", "was", "wie", "warum",
    "wann", "wo", "welche", "welcher", "welches", "wer", "kann", "koennen", "darf", "muss", "ist", "sind",
    "gibt", "brauch", "brauche", "soll", "wozu", "wofuer", "womit",
];

/// Reads a question for clues.
pub fn clues(asked: &Asked<'_>) -> Noticed {
    // Without a word, the program is the question.
    let silent = asked.question.trim().is_empty();
    let pasted = sort(if silent { asked.code.unwrap_or_default() } else { asked.question });
    let words = words(&pasted.prose.join("\n"));
    let language = language(&words, asked.question, Language::English);
    let everyday = language == Language::English && words.len() > 3;
    let (topic, named) = topic(&words, &WORDS, everyday);

    let mut hits = spoken(&words);
    let noise = has(&hits, "only makes a noise");
    if !pasted.code.is_empty() || pasted.traceback {
        hits.retain(|hit| WORDS.names[hit.group] != "only makes a noise");
    }
    let said = Said::new(&words, &hits, topic, named);
    let mut clues = of_words(&hits);
    let rest = [
        said.of_python(),
        said.of_the_question(),
        said.of_wishes(),
        looks(&pasted, &said, noise),
        happened(asked, &said),
    ];
    let true_ones = rest.into_iter().flatten().filter(|(_, is_so)| *is_so);
    clues.extend(true_ones.map(|(name, _)| Clue { name, strength: 1.0 }));
    Noticed { manner: manner(&hits, &words), topic, language, clues }
}

/// A clue and whether it is there.
type Maybe = Vec<(&'static str, bool)>;

/// What was said, by groups.
#[expect(clippy::struct_excessive_bools, reason = "each is one thing that was noticed")]
struct Said<'a> {
    words: &'a [String],
    hits: &'a [Hit],
    topic: bool,
    /// A word of Python that is no word of every day was among them.
    named: bool,
    names_error: bool,
    /// Asks for an explanation.
    asks: bool,
    question: bool,
    trouble: bool,
    own: bool,
}

impl<'a> Said<'a> {
    fn new(words: &'a [String], hits: &'a [Hit], topic: Option<&str>, named: bool) -> Self {
        let any = |names: &[&str]| names.iter().any(|name| has(hits, name));
        let names_error = words.iter().any(|word| is_error(word));
        let asks = any(&[
            "asks what something is",
            "asks how something is done",
            "asks to explain",
            "asks for a difference",
            "asks when or what for",
            "asks whether something can be",
        ]);
        let troubles =
            ["says error", "quotes a message of Python", "it does not work", "the result is wrong"];
        Self {
            words,
            hits,
            topic: topic.is_some(),
            named,
            names_error,
            asks,
            question: asks || asking(words.first()) || asking(words.last()),
            trouble: names_error || any(&troubles),
            own: has(hits, "speaks of the own program"),
        }
    }

    fn has(&self, name: &str) -> bool {
        has(self.hits, name)
    }

    fn of_python(&self) -> Maybe {
        let Self { words, topic, named, asks, question, trouble, own, .. } = *self;
        let of_me = own || self.has("speaks of me");
        let verb_last =
            words.len() <= 6 && words.last().is_some_and(|word| word.len() > 5 && word.ends_with("en"));
        let at_large = self.has("speaks of programming at large");
        vec![
            ("names a thing of Python", named),
            ("may name a thing of Python", topic && !named),
            ("says nothing but a thing of Python", topic && self.hits.is_empty() && words.len() <= 4),
            ("asks about a thing of Python", topic && asks && !trouble),
            ("asks of Python at large", topic && question && !of_me && !trouble),
            ("asks of programming at large", question && at_large && !trouble && !own),
            ("names something to do", topic && verb_last && !trouble && !of_me),
            (
                "does not understand a thing of Python",
                topic && self.has("does not understand something") && !trouble,
            ),
            ("names an error", self.names_error),
        ]
    }

    fn of_the_question(&self) -> Maybe {
        let Self { words, topic, question, trouble, own, .. } = *self;
        let known = |word: &String| WORDS.knows(word) || topics().knows(word) || is_small(word);
        let unknown = words.iter().filter(|word| !known(word)).count();
        let strange = !trouble && !own && !self.has("speaks of programming at large");
        vec![
            ("begins like a question", asking(words.first())),
            ("tells what is, with a thing of Python in it", topic && !question && words.len() >= 4),
            ("tells what is", !question && words.len() >= 4 && !self.has("wants one, or another")),
            ("asks of something that is not known", question && !topic && strange && words.len() > 2),
            ("most words are not known", words.len() > 1 && unknown * 2 >= words.len()),
            ("some words are not known", unknown > 0 && unknown * 2 < words.len()),
            ("says one word", words.len() == 1),
            ("says two or three words", (2..=3).contains(&words.len())),
        ]
    }

    fn of_wishes(&self) -> Maybe {
        let wish = self.has("wants one, or another") || self.has("wants it easier or harder");
        let more = !self.trouble && self.words.len() > 2;
        vec![
            ("asks for an exercise", self.has("says exercise") && wish),
            ("wants the own program better", self.has("wants the program better") && self.own),
            ("trouble with the own program", self.trouble && self.own),
            ("says that it works and asks on", self.has("says that it works") && more),
        ]
    }
}

fn asking(word: Option<&String>) -> bool {
    word.is_some_and(|word| ASKING.contains(&word.as_str()))
}

/// What the text looks like.
fn looks(pasted: &Pasted<'_>, said: &Said<'_>, noise: bool) -> Maybe {
    let code = !pasted.code.is_empty();
    let shown = code || pasted.traceback;
    let silent = said.words.is_empty();
    let known = !said.hits.is_empty() || said.topic || said.names_error;
    vec![
        ("pastes code", code),
        ("pastes nothing but code", code && (silent || noise) && !pasted.traceback),
        ("pastes code that Python cannot read", code && looks_broken(&pasted.code)),
        ("pastes a traceback", pasted.traceback),
        ("says nothing at all", silent && !shown),
        ("says nothing that is known", !known && !shown),
    ]
}

/// What just happened.
fn happened(asked: &Asked<'_>, said: &Said<'_>) -> Maybe {
    let Around { exercise, last, repeated_errors } = asked.around;
    let failed = last == Last::Failed || asked.error.is_some();
    let short = said.words.len() <= 3;
    let trouble = failed || last == Last::Wrong;
    vec![
        ("the last run failed", failed),
        ("the last answer did not pass", last == Last::Wrong),
        ("the last answer passed", matches!(last, Last::Passed | Last::Ran)),
        ("an exercise is open", exercise),
        ("the same error comes again", repeated_errors),
        ("says little after trouble", trouble && short && !(said.asks && said.topic)),
        ("says little with an exercise open", exercise && short),
    ]
}

/// The hits of word groups. One that only asks to be given a solution does not count where the own one is spoken of.
fn spoken(words: &[String]) -> Vec<Hit> {
    let mut hits = WORDS.find(words, topics());
    let own: Vec<Hit> = hits
        .iter()
        .copied()
        .filter(|hit| WORDS.names[hit.group] == "speaks of the own program" && hit.to - hit.from > 1)
        .collect();
    hits.retain(|hit| {
        WORDS.names[hit.group] != "asks to do it for them"
            || hit.to - hit.from > 1
            || !own.iter().any(|own| own.from <= hit.from && hit.to <= own.to)
    });
    // "I do not get loops" says nothing of loops that do not work.
    let puzzled: Vec<usize> = starts(&hits, "does not understand something");
    hits.retain(|hit| WORDS.names[hit.group] != "it does not work" || !puzzled.contains(&hit.from));
    // A group that speaks of the whole question counts only if nothing else was said.
    hits.retain(|hit| match WORDS.names[hit.group] {
        "only asks for help" | "only makes a noise" => covers(words, hit),
        _ => true,
    });
    hits
}

fn has(hits: &[Hit], name: &str) -> bool {
    hits.iter().any(|hit| WORDS.names[hit.group] == name)
}

/// Where the phrases of a group begin.
fn starts(hits: &[Hit], name: &str) -> Vec<usize> {
    hits.iter().filter(|hit| WORDS.names[hit.group] == name).map(|hit| hit.from).collect()
}

/// Whether hardly a word is outside of this phrase.
fn covers(words: &[String], hit: &Hit) -> bool {
    let polite =
        ["please", "bitte", "a", "me", "mir", "mal", "eine", "i", "ich", "hi", "hey", "hallo", "you"];
    let others = words
        .iter()
        .enumerate()
        .filter(|(at, word)| !(hit.from..hit.to).contains(at) && !polite.contains(&word.as_str()));
    others.count() <= usize::from(hit.to - hit.from > 1)
}

/// One clue for each group that was found; found in more than one place, it counts a little more.
fn of_words(hits: &[Hit]) -> Vec<Clue> {
    let mut clues = Vec::new();
    for (group, name) in WORDS.names.iter().enumerate() {
        let mut places: Vec<usize> = hits.iter().filter(|hit| hit.group == group).map(|hit| hit.to).collect();
        places.sort_unstable();
        places.dedup();
        match places.len() {
            0 => {}
            1 => clues.push(Clue { name, strength: 1.0 }),
            _ => clues.push(Clue { name, strength: 1.4 }),
        }
    }
    clues
}

fn is_error(word: &str) -> bool {
    ERRORS.contains(&word)
        || (word.len() > 7 && ERRORS.iter().any(|error| mistyped(&letters(word), &letters(error))))
}

fn manner(hits: &[Hit], words: &[String]) -> Manner {
    let has = |name: &str| has(hits, name);
    if has("gives the tutor orders") {
        Manner::Orders
    } else if has("asks to do it for them") {
        Manner::Pressure
    } else if has("is rude") || has("is rude to somebody") {
        Manner::Rude
    } else if (has("greets, thanks or says goodbye") && words.len() <= 5)
        || has("talks of the tutor or something else")
        || has("only makes a noise")
    {
        Manner::Chat
    } else {
        Manner::Plain
    }
}
