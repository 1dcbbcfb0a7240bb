//! Turns bytes that arrive in pieces into text.

/// Holds back a character whose bytes are not all there yet.
#[derive(Debug, Default)]
pub(crate) struct Decoder {
    held: Vec<u8>,
}

impl Decoder {
    /// The text of these bytes; what is no UTF-8 becomes U+FFFD.
    pub(crate) fn text(&mut self, bytes: &[u8]) -> String {
        let joined;
        let mut rest = if self.held.is_empty() {
            bytes
        } else {
            self.held.extend_from_slice(bytes);
            joined = std::mem::take(&mut self.held);
            &joined[..]
        };
        let mut text = String::with_capacity(rest.len());
        loop {
            match std::str::from_utf8(rest) {
                Ok(all) => {
                    text.push_str(all);
                    return text;
                }
                Err(problem) => {
                    let (good, bad) = rest.split_at(problem.valid_up_to());
                    text.push_str(&String::from_utf8_lossy(good));
                    let Some(broken) = problem.error_len() else {
                        self.held = bad.to_vec();
                        return text;
                    };
                    text.push(char::REPLACEMENT_CHARACTER);
                    rest = &bad[broken..];
                }
            }
        }
    }

    /// What is left when nothing more will come.
    pub(crate) fn end(&mut self) -> Option<String> {
        let held = std::mem::take(&mut self.held);
        (!held.is_empty()).then(|| char::REPLACEMENT_CHARACTER.to_string())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_character_in_two_halves_comes_as_one() {
        let mut decoder = Decoder::default();
        let smile = "🙂".as_bytes();
        assert_eq!(decoder.text(&smile[..3]), "");
        assert_eq!(decoder.text(&smile[3..]), "🙂");
        assert_eq!(decoder.end(), None);
    }

    #[test]
    fn what_is_no_utf8_shows_as_the_replacement_character() {
        let mut decoder = Decoder::default();
        assert_eq!(decoder.text(b"a\xffb\xc3"), "a\u{fffd}b");
        assert_eq!(decoder.text(b"c"), "\u{fffd}c");
        assert_eq!(decoder.text(b"\xc3"), "");
        assert_eq!(decoder.end(), Some("\u{fffd}".into()));
    }
}
