//! The lines of a `parsons` exercise: shuffled the same way for everyone and every time, so that a teacher
//! can talk about "the third line", and never already in order.

use learnflow_contracts::ExerciseId;
use sha2::{Digest, Sha256};

/// The solution's lines and the distractors in a fixed disorder, without their indentation.
pub(super) fn shuffled(
    id: &ExerciseId,
    solution: &str,
    distractors: &[String],
) -> Result<Vec<String>, String> {
    let own: Vec<&str> = solution.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
    if own.iter().all(|line| Some(line) == own.first()) {
        return Err("write a solution of at least two different lines; these can have no order".to_owned());
    }
    if let Some(both) = distractors.iter().find(|line| own.contains(&line.trim())) {
        return Err(format!("change `{}`: it is a distractor and a line of the solution", both.trim()));
    }
    let mut lines: Vec<&str> =
        own.iter().copied().chain(distractors.iter().map(|line| line.trim())).collect();
    // Some round gives a disorder, because two lines differ; in most cases the first one does.
    let mut round: u32 = 0;
    while kept(&lines, &own) == own {
        lines.sort_by_cached_key(|line| Sha256::digest(format!("{id} {round} {line}")));
        round += 1;
    }
    Ok(lines.into_iter().map(str::to_owned).collect())
}

/// What stays of the lines when the distractors go.
fn kept<'a>(lines: &[&'a str], own: &[&str]) -> Vec<&'a str> {
    lines.iter().copied().filter(|line| own.contains(line)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(id: &str, solution: &str, distractors: &[&str]) -> Result<Vec<String>, String> {
        let distractors: Vec<String> = distractors.iter().map(ToString::to_string).collect();
        shuffled(&id.parse().unwrap(), solution, &distractors)
    }

    #[test]
    fn lines_are_never_in_order_and_none_is_lost() {
        for exercise in 0..200 {
            let id = format!("topic-{exercise}");
            let shuffled = lines(&id, "a = 1\n\nif a:\n    print(a)\n", &["print('a')"]).unwrap();
            let own: Vec<&String> = shuffled.iter().filter(|line| *line != "print('a')").collect();
            assert_ne!(own, ["a = 1", "if a:", "print(a)"], "{id}");
            let mut sorted = shuffled.clone();
            sorted.sort();
            assert_eq!(sorted, ["a = 1", "if a:", "print('a')", "print(a)"]);
            assert_eq!(shuffled, lines(&id, "a = 1\n\nif a:\n    print(a)\n", &["print('a')"]).unwrap());
        }
    }

    #[test]
    fn equal_lines_stay_as_often_as_they_are() {
        let shuffled = lines("x", "print()\nprint()\nprint(1)\n", &[]).unwrap();
        assert_eq!(shuffled.iter().filter(|line| *line == "print()").count(), 2);
        assert_ne!(shuffled, ["print()", "print()", "print(1)"]);
    }

    #[test]
    fn lines_without_an_order_are_refused() {
        assert!(lines("x", "print()\nprint()\n", &["a"]).is_err());
        assert!(lines("x", "", &[]).is_err());
        assert!(lines("x", "a\nb\n", &[" b"]).unwrap_err().contains('b'));
    }
}
