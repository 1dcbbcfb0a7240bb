//! The ports that every role gets, opened as the settings say.

use std::sync::Arc;
use std::time::Duration;

use anyhow::Context;

use super::open_model;
use crate::bus::embedded::Embedded;
use crate::bus::kafka::{Kafka, Letters};
use crate::bus::{self, Bus};
use crate::clock::{self, Clock};
use crate::config::{BusKind, Config, StateKind, StorageKind};
use crate::dapr::Sidecar;
use crate::gateway::Need;
use crate::llm::Turns;
use crate::llm::own::Own;
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
    pub sidecar: Option<Sidecar>,
    /// Turns at the model, if there is one.
    pub turns: Turns,
    /// Keeps the box's own model running, if there is one.
    pub own_model: Option<Arc<Own>>,
    pub clock: Arc<dyn Clock>,
}

impl Ports {
    /// Opens what `config` names.
    ///
    /// # Errors
    /// When something cannot be opened; the message says what, and what to do.
    pub async fn open(config: &Config, clock: Arc<dyn Clock>) -> anyhow::Result<Self> {
        let sidecar = open_sidecar(config).await?;
        let log = open_storage(config).await?;
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
        let state: Arc<dyn State> = match (&sidecar, config.state.kind) {
            (Some(sidecar), StateKind::Dapr) => {
                Arc::new(state::Dapr::new(sidecar.clone(), &config.dapr.state_store))
            }
            _ => Arc::new(state::Memory::new(clock.clone())),
        };
        let relays = config.bus.kind != BusKind::Embedded;
        let (turns, own_model) = open_model(&config.llm, log.clone(), clock.clone())?;
        Ok(Self { storage: log, bus, relays, deliveries, state, sidecar, turns, own_model, clock })
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
    match config.storage.kind {
        StorageKind::Sqlite => {
            let path = database_in(&config.storage.data)?;
            let open = tokio::task::spawn_blocking(move || Sqlite::open(&path));
            Ok(Arc::new(open.await.context("opening the database was cut short")??))
        }
        StorageKind::Postgres => {
            make_folder(&config.storage.data)?;
            Ok(Arc::new(Postgres::open(&config.postgres).await?))
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
