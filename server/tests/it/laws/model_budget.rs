//! What every adapter keeps of the tokens that classes use.

use futures::future::join_all;
use learnflow_server::storage::Storage;

use super::fixtures::{after, new_class, once, room, start};

/// A class stops at its own budget, also when many ask at once; another class and the next day are not touched.
pub(crate) async fn a_class_spends_no_more_than_its_day(storage: &dyn Storage) {
    let room = room(storage).await;
    let (class, mut other) = (room.class, new_class(room.teacher, "BBB-BBB"));
    "Asia/Tokyo".clone_into(&mut other.time_zone);
    storage.add_class(&other, &once(room.teacher)).await.unwrap();

    let asked = (0..10).map(|_| storage.take_tokens(class, 300, 1_000, start()));
    let taken = join_all(asked).await.into_iter().filter(|taken| *taken.as_ref().unwrap()).count();
    assert_eq!(taken, 4, "the one that crosses the line is the last");
    assert_eq!(storage.tokens_used(class, start()).await.unwrap(), 1_200);
    storage.correct_tokens(class, -500, start()).await.unwrap();
    assert!(storage.take_tokens(class, 300, 1_000, start()).await.unwrap(), "what was not used came back");
    assert_eq!(storage.tokens_used(class, start()).await.unwrap(), 1_000);
    assert!(!storage.take_tokens(class, 1, 1_000, start()).await.unwrap());
    assert!(storage.take_tokens(class, 300, 1_000, after(24 * 3_600)).await.unwrap(), "a new day");

    // It is 9 in the morning in UTC: six hours later a new day has begun in Tokyo, and not here.
    assert!(storage.take_tokens(other.id, 1_000, 1_000, start()).await.unwrap());
    assert!(!storage.take_tokens(other.id, 1, 1_000, start()).await.unwrap());
    assert!(storage.take_tokens(other.id, 1, 1_000, after(6 * 3_600)).await.unwrap());
    assert!(!storage.take_tokens(class, 1, 1_000, after(6 * 3_600)).await.unwrap());
    storage.correct_tokens(other.id, -1_000_000, start()).await.unwrap();
    assert_eq!(storage.tokens_used(other.id, start()).await.unwrap(), 0, "never below nothing");
}
