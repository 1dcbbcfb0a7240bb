//! What nobody should send: always a problem that says what to do, never a fault of ours, never an echo.

use learnflow_contracts::run::{Execute, RunStatus};
use learnflow_contracts::{ClassId, IdempotencyKey, Problem, ProblemKind};
use reqwest::{Method, RequestBuilder, Response};
use serde_json::{Value, json};

use crate::access::{self, Route, routes};
use crate::world::{Person, World, demo_class, refused, right, students};

/// What must not come back.
const MARKER: &str = "Marker7319";

/// Checks an answer: a problem in its form, without what was sent.
async fn problem(what: &str, answer: Response) -> Problem {
    let status = answer.status().as_u16();
    let kind = answer.headers().get("content-type").map(|kind| kind.to_str().unwrap().to_owned());
    let body = answer.text().await.unwrap();
    assert!((400..500).contains(&status), "{what}: {status} {body}");
    assert_eq!(kind.as_deref(), Some("application/problem+json"), "{what}: {body}");
    let problem: Problem = serde_json::from_str(&body).unwrap_or_else(|_| panic!("{what}: {body}"));
    assert!(problem.status == status && problem.request_id.is_some(), "{what}: {body}");
    assert!(problem.detail.split_whitespace().count() >= 3, "{what}: no sentence in {body}");
    assert!(!body.contains(MARKER), "{what}: it comes back: {body}");
    problem
}

/// A request with everything right but its body.
fn post(caller: &Person, route: &Route, owner: &access::Owner) -> RequestBuilder {
    caller
        .request(route.method.clone(), &route.address(owner))
        .header("idempotency-key", IdempotencyKey::new().as_str())
}

fn json_bytes(value: &Value) -> Vec<u8> {
    serde_json::to_vec(value).unwrap()
}

/// A good body with every value of the first level replaced.
fn with_all(body: &Value, value: &Value) -> Vec<u8> {
    let names = body.as_object().unwrap().keys();
    json_bytes(&names.map(|name| (name.clone(), value.clone())).collect::<serde_json::Map<_, _>>().into())
}

/// Bodies that no route takes.
fn bad_bodies(good: &Value) -> Vec<(&'static str, Vec<u8>)> {
    let mut unknown = good.clone();
    unknown["unknown"] = json!(MARKER);
    let text = format!("{MARKER}, expected {MARKER}");
    vec![
        ("nothing", Vec::new()),
        ("null", b"null".to_vec()),
        ("a list", b"[]".to_vec()),
        ("text", json_bytes(&json!(text))),
        ("an empty object", b"{}".to_vec()),
        ("no JSON", format!("{{\"{MARKER}").into_bytes()),
        ("NUL bytes", vec![0; 64]),
        ("invalid UTF-8", [b"{\"name\":\"".to_vec(), vec![0xff, 0xfe], b"\"}".to_vec()].concat()),
        ("half a surrogate", b"{\"name\":\"\\ud800\"}".to_vec()),
        ("deep nesting", vec![b'['; 100_000]),
        ("deep objects", b"{\"a\":".repeat(50_000)),
        ("a huge number", b"{\"code\":1e999999}".to_vec()),
        ("numbers", with_all(good, &json!(73_197_319))),
        ("negative numbers", with_all(good, &json!(-1.5e300))),
        ("texts in lists", with_all(good, &json!([[[text]]]))),
        ("objects", with_all(good, &json!({ "a": MARKER }))),
        ("nulls", with_all(good, &Value::Null)),
        ("an unknown field", json_bytes(&unknown)),
        ("two JSON texts", [json_bytes(good), json_bytes(good)].concat()),
    ]
}

#[tokio::test]
async fn every_route_refuses_what_it_cannot_read() {
    let world = World::start().await;
    let (ada, teacher) = (world.student("Ada").await, world.teacher().await);
    let owner = access::owner(&world, &ada).await;
    for route in routes().iter().filter(|route| route.takes_body) {
        let caller = if route.audience == "teacher" { &teacher } else { &ada };
        for (what, bytes) in bad_bodies(&route.body()) {
            if route.path == "exercises/generate" && ["a list", "an empty object", "nulls"].contains(&what) {
                // Nothing has to be said to want an exercise.
                continue;
            }
            let request = post(caller, route, &owner).header("content-type", "application/json").body(bytes);
            problem(&format!("{what} to {}", route.path), request.send().await.unwrap()).await;
        }
        let good = json_bytes(&route.body());
        let untyped = post(caller, route, &owner).body(good.clone()).send().await.unwrap();
        assert_eq!(problem("no content type", untyped).await.kind, ProblemKind::WrongMediaType);
        let form = post(caller, route, &owner).header("content-type", "text/plain").body(good).send().await;
        assert_eq!(problem("a form", form.unwrap()).await.kind, ProblemKind::WrongMediaType);
        let big = post(caller, route, &owner).header("content-type", "application/json");
        let big = big.body(vec![b' '; 600 * 1024]).send().await.unwrap();
        assert_eq!(problem("600 KiB", big).await.kind, ProblemKind::TooLarge);
    }
    world.finish().await;
}

#[tokio::test]
async fn ten_megabytes_are_refused_before_they_are_read() {
    let world = World::start().await;
    let ada = world.student("Ada").await;
    let head = format!(
        "POST /api/v1/execute HTTP/1.1\r\nhost: x\r\nauthorization: Bearer {}\r\ncontent-type: application/json\r\n\
         content-length: 10485760\r\n\r\n",
        ada.session.access_token
    );
    // Only what the server must read to know: it answers without the rest.
    let request = [head.into_bytes(), vec![b'a'; 513 * 1024]].concat();
    let answer = world.raw(&request).await;
    assert!(answer.starts_with("HTTP/1.1 413"), "{answer}");
    assert!(answer.contains("urn:learnflow:problem:too-large"), "{answer}");
    world.finish().await;
}

#[tokio::test]
async fn names_with_controls_or_marks_that_turn_text_around_are_refused() {
    let world = World::start().await;
    let teacher = world.teacher().await;
    let class = demo_class(&teacher).await;
    for name in [
        "",
        " ",
        "a\nb",
        "a\0b",
        "\u{1b}[31mred",
        "\u{202e}olleh",
        "a\u{200b}b",
        "a\u{2066}b",
        &"x".repeat(61),
    ] {
        let added = teacher.add_students(class, &IdempotencyKey::new(), &students(&[name])).await;
        assert_eq!(refused(added).kind, ProblemKind::Invalid, "{name:?}");
    }
    assert_eq!(teacher.live(class).await.unwrap().students.len(), 6);
    world.finish().await;
}

#[tokio::test]
async fn values_that_do_not_fit_are_refused_and_nothing_is_stored() {
    let world = World::start().await;
    let teacher = world.teacher().await;
    let class = demo_class(&teacher).await;
    let add = format!("classes/{class}/students");
    let many = vec![json!({ "name": "Zoe" }); 61];
    let long = "x".repeat(200);
    for (path, body) in [
        ("classes", json!({ "name": "Club", "time_zone": "Moon/Crater" })),
        ("classes", json!({ "name": "Club", "time_zone": "../../etc/passwd" })),
        ("classes", json!({ "name": long, "time_zone": "UTC" })),
        (&*add, json!({ "students": [] })),
        (&*add, json!({ "students": many })),
        (&*add, json!({ "students": [{ "name": "Zoe", "pin": "12" }] })),
        (&*add, json!({ "students": [{ "name": "Zoe", "pin": "１２３４" }] })),
        (&*add, json!({ "students": [{ "name": "Zoe" }, { "name": " zoe " }] })),
        (&*add, json!({ "students": [{ "name": "ADA" }] })),
    ] {
        let request = teacher.request(Method::POST, path).json(&body);
        let request = request.header("idempotency-key", IdempotencyKey::new().as_str());
        problem(&format!("{body} to {path}"), request.send().await.unwrap()).await;
    }
    assert_eq!(teacher.classes().await.unwrap().classes.len(), 1);
    assert_eq!(teacher.live(class).await.unwrap().students.len(), 6);
    world.finish().await;
}

#[tokio::test]
async fn a_program_that_is_too_long_is_refused_and_a_strange_one_gets_an_answer() {
    let world = World::start().await;
    let ada = world.student("Ada").await;
    let run = async |code: String| ada.execute(&Execute { code, ..Execute::default() }).await;
    for bytes in [64 * 1024 + 1, 1024 * 1024] {
        assert_eq!(refused(run("#".repeat(bytes)).await).kind, ProblemKind::TooLarge);
    }
    assert_eq!(run("#".repeat(64 * 1024)).await.unwrap().outcome.status, RunStatus::Finished);
    let with_nul = run("print('a\0b')".to_owned()).await.unwrap().outcome;
    assert_eq!(with_nul.status, RunStatus::Failed, "{with_nul:?}");
    for strange in ["\u{feff}print(1)", "\u{202e}", "(".repeat(5_000).as_str(), "import os; os._exit(3)"] {
        run(strange.to_owned()).await.unwrap();
    }
    let answer = "print('\0')".to_owned();
    let submit = learnflow_contracts::exercises::Submit { answer, ..right() };
    assert!(!ada.submit(&IdempotencyKey::new(), &submit).await.unwrap().passed);
    world.finish().await;
}

#[tokio::test]
async fn unknown_ids_are_not_found() {
    let world = World::start().await;
    let (ada, teacher) = (world.student("Ada").await, world.teacher().await);
    let unknown = ClassId::new().to_string();
    for id in [&*unknown, "x", "%00", "%2e%2e%2f", "NaN", &"9".repeat(5_000)] {
        for (person, path) in [
            (&ada, format!("topics/{id}")),
            (&ada, format!("progress/{id}")),
            (&teacher, format!("progress/{id}")),
            (&teacher, format!("classes/{id}/live")),
        ] {
            let answer = person.request(Method::GET, &path).send().await.unwrap();
            assert_eq!(problem(&path, answer).await.kind, ProblemKind::NotFound, "{path}");
        }
    }
    let quiz = ada.request(Method::POST, "quizzes/no-such-topic/answers").json(&json!({ "answers": [] }));
    let quiz = quiz.header("idempotency-key", IdempotencyKey::new().as_str()).send().await.unwrap();
    assert_eq!(problem("a quiz", quiz).await.kind, ProblemKind::NotFound);
    let mut submit = right();
    submit.exercise_id = "no-such-exercise".parse().unwrap();
    assert_eq!(refused(ada.submit(&IdempotencyKey::new(), &submit).await).kind, ProblemKind::NotFound);
    world.finish().await;
}

#[tokio::test]
async fn answers_to_questions_that_are_not_there_are_refused() {
    let world = World::start().await;
    let ada = world.student("Ada").await;
    let question = ada.topic(&crate::world::topic()).await.unwrap().quiz.questions.remove(0);
    let answer = |question: &str, choice: &str| json!({ "question": question, "choice": choice });
    let twice = answer(&question.id, &question.choices[0].id);
    for answers in [
        json!([answer("no-such-question", "a")]),
        json!([answer(&question.id, "no-such-choice")]),
        json!([twice, twice]),
    ] {
        let request = ada.request(Method::POST, "quizzes/first-program/answers");
        let request = request.header("idempotency-key", IdempotencyKey::new().as_str());
        let answer = request.json(&json!({ "answers": answers })).send().await.unwrap();
        assert_eq!(problem(&answers.to_string(), answer).await.kind, ProblemKind::Invalid);
    }
    world.finish().await;
}

#[tokio::test]
async fn a_wrong_method_or_address_is_a_problem_too() {
    let world = World::start().await;
    let ada = world.student("Ada").await;
    for (method, path, kind) in [
        (Method::GET, "execute", ProblemKind::WrongMethod),
        (Method::PATCH, "topics", ProblemKind::WrongMethod),
        (Method::DELETE, "exercises/submit", ProblemKind::WrongMethod),
        (Method::GET, "no-such-address", ProblemKind::NotFound),
        (Method::POST, "topics/first-program/more", ProblemKind::NotFound),
        (Method::GET, "", ProblemKind::NotFound),
        (Method::GET, "exercises?topic_id=%2e%2e%2f", ProblemKind::Invalid),
    ] {
        let answer = ada.request(method.clone(), path).send().await.unwrap();
        assert_eq!(problem(path, answer).await.kind, kind, "{method} {path}");
    }
    world.finish().await;
}

#[tokio::test]
async fn a_sockets_address_asked_for_without_a_socket_is_a_problem_too() {
    let world = World::start().await;
    let ada = world.student("Ada").await;
    let id = ada.student_id();
    let ticket = ada.ticket().await.unwrap().ticket;
    for path in [
        format!("ws/chat/{id}"),
        format!("ws/chat/{id}?ticket={ticket}"),
        format!("ws/chat/x?ticket={ticket}"),
        format!("ws/class/{id}"),
        format!("ws/class/{id}?ticket={ticket}"),
    ] {
        let http = reqwest::Client::new();
        let answer = http.get(format!("{}/{path}", world.client.base())).send().await.unwrap();
        problem(&path, answer).await;
    }
    world.finish().await;
}

#[tokio::test]
async fn an_address_does_not_climb_out_of_the_pages() {
    let folder = tempfile::tempdir().unwrap();
    let pages = folder.path().join("pages");
    std::fs::create_dir(&pages).unwrap();
    std::fs::write(pages.join("index.html"), "the page").unwrap();
    std::fs::write(folder.path().join("secret.txt"), MARKER).unwrap();
    let world = World::with(|config| config.gateway.pages = Some(pages.clone())).await;
    let absolute = folder.path().join("secret.txt").display().to_string();
    for path in [
        "/../secret.txt",
        "/assets/../../secret.txt",
        "/%2e%2e/secret.txt",
        "/..%2fsecret.txt",
        "/..%5csecret.txt",
        "//secret.txt",
        "/./../secret.txt",
        "/secret.txt%00.html",
        &*absolute,
    ] {
        let request = format!("GET {path} HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n");
        let answer = world.raw(request.as_bytes()).await;
        assert!(answer.starts_with("HTTP/1.1 4"), "{path}: {answer}");
        assert!(!answer.contains(MARKER), "{path}: {answer}");
    }
    let request = b"GET /topics/first-program HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n";
    assert!(world.raw(request).await.ends_with("the page"), "any address of the pages is the page");
    world.finish().await;
}

#[tokio::test]
async fn the_metrics_count_and_name_nobody() {
    let world = World::start().await;
    let teacher = world.teacher().await;
    let class = demo_class(&teacher).await;
    let added = teacher.add_students(class, &IdempotencyKey::new(), &students(&[MARKER])).await.unwrap();
    let code = learnflow_server::demo::CLASS_CODE;
    let student = world.join(code, MARKER, &added.students[0].pin).await;
    let program = format!("{MARKER} = 1\nprint('{MARKER}')\nraise KeyError('{MARKER}')");
    student.execute(&Execute { code: program, ..Execute::default() }).await.unwrap();
    student.submit(&IdempotencyKey::new(), &right()).await.unwrap();
    let answer = reqwest::get(format!("{}/metrics", world.client.base())).await.unwrap();
    let metrics = answer.text().await.unwrap();
    assert!(metrics.contains("http_requests_total{"), "{metrics}");
    assert!(!metrics.contains(MARKER));
    assert!(!metrics.contains(&student.student_id().to_string()));
    world.finish().await;
}
