//! Signing in and out: what is told to somebody who guesses, and when a session is over.

use futures::future::join_all;
use jsonwebtoken::{EncodingKey, Header};
use learnflow_contracts::auth::{Login, Logout, Refresh, Session};
use learnflow_contracts::classes::{AddStudents, NewStudent};
use learnflow_contracts::{IdempotencyKey, Problem, ProblemKind};
use learnflow_server::demo;
use serde_json::json;

use crate::sockets::student_page;
use crate::world::{Person, World, class_with, demo_class, join, refused};

const QUARTER: i64 = 15 * 60;

fn told(problem: Problem) -> (ProblemKind, String) {
    (problem.kind, problem.detail)
}

fn refresh(session: &Session) -> Refresh {
    Refresh { refresh_token: session.refresh_token.clone() }
}

/// Whether the access token of a session is still good.
async fn works(world: &World, session: &Session) -> bool {
    match world.client.signed_in(session).me().await {
        Ok(_) => true,
        Err(error) => {
            assert_eq!(error.problem().map(|problem| problem.kind), Some(ProblemKind::SignIn));
            false
        }
    }
}

#[tokio::test]
pub(crate) async fn a_wrong_pin_an_unknown_name_and_an_unknown_class_look_the_same() {
    let world = World::start().await;
    let wrong_pin = refused(world.client.join(&join(demo::CLASS_CODE, "Ada", "9999")).await);
    assert_eq!(wrong_pin.kind, ProblemKind::WrongCredentials);
    let wrong_pin = told(wrong_pin);
    for (code, name) in [(demo::CLASS_CODE, "Nobody"), ("ZZZ-ZZZ", "Ada"), ("", ""), ("LRN-234\0", "Ada\0")] {
        assert_eq!(told(refused(world.client.join(&join(code, name, "9999")).await)), wrong_pin, "{name}");
    }
    world.finish().await;
}

#[tokio::test]
pub(crate) async fn a_wrong_password_and_an_unknown_user_name_look_the_same() {
    let world = World::start().await;
    let login = |username: &str| Login { username: username.to_owned(), password: "wrong".to_owned() };
    let known = told(refused(world.client.login(&login(demo::TEACHER)).await));
    assert_eq!(known.0, ProblemKind::WrongCredentials);
    assert_eq!(told(refused(world.client.login(&login("nobody")).await)), known);
    world.finish().await;
}

#[tokio::test]
pub(crate) async fn after_five_wrong_pins_the_right_one_must_wait_too() {
    let world = World::start().await;
    let (wrong, right) = (join(demo::CLASS_CODE, "Ada", "9999"), join(demo::CLASS_CODE, "Ada", demo::PIN));
    for _ in 0..5 {
        assert_eq!(refused(world.client.join(&wrong).await).kind, ProblemKind::WrongCredentials);
    }
    let locked = refused(world.client.join(&wrong).await);
    assert_eq!((locked.kind, locked.retry_after), (ProblemKind::TooManyTries, Some(60)));
    let request = world.client.request(reqwest::Method::POST, "auth/join").json(&right);
    let answer = request.header("idempotency-key", IdempotencyKey::new().as_str()).send().await.unwrap();
    assert_eq!(answer.status(), 429);
    assert_eq!(answer.headers()["retry-after"], "60");
    assert!(world.client.join(&join(demo::CLASS_CODE, "Bao", demo::PIN)).await.is_ok(), "Bao may go on");

    world.clock.pass(59);
    assert_eq!(refused(world.client.join(&right).await).retry_after, Some(1));
    world.clock.pass(1);
    assert!(world.client.join(&right).await.is_ok());
    assert_eq!(refused(world.client.join(&wrong).await).kind, ProblemKind::WrongCredentials, "counted anew");
    world.finish().await;
}

#[tokio::test]
pub(crate) async fn each_further_wrong_pin_doubles_the_wait_up_to_an_hour() {
    let world = World::start().await;
    let wrong = join(demo::CLASS_CODE, "Ada", "9999");
    for _ in 0..5 {
        refused(world.client.join(&wrong).await);
    }
    for minutes in [1, 2, 4, 8, 16, 32, 60, 60] {
        assert_eq!(refused(world.client.join(&wrong).await).retry_after, Some(minutes * 60));
        world.clock.pass(i64::from(minutes) * 60);
    }
    world.finish().await;
}

#[tokio::test]
pub(crate) async fn a_reset_gives_a_new_pin_unlocks_and_ends_every_session_at_once() {
    let world = World::start().await;
    let (teacher, ada) = (world.teacher().await, world.student("Ada").await);
    let class = demo_class(&teacher).await;
    let page = student_page(&ada).await;
    for _ in 0..6 {
        refused(world.client.join(&join(demo::CLASS_CODE, "Ada", "9999")).await);
    }
    let reset = teacher.reset_student(class, ada.student_id(), &IdempotencyKey::new()).await.unwrap();
    page.closed().await;
    assert!(!works(&world, &ada.session).await);
    let again = world.client.refresh(&IdempotencyKey::new(), &refresh(&ada.session)).await;
    assert_eq!(refused(again).kind, ProblemKind::SignIn);
    let pin = &reset.students[0].pin;
    if pin != demo::PIN {
        let old = world.client.join(&join(demo::CLASS_CODE, "Ada", demo::PIN)).await;
        assert_eq!(refused(old).kind, ProblemKind::WrongCredentials);
    }
    world.join(demo::CLASS_CODE, "Ada", pin).await;
    world.finish().await;
}

#[tokio::test]
pub(crate) async fn a_student_taken_off_the_roster_is_out_at_once() {
    let world = World::start().await;
    let (teacher, ada) = (world.teacher().await, world.student("Ada").await);
    let page = student_page(&ada).await;
    teacher.remove_student(demo_class(&teacher).await, ada.student_id()).await.unwrap();
    page.closed().await;
    assert!(!works(&world, &ada.session).await);
    let back = world.client.join(&join(demo::CLASS_CODE, "Ada", demo::PIN)).await;
    assert_eq!(refused(back).kind, ProblemKind::WrongCredentials);
    world.finish().await;
}

#[tokio::test]
pub(crate) async fn an_access_token_lasts_a_quarter_of_an_hour_and_a_refresh_brings_the_next() {
    let world = World::start().await;
    let ada = world.student("Ada").await;
    assert_eq!(i64::from(ada.session.expires_in), QUARTER);
    world.clock.pass(QUARTER - 1);
    assert!(works(&world, &ada.session).await);
    world.clock.pass(1);
    assert!(!works(&world, &ada.session).await);
    let next = world.client.refresh(&IdempotencyKey::new(), &refresh(&ada.session)).await.unwrap();
    assert!(works(&world, &next).await);
    assert_ne!(next.refresh_token, ada.session.refresh_token);
    world.finish().await;
}

#[tokio::test]
pub(crate) async fn a_refresh_token_used_twice_ends_all_that_came_from_it() {
    let world = World::start().await;
    let ada = world.student("Ada").await;
    let elsewhere = world.student("Ada").await;
    let next = world.client.refresh(&IdempotencyKey::new(), &refresh(&ada.session)).await.unwrap();
    let copied = world.client.refresh(&IdempotencyKey::new(), &refresh(&ada.session)).await;
    assert_eq!(refused(copied).kind, ProblemKind::SignIn);
    assert!(!works(&world, &ada.session).await && !works(&world, &next).await);
    assert!(world.client.refresh(&IdempotencyKey::new(), &refresh(&next)).await.is_err());
    assert!(works(&world, &elsewhere.session).await, "another sign-in is another family");
    world.finish().await;
}

#[tokio::test]
pub(crate) async fn a_refresh_whose_answer_was_lost_may_be_sent_again_within_a_minute() {
    let world = World::start().await;
    let ada = world.student("Ada").await;
    let key = IdempotencyKey::new();
    world.client.refresh(&key, &refresh(&ada.session)).await.unwrap();
    world.clock.pass(59);
    let again = world.client.refresh(&key, &refresh(&ada.session)).await.unwrap();
    assert!(works(&world, &again).await);
    let next = world.client.refresh(&IdempotencyKey::new(), &refresh(&again)).await.unwrap();
    assert!(works(&world, &next).await);
    world.finish().await;
}

#[tokio::test]
pub(crate) async fn a_refresh_sent_again_too_late_counts_as_a_copy() {
    let world = World::start().await;
    let ada = world.student("Ada").await;
    let key = IdempotencyKey::new();
    let next = world.client.refresh(&key, &refresh(&ada.session)).await.unwrap();
    world.clock.pass(61);
    assert!(world.client.refresh(&key, &refresh(&ada.session)).await.is_err());
    assert!(!works(&world, &next).await);
    world.finish().await;
}

#[tokio::test]
pub(crate) async fn a_refresh_token_is_too_old_after_a_fortnight() {
    let world = World::start().await;
    let ada = world.student("Ada").await;
    world.clock.pass(14 * 24 * 60 * 60);
    let late = world.client.refresh(&IdempotencyKey::new(), &refresh(&ada.session)).await;
    assert_eq!(refused(late).kind, ProblemKind::SignIn);
    world.finish().await;
}

#[tokio::test]
pub(crate) async fn after_signing_out_neither_token_works() {
    let world = World::start().await;
    let ada = world.student("Ada").await;
    let logout = Logout { refresh_token: ada.session.refresh_token.clone() };
    world.client.logout(&logout).await.unwrap();
    assert!(!works(&world, &ada.session).await);
    assert!(world.client.refresh(&IdempotencyKey::new(), &refresh(&ada.session)).await.is_err());
    world.client.logout(&logout).await.expect("signing out twice is no mistake");
    world.finish().await;
}

#[tokio::test]
pub(crate) async fn an_ended_session_stays_ended_over_a_restart_and_a_good_one_stays_good() {
    let world = World::start().await;
    let (ada, bao) = (world.student("Ada").await, world.student("Bao").await);
    let logout = Logout { refresh_token: ada.session.refresh_token.clone() };
    world.client.logout(&logout).await.unwrap();
    let world = world.restart().await;
    assert!(!works(&world, &ada.session).await);
    assert!(works(&world, &bao.session).await);
    assert!(world.client.refresh(&IdempotencyKey::new(), &refresh(&bao.session)).await.is_ok());
    world.finish().await;
}

#[tokio::test]
pub(crate) async fn a_forged_token_opens_nothing() {
    let world = World::start().await;
    let ada = world.student("Ada").await;
    let token = &ada.session.access_token;
    let parts: Vec<&str> = token.split('.').collect();
    let [header, payload, signature] = parts[..] else { panic!("a token has three parts") };
    let claims = json!({
        "sub": ada.session.user.id, "role": "teacher", "fam": uuid::Uuid::now_v7(), "exp": 4_000_000_000_i64,
    });
    let signed = |secret: &[u8]| {
        jsonwebtoken::encode(&Header::default(), &claims, &EncodingKey::from_secret(secret)).unwrap()
    };
    let of_ours = signed(b"not the secret of this server, but as long as it is");
    let of_ours: Vec<&str> = of_ours.split('.').collect();
    // {"alg":"none","typ":"JWT"}
    let none = "eyJhbGciOiJub25lIiwidHlwIjoiSldUIn0";
    for forged in [
        signed(b"not the secret of this server, but as long as it is"),
        signed(b""),
        format!("{none}.{payload}."),
        format!("{none}.{payload}.{signature}"),
        format!("{none}.{}.", of_ours[1]),
        format!("{header}.{}.{signature}", of_ours[1]),
        format!("{header}.{payload}."),
        format!("{header}.{payload}"),
        format!("{token}x"),
        String::new(),
        "null".to_owned(),
    ] {
        let problem = refused(world.client.with_token(&forged).me().await);
        assert_eq!(problem.kind, ProblemKind::SignIn, "{forged}");
    }
    world.finish().await;
}

#[tokio::test]
pub(crate) async fn forty_students_who_sign_in_at_once_all_get_in() {
    let world = World::start().await;
    let teacher = world.teacher().await;
    let (class, _) = class_with(&teacher, &["Zoe"]).await;
    let names: Vec<String> = (0..40).map(|number| format!("Student {number}")).collect();
    let student = |name: &String| NewStudent { name: name.clone(), pin: Some("4711".to_owned()) };
    let body = AddStudents { students: names.iter().map(student).collect() };
    teacher.add_students(class.id, &IdempotencyKey::new(), &body).await.unwrap();
    let people: Vec<Person> = join_all(names.iter().map(|name| world.join(&class.code, name, "4711"))).await;
    assert_eq!(people.len(), 40);
    for (person, name) in people.iter().zip(&names) {
        assert_eq!(&person.session.user.name, name);
    }
    world.finish().await;
}
