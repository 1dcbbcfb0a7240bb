//! The ports that every role gets, opened as the settings say.

use std::sync::Arc;
use std::time::Duration;

use anyhow::Context;

use super::open_model;
use crate::bus::embedded::Embedded;
use crate::bus::kafka::{Kafka, Letters};
use crate::bus::{self, Bus};
use crate::clock::{self, Clock};
use crate::config::{BusKind, Config, ConfigurationKind, ScheduleKind, StateKind, StorageKind};
use crate::configuration::{self, Configuration};
use crate::dapr::Sidecar;
use crate::gateway::Need;
use crate::invoke::door::Door;
use crate::llm::Turns;
use crate::llm::own::Own;
use crate::schedule::{self, Schedule};
use crate::state::{self, State};
use crate::storage::postgres::Postgres;
use crate::storage::sqlite::Sqlite;
use crate::storage::{DeadLetters, Log, Migrated, Storage, database_in, make_folder};

/// What roles share, whichever processes they run in. Cheap to clone.
#[derive(Clone)]
pub struct Ports {
    pub storage: Arc<dyn Storage>,
    pub bus: Arc<dyn Bus>,
    /// Whether the outbox is handed to a broker.
    pub relays: bool,
    /// The bus again, when it is one that delivers to our inner door.
    pub deliveries: Option<Arc<bus::dapr::Dapr>>,
    pub state: Arc<dyn State>,
    pub schedule: Arc<dyn Schedule>,
    pub configuration: Arc<dyn Configuration>,
    /// What the sidecar calls our inner door for, beside deliveries.
    pub called: Called,
    pub sidecar: Option<Sidecar>,
    /// Turns at the model, if there is one.
    pub turns: Turns,
    /// Keeps the box's own model running, if there is one.
    pub own_model: Option<Arc<Own>>,
    pub clock: Arc<dyn Clock>,
}

/// Adapters that the sidecar calls by the inner door.
#[derive(Clone, Default)]
pub struct Called {
    pub schedule: Option<Arc<schedule::Dapr>>,
    pub configuration: Option<Arc<configuration::Dapr>>,
}

impl Called {
    fn open(config: &Config, sidecar: Option<&Sidecar>) -> Self {
        let Some(sidecar) = sidecar else { return Self::default() };
        let ticks = config.schedule.kind == ScheduleKind::Dapr;
        let settings = config.configuration.kind == ConfigurationKind::Dapr;
        let store = || configuration::Dapr::new(sidecar.clone(), &config.dapr.settings_store);
        Self { schedule: ticks.then(Arc::default), configuration: settings.then(|| Arc::new(store())) }
    }

    fn schedule(&self) -> Arc<dyn Schedule> {
        match &self.schedule {
            Some(dapr) => dapr.clone(),
            None => Arc::new(schedule::Timer),
        }
    }

    fn configuration(&self) -> Arc<dyn Configuration> {
        match &self.configuration {
            Some(dapr) => dapr.clone(),
            None => Arc::new(configuration::File),
        }
    }
}

impl Ports {
    /// Opens what `config` names.
    ///
    /// # Errors
    /// When something cannot be opened; the message says what, and what to do.
    pub async fn open(config: &Config, clock: Arc<dyn Clock>) -> anyhow::Result<Self> {
        let sidecar = open_sidecar(config).await?;
        let (log, database) = open_log(config).await?;
        let retry = config.bus.retry();
        let deliveries = match (&sidecar, config.bus.kind) {
            (Some(sidecar), BusKind::Dapr) => {
                let (pubsub, prefix) = (&config.dapr.pubsub, &config.dapr.topic_prefix);
                let (sidecar, letters, clock) = (sidecar.clone(), log.clone(), clock.clone());
                Some(Arc::new(bus::dapr::Dapr::new(sidecar, pubsub, prefix, retry, letters, clock)))
            }
            _ => None,
        };
        let bus: Arc<dyn Bus> = match (&deliveries, config.bus.kind) {
            (Some(dapr), _) => dapr.clone(),
            (None, BusKind::Kafka) => {
                Arc::new(Kafka::open(&config.kafka, retry, clock.clone(), log.clone()).await?)
            }
            (None, BusKind::Embedded | BusKind::Dapr) => {
                Arc::new(Embedded::new(log.clone(), clock.clone(), retry))
            }
        };
        let state: Arc<dyn State> = match (&sidecar, database, config.state.kind) {
            (Some(sidecar), _, StateKind::Dapr) => {
                Arc::new(state::Dapr::new(sidecar.clone(), &config.dapr.state_store))
            }
            (_, Some(postgres), StateKind::Postgres) => postgres,
            _ => Arc::new(state::Memory::new(clock.clone())),
        };
        let relays = config.bus.kind != BusKind::Embedded;
        let (turns, own_model) = open_model(&config.llm, log.clone(), clock.clone())?;
        let called = Called::open(config, sidecar.as_ref());
        let (schedule, configuration) = (called.schedule(), called.configuration());
        Ok(Self {
            storage: log,
            bus,
            relays,
            deliveries,
            state,
            schedule,
            configuration,
            called,
            sidecar,
            turns,
            own_model,
            clock,
        })
    }

    /// Whether the sidecar comes in by the inner door.
    pub(super) fn is_called(&self) -> bool {
        self.deliveries.is_some() || self.called.schedule.is_some() || self.called.configuration.is_some()
    }

    /// Mounts what the sidecar calls.
    pub(super) fn mount(&self, mut door: Door) -> Door {
        if let Some(bus) = &self.deliveries {
            door = bus.mount(door);
        }
        if let Some(schedule) = &self.called.schedule {
            door = schedule.mount(door);
        }
        if let Some(configuration) = &self.called.configuration {
            door = configuration.mount(door);
        }
        door
    }

    /// What must answer before a process is ready.
    pub(super) fn needs(&self) -> Vec<Need> {
        let storage = self.storage.clone();
        let mut needs = vec![Need::new("storage", move || {
            let storage = storage.clone();
            async move { Ok(storage.ready().await?) }
        })];
        if self.relays {
            let bus = self.bus.clone();
            needs.push(Need::new("broker", move || {
                let bus = bus.clone();
                async move { bus.ready().await }
            }));
        }
        if let Some(sidecar) = self.sidecar.clone() {
            needs.push(Need::new("sidecar", move || {
                let sidecar = sidecar.clone();
                async move { sidecar.ready().await }
            }));
        }
        needs
    }
}

/// The sidecar, when anything goes through it; waits until it is there.
async fn open_sidecar(config: &Config) -> anyhow::Result<Option<Sidecar>> {
    if !config.uses_dapr() {
        return Ok(None);
    }
    let sidecar = Sidecar::of(&config.dapr)?;
    sidecar.wait(Duration::from_secs(config.dapr.start_within_s)).await?;
    Ok(Some(sidecar))
}

/// Opens the dead letters where the settings' bus keeps them.
///
/// # Errors
/// When the database cannot be opened, or a setting is one that no client takes.
pub async fn open_dead_letters(config: &Config) -> anyhow::Result<Arc<dyn DeadLetters>> {
    Ok(match config.bus.kind {
        BusKind::Embedded | BusKind::Dapr => open_storage(config).await?,
        BusKind::Kafka => Arc::new(Letters::open(&config.kafka, clock::system())?),
    })
}

/// Opens the database that `config` names, its tables up to date.
///
/// # Errors
/// When it cannot be; the message says why, and what to do.
pub async fn open_storage(config: &Config) -> anyhow::Result<Arc<dyn Log>> {
    Ok(open_log(config).await?.0)
}

/// The same, and once more as what it is, for those who may keep values there.
async fn open_log(config: &Config) -> anyhow::Result<(Arc<dyn Log>, Option<Arc<Postgres>>)> {
    match config.storage.kind {
        StorageKind::Sqlite => {
            let path = database_in(&config.storage.data)?;
            let open = tokio::task::spawn_blocking(move || Sqlite::open(&path));
            Ok((Arc::new(open.await.context("opening the database was cut short")??), None))
        }
        StorageKind::Postgres => {
            make_folder(&config.storage.data)?;
            let postgres = Arc::new(Postgres::open(&config.postgres).await?);
            Ok((postgres.clone(), Some(postgres)))
        }
    }
}

/// Brings the tables of the database that `config` names up to date, and what is taught into them. Returns which
/// migrations it applied.
///
/// # Errors
/// When the database is not there, or is newer than this program, changed or half-migrated.
pub async fn migrate(config: &Config) -> anyhow::Result<Vec<Migrated>> {
    let done = match config.storage.kind {
        StorageKind::Sqlite => {
            let path = database_in(&config.storage.data)?;
            let migrate = tokio::task::spawn_blocking(move || Sqlite::migrate(&path));
            migrate.await.context("migrating the database was cut short")??
        }
        StorageKind::Postgres => Postgres::migrate(&config.postgres).await?,
    };
    let library = super::open_library(config)?.now();
    open_storage(config).await?.keep_catalogue(library.english().catalogue()).await?;
    Ok(done)
}
