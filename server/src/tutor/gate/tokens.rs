//! Code without its clothes: tokens in which it does not matter what variables are called, how lines are broken, or
//! whether a quote is single or double. Lenient: it reads what no Python would.

/// Words that mean something of themselves; every other name is just a name.
const KNOWN: &[&str] = &[
    "and",
    "as",
    "assert",
    "async",
    "await",
    "break",
    "class",
    "continue",
    "def",
    "del",
    "elif",
    "else",
    "except",
    "false",
    "finally",
    "for",
    "from",
    "global",
    "if",
    "import",
    "in",
    "is",
    "lambda",
    "none",
    "nonlocal",
    "not",
    "or",
    "pass",
    "raise",
    "return",
    "true",
    "try",
    "while",
    "with",
    "yield",
    "abs",
    "all",
    "any",
    "bool",
    "chr",
    "dict",
    "enumerate",
    "filter",
    "float",
    "format",
    "input",
    "int",
    "isinstance",
    "len",
    "list",
    "map",
    "max",
    "min",
    "open",
    "ord",
    "pow",
    "print",
    "range",
    "reversed",
    "round",
    "set",
    "sorted",
    "str",
    "sum",
    "super",
    "tuple",
    "type",
    "zip",
    "self",
];

/// Signs of two and three characters, the longest first.
const LONG: &[&str] =
    &["**=", "//=", "==", "!=", "<=", ">=", "+=", "-=", "*=", "/=", "%=", "**", "//", "->", ":="];

/// Any name that is nobody's but the student's.
pub(super) const NAME: &str = "N";

/// A line of code as tokens.
pub(super) type Tokens = Vec<String>;

/// The tokens of a line.
pub(super) fn of_line(line: &str) -> Tokens {
    let mut tokens = Vec::new();
    read(&mut line.chars().collect::<Vec<_>>().as_slice(), &mut tokens);
    settle(tokens)
}

fn read(rest: &mut &[char], tokens: &mut Tokens) {
    while let Some(&first) = rest.first() {
        if first.is_whitespace() {
            *rest = &rest[1..];
        } else if first == '#' {
            return;
        } else if let Some(quoted) = quoted(rest) {
            text(&quoted.0, quoted.1, tokens);
        } else if first.is_ascii_digit() {
            let number: String = take(rest, |c| c.is_ascii_digit() || c == '.' || c == '_');
            tokens.push(number.trim_end_matches('.').trim_end_matches(".0").to_owned());
        } else if first.is_alphanumeric() || first == '_' {
            let word = take(rest, |c| c.is_alphanumeric() || c == '_').to_lowercase();
            let attribute = tokens.last().is_some_and(|last| last == ".");
            let known = attribute || KNOWN.contains(&word.as_str());
            tokens.push(if known { word } else { NAME.to_owned() });
        } else {
            let sign = LONG.iter().find(|sign| sign.chars().eq(rest.iter().copied().take(sign.len())));
            let length = sign.map_or(1, |sign| sign.len());
            tokens.push(rest[..length].iter().collect());
            *rest = &rest[length..];
        }
    }
}

fn take(rest: &mut &[char], belongs: impl Fn(char) -> bool) -> String {
    let length = rest.iter().take_while(|&&c| belongs(c)).count();
    let taken = rest[..length].iter().collect();
    *rest = &rest[length..];
    taken
}

/// The text of a literal at the start, and whether it is an f-string. One that is not closed ends with the line.
fn quoted(rest: &mut &[char]) -> Option<(String, bool)> {
    let prefix =
        rest.iter().take(2).take_while(|c| matches!(c.to_ascii_lowercase(), 'f' | 'r' | 'b' | 'u')).count();
    let quote = *rest.get(prefix).filter(|c| matches!(c, '"' | '\''))?;
    let formatted = rest[..prefix].iter().any(|c| c.eq_ignore_ascii_case(&'f'));
    let triple = rest[prefix..].len() >= 3 && rest[prefix..prefix + 3].iter().all(|&c| c == quote);
    let width = if triple { 3 } else { 1 };
    let inner = &rest[prefix + width..];
    let mut end = 0;
    while end < inner.len()
        && !(inner[end] == quote && (!triple || inner[end..].iter().take(3).all(|&c| c == quote)))
    {
        end += if inner[end] == '\\' { 2 } else { 1 };
    }
    let end = end.min(inner.len());
    let text = inner[..end].iter().collect();
    *rest = inner.get(end + width..).unwrap_or_default();
    Some((text, formatted))
}

/// A literal as tokens: its letters and digits alone; the expressions of an f-string as code.
fn text(text: &str, formatted: bool, tokens: &mut Tokens) {
    if !formatted || !text.contains('{') {
        tokens.push(format!("\"{}", letters(text)));
        return;
    }
    for (at, piece) in text.split('{').enumerate() {
        let literal = match piece.split_once('}') {
            Some((expression, literal)) if at > 0 => {
                let expression = expression.split(['!', ':']).next().unwrap_or_default();
                read(&mut expression.chars().collect::<Vec<_>>().as_slice(), tokens);
                literal
            }
            _ => piece,
        };
        let literal = letters(literal);
        if !literal.is_empty() {
            tokens.push(format!("\"{literal}"));
        }
    }
}

fn letters(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// One form for what can be written in several.
fn settle(mut tokens: Tokens) -> Tokens {
    while tokens.last().is_some_and(|last| last == ":" || last == ";") {
        tokens.pop();
    }
    // if (…), while (…), for (…), return (…)
    if let [first, open, inner @ .., close] = tokens.as_slice()
        && ["if", "elif", "while", "for", "return"].contains(&first.as_str())
        && open == "("
        && close == ")"
        && closes_at_the_end(inner)
    {
        let kept = [std::slice::from_ref(first), inner].concat();
        tokens = kept;
    }
    // a += b is a = a + b.
    if let Some(at) = tokens.iter().position(|token| {
        token.len() >= 2 && token.ends_with('=') && !["==", "!=", "<=", ">=", ":="].contains(&token.as_str())
    }) {
        let sign = tokens[at].trim_end_matches('=').to_owned();
        let target = tokens[..at].to_vec();
        let rest = tokens.split_off(at + 1);
        "=".clone_into(&mut tokens[at]);
        tokens.extend(target);
        tokens.push(sign);
        tokens.extend(rest);
    }
    // range(0, n) is range(n).
    if let Some(at) = tokens
        .windows(4)
        .position(|four| four[0] == "range" && four[1] == "(" && four[2] == "0" && four[3] == ",")
    {
        tokens.drain(at + 2..at + 4);
    }
    tokens
}

fn closes_at_the_end(inner: &[String]) -> bool {
    let mut depth = 0_i32;
    inner.iter().all(|token| {
        match token.as_str() {
            "(" => depth += 1,
            ")" => depth -= 1,
            _ => {}
        }
        depth >= 0
    })
}

/// How much a token says: what could stand in any program says nothing.
pub(super) fn weight(token: &str) -> f64 {
    match token {
        NAME | "=" | "(" | ")" | "," | ":" | "[" | "]" | "." | "{" | "}" | "self" | "pass" | "\"" => 0.0,
        text if text.starts_with('"') => {
            if text.len() > 3 {
                2.0
            } else {
                0.5
            }
        }
        number if number.starts_with(|c: char| c.is_ascii_digit()) => {
            if number.len() > 1 {
                1.0
            } else {
                0.5
            }
        }
        _ => 1.0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn joined(line: &str) -> String {
        of_line(line).join(" ")
    }

    #[test]
    fn what_a_variable_is_called_does_not_matter() {
        assert_eq!(joined("total = total + price  # adds"), joined("s += p"));
        assert_eq!(joined("for n in range(0, 10):"), joined("for (i in range(10))"));
        assert_eq!(joined("print(f\"Area: {w * h}\")"), joined("print(f'area {a*b:.2f}')"));
        assert_eq!(joined("return (a + b)"), joined("return x+y;"));
    }

    #[test]
    fn what_a_program_does_matters() {
        assert_ne!(joined("total = total + price"), joined("total = total - price"));
        assert_ne!(joined("print('Hello')"), joined("print('Goodbye')"));
        assert_ne!(joined("words.append(word)"), joined("words.remove(word)"));
    }

    #[test]
    fn no_text_is_too_odd_to_be_read() {
        for odd in ["'", "\"\"\"", "f'{", "\\", "'a\\", "é = ü", "))) :", "1.2.3", "..", "f\"{x!r:>{w}}\""]
        {
            let _ = of_line(odd);
        }
    }
}
