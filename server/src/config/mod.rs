//! Settings: defaults that run on a laptop with nothing installed, then a file, then the environment
//! (`LEARNFLOW_GATEWAY__LISTEN=…`), then the command line. Read once, here; each part gets its own section.

mod postgres;
mod secret;

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::time::Duration;

use anyhow::{Context, ensure};
use figment::Figment;
use figment::providers::{Env, Format, Serialized, Toml};
use serde::{Deserialize, Serialize};

pub use postgres::{Postgres, Tls};
pub use secret::Secret;

use crate::role::Role;

/// All settings.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Config {
    pub storage: Storage,
    pub postgres: Postgres,
    pub bus: Bus,
    pub kafka: Kafka,
    pub gateway: Gateway,
    pub execution: Execution,
    pub curriculum: Curriculum,
    pub state: State,
    pub invoke: Invoke,
    pub dapr: Dapr,
    pub llm: crate::llm::config::Config,
    pub log: Log,
}

/// Where things are kept.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Storage {
    /// The database: SQLite in the data folder, or the Postgres of `[postgres]`.
    pub kind: StorageKind,
    /// Folder of SQLite's database, the secret and the compiled sandbox.
    pub data: PathBuf,
    /// Days that published events are kept (the design's 7).
    pub keep_events_days: u32,
    /// Hours that first answers to idempotency keys are kept.
    pub keep_answers_hours: u32,
}

/// Which database.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum StorageKind {
    Sqlite,
    Postgres,
}

impl Default for Storage {
    fn default() -> Self {
        Self {
            kind: StorageKind::Sqlite,
            data: PathBuf::from(".learnflow"),
            keep_events_days: 7,
            keep_answers_hours: 24,
        }
    }
}

/// How events are delivered.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Bus {
    /// What carries events.
    pub kind: BusKind,
    /// Tries before an event goes to the dead letters.
    pub tries: u32,
    /// The wait after the first failure, milliseconds; doubled with each further one.
    pub first_wait_ms: u64,
    /// The longest wait, milliseconds.
    pub longest_wait_ms: u64,
}

impl Default for Bus {
    fn default() -> Self {
        Self { kind: BusKind::Embedded, tries: 5, first_wait_ms: 100, longest_wait_ms: 10_000 }
    }
}

/// What carries events.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum BusKind {
    /// The database's own log.
    Embedded,
    /// A broker that speaks Kafka's protocol.
    Kafka,
    /// The sidecar's pub/sub, in front of such a broker.
    Dapr,
}

/// The broker.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Kafka {
    /// Addresses to begin with, as `redpanda-0:9092,redpanda-1:9092`.
    pub brokers: String,
    /// Before the names of all topics and groups, where several schools share a broker.
    pub prefix: String,
    /// Seconds to wait for the broker at the start.
    pub start_within_s: u64,
    /// Seconds without a sign of life after which a consumer's work goes to another.
    pub session_s: u16,
}

impl Default for Kafka {
    fn default() -> Self {
        Self { brokers: "127.0.0.1:9092".to_owned(), prefix: String::new(), start_within_s: 30, session_s: 6 }
    }
}

/// The door: HTTP, pages, sign-in.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Gateway {
    pub listen: SocketAddr,
    /// A folder of pages to serve instead of those built in.
    pub pages: Option<PathBuf>,
    /// Seconds an access token works.
    pub access_token_s: u32,
    /// Days a refresh token works.
    pub refresh_token_days: u32,
    /// Sign-ins that may wait for their turn at the password hash.
    pub sign_ins_waiting: usize,
    /// A file with the secret that signs access tokens; made in the data folder when it is missing.
    pub secret_file: Option<PathBuf>,
    /// Seconds that requests in hand get after the first signal.
    pub grace_s: u64,
}

impl Default for Gateway {
    fn default() -> Self {
        Self {
            listen: SocketAddr::from(([127, 0, 0, 1], 8080)),
            pages: None,
            access_token_s: 900,
            refresh_token_days: 14,
            sign_ins_waiting: 256,
            secret_file: None,
            grace_s: 20,
        }
    }
}

/// Running students' programs.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Execution {
    /// The sandbox's Python component; found beside the program when not set.
    pub component: Option<PathBuf>,
    /// Folder of the compiled component; in the data folder when not set.
    pub cache: Option<PathBuf>,
    /// Where the interpreters live.
    pub workers: Workers,
    /// What to start as a worker's process: this program, which `main` puts here.
    #[serde(skip)]
    pub program: Option<PathBuf>,
    /// Programs that may be alive at once.
    pub places: u32,
    /// Programs of one student that may be alive at once.
    pub places_per_student: usize,
    /// Programs of one student that may wait.
    pub waiting_per_student: usize,
    /// Milliseconds a program may run.
    pub wall_ms: u64,
    /// Seconds a program may wait for `input()` in all.
    pub input_s: u64,
    /// MiB of memory above the snapshot.
    pub memory_mib: u64,
    /// KiB of output.
    pub output_kib: usize,
}

/// Where the interpreters live that run students' programs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Workers {
    /// In processes of their own, one for each processor (docs/adr/0008); on threads where that is not to be had.
    Processes,
    /// On threads of the server.
    Threads,
}

impl Default for Execution {
    fn default() -> Self {
        Self {
            component: None,
            cache: None,
            workers: Workers::Processes,
            program: None,
            places: 100,
            places_per_student: 2,
            waiting_per_student: 20,
            wall_ms: 5_000,
            input_s: 300,
            memory_mib: 64,
            output_kib: 64,
        }
    }
}

/// What is taught.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Curriculum {
    /// A folder to read instead of the one built in.
    pub dir: Option<PathBuf>,
}

/// Where small values are kept that may be forgotten: tickets, what triage gathered.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct State {
    pub kind: StateKind,
}

/// What keeps them.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum StateKind {
    /// This process's memory.
    #[default]
    Memory,
    /// The sidecar's state store.
    Dapr,
}

/// How roles in several processes ask each other. Not used while all are in one.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Invoke {
    /// Which way questions go.
    pub kind: InvokeKind,
    /// Where other roles come in: this machine only, or the pods' network. No ingress may lead here.
    pub listen: SocketAddr,
    /// What every process shows the others: the same for each, and for nobody else.
    pub secret: Option<String>,
    /// A file with it.
    pub secret_file: Option<PathBuf>,
    /// The inner doors of roles that run elsewhere, as `execution = "http://10.0.0.7:8081"`.
    pub addresses: BTreeMap<Role, String>,
    /// Seconds that a role may take to answer.
    pub timeout_s: u64,
}

impl Default for Invoke {
    fn default() -> Self {
        Self {
            kind: InvokeKind::Direct,
            listen: SocketAddr::from(([127, 0, 0, 1], 8081)),
            secret: None,
            secret_file: None,
            addresses: BTreeMap::new(),
            // Grading runs each test for at most some seconds, after a wait for a place.
            timeout_s: 60,
        }
    }
}

/// Which way questions between roles go.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum InvokeKind {
    /// To `invoke.addresses`.
    Direct,
    /// Through the sidecar; talks, and what every process must hear, still go to `invoke.addresses`.
    Dapr,
}

/// The sidecar of this process.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Dapr {
    pub address: String,
    /// The sidecar's `DAPR_API_TOKEN`.
    pub api_token: Option<String>,
    pub api_token_file: Option<PathBuf>,
    /// The sidecar's `APP_API_TOKEN`.
    pub app_token: Option<String>,
    pub app_token_file: Option<PathBuf>,
    /// The component that publishes.
    pub pubsub: String,
    /// Before the names of all topics, where several schools share a broker.
    pub topic_prefix: String,
    /// The component that keeps values.
    pub state_store: String,
    /// The apps of roles that are not called `learnflow-` and their name.
    pub app_ids: BTreeMap<Role, String>,
    /// Seconds to wait for the sidecar at the start.
    pub start_within_s: u64,
}

impl Default for Dapr {
    fn default() -> Self {
        Self {
            address: "http://127.0.0.1:3500".to_owned(),
            api_token: None,
            api_token_file: None,
            app_token: None,
            app_token_file: None,
            pubsub: "learnflow-events".to_owned(),
            topic_prefix: String::new(),
            state_store: "learnflow-state".to_owned(),
            app_ids: BTreeMap::new(),
            start_within_s: 60,
        }
    }
}

impl Dapr {
    /// The app that a role is.
    pub fn app_id(&self, role: Role) -> String {
        self.app_ids.get(&role).cloned().unwrap_or_else(|| format!("learnflow-{role}"))
    }

    /// What the sidecar asks of us.
    ///
    /// # Errors
    /// When its file cannot be read.
    pub fn api_token(&self) -> anyhow::Result<Option<String>> {
        secret(self.api_token.as_ref(), self.api_token_file.as_deref(), "dapr.api_token_file")
    }

    /// What the sidecar shows us.
    ///
    /// # Errors
    /// When its file cannot be read.
    pub fn app_token(&self) -> anyhow::Result<Option<String>> {
        secret(self.app_token.as_ref(), self.app_token_file.as_deref(), "dapr.app_token_file")
    }
}

impl Invoke {
    /// What every process shows the others.
    ///
    /// # Errors
    /// When its file cannot be read.
    pub fn secret(&self) -> anyhow::Result<Option<String>> {
        secret(self.secret.as_ref(), self.secret_file.as_deref(), "invoke.secret_file")
    }
}

/// A secret from its file, if it is in one, else as it is set.
fn secret(set: Option<&String>, file: Option<&Path>, setting: &str) -> anyhow::Result<Option<String>> {
    let Some(file) = file else { return Ok(set.cloned()) };
    let read = std::fs::read_to_string(file);
    let text = read.with_context(|| format!("reading the secret in {} ({setting})", file.display()))?;
    Ok(Some(text.trim().to_owned()))
}

/// What is logged.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Log {
    /// As `info` or `learnflow_server=debug,info`.
    pub filter: String,
    /// Lines of JSON, or plain text for a developer's eyes.
    pub json: bool,
}

impl Default for Log {
    fn default() -> Self {
        Self { filter: "info".to_owned(), json: true }
    }
}

impl Config {
    /// Reads the settings: defaults, then `file` if it is named, then the environment.
    ///
    /// # Errors
    /// When the file cannot be read, or a setting is unknown or does not fit.
    pub fn read(file: Option<&Path>) -> anyhow::Result<Self> {
        let mut figment = Figment::from(Serialized::defaults(Self::default()));
        if let Some(file) = file {
            ensure!(file.exists(), "there is no settings file {}", file.display());
            figment = figment.merge(Toml::file(file));
        }
        let config: Self = figment
            .merge(Env::prefixed("LEARNFLOW_").split("__").ignore(&["python_wasm", "bin", "cache", "data"]))
            .extract()
            .context("reading the settings")?;
        config.check()?;
        Ok(config)
    }

    /// Whether what must survive is in one process's own files.
    pub fn is_embedded(&self) -> bool {
        self.storage.kind == StorageKind::Sqlite || self.bus.kind == BusKind::Embedded
    }

    /// Whether anything goes through a sidecar.
    pub fn uses_dapr(&self) -> bool {
        self.bus.kind == BusKind::Dapr
            || self.state.kind == StateKind::Dapr
            || self.invoke.kind == InvokeKind::Dapr
    }

    /// What no single value shows wrong.
    fn check(&self) -> anyhow::Result<()> {
        ensure!(self.bus.tries >= 1, "bus.tries must be at least 1");
        ensure!(!self.kafka.brokers.trim().is_empty(), "kafka.brokers must name at least one address");
        ensure!((1..=600).contains(&self.kafka.start_within_s), "kafka.start_within_s must be 1 to 600");
        ensure!((1..=300).contains(&self.kafka.session_s), "kafka.session_s must be 1 to 300");
        ensure!(self.execution.places >= 1, "execution.places must be at least 1");
        ensure!(self.execution.places_per_student >= 1, "execution.places_per_student must be at least 1");
        ensure!((100..=60_000).contains(&self.execution.wall_ms), "execution.wall_ms must be 100 to 60000");
        ensure!(
            (60..=86_400).contains(&self.gateway.access_token_s),
            "gateway.access_token_s must be 60 to 86400"
        );
        self.llm.check()?;
        ensure!(self.gateway.sign_ins_waiting >= 1, "gateway.sign_ins_waiting must be at least 1");
        self.postgres.check()
    }
}

impl Bus {
    /// The waits between tries.
    pub fn retry(&self) -> crate::bus::Retry {
        crate::bus::Retry {
            tries: self.tries,
            first: Duration::from_millis(self.first_wait_ms),
            longest: Duration::from_millis(self.longest_wait_ms),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_is_printed_by_nobody() {
        let mut config = Config::default();
        config.postgres.password = Some(Secret::new("open sesame"));
        let printed = format!("{}{config:?}", toml::to_string_pretty(&config).unwrap());
        assert!(printed.contains("(hidden)") && !printed.contains("sesame"), "{printed}");
    }

    #[test]
    fn an_unknown_setting_or_a_value_that_does_not_fit_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        let read = |text: &str| {
            let file = folder.path().join("learnflow.toml");
            std::fs::write(&file, text).unwrap();
            Config::read(Some(&file))
        };
        assert_eq!(read("[gateway]\naccess_token_s = 600").unwrap().gateway.access_token_s, 600);
        for bad in
            ["[gateway]\nlisten_to = 'x'", "[bus]\ntries = 0", "[gateway]\nlisten = 'nowhere'", "nonsense"]
        {
            assert!(read(bad).is_err(), "{bad}");
        }
        assert!(Config::read(Some(Path::new("missing.toml"))).is_err());
    }
}
