//! Builds the ports from the settings, gives each role its own, and runs the roles together: the first to
//! fail stops the rest, and the process ends, so that its supervisor starts it whole.

mod apart;
mod model;
mod ports;

use std::collections::BTreeSet;
use std::fs;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context, bail, ensure};
use learnflow_contracts::tutor::AgentKind;
use learnflow_python_sandbox::{Sandbox, Settings};
use metrics_exporter_prometheus::PrometheusHandle;
use rand::RngCore;
use tokio::net::TcpListener;
use tokio::sync::watch;
use tokio::task::JoinSet;
use tokio_util::sync::CancellationToken;

use crate::bus::relay;
use crate::clock::Clock;
use crate::config::{Config, SecretsKind, StateKind, Struggle, Workers};
use crate::curriculum::{self, Edition, Library};
use crate::execution::{self, Execution, Local};
use crate::gateway::{self, App, Health, Pages, Parts, Passwords, Tokens};
use crate::invoke::door::{Door, Visitor};
use crate::realtime::{self, Realtime};
use crate::role::Role;
use crate::schedule::{Job, Ticks};
use crate::state::{Cache, State};
use crate::storage::{Keep, Storage};
use crate::tutor::{self, Tutor};
use crate::{configuration, demo, progress, secrets};

pub use model::open_model;
pub use ports::{Called, Ports, migrate, open_dead_letters, open_storage};

/// How often what has outlived its use is deleted.
const PRUNE_EVERY: Duration = Duration::from_hours(1);

/// The command of `main` that makes a process one of the sandbox's workers.
pub const WORKER: &str = "sandbox-worker";

/// A server with its ports, ready to run.
pub struct Server {
    roles: BTreeSet<Role>,
    ports: Ports,
    library: Library,
    /// A teacher's folder, watched for changes.
    topics: Option<PathBuf>,
    keep: Keep,
    struggle: Struggle,
    metrics: PrometheusHandle,
    execution: Option<Local>,
    realtime: Realtime,
    tutor: Tutor,
    /// Where pages come in, and who answers them; not in a process whose roles nobody opens a page of.
    pages: Option<(TcpListener, App)>,
    /// Where other roles come in; not when all roles are in this process.
    inner: Option<(TcpListener, Door)>,
    stop: CancellationToken,
}

impl Server {
    /// Opens everything that `config` names for these roles, and starts to listen. With `demo`, a class to try
    /// is there.
    ///
    /// # Errors
    /// When something cannot be opened, or the settings do not go together; the message says what to do.
    pub async fn open(
        config: &Config,
        clock: Arc<dyn Clock>,
        roles: &BTreeSet<Role>,
        demo: bool,
        stop: CancellationToken,
    ) -> anyhow::Result<Self> {
        ensure!(
            together(roles) || !config.is_embedded(),
            "with SQLite and the embedded bus all roles run in one process: leave out --roles, or set \
             storage.kind = \"postgres\" and bus.kind = \"kafka\" or \"dapr\""
        );
        ensure!(
            together(roles) || config.state.kind != StateKind::Memory,
            "roles in several processes need a state that they share: set state.kind = \"postgres\" or \"dapr\""
        );
        check_demo(config, demo)?;
        let config = secrets::filled(config).await?;
        let ports = Ports::open(&config, clock).await?;
        Self::over(ports, &config, roles, demo, stop).await
    }

    /// The same over ports that are open already, which it may share with others in this process.
    ///
    /// # Errors
    /// As [`Server::open`].
    pub async fn over(
        ports: Ports,
        config: &Config,
        roles: &BTreeSet<Role>,
        demo: bool,
        stop: CancellationToken,
    ) -> anyhow::Result<Self> {
        ensure!(!roles.is_empty(), "name at least one role to run");
        check_demo(config, demo)?;
        let metrics = crate::telemetry::init_metrics()?;
        let library = open_library(config)?;
        ports.storage.keep_catalogue(library.now().english().catalogue()).await?;
        let runs_here = |role| roles.contains(&role);
        let elsewhere = if together(roles) { None } else { Some(apart::invoke(config, roles)?) };
        let (storage, clock, state) = (ports.storage.clone(), ports.clock.clone(), ports.state.clone());
        let (execution, local) = match &elsewhere {
            Some(invoke) if !runs_here(Role::Execution) => {
                (Execution::There(execution::Remote::new(invoke.clone())), None)
            }
            _ => {
                let sandbox = open_sandbox(config).await?;
                let local = Local::new(sandbox, &config.execution, storage.clone(), clock.clone());
                (Execution::Here(local.clone()), Some(local))
            }
        };
        let realtime = match &elsewhere {
            Some(invoke) if !runs_here(Role::Realtime) => {
                Realtime::there(clock.clone(), state, invoke.clone(), stop.clone())
            }
            _ => Realtime::here(clock.clone(), state, stop.clone()),
        };
        let tutor = Tutor::new(tutor::Ports {
            storage: storage.clone(),
            clock: clock.clone(),
            library: library.clone(),
            execution: execution.clone(),
            turns: ports.turns.clone(),
            push: realtime.push(),
            state: ports.state.clone(),
            schedule: ports.schedule.clone(),
        });
        let health = Health::new(metrics.clone(), ports.needs());
        let inner = if elsewhere.is_some() || ports.is_called() {
            let mut door =
                Door::new(apart::secrets(config, elsewhere.is_some())?).merge_open(health.routes());
            if let Some(local) = &local {
                door = execution::remote::mount(door, local, &stop);
            }
            if runs_here(Role::Realtime) {
                door = realtime::remote::mount(door, &realtime);
            }
            door = ports.mount(door);
            Some((listen(config.invoke.listen, "invoke.listen").await?, door))
        } else {
            None
        };
        let pages = if runs_here(Role::Gateway) || runs_here(Role::Realtime) {
            let tokens = Tokens::new(
                &secret(config)?,
                clock.clone(),
                config.gateway.access_token_s,
                config.gateway.refresh_token_days,
            );
            tokens.end(storage.families_ended_since(tokens.oldest_good()).await?);
            let app = Parts {
                storage: storage.clone(),
                clock: clock.clone(),
                library: library.clone(),
                execution,
                realtime: realtime.clone(),
                tutor: tutor.clone(),
                passwords: Passwords::new(config.gateway.sign_ins_waiting)?,
                tokens,
                health,
                pages: Pages::read(config.gateway.pages.as_deref())?,
            };
            if demo && runs_here(Role::Gateway) {
                demo::seed(storage.as_ref(), &app.passwords, clock.now())
                    .await
                    .context("making the demo class")?;
            }
            Some((listen(config.gateway.listen, "gateway.listen").await?, App::new(app)))
        } else {
            None
        };
        Ok(Self {
            roles: roles.clone(),
            ports,
            library,
            topics: config.curriculum.dir.clone(),
            keep: keep(config),
            struggle: config.struggle,
            metrics,
            execution: local,
            realtime,
            tutor,
            pages,
            inner,
            stop,
        })
    }

    /// Where pages come in, if they do.
    pub fn address(&self) -> Option<SocketAddr> {
        self.pages.as_ref().and_then(|(listener, _)| listener.local_addr().ok())
    }

    /// Where other roles come in, if they do.
    pub fn inner_address(&self) -> Option<SocketAddr> {
        self.inner.as_ref().and_then(|(listener, _)| listener.local_addr().ok())
    }

    /// Every guarded route of the inner door.
    pub fn inner_routes(&self) -> &[(&'static str, Visitor)] {
        self.inner.as_ref().map_or(&[], |(_, door)| door.mounted())
    }

    /// Runs its roles until the stop fires and what is in hand is finished.
    ///
    /// # Errors
    /// The first failure of a role; the others are stopped then.
    pub async fn run(self) -> anyhow::Result<()> {
        let mut running = JoinSet::new();
        let Self {
            roles,
            ports,
            library,
            topics,
            keep,
            struggle,
            metrics,
            execution,
            realtime,
            tutor,
            pages,
            inner,
            stop,
        } = self;
        let Ports { storage, bus, state, schedule, configuration, clock, relays, own_model, .. } = ports;
        if let Some(own) = own_model.filter(|_| roles.iter().any(|role| role.asks_a_model())) {
            let stop = stop.clone();
            running.spawn(async move { own.run(stop).await });
        }
        running.spawn(upkeep(metrics, stop.clone()));
        if relays {
            running.spawn(relay::run(storage.clone(), bus.clone(), stop.clone()));
        }
        if let Some(dir) = topics {
            running.spawn(curriculum::watch::watch(library.clone(), dir, stop.clone()));
        }
        if let Some((listener, door)) = inner {
            running.spawn(door.serve(listener, stop.clone()));
            if let Some((_, app)) = pages.as_ref().filter(|_| !together(&roles)) {
                running.spawn(apart::follow_ended_sessions(app.clone(), stop.clone()));
            }
        }
        if let Some((listener, app)) = pages {
            running.spawn(gateway::run(app, roles.clone(), listener, stop.clone()));
        }
        for role in roles {
            let (stop, storage, bus) = (stop.clone(), storage.clone(), bus.clone());
            match role {
                Role::Execution => {
                    if let Some(local) = execution.clone() {
                        running.spawn(local.run(stop));
                    }
                }
                Role::Progress => {
                    let coach = tutor.clone().run_agent(AgentKind::Progress, bus.clone(), stop.clone());
                    running.spawn(coach);
                    let ticks = schedule.ticks(Job::Housekeeping, PRUNE_EVERY);
                    let pruned = (storage.clone(), state.clone());
                    running.spawn(housekeeping(pruned, ticks, clock.clone(), keep, stop.clone()));
                    let (now, thresholds) = watch::channel(struggle.thresholds);
                    let configuration = configuration.clone();
                    running.spawn(configuration::follow(
                        configuration,
                        struggle.thresholds,
                        now,
                        stop.clone(),
                    ));
                    let watch = progress::struggle::Watch {
                        clock: clock.clone(),
                        schedule: schedule.clone(),
                        every: Duration::from_secs(struggle.look_every_s),
                        thresholds,
                    };
                    let (library, cache) = (library.clone(), Cache::new(state.clone()));
                    running.spawn(progress::run(bus, storage, library, cache, watch, stop));
                }
                Role::Realtime => {
                    running.spawn(realtime::run(realtime.clone(), bus, storage, stop));
                }
                Role::Triage => {
                    running.spawn(tutor.clone().run_triage(bus, stop));
                }
                Role::Concepts => {
                    running.spawn(tutor.clone().run_agent(AgentKind::Concepts, bus, stop));
                }
                Role::Debug => {
                    running.spawn(tutor.clone().run_agent(AgentKind::Debug, bus, stop));
                }
                Role::Review => {
                    running.spawn(tutor.clone().run_agent(AgentKind::Review, bus, stop));
                }
                Role::Exercise => {
                    running.spawn(tutor.clone().run_agent(AgentKind::Exercise, bus, stop));
                }
                // Its door is open already.
                Role::Gateway => {}
            }
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

/// What everybody knows is served to nobody else.
fn check_demo(config: &Config, demo: bool) -> anyhow::Result<()> {
    ensure!(
        !demo || config.gateway.listen.ip().is_loopback(),
        "the demo class has known passwords: it is served on this machine only (127.0.0.1), not on {}",
        config.gateway.listen
    );
    Ok(())
}

/// The teacher's folder of topics, or what is built in.
fn open_library(config: &Config) -> anyhow::Result<Library> {
    Ok(Library::new(match &config.curriculum.dir {
        Some(dir) => Edition::load(dir)?,
        None => Edition::builtin()?,
    }))
}

/// How long things are kept.
fn keep(config: &Config) -> Keep {
    let hours = |hours: u32| Duration::from_secs(u64::from(hours) * 3_600);
    Keep {
        events: hours(config.storage.keep_events_days * 24),
        answers: hours(config.storage.keep_answers_hours),
    }
}

/// Whether every role is in this process.
fn together(roles: &BTreeSet<Role>) -> bool {
    roles.len() == Role::ALL.len()
}

async fn listen(address: SocketAddr, setting: &str) -> anyhow::Result<TcpListener> {
    let taken = || format!("listening on {address} ({setting}); is another server running there?");
    TcpListener::bind(address).await.with_context(taken)
}

/// Deletes what has outlived its use, until `stop` fires.
async fn housekeeping(
    (storage, state): (Arc<dyn Storage>, Arc<dyn State>),
    mut ticks: Ticks,
    clock: Arc<dyn Clock>,
    keep: Keep,
    stop: CancellationToken,
) -> anyhow::Result<()> {
    loop {
        tokio::select! {
            () = ticks.next() => {}
            () = stop.cancelled() => return Ok(()),
        }
        match storage.prune(clock.now(), keep).await {
            Ok(rows) => tracing::debug!(rows, "deleted {rows} rows that were no longer needed"),
            Err(error) => {
                tracing::warn!(error = format!("{error:#}"), "deleting old rows failed, trying again later");
            }
        }
        if let Err(error) = state.prune().await {
            tracing::warn!(error = format!("{error:#}"), "deleting old values failed, trying again later");
        }
    }
}

/// Keeps the metrics' memory small until `stop` fires.
async fn upkeep(metrics: PrometheusHandle, stop: CancellationToken) -> anyhow::Result<()> {
    let mut again = tokio::time::interval(Duration::from_secs(5));
    loop {
        tokio::select! {
            _ = again.tick() => metrics.run_upkeep(),
            () = stop.cancelled() => return Ok(()),
        }
    }
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
    if let Some(secret) = &config.gateway.secret {
        ensure!(
            secret.expose().len() >= 32,
            "the key of the sessions (gateway.secret, or session-key of the secret store) must have at least 32 \
             characters; `openssl rand -hex 32` makes one"
        );
        return Ok(secret.expose().as_bytes().to_owned());
    }
    // Each process would make one of its own, and none would know another's tokens.
    ensure!(
        config.secrets.kind != SecretsKind::Dapr,
        "the secret {} in the store {} has no key session-key: add one of 32 or more characters; `openssl rand -hex \
         32` makes one",
        config.secrets.name,
        config.secrets.store
    );
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
