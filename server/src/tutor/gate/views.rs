//! A text as it may be meant: as it stands, with its signs spelled out in words, in another programming language,
//! backwards, shifted through the alphabet, letter by letter, or encoded.

use std::collections::{BTreeSet, HashMap, HashSet};

use super::tokens::{self, Token, Tokens};
use super::{encodings, inner, spelled};

/// Shifts through the alphabet that people use.
const SHIFTS: [u8; 5] = [1, 3, 13, 23, 25];
/// A text shifted in any other way is looked at only if it has one of these words then.
const WORDS: [&str; 10] =
    ["print(", "return ", "def ", "for ", "while ", "input(", "import ", " in range", "append(", "if "];
/// A line of so many bytes may be a piece of one.
const PIECE: usize = 40;
/// Lines that a statement has at most.
const LONGEST_STATEMENT: usize = 12;

/// Every line of every way to read a text, as tokens.
#[derive(Debug, Default)]
pub(super) struct Views {
    pub(super) lines: Vec<Tokens>,
    /// The places of the lines in which a token stands.
    with: HashMap<Token, Vec<usize>>,
    /// The letters and digits of the whole text alone.
    pub(super) letters: String,
    /// The same of what stands inside it, spelled out.
    pub(super) spelled: Vec<String>,
    /// Text that hides other text, unpacked.
    pub(super) hidden: Vec<String>,
}

/// All ways to read a text.
pub(super) fn of(text: &str) -> Views {
    let text = plain(text);
    let hidden = encodings::hidden(&text);
    let (text, _) = encodings::unescaped(&text);
    let mut lines: Vec<Tokens> = Vec::new();
    let mut add = |text: &str| {
        let of_text: Vec<Tokens> = text.lines().map(|line| tokens::of_line(uncommented(line))).collect();
        lines.extend(joined(&of_text));
        lines.extend(of_text.into_iter().filter(|line| !line.is_empty()));
    };
    add(&text);
    for line in broken(&text) {
        add(&line);
    }
    // Code in a sentence: the backticks are no token, and a comment sign in it hides nothing.
    add(&text.replace('`', "\n"));
    let spelled_out = spelled::out(&text);
    add(&spelled_out);
    if text.contains('"') {
        add(&spelled::out_around_quotes(&text));
    }
    let mut spelled = Vec::new();
    for line in inner::lines(&text) {
        let out = spelled::out(&line);
        add(&line);
        add(&out);
        spelled.push(letters(&out));
    }
    add(&backwards(&text));
    let speaks = |text: &str| WORDS.iter().any(|word| text.contains(word));
    for shift in 1..26 {
        let shifted = shifted(&text, shift);
        if SHIFTS.contains(&shift) || speaks(&shifted) {
            add(&shifted);
        }
    }
    for turned in [mirrored(&text), words_backwards(&text)] {
        if speaks(&turned) {
            add(&turned);
        }
    }
    if let Some(joined) = letter_by_letter(&text) {
        add(&joined);
    }
    for text in &hidden {
        add(text);
    }
    let mut known = HashSet::new();
    lines.retain(|line| known.insert(line.clone()));
    let mut with: HashMap<Token, Vec<usize>> = HashMap::new();
    for (at, line) in lines.iter().enumerate() {
        for token in line.iter().filter(|token| token.weight() > 0.0) {
            let places = with.entry(*token).or_default();
            if places.last() != Some(&at) {
                places.push(at);
            }
        }
    }
    Views { lines, with, letters: letters(&text), spelled, hidden }
}

impl Views {
    /// The places of the lines in which so many of these tokens stand, which say something, each counted as often as it
    /// is named.
    pub(super) fn lines_with(&self, tokens: &[Token], least: usize) -> BTreeSet<usize> {
        let mut places: Vec<&[usize]> =
            tokens.iter().map(|token| self.with.get(token).map_or(&[][..], Vec::as_slice)).collect();
        places.sort_by_key(|places| places.len());
        // A line that lacks all of these lacks too many.
        let rarest = places.iter().take((tokens.len() + 1).saturating_sub(least)).copied();
        let mut found: BTreeSet<usize> = rarest.flatten().copied().collect();
        found.retain(|place| {
            places.iter().filter(|places| places.binary_search(place).is_ok()).count() >= least
        });
        found
    }
}

/// Without what cannot be seen, and with look-alikes as what they look like.
pub(super) fn plain(text: &str) -> String {
    let one = |c: char| match c {
        '\u{200b}'..='\u{200f}' | '\u{2060}'..='\u{2064}' | '\u{feff}' | '\u{ad}' => None,
        '\u{a0}' | '\u{2000}'..='\u{200a}' | '\u{202f}' | '\u{3000}' => Some(' '),
        // Full-width letters and signs.
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(c as u32 - 0xfee0),
        '“' | '”' | '„' | '«' | '»' => Some('"'),
        '‘' | '’' | '‚' => Some('\''),
        '×' | '∗' => Some('*'),
        '÷' => Some('/'),
        '−' | '–' => Some('-'),
        '←' => Some('='),
        // Cyrillic and Greek letters that look Latin.
        'а' | 'α' => Some('a'),
        'е' | 'ε' => Some('e'),
        'о' | 'ο' => Some('o'),
        'р' | 'ρ' => Some('p'),
        'с' => Some('c'),
        'у' => Some('y'),
        'х' => Some('x'),
        'і' | 'ι' => Some('i'),
        'ѕ' => Some('s'),
        'ԁ' => Some('d'),
        c => Some(c),
    };
    let text: String = text.chars().filter_map(one).collect();
    text.replace('≤', "<=").replace('≥', ">=").replace('≠', "!=")
}

/// A line without what stands before code in lists, quotes, and the comments of other languages.
pub(super) fn uncommented(line: &str) -> &str {
    let mut rest = line.trim();
    loop {
        let before = rest;
        for sign in [
            "//", "/*", "*/", "--", "#", ">", "*", "- ", "+ ", "+++ ", "@@", "|", "• ", ";;", "%", "rem ",
            "REM ", "<!--",
        ] {
            rest = rest.strip_prefix(sign).unwrap_or(rest).trim_start();
        }
        let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
        if (1..=3).contains(&digits)
            && let Some(behind) = rest[digits..].strip_prefix(['.', ')', ':'])
            && behind.starts_with([' ', '\t', '`'])
        {
            rest = behind.trim_start();
        }
        if rest == before {
            return rest;
        }
    }
}

fn backwards(text: &str) -> String {
    text.lines().map(|line| line.chars().rev().collect::<String>() + "\n").collect()
}

fn shifted(text: &str, shift: u8) -> String {
    let one = |c: char| match c {
        'a'..='z' => char::from((c as u8 - b'a' + shift) % 26 + b'a'),
        'A'..='Z' => char::from((c as u8 - b'A' + shift) % 26 + b'A'),
        c => c,
    };
    text.chars().map(one).collect()
}

/// The alphabet from its end: a is z.
fn mirrored(text: &str) -> String {
    let one = |c: char| match c {
        'a'..='z' => char::from(b'z' - (c as u8 - b'a')),
        'A'..='Z' => char::from(b'Z' - (c as u8 - b'A')),
        c => c,
    };
    text.chars().map(one).collect()
}

/// Each word from its end, where it stands.
fn words_backwards(text: &str) -> String {
    let (mut out, mut word) = (String::with_capacity(text.len()), String::new());
    for c in text.chars().chain(['\n']) {
        if c.is_alphanumeric() || c == '_' {
            word.insert(0, c);
        } else {
            out.push_str(&std::mem::take(&mut word));
            out.push(c);
        }
    }
    out
}

/// Lines of which the first opens a bracket that only the last closes, as one.
fn joined(lines: &[Tokens]) -> Vec<Tokens> {
    let (mut all, mut at) = (Vec::new(), 0);
    while at < lines.len() {
        let mut open = brackets(&lines[at]);
        let mut end = at + 1;
        while open > 0 && end < lines.len().min(at + LONGEST_STATEMENT) {
            open += brackets(&lines[end]);
            end += 1;
        }
        if end > at + 1 {
            all.push(lines[at..end].concat());
        }
        at = end;
    }
    all
}

/// Brackets that a line opens and does not close.
fn brackets(line: &Tokens) -> i32 {
    line.iter().map(|token| token.opens()).sum()
}

/// Short lines put together, two and three at a time: a line of code may be broken into them.
fn broken(text: &str) -> Vec<String> {
    let lines: Vec<&str> = text.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
    let runs = (2..=3).flat_map(|count| lines.windows(count));
    runs.filter(|run| run.iter().all(|line| line.len() <= PIECE)).map(|run| run.join(" ")).collect()
}

/// The letters and digits of a text, small, and nothing else.
pub(super) fn letters(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// Letters that stand one by one, joined; two blanks part words.
fn letter_by_letter(text: &str) -> Option<String> {
    let mut joined = String::new();
    let mut any = false;
    for line in text.lines() {
        let pieces: Vec<&str> = line.split([' ', '-', '.', '|']).filter(|piece| !piece.is_empty()).collect();
        let single = pieces.iter().filter(|piece| piece.chars().count() == 1).count();
        if pieces.len() >= 6 && single * 10 >= pieces.len() * 8 {
            any = true;
            let words = line.replace("   ", "\u{1}").replace("  ", "\u{1}");
            joined.extend(words.chars().filter(|c| !matches!(c, ' ' | '|')));
            joined.push('\n');
        } else if pieces.len() == 1 && single == 1 {
            // One letter on each line.
            any = true;
            joined.push_str(pieces[0]);
        }
    }
    let joined = joined.replace('\u{1}', " ");
    any.then_some(joined)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_stands_before_code_is_taken_off() {
        for line in ["1. x = 1", "// x = 1", "> # x = 1", "- x = 1", "  12) x = 1", "-- x = 1"] {
            assert_eq!(uncommented(line), "x = 1", "{line}");
        }
        assert_eq!(uncommented("3.5 is a number"), "3.5 is a number");
    }

    /// The index finds what looking at every line finds.
    #[test]
    fn lines_are_found_by_their_tokens() {
        let text = "x = a + a\nfor x in range(10):\n    print(x)\nreturn a - 10\nprint(range(10) + 10)";
        let views = of(text);
        for wanted in ["a + a", "print(range(10))", "return 10 - 10", "while x", "range(10) + print"] {
            let tokens: Vec<Token> =
                tokens::of_line(wanted).into_iter().filter(|one| one.weight() > 0.0).collect();
            for least in 1..=tokens.len() {
                let there =
                    |line: &Tokens| tokens.iter().filter(|token| line.contains(token)).count() >= least;
                let by_looking: BTreeSet<usize> =
                    (0..views.lines.len()).filter(|at| there(&views.lines[*at])).collect();
                assert_eq!(views.lines_with(&tokens, least), by_looking, "{least} of {wanted}");
            }
        }
    }

    #[test]
    fn look_alikes_are_what_they_look_like() {
        assert_eq!(plain("рrіnt（“hi”）\u{200b}"), "print(\"hi\")");
    }
}
