//! What speaks for one intent or another: word groups, the look of the text, and what just happened.

use std::sync::LazyLock;

use super::pasted::{looks_broken, sort};
use super::reading::{language, words};
use super::words::{Groups, Hit, is_small};
use super::{Asked, Language, Last, Manner};

static WORDS: LazyLock<Groups> = LazyLock::new(|| Groups::read(include_str!("words.txt")));
static TOPICS: LazyLock<Groups> = LazyLock::new(|| Groups::read(include_str!("topics.txt")));

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
    "nameerror", "typeerror", "valueerror", "indexerror", "keyerror", "attributeerror", "syntaxerror", "indentationerror",
    "zerodivisionerror", "unboundlocalerror", "recursionerror", "eoferror", "modulenotfounderror", "importerror",
    "taberror", "overflowerror", "memoryerror", "assertionerror", "filenotfounderror", "runtimeerror", "stopiteration",
    "keyboardinterrupt", "unicodedecodeerror", "notimplementederror",
];

/// How a question begins.
const ASKING: &[&str] = &[
    "what", "how", "why", "when", "where", "which", "who", "can", "could", "do", "does", "is", "are", "may", "must", "should",
    "would", "did", "have", "am", "bin", "habe", "hat", "kannst", "was", "wie", "warum", "wann", "wo", "welche", "welcher", "welches", "wer", "kann", "koennen", "darf", "muss",
    "ist", "sind", "gibt", "brauch", "brauche", "soll", "wozu", "wofuer", "womit",
];

/// Reads a question for clues.
pub fn clues(asked: &Asked<'_>) -> Noticed {
    // Without a word, the program is the question.
    let silent = asked.question.trim().is_empty();
    let pasted = sort(if silent { asked.code.unwrap_or_default() } else { asked.question });
    let prose = pasted.prose.join("\n");
    let words = words(&prose);
    let topics = TOPICS.find(&words, &WORDS);
    let mut hits = spoken(&words);
    let code = !pasted.code.is_empty();
    let noise = has(&hits, "only makes a noise");
    if code || pasted.traceback {
        hits.retain(|hit| WORDS.names[hit.group] != "only makes a noise");
    }
    let mut clues = of_words(&hits);
    let mut notice = |name: &'static str, is_so: bool| {
        if is_so {
            clues.push(Clue { name, strength: 1.0 });
        }
    };

    let has = |name: &str| has(&hits, name);
    let names_error = words.iter().any(|word| is_error(word));
    let everyday = language(&words, asked.question, Language::English) == Language::English && words.len() > 3;
    let (topic, sign) = topic(&topics, &words, everyday);
    let asks = ["asks what something is", "asks how something is done", "asks to explain", "asks for a difference", "asks when or what for", "asks whether something can be"].iter().any(|name| has(name));
    let trouble = names_error || ["says error", "quotes a message of Python", "it does not work", "the result is wrong"].iter().any(|name| has(name));
    notice("names a thing of Python", sign);
    notice("may name a thing of Python", topic.is_some() && !sign);
    notice("says nothing but a thing of Python", topic.is_some() && hits.is_empty() && words.len() <= 4);
    notice("asks about a thing of Python", topic.is_some() && asks && !trouble);
    let asking = |word: Option<&String>| word.is_some_and(|word| ASKING.contains(&word.as_str()));
    let question = asks || asking(words.first()) || asking(words.last());
    let of_me = has("speaks of the own program") || has("speaks of me");
    notice("begins like a question", asking(words.first()));
    notice("asks of programming at large", question && has("speaks of programming at large") && !trouble && !has("speaks of the own program"));
    notice("asks of Python at large", topic.is_some() && question && !of_me && !trouble);
    notice("tells what is, with a thing of Python in it", topic.is_some() && !question && words.len() >= 4);
    notice("tells what is", !question && words.len() >= 4 && !has("wants one, or another"));
    notice("asks of something that is not known", question && topic.is_none() && !trouble && !has("speaks of the own program") && !has("speaks of programming at large") && words.len() > 2);
    let unknown = words.iter().filter(|word| !WORDS.knows(word) && !TOPICS.knows(word) && !is_small(word)).count();
    notice("most words are not known", words.len() > 1 && unknown * 2 >= words.len());
    notice("some words are not known", unknown > 0 && unknown * 2 < words.len());
    let verb_last = words.len() <= 6 && words.last().is_some_and(|word| word.len() > 5 && word.ends_with("en"));
    notice("names something to do", topic.is_some() && verb_last && !trouble && !of_me);
    notice("does not understand a thing of Python", topic.is_some() && has("does not understand something") && !trouble);
    notice("names an error", names_error);
    notice("asks for an exercise", has("says exercise") && (has("wants one, or another") || has("wants it easier or harder")));
    notice("wants the own program better", has("wants the program better") && has("speaks of the own program"));
    notice("trouble with the own program", trouble && has("speaks of the own program"));
    notice("says that it works and asks on", has("says that it works") && !trouble && words.len() > 2);

    notice("pastes code", code);
    notice("pastes nothing but code", code && (words.is_empty() || noise) && !pasted.traceback);
    notice("pastes code that Python cannot read", code && looks_broken(&pasted.code));
    notice("pastes a traceback", pasted.traceback);
    notice("says nothing at all", words.is_empty() && !code && !pasted.traceback);
    notice("says one word", words.len() == 1);
    notice("says two or three words", (2..=3).contains(&words.len()));
    notice("says nothing that is known", hits.is_empty() && topic.is_none() && !code && !pasted.traceback && !names_error);

    let around = asked.around;
    let failed = around.last == Last::Failed || asked.error.is_some();
    let trouble_before = failed || around.last == Last::Wrong;
    notice("the last run failed", failed);
    notice("the last answer did not pass", around.last == Last::Wrong);
    notice("the last answer passed", around.last == Last::Passed || around.last == Last::Ran);
    notice("an exercise is open", around.exercise);
    notice("the same error comes again", around.repeated_errors);
    notice("says little after trouble", trouble_before && words.len() <= 3 && !(asks && topic.is_some()));
    notice("says little with an exercise open", around.exercise && words.len() <= 3);

    Noticed { manner: manner(&hits, &words), topic, language: language(&words, asked.question, Language::English), clues }
}

/// The hits of word groups. One that only asks to be given a solution does not count where the own one is spoken of.
fn spoken(words: &[String]) -> Vec<Hit> {
    let mut hits = WORDS.find(words, &TOPICS);
    let own: Vec<Hit> = hits.iter().copied().filter(|hit| WORDS.names[hit.group] == "speaks of the own program" && hit.to - hit.from > 1).collect();
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
    let polite = ["please", "bitte", "a", "me", "mir", "mal", "eine", "i", "ich", "hi", "hey", "hallo", "you"];
    let others = words.iter().enumerate().filter(|(at, word)| !(hit.from..hit.to).contains(at) && !polite.contains(&word.as_str()));
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
    ERRORS.contains(&word) || (word.len() > 7 && ERRORS.iter().any(|error| super::typos::mistyped(word, error)))
}

/// Words of Python that are also words of every English sentence.
const EVERYDAY: &[&str] = &[
    "for", "if", "else", "while", "and", "or", "not", "in", "is", "try", "set", "class", "object", "find", "title", "open",
    "value", "true", "false", "text", "break", "continue", "count", "total", "map", "rest", "user", "letters", "word", "all",
    "date", "close", "match", "switch", "path", "super", "even", "odd", "power", "minus", "plus", "math", "choice", "screen",
];

/// The topic that most words speak of, words that belong to no other counting three times; and whether a word that is
/// not an everyday one was among them.
fn topic(hits: &[Hit], words: &[String], everyday: bool) -> (Option<&'static str>, bool) {
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

fn manner(hits: &[Hit], words: &[String]) -> Manner {
    let has = |name: &str| has(hits, name);
    if has("gives the tutor orders") {
        Manner::Orders
    } else if has("asks to do it for them") {
        Manner::Pressure
    } else if has("is rude") || has("is rude to somebody") {
        Manner::Rude
    } else if (has("greets, thanks or says goodbye") && words.len() <= 5) || has("talks of the tutor or something else") || has("only makes a noise") {
        Manner::Chat
    } else {
        Manner::Plain
    }
}
