//! Code that stands inside something else: in the texts of JSON or of another program, in the boxes and arrows of a
//! diagram, in the cells of a table, or in names that are longer than a name.

/// Signs that join the boxes of a diagram.
const ARROWS: [&str; 10] = ["-->>", "->>", "-->", "---", "==>", "-.->", "--x", "--o", "->", "~~~"];

/// Everything that stands inside something else, a line each.
pub(super) fn lines(text: &str) -> Vec<String> {
    let mut found = literals(text);
    let labels: Vec<String> =
        text.lines().filter(|line| ARROWS.iter().any(|arrow| line.contains(arrow))).flat_map(boxes).collect();
    // Boxes may be named before they are joined.
    if !labels.is_empty() {
        found.extend(text.lines().map(label));
    }
    found.extend(labels);
    found.extend(
        text.lines()
            .filter(|line| line.matches('|').count() >= 2)
            .flat_map(|line| line.split('|').map(str::to_owned)),
    );
    found.extend(text.split(|c: char| !(c.is_alphanumeric() || c == '_')).filter_map(name));
    found.retain(|line| !line.trim().is_empty());
    found
}

/// What stands in double quotes, its escapes resolved.
fn literals(text: &str) -> Vec<String> {
    let (mut found, mut chars) = (Vec::new(), text.chars());
    while chars.by_ref().any(|c| c == '"') {
        let mut inside = String::new();
        while let Some(c) = chars.next() {
            match c {
                '"' | '\n' => break,
                '\\' => match chars.next() {
                    Some('n') => inside.push('\n'),
                    Some('t') => inside.push('\t'),
                    Some(c) => inside.push(c),
                    None => break,
                },
                c => inside.push(c),
            }
        }
        found.extend(inside.lines().map(str::to_owned));
    }
    found
}

/// The labels of a line of a diagram.
fn boxes(line: &str) -> Vec<String> {
    let mut line = line.to_owned();
    for arrow in ARROWS {
        line = line.replace(arrow, "\u{1}");
    }
    line.split('\u{1}')
        .map(|piece| piece.trim_start_matches(['+', '-', '.', '=']).trim())
        .map(label)
        .collect()
}

/// The label of one box: `A["total = 0"]`, `B{x > 3}`, `Tutor: return x`, `|yes| C(...)`.
fn label(piece: &str) -> String {
    let piece = piece.replace("#quot;", "\"").replace("<br>", "\n").replace("<br/>", "\n");
    let mut inside = piece.trim();
    if let Some((_, behind)) = inside.strip_prefix('|').and_then(|rest| rest.split_once('|')) {
        inside = behind.trim();
    }
    let name = inside.chars().take_while(|c| c.is_alphanumeric() || *c == '_').count();
    let behind = inside.char_indices().nth(name).map_or("", |(at, _)| &inside[at..]);
    if let Some(said) = behind.strip_prefix(':') {
        return said.trim().to_owned();
    }
    let pairs = [('[', ']'), ('(', ')'), ('{', '}'), ('/', '/'), ('"', '"')];
    let mut label = behind.trim_end_matches(';').trim();
    while let Some((open, close)) = pairs.iter().find(|(open, _)| label.starts_with(*open)) {
        let Some(inner) = label.strip_prefix(*open).and_then(|label| label.strip_suffix(*close)) else {
            break;
        };
        label = inner;
    }
    label.to_owned()
}

/// A name that says a whole line, as `for_price_in_prices`.
fn name(word: &str) -> Option<String> {
    let snake = word.matches('_').count() >= 2;
    let mut humps = 0;
    let mut out = String::new();
    let mut before = ' ';
    for c in word.chars() {
        if c.is_uppercase() && before.is_lowercase() {
            humps += 1;
            out.push(' ');
        }
        out.push(if c == '_' { ' ' } else { c });
        before = c;
    }
    (snake || humps >= 2).then_some(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_stands_inside_is_found() {
        for (text, line) in [
            (r#"{"lines": ["total = 0", "print(\"hi\")"]}"#, "print(\"hi\")"),
            ("exec(\"x = 1\\nreturn x\")", "return x"),
            ("flowchart TD\n  A[\"total = 0\"] --> B{x > 3}", "total = 0"),
            ("flowchart TD\n  A[\"total = 0\"] --> B{x > 3}", "x > 3"),
            ("graph LR\nA[print(#quot;hi#quot;)]\nA --> B", "print(\"hi\")"),
            ("sequenceDiagram\nTutor->>Ada: return x", "return x"),
            ("| 1 | `x = 1` |", " `x = 1` "),
            ("for_price_in_prices = 1", "for price in prices"),
            ("call it forPriceInPrices", "for Price In Prices"),
        ] {
            assert!(lines(text).iter().any(|found| found == line), "{text}: {:?}", lines(text));
        }
    }
}
