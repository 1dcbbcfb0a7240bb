//! Builds the ports from the settings, gives each role its own, and runs the roles together: the first to
//! fail stops the rest, and the process ends, so that its supervisor starts it whole.

use std::collections::BTreeSet;
use std::fs;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context, bail, ensure};
use learnflow_python_sandbox::{Sandbox, Settings};
use metrics_exporter_prometheus::PrometheusHandle;
use rand::RngCore;
use tokio::net::TcpListener;
use tokio::task::JoinSet;
use tokio_util::sync::CancellationToken;

use crate::bus::embedded::Embedded;
use crate::bus::kafka::Kafka;
use crate::bus::{Bus, relay};
use crate::clock::Clock;
use crate::config::{BusKind, Config, Workers};
use crate::curriculum::{self, Edition, Library};
use crate::execution::Execution;
use crate::gateway::{self, App, Pages, Parts, Passwords, Tokens};
use crate::llm::openai::OpenAi;
use crate::llm::turns::Purse;
use crate::llm::{self, Turns};
use crate::realtime::{self, Realtime};
use crate::role::Role;
use crate::storage::sqlite::Sqlite;
use crate::storage::{Keep, ModelBudget, Storage, database_in};
use crate::tutor::Stops;
use crate::{demo, progress};

/// How often what has outlived its use is deleted.
const PRUNE_EVERY: Duration = Duration::from_hours(1);

/// The command of `main` that makes a process one of the sandbox's workers.
pub const WORKER: &str = "sandbox-worker";

/// A server with its ports, ready to run.
pub struct Server {
    app: App,
    bus: Arc<dyn Bus>,
    /// Whether the outbox is handed to a broker.
    relays: bool,
    storage: Arc<dyn Storage>,
    library: Library,
    /// A teacher's folder, watched for changes.
    topics: Option<PathBuf>,
    keep: Keep,
    clock: Arc<dyn Clock>,
    metrics: PrometheusHandle,
    listener: TcpListener,
    stop: CancellationToken,
}

impl Server {
    /// Opens everything that `config` names and starts to listen. With `demo`, a class to try is there.
    ///
    /// # Errors
    /// When something cannot be opened; the message says what, and what to do.
    pub async fn open(
        config: &Config,
        clock: Arc<dyn Clock>,
        demo: bool,
        stop: CancellationToken,
    ) -> anyhow::Result<Self> {
        ensure!(
            !demo || config.gateway.listen.ip().is_loopback(),
            "the demo class has known passwords: it is served on this machine only (127.0.0.1), not on {}",
            config.gateway.listen
        );
        let database = database_in(&config.storage.data)?;
        let metrics = crate::telemetry::init_metrics()?;
        let sqlite = open_storage(database).await?;
        let storage: Arc<dyn Storage> = sqlite.clone();
        let library = Library::new(match &config.curriculum.dir {
            Some(dir) => Edition::load(dir)?,
            None => Edition::builtin()?,
        });
        let sandbox = open_sandbox(config).await?;
        let execution = Execution::new(sandbox, &config.execution, storage.clone(), clock.clone());
        let secret = secret(config)?;
        let tokens = Tokens::new(
            &secret,
            clock.clone(),
            config.gateway.access_token_s,
            config.gateway.refresh_token_days,
        );
        tokens.end(storage.families_ended_since(tokens.oldest_good()).await?);
        let parts = Parts {
            storage: storage.clone(),
            clock: clock.clone(),
            library: library.clone(),
            execution,
            realtime: Realtime::new(clock.clone(), stop.clone()),
            stops: Stops::default(),
            passwords: Passwords::new(config.gateway.sign_ins_waiting)?,
            tokens,
            metrics: metrics.clone(),
            pages: Pages::read(config.gateway.pages.as_deref())?,
        };
        if demo {
            demo::seed(storage.as_ref(), &parts.passwords, clock.now())
                .await
                .context("making the demo class")?;
        }
        let listener = TcpListener::bind(config.gateway.listen).await.with_context(|| {
            format!("listening on {}; is another server running there?", config.gateway.listen)
        })?;
        let hours = |hours: u32| Duration::from_secs(u64::from(hours) * 3_600);
        Ok(Self {
            app: App::new(parts),
            bus: open_bus(config, sqlite, clock.clone()).await?,
            relays: config.bus.kind != BusKind::Embedded,
            storage,
            library,
            topics: config.curriculum.dir.clone(),
            keep: Keep {
                events: hours(config.storage.keep_events_days * 24),
                answers: hours(config.storage.keep_answers_hours),
            },
            clock,
            metrics,
            listener,
            stop,
        })
    }

    /// Where it listens.
    ///
    /// # Errors
    /// When the listener is gone.
    pub fn address(&self) -> anyhow::Result<SocketAddr> {
        Ok(self.listener.local_addr()?)
    }

    /// Runs these roles until the stop fires and what is in hand is finished.
    ///
    /// # Errors
    /// The first failure of a role; the others are stopped then.
    pub async fn run(self, roles: &BTreeSet<Role>) -> anyhow::Result<()> {
        ensure!(
            roles.len() == Role::ALL.len(),
            "with SQLite and the embedded bus all roles run in one process: leave out --roles"
        );
        let mut running = JoinSet::new();
        let Self { app, bus, relays, storage, library, topics, keep, clock, metrics, listener, stop } = self;
        running.spawn(housekeeping(storage.clone(), clock, keep, metrics, stop.clone()));
        if relays {
            running.spawn(relay::run(storage.clone(), bus.clone(), stop.clone()));
        }
        if let Some(dir) = topics {
            running.spawn(curriculum::watch::watch(library.clone(), dir, stop.clone()));
        }
        let mut listener = Some(listener);
        for role in roles {
            let (stop, storage, bus) = (stop.clone(), storage.clone(), bus.clone());
            match role {
                Role::Execution => running.spawn(app.execution.clone().run(stop)),
                Role::Progress => running.spawn(progress::run(bus, storage, library.clone(), stop)),
                Role::Realtime => running.spawn(realtime::run(app.realtime.clone(), bus, storage, stop)),
                Role::Gateway => {
                    let Some(listener) = listener.take() else { bail!("the gateway is named twice") };
                    running.spawn(gateway::run(app.clone(), listener, stop))
                }
            };
        }
        let mut result = Ok(());
        while let Some(ended) = running.join_next().await {
            // One role gone is the process gone: half a school must not look healthy.
            stop.cancel();
            result = result.and(ended.map_err(anyhow::Error::from).flatten());
        }
        result
    }
}

/// Deletes what has outlived its use, and keeps the metrics' memory small, until `stop` fires.
async fn housekeeping(
    storage: Arc<dyn Storage>,
    clock: Arc<dyn Clock>,
    keep: Keep,
    metrics: PrometheusHandle,
    stop: CancellationToken,
) -> anyhow::Result<()> {
    let (mut prune, mut upkeep) =
        (tokio::time::interval(PRUNE_EVERY), tokio::time::interval(Duration::from_secs(5)));
    loop {
        tokio::select! {
            _ = prune.tick() => match storage.prune(clock.now(), keep).await {
                Ok(rows) => tracing::debug!(rows, "deleted {rows} rows that were no longer needed"),
                Err(error) => tracing::warn!(error = format!("{error:#}"), "deleting old rows failed, trying again later"),
            },
            _ = upkeep.tick() => metrics.run_upkeep(),
            () = stop.cancelled() => return Ok(()),
        }
    }
}

async fn open_bus(
    config: &Config,
    sqlite: Arc<Sqlite>,
    clock: Arc<dyn Clock>,
) -> anyhow::Result<Arc<dyn Bus>> {
    let retry = config.bus.retry();
    Ok(match config.bus.kind {
        BusKind::Embedded => Arc::new(Embedded::new(sqlite, clock, retry)),
        BusKind::Kafka => Arc::new(Kafka::open(&config.kafka, retry, clock, sqlite).await?),
    })
}

async fn open_storage(path: PathBuf) -> anyhow::Result<Arc<Sqlite>> {
    let open = tokio::task::spawn_blocking(move || Sqlite::open(&path));
    Ok(Arc::new(open.await.context("opening the database was cut short")??))
}

/// The model that `config` names, and the queue in front of it.
///
/// # Errors
/// When a setting cannot be used; the message names it.
pub fn open_model(
    config: &llm::config::Config,
    storage: Arc<dyn ModelBudget>,
    clock: Arc<dyn Clock>,
) -> anyhow::Result<Turns> {
    let Some(settings) = config.server()? else { return Ok(Turns::off()) };
    tracing::info!("the tutor asks a model: {settings:?}");
    let model = Arc::new(OpenAi::new(settings, clock.clone())?);
    Ok(match config.tokens_per_class_and_day {
        0 => Turns::new(model, config.turns()),
        tokens => Turns::on_budget(model, config.turns(), Purse::new(storage, clock, tokens)),
    })
}

/// Opens the sandbox that `config` names; the first time on a machine this compiles Python.
///
/// # Errors
/// When the component is not there or cannot be compiled.
pub async fn open_sandbox(config: &Config) -> anyhow::Result<Sandbox> {
    let settings = Settings {
        component: component(config)?,
        cache: config.execution.cache.clone().unwrap_or_else(|| config.storage.data.join("sandbox")),
        slots: config.execution.places,
    };
    tracing::info!("opening the sandbox; the first time on a machine this compiles Python and takes a while");
    #[cfg(unix)]
    if config.execution.workers == Workers::Processes
        && let Some(program) = config.execution.program.clone()
    {
        let workers =
            learnflow_python_sandbox::Workers { program, arguments: vec![WORKER.to_owned()], count: 0 };
        let hire = tokio::task::spawn_blocking(move || Sandbox::hire(&settings, workers));
        return hire.await.context("opening the sandbox was cut short")?.context("opening the sandbox");
    }
    let open = tokio::task::spawn_blocking(move || Sandbox::open(&settings));
    open.await.context("opening the sandbox was cut short")?.context("opening the sandbox")
}

/// The sandbox's Python component: as set, else beside the program.
fn component(config: &Config) -> anyhow::Result<PathBuf> {
    if let Some(component) = &config.execution.component {
        ensure!(
            component.exists(),
            "there is no Python component at {} (execution.component)",
            component.display()
        );
        return Ok(component.clone());
    }
    let program = std::env::current_exe().context("finding the program's folder")?;
    let beside = program.parent().unwrap_or(Path::new(".")).join("python.wasm");
    ensure!(
        beside.exists(),
        "the sandbox's Python component is missing: build it with ./dev run, or name it with the setting execution.component"
    );
    Ok(beside)
}

/// The secret that signs access tokens, made when it is missing.
fn secret(config: &Config) -> anyhow::Result<Vec<u8>> {
    let path = config.gateway.secret_file.clone().unwrap_or_else(|| config.storage.data.join("secret"));
    match fs::read(&path) {
        Ok(secret) if secret.len() >= 32 => return Ok(secret),
        Ok(_) => bail!(
            "the secret in {} is shorter than 32 bytes; delete it and a new one is made",
            path.display()
        ),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => {}
        Err(error) => return Err(error).with_context(|| format!("reading the secret in {}", path.display())),
    }
    let mut secret = vec![0; 64];
    rand::rng().fill_bytes(&mut secret);
    write_private(&path, &secret).with_context(|| format!("writing the secret to {}", path.display()))?;
    Ok(secret)
}

/// Writes a file that only this user may read, whole or not at all.
fn write_private(path: &Path, bytes: &[u8]) -> anyhow::Result<()> {
    use std::io::Write;
    let half = path.with_extension("new");
    let mut options = fs::OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(&half)?;
    file.write_all(bytes)?;
    file.sync_all()?;
    fs::rename(&half, path)?;
    Ok(())
}
