//! What of a text is code, what a traceback, and what is said in words.

/// A text taken apart.
#[derive(Debug, Default)]
pub(super) struct Pasted<'a> {
    pub(super) prose: Vec<&'a str>,
    pub(super) code: Vec<&'a str>,
    pub(super) traceback: bool,
}

/// The most lines that are looked at.
const LINES: usize = 200;

/// Sorts the lines of a text.
pub(super) fn sort(text: &str) -> Pasted<'_> {
    let mut pasted = Pasted::default();
    let lines: Vec<&str> = text.lines().take(LINES).collect();
    for (at, line) in lines.iter().copied().enumerate() {
        let above_a_body = lines.get(at + 1).is_some_and(|next| next.starts_with("  "))
            && line.contains(['<', '>', '=', '(', '[', ':'])
            && words_in_a_row(line) < 4;
        if line.trim().is_empty() {
        } else if is_traceback(line) {
            pasted.traceback = true;
        } else if line.trim().chars().all(|letter| "^~ ".contains(letter)) {
        } else if is_code(line) || above_a_body || (pasted.traceback && line.starts_with(' ')) {
            pasted.code.push(line);
        } else {
            pasted.prose.push(line);
        }
    }
    pasted
}

fn is_traceback(line: &str) -> bool {
    let line = line.trim();
    line.starts_with("Traceback (most recent")
        || (line.starts_with("File \"") && line.contains("line "))
        || line.split_once(": ").is_some_and(|(kind, _)| is_error_name(kind))
}

/// `NameError`, `json.JSONDecodeError`
fn is_error_name(word: &str) -> bool {
    word.chars().all(|letter| letter.is_ascii_alphanumeric() || letter == '.' || letter == '_')
        && word.chars().any(|letter| letter.is_ascii_uppercase())
        && (word.ends_with("Error") || word.ends_with("Exception") || word == "KeyboardInterrupt")
}

/// Whether a line reads like Python and not like a sentence.
fn is_code(line: &str) -> bool {
    let trimmed = line.trim();
    let (first, rest) = trimmed.split_once(char::is_whitespace).unwrap_or((trimmed, ""));
    let rest = rest.trim();
    let calm = words_in_a_row(trimmed) < 4;
    if trimmed.starts_with('#') || trimmed.starts_with('@') {
        return true;
    }
    match first {
        "for" => rest.contains(" in ") && rest.contains(['(', ':', '[']) && calm,
        "if" | "elif" | "while" => {
            calm && (rest.contains(['=', '<', '>', '(', '%'])
                || (rest.ends_with(':') && rest.len() > 1)
                || rest == "True")
        }
        "def" | "class" => rest.contains('(') || rest.ends_with(':'),
        "import" => rest.split_whitespace().count() == 1 && !rest.ends_with('?'),
        "from" => rest.contains(" import "),
        "return" | "print" => {
            !rest.is_empty() && calm && (line.starts_with(' ') || rest.starts_with(['"', '\'', '(']))
        }
        "else:" | "try:" | "finally:" | "else" if first.ends_with(':') => true,
        "except" | "except:" => trimmed.ends_with(':'),
        "pass" | "break" | "continue" => line.starts_with(' ') && rest.is_empty(),
        // A header with a mistyped word: `whil x > 3:`.
        _ if trimmed.ends_with(':') && calm && rest.contains(['<', '>', '=', '(', '[']) => true,
        _ => {
            calm && (is_assignment(trimmed)
                || is_call(trimmed)
                || (line.starts_with("  ") && rest.starts_with(['=', '+', '-'])))
        }
    }
}

/// `total = 0`, `names[0] += "x"`, with nothing of a sentence around.
fn is_assignment(line: &str) -> bool {
    let Some(at) = line.find('=') else { return false };
    let (left, right) = (line[..at].trim_end_matches(['+', '-', '*', '/', '%']).trim(), &line[at + 1..]);
    let target = !left.is_empty()
        && left.split(',').all(|name| {
            let name = name.trim();
            let plain = name.split(['[', '.']).next().unwrap_or_default();
            !plain.is_empty()
                && plain.chars().all(|letter| letter.is_alphanumeric() || letter == '_')
                && !name.contains(' ')
        });
    target
        && !right.starts_with('=')
        && !right.trim().is_empty()
        && !right.trim_end().ends_with('?')
        && (line.contains(" = ")
            || line[..at].ends_with(['+', '-', '*', '/', '%'])
            || !line.contains(' ')
            || right.contains(['(', '[', '"', '\''])
            || left.len() == at)
}

/// `print("hi")`, `names.append(x`, and nothing after it.
fn is_call(line: &str) -> bool {
    let Some(open) = line.find('(') else { return false };
    let name = &line[..open];
    let named = !name.is_empty()
        && name.chars().all(|letter| letter.is_alphanumeric() || letter == '_' || letter == '.');
    let after = line.rfind(')').map_or("", |close| line[close + 1..].trim());
    let inside = &line[open + 1..line.rfind(')').unwrap_or(line.len()).max(open + 1)];
    named && !inside.trim().is_empty() && after.trim_matches([')', ':', ' ', ';']).is_empty()
}

/// The longest run of plain words outside of quotes: a sentence has long ones, a line of Python has not.
fn words_in_a_row(line: &str) -> usize {
    let (mut longest, mut run) = (0, 0);
    let mut quote = None;
    for word in line.split_whitespace() {
        let quoted = quote.is_some();
        for letter in word.chars().filter(|letter| matches!(letter, '"' | '\'')) {
            quote = if quote == Some(letter) { None } else { quote.or(Some(letter)) };
        }
        let plain = word.trim_end_matches(['?', ',', '.', '!']).chars().all(char::is_alphabetic);
        let python =
            ["in", "and", "or", "not", "if", "else", "for", "is", "True", "False", "None", "return", "print"]
                .contains(&word);
        run = if plain && !quoted && quote.is_none() && !python { run + 1 } else { 0 };
        longest = longest.max(run);
    }
    longest
}

/// Whether Python could not even read these lines, as far as a glance can tell.
pub(super) fn looks_broken(code: &[&str]) -> bool {
    let depth = |open: char, close: char| {
        code.iter()
            .flat_map(|line| line.chars())
            .fold(0i32, |depth, letter| depth + i32::from(letter == open) - i32::from(letter == close))
    };
    if [('(', ')'), ('[', ']'), ('{', '}')].iter().any(|(open, close)| depth(*open, *close) != 0) {
        return true;
    }
    code.iter().enumerate().any(|(at, line)| {
        let trimmed = line.trim();
        let first = trimmed.split([' ', '(', ':']).next().unwrap_or_default();
        let header = ["for", "if", "elif", "while", "def", "class", "else", "try", "except"].contains(&first);
        let indent = |line: &str| line.len() - line.trim_start().len();
        let body = code.get(at + 1);
        (header && !trimmed.contains(':'))
            || (header && trimmed.ends_with(':') && body.is_some_and(|body| indent(body) <= indent(line)))
            || (["if", "elif", "while"].contains(&first) && trimmed.contains(" = "))
            || (first == "print" && trimmed[5..].trim_start().starts_with(['"', '\'']))
            || (trimmed.matches('"').count() % 2 == 1 && !trimmed.contains('\''))
            || (at == 0 && ["elif", "else", "except"].contains(&first))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn code_is_told_from_sentences() {
        for (line, code) in [
            ("for i in range(10)", true),
            ("x = 5", true),
            ("x=input('?')", true),
            ("print(\"hello you all out there\")", true),
            ("    return a + b", true),
            ("def add(a, b)", true),
            ("if x == 3 print('three')", true),
            ("names.append(", false),
            ("numbers[0] += 1", true),
            ("else:", true),
            ("what does for i in range(10) do", false),
            ("is x = 5 the same as 5 = x", false),
            ("print is not working", false),
            ("range()", false),
            ("if and else", false),
            ("import random", true),
            ("return?", false),
            ("while loops", false),
        ] {
            assert_eq!(is_code(line), code, "{line}");
        }
    }

    #[test]
    fn a_glance_sees_what_python_cannot_read() {
        for (code, broken) in [
            (&["for i in range(3)", "    print(i)"][..], true),
            (&["for i in range(3):", "print(i)"], true),
            (&["for i in range(3):", "    print(i)"], false),
            (&["print(\"hi)"], true),
            (&["print(1"], true),
            (&["if x = 3:", "    pass"], true),
            (&["total = 0", "print(total)"], false),
        ] {
            assert_eq!(looks_broken(code), broken, "{code:?}");
        }
    }

    #[test]
    fn a_traceback_is_no_sentence() {
        let text = "Traceback (most recent call last):\n  File \"main.py\", line 1, in <module>\n    prin(1)\nNameError: name 'prin' is not defined\nwhy";
        let pasted = sort(text);
        assert!(pasted.traceback);
        assert_eq!(pasted.prose, ["why"]);
    }
}
