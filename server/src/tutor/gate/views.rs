//! A text as it may be meant: as it stands, with its signs spelled out in words, in another programming language,
//! backwards, shifted through the alphabet, letter by letter, or encoded.

use std::collections::HashSet;

use super::spelled;
use super::tokens::{self, Tokens};

/// Shifts through the alphabet that people use.
const SHIFTS: [u8; 5] = [1, 3, 13, 23, 25];
/// Bytes that an encoded text has at least; shorter ones are words.
const ENCODED: usize = 16;

/// Every line of every way to read a text, as tokens.
#[derive(Debug, Default)]
pub(super) struct Views {
    pub(super) lines: Vec<Tokens>,
    /// Text that hides other text, unpacked.
    pub(super) hidden: Vec<String>,
}

/// All ways to read a text.
pub(super) fn of(text: &str) -> Views {
    let text = plain(text);
    let hidden = hidden(&text);
    let mut lines: Vec<Tokens> = Vec::new();
    let mut add = |text: &str| {
        lines.extend(
            text.lines().map(|line| tokens::of_line(uncommented(line))).filter(|line| !line.is_empty()),
        );
    };
    add(&text);
    // Code in a sentence: the backticks are no token, and a comment sign in it hides nothing.
    add(&text.replace('`', "\n"));
    let spelled_out = spelled::out(&text);
    add(&spelled_out);
    add(&backwards(&text));
    for shift in SHIFTS {
        add(&shifted(&text, shift));
    }
    if let Some(joined) = letter_by_letter(&text) {
        add(&joined);
    }
    for text in &hidden {
        add(text);
    }
    let mut known = HashSet::new();
    lines.retain(|line| known.insert(line.clone()));
    Views { lines, hidden }
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

/// What Base64 and hexadecimal pieces hold, where that is text.
fn hidden(text: &str) -> Vec<String> {
    let mut found = Vec::new();
    let pieces = text.split(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '+' | '/' | '=' | '\\')));
    for piece in pieces.filter(|piece| piece.len() >= ENCODED) {
        let hexadecimal: String = piece.replace("\\x", "");
        let unpacked =
            if hexadecimal.len().is_multiple_of(2) && hexadecimal.bytes().all(|b| b.is_ascii_hexdigit()) {
                hex(&hexadecimal)
            } else {
                base64(piece)
            };
        if let Some(text) =
            unpacked.and_then(|bytes| String::from_utf8(bytes).ok()).filter(|text| is_text(text))
        {
            found.push(text);
        }
    }
    found
}

/// Whether it reads like text and not like the noise that ordinary words decode to.
fn is_text(text: &str) -> bool {
    let spoken = text
        .chars()
        .filter(|c| c.is_ascii_alphanumeric() || " \n()=:+'\"_.,[]#-*/<>{}%!".contains(*c))
        .count();
    text.is_ascii()
        && text.len() >= 10
        && spoken * 100 >= text.len() * 95
        && text.contains([' ', '(', '=', '\n'])
}

fn hex(digits: &str) -> Option<Vec<u8>> {
    (0..digits.len()).step_by(2).map(|at| u8::from_str_radix(&digits[at..at + 2], 16).ok()).collect()
}

fn base64(text: &str) -> Option<Vec<u8>> {
    let (mut bytes, mut bits, mut held) = (Vec::new(), 0_u32, 0_u32);
    for byte in text.trim_end_matches('=').bytes() {
        let value = match byte {
            b'A'..=b'Z' => byte - b'A',
            b'a'..=b'z' => byte - b'a' + 26,
            b'0'..=b'9' => byte - b'0' + 52,
            b'+' | b'-' => 62,
            b'/' | b'_' => 63,
            _ => return None,
        };
        bits = bits << 6 | u32::from(value);
        held += 6;
        if held >= 8 {
            held -= 8;
            bytes.push(u8::try_from(bits >> held & 0xff).ok()?);
        }
        bits &= (1 << held) - 1;
    }
    Some(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hidden_text_is_unpacked_and_words_are_not_taken_for_it() {
        assert_eq!(hidden("Read cHJpbnQoJ2hlbGxvJykgIyBoaQ== now"), ["print('hello') # hi"]);
        assert_eq!(hidden("Hex: 7072696e74282768692729 0a"), ["print('hi')"]);
        assert!(
            hidden("Donaudampfschifffahrtsgesellschaft and internationalization, 12345678901234567890")
                .is_empty()
        );
    }

    #[test]
    fn what_stands_before_code_is_taken_off() {
        for line in ["1. x = 1", "// x = 1", "> # x = 1", "- x = 1", "  12) x = 1", "-- x = 1"] {
            assert_eq!(uncommented(line), "x = 1", "{line}");
        }
        assert_eq!(uncommented("3.5 is a number"), "3.5 is a number");
    }

    #[test]
    fn look_alikes_are_what_they_look_like() {
        assert_eq!(plain("рrіnt（“hi”）\u{200b}"), "print(\"hi\")");
    }
}
