//! What everything that keeps dead letters keeps.

use learnflow_contracts::dead_letter::DeadLetter;
use learnflow_contracts::{EventId, StudentId};
use learnflow_server::storage::{DeadLetters, LetterFilter};

use super::fixtures::{after, ran};

fn letter(group: &str, seconds: i64) -> DeadLetter {
    DeadLetter::of(&ran(StudentId::new()), group, "a reason", 5, after(seconds)).unwrap()
}

/// A letter comes back as it was put aside, the oldest first, by what is asked for.
pub(crate) async fn letters_lie_where_they_were_put(letters: &dyn DeadLetters) {
    let buried = [letter("one", 1), letter("two", 2), letter("one", 3)];
    for one in &buried {
        letters.bury(one).await.unwrap();
    }
    let found = async |filter: LetterFilter| letters.letters(&filter).await.unwrap();
    assert_eq!(found(LetterFilter::default()).await, buried);
    let one = LetterFilter { group: Some("one".to_owned()), ..LetterFilter::default() };
    assert_eq!(found(one).await, [buried[0].clone(), buried[2].clone()]);
    let since = LetterFilter { since: Some(after(2)), ..LetterFilter::default() };
    assert_eq!(found(since).await, buried[1..]);
    let newest = LetterFilter { limit: Some(1), ..LetterFilter::default() };
    assert_eq!(found(newest).await, buried[2..]);
    let none = LetterFilter { topic: Some("exercise.graded".to_owned()), ..LetterFilter::default() };
    assert_eq!(found(none).await, []);
}

/// The same event given up again by the same group is one letter, with the newest reason.
pub(crate) async fn the_same_letter_lies_once(letters: &dyn DeadLetters) {
    let mut one = letter("one", 1);
    letters.bury(&one).await.unwrap();
    "another reason".clone_into(&mut one.reason);
    letters.bury(&one).await.unwrap();
    assert_eq!(letters.letters(&LetterFilter::default()).await.unwrap(), [one]);
}

/// A letter is replayed once, and then gone; one that holds no event stays.
pub(crate) async fn a_replayed_letter_is_gone(letters: &dyn DeadLetters) {
    let (good, mut bad) = (letter("one", 1), letter("one", 2));
    bad.event_id = EventId::new();
    "no event".clone_into(&mut bad.record);
    letters.bury(&good).await.unwrap();
    letters.bury(&bad).await.unwrap();
    assert!(!letters.replay("two", good.event_id).await.unwrap(), "it is another group's");
    assert!(letters.replay("one", good.event_id).await.unwrap());
    assert!(!letters.replay("one", good.event_id).await.unwrap(), "it is gone");
    assert!(!letters.replay("one", bad.event_id).await.unwrap());
    assert_eq!(letters.letters(&LetterFilter::default()).await.unwrap(), [bad]);
}
