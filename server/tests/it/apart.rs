//! Every role alone: the same stories as with all roles in one process, over doors and addresses.
//!
//! To run a story apart too: make it `pub(crate)` and name it in [`stories`] below.

use std::cell::Cell;
use std::net::SocketAddr;
use std::sync::Arc;

use learnflow_server::clock::Clock;
use learnflow_server::config::{Config, Secret};
use learnflow_server::invoke::Visitor;
use learnflow_server::role::Role;
use learnflow_server::wiring::{Ports, Server};
use tokio::io::{AsyncReadExt, AsyncWriteExt, copy_bidirectional};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinSet;
use tokio_util::sync::CancellationToken;

/// What the roles of a test show each other.
pub(crate) const SECRET: &str = "a secret of 32 characters or more";

thread_local! {
    /// Whether worlds made on this thread run each role alone.
    static APART: Cell<bool> = const { Cell::new(false) };
}

/// Whether this world is to run each role alone.
pub(crate) fn wanted() -> bool {
    APART.get()
}

/// Runs a story whose worlds run each role alone.
fn apart(story: impl FnOnce()) {
    APART.set(true);
    story();
    APART.set(false);
}

macro_rules! stories {
    ($($room:ident::$story:ident,)*) => {$(
        #[test]
        fn $story() {
            apart(crate::$room::$story);
        }
    )*};
}

stories! {
    access::nobody_gets_past_the_sign_in,
    access::students_and_teachers_do_not_do_each_others_work,
    access::the_ids_of_others_are_as_good_as_none,
    access::those_a_route_is_for_get_through,
    flood::fifty_at_once_wait_behind_their_own_student,
    idempotency::a_resent_submission_counts_once_and_gets_the_same_answer,
    idempotency::the_same_submission_sent_many_times_at_once_counts_once,
    journey::a_student_reads_a_topic_and_runs_a_program_with_input,
    journey::a_program_that_fails_says_where_and_why,
    journey::a_right_answer_after_a_wrong_one_moves_mastery_and_the_streak,
    journey::a_quiz_moves_mastery_and_tells_what_was_right,
    journey::the_teacher_sees_the_room_over_http_and_as_it_happens,
    journey::the_teachers_page_shows_a_changed_roster,
    journey::an_own_exercise_is_refused_when_its_solution_fails_or_its_starter_passes,
    live::a_page_that_is_closed_gives_its_place_back,
    quality::a_review_shows_the_score_its_parts_and_a_change_that_was_run,
    quality::the_best_accepted_program_counts_and_a_resent_one_once,
    live::a_second_run_replaces_the_first,
    live::output_appears_while_the_program_waits_and_input_is_answered,
    live::results_reach_every_page_of_the_student,
    live::stop_stops_a_program_that_never_ends,
    live::the_end_of_input_raises_an_eof_error,
    live::the_teacher_sees_where_a_student_is_and_when_they_leave,
    live::what_is_no_message_is_told_so_and_the_socket_stays_open,
    steps::a_student_goes_through_a_program,
    steps::a_drawing_comes_with_the_run,
    tickets::a_made_up_ticket_opens_nothing,
    tickets::a_socket_closes_when_its_session_ends,
    tickets::a_ticket_is_good_for_thirty_seconds,
    tickets::a_ticket_opens_one_socket,
    tickets::nobody_opens_the_page_of_another_student,
    tickets::only_its_own_teacher_watches_a_class,
}

#[tokio::test]
async fn the_inner_door_is_for_those_who_have_its_secret() {
    APART.set(true);
    crate::access::the_inner_door_is_for_those_who_have_its_secret_story().await;
    APART.set(false);
}

/// Who is told what is missing before anything is opened.
#[tokio::test]
async fn roles_that_cannot_run_apart_are_refused_with_what_to_set() {
    let folder = tempfile::tempdir().unwrap();
    let config = crate::world::config(folder.path());
    let clock = learnflow_server::clock::system();
    let stop = CancellationToken::new();
    let refused = |server: anyhow::Result<Server>| format!("{:#}", server.err().expect("it is refused"));
    let alone = [Role::Gateway].into();
    let told = refused(Server::open(&config, clock.clone(), &alone, false, stop.clone()).await);
    assert!(told.contains("storage.kind") && told.contains("bus.kind"), "{told}");
    let ports = Ports::open(&config, clock).await.unwrap();
    let open = async |config: &Config| {
        refused(Server::over(ports.clone(), config, &alone, false, stop.clone()).await)
    };
    let told = open(&config).await;
    assert!(told.contains("invoke.secret_file"), "{told}");
    let mut short = config.clone();
    short.invoke.secret = Some(Secret::new("too short"));
    assert!(open(&short).await.contains("at least 32"), "{}", open(&short).await);
    let mut nowhere = config.clone();
    nowhere.invoke.secret = Some(Secret::new(SECRET));
    let told = open(&nowhere).await;
    assert!(told.contains("invoke.addresses.execution"), "{told}");
}

/// A school whose roles run apart, and the door that pages know.
pub(crate) struct School {
    pub(crate) base: String,
    /// The inner door of each role, with its routes.
    pub(crate) doors: Vec<(SocketAddr, Vec<(&'static str, Visitor)>)>,
    pub(crate) running: JoinSet<anyhow::Result<()>>,
}

/// Those that are asked come before those that ask.
pub(crate) const IN_ORDER: [Role; 9] = [
    Role::Execution,
    Role::Realtime,
    Role::Progress,
    Role::Triage,
    Role::Concepts,
    Role::Debug,
    Role::Review,
    Role::Exercise,
    Role::Gateway,
];

/// Serves each role alone over the same ports.
pub(crate) async fn serve(config: &Config, clock: Arc<dyn Clock>, stop: &CancellationToken) -> School {
    let anywhere = |role| (role, 0, config.dapr.address.clone());
    serve_at(config, clock, stop, &IN_ORDER.map(anywhere)).await
}

/// The same with the port of each role's inner door and the address of its sidecar.
pub(crate) async fn serve_at(
    config: &Config,
    clock: Arc<dyn Clock>,
    stop: &CancellationToken,
    places: &[(Role, u16, String)],
) -> School {
    let mut config = config.clone();
    // All write through one sidecar: that of progress.
    let progress = places.iter().find(|(role, ..)| *role == Role::Progress).unwrap();
    config.dapr.address.clone_from(&progress.2);
    let ports = Ports::open(&config, clock).await.unwrap();
    config.invoke.secret = Some(Secret::new(SECRET));
    let (mut running, mut doors, mut pages) = (JoinSet::new(), Vec::new(), Vec::new());
    for (role, port, sidecar) in places {
        config.invoke.listen = ([127, 0, 0, 1], *port).into();
        config.dapr.address.clone_from(sidecar);
        let demo = *role == Role::Gateway;
        let server = Server::over(ports.clone(), &config, &[*role].into(), demo, stop.clone()).await.unwrap();
        let door = server.inner_address().unwrap();
        config.invoke.addresses.insert(*role, format!("http://{door}"));
        doors.push((door, server.inner_routes().to_vec()));
        pages.extend(server.address().map(|address| (*role, address)));
        running.spawn(server.run());
    }
    let front = TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
    let base = format!("http://{}", front.local_addr().unwrap());
    let [(Role::Realtime, sockets), (Role::Gateway, rest)] = pages[..] else {
        panic!("two roles have pages")
    };
    running.spawn(ingress(front, sockets, rest, stop.clone()));
    School { base, doors, running }
}

/// What an ingress does: sockets to one role, all else to the other.
pub(crate) async fn ingress(
    front: TcpListener,
    sockets: SocketAddr,
    rest: SocketAddr,
    stop: CancellationToken,
) -> anyhow::Result<()> {
    let mut passing = JoinSet::new();
    loop {
        let (mut outside, _) = tokio::select! {
            came = front.accept() => came?,
            () = stop.cancelled() => break,
        };
        passing.spawn(async move {
            let mut first = vec![0; 4_096];
            let read = outside.read(&mut first).await?;
            let is_socket = first[..read].starts_with(b"GET /ws/");
            let mut inside = TcpStream::connect(if is_socket { sockets } else { rest }).await?;
            inside.write_all(&first[..read]).await?;
            copy_bidirectional(&mut outside, &mut inside).await
        });
    }
    passing.shutdown().await;
    Ok(())
}
