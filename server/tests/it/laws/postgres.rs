//! The laws on a real Postgres: the storage, and the embedded bus over its log. Each has a database of its own.

use std::sync::Arc;
use std::time::Duration;

use learnflow_server::bus::embedded::Embedded;
use learnflow_server::bus::{Bus, Retry};
use learnflow_server::storage::Log;
use learnflow_server::storage::postgres::Postgres;

use crate::postgres::Database;

/// The bus with waits that no test notices.
fn bus(log: Arc<Postgres>) -> Arc<dyn Bus> {
    let retry = Retry { tries: 5, first: Duration::from_millis(1), longest: Duration::from_millis(4) };
    Arc::new(Embedded::new(log, learnflow_server::clock::system(), retry))
}

macro_rules! storage_laws {
    ($subject:ident: $($law:ident,)*) => {$(
        #[tokio::test]
        async fn $law() {
            let database = Database::new().await;
            super::$subject::$law(&database.open().await).await;
        }
    )*};
}

macro_rules! bus_laws {
    ($($law:ident,)*) => {$(
        #[tokio::test]
        async fn $law() {
            let database = Database::new().await;
            super::bus::$law(&bus(Arc::new(database.open().await))).await;
        }
    )*};
}

storage_laws! {
    state:
    what_is_kept_is_there_and_what_is_deleted_is_not,
    of_two_writers_who_read_the_same_one_wins,
    what_is_taken_is_had_by_one,
    a_new_value_takes_no_others_place,
    what_is_too_old_is_gone,
}

#[tokio::test]
async fn values_that_are_too_old_leave_their_rows() {
    use learnflow_server::state::{Only, State};

    let database = Database::new().await;
    let state = database.open().await;
    for (key, life) in [("old", Duration::from_millis(1)), ("new", Duration::from_mins(1))] {
        state.put(key, key.into(), life, Only::Always).await.unwrap();
    }
    tokio::time::sleep(Duration::from_millis(20)).await;
    assert_eq!(state.prune().await.unwrap(), 1);
    assert_eq!(database.sql("SELECT key FROM kept_values"), "new");
}

storage_laws! {
    storage:
    answers_after_it_is_stored,
    a_submission_can_be_graded_again,
    a_failed_write_leaves_those_beside_it,
    a_roster_is_added_whole_or_not_at_all,
    a_use_happens_once,
    a_use_asked_for_at_once_happens_once,
    a_key_belongs_to_one_request_of_one_user,
    a_use_that_failed_may_be_tried_again,
    an_event_moves_progress_once,
    the_best_score_counts,
    the_best_quality_counts,
    the_newest_answer_that_passed_is_kept,
    the_last_placement_counts,
    a_question_comes_back_on_its_day,
    a_copied_refresh_token_ends_its_family,
    a_retried_rotation_takes_the_lost_token_back,
    a_reset_ends_the_students_families,
    what_a_removed_student_did_stays,
    prunes_what_is_too_old_and_nothing_else,
    a_submission_and_its_event_are_one_write,
    what_holds_a_zero_byte_is_stored_or_is_not_there,
    what_is_taught_has_rows,
}

storage_laws! {
    outbox:
    one_relay_leads_until_it_resigns,
    a_lease_runs_out,
    what_is_published_waits_no_more,
    what_no_broker_takes_is_not_written,
    an_event_is_news,
    what_was_not_published_is_not_pruned,
    a_reader_beside_many_writers_misses_nothing,
}

storage_laws! {
    dead_letters:
    letters_lie_where_they_were_put,
    the_same_letter_lies_once,
    a_replayed_letter_is_gone,
}

storage_laws! {
    tutor:
    a_question_is_stored_once_and_comes_back_whole,
    a_made_exercise_is_its_students,
    a_question_ends_once,
    hints_open_one_by_one,
    a_conversation_comes_in_pages,
    what_was_told_about_an_exercise_is_found,
    the_switch_stays_where_it_was_moved,
    errors_and_mastery_are_known_when_a_student_asks,
    a_question_without_an_end_is_found,
}

storage_laws! {
    alerts:
    an_alert_is_given_once,
    who_passes_is_over_it,
    the_last_mark_counts,
    a_look_without_an_event_gives_an_alert,
    signals_are_kept_for_a_replay,
}

storage_laws! {
    model_budget:
    a_class_spends_no_more_than_its_day,
}

bus_laws! {
    every_group_gets_every_event_in_order,
    redelivers_until_done_and_keeps_the_order,
    a_key_that_fails_holds_up_no_other,
    a_panic_counts_as_a_failure,
    goes_on_where_it_stopped,
    from_now_sees_only_what_is_new,
    a_stop_finishes_what_is_in_hand,
    other_topics_do_not_come,
}

#[tokio::test]
async fn what_is_poison_lies_with_its_reason_in_the_dead_letters() {
    let database = Database::new().await;
    let log = Arc::new(database.open().await);
    super::bus::gives_up_what_is_poison(&bus(log.clone()), log.as_ref(), 5).await;
}

#[tokio::test]
async fn a_replayed_letter_comes_to_its_group_alone() {
    let database = Database::new().await;
    let log = Arc::new(database.open().await);
    super::bus::a_replayed_letter_comes_to_its_group_alone(&bus(log.clone()), log.as_ref()).await;
}

#[tokio::test]
async fn a_groups_place_and_failed_tries_survive_reopening() {
    let database = Database::new().await;
    let log = Arc::new(database.open().await);
    super::bus::goes_on_where_it_stopped(&bus(log.clone())).await;
    let event = learnflow_contracts::EventId::new();
    assert_eq!(log.count_try("one", event).await.unwrap(), 1);
    let position = log.group_position("one").await.unwrap();
    drop(log);
    let log = database.open().await;
    assert_eq!(log.group_position("one").await.unwrap(), position);
    assert_eq!(log.count_try("one", event).await.unwrap(), 2);
}
