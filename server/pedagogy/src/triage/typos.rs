//! Typing mistakes: how far two words are from each other.

/// The letters of a word.
pub(super) fn letters(word: &str) -> Vec<char> {
    word.chars().collect()
}

/// Whether `written` is a mistyped `meant`: one mistake in five letters and more, two in nine and more. A letter left
/// out, one too many, a wrong one, or two in the wrong order are one mistake each.
pub(super) fn mistyped(written: &[char], meant: &[char]) -> bool {
    let most = match meant.len() {
        0..=3 => return false,
        // Of four letters only two in the wrong order are forgiven: one letter makes another word.
        4 => {
            return written.len() == 4
                && written[0] == meant[0]
                && (1..3).any(|at| swapped(written, meant, at));
        }
        5..=8 => 1,
        _ => 2,
    };
    // The first letter is nearly always right, and short words that differ in it are other words.
    let first = written.first() == meant.first()
        || (written.len() < meant.len() && written.first() == meant.get(1))
        || (written.get(1) == meant.first() && written.first() == meant.get(1));
    first
        && written.len() >= 4
        && written.len().abs_diff(meant.len()) <= most
        && distance(written, meant, most) <= most
}

fn swapped(written: &[char], meant: &[char], at: usize) -> bool {
    let mut right = written.to_vec();
    right.swap(at, at + 1);
    right == meant
}

/// The number of mistakes between two words, counted up to `most + 1` (optimal string alignment).
fn distance(left: &[char], right: &[char], most: usize) -> usize {
    let mut before: Vec<usize> = Vec::new();
    let mut last: Vec<usize> = (0..=right.len()).collect();
    for (row, letter) in left.iter().enumerate() {
        let mut line = vec![row + 1; right.len() + 1];
        for (column, other) in right.iter().enumerate() {
            let mut fewest =
                (last[column] + usize::from(letter != other)).min(last[column + 1] + 1).min(line[column] + 1);
            if row > 0 && column > 0 && *letter == right[column - 1] && left[row - 1] == *other {
                fewest = fewest.min(before[column - 1] + 1);
            }
            line[column + 1] = fewest;
        }
        if line.iter().min().is_some_and(|least| *least > most) {
            return most + 1;
        }
        before = std::mem::replace(&mut last, line);
    }
    last[right.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn mistakes_are_forgiven_in_long_words_only() {
        for (written, meant, same) in [
            ("functoin", "function", true),
            ("fukntion", "funktion", true),
            ("shleife", "schleife", true),
            ("vairable", "variable", true),
            ("dictionery", "dictionary", true),
            ("excercise", "exercise", true),
            ("rong", "wrong", true),
            ("wrogn", "wrong", true),
            ("fin", "find", false),
            ("kind", "find", false),
            ("task", "mask", false),
            ("class", "glass", false),
            ("lsit", "list", true),
            ("wrok", "work", true),
            ("lost", "list", false),
        ] {
            assert_eq!(mistyped(&letters(written), &letters(meant)), same, "{written} for {meant}");
        }
    }
}
