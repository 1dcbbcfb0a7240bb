//! The real program, started on a free port of loopback with the demo class, and a class of any size in it.

use std::net::TcpListener;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use anyhow::{Context, bail};
use learnflow_contracts::IdempotencyKey;
use learnflow_contracts::auth::{Join, Login, Session};
use learnflow_contracts::classes::{AddStudents, NewClass, NewStudent};
use learnflow_contracts::client::Client;

/// A running server; killed when dropped.
pub(crate) struct Program {
    child: Child,
    pub(crate) client: Client,
    pub(crate) port: u16,
    data: tempfile::TempDir,
}

/// Students who can sign in.
pub(crate) struct Room {
    pub(crate) joins: Vec<Join>,
}

impl Program {
    /// Starts it and waits until it is ready.
    pub(crate) async fn start() -> anyhow::Result<Self> {
        let port = TcpListener::bind("127.0.0.1:0")?.local_addr()?.port();
        let data = tempfile::tempdir()?;
        let log = std::fs::File::create(data.path().join("log"))?;
        let child = Command::new(env!("CARGO_BIN_EXE_learnflow"))
            .args(["serve", "--demo", "--listen", &format!("127.0.0.1:{port}"), "--data"])
            .arg(data.path())
            .stdout(Stdio::null())
            .stderr(log)
            .spawn()
            .context("starting the server")?;
        let client = Client::new(&format!("http://127.0.0.1:{port}"))?;
        let mut program = Self { child, client, port, data };
        for _ in 0..1_200 {
            if reqwest::get(format!("http://127.0.0.1:{port}/ready"))
                .await
                .is_ok_and(|answer| answer.status() == 200)
            {
                return Ok(program);
            }
            if let Some(status) = program.child.try_wait()? {
                let log = std::fs::read_to_string(program.data.path().join("log"))?;
                bail!("the server ended with {status}: {log}");
            }
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
        bail!("the server is not ready after two minutes")
    }

    pub(crate) fn pid(&self) -> u32 {
        self.child.id()
    }

    /// A demo student's session.
    pub(crate) async fn student(&self, name: &str) -> anyhow::Result<Session> {
        let join = Join { class_code: "LRN-234".into(), name: name.into(), pin: "1234".into() };
        Ok(self.client.join(&join).await?)
    }

    /// The demo teacher's session.
    pub(crate) async fn teacher(&self) -> anyhow::Result<Session> {
        let login = Login { username: "teacher".into(), password: "learnflow-demo".into() };
        Ok(self.client.login(&login).await?)
    }

    /// A class with so many students (at most 60).
    pub(crate) async fn room(&self, students: usize) -> anyhow::Result<Room> {
        let teacher = self.client.signed_in(&self.teacher().await?);
        let new = NewClass { name: "Bench".into(), time_zone: "UTC".into() };
        let class = teacher.add_class(&IdempotencyKey::new(), &new).await?;
        let students =
            (0..students).map(|n| NewStudent { name: format!("Student {n}"), pin: None }).collect();
        let added = teacher.add_students(class.id, &IdempotencyKey::new(), &AddStudents { students }).await?;
        let join = |student: learnflow_contracts::classes::Credential| Join {
            class_code: class.code.clone(),
            name: student.name,
            pin: student.pin,
        };
        Ok(Room { joins: added.students.into_iter().map(join).collect() })
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
