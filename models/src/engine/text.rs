//! Bytes of tokens as text that may be shown: whole letters only, and never a part of a stop word.

/// Collects what an answer says.
#[derive(Debug, Default)]
pub(super) struct Text {
    stop: Vec<String>,
    /// The beginning of a letter.
    bytes: Vec<u8>,
    /// Text that may turn out to be the beginning of a stop word.
    held: String,
}

/// What came of the newest bytes.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Said {
    /// This much may be shown; it may be nothing.
    More(String),
    /// A stop word came after this.
    Stopped(String),
}

impl Text {
    pub(super) fn new(stop: Vec<String>) -> Self {
        Self { stop: stop.into_iter().filter(|word| !word.is_empty()).collect(), ..Self::default() }
    }

    pub(super) fn push(&mut self, bytes: &[u8]) -> Said {
        self.bytes.extend_from_slice(bytes);
        self.decode();
        let found = self.stop.iter().filter_map(|word| self.held.find(word.as_str())).min();
        if let Some(at) = found {
            self.held.truncate(at);
            return Said::Stopped(std::mem::take(&mut self.held));
        }
        let begun = self.stop.iter().map(|word| begun(&self.held, word)).max().unwrap_or(0);
        let keep = self.held.split_off(self.held.len() - begun);
        Said::More(std::mem::replace(&mut self.held, keep))
    }

    /// What was held back, now that nothing more comes.
    pub(super) fn rest(&mut self) -> String {
        if !self.bytes.is_empty() {
            self.bytes.clear();
            self.held.push(char::REPLACEMENT_CHARACTER);
        }
        std::mem::take(&mut self.held)
    }

    /// Moves whole letters from `bytes` to `held`.
    fn decode(&mut self) {
        loop {
            match std::str::from_utf8(&self.bytes) {
                Ok(text) => {
                    self.held.push_str(text);
                    self.bytes.clear();
                    return;
                }
                Err(error) => {
                    let (whole, _) = self.bytes.split_at(error.valid_up_to());
                    self.held.push_str(&String::from_utf8_lossy(whole));
                    let broken = error.error_len();
                    self.bytes.drain(..error.valid_up_to() + broken.unwrap_or(0));
                    if broken.is_none() {
                        return;
                    }
                    self.held.push(char::REPLACEMENT_CHARACTER);
                }
            }
        }
    }
}

/// How much of the end of `text` is the beginning of `word`.
fn begun(text: &str, word: &str) -> usize {
    (1..word.len())
        .rev()
        .filter(|length| word.is_char_boundary(*length))
        .find(|length| text.ends_with(&word[..*length]))
        .unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(stop: &[&str], pieces: &[&[u8]]) -> (Vec<Said>, String) {
        let mut text = Text::new(stop.iter().map(|word| (*word).to_owned()).collect());
        let said = pieces.iter().map(|piece| text.push(piece)).collect();
        (said, text.rest())
    }

    fn more(text: &str) -> Said {
        Said::More(text.to_owned())
    }

    #[test]
    fn a_letter_is_shown_when_it_is_whole() {
        let (said, rest) =
            said(&[], &[b"na", b"\xc3", b"\xafve \xf0\x9f", b"\x90\x8d", b"\xff!", b"\xe2\x82"]);
        let expected = [more("na"), more(""), more("ïve "), more("🐍"), more("\u{fffd}!"), more("")];
        assert_eq!((said, rest.as_str()), (expected.into(), "\u{fffd}"));
    }

    #[test]
    fn a_stop_word_is_never_shown_not_even_in_part() {
        let (halves, _) = said(&["\nStudent:"], &[b"Look.\nStu", b"dent: ", b"never"]);
        assert_eq!(halves[..2], [more("Look."), Said::Stopped(String::new())]);
        let (other, rest) = said(&["\nStudent:"], &[b"Look.\nStu", b"dy.", b" \n"]);
        assert_eq!(other, [more("Look."), more("\nStudy."), more(" ")]);
        assert_eq!(rest, "\n");
        let (first, _) = said(&["b", "ab"], &[b"xab"]);
        assert_eq!(first, [Said::Stopped("x".to_owned())]);
    }
}
