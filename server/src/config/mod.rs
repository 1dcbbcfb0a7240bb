//! Settings: defaults that run on a laptop with nothing installed, then a file, then the environment
//! (`LEARNFLOW_GATEWAY__LISTEN=…`), then the command line. Read once, here; each part gets its own section.

mod apart;
mod postgres;
mod secret;

use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::time::Duration;

use anyhow::{Context, ensure};
use figment::Figment;
use figment::providers::{Env, Format, Serialized, Toml};
use learnflow_pedagogy::struggle::Thresholds;
use serde::{Deserialize, Serialize};

pub use apart::{
    Configuration, ConfigurationKind, Dapr, Invoke, InvokeKind, Schedule, ScheduleKind, Secrets, SecretsKind,
    State, StateKind,
};
pub use postgres::{Postgres, Tls};
pub use secret::Secret;

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
    pub secrets: Secrets,
    pub schedule: Schedule,
    pub configuration: Configuration,
    pub invoke: Invoke,
    pub dapr: Dapr,
    pub llm: crate::llm::config::Config,
    pub struggle: Struggle,
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
    /// The secret itself, instead of a file: the same for every process that serves pages.
    pub secret: Option<Secret>,
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
            secret: None,
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

/// From where on somebody counts as stuck.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Struggle {
    /// Seconds between two looks at those who work on without a result.
    pub look_every_s: u64,
    /// `[struggle.thresholds]`; `learnflow struggle replay` shows what others would have told.
    pub thresholds: Thresholds,
}

impl Default for Struggle {
    fn default() -> Self {
        Self { look_every_s: 30, thresholds: Thresholds::default() }
    }
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

/// The environment's settings, without what `./dev` tells itself and the tests.
fn environment() -> Env {
    Env::prefixed("LEARNFLOW_")
        .filter(|name| !name.starts_with("test_"))
        .ignore(&["python_wasm", "bin", "cache", "data"])
        .split("__")
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
        let config: Self = figment.merge(environment()).extract().context("reading the settings")?;
        config.check()?;
        Ok(config)
    }

    /// Whether what must survive is in one process's own files.
    pub fn is_embedded(&self) -> bool {
        self.storage.kind == StorageKind::Sqlite || self.bus.kind == BusKind::Embedded
    }

    /// Whether anything goes through a sidecar.
    pub fn uses_dapr(&self) -> bool {
        self.state.kind == StateKind::Dapr
            || self.secrets.kind == SecretsKind::Dapr
            || self.invoke.kind == InvokeKind::Dapr
            || self.needs_app_token()
    }

    /// Whether the sidecar comes in by the inner door.
    pub fn needs_app_token(&self) -> bool {
        self.bus.kind == BusKind::Dapr
            || self.schedule.kind == ScheduleKind::Dapr
            || self.configuration.kind == ConfigurationKind::Dapr
    }

    /// What no single value shows wrong.
    fn check(&self) -> anyhow::Result<()> {
        ensure!(
            self.state.kind != StateKind::Postgres || self.storage.kind == StorageKind::Postgres,
            "state.kind = \"postgres\" keeps values in the school's database: set storage.kind = \"postgres\" too"
        );
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
        ensure!((1..=3_600).contains(&self.struggle.look_every_s), "struggle.look_every_s must be 1 to 3600");
        self.struggle.thresholds.check().map_err(anyhow::Error::msg)?;
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
