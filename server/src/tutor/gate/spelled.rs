//! Code that is spelled out in words, English or German, or written in another programming language, as Python again.
//! What comes out is only ever compared, never shown or run: it may make nonsense of a sentence.

use std::collections::HashMap;
use std::sync::LazyLock;

/// Words and signs, the longer before the shorter; whole words only where they are made of letters.
const SPELLED: &[(&str, &str)] = &[
    ("open parenthesis", "("),
    ("open parentheses", "("),
    ("open paren", "("),
    ("left parenthesis", "("),
    ("left paren", "("),
    ("opening parenthesis", "("),
    ("opening bracket", "("),
    ("runde klammer auf", "("),
    ("eckige klammer auf", "["),
    ("klammer auf", "("),
    ("close parenthesis", ")"),
    ("close parentheses", ")"),
    ("close paren", ")"),
    ("right parenthesis", ")"),
    ("right paren", ")"),
    ("closing parenthesis", ")"),
    ("closing bracket", ")"),
    ("runde klammer zu", ")"),
    ("eckige klammer zu", "]"),
    ("klammer zu", ")"),
    ("open square bracket", "["),
    ("left square bracket", "["),
    ("close square bracket", "]"),
    ("right square bracket", "]"),
    ("open bracket", "("),
    ("close bracket", ")"),
    ("double equals", "=="),
    ("equals equals", "=="),
    ("gleich gleich", "=="),
    ("===", "=="),
    ("!==", "!="),
    ("not equal to", "!="),
    ("ungleich", "!="),
    ("plus equals", "+="),
    ("plus gleich", "+="),
    ("minus equals", "-="),
    ("minus gleich", "-="),
    ("times equals", "*="),
    ("mal gleich", "*="),
    ("greater than or equal to", ">="),
    ("less than or equal to", "<="),
    ("greater than", ">"),
    ("less than", "<"),
    ("größer oder gleich", ">="),
    ("kleiner oder gleich", "<="),
    ("größer als", ">"),
    ("kleiner als", "<"),
    ("double slash", "//"),
    ("double star", "**"),
    ("to the power of", "**"),
    ("hoch", "**"),
    ("multiplied by", "*"),
    ("divided by", "/"),
    ("geteilt durch", "/"),
    ("is set to", "="),
    ("equals", "="),
    ("equal sign", "="),
    ("gets", "="),
    ("gleich", "="),
    ("becomes", "="),
    ("plus", "+"),
    ("minus", "-"),
    ("times", "*"),
    ("mal", "*"),
    ("modulo", "%"),
    ("mod", "%"),
    ("percent", "%"),
    ("doppelpunkt", ":"),
    ("colon", ":"),
    ("komma", ","),
    ("comma", ","),
    ("punkt", "."),
    ("dot", "."),
    ("double quote", "\""),
    ("single quote", "'"),
    ("quote", "\""),
    ("quotes", "\""),
    ("anführungszeichen", "\""),
    ("anführungsstriche", "\""),
    ("new line", "\n"),
    ("next line", "\n"),
    ("neue zeile", "\n"),
    ("nächste zeile", "\n"),
    ("zero", "0"),
    ("one", "1"),
    ("two", "2"),
    ("three", "3"),
    ("four", "4"),
    ("five", "5"),
    ("six", "6"),
    ("seven", "7"),
    ("eight", "8"),
    ("nine", "9"),
    ("ten", "10"),
    ("hundred", "100"),
    ("null", "0"),
    ("eins", "1"),
    ("zwei", "2"),
    ("drei", "3"),
    ("vier", "4"),
    ("fünf", "5"),
    ("sechs", "6"),
    ("sieben", "7"),
    ("acht", "8"),
    ("neun", "9"),
    ("zehn", "10"),
    // Other languages.
    ("system.out.println", "print"),
    ("system.out.print", "print"),
    ("console.log", "print"),
    ("console.writeline", "print"),
    ("document.write", "print"),
    ("std::cout <<", "print("),
    ("cout <<", "print("),
    ("printf", "print"),
    ("println", "print"),
    ("fmt.print", "print"),
    ("echo", "print"),
    ("puts", "print"),
    ("output", "print"),
    ("display", "print"),
    ("write", "print"),
    ("drucke", "print"),
    ("ausgabe", "print"),
    ("gib aus", "print"),
    ("zeige", "print"),
    ("say", "print"),
    ("prompt", "input"),
    ("readline", "input"),
    ("gets.chomp", "input"),
    ("eingabe", "input"),
    ("parseint", "int"),
    ("parsefloat", "float"),
    ("function", "def"),
    ("func", "def"),
    ("funktion", "def"),
    ("define", "def"),
    ("procedure", "def"),
    ("definiere", "def"),
    ("else if", "elif"),
    ("elseif", "elif"),
    ("elsif", "elif"),
    ("sonst wenn", "elif"),
    ("otherwise", "else"),
    ("sonst", "else"),
    ("wenn", "if"),
    ("falls", "if"),
    ("solange", "while"),
    ("for each", "for"),
    ("foreach", "for"),
    ("für jedes", "for"),
    ("für jede", "for"),
    ("für jeden", "for"),
    ("für", "for"),
    ("gib zurück", "return"),
    ("give back", "return"),
    ("zurück", "return"),
    ("!(", "not ("),
    ("&&", "and"),
    ("||", "or"),
    ("und", "and"),
    ("oder", "or"),
    ("nicht", "not"),
    ("of", "in"),
    ("++", "+= 1"),
    ("--", "-= 1"),
    (".push", ".append"),
    (".tolowercase", ".lower"),
    (".touppercase", ".upper"),
    ("<-", "="),
    (":=", "="),
    // French and Spanish, as far as a loop and a branch go.
    ("pour chaque", "for"),
    ("pour", "for"),
    ("dans", "in"),
    ("tant que", "while"),
    ("sinon si", "elif"),
    ("sinon", "else"),
    ("renvoyer", "return"),
    ("renvoie", "return"),
    ("retourner", "return"),
    ("retourne", "return"),
    ("afficher", "print"),
    ("affiche", "print"),
    ("définir", "def"),
    ("fonction", "def"),
    ("deux-points", ":"),
    ("égale", "="),
    ("égal", "="),
    ("para cada", "for"),
    ("para", "for"),
    ("en", "in"),
    ("mientras", "while"),
    ("si no", "else"),
    ("sino", "else"),
    ("si", "if"),
    ("devolver", "return"),
    ("devuelve", "return"),
    ("imprimir", "print"),
    ("imprime", "print"),
    ("función", "def"),
    ("definir", "def"),
    ("igual a", "="),
    ("gib", "return"),
    ("rückgabe", "return"),
    // Words that only stand in between.
    ("each", ""),
    ("every", ""),
    ("the", ""),
    ("let", ""),
    ("const", ""),
    ("var", ""),
    ("auto", ""),
    ("then", ""),
    ("do", ""),
    ("end", ""),
    ("begin", ""),
    ("dann", ""),
    ("ende", ""),
    ("in den", "in"),
    ("public", ""),
    ("static", ""),
    ("void", ""),
    ("indent", ""),
    ("indented", ""),
    ("eingerückt", ""),
];

/// The same by their first letter, the longest first.
static BY_LETTER: LazyLock<HashMap<char, Vec<(&str, &str)>>> = LazyLock::new(|| {
    let mut by_letter: HashMap<char, Vec<_>> = HashMap::new();
    for &(from, to) in SPELLED {
        by_letter.entry(from.chars().next().unwrap_or(' ')).or_default().push((from, to));
    }
    for words in by_letter.values_mut() {
        words.sort_by_key(|(from, _)| std::cmp::Reverse(from.len()));
    }
    by_letter
});

/// The text in small letters with everything spelled out as signs.
pub(super) fn out(text: &str) -> String {
    spell(text, false)
}

/// The same, but what stands in quotes is a text of the program, and its words mean themselves.
pub(super) fn out_around_quotes(text: &str) -> String {
    spell(text, true)
}

fn spell(text: &str, keeps_quoted: bool) -> String {
    let text = text.to_lowercase();
    let mut out = String::with_capacity(text.len());
    let mut rest = text.as_str();
    let mut before = ' ';
    while let Some(first) = rest.chars().next() {
        if keeps_quoted
            && first == '"'
            && let Some(end) = rest[1..].find(['"', '\n'])
            && rest[1 + end..].starts_with('"')
        {
            out.push_str(&rest[..end + 2]);
            before = '"';
            rest = &rest[end + 2..];
            continue;
        }
        let inside = before.is_alphanumeric() || before == '_';
        let found = BY_LETTER.get(&first).into_iter().flatten().find(|(from, _)| {
            let word = from.starts_with(char::is_alphanumeric);
            let behind = rest.strip_prefix(from).map(|rest| rest.chars().next().unwrap_or(' '));
            behind.is_some_and(|next| {
                !(word && inside)
                    && !(from.ends_with(char::is_alphanumeric) && (next.is_alphanumeric() || next == '_'))
            })
        });
        if let Some((from, to)) = found {
            out.push_str(to);
            before = from.chars().next_back().unwrap_or(' ');
            rest = &rest[from.len()..];
        } else {
            out.push(if matches!(first, '{' | '}' | ';') { '\n' } else { first });
            before = first;
            rest = &rest[first.len_utf8()..];
        }
    }
    out.lines().map(|line| assigned(line) + "\n").collect()
}

/// `set x to 1` and `setze x auf 1` as `x = 1`.
fn assigned(line: &str) -> String {
    for (from, to) in [("set ", " to "), ("setze ", " auf "), ("put ", " to "), ("store ", " to ")] {
        if let Some(at) = line.find(from)
            && let Some((name, value)) = line[at + from.len()..].split_once(to)
            && name.split_whitespace().count() == 1
        {
            return format!("{} {name} = {value}", &line[..at]);
        }
    }
    line.to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn squeezed(text: &str) -> String {
        out(text).split_whitespace().collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn words_become_signs() {
        assert_eq!(squeezed("total equals total plus price"), "total = total + price");
        assert_eq!(squeezed("print open bracket quote hi quote close bracket"), "print ( \" hi \" )");
        assert_eq!(squeezed("SET total TO 0"), "total = 0");
        assert_eq!(squeezed("für jede zahl in zahlen doppelpunkt"), "for zahl in zahlen :");
    }

    #[test]
    fn parts_of_words_stay() {
        assert_eq!(squeezed("Someone often forgets a document"), "someone often forgets a document");
    }
}
