//! When something learned is asked again: a little before it would be forgotten, as Leitner's boxes of cards do
//! (`docs/adr/0012-review-in-five-boxes.md`).

/// Days until a question of each box is asked again: each right answer moves it to the next box.
pub const INTERVALS: [u16; 5] = [1, 3, 7, 16, 35];

/// Where a question is after an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Next {
    /// The box, 0 to 4.
    pub level: u8,
    /// Days until it is asked again.
    pub days: u16,
}

/// A question that was just learned.
pub fn first() -> Next {
    at(0)
}

/// A right answer moves a question on by one box, a wrong one back to the first.
pub fn after(level: u8, right: bool) -> Next {
    at(if right { level.saturating_add(1) } else { 0 })
}

fn at(level: u8) -> Next {
    let level = usize::from(level).min(INTERVALS.len() - 1);
    Next { level: u8::try_from(level).unwrap_or_default(), days: INTERVALS[level] }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn right_answers_come_back_after_1_3_7_16_and_35_days() {
        let mut next = first();
        let mut days = vec![next.days];
        for _ in 0..6 {
            next = after(next.level, true);
            days.push(next.days);
        }
        assert_eq!(days, [1, 3, 7, 16, 35, 35, 35]);
    }

    #[test]
    fn a_wrong_answer_comes_back_tomorrow() {
        for level in 0..5 {
            assert_eq!(after(level, false), first());
        }
    }

    proptest! {
        #[test]
        fn a_right_answer_never_brings_a_question_back_sooner(level in any::<u8>()) {
            prop_assert!(after(level, true).days >= after(level, false).days);
            prop_assert!(usize::from(after(level, true).level) < INTERVALS.len());
        }
    }
}
