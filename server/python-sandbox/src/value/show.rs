//! Shows a value as Python's `repr` does.

use std::fmt::{self, Display, Formatter, Write};

use super::Value;

impl Display for Value {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self {
            Self::None => f.write_str("None"),
            Self::Bool(true) => f.write_str("True"),
            Self::Bool(false) => f.write_str("False"),
            Self::Int(number) => write!(f, "{number}"),
            Self::Float(number) => float(f, *number),
            Self::Str(text) => string(f, text),
            Self::Bytes(bytes) => byte_string(f, bytes),
            Self::List(values) => joined(f, "[", values, "]"),
            Self::Tuple(values) if values.len() == 1 => joined(f, "(", values, ",)"),
            Self::Tuple(values) => joined(f, "(", values, ")"),
            Self::Set(values) if values.is_empty() => f.write_str("set()"),
            Self::Set(values) => joined(f, "{", values, "}"),
            Self::FrozenSet(values) if values.is_empty() => f.write_str("frozenset()"),
            Self::FrozenSet(values) => joined(f, "frozenset({", values, "})"),
            Self::Dict(entries) => dict(f, entries),
            Self::Other { repr, .. } => f.write_str(repr),
        }
    }
}

fn joined(f: &mut Formatter<'_>, before: &str, values: &[Value], after: &str) -> fmt::Result {
    f.write_str(before)?;
    for (place, value) in values.iter().enumerate() {
        if place > 0 {
            f.write_str(", ")?;
        }
        value.fmt(f)?;
    }
    f.write_str(after)
}

fn dict(f: &mut Formatter<'_>, entries: &[(Value, Value)]) -> fmt::Result {
    f.write_char('{')?;
    for (place, (key, value)) in entries.iter().enumerate() {
        if place > 0 {
            f.write_str(", ")?;
        }
        write!(f, "{key}: {value}")?;
    }
    f.write_char('}')
}

/// The shortest digits that mean this number, with an exponent where Python has one.
fn float(f: &mut Formatter<'_>, number: f64) -> fmt::Result {
    if number.is_nan() {
        return f.write_str("nan");
    }
    if number.is_infinite() {
        return f.write_str(if number > 0.0 { "inf" } else { "-inf" });
    }
    let scientific = format!("{number:e}");
    let (digits, exponent) = scientific.split_once('e').unwrap_or((&scientific, "0"));
    let exponent: i32 = exponent.parse().unwrap_or(0);
    if (-4..16).contains(&exponent) {
        return write!(f, "{number:?}");
    }
    let sign = if exponent < 0 { '-' } else { '+' };
    write!(f, "{digits}e{sign}{:02}", exponent.abs())
}

fn string(f: &mut Formatter<'_>, text: &str) -> fmt::Result {
    let quote = if text.contains('\'') && !text.contains('"') { '"' } else { '\'' };
    f.write_char(quote)?;
    for letter in text.chars() {
        match letter {
            '\\' => f.write_str("\\\\")?,
            '\n' => f.write_str("\\n")?,
            '\r' => f.write_str("\\r")?,
            '\t' => f.write_str("\\t")?,
            letter if letter == quote => write!(f, "\\{letter}")?,
            letter if is_printable(letter) => f.write_char(letter)?,
            letter => match u32::from(letter) {
                code @ ..=0xff => write!(f, "\\x{code:02x}")?,
                code @ ..=0xffff => write!(f, "\\u{code:04x}")?,
                code => write!(f, "\\U{code:08x}")?,
            },
        }
    }
    f.write_char(quote)
}

/// Nearly Python's `str.isprintable`; the unassigned characters it also refuses do
/// not matter to a reader.
fn is_printable(letter: char) -> bool {
    let hidden = matches!(u32::from(letter),
        0xad | 0x600..=0x605 | 0x61c | 0x6dd | 0x70f | 0x180e | 0x200b..=0x200f | 0x2028..=0x202e
        | 0x2060..=0x206f | 0xe000..=0xf8ff | 0xfeff | 0xfff9..=0xfffb | 0xe0000..=0xe0fff | 0xf0000..);
    letter == ' ' || !(letter.is_control() || letter.is_whitespace() || hidden)
}

fn byte_string(f: &mut Formatter<'_>, bytes: &[u8]) -> fmt::Result {
    let quote = if bytes.contains(&b'\'') && !bytes.contains(&b'"') { b'"' } else { b'\'' };
    write!(f, "b{}", char::from(quote))?;
    for &byte in bytes {
        match byte {
            b'\\' => f.write_str("\\\\")?,
            b'\n' => f.write_str("\\n")?,
            b'\r' => f.write_str("\\r")?,
            b'\t' => f.write_str("\\t")?,
            byte if byte == quote => write!(f, "\\{}", char::from(byte))?,
            b' '..=b'~' => f.write_char(byte.into())?,
            byte => write!(f, "\\x{byte:02x}")?,
        }
    }
    f.write_char(quote.into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_show_as_in_python() {
        for (value, shown) in [
            (Value::Float(1.0), "1.0"),
            (Value::Float(-0.0), "-0.0"),
            (Value::Float(0.1 + 0.2), "0.30000000000000004"),
            (Value::Float(1e16), "1e+16"),
            (Value::Float(1.5e-5), "1.5e-05"),
            (Value::Float(0.0001), "0.0001"),
            (Value::Float(123_456_789_012_345.0), "123456789012345.0"),
            (Value::Float(f64::NAN), "nan"),
            (Value::from("it's"), "\"it's\""),
            (Value::from("a\"'\n\u{7}é🙂\u{200b}"), "'a\"\\'\\n\\x07é🙂\\u200b'"),
            (Value::Bytes(b"a'\x00\xff".to_vec()), "b\"a'\\x00\\xff\""),
            (Value::Tuple(vec![1.into()]), "(1,)"),
            (Value::Set(vec![]), "set()"),
            (Value::FrozenSet(vec![1.into()]), "frozenset({1})"),
            (Value::Dict(vec![("a".into(), Value::None)]), "{'a': None}"),
        ] {
            assert_eq!(value.to_string(), shown);
        }
    }
}
