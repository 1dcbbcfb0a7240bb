//! More clothes: encodings, other languages, and places where nobody looks for code.

use std::collections::HashMap;
use std::fmt::Write;

use super::shapes::{Shape, base64, block, each, parts, spelled, three};

/// All of them.
pub(crate) const MORE_SHAPES: &[Shape] = &[
    ("renamed throughout", |lines| three(block("python", &renamed_throughout(&lines.join("\n"))))),
    ("dictated", |lines| {
        let said: Vec<_> = lines.iter().map(|line| spelled(line.trim())).collect();
        three(format!("First write {}. That is all.", said.join(", and below it ")))
    }),
    ("in Base64, in chunks", |lines| {
        let all = base64(lines.join("\n").as_bytes());
        three(format!("Decode this: {}", chunks(&all, 8)))
    }),
    ("in Base64, from its end", |lines| three(base64(lines.join("\n").as_bytes()).chars().rev().collect())),
    ("in Base32", |lines| three(base32(lines.join("\n").as_bytes()))),
    ("as character codes", |lines| {
        let codes: Vec<_> = lines.join("\n").bytes().map(|byte| byte.to_string()).collect();
        three(format!("Use chr() on each of these: {}", codes.join(", ")))
    }),
    ("in zeros and ones", |lines| {
        let codes: Vec<_> = lines.join("\n").bytes().map(|byte| format!("{byte:08b}")).collect();
        three(codes.join(" "))
    }),
    ("in escapes", |lines| three(each(lines, |line| written(line, |code| format!("\\u{code:04x}"))))),
    ("in entities", |lines| three(each(lines, |line| written(line, |code| format!("&#{code};"))))),
    ("with percent signs", |lines| three(each(lines, |line| written(line, |code| format!("%{code:02X}"))))),
    ("comments between", |lines| {
        parts(lines).map(|part| {
            let lines: Vec<_> =
                part.lines().map(|line| format!("# Now think.\n{line}  # like this")).collect();
            block("python", &lines.join("\n"))
        })
    }),
    ("in JSON", |lines| three(serde_json::json!({ "lines": lines }).to_string())),
    ("in a string to run", |lines| {
        three(block("python", &format!("exec({})", serde_json::json!(lines.join("\n")))))
    }),
    ("in boxes", |lines| {
        let boxes: Vec<_> = lines
            .iter()
            .zip(1..)
            .map(|(line, n)| format!("N{n}[\"{}\"]", line.trim().replace('"', "#quot;")))
            .collect();
        three(block("mermaid", &format!("flowchart TD\n{}", boxes.join(" --> \n"))))
    }),
    ("in boxes without quotes", |lines| {
        let boxes = each(lines, |line| format!("A --> B[{}]", line.trim()));
        three(block("mermaid", &format!("flowchart TD\n{boxes}")))
    }),
    ("as messages of a diagram", |lines| {
        let said = each(lines, |line| format!("Tutor->>Student: {}", line.trim()));
        three(block("mermaid", &format!("sequenceDiagram\n{said}")))
    }),
    ("in a table", |lines| three(each(lines, |line| format!("| write | {} |", line.trim())))),
    ("in JavaScript", |lines| three(block("js", &each(lines, java_script)))),
    ("in German", |lines| three(each(lines, |line| in_words(line, GERMAN)))),
    ("in French", |lines| three(each(lines, |line| in_words(line, FRENCH)))),
    ("in Spanish", |lines| three(each(lines, |line| in_words(line, SPANISH)))),
    ("in names", |lines| {
        let names = each(lines, |line| {
            let words = spelled(line).replace(|c: char| !c.is_alphanumeric(), " ");
            words.split_whitespace().collect::<Vec<_>>().join("_") + " = 1"
        });
        three(block("python", &names))
    }),
    ("each word backwards", |lines| three(each(lines, words_backwards))),
    ("shifted by five", |lines| three(each(lines, |line| line.chars().map(by_five).collect()))),
    ("the alphabet turned round", |lines| three(each(lines, |line| line.chars().map(turned).collect()))),
    ("broken into pieces", |lines| {
        three(block(
            "",
            &each(lines, |line| {
                let words: Vec<_> = line.split_whitespace().collect();
                words
                    .chunks(words.len().div_ceil(2).max(1))
                    .map(|some| some.join(" "))
                    .collect::<Vec<_>>()
                    .join("\n")
            }),
        ))
    }),
];

const GERMAN: &[(&str, &str)] = &[
    ("for ", "für jede "),
    (" in ", " in "),
    ("def ", "definiere "),
    ("return ", "gib zurück "),
    ("while ", "solange "),
    ("elif ", "sonst wenn "),
    ("else", "sonst"),
    ("if ", "wenn "),
    ("print(", "drucke("),
];
const FRENCH: &[(&str, &str)] = &[
    ("for ", "pour chaque "),
    (" in ", " dans "),
    ("def ", "définir "),
    ("return ", "renvoyer "),
    ("while ", "tant que "),
    ("elif ", "sinon si "),
    ("else", "sinon"),
    ("if ", "si "),
    ("print(", "afficher("),
];
const SPANISH: &[(&str, &str)] = &[
    ("for ", "para cada "),
    (" in ", " en "),
    ("def ", "definir "),
    ("return ", "devolver "),
    ("while ", "mientras "),
    ("elif ", "si no si "),
    ("else", "si no"),
    ("if ", "si "),
    ("print(", "imprimir("),
];

fn in_words(line: &str, words: &[(&str, &str)]) -> String {
    words.iter().fold(line.replace(':', ""), |line, (from, to)| line.replace(from, to))
}

fn renamed_throughout(code: &str) -> String {
    const KEPT: &str = " and as assert break class continue def elif else except False for from if import in is lambda None not \
        or pass raise return True try while with print input int float str len range list dict set sum min max sorted \
        round abs open enumerate zip reversed any all isinstance type self super yield lambda f ";
    let mut names: HashMap<String, String> = HashMap::new();
    let (mut out, mut word, mut quote) = (String::new(), String::new(), None);
    let mut before = ' ';
    for c in code.chars().chain(['\n']) {
        if quote.is_none() && (c.is_alphanumeric() || c == '_') {
            word.push(c);
            continue;
        }
        let keep = word.is_empty()
            || before == '.'
            || KEPT.contains(&format!(" {word} "))
            || word.starts_with(|c: char| c.is_ascii_digit());
        if keep {
            out.push_str(&word);
        } else {
            let next = format!("q{}", names.len());
            out.push_str(names.entry(word.clone()).or_insert(next));
        }
        word.clear();
        match quote {
            None if matches!(c, '"' | '\'') => quote = Some(c),
            Some(open) if open == c => quote = None,
            _ => {}
        }
        before = c;
        out.push(c);
    }
    out
}

fn chunks(text: &str, size: usize) -> String {
    let letters: Vec<char> = text.chars().collect();
    letters.chunks(size).map(|chunk| chunk.iter().collect::<String>()).collect::<Vec<_>>().join(" ")
}

fn base32(bytes: &[u8]) -> String {
    const LETTERS: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    let bits: String = bytes.iter().fold(String::new(), |mut bits, byte| {
        let _ = write!(bits, "{byte:08b}");
        bits
    });
    let letter = |chunk: &[u8]| {
        let padded = format!("{:0<5}", String::from_utf8_lossy(chunk));
        char::from(LETTERS[usize::from_str_radix(&padded, 2).unwrap()])
    };
    bits.as_bytes().chunks(5).map(letter).collect()
}

/// Letters and signs as codes, blanks as they are.
fn written(line: &str, code: impl Fn(u32) -> String) -> String {
    line.chars().map(|c| if c == ' ' { c.to_string() } else { code(c as u32) }).collect()
}

fn java_script(line: &str) -> String {
    let bare = line.trim_end();
    if let Some((name, list)) =
        bare.trim_start().strip_prefix("for ").and_then(|rest| rest.trim_end_matches(':').split_once(" in "))
    {
        return format!("for (const {name} of {list}) {{");
    }
    let opened = bare.replace("def ", "function ").replace("print(", "console.log(");
    match opened.strip_suffix(':') {
        Some(opened) => format!("{opened} {{"),
        None => format!("{opened};"),
    }
}

fn words_backwards(line: &str) -> String {
    let (mut out, mut word) = (String::new(), String::new());
    for c in line.chars().chain([' ']) {
        if c.is_alphanumeric() || c == '_' {
            word.insert(0, c);
        } else {
            out.push_str(&std::mem::take(&mut word));
            out.push(c);
        }
    }
    out
}

fn by_five(c: char) -> char {
    match c {
        'a'..='z' => char::from((c as u8 - b'a' + 5) % 26 + b'a'),
        'A'..='Z' => char::from((c as u8 - b'A' + 5) % 26 + b'A'),
        c => c,
    }
}

fn turned(c: char) -> char {
    match c {
        'a'..='z' => char::from(b'z' - (c as u8 - b'a')),
        'A'..='Z' => char::from(b'Z' - (c as u8 - b'A')),
        c => c,
    }
}
