//! The program itself: how it stops, what it refuses to start with, what it prints.

use std::path::Path;
use std::process::Output;

use learnflow_server::config::Config;

use crate::crash::Setup;
use crate::kill::setup;
use crate::topics::copy;
use crate::world::compiled;

/// Runs the program to its end with these arguments.
fn run(setup: &Setup, arguments: &[&str]) -> (Output, String) {
    let output = setup.command().args(arguments).output().unwrap();
    let told = String::from_utf8_lossy(&output.stderr).into_owned();
    (output, told)
}

#[test]
fn the_demo_class_is_not_served_to_other_machines() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    let (output, told) = run(&setup(data.clone()), &["serve", "--demo", "--listen", "0.0.0.0:0"]);
    assert!(!output.status.success());
    assert!(told.contains("known passwords"), "{told}");
    assert!(!data.exists(), "nothing was made");
}

#[tokio::test]
async fn some_roles_alone_are_refused_with_sqlite() {
    compiled().await;
    let folder = tempfile::tempdir().unwrap();
    let setup = setup(folder.path().to_owned());
    for roles in ["gateway", "gateway,progress"] {
        let (output, told) = run(&setup, &["serve", "--listen", "127.0.0.1:0", "--roles", roles]);
        assert!(!output.status.success());
        assert!(told.contains("--roles"), "{told}");
    }
}

#[test]
fn a_role_that_is_not_there_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let (output, told) = run(&setup(folder.path().to_owned()), &["serve", "--roles", "gatekeeper"]);
    assert!(!output.status.success());
    assert!(told.contains("gateway"), "it names those there are: {told}");
}

#[test]
fn the_settings_are_printed_in_the_form_they_are_read_in() {
    let folder = tempfile::tempdir().unwrap();
    let (output, told) = run(&setup(folder.path().to_owned()), &["config"]);
    assert!(output.status.success(), "{told}");
    let printed = String::from_utf8(output.stdout).unwrap();
    let file = folder.path().join("learnflow.toml");
    std::fs::write(&file, &printed).unwrap();
    let config = Config::read(Some(&file)).unwrap();
    assert_eq!(config.storage.data, folder.path());
    assert_eq!(config.execution.places, 8);
}

#[tokio::test]
async fn a_teachers_folder_is_checked_with_file_line_and_what_to_do() {
    compiled().await;
    let folder = tempfile::tempdir().unwrap();
    let setup = setup(folder.path().join("data"));
    let topics = folder.path().join("en");
    let builtin = Path::new(env!("CARGO_MANIFEST_DIR")).join("curriculum/en/01-first-programs");
    copy(&builtin, &topics.join("01-first-programs"));
    let _ = std::fs::remove_dir_all(topics.join("01-first-programs/project"));
    let check = || run(&setup, &["curriculum", "check", topics.to_str().unwrap()]);

    let (output, told) = check();
    let said = String::from_utf8(output.stdout).unwrap();
    assert!(output.status.success(), "{said}{told}");
    assert!(told.contains("en variables: 0 to correct"), "progress: {told}");
    assert!(said.contains("en variables: words ["), "the table: {said}");
    assert!(said.contains("no finding"), "{said}");

    let file = topics.join("01-first-programs/variables/topic.toml");
    let text = std::fs::read_to_string(&file).unwrap();
    std::fs::write(&file, text.replace("summary =", "sumary =")).unwrap();
    let (output, _) = check();
    let said = String::from_utf8(output.stdout).unwrap();
    assert_eq!(output.status.code(), Some(1));
    assert!(said.contains(&format!("{}:2: unknown field `sumary`", file.display())), "{said}");
    assert!(said.contains("en numbers: words ["), "the other topics are checked all the same: {said}");
}

#[test]
fn a_topic_is_given_away_as_one_file() {
    let folder = tempfile::tempdir().unwrap();
    let setup = setup(folder.path().join("data"));
    let (file, dir) = (folder.path().join("numbers.zip"), folder.path().join("topics"));
    let (file, dir) = (file.to_str().unwrap(), dir.to_str().unwrap());
    assert!(run(&setup, &["curriculum", "export", "numbers", file]).0.status.success());
    assert!(run(&setup, &["curriculum", "import", file, dir]).0.status.success());
    assert!(Path::new(dir).join("en/01-first-programs/numbers/beginner.md").exists());
    let (output, told) = run(&setup, &["curriculum", "import", file, dir]);
    assert!(!output.status.success());
    assert!(told.contains("--replace"), "{told}");
    assert!(run(&setup, &["curriculum", "import", "--replace", file, dir]).0.status.success());
}

#[cfg(unix)]
mod signals {
    use learnflow_contracts::IdempotencyKey;
    use learnflow_contracts::auth::Join;
    use learnflow_server::demo;
    use tokio::io::{AsyncReadExt, AsyncWriteExt};
    use tokio::net::TcpStream;

    use crate::crash::Program;
    use crate::kill::setup;
    use crate::world::{LIMIT, compiled, eventually, right};

    /// A submission of which the server has read all but the body.
    struct HalfSent {
        stream: TcpStream,
        body: String,
    }

    impl HalfSent {
        async fn send(program: &Program) -> Self {
            let join = Join {
                class_code: demo::CLASS_CODE.to_owned(),
                name: "Ada".to_owned(),
                pin: demo::PIN.to_owned(),
            };
            let session = program.client.join(&join).await.unwrap();
            let body = serde_json::to_string(&right()).unwrap();
            let head = format!(
                "POST /api/v1/exercises/submit HTTP/1.1\r\nhost: x\r\nauthorization: Bearer {}\r\n\
                 content-type: application/json\r\nidempotency-key: {}\r\ncontent-length: {}\r\n\
                 expect: 100-continue\r\n\r\n",
                session.access_token,
                IdempotencyKey::new().as_str(),
                body.len()
            );
            let mut stream = TcpStream::connect(address(program)).await.unwrap();
            stream.write_all(head.as_bytes()).await.unwrap();
            // The server asks for the body: the request is in its hand.
            let mut asked = [0; 64];
            let read = tokio::time::timeout(LIMIT, stream.read(&mut asked)).await.unwrap().unwrap();
            assert!(asked[..read].starts_with(b"HTTP/1.1 100"), "{asked:?}");
            Self { stream, body }
        }

        /// All that the server answers until it hangs up.
        async fn answer(mut self) -> String {
            let mut answer = Vec::new();
            let _ = tokio::time::timeout(LIMIT, self.stream.read_to_end(&mut answer)).await.unwrap();
            String::from_utf8_lossy(&answer).into_owned()
        }
    }

    fn address(program: &Program) -> String {
        program.client.base().trim_start_matches("http://").to_owned()
    }

    /// Waits until nobody new is let in.
    async fn is_stopping(program: &Program) {
        let address = address(program);
        eventually("the door to close", async || TcpStream::connect(&address).await.is_err().then_some(()))
            .await;
    }

    #[tokio::test]
    async fn the_first_signal_finishes_what_is_in_hand_and_leaves_well() {
        let folder = tempfile::tempdir().unwrap();
        compiled().await;
        let mut program = Program::start(&setup(folder.path().to_owned()));
        let mut half = HalfSent::send(&program).await;
        program.signal("TERM");
        is_stopping(&program).await;
        assert!(program.ended().is_none(), "a request is in hand");
        let body = half.body.clone();
        half.stream.write_all(body.as_bytes()).await.unwrap();
        let answer = half.answer().await;
        assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
        assert!(answer.contains("\"passed\":true"), "{answer}");
        let status = eventually("the program to end", async || program.ended()).await;
        assert!(status.success(), "{status}");
    }

    #[tokio::test]
    async fn the_second_signal_leaves_at_once() {
        let folder = tempfile::tempdir().unwrap();
        compiled().await;
        let mut program = Program::start(&setup(folder.path().to_owned()));
        let half = HalfSent::send(&program).await;
        program.signal("INT");
        is_stopping(&program).await;
        assert!(program.ended().is_none(), "a request is in hand");
        program.signal("INT");
        eventually("the program to end", async || program.ended()).await;
        assert_eq!(half.answer().await, "", "nothing was finished");
    }
}
