//! Mastery of a topic, 0–100, and its level (`design.md`, "Numbers of the field").

use learnflow_contracts::progress::{Level, MasteryPart, MasteryScore};

/// Shares of the four parts; they add up to 1.
const EXERCISES: f64 = 0.4;
const QUIZZES: f64 = 0.3;
const QUALITY: f64 = 0.2;
const CONSISTENCY: f64 = 0.1;

/// What a student has done in one topic, and on how many days lately.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Evidence {
    /// The best score (0–100) of each exercise tried, in any order. Practice is not among them.
    pub exercises: Vec<f64>,
    /// How many exercises the built-in topic has. A teacher's own may stand in for a built-in one, so that
    /// adding one never lowers anybody's mastery.
    pub exercises_in_topic: u32,
    /// The best quiz score, 0–100.
    pub quiz: Option<f64>,
    /// The best quality score (0–100) of each exercise's accepted program, in any order.
    pub quality: Vec<f64>,
    /// How many exercises of the built-in topic are answered with a program.
    pub programs_in_topic: u32,
    /// Active days of the last [`crate::activity::WINDOW_DAYS`].
    pub active_days: u32,
}

/// Mastery from what was done. A part without activity counts 0, and says so.
pub fn mastery(evidence: &Evidence) -> MasteryScore {
    let exercises = part(EXERCISES, share(&evidence.exercises, evidence.exercises_in_topic));
    let quizzes = part(QUIZZES, evidence.quiz);
    let quality = part(QUALITY, share(&evidence.quality, evidence.programs_in_topic));
    let consistency = part(CONSISTENCY, consistency_score(evidence.active_days));
    let score = [exercises, quizzes, quality, consistency].iter().map(|part| part.score * part.weight).sum();
    let score = round(score);
    MasteryScore { exercises, quizzes, quality, consistency, score, level: level(score) }
}

/// The level of a score: red 0–40, yellow 41–70, green 71–90, blue 91–100. Scores between two bounds are
/// rounded to the nearest whole number first, so that 40.4 is red and 40.5 is yellow.
pub fn level(score: f64) -> Level {
    match score.round() {
        rounded if rounded <= 40.0 => Level::Red,
        rounded if rounded <= 70.0 => Level::Yellow,
        rounded if rounded <= 90.0 => Level::Green,
        _ => Level::Blue,
    }
}

/// What was reached of all there is. Not the mean of what was tried: a further program, however ugly, would lower that
/// one, and right answers never lower mastery (ADR 0033).
fn share(scores: &[f64], of: u32) -> Option<f64> {
    (!scores.is_empty()).then(|| scores.iter().sum::<f64>() / f64::from(of.max(1)))
}

fn consistency_score(active_days: u32) -> Option<f64> {
    (active_days > 0).then(|| f64::from(active_days) / f64::from(crate::activity::WINDOW_DAYS) * 100.0)
}

fn part(weight: f64, score: Option<f64>) -> MasteryPart {
    MasteryPart { score: round(score.unwrap_or(0.0).clamp(0.0, 100.0)), weight, active: score.is_some() }
}

/// To a hundredth: the same everywhere it is shown, stored and compared.
fn round(score: f64) -> f64 {
    (score * 100.0).round() / 100.0
}

#[cfg(test)]
#[expect(clippy::float_cmp, reason = "scores are rounded to hundredths, so equal ones are the same bits")]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn the_levels_meet_at_40_70_and_90() {
        for (score, expected) in [
            (0.0, Level::Red),
            (40.0, Level::Red),
            (40.49, Level::Red),
            (40.5, Level::Yellow),
            (70.0, Level::Yellow),
            (71.0, Level::Green),
            (90.0, Level::Green),
            (90.5, Level::Blue),
            (100.0, Level::Blue),
        ] {
            assert_eq!(level(score), expected, "{score}");
        }
    }

    #[test]
    fn the_four_parts_weigh_40_30_20_and_10_percent() {
        let evidence = Evidence {
            exercises: vec![100.0, 50.0],
            exercises_in_topic: 2,
            quiz: Some(50.0),
            quality: vec![90.0, 70.0],
            programs_in_topic: 2,
            active_days: 15,
        };
        let mastery = mastery(&evidence);
        assert_eq!(mastery.exercises.score, 75.0);
        assert_eq!(mastery.consistency.score, 50.0);
        assert_eq!(mastery.score, 0.4 * 75.0 + 0.3 * 50.0 + 0.2 * 80.0 + 0.1 * 50.0);
    }

    #[test]
    fn a_part_without_activity_counts_nothing_and_says_so() {
        let evidence = Evidence { quiz: Some(0.0), ..Evidence::default() };
        let mastery = mastery(&evidence);
        assert!(mastery.quizzes.active, "a quiz with no right answer is activity");
        assert!(!mastery.exercises.active && !mastery.quality.active && !mastery.consistency.active);
        assert_eq!(mastery.score, 0.0);
    }

    #[test]
    fn a_teachers_own_exercise_never_lowers_mastery_and_never_lifts_it_above_all() {
        let mut evidence =
            Evidence { exercises: vec![100.0; 5], exercises_in_topic: 5, ..Evidence::default() };
        assert_eq!(mastery(&evidence).exercises.score, 100.0);
        evidence.exercises.push(0.0);
        assert_eq!(mastery(&evidence).exercises.score, 100.0);
        evidence.exercises.push(100.0);
        assert_eq!(mastery(&evidence).exercises.score, 100.0);
    }

    fn any_evidence() -> impl Strategy<Value = Evidence> {
        (
            prop::collection::vec(0.0..=100.0, 0..12),
            0u32..12,
            prop::option::of(0.0..=100.0),
            prop::collection::vec(0.0..=100.0, 0..12),
            0u32..12,
            0u32..=30,
        )
            .prop_map(
                |(exercises, exercises_in_topic, quiz, quality, programs_in_topic, active_days)| Evidence {
                    exercises,
                    exercises_in_topic,
                    quiz,
                    quality,
                    programs_in_topic,
                    active_days,
                },
            )
    }

    proptest! {
        #[test]
        fn mastery_stays_within_0_and_100(evidence in any_evidence()) {
            let mastery = mastery(&evidence);
            for score in [mastery.score, mastery.exercises.score, mastery.quizzes.score, mastery.quality.score] {
                prop_assert!((0.0..=100.0).contains(&score));
            }
        }

        #[test]
        fn a_better_answer_never_lowers_mastery(mut evidence in any_evidence(), which in 0usize..12, better in 0.0..=100.0) {
            let before = mastery(&evidence).score;
            if let Some(score) = evidence.exercises.get_mut(which) {
                *score = score.max(better);
            } else {
                evidence.exercises.push(better);
                evidence.quality.push(100.0 - better);
            }
            prop_assert!(mastery(&evidence).score >= before);
        }
    }
}
