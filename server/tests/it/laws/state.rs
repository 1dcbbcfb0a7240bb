//! What every State keeps.

use std::sync::Arc;
use std::time::Duration;

use learnflow_server::clock;
use learnflow_server::state::{Error, Memory, Only, State};
use serde_json::{Value, json};

use crate::world::eventually;

const LONG: Duration = Duration::from_mins(1);

async fn value(state: &dyn State, key: &str) -> Option<Value> {
    state.get(key).await.unwrap().map(|held| held.value)
}

/// What is kept is read as it was written, under its own key, until it is deleted.
pub(crate) async fn what_is_kept_is_there_and_what_is_deleted_is_not(state: &dyn State) {
    let wrote = json!({ "text": "ünï\n\"code\"", "numbers": [1, 2.5, null], "deep": { "er": true } });
    state.put("a:1", wrote.clone(), LONG, Only::Always).await.unwrap();
    state.put("a:2", json!("another"), LONG, Only::Always).await.unwrap();
    let held = state.get("a:1").await.unwrap().unwrap();
    assert_eq!(held.value, wrote);
    state.delete("a:1", &held.etag).await.unwrap();
    assert_eq!(value(state, "a:1").await, None);
    assert_eq!(value(state, "a:2").await, Some(json!("another")));
    assert!(matches!(state.delete("a:1", &held.etag).await, Err(Error::Changed)), "it is gone already");
    state.ready().await.unwrap();
}

/// Who writes over something that was changed since it was read is told so.
pub(crate) async fn of_two_writers_who_read_the_same_one_wins(state: &dyn State) {
    state.put("b", json!(1), LONG, Only::Always).await.unwrap();
    let read = state.get("b").await.unwrap().unwrap().etag;
    state.put("b", json!(2), LONG, Only::Unchanged(read.clone())).await.unwrap();
    let late = state.put("b", json!(3), LONG, Only::Unchanged(read.clone())).await;
    assert!(matches!(late, Err(Error::Changed)), "{late:?}");
    assert!(matches!(state.delete("b", &read).await, Err(Error::Changed)));
    assert_eq!(value(state, "b").await, Some(json!(2)));
}

/// Of many who take at once, one gets it.
pub(crate) async fn what_is_taken_is_had_by_one(state: &dyn State) {
    state.put("c", json!("once"), LONG, Only::Always).await.unwrap();
    let takes = futures::future::join_all((0..8).map(|_| state.take("c"))).await;
    let had: Vec<_> = takes.into_iter().filter_map(Result::unwrap).collect();
    assert_eq!(had, [json!("once")]);
    assert_eq!(state.take("c").await.unwrap(), None);
}

/// A value that must be new is refused where one is, and taken where none is any more.
pub(crate) async fn a_new_value_takes_no_others_place(state: &dyn State) {
    state.put("d", json!("first"), LONG, Only::New).await.unwrap();
    let second = state.put("d", json!("second"), LONG, Only::New).await;
    assert!(matches!(second, Err(Error::Changed)), "{second:?}");
    assert_eq!(state.take("d").await.unwrap(), Some(json!("first")));
    state.put("d", json!("third"), LONG, Only::New).await.unwrap();
    assert_eq!(value(state, "d").await, Some(json!("third")));
}

/// A value outlives its time for nobody.
pub(crate) async fn what_is_too_old_is_gone(state: &dyn State) {
    state.put("e", json!("soon old"), Duration::from_secs(1), Only::Always).await.unwrap();
    state.put("f", json!("not yet"), LONG, Only::Always).await.unwrap();
    assert_eq!(value(state, "e").await, Some(json!("soon old")));
    eventually("its end", async || value(state, "e").await.is_none().then_some(())).await;
    state.put("e", json!("new"), LONG, Only::New).await.unwrap();
    assert_eq!(value(state, "f").await, Some(json!("not yet")));
}

macro_rules! laws {
    ($($law:ident,)*) => {
        mod memory {
            use super::*;
            $(
                #[tokio::test]
                async fn $law() {
                    let state: Arc<dyn State> = Arc::new(Memory::new(clock::system()));
                    super::$law(state.as_ref()).await;
                }
            )*
        }
    };
}

laws! {
    what_is_kept_is_there_and_what_is_deleted_is_not,
    of_two_writers_who_read_the_same_one_wins,
    what_is_taken_is_had_by_one,
    a_new_value_takes_no_others_place,
    what_is_too_old_is_gone,
}
