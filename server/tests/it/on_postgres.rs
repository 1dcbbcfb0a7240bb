//! The classroom on Postgres: the same stories as on SQLite, with the embedded bus in one process.
//!
//! To run a story on Postgres too: make it `pub(crate)` and name it in [`stories`] below.

use std::cell::Cell;

use learnflow_contracts::IdempotencyKey;

use crate::world::{World, right};

thread_local! {
    /// Whether worlds made on this thread keep their rows in Postgres.
    static ON_POSTGRES: Cell<bool> = const { Cell::new(false) };
}

/// Whether this world is to keep its rows in Postgres.
pub(crate) fn wanted() -> bool {
    ON_POSTGRES.get()
}

/// Runs a story whose worlds keep their rows in Postgres.
fn on_postgres(story: impl FnOnce()) {
    ON_POSTGRES.set(true);
    story();
    ON_POSTGRES.set(false);
}

macro_rules! stories {
    ($($room:ident::$story:ident,)*) => {$(
        #[test]
        fn $story() {
            on_postgres(crate::$room::$story);
        }
    )*};
}

stories! {
    access::nobody_gets_past_the_sign_in,
    access::students_and_teachers_do_not_do_each_others_work,
    access::the_ids_of_others_are_as_good_as_none,
    access::those_a_route_is_for_get_through,
    idempotency::a_key_is_for_one_request_only,
    idempotency::a_key_of_somebody_else_does_not_tell_the_pins_it_made,
    idempotency::a_resent_class_is_made_once,
    idempotency::a_resent_roster_and_a_resent_reset_tell_the_same_pins,
    idempotency::a_resent_submission_counts_once_and_gets_the_same_answer,
    idempotency::a_write_without_a_good_key_is_refused_and_told_what_a_key_is,
    idempotency::the_same_key_of_two_users_is_two_uses,
    idempotency::the_same_submission_sent_many_times_at_once_counts_once,
    journey::a_program_that_fails_says_where_and_why,
    journey::a_quiz_moves_mastery_and_tells_what_was_right,
    journey::a_right_answer_after_a_wrong_one_moves_mastery_and_the_streak,
    journey::a_student_reads_a_topic_and_runs_a_program_with_input,
    journey::an_own_exercise_is_refused_when_its_solution_fails_or_its_starter_passes,
    journey::the_teacher_sees_the_room_over_http_and_as_it_happens,
    journey::the_teachers_page_shows_a_changed_roster,
    learning::a_placement_quiz_finds_where_to_start_and_locks_nothing,
    learning::a_project_goes_on_from_the_students_own_program,
    learning::what_was_learned_comes_back_after_1_3_7_16_and_35_days,
    live::a_page_that_is_closed_gives_its_place_back,
    live::a_second_run_replaces_the_first,
    live::output_appears_while_the_program_waits_and_input_is_answered,
    live::results_reach_every_page_of_the_student,
    live::stop_stops_a_program_that_never_ends,
    live::the_end_of_input_raises_an_eof_error,
    live::the_teacher_sees_where_a_student_is_and_when_they_leave,
    live::what_is_no_message_is_told_so_and_the_socket_stays_open,
    sign_in::a_forged_token_opens_nothing,
    sign_in::a_refresh_sent_again_too_late_counts_as_a_copy,
    sign_in::a_refresh_token_is_too_old_after_a_fortnight,
    sign_in::a_refresh_token_used_twice_ends_all_that_came_from_it,
    sign_in::a_refresh_whose_answer_was_lost_may_be_sent_again_within_a_minute,
    sign_in::a_reset_gives_a_new_pin_unlocks_and_ends_every_session_at_once,
    sign_in::a_student_taken_off_the_roster_is_out_at_once,
    sign_in::a_wrong_password_and_an_unknown_user_name_look_the_same,
    sign_in::a_wrong_pin_an_unknown_name_and_an_unknown_class_look_the_same,
    sign_in::after_five_wrong_pins_the_right_one_must_wait_too,
    sign_in::after_signing_out_neither_token_works,
    sign_in::an_access_token_lasts_a_quarter_of_an_hour_and_a_refresh_brings_the_next,
    sign_in::an_ended_session_stays_ended_over_a_restart_and_a_good_one_stays_good,
    sign_in::each_further_wrong_pin_doubles_the_wait_up_to_an_hour,
    sign_in::forty_students_who_sign_in_at_once_all_get_in,
    steps::a_drawing_comes_with_the_run,
    steps::a_student_goes_through_a_program,
    tickets::a_made_up_ticket_opens_nothing,
    tickets::a_socket_closes_when_its_session_ends,
    tickets::a_ticket_is_good_for_thirty_seconds,
    tickets::a_ticket_opens_one_socket,
    tickets::nobody_opens_the_page_of_another_student,
    tickets::only_its_own_teacher_watches_a_class,
}

#[test]
fn a_classroom_goes_on_where_it_stopped() {
    on_postgres(restarted);
}

#[tokio::main(flavor = "current_thread")]
async fn restarted() {
    let world = World::start().await;
    let ada = world.student("Ada").await;
    let first = ada.submit(&IdempotencyKey::new(), &right()).await.unwrap();
    let world = world.restart().await;
    let ada = world.student("Ada").await;
    let next = ada.submit(&IdempotencyKey::new(), &right()).await.unwrap();
    assert_eq!((first.attempt, next.attempt), (1, 2));
    world.finish().await;
}
