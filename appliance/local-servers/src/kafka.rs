//! A real Apache Kafka (KRaft, one node that is broker and controller), from its Maven artifacts on a Java
//! runtime, on ports and in a folder of its own.

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context, ensure};

use crate::folder::Folder;
use crate::kept::{How, Kept};
use crate::ports::free_port;
use crate::wait_until;

/// The version that `./dev` fetches; `appliance/local-servers/kafka/pom.xml` says the same.
pub const VERSION: &str = "4.1.1";

/// Longer than any start takes, on a busy machine and after a kill.
const START_WITHIN: Duration = Duration::from_mins(2);
/// A broker whose keeper is gone needs no longer to stop.
const LEAVES_WITHIN: Duration = Duration::from_secs(30);
/// It answers within milliseconds when it is there.
const ANSWER_WITHIN: Duration = Duration::from_secs(2);

/// A running broker; stopped, and its folder deleted unless it stays, when it is dropped.
#[derive(Debug)]
pub struct Kafka {
    port: u16,
    controller: u16,
    jars: PathBuf,
    server: Option<Kept>,
    folder: Folder,
}

impl Kafka {
    /// Makes new storage and starts a broker on it.
    ///
    /// # Errors
    /// When Java or Kafka is not installed, or it does not start; the message says why.
    pub fn start() -> anyhow::Result<Self> {
        Self::over(Folder::for_now("kafka")?)
    }

    /// Starts a broker on the storage in a folder that stays, made the first time.
    ///
    /// # Errors
    /// As [`Self::start`].
    pub fn start_in(folder: &Path) -> anyhow::Result<Self> {
        Self::over(Folder::staying(folder).context("making Kafka's folder")?)
    }

    fn over(folder: Folder) -> anyhow::Result<Self> {
        let (port, controller) = (free_port()?, free_port()?);
        let mut kafka = Self { port, controller, jars: jars()?, server: None, folder };
        kafka.format()?;
        kafka.start_again()?;
        Ok(kafka)
    }

    /// Whether it runs.
    pub fn runs(&mut self) -> bool {
        self.server.as_mut().is_some_and(Kept::runs)
    }

    /// Its address, as clients want it.
    pub fn brokers(&self) -> String {
        format!("127.0.0.1:{}", self.port)
    }

    /// The process id, while it runs.
    pub fn id(&self) -> Option<u32> {
        self.server.as_ref().map(Kept::id)
    }

    /// Stops it as an operator would.
    ///
    /// # Errors
    /// When it had to be killed.
    pub fn stop(&mut self) -> anyhow::Result<()> {
        self.server.take().map_or(Ok(()), |mut server| server.stop(START_WITHIN))
    }

    /// `kill -9`.
    ///
    /// # Errors
    /// When it outlives that.
    pub fn kill(&mut self) -> anyhow::Result<()> {
        self.server.take().map_or(Ok(()), |mut server| server.kill())
    }

    /// Starts it on the same ports and storage, after [`Self::stop`] or [`Self::kill`], and waits until it answers.
    ///
    /// # Errors
    /// When it does not answer in time; the message is the end of its log.
    pub fn start_again(&mut self) -> anyhow::Result<()> {
        let log = self.folder.path().join("log");
        let command = self.java("kafka.Kafka", &[&self.settings_file().display().to_string()]);
        let how = How {
            command: &command,
            environment: &[],
            user: None,
            folder: self.folder.path(),
            stays: self.folder.stays(),
            log: Some(&log),
            ends_by: "TERM",
        };
        let mut server = Kept::start(&how)?;
        let started = Instant::now();
        let answers = wait_until("Kafka to answer", START_WITHIN, || {
            if !server.runs() {
                // Whoever used the folder before may have been killed, and its broker be on its way out.
                ensure!(self.folder.stays() && started.elapsed() < LEAVES_WITHIN, "it ended");
                std::thread::sleep(Duration::from_secs(1));
                server = Kept::start(&how)?;
            }
            Ok(answers(self.port).then_some(()))
        });
        self.server = Some(server);
        answers.with_context(|| end_of(&log))
    }

    fn format(&self) -> anyhow::Result<()> {
        std::fs::write(self.settings_file(), self.settings())?;
        if self.folder.path().join("data/meta.properties").exists() {
            return Ok(());
        }
        let settings = self.settings_file().display().to_string();
        let arguments = ["format", "--cluster-id", "bGVhcm5mbG93LXRlc3RzLg", "--config", &settings];
        let command = self.java("kafka.tools.StorageTool", &arguments);
        let output = Command::new(&command[0])
            .args(&command[1..])
            .current_dir(self.folder.path())
            .stdin(Stdio::null())
            .output()
            .context("starting java: is a Java runtime (17 or newer) installed? ./dev test installs one")?;
        ensure!(
            output.status.success(),
            "formatting Kafka's storage: {}",
            String::from_utf8_lossy(&output.stderr)
        );
        Ok(())
    }

    fn settings_file(&self) -> PathBuf {
        self.folder.path().join("server.properties")
    }

    fn settings(&self) -> String {
        let Self { port, controller, folder, .. } = self;
        let data = folder.path().join("data");
        format!(
            "process.roles=broker,controller
node.id=1
controller.quorum.voters=1@127.0.0.1:{controller}
listeners=PLAINTEXT://127.0.0.1:{port},CONTROLLER://127.0.0.1:{controller}
advertised.listeners=PLAINTEXT://127.0.0.1:{port}
controller.listener.names=CONTROLLER
inter.broker.listener.name=PLAINTEXT
log.dirs={data}
auto.create.topics.enable=false
num.network.threads=2
num.io.threads=2
background.threads=1
num.replica.fetchers=1
log.cleaner.dedupe.buffer.size=2097152
offsets.topic.num.partitions=4
offsets.topic.replication.factor=1
transaction.state.log.num.partitions=1
transaction.state.log.replication.factor=1
transaction.state.log.min.isr=1
share.coordinator.state.topic.num.partitions=1
share.coordinator.state.topic.replication.factor=1
share.coordinator.state.topic.min.isr=1
# A group of one need not wait for others; a consumer that was killed is noticed soon.
group.initial.rebalance.delay.ms=0
group.min.session.timeout.ms=1000
# Found free again after a restart, whatever the clients do.
controlled.shutdown.enable=false
",
            data = data.display()
        )
    }

    /// Few threads, a small heap, the fast compiler alone: a start takes two seconds and 150 MB.
    fn java(&self, class: &str, arguments: &[&str]) -> Vec<String> {
        let jars = self.jars.join("*").display().to_string();
        let fixed = [
            "java",
            "-Xms64m",
            "-Xmx384m",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-Xshare:auto",
            "-Djava.awt.headless=true",
            "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn",
            "-cp",
            &jars,
            class,
        ];
        fixed.iter().chain(arguments).map(|&word| word.to_owned()).collect()
    }
}

/// The folder of Kafka's jars: as `LEARNFLOW_TEST_KAFKA_HOME` says, else where `./dev` puts it.
fn jars() -> anyhow::Result<PathBuf> {
    let cache = |name: &str| std::env::var_os(name).map(PathBuf::from);
    let home = cache("LEARNFLOW_TEST_KAFKA_HOME")
        .or_else(|| Some(cache("LEARNFLOW_CACHE")?.join(format!("kafka-{VERSION}"))))
        .or_else(|| Some(cache("HOME")?.join(".cache/learnflow").join(format!("kafka-{VERSION}"))))
        .context("neither LEARNFLOW_TEST_KAFKA_HOME nor HOME is set")?;
    let jars = home.join("libs");
    ensure!(
        jars.is_dir(),
        "Kafka {VERSION} is not in {}: ./dev test fetches it, or name its folder in LEARNFLOW_TEST_KAFKA_HOME",
        home.display()
    );
    Ok(jars)
}

/// Whether a broker answers the one question that needs no state: which versions of the protocol it speaks.
fn answers(port: u16) -> bool {
    let ask = || -> std::io::Result<()> {
        let address = SocketAddr::from(([127, 0, 0, 1], port));
        let mut stream = TcpStream::connect_timeout(&address, ANSWER_WITHIN)?;
        stream.set_read_timeout(Some(ANSWER_WITHIN))?;
        // Length 10; ApiVersions (18), version 0; correlation 1; no client's name.
        stream.write_all(&[0, 0, 0, 10, 0, 18, 0, 0, 0, 0, 0, 1, 0xff, 0xff])?;
        stream.read_exact(&mut [0; 8])
    };
    ask().is_ok()
}

/// What a server said last.
fn end_of(log: &Path) -> String {
    let text = std::fs::read_to_string(log).unwrap_or_default();
    let lines: Vec<_> = text.lines().rev().take(10).collect();
    format!("Kafka did not start: {}", lines.into_iter().rev().collect::<Vec<_>>().join(" | "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_answers_until_it_is_stopped_or_killed_and_when_it_is_started_again() {
        let mut kafka = Kafka::start().unwrap();
        let port = kafka.port;
        for end in [Kafka::stop, Kafka::kill] {
            assert!(answers(port));
            end(&mut kafka).unwrap();
            assert!(!answers(port));
            kafka.start_again().unwrap();
        }
        let folder = kafka.folder.path().to_owned();
        drop(kafka);
        assert!(!folder.exists());
    }
}
