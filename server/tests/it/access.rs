//! Every route with every kind of caller, and with ids that belong to somebody else. The routes come from the
//! API's own description: a new one is walked as soon as it is mounted.

use axum::http::StatusCode;
use learnflow_contracts::client::Client;
use learnflow_contracts::tutor::Ask;
use learnflow_contracts::{ClassId, IdempotencyKey, Problem};
use learnflow_server::invoke::Visitor;
use reqwest::Method;
use serde_json::{Value, json};

use crate::apart;
use crate::world::{Person, World, class_with, eventually, right, say_hello, topic};

/// A name that stands in no other text, so that it is seen when it leaks.
const NAME: &str = "Xanthippe Quux";

/// One operation of the API.
pub(crate) struct Route {
    pub(crate) method: Method,
    /// With `{parameters}`.
    pub(crate) path: String,
    pub(crate) audience: String,
    pub(crate) takes_body: bool,
}

/// Every route there is.
pub(crate) fn routes() -> Vec<Route> {
    let api = serde_json::to_value(learnflow_server::gateway::openapi()).unwrap();
    let mut routes = Vec::new();
    for (path, item) in api["paths"].as_object().unwrap() {
        for (method, operation) in item.as_object().unwrap() {
            let Ok(method) = method.to_uppercase().parse::<Method>() else { continue };
            let Some(audience) = operation["x-audience"].as_str() else {
                panic!("{method} {path} does not say whom it is for");
            };
            routes.push(Route {
                method,
                path: path.trim_start_matches("/api/v1/").to_owned(),
                audience: audience.to_owned(),
                takes_body: operation.get("requestBody").is_some(),
            });
        }
    }
    assert!(routes.len() >= 20, "the description lists the routes");
    routes
}

/// Whose things the addresses name.
pub(crate) struct Owner {
    class: String,
    student: String,
    question: String,
    alert: String,
}

impl Route {
    /// The address, about the owner's things.
    pub(crate) fn address(&self, owner: &Owner) -> String {
        let address = self
            .path
            .replace("{class_id}", &owner.class)
            .replace("{student_id}", &owner.student)
            .replace("{user_id}", &owner.student)
            .replace("{question_id}", &owner.question)
            // An id that is nobody's: struggle.rs tries a real one.
            .replace("{alert_id}", &owner.alert)
            .replace("{module_id}", "first-programs")
            .replace("{topic_id}", topic().as_str());
        assert!(!address.contains('{'), "teach Route::address what the parameter in {} is", self.path);
        address
    }

    /// A body that is taken.
    pub(crate) fn body(&self) -> Value {
        match self.path.as_str() {
            "auth/login" => json!({ "username": "nobody", "password": "wrong" }),
            "auth/join" => json!({ "class_code": "AAA-AAA", "name": "Nobody", "pin": "0000" }),
            "auth/refresh" | "auth/logout" => json!({ "refresh_token": "not one of ours" }),
            "execute" | "execute/steps" | "review/analyze" | "debug/analyze" => json!({ "code": "print(1)" }),
            "exercises/submit" => json!(right()),
            "exercises" => json!({
                "topic_id": topic(), "kind": "program", "difficulty": "easy", "title": "One", "text": "Show 1.",
                "solution": "print(1)",
                "tests": [{ "name": "one", "check": { "kind": "output", "expected": "1\n" } }],
            }),
            "quizzes/{topic_id}/answers" | "placement" => json!({ "answers": [] }),
            "review/answers" => json!({ "topic_id": topic(), "question": "order", "choice": "top-down" }),
            "query" | "triage" | "concepts/explain" => json!({ "text": "What is a variable?" }),
            "exercises/generate" => json!({ "topic_id": topic() }),
            "classes/{class_id}/tutor" => json!({ "mode": "on" }),
            "classes" => json!({ "name": "Third class", "time_zone": "UTC" }),
            "classes/{class_id}/students" => json!({ "students": [{ "name": "New student" }] }),
            "classes/{class_id}/alerts/{alert_id}/mark" => json!({ "useful": true }),
            path => panic!("teach Route::body what {path} takes"),
        }
    }

    /// Whether its address names something that is not everybody's.
    fn is_about_somebody(&self) -> bool {
        ["{class_id}", "{student_id}", "{user_id}", "{question_id}"]
            .iter()
            .any(|parameter| self.path.contains(parameter))
    }

    async fn call(&self, client: &Client, owner: &Owner) -> (StatusCode, String) {
        let mut request = client.request(self.method.clone(), &self.address(owner));
        if self.method == Method::POST {
            request = request.header("idempotency-key", IdempotencyKey::new().as_str());
        }
        if self.takes_body {
            request = request.json(&self.body());
        }
        let answer = request.send().await.unwrap();
        let status = answer.status().as_u16();
        (StatusCode::from_u16(status).unwrap(), answer.text().await.unwrap())
    }
}

/// Two classes: the first one's things are asked for, the second one's people ask too.
struct School {
    world: World,
    teacher: Person,
    student: Person,
    classmate: Person,
    other_teacher: Person,
    other_student: Person,
    owner: Owner,
}

impl School {
    async fn start() -> Self {
        let (world, _) = crate::topics::world().await;
        let (teacher, other_teacher) = (world.teacher().await, world.other_teacher().await);
        let (class, pins) = class_with(&teacher, &[NAME, "Classmate"]).await;
        let student = world.join(&class.code, NAME, &pins.students[0].pin).await;
        let classmate = world.join(&class.code, "Classmate", &pins.students[1].pin).await;
        let (other, pins) = class_with(&other_teacher, &["Zoe"]).await;
        let other_student = world.join(&other.code, "Zoe", &pins.students[0].pin).await;
        let owner = owner_of(class.id, &teacher, &student).await;
        Self { world, teacher, student, classmate, other_teacher, other_student, owner }
    }
}

/// Checks a refusal: the expected status, as a problem, telling nothing.
fn check_refusal(who: &str, route: &Route, expected: u16, (status, body): &(StatusCode, String)) {
    let at = format!("{who} calls {} {}: {status} {body}", route.method, route.path);
    assert_eq!(status.as_u16(), expected, "{at}");
    assert!(!body.contains(NAME), "{at}");
    let problem: Problem = serde_json::from_str(body).unwrap_or_else(|_| panic!("no problem: {at}"));
    assert_eq!(problem.status, expected, "{at}");
    assert!(problem.request_id.is_some() && !problem.detail.is_empty(), "{at}");
}

#[tokio::test]
pub(crate) async fn nobody_gets_past_the_sign_in() {
    let school = School::start().await;
    for route in routes().iter().filter(|route| route.audience != "anyone") {
        let answer = route.call(&school.world.client, &school.owner).await;
        check_refusal("nobody", route, 401, &answer);
    }
    school.world.finish().await;
}

#[tokio::test]
async fn what_is_for_anyone_tells_nothing_to_a_stranger() {
    let school = School::start().await;
    for route in routes().iter().filter(|route| route.audience == "anyone") {
        let answer = route.call(&school.world.client, &school.owner).await;
        if route.path == "auth/logout" {
            assert_eq!(answer.0, StatusCode::NO_CONTENT);
        } else {
            check_refusal("nobody", route, 401, &answer);
        }
    }
    school.world.finish().await;
}

#[tokio::test]
pub(crate) async fn students_and_teachers_do_not_do_each_others_work() {
    let school = School::start().await;
    for route in &routes() {
        let (who, caller) = match route.audience.as_str() {
            "teacher" => ("a student", &school.student),
            "student" => ("a teacher", &school.teacher),
            _ => continue,
        };
        check_refusal(who, route, 403, &route.call(caller, &school.owner).await);
    }
    school.world.finish().await;
}

#[tokio::test]
pub(crate) async fn the_ids_of_others_are_as_good_as_none() {
    let school = School::start().await;
    let callers = [
        ("a classmate", "student", &school.classmate),
        ("a student of another class", "student", &school.other_student),
        ("another teacher", "teacher", &school.other_teacher),
    ];
    for route in routes().iter().filter(|route| route.is_about_somebody()) {
        for (who, role, caller) in &callers {
            let expected = if [*role, "signed-in"].contains(&route.audience.as_str()) { 404 } else { 403 };
            check_refusal(who, route, expected, &route.call(caller, &school.owner).await);
        }
    }
    let view = school.teacher.live(school.owner.class.parse().unwrap()).await.unwrap();
    assert_eq!(view.students.len(), 2, "nobody was added or taken off");
    assert!(school.student.me().await.is_ok(), "nobody was reset");
    school.world.finish().await;
}

#[tokio::test]
pub(crate) async fn those_a_route_is_for_get_through() {
    let school = School::start().await;
    let mut all = routes();
    // What takes the student off comes last; a quiz is answered before its questions come back.
    all.sort_by_key(|route| (route.method == Method::DELETE, route.path.starts_with("review")));
    for (role, caller) in [("student", &school.student), ("teacher", &school.teacher)] {
        let for_them = |route: &&Route| [role, "signed-in"].contains(&route.audience.as_str());
        for route in all.iter().filter(for_them) {
            if route.path == "query/{question_id}/rungs" {
                // Only some answers have hints: their story is in `tutor.rs`.
                continue;
            }
            let (status, body) = route.call(caller, &school.owner).await;
            assert!(status.is_success(), "a {role} calls {} {}: {status} {body}", route.method, route.path);
        }
    }
    school.world.finish().await;
}

#[tokio::test]
async fn a_student_of_a_teacher_sees_own_results_and_not_those_of_others() {
    let school = School::start().await;
    school.student.submit(&IdempotencyKey::new(), &right()).await.unwrap();
    let path = |id: &str| format!("progress/{id}");
    for other in [&school.classmate, &school.other_student, &school.other_teacher] {
        let request = other.request(Method::GET, &path(&school.owner.student));
        let body = request.send().await.unwrap().text().await.unwrap();
        assert!(!body.contains(NAME) && !body.contains(say_hello().as_str()), "{body}");
    }
    school.world.finish().await;
}

/// The first teacher's class and its first student, for walks of other files.
pub(crate) async fn owner(world: &World, student: &Person) -> Owner {
    let teacher = world.teacher().await;
    owner_of(crate::world::demo_class(&teacher).await, &teacher, student).await
}

/// The class, the student, and a question of theirs.
async fn owner_of(class: ClassId, teacher: &Client, student: &Person) -> Owner {
    let ask = Ask { text: "What is a variable?".to_owned(), ..Ask::default() };
    let question = student.ask(&IdempotencyKey::new(), &ask).await.unwrap().question_id;
    let help = Ask { text: "please help me, i am stuck".to_owned(), ..Ask::default() };
    student.ask(&IdempotencyKey::new(), &help).await.unwrap();
    let alert = eventually("an alert", async || {
        teacher.alerts(class).await.unwrap().alerts.first().map(|alert| alert.id)
    })
    .await;
    Owner {
        class: class.to_string(),
        student: student.student_id().to_string(),
        question: question.to_string(),
        alert: alert.to_string(),
    }
}

/// Statuses of a question at an address, with each of these headers.
async fn statuses(url: &str, headers: &[(&str, &str)]) -> Vec<u16> {
    let (client, mut statuses) = (reqwest::Client::new(), Vec::new());
    for (header, value) in headers {
        let request = client.post(url).header(*header, *value).header("content-type", "application/json");
        statuses.push(request.body("null").send().await.unwrap().status().as_u16());
    }
    statuses
}

pub(crate) async fn the_inner_door_is_for_those_who_have_its_secret_story() {
    let world = World::start().await;
    let teacher = world.teacher().await;
    let bearer = format!("Bearer {}", teacher.session.access_token);
    let close = format!("{}x", &apart::SECRET[..apart::SECRET.len() - 1]);
    let strangers = [
        ("x-nothing", "x"),
        ("authorization", &bearer),
        ("x-learnflow-secret", ""),
        ("x-learnflow-secret", &apart::SECRET[..8]),
        ("x-learnflow-secret", &close),
        ("dapr-api-token", apart::SECRET),
    ];
    let known = [("x-learnflow-secret", apart::SECRET)];
    let mut routes = 0;
    for (door, mounted) in &world.doors {
        for (path, visitor) in mounted {
            let inside = format!("http://{door}{path}");
            assert_eq!(statuses(&inside, &strangers).await, [401; 6], "{path} for {visitor:?}");
            let outside = format!("{}{path}", world.client.base());
            let seen = statuses(&outside, &[strangers[1], known[0]]).await;
            assert!(seen.iter().all(|status| [404, 405].contains(status)), "{path} from outside: {seen:?}");
            if *visitor == Visitor::Role {
                assert_ne!(statuses(&inside, &known).await, [401], "{path} knows its secret");
            }
            routes += 1;
        }
    }
    assert!(routes >= 6, "the doors list their routes");
    world.finish().await;
}
