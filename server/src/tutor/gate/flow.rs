//! A model's words on their way to the page: held back until a sentence is whole and the next one has begun, or a
//! block of code is closed, and let through only if the gate has nothing against them. From the first piece on that could
//! be a piece of a solution, the rest waits for the end, and is shown only if all of it may be.

use learnflow_contracts::tutor::GateFinding;

use super::code::{is_fence, looks_like_code};
use super::{Guard, Sight};

/// One answer as it comes.
pub(crate) struct Flow<'a> {
    guard: &'a Guard,
    rung: Option<u8>,
    sight: Sight,
    /// What came and was not let through yet.
    held: String,
    /// What passed alone and waits for the end: from the first piece on that could be a piece of a solution.
    late: Option<String>,
}

impl<'a> Flow<'a> {
    pub(super) fn new(guard: &'a Guard, rung: Option<u8>) -> Self {
        Self { guard, rung, sight: guard.sight(), held: String::new(), late: None }
    }

    /// Takes the next piece; gives what may be shown now.
    ///
    /// # Errors
    /// What was found: nothing more of this answer may be shown.
    pub(crate) async fn take(&mut self, piece: &str) -> Result<String, Vec<GateFinding>> {
        self.held.push_str(piece);
        let mut through = String::new();
        while let Some(length) = whole(&self.held) {
            let unit: String = self.held.drain(..length).collect();
            self.guard.look(&unit, self.rung, &mut self.sight).await?;
            if self.sight.touched {
                self.late.get_or_insert_default();
            }
            match &mut self.late {
                Some(late) => late.push_str(&unit),
                None => through.push_str(&unit),
            }
        }
        Ok(through)
    }

    /// The answer is over; gives the rest of it.
    ///
    /// # Errors
    /// What was found.
    pub(crate) async fn end(&mut self) -> Result<String, Vec<GateFinding>> {
        let rest = std::mem::take(&mut self.held);
        if !rest.trim().is_empty() {
            self.guard.look(&rest, self.rung, &mut self.sight).await?;
        }
        Ok(self.late.take().unwrap_or_default() + &rest)
    }
}

/// The length of the first whole unit, if something stands behind it already: a block of code, a run of lines that
/// look like code, or a sentence.
fn whole(held: &str) -> Option<usize> {
    let mut lines = lines_of(held).peekable();
    let &(_, first) = lines.peek()?;
    if is_fence(first) {
        lines.next();
        let closed = lines.find(|(_, line)| is_fence(line) && line.ends_with('\n'));
        return closed.map(|(end, _)| end);
    }
    if looks_like_code(first) || is_list_of_code(first) {
        // Until a line that is none: pieces of a program are looked at together.
        let mut end = 0;
        for (after, line) in lines {
            if !line.ends_with('\n') {
                return None;
            }
            if !(looks_like_code(line) || is_list_of_code(line) || line.trim().is_empty()) {
                return Some(end);
            }
            end = after;
        }
        return None;
    }
    if first.ends_with('\n') {
        let next = lines_of(held).nth(1).map(|(_, line)| line);
        // The next line tells whether this one leads to code.
        return sentence(first).or_else(|| next.is_some_and(|next| !next.is_empty()).then_some(first.len()));
    }
    sentence(first)
}

/// The end of the first sentence of a line, if another one has begun behind it.
fn sentence(line: &str) -> Option<usize> {
    let (mut ticks, mut quotes) = (0, 0);
    let mut before = ' ';
    for (at, c) in line.char_indices() {
        if c == '`' {
            ticks += 1;
        }
        // A sentence does not end within a text in quotes.
        if c == '"' {
            quotes += 1;
        }
        let behind = at + c.len_utf8();
        if ticks % 2 == 0
            && quotes % 2 == 0
            // Behind a blank it ends no sentence: so are programs spelled letter by letter.
            && !before.is_whitespace()
            && matches!(c, '.' | '?' | '!')
            && line[behind..].starts_with(' ')
            && !line[behind..].trim_start().is_empty()
        {
            return Some(behind + 1);
        }
        before = c;
    }
    None
}

/// A line of a list that holds code in backticks.
fn is_list_of_code(line: &str) -> bool {
    let line = line.trim_start();
    let listed = line.starts_with(['-', '*', '•']) || line.starts_with(|c: char| c.is_ascii_digit());
    listed && super::code::spans(line).any(looks_like_code)
}

/// Each line with its line break, and where it ends.
fn lines_of(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut end = 0;
    text.split_inclusive('\n').map(move |line| {
        end += line.len();
        (end, line)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn units(text: &str) -> Vec<String> {
        let (mut held, mut units) = (String::new(), Vec::new());
        for c in text.chars() {
            held.push(c);
            while let Some(length) = whole(&held) {
                units.push(held.drain(..length).collect());
            }
        }
        units.push(held);
        units
    }

    #[test]
    fn sentences_come_one_by_one_and_none_is_lost() {
        let text = "A list holds values. You reach one with `x[0]. y`. Look!\nNext line.\nEnd";
        let units = units(text);
        assert_eq!(units.concat(), text);
        assert_eq!(units[0], "A list holds values. ");
        assert_eq!(units[1], "You reach one with `x[0]. y`. ");
    }

    #[test]
    fn a_block_is_held_until_it_is_closed() {
        let text = "So:\n```python\nx = 1\nprint(x)\n```\nDone. Good.";
        let units = units(text);
        assert_eq!(units.concat(), text);
        assert_eq!(units[1], "```python\nx = 1\nprint(x)\n```\n");
    }

    #[test]
    fn lines_of_code_are_held_together() {
        let text = "Write:\ntotal = 0\nfor x in xs:\n    total += x\nThat is all. Bye.\nMore";
        assert_eq!(units(text)[1], "total = 0\nfor x in xs:\n    total += x\n");
    }
}
