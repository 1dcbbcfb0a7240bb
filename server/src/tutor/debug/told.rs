//! What Python says about an error, as text: read, and sorted.

use super::evidence::Ended;

/// Kinds of errors at which Python has not started the program.
const UNREAD: [&str; 3] = ["SyntaxError", "IndentationError", "TabError"];
/// Kinds of errors that the values at the line explain.
const OF_VALUES: [&str; 7] = [
    "IndexError",
    "KeyError",
    "ZeroDivisionError",
    "ValueError",
    "TypeError",
    "OverflowError",
    "AssertionError",
];

/// Whether a kind of error is one of reading.
pub(super) fn cannot_be_read(kind: &str) -> bool {
    UNREAD.contains(&kind)
}

/// Whether the values at the line help to understand it.
pub(super) fn values_help(kind: &str) -> bool {
    OF_VALUES.contains(&kind)
}

/// The error of a traceback that somebody sends along: its last line, and the last line of the program on the way.
pub(super) fn error(text: &str) -> Option<Ended> {
    let text = text.trim();
    let last = text.lines().rev().find(|line| !line.trim().is_empty())?.trim();
    let (kind, message) = last.split_once(':').map_or((last, ""), |(kind, message)| (kind, message.trim()));
    let kind = kind.rsplit('.').next().unwrap_or(kind);
    let is_error = kind.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
        && (kind.ends_with("Error")
            || ["StopIteration", "KeyboardInterrupt", "InvalidOperation"].contains(&kind));
    if !is_error {
        return None;
    }
    let line = text
        .lines()
        .filter(|line| line.contains("line ") && (line.contains("main.py") || line.contains("<string>")))
        .filter_map(|line| {
            let digits = line.split("line ").nth(1)?;
            digits.chars().take_while(char::is_ascii_digit).collect::<String>().parse().ok()
        })
        .next_back();
    Some(Ended::Error { kind: kind.to_owned(), message: message.to_owned(), line })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_error_of_a_traceback_is_its_last_line() {
        let text = "Traceback (most recent call last):\n  File \"main.py\", line 7, in <module>\n    f()\n  File \"main.py\", line 3, in f\n    x\nNameError: name 'x' is not defined\n";
        let told = error(text).unwrap();
        let expected = Ended::Error {
            kind: "NameError".to_owned(),
            message: "name 'x' is not defined".to_owned(),
            line: Some(3),
        };
        assert_eq!(told, expected);
        assert!(
            matches!(error("json.decoder.JSONDecodeError: bad"), Some(Ended::Error { kind, .. }) if kind == "JSONDecodeError")
        );
        for nothing in ["", "it does not work", "Error in my head: yes"] {
            assert_eq!(error(nothing), None, "{nothing}");
        }
    }
}
