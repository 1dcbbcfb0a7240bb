//! Exercises that are the same in other words: the share of pairs of neighbouring words that two texts have in common.

use std::collections::HashSet;

use super::super::{Exercise, Finding, markdown};

/// From this share on two texts are twins. Measured on 184 exercises of one style: the most alike pair, two tasks to
/// put lines in order that say so in the same sentence, shares 0.34; a text with its names, things and numbers exchanged
/// still shares more than half.
pub(crate) const TWINS: f64 = 0.45;

/// Texts shorter than this say too little to be compared.
const MIN_PAIRS: usize = 12;

pub(super) fn check<'a>(exercises: impl Iterator<Item = &'a Exercise>) -> Vec<Finding> {
    let texts: Vec<_> = exercises.map(|exercise| (exercise, pairs(&exercise.view.text))).collect();
    let mut findings = Vec::new();
    for (at, (exercise, own)) in texts.iter().enumerate() {
        for (earlier, other) in &texts[..at] {
            let share = alike(own, other);
            if share >= TWINS {
                #[expect(clippy::cast_possible_truncation, reason = "a share in percent")]
                let percent = (share * 100.0).round() as i64;
                let what =
                    format!("ask something else; {percent} % of the text is that of {}", earlier.folder);
                findings.push(Finding::new(format!("{}exercise.toml", exercise.folder), what));
            }
        }
    }
    findings
}

#[expect(clippy::cast_precision_loss, reason = "a text has a few hundred words")]
pub(crate) fn alike(one: &HashSet<(String, String)>, other: &HashSet<(String, String)>) -> f64 {
    if one.len().min(other.len()) < MIN_PAIRS {
        return 0.0;
    }
    let both = one.intersection(other).count() as f64;
    both / (one.len() as f64 + other.len() as f64 - both)
}

/// Neighbouring words in small letters; every number is the same number, and code blocks do not count.
pub(crate) fn pairs(text: &str) -> HashSet<(String, String)> {
    let prose = markdown::prose_lines(text).collect::<Vec<_>>().join(" ").to_lowercase();
    let words = prose.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    let words: Vec<&str> =
        words.map(|word| if word.bytes().all(|b| b.is_ascii_digit()) { "0" } else { word }).collect();
    words.windows(2).map(|pair| (pair[0].to_owned(), pair[1].to_owned())).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const GARDEN: &str = "A garden is 7 metres long and 4 metres wide. Calculate two values with the variables `length` \
        and `width`: area: length times width, and fence: the way around the garden, so two lengths and two widths. \
        Then show them.";

    #[test]
    fn the_same_task_about_another_thing_is_a_twin() {
        let twin = GARDEN
            .replace("garden", "room")
            .replace("fence", "border")
            .replace('7', "12")
            .replace("metres", "feet");
        let share = alike(&pairs(GARDEN), &pairs(&twin));
        assert!(share >= TWINS, "{share}");
    }

    #[test]
    fn another_task_about_the_same_thing_is_no_twin() {
        let other = "The garden of Amara has 4 beds of 7 plants. Read how many plants the frost took, and print how many \
            are left in the garden, in one sentence with the number of beds.";
        let share = alike(&pairs(GARDEN), &pairs(other));
        assert!(share < 0.2, "{share}");
    }
}
