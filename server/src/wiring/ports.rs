//! The ports that every role gets, opened as the settings say.

use std::sync::Arc;

use anyhow::Context;

use super::open_model;
use crate::bus::Bus;
use crate::bus::embedded::Embedded;
use crate::bus::kafka::{Kafka, Letters};
use crate::clock::{self, Clock};
use crate::config::{BusKind, Config, StorageKind};
use crate::gateway::Need;
use crate::llm::Turns;
use crate::llm::own::Own;
use crate::state::{Memory, State};
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
    pub state: Arc<dyn State>,
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
        let log = open_storage(config).await?;
        let (turns, own_model) = open_model(&config.llm, log.clone(), clock.clone())?;
        Ok(Self {
            turns,
            own_model,
            storage: log.clone(),
            bus: open_bus(config, log, clock.clone()).await?,
            relays: config.bus.kind != BusKind::Embedded,
            state: Arc::new(Memory::new(clock.clone())),
            clock,
        })
    }

    /// What must answer before a process is ready.
    pub(super) fn needs(&self) -> Vec<Need> {
        let (storage, state) = (self.storage.clone(), self.state.clone());
        vec![
            Need::new("storage", move || {
                let storage = storage.clone();
                async move { Ok(storage.ready().await?) }
            }),
            Need::new("state", move || {
                let state = state.clone();
                async move { Ok(state.ready().await?) }
            }),
        ]
    }
}

async fn open_bus(config: &Config, log: Arc<dyn Log>, clock: Arc<dyn Clock>) -> anyhow::Result<Arc<dyn Bus>> {
    let retry = config.bus.retry();
    Ok(match config.bus.kind {
        BusKind::Embedded => Arc::new(Embedded::new(log, clock, retry)),
        BusKind::Kafka => Arc::new(Kafka::open(&config.kafka, retry, clock, log).await?),
    })
}

/// Opens the dead letters where the settings' bus keeps them.
///
/// # Errors
/// When the database cannot be opened, or a setting is one that no client takes.
pub async fn open_dead_letters(config: &Config) -> anyhow::Result<Arc<dyn DeadLetters>> {
    Ok(match config.bus.kind {
        BusKind::Embedded => open_storage(config).await?,
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
