//! One-use tickets: who may open which socket, and how often.

use crate::sockets::{Page, chat, class_page, open, student_page};
use crate::world::{World, class_with, demo_class};
use learnflow_contracts::IdempotencyKey;
use learnflow_contracts::auth::Refresh;
use learnflow_contracts::live::ToStudent;

#[tokio::test]
pub(crate) async fn a_ticket_opens_one_socket() {
    let world = World::start().await;
    let ada = world.student("Ada").await;
    let (path, ticket) = (format!("chat/{}", ada.student_id()), ada.ticket().await.unwrap().ticket);
    let first: Result<Page<ToStudent>, u16> = open(&ada, &path, &ticket).await;
    assert!(first.is_ok());
    let second: Result<Page<ToStudent>, u16> = open(&ada, &path, &ticket).await;
    assert_eq!(second.err(), Some(401));
    world.finish().await;
}

#[tokio::test]
pub(crate) async fn a_ticket_is_good_for_thirty_seconds() {
    let world = World::start().await;
    let ada = world.student("Ada").await;
    let path = format!("chat/{}", ada.student_id());
    for (seconds, refused) in [(29, None), (30, Some(401))] {
        let ticket = ada.ticket().await.unwrap();
        assert_eq!(ticket.expires_in, 30);
        world.clock.pass(seconds);
        let opened: Result<Page<ToStudent>, u16> = open(&ada, &path, &ticket.ticket).await;
        assert_eq!(opened.err(), refused);
    }
    world.finish().await;
}

#[tokio::test]
pub(crate) async fn a_made_up_ticket_opens_nothing() {
    let world = World::start().await;
    let ada = world.student("Ada").await;
    let path = format!("chat/{}", ada.student_id());
    for ticket in ["", "x", &"0".repeat(32), &ada.session.access_token] {
        let opened: Result<Page<ToStudent>, u16> = open(&ada, &path, ticket).await;
        assert_eq!(opened.err(), Some(401));
    }
    world.finish().await;
}

#[tokio::test]
pub(crate) async fn nobody_opens_the_page_of_another_student() {
    let world = World::start().await;
    let (ada, bao, teacher) = (world.student("Ada").await, world.student("Bao").await, world.teacher().await);
    for person in [&bao, &teacher] {
        assert_eq!(chat(person, ada.student_id()).await.err(), Some(404));
    }
    world.finish().await;
}

#[tokio::test]
pub(crate) async fn only_its_own_teacher_watches_a_class() {
    let world = World::start().await;
    let (ada, teacher, other) =
        (world.student("Ada").await, world.teacher().await, world.other_teacher().await);
    let (mine, theirs) = (demo_class(&teacher).await, class_with(&other, &["Zoe"]).await.0.id);
    assert!(class_page(&teacher, mine).await.is_ok());
    assert_eq!(class_page(&teacher, theirs).await.err(), Some(404));
    assert_eq!(class_page(&other, mine).await.err(), Some(404));
    assert_eq!(class_page(&ada, mine).await.err(), Some(404));
    world.finish().await;
}

#[tokio::test]
pub(crate) async fn a_socket_closes_when_its_session_ends() {
    let world = World::start().await;
    let ada = world.student("Ada").await;
    let page = student_page(&ada).await;
    let refresh = Refresh { refresh_token: ada.session.refresh_token.clone() };
    world.client.refresh(&IdempotencyKey::new(), &refresh).await.unwrap();
    assert!(world.client.refresh(&IdempotencyKey::new(), &refresh).await.is_err(), "a copy ends the family");
    page.closed().await;
    world.finish().await;
}
