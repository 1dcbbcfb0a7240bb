//! Where code is in a text: blocks, spans, and lines that look like it without saying so.

use super::views::{plain, uncommented};

/// A piece of a text, in the order it stands there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Piece {
    /// Prose, with code spans in it.
    Prose(String),
    /// Code: a block of its own, or lines that look like code.
    Code(String),
}

/// A text in pieces.
pub(super) fn pieces(markdown: &str) -> Vec<Piece> {
    let mut pieces: Vec<Piece> = Vec::new();
    let mut fence: Option<String> = None;
    for line in markdown.lines() {
        let bare = line.trim_start_matches(['>', ' ', '\t']);
        if is_fence(bare) {
            match fence.take() {
                Some(code) => pieces.push(Piece::Code(code)),
                None => fence = Some(String::new()),
            }
        } else if let Some(code) = &mut fence {
            code.push_str(line);
            code.push('\n');
        } else if looks_like_code(line) {
            let code = kept_indent(line);
            match pieces.last_mut() {
                Some(Piece::Code(last)) => last.push_str(&code),
                _ => pieces.push(Piece::Code(code)),
            }
        } else {
            match pieces.last_mut() {
                Some(Piece::Prose(last)) => {
                    last.push_str(line);
                    last.push('\n');
                }
                _ => pieces.push(Piece::Prose(format!("{line}\n"))),
            }
        }
    }
    pieces.extend(fence.map(Piece::Code));
    pieces
}

/// Whether a line opens or closes a block.
pub(super) fn is_fence(line: &str) -> bool {
    let line = line.trim_start();
    line.starts_with("```") || line.starts_with("~~~")
}

/// A line of code without the sign of a list or comment before it, with its indentation.
fn kept_indent(line: &str) -> String {
    let bare = uncommented(line);
    let indent = if line.trim_start() == bare {
        line.len() - line.trim_start().len()
    } else {
        // Behind a comment sign the blanks are the indentation, but for one.
        let before = line.len().saturating_sub(bare.len());
        line[..before].chars().rev().take_while(|c| *c == ' ').count().saturating_sub(1)
    };
    format!("{}{}\n", " ".repeat(indent), bare.trim_matches('`'))
}

/// Whether a line of prose is really a line of code.
pub(super) fn looks_like_code(line: &str) -> bool {
    let plain = plain(line);
    let bare = uncommented(&plain).trim_matches('`').trim();
    if bare.is_empty() {
        return false;
    }
    let first = bare.split(|c: char| !c.is_alphanumeric() && c != '_').next().unwrap_or_default();
    let opens = ["def", "for", "while", "if", "elif", "else", "class", "try", "except", "finally", "with"];
    if bare.ends_with(':')
        && opens.contains(&first)
        && !bare.contains(". ")
        && bare.split_whitespace().count() <= 12
    {
        // "For example:" is none, "for x in y:" is.
        return first == "else"
            || first == "try"
            || first == "finally"
            || bare.contains([' ', '(']) && code_signs(bare) > 0
            || (first == "for" && bare.contains(" in "))
            || bare.split_whitespace().count() <= 4 && first.chars().all(char::is_lowercase);
    }
    if ["return", "import", "from", "global", "raise", "break", "continue", "pass"].contains(&first)
        && bare.split_whitespace().count() <= 4
        && !bare.ends_with(['.', '?', '!'])
    {
        return true;
    }
    assigns(bare) || calls_alone(bare)
}

/// `name = value`, and nothing that a sentence would have.
fn assigns(line: &str) -> bool {
    let signs = [" = ", " += ", " -= ", " *= ", " /= ", "="];
    let Some((name, value)) = signs.iter().find_map(|sign| line.split_once(sign)) else { return false };
    let target = name.trim();
    let is_target = !target.is_empty()
        && target.chars().all(|c| c.is_alphanumeric() || "_.,[]\"' ".contains(c))
        && target.split_whitespace().count() <= 2;
    is_target && !value.trim().is_empty() && !line.ends_with(['?', '!']) && !line.trim_end().ends_with(". ")
}

/// `name(…)` as a whole line.
fn calls_alone(line: &str) -> bool {
    let Some((name, rest)) = line.split_once('(') else { return false };
    let is_name = !name.is_empty() && name.chars().all(|c| c.is_alphanumeric() || c == '_' || c == '.');
    is_name && rest.trim_end().ends_with(')')
}

fn code_signs(line: &str) -> usize {
    ["==", "!=", "<", ">", "(", "[", "%", " in ", " not "].iter().filter(|sign| line.contains(*sign)).count()
}

/// The first sign of code where there must be none; names, texts and signs alone may stand in backticks.
pub(in crate::tutor) fn sign_of_code(markdown: &str) -> Option<&'static str> {
    let text = plain(markdown);
    if text.lines().any(is_fence) {
        return Some("a block of code");
    }
    for span in spans(&text) {
        if !is_a_name(span) {
            return Some("code in backticks");
        }
    }
    let prose: String = text.split('`').step_by(2).collect();
    if prose.lines().any(looks_like_code) {
        return Some("a line of code");
    }
    let signs = [" == ", " != ", "+=", "-=", "*=", " ** ", " // ", " = ", " % "];
    if signs.iter().any(|sign| prose.contains(sign)) {
        return Some("an operator");
    }
    let call = prose.split_whitespace().any(|word| {
        word.split_once('(').is_some_and(|(name, rest)| {
            !name.is_empty()
                && name.ends_with(|c: char| c.is_alphanumeric() || c == '_')
                && !rest.starts_with(')')
                && !["s)", "n)", "en)", "in)", "innen)", "r)"].iter().any(|end| rest.starts_with(end))
        })
    });
    call.then_some("a call")
}

/// The texts in backticks.
pub(super) fn spans(text: &str) -> impl Iterator<Item = &str> {
    text.split('`').skip(1).step_by(2).filter(|span| !span.trim().is_empty())
}

/// A name, a text, a number, or a sign: one thing of a program, not a piece of it.
fn is_a_name(span: &str) -> bool {
    let span = span.trim();
    let name =
        |text: &str| !text.is_empty() && text.chars().all(|c| c.is_alphanumeric() || c == '_' || c == '.');
    let signs = span.chars().all(|c| !c.is_alphanumeric() && !c.is_whitespace()) && span.chars().count() <= 3;
    let quoted = span.len() >= 2
        && [('"', '"'), ('\'', '\'')]
            .iter()
            .any(|(open, close)| span.starts_with(*open) && span.ends_with(*close))
        && span.chars().count() <= 30;
    // As Python writes an error: `NameError: name 'x' is not defined`.
    let error = span.split_once(':').is_some_and(|(kind, _)| {
        (kind.ends_with("Error") || kind.ends_with("Exception")) && kind.chars().all(char::is_alphanumeric)
    });
    name(span) || signs || quoted || error || span.strip_suffix("()").is_some_and(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn code_is_found_where_it_does_not_say_so() {
        for line in [
            "total = 0",
            "for x in range(3):",
            "    total += x",
            "print(total)",
            "# print(total)",
            "1. `return total`",
            "else:",
            "while not done:",
            "if x == 3:",
            "> x = 1",
            "def area(w, h):",
        ] {
            assert!(looks_like_code(line), "{line}");
        }
        for line in [
            "For example:",
            "If you see this error, look at the line above.",
            "Look at line 3: what does it do?",
            "Return to the exercise and try again.",
            "A list (or a tuple) has a length.",
            "Try this:",
            "",
            "In Python a name is written without quotes.",
            "Import is a word that you will meet later.",
        ] {
            assert!(!looks_like_code(line), "{line}");
        }
    }

    #[test]
    fn a_hint_in_words_has_no_code_and_names_may_stand_in_it() {
        for hint in [
            "Look at line 3. What is `totl`?",
            "Python says `NameError: name 'x' is not defined`.",
            "Is a `:` missing?",
            "What does `input()` give: a text or a number?",
            "Use two slashes (they divide).",
            "Compare the value(s).",
        ] {
            assert_eq!(sign_of_code(hint), None, "{hint}");
        }
        for code in [
            "Write `total += 1`.",
            "Call print(name) twice.",
            "x = 1",
            "```\nprint(1)\n```",
            "Use a += b there.",
        ] {
            assert!(sign_of_code(code).is_some(), "{code}");
        }
    }

    #[test]
    fn a_text_falls_into_prose_and_code() {
        let text = "Do this:\n```python\nx = 1\n```\nThen\nfor y in x:\n    print(y)\nDone.\n";
        let code = |code: &str| Piece::Code(code.to_owned());
        let prose = |prose: &str| Piece::Prose(prose.to_owned());
        assert_eq!(
            pieces(text),
            [
                prose("Do this:\n"),
                code("x = 1\n"),
                prose("Then\n"),
                code("for y in x:\n    print(y)\n"),
                prose("Done.\n")
            ]
        );
    }
}
