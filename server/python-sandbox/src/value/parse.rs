//! Reads a Python literal as a teacher writes it.
//!
//! Written here because what crates.io offers takes exponential time for nested
//! lists. Calls are read only where Python has no literal: `set()`, `frozenset(…)`
//! and `float('nan')`.

use num_bigint::BigInt;

use super::{DEEPEST, Value};

/// Why a text is no Python literal.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("not a Python value at character {at}: {problem}")]
pub struct ParseError {
    /// Where, counted in characters from 1.
    pub at: usize,
    /// What is wrong there.
    pub problem: &'static str,
}

impl Value {
    /// Reads a literal: `[1, 2.5, 'a']`, `{'x': (True, None)}`, `float('inf')`.
    pub fn parse(text: &str) -> Result<Self, ParseError> {
        let mut reader = Reader { text: text.chars().collect(), at: 0 };
        reader.blanks();
        let value = reader.value(0)?;
        if reader.at < reader.text.len() {
            return reader.fail("something follows the value");
        }
        Ok(value)
    }
}

struct Reader {
    text: Vec<char>,
    at: usize,
}

type Parsed<T> = Result<T, ParseError>;

impl Reader {
    fn fail<T>(&self, problem: &'static str) -> Parsed<T> {
        Err(ParseError { at: self.at + 1, problem })
    }

    fn peek(&self) -> Option<char> {
        self.text.get(self.at).copied()
    }

    fn next(&mut self) -> Option<char> {
        let letter = self.peek();
        self.at += usize::from(letter.is_some());
        letter
    }

    fn blanks(&mut self) {
        while self.peek().is_some_and(char::is_whitespace) {
            self.at += 1;
        }
    }

    /// Takes a sign and the blanks after it.
    fn eat(&mut self, sign: char) -> bool {
        let found = self.peek() == Some(sign);
        if found {
            self.at += 1;
            self.blanks();
        }
        found
    }

    fn must(&mut self, sign: char, problem: &'static str) -> Parsed<()> {
        if self.eat(sign) { Ok(()) } else { self.fail(problem) }
    }

    fn value(&mut self, depth: usize) -> Parsed<Value> {
        if depth > DEEPEST {
            return self.fail("it is nested too deeply");
        }
        let value = match self.peek() {
            Some('[') => {
                self.eat('[');
                Value::List(self.items(']', depth)?.0)
            }
            Some('(') => {
                self.eat('(');
                let (mut items, comma) = self.items(')', depth)?;
                if items.len() == 1 && !comma { items.remove(0) } else { Value::Tuple(items) }
            }
            Some('{') => self.braces(depth)?,
            Some('\'' | '"') => self.strings()?,
            Some('+' | '-' | '.' | '0'..='9') => self.number()?,
            Some(letter) if letter.is_alphabetic() => self.word(depth)?,
            Some(_) => return self.fail("no value starts like this"),
            None => return self.fail("the text ends where a value should be"),
        };
        self.blanks();
        Ok(value)
    }

    /// Values up to a closing sign, and whether a comma came last.
    fn items(&mut self, close: char, depth: usize) -> Parsed<(Vec<Value>, bool)> {
        let mut items = Vec::new();
        let mut comma = false;
        while !self.eat(close) {
            if !items.is_empty() && !comma {
                return self.fail("a comma is missing");
            }
            items.push(self.value(depth + 1)?);
            comma = self.eat(',');
        }
        Ok((items, comma))
    }

    fn braces(&mut self, depth: usize) -> Parsed<Value> {
        self.eat('{');
        if self.eat('}') {
            return Ok(Value::Dict(Vec::new()));
        }
        let first = self.value(depth + 1)?;
        if !self.eat(':') {
            let mut values = vec![first];
            if self.eat(',') {
                values.extend(self.items('}', depth)?.0);
            } else {
                self.must('}', "a comma is missing")?;
            }
            return Ok(Value::Set(values));
        }
        let mut entries = vec![(first, self.value(depth + 1)?)];
        while self.eat(',') && self.peek() != Some('}') {
            let key = self.value(depth + 1)?;
            self.must(':', "a colon is missing")?;
            entries.push((key, self.value(depth + 1)?));
        }
        self.must('}', "a comma or the closing brace is missing")?;
        Ok(Value::Dict(entries))
    }

    fn word(&mut self, depth: usize) -> Parsed<Value> {
        let start = self.at;
        while self.peek().is_some_and(|letter| letter.is_alphanumeric() || letter == '_') {
            self.at += 1;
        }
        let word: String = self.text[start..self.at].iter().collect();
        if matches!(self.peek(), Some('\'' | '"')) {
            self.at = start;
            return self.strings();
        }
        match word.as_str() {
            "None" => return Ok(Value::None),
            "True" => return Ok(Value::Bool(true)),
            "False" => return Ok(Value::Bool(false)),
            "set" | "frozenset" | "float" => {}
            _ => {
                self.at = start;
                return self.fail("this is a name, not a value; a text needs quotes");
            }
        }
        self.blanks();
        self.must('(', "a bracket is missing")?;
        let mut given = self.items(')', depth)?.0;
        match (word.as_str(), given.pop(), given.is_empty()) {
            ("set", None, _) => Ok(Value::Set(Vec::new())),
            ("frozenset", None, _) => Ok(Value::FrozenSet(Vec::new())),
            ("set", Some(Value::Set(of) | Value::List(of)), true) => Ok(Value::Set(of)),
            ("frozenset", Some(Value::Set(of) | Value::List(of)), true) => Ok(Value::FrozenSet(of)),
            ("float", Some(Value::Str(name)), true) => match name.parse() {
                Ok(number) => Ok(Value::Float(number)),
                Err(_) => self.fail("this text is no number"),
            },
            _ => self.fail("this cannot be called with that"),
        }
    }

    fn number(&mut self) -> Parsed<Value> {
        let mut negative = false;
        while let Some(sign @ ('+' | '-')) = self.peek() {
            negative ^= sign == '-';
            self.at += 1;
            self.blanks();
        }
        let start = self.at;
        while let Some(letter) = self.peek() {
            let exponent_sign = matches!(letter, '+' | '-')
                && matches!(self.text[self.at - 1], 'e' | 'E')
                && !self.is_hex(start);
            if !(letter.is_ascii_alphanumeric() || matches!(letter, '.' | '_') || exponent_sign)
                || self.at == start && letter.is_alphabetic()
            {
                break;
            }
            self.at += 1;
        }
        let digits: String = self.text[start..self.at].iter().filter(|letter| **letter != '_').collect();
        let number = integer(&digits).map(Value::Int).or_else(|| {
            let decimal =
                digits.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'.' | b'e' | b'E' | b'+' | b'-'));
            let float = decimal && digits.contains(['.', 'e', 'E']);
            if float { digits.parse().ok().map(Value::Float) } else { None }
        });
        match number {
            Some(Value::Int(number)) => Ok(Value::Int(if negative { -number } else { number })),
            Some(Value::Float(number)) => Ok(Value::Float(if negative { -number } else { number })),
            _ => {
                self.at = start;
                self.fail("this is no number")
            }
        }
    }

    fn is_hex(&self, start: usize) -> bool {
        matches!(self.text.get(start + 1), Some('x' | 'X'))
    }

    /// One string or several in a row, which Python joins.
    fn strings(&mut self) -> Parsed<Value> {
        let mut joined = self.string()?;
        loop {
            self.blanks();
            if !matches!(self.peek(), Some('\'' | '"')) {
                return Ok(joined);
            }
            match (&mut joined, self.string()?) {
                (Value::Str(text), Value::Str(more)) => text.push_str(&more),
                _ => return self.fail("text and bytes cannot be joined"),
            }
        }
    }

    fn string(&mut self) -> Parsed<Value> {
        let (mut raw, mut bytes) = (false, false);
        while let Some(letter) = self.peek().filter(|letter| letter.is_alphabetic()) {
            match letter {
                'r' | 'R' => raw = true,
                'b' | 'B' => bytes = true,
                'u' | 'U' => {}
                _ => return self.fail("only r, b and u may stand before a text"),
            }
            self.at += 1;
        }
        let quote = self.next();
        let triple = self.peek() == quote && self.text.get(self.at + 1).copied() == quote;
        self.at += if triple { 2 } else { 0 };
        let mut text = String::new();
        loop {
            let Some(letter) = self.next() else { return self.fail("the closing quote is missing") };
            let closes = Some(letter) == quote
                && (!triple || (self.peek() == quote && self.text.get(self.at + 1).copied() == quote));
            if closes {
                self.at += if triple { 2 } else { 0 };
                break;
            }
            match letter {
                '\\' if raw => {
                    text.push('\\');
                    text.extend(self.next());
                }
                '\\' => self.escape(&mut text, bytes)?,
                '\n' if !triple => return self.fail("the closing quote is missing in this line"),
                letter => text.push(letter),
            }
        }
        if !bytes {
            return Ok(Value::Str(text));
        }
        match text.chars().map(|letter| u8::try_from(u32::from(letter))).collect() {
            Ok(bytes) => Ok(Value::Bytes(bytes)),
            Err(_) => self.fail("bytes can only hold ASCII letters"),
        }
    }

    fn escape(&mut self, text: &mut String, bytes: bool) -> Parsed<()> {
        let Some(letter) = self.next() else { return self.fail("the closing quote is missing") };
        let code = match letter {
            '\n' => return Ok(()),
            'n' => u32::from('\n'),
            't' => u32::from('\t'),
            'r' => u32::from('\r'),
            'a' => 7,
            'b' => 8,
            'f' => 12,
            'v' => 11,
            '\\' | '\'' | '"' => u32::from(letter),
            'x' => self.hex(2)?,
            'u' if !bytes => self.hex(4)?,
            'U' if !bytes => self.hex(8)?,
            '0'..='7' => {
                let mut code = letter.to_digit(8).unwrap_or(0);
                for _ in 0..2 {
                    let Some(digit) = self.peek().and_then(|letter| letter.to_digit(8)) else { break };
                    code = code * 8 + digit;
                    self.at += 1;
                }
                code
            }
            other => {
                text.push('\\');
                text.push(other);
                return Ok(());
            }
        };
        match char::from_u32(code) {
            Some(letter) => text.push(letter),
            None => return self.fail("there is no such character"),
        }
        Ok(())
    }

    fn hex(&mut self, digits: usize) -> Parsed<u32> {
        let mut code = 0;
        for _ in 0..digits {
            match self.next().and_then(|letter| letter.to_digit(16)) {
                Some(digit) => code = code * 16 + digit,
                None => return self.fail("more hexadecimal digits are missing"),
            }
        }
        Ok(code)
    }
}

fn integer(digits: &str) -> Option<BigInt> {
    let lower = digits.to_ascii_lowercase();
    for (prefix, base) in [("0x", 16), ("0o", 8), ("0b", 2)] {
        if let Some(rest) = lower.strip_prefix(prefix) {
            return if rest.starts_with('-') { None } else { BigInt::parse_bytes(rest.as_bytes(), base) };
        }
    }
    let plain = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
    // As in Python, 012 is a mistake and not ten.
    let zeros = digits.len() > 1 && digits.starts_with('0') && digits.bytes().any(|byte| byte != b'0');
    if plain && !zeros { BigInt::parse_bytes(digits.as_bytes(), 10) } else { None }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn literals_are_read_as_python_reads_them() {
        for (written, shown) in [
            ("[1, 2.5, 'a']", "[1, 2.5, 'a']"),
            ("  ( )", "()"),
            ("(1)", "1"),
            ("(1,)", "(1,)"),
            ("{}", "{}"),
            ("{1, 2,}", "{1, 2}"),
            ("{'a': {'b': None}, }", "{'a': {'b': None}}"),
            ("-0x1F", "-31"),
            ("--1", "1"),
            ("1_000_000", "1000000"),
            ("1e3", "1000.0"),
            ("-2.5E-7", "-2.5e-07"),
            (".5", "0.5"),
            ("5.", "5.0"),
            ("'it\\'s' \"!\"", "\"it's!\""),
            ("'''two\nlines'''", "'two\\nlines'"),
            ("'\\x41\\u00e9\\101'", "'AéA'"),
            ("r'\\d'", "'\\\\d'"),
            ("b'\\xff\\n'", "b'\\xff\\n'"),
            ("frozenset({1})", "frozenset({1})"),
            ("set()", "set()"),
            ("float('-inf')", "-inf"),
            ("123456789012345678901234567890", "123456789012345678901234567890"),
            ("[\n  1,\n  2,\n]", "[1, 2]"),
        ] {
            assert_eq!(Value::parse(written).unwrap().to_string(), shown, "{written}");
        }
    }

    #[test]
    fn what_is_no_literal_is_refused_with_its_place() {
        for (written, at) in [
            ("", 1),
            ("hello", 1),
            ("[1 2]", 4),
            ("[1", 3),
            ("'a", 3),
            ("1 2", 3),
            ("{1: 2, 3}", 9),
            ("012", 1),
            ("1j", 1),
            ("f'x'", 1),
            ("print(1)", 1),
            ("0x", 1),
            ("'\\ud800'", 8),
            ("[,]", 2),
            ("1..2", 1),
            ("-", 2),
        ] {
            assert_eq!(Value::parse(written).map_err(|error| error.at), Err(at), "{written}");
        }
    }

    proptest! {
        #[test]
        fn whatever_is_written_is_a_value_or_a_place_in_the_text(text in "\\PC{0,40}|[\\[\\](){},:'\"0-9a-fxrb.\\\\ \n_-]{0,60}") {
            match Value::parse(&text) {
                Ok(value) => {
                    let shown = value.to_string();
                    prop_assert_eq!(Value::parse(&shown).unwrap().to_string(), shown);
                }
                Err(error) => prop_assert!((1..=text.chars().count() + 1).contains(&error.at), "{}", error.at),
            }
        }

        #[test]
        fn a_text_is_read_as_it_is_shown(text in any::<String>(), bytes in any::<Vec<u8>>()) {
            let (text, bytes) = (Value::Str(text), Value::Bytes(bytes));
            prop_assert_eq!(Value::parse(&text.to_string()).unwrap(), text);
            prop_assert_eq!(Value::parse(&bytes.to_string()).unwrap(), bytes);
        }
    }

    #[test]
    fn a_tower_of_brackets_is_refused_at_once() {
        assert!(Value::parse(&"[".repeat(100_000)).is_err());
        assert!(Value::parse(&format!("{}{}", "[".repeat(60), "]".repeat(60))).is_ok());
    }
}
