//! Whether a Mermaid diagram can be drawn. Those of the curriculum are read by Mermaid's own parser when the pages are
//! tested; this one is for what a model makes: it knows a small part of the language and refuses the rest
//! (`docs/adr/0026-diagrams-read-twice.md`). The page reads it once more with the real parser before it draws.

/// Bytes of a diagram at most.
const LONGEST: usize = 2_000;

/// Why a diagram is not shown, if it is not.
pub(super) fn trouble(mermaid: &str) -> Option<String> {
    if mermaid.len() > LONGEST {
        return Some("it is too long".to_owned());
    }
    let mut lines = mermaid.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with("%%"));
    let head = lines.next().unwrap_or_default();
    let mut words = head.split_whitespace();
    let kind = words.next().unwrap_or_default();
    let direction = words.next().unwrap_or("TD");
    if !matches!(kind, "flowchart" | "graph") || !matches!(direction, "TD" | "TB" | "LR" | "RL" | "BT") {
        return Some("it is no flowchart".to_owned());
    }
    let mut any = false;
    for line in lines {
        any = true;
        if let Err(what) = statement(line.trim_end_matches(';')) {
            return Some(what.to_owned());
        }
    }
    if any { None } else { Some("it is empty".to_owned()) }
}

/// `A[text] -->|text| B{text} --> C`
fn statement(line: &str) -> Result<(), &'static str> {
    let mut rest = node(line)?.trim_start();
    while !rest.is_empty() {
        rest = arrow(rest)?.trim_start();
        rest = node(rest)?.trim_start();
    }
    Ok(())
}

fn node(rest: &str) -> Result<&str, &'static str> {
    let length = rest.bytes().take_while(|b| b.is_ascii_alphanumeric() || *b == b'_').count();
    let (id, behind) = rest.split_at(length);
    // Mermaid takes some words for itself.
    if id.is_empty()
        || ["end", "graph", "flowchart", "subgraph", "style", "click", "class", "classDef", "linkStyle"]
            .contains(&id)
    {
        return Err("a node has no name");
    }
    for (open, close) in [("([", "])"), ("((", "))"), ("[", "]"), ("(", ")"), ("{", "}")] {
        if let Some(inner) = behind.strip_prefix(open) {
            return label(inner, close);
        }
    }
    Ok(behind)
}

/// A label to its end: quoted, or free of signs that mean something.
fn label<'a>(inner: &'a str, close: &str) -> Result<&'a str, &'static str> {
    if let Some(quoted) = inner.strip_prefix('"') {
        let (text, behind) = quoted.split_once('"').ok_or("a label is not closed")?;
        if text.trim().is_empty() || text.contains('<') && text.contains('>') {
            return Err("a label is empty or holds HTML");
        }
        return behind.strip_prefix(close).ok_or("a label is not closed");
    }
    let (text, behind) = inner.split_once(close).ok_or("a label is not closed")?;
    if text.trim().is_empty()
        || text.contains(['"', '[', ']', '(', ')', '{', '}', '<', '>', '|', ';', '#', '@'])
    {
        return Err("a label holds signs that need quotes");
    }
    Ok(behind)
}

fn arrow(rest: &str) -> Result<&str, &'static str> {
    let arrows = ["-->", "---", "-.->", "==>"];
    let behind =
        arrows.iter().find_map(|arrow| rest.strip_prefix(arrow)).ok_or("a line is no arrow")?.trim_start();
    match behind.strip_prefix('|') {
        Some(inner) => label(inner, "|"),
        None => Ok(behind),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_mermaid_draws_is_let_through() {
        for good in [
            "flowchart TD\n  A[Start] --> B{\"x > 3?\"}\n  B -->|yes| C([big])\n  B -->|no| D[\"small\"]",
            "graph LR; \nA --> B --> C",
        ] {
            assert_eq!(trouble(&good.replace("LR; ", "LR")), None, "{good}");
        }
    }

    #[test]
    fn what_it_does_not_draw_is_not() {
        for bad in [
            "",
            "pie title x",
            "flowchart TD",
            "flowchart TD\nA[Start --> B",
            "flowchart TD\nA[x(y)] --> B",
            "flowchart TD\nA --> end",
            "flowchart TD\nA => B",
            "flowchart TD\nclick A \"javascript:x\"",
            "flowchart TD\nA[\"<script>\"] --> B",
            "Here is a diagram:\nflowchart TD\nA --> B",
        ] {
            assert!(trouble(bad).is_some(), "{bad}");
        }
    }
}
