//! Where the output of a wrong program leaves the way it should have gone.

use super::{Source, Trace};
use crate::Outcome;
use crate::grade::same;

impl Trace {
    /// The step that printed the first thing that differs from what was expected; the
    /// last step of a program that ended before it had printed all. `None` when
    /// nothing differs. Blanks at the ends of lines and newlines at the end do not
    /// count, as in a graded test.
    pub fn first_difference(&self, expected: &str) -> Option<usize> {
        let mut printed = String::new();
        let mut pieces = self.shown.iter();
        let mut taken = 0;
        for (number, step) in self.steps.iter().enumerate() {
            for piece in pieces.by_ref().take(step.shown.saturating_sub(taken)) {
                if piece.source == Source::Stdout {
                    printed.push_str(&piece.text);
                }
            }
            taken = taken.max(step.shown);
            if !is_beginning(&printed, expected) {
                // A step shows what was there before its line was done.
                return Some(number.saturating_sub(1));
            }
        }
        printed
            .extend(pieces.filter(|piece| piece.source == Source::Stdout).map(|piece| piece.text.as_str()));
        let ended = matches!(self.outcome, Outcome::Finished | Outcome::Exited { .. } | Outcome::Failed(_));
        let differs = !is_beginning(&printed, expected) || ended && !same(expected, &printed);
        differs.then(|| self.steps.len().saturating_sub(1))
    }
}

/// Whether some output may still become what is expected.
fn is_beginning(printed: &str, expected: &str) -> bool {
    let mut expected = expected.split('\n').map(str::trim_end);
    let mut lines = printed.split('\n').peekable();
    while let Some(line) = lines.next() {
        let is_last = lines.peek().is_none();
        let wanted = expected.next().unwrap_or_default();
        let line = line.trim_end();
        if line != wanted && !(is_last && wanted.starts_with(line)) {
            return false;
        }
    }
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_beginning_may_stop_anywhere() {
        for printed in ["", "a", "a\n", "a  \nb", "a\nbc", "a\nbc\n\n"] {
            assert!(is_beginning(printed, "a\nbc\n"), "{printed:?}");
        }
        for printed in ["b", "a\nc", "a\nbc\nd", "a\n\n"] {
            assert!(!is_beginning(printed, "a\nbc\n"), "{printed:?}");
        }
    }
}
