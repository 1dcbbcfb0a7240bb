//! A request that is sent again, because its answer was lost, does nothing twice.

use futures::future::join_all;
use learnflow_contracts::classes::NewClass;
use learnflow_contracts::{IdempotencyKey, ProblemKind};
use reqwest::Method;

use crate::world::{World, class_with, demo_class, refused, right, students, wrong};

#[tokio::test]
pub(crate) async fn a_resent_submission_counts_once_and_gets_the_same_answer() {
    let world = World::start().await;
    let ada = world.student("Ada").await;
    let key = IdempotencyKey::new();
    let answer = async || {
        let request = ada.request(Method::POST, "exercises/submit").json(&right());
        request.header("idempotency-key", key.as_str()).send().await.unwrap().text().await.unwrap()
    };
    let first = answer().await;
    world.clock.pass(60);
    assert_eq!(answer().await, first);
    let next = ada.submit(&IdempotencyKey::new(), &right()).await.unwrap();
    assert_eq!(next.attempt, 2, "the resent one was no attempt");
    world.finish().await;
}

#[tokio::test]
pub(crate) async fn the_same_submission_sent_many_times_at_once_counts_once() {
    let world = World::start().await;
    let ada = world.student("Ada").await;
    let key = IdempotencyKey::new();
    let submit = right();
    let results = join_all((0..6).map(|_| ada.submit(&key, &submit))).await;
    let results: Vec<_> = results.into_iter().map(Result::unwrap).collect();
    assert!(results.iter().all(|result| *result == results[0]), "{results:?}");
    assert_eq!(ada.submit(&IdempotencyKey::new(), &right()).await.unwrap().attempt, 2);
    world.finish().await;
}

#[tokio::test]
pub(crate) async fn a_key_is_for_one_request_only() {
    let world = World::start().await;
    let (teacher, ada) = (world.teacher().await, world.student("Ada").await);
    let key = IdempotencyKey::new();
    ada.submit(&key, &right()).await.unwrap();
    assert_eq!(refused(ada.submit(&key, &wrong()).await).kind, ProblemKind::KeyReused);
    let class = demo_class(&teacher).await;
    let add = async |names: &[&str]| teacher.add_students(class, &key, &students(names)).await;
    add(&["Zoe"]).await.unwrap();
    assert_eq!(refused(add(&["Yann"]).await).kind, ProblemKind::KeyReused);
    let reset = teacher.reset_student(class, ada.student_id(), &key).await;
    assert_eq!(refused(reset).kind, ProblemKind::KeyReused);
    world.finish().await;
}

#[tokio::test]
pub(crate) async fn a_write_without_a_good_key_is_refused_and_told_what_a_key_is() {
    let world = World::start().await;
    let ada = world.student("Ada").await;
    for key in
        [None, Some(""), Some("0123"), Some("zzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzz"), Some(&*"a".repeat(33))]
    {
        let mut request = ada.request(Method::POST, "exercises/submit").json(&right());
        if let Some(key) = key {
            request = request.header("idempotency-key", key);
        }
        let problem: learnflow_contracts::Problem = request.send().await.unwrap().json().await.unwrap();
        assert_eq!(problem.kind, ProblemKind::Invalid);
        assert!(problem.detail.contains("32 hex characters"), "{}", problem.detail);
    }
    assert_eq!(ada.submit(&IdempotencyKey::new(), &right()).await.unwrap().attempt, 1);
    world.finish().await;
}

#[tokio::test]
pub(crate) async fn a_resent_roster_and_a_resent_reset_tell_the_same_pins() {
    let world = World::start().await;
    let teacher = world.teacher().await;
    let class = demo_class(&teacher).await;
    let (add, reset) = (IdempotencyKey::new(), IdempotencyKey::new());
    let body = students(&["Zoe", "Yann"]);
    let added = teacher.add_students(class, &add, &body).await.unwrap();
    assert!(teacher.add_students(class, &add, &body).await.unwrap() == added);
    let zoe = added.students[0].student_id;
    let once = teacher.reset_student(class, zoe, &reset).await.unwrap();
    let again = teacher.reset_student(class, zoe, &reset).await.unwrap();
    assert!(again == once);
    world.join(learnflow_server::demo::CLASS_CODE, "Zoe", &once.students[0].pin).await;
    world.finish().await;
}

#[tokio::test]
pub(crate) async fn a_resent_class_is_made_once() {
    let world = World::start().await;
    let teacher = world.teacher().await;
    let (key, new) = (
        IdempotencyKey::new(),
        NewClass { name: "Python club".to_owned(), time_zone: "Africa/Nairobi".to_owned() },
    );
    let class = teacher.add_class(&key, &new).await.unwrap();
    assert_eq!(teacher.add_class(&key, &new).await.unwrap(), class);
    assert_eq!(teacher.classes().await.unwrap().classes.len(), 2);
    world.finish().await;
}

#[tokio::test]
pub(crate) async fn the_same_key_of_two_users_is_two_uses() {
    let world = World::start().await;
    let (ada, bao) = (world.student("Ada").await, world.student("Bao").await);
    let key = IdempotencyKey::new();
    let of_ada = ada.submit(&key, &right()).await.unwrap();
    let of_bao = bao.submit(&key, &right()).await.unwrap();
    assert_ne!(of_ada.submission_id, of_bao.submission_id);
    assert_eq!(bao.submit(&key, &right()).await.unwrap(), of_bao);
    world.finish().await;
}

#[tokio::test]
pub(crate) async fn a_key_of_somebody_else_does_not_tell_the_pins_it_made() {
    let world = World::start().await;
    let (teacher, other) = (world.teacher().await, world.other_teacher().await);
    let key = IdempotencyKey::new();
    // Eight at a time, so that two rosters agree by chance once in 10^32.
    let names = ["A", "B", "C", "D", "E", "F", "G", "H"];
    let class = class_with(&teacher, &["Zoe"]).await.0.id;
    let theirs = class_with(&other, &["Zoe"]).await.0.id;
    let pins = async |person: &crate::world::Person, class| {
        let added = person.add_students(class, &key, &students(&names)).await.unwrap();
        added.students.into_iter().map(|student| student.pin).collect::<Vec<_>>()
    };
    assert_ne!(pins(&teacher, class).await, pins(&other, theirs).await);
    world.finish().await;
}
