//! The real program as several processes, on a real Postgres and a real broker: the same stories as in one.
//!
//! To run a story here too: make it `pub(crate)` and name it in [`stories`] below. It must not move the clock: these
//! processes have the machine's.

mod faults;
mod lesson;
mod school;

use std::cell::Cell;

pub(crate) use self::school::{Carrier, all_taken, prepare, serve};

thread_local! {
    /// What carries events between processes of worlds made on this thread.
    static WANTED: Cell<Option<Carrier>> = const { Cell::new(None) };
}

/// Whether this world is to be several processes, and what is to lie between them.
pub(crate) fn wanted() -> Option<Carrier> {
    WANTED.get()
}

/// Runs a story whose worlds are several processes.
fn apart(carrier: Carrier, story: impl FnOnce()) {
    WANTED.set(Some(carrier));
    story();
    WANTED.set(None);
}

macro_rules! stories {
    ($carrier:expr, $($room:ident::$story:ident,)*) => {$(
        #[test]
        fn $story() {
            super::apart($carrier, crate::$room::$story);
        }
    )*};
}

mod over_kafka {
    stories! {
        super::Carrier::Kafka,
        idempotency::the_same_submission_sent_many_times_at_once_counts_once,
        journey::a_quiz_moves_mastery_and_tells_what_was_right,
        journey::a_student_reads_a_topic_and_runs_a_program_with_input,
        journey::the_teacher_sees_the_room_over_http_and_as_it_happens,
        live::output_appears_while_the_program_waits_and_input_is_answered,
        live::results_reach_every_page_of_the_student,
        live::stop_stops_a_program_that_never_ends,
        struggle::a_stuck_student_appears_on_the_open_page_and_leaves_it_by_passing,
        tickets::a_ticket_opens_one_socket,
        tutor::a_review_tells_what_the_tools_find,
        tutor::the_page_is_told_the_answer_and_its_end,
    }
}

mod over_dapr {
    stories! {
        super::Carrier::Dapr,
        journey::a_quiz_moves_mastery_and_tells_what_was_right,
        live::results_reach_every_page_of_the_student,
        struggle::a_stuck_student_appears_on_the_open_page_and_leaves_it_by_passing,
        tutor::the_page_is_told_the_answer_and_its_end,
    }
}
