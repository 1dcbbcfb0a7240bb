//! A school in several processes, each with a log and an inner door of its own.

use std::net::SocketAddr;
use std::path::PathBuf;
use std::time::Duration;

use learnflow_local_servers::daprd::{API_TOKEN, APP_TOKEN, Daprd};
use learnflow_local_servers::kept::{How, Kept};
use learnflow_local_servers::ports::free_port;
use learnflow_local_servers::postgres::PASSWORD;
use learnflow_local_servers::school::{Part, addresses};
use learnflow_server::bus::kafka::topics::{Topics, all};
use learnflow_server::config::{self, BusKind, Config, InvokeKind, StateKind, StorageKind};
use learnflow_server::role::Role;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinSet;
use tokio_util::sync::CancellationToken;

use crate::apart::{SECRET, ingress};
use crate::dapr::{Resources, started};
use crate::kafka::corner;
use crate::postgres::Database;
use crate::world::LIMIT;

/// Who shares a process: pages and sockets do not, so that nothing between them is in one memory.
const PARTS: &[Part] = &[
    Part { name: "execution", roles: &["execution"] },
    Part { name: "progress", roles: &["progress"] },
    Part { name: "tutor", roles: &["triage", "concepts", "debug", "review", "exercise"] },
    Part { name: "sockets", roles: &["realtime"] },
    Part { name: "pages", roles: &["gateway"] },
];

/// What lies between the processes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Carrier {
    /// Events over the broker, questions straight from process to process.
    Kafka,
    /// Events and questions through each process's sidecar.
    Dapr,
}

/// The processes. They end when this is dropped.
pub(crate) struct School {
    pub(crate) base: String,
    processes: Vec<Process>,
    _sidecars: Vec<Daprd>,
    _resources: Option<Resources>,
}

struct Process {
    name: &'static str,
    command: Vec<String>,
    environment: Vec<(String, String)>,
    folder: PathBuf,
    door: u16,
    running: Option<Kept>,
}

/// Makes `config` one for processes on `database`, with topics of its own on the shared broker.
pub(crate) async fn prepare(config: &mut Config, database: &Database, carrier: Carrier) {
    prepare_on(config, database.settings.clone(), corner().await, carrier).await;
}

/// The same on any servers.
pub(crate) async fn prepare_on(
    config: &mut Config,
    postgres: config::Postgres,
    kafka: config::Kafka,
    carrier: Carrier,
) {
    config.storage.kind = StorageKind::Postgres;
    config.postgres = postgres;
    config.kafka = kafka;
    config.kafka.prefix = format!("p{}", config.kafka.prefix);
    config.dapr.topic_prefix.clone_from(&config.kafka.prefix);
    config.state.kind = StateKind::Dapr;
    (config.bus.kind, config.invoke.kind) = match carrier {
        Carrier::Kafka => (BusKind::Kafka, InvokeKind::Direct),
        Carrier::Dapr => (BusKind::Dapr, InvokeKind::Dapr),
    };
    Topics::new(&config.kafka).unwrap().apply(all()).await.unwrap();
}

/// Serves processes until `stop` fires.
pub(crate) async fn serve(
    config: &Config,
    carrier: Carrier,
    stop: &CancellationToken,
) -> (String, JoinSet<anyhow::Result<()>>) {
    let mut running = JoinSet::new();
    let mut school = School::start(config, carrier, stop, &mut running).await;
    let (base, stop) = (school.base.clone(), stop.clone());
    running.spawn(async move {
        stop.cancelled().await;
        tokio::task::spawn_blocking(move || school.stop()).await?;
        Ok(())
    });
    (base, running)
}

impl School {
    /// Starts the processes on what was prepared, and the door that pages know.
    pub(crate) async fn start(
        config: &Config,
        carrier: Carrier,
        stop: &CancellationToken,
        running: &mut JoinSet<anyhow::Result<()>>,
    ) -> Self {
        let doors: Vec<_> = PARTS.iter().map(|_| free_port().unwrap()).collect();
        let pages: Vec<_> = PARTS.iter().map(|_| free_port().unwrap()).collect();
        let (sidecars, resources) = sidecars(config, carrier, &doors).await;
        let data = &config.storage.data;
        // Made here, since the first two that need it would each make one.
        std::fs::write(data.join("secret"), [7; 64]).unwrap();
        let file = data.join("learnflow.toml");
        std::fs::write(&file, settings(config)).unwrap();
        let mut processes = Vec::new();
        for (at, part) in PARTS.iter().enumerate() {
            let mut environment = addresses(PARTS, &doors);
            let mut set = |name: &str, value: String| environment.push((format!("LEARNFLOW_{name}"), value));
            set("POSTGRES__PASSWORD", PASSWORD.to_owned());
            set("INVOKE__SECRET", SECRET.to_owned());
            set("INVOKE__LISTEN", format!("127.0.0.1:{}", doors[at]));
            set("DAPR__ADDRESS", sidecars.get(at).unwrap_or(&sidecars[0]).url());
            set("DAPR__API_TOKEN", API_TOKEN.to_owned());
            set("DAPR__APP_TOKEN", APP_TOKEN.to_owned());
            let mut command = vec![env!("CARGO_BIN_EXE_learnflow").to_owned(), "serve".to_owned()];
            command.extend(["--config".to_owned(), file.display().to_string()]);
            command.extend(["--roles".to_owned(), part.roles.join(",")]);
            command.extend(["--listen".to_owned(), format!("127.0.0.1:{}", pages[at])]);
            if part.has_pages() {
                command.push("--demo".to_owned());
            }
            let folder = data.join("run").join(part.name);
            std::fs::create_dir_all(&folder).unwrap();
            let (name, door) = (part.name, doors[at]);
            processes.push(Process { name, command, environment, folder, door, running: None });
        }
        let front = TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
        let base = format!("http://{}", front.local_addr().unwrap());
        let door = |name: &str| {
            let at = PARTS.iter().position(|part| part.name == name).unwrap();
            SocketAddr::from(([127, 0, 0, 1], pages[at]))
        };
        running.spawn(ingress(front, door("sockets"), door("pages"), stop.clone()));
        let mut school = Self { base, processes, _sidecars: sidecars, _resources: resources };
        for process in &mut school.processes {
            process.start();
        }
        for part in PARTS {
            school.is_ready(part.name).await;
        }
        school
    }

    fn process(&mut self, name: &str) -> &mut Process {
        self.processes.iter_mut().find(|process| process.name == name).expect("a part of this name")
    }

    /// What a process says of itself; nothing while it is away.
    pub(crate) async fn ready(&self, name: &str) -> Option<(u16, String)> {
        let process = self.processes.iter().find(|process| process.name == name).unwrap();
        let ask = async {
            let mut stream = TcpStream::connect(("127.0.0.1", process.door)).await?;
            stream.write_all(b"GET /ready HTTP/1.0\r\nhost: localhost\r\n\r\n").await?;
            let mut said = String::new();
            stream.read_to_string(&mut said).await?;
            std::io::Result::Ok(said)
        };
        let said = tokio::time::timeout(Duration::from_secs(5), ask).await.ok()?.ok()?;
        Some((said.get(9..12)?.parse().ok()?, said.split("\r\n\r\n").nth(1)?.to_owned()))
    }

    pub(crate) async fn is_ready(&self, name: &str) {
        let process = self.processes.iter().find(|process| process.name == name).unwrap();
        let ready = async {
            loop {
                if self.ready(name).await.is_some_and(|(status, _)| status == 200) {
                    return;
                }
                tokio::time::sleep(Duration::from_millis(50)).await;
            }
        };
        // Five processes of a debug build start at once.
        let came = tokio::time::timeout(2 * LIMIT, ready).await;
        assert!(came.is_ok(), "{name} is not ready: {}", process.log());
    }

    /// What a process has said so far.
    pub(crate) fn log(&self, name: &str) -> String {
        self.processes.iter().find(|process| process.name == name).unwrap().log()
    }

    /// `kill -9`.
    pub(crate) fn kill(&mut self, name: &str) {
        self.process(name).running.take().unwrap().kill().unwrap();
    }

    pub(crate) fn start_again(&mut self, name: &str) {
        self.process(name).start();
    }

    /// Sends a signal, as `STOP` and `CONT`.
    pub(crate) fn signal(&mut self, name: &str, signal: &str) {
        let id = self.process(name).running.as_ref().unwrap().id().to_string();
        let sent = std::process::Command::new("kill").args(["-s", signal, &id]).status();
        assert!(sent.unwrap().success());
    }

    /// Stops the processes as an operator would, and fails when one had to be killed.
    pub(crate) fn stop(&mut self) {
        std::thread::scope(|scope| {
            for process in &mut self.processes {
                let Some(mut running) = process.running.take() else { continue };
                scope.spawn(move || {
                    running.stop(LIMIT / 2).unwrap_or_else(|error| panic!("{}: {error}", process.name));
                });
            }
        });
    }
}

impl Process {
    fn start(&mut self) {
        let environment: Vec<_> =
            self.environment.iter().map(|(name, value)| (name.as_str(), value.clone())).collect();
        let log = self.folder.join("log");
        let how = How {
            command: &self.command,
            environment: &environment,
            user: None,
            folder: &self.folder,
            stays: false,
            log: Some(&log),
            ends_by: "TERM",
        };
        self.running = Some(Kept::start(&how).unwrap());
    }

    fn log(&self) -> String {
        std::fs::read_to_string(self.folder.join("log")).unwrap_or_default()
    }
}

/// The settings as a file, without secrets.
fn settings(config: &Config) -> String {
    let mut plain = config.clone();
    plain.postgres.password = None;
    "warn".clone_into(&mut plain.log.filter);
    for role in Role::ALL {
        let part = PARTS.iter().find(|part| part.runs(role.name())).unwrap();
        plain.dapr.app_ids.insert(role, part.app_id());
    }
    toml::to_string(&plain).unwrap()
}

/// A sidecar beside each process, or one for all that keeps small values and nothing else.
async fn sidecars(config: &Config, carrier: Carrier, doors: &[u16]) -> (Vec<Daprd>, Option<Resources>) {
    match carrier {
        Carrier::Kafka => {
            let resources = Resources::for_groups(&[]).await;
            let daprd = started(resources.sidecar("state", free_port().unwrap())).await;
            (vec![daprd], Some(resources))
        }
        Carrier::Dapr => {
            let resources = Resources::new(&config.kafka.brokers, &config.kafka.prefix).await;
            let resources = resources.with_subscriptions().for_parts(PARTS);
            let mut sidecars = Vec::new();
            for (part, door) in PARTS.iter().zip(doors) {
                sidecars.push(started(resources.sidecar(&part.app_id(), *door)).await);
            }
            (sidecars, Some(resources))
        }
    }
}

/// Asks, by SQL, whether the groups that note every submission in the inbox have taken all of them.
pub(crate) fn all_taken(database: &Database) -> bool {
    database.sql(UNTAKEN) == "0"
}

/// How many submissions those groups have not taken.
pub(crate) const UNTAKEN: &str =
    "SELECT count(*) FROM outbox, (VALUES ('progress'), ('struggle')) AS groups (name)
        WHERE topic = 'exercise.graded'
        AND NOT EXISTS (SELECT 1 FROM inbox WHERE consumer = name AND inbox.event_id = outbox.event_id)";
