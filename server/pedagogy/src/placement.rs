//! Where a student should start, found with few questions (`docs/adr/0011-placement-by-halving.md`).
//!
//! The topics build on each other, so the search halves them: a student who can do the topic in the middle is asked
//! about a later one, one who cannot about an earlier one. A topic counts as known when all its questions are answered
//! right; after a wrong one nothing more is asked about it, because no answer could change what follows.

/// What to do next.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Next {
    /// Ask this question of this topic, both counted from 0.
    Ask { topic: usize, question: usize },
    /// Enough is known: start with this topic; all before it are known. The number of topics when all are.
    Start(usize),
}

/// What to do after these answers. `questions` says how many each topic has, in the order the topics are learned;
/// `right` how the questions asked so far were answered. Topics without questions are never asked about.
pub fn next(questions: &[usize], right: &[bool]) -> Next {
    let mut answers = right.iter();
    let (mut known, mut unknown) = (0, questions.len());
    while known < unknown {
        let Some(topic) = middle(questions, known, unknown) else { return Next::Start(known) };
        let mut all_right = true;
        for question in 0..questions[topic] {
            match answers.next() {
                None => return Next::Ask { topic, question },
                Some(true) => {}
                Some(false) => {
                    all_right = false;
                    break;
                }
            }
        }
        if all_right {
            known = topic + 1;
        } else {
            unknown = topic;
        }
    }
    Next::Start(known)
}

/// The most questions that anybody is asked.
pub fn at_most(questions: &[usize]) -> usize {
    let most = questions.iter().copied().max().unwrap_or_default();
    let topics = questions.iter().filter(|questions| **questions > 0).count();
    most * (topics + 1).next_power_of_two().ilog2() as usize
}

/// The topic with questions that is nearest to the middle.
fn middle(questions: &[usize], known: usize, unknown: usize) -> Option<usize> {
    let asked: Vec<usize> = (known..unknown).filter(|topic| questions[*topic] > 0).collect();
    asked.get(asked.len() / 2).copied()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Asks a student who can do the first `level` topics and nothing else.
    fn place(questions: &[usize], level: usize) -> (usize, usize) {
        let mut answers = Vec::new();
        loop {
            match next(questions, &answers) {
                Next::Ask { topic, .. } => answers.push(topic < level),
                Next::Start(topic) => return (topic, answers.len()),
            }
        }
    }

    #[test]
    fn every_student_of_24_topics_is_found_with_five_to_nine_questions() {
        let questions = [2; 24];
        let asked: Vec<usize> = (0..=24)
            .map(|level| {
                let (start, asked) = place(&questions, level);
                assert_eq!(start, level);
                asked
            })
            .collect();
        assert_eq!((asked.iter().min(), asked.iter().max()), (Some(&5), Some(&9)));
        // Who answers the second question of a topic wrong every time is asked most.
        assert_eq!(at_most(&questions), 10);
    }

    #[test]
    fn one_wrong_answer_of_two_is_not_known() {
        assert_eq!(next(&[2], &[true, false]), Next::Start(0));
        assert_eq!(next(&[2], &[true]), Next::Ask { topic: 0, question: 1 });
        assert_eq!(next(&[2], &[false]), Next::Start(0));
        assert_eq!(next(&[2], &[true, true]), Next::Start(1));
    }

    #[test]
    fn without_questions_everybody_starts_at_the_beginning() {
        assert_eq!(next(&[], &[]), Next::Start(0));
        assert_eq!(next(&[0, 0], &[]), Next::Start(0));
        assert_eq!(next(&[0, 2, 0], &[]), Next::Ask { topic: 1, question: 0 });
    }

    proptest! {
        #[test]
        fn it_ends_within_its_limit_whatever_is_answered(
            questions in prop::collection::vec(0usize..4, 0..40),
            answers in prop::collection::vec(any::<bool>(), 40),
        ) {
            let asked = (0..=40).find(|asked| matches!(next(&questions, &answers[..*asked]), Next::Start(_)));
            prop_assert!(asked.unwrap() <= at_most(&questions));
        }

        #[test]
        fn a_student_is_never_sent_beyond_what_is_known(
            questions in prop::collection::vec(0usize..4, 0..40),
            level in 0usize..40,
        ) {
            prop_assert!(place(&questions, level).0 <= level);
        }
    }
}
