//! What the log of a lesson holds, at its most talkative: ids, and nothing that a student is or wrote.

use std::net::TcpListener;
use std::process::{Child, Stdio};

use learnflow_contracts::IdempotencyKey;
use learnflow_contracts::auth::{Join, Login};
use learnflow_contracts::classes::{AddStudents, NewClass, NewStudent};
use learnflow_contracts::client::Client;
use learnflow_contracts::exercises::Submit;
use learnflow_contracts::run::Execute;
use learnflow_server::demo;
use serde_json::Value;

use crate::kill::setup;
use crate::world::{compiled, eventually};

/// Ends with the test, however that ends.
struct Ending(Child);

impl Drop for Ending {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

const CODE: &str = "zqcodemark";
const NAME: &str = "Zqnamemark";
const PIN: &str = "748301";
const WRONG_PIN: &str = "66019425";
const TYPED: &str = "zqtypedmark";
const PASSWORD: &str = "zqpasswordmark";
const ADDRESS: &str = "zqaddressmark";

#[tokio::test]
async fn a_log_line_has_ids_and_nothing_of_a_student() {
    compiled().await;
    let folder = tempfile::tempdir().unwrap();
    let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let log = folder.path().join("log");
    let server = setup(folder.path().join("data"))
        .command()
        .env("LEARNFLOW_LOG__FILTER", "debug")
        .args(["serve", "--demo", "--listen", &format!("127.0.0.1:{port}")])
        .stdout(Stdio::null())
        .stderr(std::fs::File::create(&log).unwrap())
        .spawn()
        .unwrap();
    let server = Ending(server);
    let address = format!("http://127.0.0.1:{port}");
    let client = Client::new(&address).unwrap();
    eventually("the server is ready", async || {
        reqwest::get(format!("{address}/ready")).await.ok().filter(|it| it.status() == 200)
    })
    .await;

    let tokens = lesson(&client, &address).await;
    drop(server);

    let text = std::fs::read_to_string(&log).unwrap();
    let mut secrets = vec![CODE, NAME, PIN, WRONG_PIN, TYPED, PASSWORD, ADDRESS, demo::PASSWORD];
    secrets.extend(tokens.iter().map(String::as_str));
    for secret in secrets {
        assert!(!text.to_lowercase().contains(&secret.to_lowercase()), "the log holds {secret}");
    }
    let lines: Vec<Value> = text.lines().map(|line| serde_json::from_str(line).expect(line)).collect();
    let requests: Vec<_> = lines.iter().filter(|line| line["route"].is_string()).collect();
    assert!(requests.len() >= 9, "one line for each request: {text}");
    for line in requests {
        for id in ["request_id", "trace_id"] {
            assert_eq!(line["span"][id].as_str().map(str::len), Some(32), "{id} of {line}");
        }
    }
}

/// A teacher and a student do what they do, and some of it goes wrong. Gives back their tokens.
async fn lesson(client: &Client, address: &str) -> Vec<String> {
    let login = Login { username: demo::TEACHER.into(), password: demo::PASSWORD.into() };
    let teacher = client.login(&login).await.unwrap();
    let wrong = Login { username: demo::TEACHER.into(), password: PASSWORD.into() };
    assert!(client.login(&wrong).await.is_err());
    let signed_in = client.signed_in(&teacher);
    let class = NewClass { name: NAME.into(), time_zone: "UTC".into() };
    let class = signed_in.add_class(&IdempotencyKey::new(), &class).await.unwrap();
    let students = AddStudents { students: vec![NewStudent { name: NAME.into(), pin: Some(PIN.into()) }] };
    signed_in.add_students(class.id, &IdempotencyKey::new(), &students).await.unwrap();

    let join = Join { class_code: class.code, name: NAME.into(), pin: PIN.into() };
    let student = client.join(&join).await.unwrap();
    assert!(client.join(&Join { pin: WRONG_PIN.into(), ..join }).await.is_err());
    let signed_in = client.signed_in(&student);
    let code = format!("{CODE} = input('{CODE}')\nprint({CODE})\nraise ValueError({CODE})");
    let run = Execute { code: code.clone(), input: TYPED.into(), ..Execute::default() };
    signed_in.execute(&run).await.unwrap();
    let submit = Submit { exercise_id: "first-program-say-hello".parse().unwrap(), answer: code };
    signed_in.submit(&IdempotencyKey::new(), &submit).await.unwrap();
    let unknown = Submit { exercise_id: format!("no-{ADDRESS}").parse().unwrap(), ..submit };
    signed_in.submit(&IdempotencyKey::new(), &unknown).await.unwrap_err();
    let http = reqwest::Client::new();
    let api = format!("{address}/api/v1");
    http.get(format!("{api}/{ADDRESS}?{ADDRESS}")).send().await.unwrap();
    let bad = format!("{{\"code\": {{\"{TYPED}\": 1}}}}");
    let send = http.post(format!("{api}/execute")).bearer_auth(&student.access_token);
    send.header("content-type", "application/json").body(bad).send().await.unwrap();
    [teacher, student].into_iter().flat_map(|it| [it.access_token, it.refresh_token]).collect()
}
