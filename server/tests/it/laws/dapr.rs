//! The laws on a real daprd: pub/sub in front of a real Kafka, state in a real Postgres. Each has a sidecar of its own.

use std::sync::Arc;

use learnflow_server::bus::{Bus, relay};
use learnflow_server::state::Dapr;
use tokio::task::JoinSet;
use tokio_util::sync::CancellationToken;

use crate::dapr::{Corner, Way};

const GROUPS: &[(&str, Way)] = &[("one", Way::Events), ("two", Way::Events)];

macro_rules! bus_laws {
    ($($law:ident,)*) => {$(
        #[tokio::test(flavor = "multi_thread")]
        async fn $law() {
            let corner = Corner::with(GROUPS).await;
            let bus: Arc<dyn Bus> = corner.bus.clone();
            super::bus::$law(&bus).await;
        }
    )*};
}

macro_rules! state_laws {
    ($($law:ident,)*) => {$(
        #[tokio::test(flavor = "multi_thread")]
        async fn $law() {
            let corner = Corner::with(&[]).await;
            super::state::$law(&Dapr::new(corner.client.clone(), "learnflow-state")).await;
        }
    )*};
}

bus_laws! {
    every_group_gets_every_event_in_order,
    redelivers_until_done_and_keeps_the_order,
    a_key_that_fails_holds_up_no_other,
    a_panic_counts_as_a_failure,
    goes_on_where_it_stopped,
    a_stop_finishes_what_is_in_hand,
    other_topics_do_not_come,
}

state_laws! {
    what_is_kept_is_there_and_what_is_deleted_is_not,
    of_two_writers_who_read_the_same_one_wins,
    what_is_taken_is_had_by_one,
    a_new_value_takes_no_others_place,
    what_is_too_old_is_gone,
}

#[tokio::test(flavor = "multi_thread")]
async fn from_now_sees_only_what_is_new() {
    let corner = Corner::with(&[("one", Way::News)]).await;
    let bus: Arc<dyn Bus> = corner.bus.clone();
    super::bus::from_now_sees_only_what_is_new(&bus).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_poison_lies_with_its_reason_in_the_dead_letters() {
    let corner = Corner::with(GROUPS).await;
    let bus: Arc<dyn Bus> = corner.bus.clone();
    super::bus::gives_up_what_is_poison(&bus, corner.storage.as_ref(), 5).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_replayed_letter_comes_to_its_group_alone() {
    let corner = Corner::with(GROUPS).await;
    let bus: Arc<dyn Bus> = corner.bus.clone();
    let (mut relaying, stop) = (JoinSet::new(), CancellationToken::new());
    relaying.spawn(relay::run(corner.storage.clone(), bus.clone(), stop.clone()));
    super::bus::a_replayed_letter_comes_to_its_group_alone(&bus, corner.storage.as_ref()).await;
    stop.cancel();
    relaying.join_all().await;
}
