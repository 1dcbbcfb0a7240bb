//! Code without its clothes: tokens in which it does not matter what variables are called, how lines are broken, or
//! whether a quote is single or double. Lenient: it reads what no Python would.

use std::borrow::Cow;
use std::collections::HashSet;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::LazyLock;

/// Words that mean something of themselves; every other name is just a name.
const KNOWN: &[&str] = &[
    "and",
    "as",
    "assert",
    "async",
    "await",
    "break",
    "class",
    "continue",
    "def",
    "del",
    "elif",
    "else",
    "except",
    "false",
    "finally",
    "for",
    "from",
    "global",
    "if",
    "import",
    "in",
    "is",
    "lambda",
    "none",
    "nonlocal",
    "not",
    "or",
    "pass",
    "raise",
    "return",
    "true",
    "try",
    "while",
    "with",
    "yield",
    "abs",
    "all",
    "any",
    "bool",
    "chr",
    "dict",
    "enumerate",
    "filter",
    "float",
    "format",
    "input",
    "int",
    "isinstance",
    "len",
    "list",
    "map",
    "max",
    "min",
    "open",
    "ord",
    "pow",
    "print",
    "range",
    "reversed",
    "round",
    "set",
    "sorted",
    "str",
    "sum",
    "super",
    "tuple",
    "type",
    "zip",
    "self",
];

/// Signs of two and three characters, the longest first.
const LONG: &[&str] =
    &["**=", "//=", "==", "!=", "<=", ">=", "+=", "-=", "*=", "/=", "%=", "**", "//", "->", ":="];

static IS_KNOWN: LazyLock<HashSet<&str>> = LazyLock::new(|| KNOWN.iter().copied().collect());

/// Any name that is nobody's but the student's.
const NAME: &str = "N";

/// A token, as far as it is ever asked for: whether it is the same as another one, and how much it says. The solutions
/// of a class are looked for in every answer, so it is a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct Token(u64);

impl Token {
    const OPEN: [&str; 3] = ["(", "[", "{"];
    const CLOSED: [&str; 3] = [")", "]", "}"];

    fn of(word: &str) -> Self {
        let mut hasher = DefaultHasher::new();
        word.hash(&mut hasher);
        let opens = u64::from(Self::OPEN.contains(&word)) | u64::from(Self::CLOSED.contains(&word)) << 1;
        // What it says and whether it is a bracket are in its lowest bits.
        Self(hasher.finish() << 4 | opens << 2 | u64::from(weight(word)))
    }

    /// How much it says: what could stand in any program says nothing.
    pub(super) fn weight(self) -> f64 {
        [0.0, 0.5, 1.0, 2.0][(self.0 & 3) as usize]
    }

    /// How many brackets it opens; −1 where it closes one.
    pub(super) fn opens(self) -> i32 {
        match self.0 >> 2 & 3 {
            1 => 1,
            2 => -1,
            _ => 0,
        }
    }
}

/// A line of code as tokens.
pub(super) type Tokens = Vec<Token>;

/// The tokens of a line.
pub(super) fn of_line(line: &str) -> Tokens {
    words(line).iter().map(|word| Token::of(word)).collect()
}

/// The same, to be read.
fn words(line: &str) -> Words<'_> {
    let mut words = Vec::new();
    read(line, &mut words);
    settle(words)
}

type Words<'a> = Vec<Cow<'a, str>>;

fn read<'a>(mut rest: &'a str, words: &mut Words<'a>) {
    while let Some(first) = rest.chars().next() {
        if first.is_whitespace() {
            rest = &rest[first.len_utf8()..];
        } else if first == '#' {
            return;
        } else if let Some((literal, formatted)) = quoted(&mut rest) {
            text(literal, formatted, words);
        } else if first.is_ascii_digit() {
            let number = take(&mut rest, |c| c.is_ascii_digit() || c == '.' || c == '_');
            words.push(number.trim_end_matches('.').trim_end_matches(".0").into());
        } else if first.is_alphanumeric() || first == '_' {
            let word = small(take(&mut rest, |c| c.is_alphanumeric() || c == '_'));
            let attribute = words.last().is_some_and(|last| last == ".");
            let known = attribute || IS_KNOWN.contains(word.as_ref());
            words.push(if known { word } else { NAME.into() });
        } else {
            let sign = LONG.iter().find(|sign| rest.starts_with(**sign));
            let (sign, behind) = rest.split_at(sign.map_or(first.len_utf8(), |sign| sign.len()));
            words.push(sign.into());
            rest = behind;
        }
    }
}

fn take<'a>(rest: &mut &'a str, belongs: impl Fn(char) -> bool) -> &'a str {
    let (taken, behind) = rest.split_at(rest.find(|c| !belongs(c)).unwrap_or(rest.len()));
    *rest = behind;
    taken
}

fn small(word: &str) -> Cow<'_, str> {
    let is_small = word.bytes().all(|b| b.is_ascii() && !b.is_ascii_uppercase());
    if is_small { word.into() } else { word.to_lowercase().into() }
}

/// The text of a literal at the start, and whether it is an f-string. One that is not closed ends with the line.
fn quoted<'a>(rest: &mut &'a str) -> Option<(&'a str, bool)> {
    // All of them, and quotes, are of one byte.
    let bytes = rest.as_bytes();
    let prefix = bytes
        .iter()
        .take(2)
        .take_while(|b| matches!(b.to_ascii_lowercase(), b'f' | b'r' | b'b' | b'u'))
        .count();
    let quote = *bytes.get(prefix).filter(|b| matches!(b, b'"' | b'\''))?;
    let formatted = bytes[..prefix].iter().any(|b| b.eq_ignore_ascii_case(&b'f'));
    let closes = |bytes: &[u8]| bytes.len() >= 3 && bytes[..3].iter().all(|b| *b == quote);
    let triple = closes(&bytes[prefix..]);
    let width = if triple { 3 } else { 1 };
    let inner = &rest[prefix + width..];
    let mut escaped = false;
    let end = inner.bytes().enumerate().position(|(at, byte)| {
        let ends = !escaped && byte == quote && (!triple || closes(&inner.as_bytes()[at..]));
        escaped = !escaped && byte == b'\\';
        ends
    });
    let end = end.unwrap_or(inner.len());
    *rest = inner.get(end + width..).unwrap_or_default();
    Some((&inner[..end], formatted))
}

/// A literal as tokens: its letters and digits alone; the expressions of an f-string as code.
fn text<'a>(text: &'a str, formatted: bool, words: &mut Words<'a>) {
    if !formatted || !text.contains('{') {
        words.push(format!("\"{}", letters(text)).into());
        return;
    }
    for (at, piece) in text.split('{').enumerate() {
        let literal = match piece.split_once('}') {
            Some((expression, literal)) if at > 0 => {
                read(expression.split(['!', ':']).next().unwrap_or_default(), words);
                literal
            }
            _ => piece,
        };
        let literal = letters(literal);
        if !literal.is_empty() {
            words.push(format!("\"{literal}").into());
        }
    }
}

fn letters(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// One form for what can be written in several.
fn settle(mut tokens: Words<'_>) -> Words<'_> {
    while tokens.last().is_some_and(|last| last == ":" || last == ";") {
        tokens.pop();
    }
    // if (…), while (…), for (…), return (…)
    if let [first, open, inner @ .., close] = tokens.as_slice()
        && ["if", "elif", "while", "for", "return"].contains(&first.as_ref())
        && open == "("
        && close == ")"
        && closes_at_the_end(inner)
    {
        let kept = [std::slice::from_ref(first), inner].concat();
        tokens = kept;
    }
    // a += b is a = a + b.
    if let Some(at) = tokens.iter().position(|token| {
        token.len() >= 2 && token.ends_with('=') && !["==", "!=", "<=", ">=", ":="].contains(&token.as_ref())
    }) {
        let sign = tokens[at].trim_end_matches('=').to_owned();
        let target = tokens[..at].to_vec();
        let rest = tokens.split_off(at + 1);
        tokens[at] = "=".into();
        tokens.extend(target);
        tokens.push(sign.into());
        tokens.extend(rest);
    }
    // range(0, n) is range(n).
    if let Some(at) = tokens
        .windows(4)
        .position(|four| four[0] == "range" && four[1] == "(" && four[2] == "0" && four[3] == ",")
    {
        tokens.drain(at + 2..at + 4);
    }
    tokens
}

fn closes_at_the_end(inner: &[Cow<'_, str>]) -> bool {
    let mut depth = 0_i32;
    inner.iter().all(|token| {
        match token.as_ref() {
            "(" => depth += 1,
            ")" => depth -= 1,
            _ => {}
        }
        depth >= 0
    })
}

/// Which of the four weights of [`Token::weight`] a token has.
fn weight(word: &str) -> u8 {
    match word {
        NAME | "=" | "(" | ")" | "," | ":" | "[" | "]" | "." | "{" | "}" | "self" | "pass" | "\"" => 0,
        text if text.starts_with('"') => {
            if text.len() > 3 {
                3
            } else {
                1
            }
        }
        number if number.starts_with(|c: char| c.is_ascii_digit()) => {
            if number.len() > 1 {
                2
            } else {
                1
            }
        }
        _ => 2,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn joined(line: &str) -> String {
        words(line).join(" ")
    }

    #[test]
    fn what_a_variable_is_called_does_not_matter() {
        assert_eq!(joined("total = total + price  # adds"), joined("s += p"));
        assert_eq!(joined("for n in range(0, 10):"), joined("for (i in range(10))"));
        assert_eq!(joined("print(f\"Area: {w * h}\")"), joined("print(f'area {a*b:.2f}')"));
        assert_eq!(joined("return (a + b)"), joined("return x+y;"));
    }

    #[test]
    fn what_a_program_does_matters() {
        assert_ne!(joined("total = total + price"), joined("total = total - price"));
        assert_ne!(joined("print('Hello')"), joined("print('Goodbye')"));
        assert_ne!(joined("words.append(word)"), joined("words.remove(word)"));
    }

    #[test]
    fn no_text_is_too_odd_to_be_read() {
        for odd in ["'", "\"\"\"", "f'{", "\\", "'a\\", "é = ü", "))) :", "1.2.3", "..", "f\"{x!r:>{w}}\""]
        {
            let _ = of_line(odd);
        }
    }
}
