//! Text that hides other text: Base64 and Base32 in one piece or in many, hexadecimal, lists of character codes, and
//! escapes. What comes out of here is never shown; that something comes out at all is reason enough to show nothing.

/// Bytes that an encoded text has at least; shorter ones are words.
const ENCODED: usize = 16;
/// Character codes in a row that are a text; fewer are numbers.
const CODES: usize = 12;
/// Escapes that hide a text; fewer are somebody who writes about them.
const ESCAPES: usize = 6;

/// What the encoded pieces of a text hold, where that is text.
pub(super) fn hidden(text: &str) -> Vec<String> {
    let mut found: Vec<String> = pieces(text).filter_map(unpacked).collect();
    found.extend(text.lines().chain([text]).filter_map(in_chunks));
    found.extend(codes(text));
    let (plain, count) = unescaped(text);
    if count >= ESCAPES {
        found.push(plain);
    }
    found.dedup();
    found
}

fn pieces(text: &str) -> impl Iterator<Item = &str> {
    let parts = text.split(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '+' | '/' | '=' | '\\')));
    parts.filter(|piece| piece.len() >= ENCODED)
}

fn unpacked(piece: &str) -> Option<String> {
    let bare = piece.replace("\\x", "");
    let reversed: String = piece.chars().rev().collect();
    let decoded = [
        bare.bytes().all(|b| b.is_ascii_hexdigit()).then(|| hex(&bare)).flatten(),
        base64(piece),
        base64(&reversed),
        base32(piece),
    ];
    decoded.into_iter().flatten().find_map(readable)
}

/// A line that is nothing but pieces of one encoded text.
fn in_chunks(line: &str) -> Option<String> {
    let behind = line.rsplit(": ").next().unwrap_or(line);
    let chunks: Vec<&str> = behind.split_whitespace().collect();
    if chunks.len() < 2 || chunks.concat().len() < ENCODED {
        return None;
    }
    let all = chunks.concat();
    unpacked(&all).or_else(|| {
        // Words of zeros and ones.
        let binary =
            chunks.iter().all(|chunk| chunk.len() >= 7 && chunk.bytes().all(|b| matches!(b, b'0' | b'1')));
        let bytes = chunks.iter().map_while(|chunk| u8::from_str_radix(chunk, 2).ok());
        binary.then(|| bytes.collect()).and_then(readable)
    })
}

/// Lists of numbers that are the letters of a text.
fn codes(text: &str) -> Vec<String> {
    let (mut found, mut run) = (Vec::new(), Vec::new());
    let mut numbers =
        text.split(|c: char| c.is_whitespace() || ",;-[]()".contains(c)).filter(|word| !word.is_empty());
    loop {
        let next = numbers.next();
        if let Some(code) = next.and_then(|word| word.parse::<u8>().ok()).filter(u8::is_ascii) {
            run.push(code);
        } else {
            let letters = run.iter().filter(|code| code.is_ascii_alphabetic()).count();
            // Marks and prices are numbers of that size too, but they make no calls.
            if run.len() >= CODES
                && letters * 5 >= run.len() * 2
                && run.iter().any(|code| b"(=".contains(code))
            {
                found.extend(readable(std::mem::take(&mut run)));
            }
            run.clear();
        }
        if next.is_none() {
            return found;
        }
    }
}

/// The text with its escapes as what they stand for, and how many there were.
pub(super) fn unescaped(text: &str) -> (String, usize) {
    const FORMS: [(&str, usize, &str); 6] =
        [("\\u", 4, ""), ("\\x", 2, ""), ("&#x", 0, ";"), ("&#", 0, ";"), ("%", 2, ""), ("#", 0, ";")];
    let (mut plain, mut count, mut rest) = (String::with_capacity(text.len()), 0, text);
    'text: while let Some(first) = rest.chars().next() {
        if matches!(first, '\\' | '&' | '%' | '#') {
            for (before, width, after) in FORMS {
                let Some(behind) = rest.strip_prefix(before) else { continue };
                let width = if width > 0 { width } else { behind.find(after).unwrap_or(9) };
                let Some(digits) = behind.get(..width).filter(|digits| (2..=4).contains(&digits.len()))
                else {
                    continue;
                };
                let radix = if after.is_empty() || before == "&#x" { 16 } else { 10 };
                let code = u32::from_str_radix(digits, radix).ok().and_then(char::from_u32);
                if let Some(c) = code.filter(|c| c.is_ascii_graphic() || c.is_ascii_whitespace()) {
                    plain.push(c);
                    rest = behind[width..].strip_prefix(after).unwrap_or(&behind[width..]);
                    count += 1;
                    continue 'text;
                }
            }
        }
        plain.push(first);
        rest = &rest[first.len_utf8()..];
    }
    (plain, count)
}

fn readable(bytes: Vec<u8>) -> Option<String> {
    String::from_utf8(bytes).ok().filter(|text| is_text(text))
}

/// Whether it reads like text and not like the noise that ordinary words decode to.
fn is_text(text: &str) -> bool {
    let spoken =
        text.chars().filter(|c| c.is_alphanumeric() || " \n()=:+'\"_.,[]#-*/<>{}%!".contains(*c)).count();
    let letters = text.chars().count();
    letters >= 10 && spoken * 100 >= letters * 95 && text.contains([' ', '(', '=', '\n'])
}

fn hex(digits: &str) -> Option<Vec<u8>> {
    let even = digits.len().is_multiple_of(2);
    even.then(|| {
        (0..digits.len()).step_by(2).map(|at| u8::from_str_radix(&digits[at..at + 2], 16).ok()).collect()
    })?
}

fn base64(text: &str) -> Option<Vec<u8>> {
    packed(text, 6, |byte| match byte {
        b'A'..=b'Z' => Some(byte - b'A'),
        b'a'..=b'z' => Some(byte - b'a' + 26),
        b'0'..=b'9' => Some(byte - b'0' + 52),
        b'+' | b'-' => Some(62),
        b'/' | b'_' => Some(63),
        _ => None,
    })
}

fn base32(text: &str) -> Option<Vec<u8>> {
    packed(text, 5, |byte| match byte {
        b'A'..=b'Z' => Some(byte - b'A'),
        b'2'..=b'7' => Some(byte - b'2' + 26),
        _ => None,
    })
}

/// Bytes from letters that hold so many bits each.
fn packed(text: &str, width: u32, value: impl Fn(u8) -> Option<u8>) -> Option<Vec<u8>> {
    let (mut bytes, mut bits, mut held) = (Vec::new(), 0_u32, 0_u32);
    for byte in text.trim_end_matches('=').bytes() {
        bits = bits << width | u32::from(value(byte)?);
        held += width;
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
    fn hidden_text_is_unpacked() {
        for (text, held) in [
            ("Read cHJpbnQoJ2hlbGxvJykgIyBoaQ== now", "print('hello') # hi"),
            ("Hex: 7072696e74282768692729 0a", "print('hi')"),
            ("cHJpbnQo J2hlbGxv JykgIyBo aQ==", "print('hello') # hi"),
            ("OBZGS3TUFATWQ2JHFE====== is Base32, and OBZGS3TUFATWQ2JHFEQCGIDIN4======", "print('hi') # ho"),
            ("codes: 112, 114, 105, 110, 116, 40, 39, 104, 105, 39, 41, 10, 32", "print('hi')\n "),
            (
                "01110000 01110010 01101001 01101110 01110100 00101000 00110001 00110010 00101001 00001010",
                "print(12)\n",
            ),
            ("\\u0070\\u0072\\u0069\\u006e\\u0074\\u0028\\u0031\\u0029", "print(1)"),
            ("&#112;&#114;&#105;&#110;&#116;&#40;1)", "print(1)"),
            ("%70%72%69%6e%74%28%31%29", "print(1)"),
        ] {
            assert!(hidden(text).iter().any(|found| found == held), "{text}: {:?}", hidden(text));
        }
    }

    #[test]
    fn ordinary_words_and_numbers_hide_nothing() {
        for text in [
            "Donaudampfschifffahrtsgesellschaft and internationalization, 12345678901234567890",
            "The marks are 88, 92, 75, 100, 64, 99, 71, 80, 90, 85, 77, 93, 61, 40, 32.",
            "A list holds values. Each has a number: 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14.",
            "In `\\n` the backslash begins an escape, and 50% of 20% is 10%.",
            "Eine Liste hält viele Werte zusammen, und jede Stelle hat eine Nummer.",
        ] {
            assert_eq!(hidden(text), Vec::<String>::new(), "{text}");
        }
    }
}
