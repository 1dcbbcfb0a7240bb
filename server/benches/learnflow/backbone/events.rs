//! The way of an event from its row to its effect: the embedded bus, Kafka and Dapr, interleaved, with the client
//! library's own round trip beside them.
//!
//! To add a side: a [`School`] in [`Schools`], and a line in what is printed.

use std::sync::Arc;
use std::time::Instant;

use learnflow_local_servers::kafka::Kafka as Broker;
use learnflow_local_servers::postgres::Postgres as Server;
use learnflow_server::bus::embedded::Embedded;
use learnflow_server::bus::kafka::Kafka;
use learnflow_server::bus::kafka::probe::Probe;
use learnflow_server::bus::kafka::topics::{Topics, all};
use learnflow_server::bus::{Bus, Retry, relay};
use learnflow_server::storage::postgres::Postgres;
use learnflow_server::storage::sqlite::Sqlite;
use learnflow_server::storage::{Delivery, Log};
use learnflow_server::{clock, config};
use tempfile::TempDir;
use tokio::task::JoinSet;
use tokio_util::sync::CancellationToken;

use super::Sides;
use super::school::School;
use super::sidecar::Beside;

const ROUNDS: usize = 300;
/// Before the samples count: connections, caches, the broker's compiler.
const WARM_UP: usize = 150;
/// Events for the rates.
const MANY: usize = 5_000;
/// As the relay hands them over.
const BATCH: usize = 512;

const RAW: &str = "rdkafka alone: produced to consumed";
const ADAPTER: &str = "Kafka's adapter: published to applied";
const PORTED: &str = "Kafka's adapter: published to handled";
const SQLITE: &str = "written to applied: SQLite, embedded";
const EMBEDDED: &str = "written to applied: Postgres, embedded";
const KAFKA: &str = "written to applied: Postgres, Kafka";
const DAPR: &str = "written to applied: Postgres, Dapr on Kafka";

/// The same class behind each bus.
struct Schools {
    sqlite: School,
    embedded: School,
    kafka: School,
    dapr: School,
    stop: CancellationToken,
    running: JoinSet<anyhow::Result<()>>,
    _beside: Beside,
    _folder: TempDir,
}

impl Schools {
    async fn open(server: &Server, kafka: &config::Kafka) -> anyhow::Result<Self> {
        let (stop, mut running, folder) = (CancellationToken::new(), JoinSet::new(), tempfile::tempdir()?);
        let (clock, retry) = (clock::system(), Retry::default());
        let log: Arc<dyn Log> = Arc::new(Sqlite::open(&folder.path().join("learnflow.db"))?);
        let bus = Arc::new(Embedded::new(log.clone(), clock.clone(), retry));
        let sqlite = School::open(log, bus, &stop, &mut running).await?;
        let open = async |name: &str| {
            let settings = super::database(server, name).await?;
            anyhow::Ok(Arc::new(Postgres::open(&settings).await?))
        };
        let log = open("embedded").await?;
        let bus = Arc::new(Embedded::new(log.clone(), clock.clone(), retry));
        let embedded = School::open(log, bus, &stop, &mut running).await?;

        let log = open("kafka").await?;
        let bus: Arc<dyn Bus> = Arc::new(Kafka::open(kafka, retry, clock.clone(), log.clone()).await?);
        running.spawn(relay::run(log.clone(), bus.clone(), stop.clone()));
        let over_kafka = School::open(log, bus, &stop, &mut running).await?;

        let log = open("dapr").await?;
        let prefixed = config::Kafka { prefix: "dapr.".to_owned(), ..kafka.clone() };
        Topics::new(&prefixed)?.apply(all()).await?;
        let (beside, bus) = Beside::start(server, &prefixed, log.clone(), &stop, &mut running).await?;
        let bus: Arc<dyn Bus> = bus;
        running.spawn(relay::run(log.clone(), bus.clone(), stop.clone()));
        let dapr = School::open(log, bus, &stop, &mut running).await?;
        Ok(Self {
            sqlite,
            embedded,
            kafka: over_kafka,
            dapr,
            stop,
            running,
            _beside: beside,
            _folder: folder,
        })
    }

    async fn end(mut self) -> anyhow::Result<()> {
        self.stop.cancel();
        while let Some(ended) = self.running.join_next().await {
            ended??;
        }
        Ok(())
    }
}

pub(super) async fn run(server: &Server) -> anyhow::Result<()> {
    let broker = tokio::task::spawn_blocking(Broker::start).await??;
    let settings = config::Kafka { brokers: broker.brokers(), ..config::Kafka::default() };
    Topics::new(&settings)?.apply(all()).await?;
    let mut schools = Schools::open(server, &settings).await?;
    let mut probe = Probe::open(&settings).await?;
    let size = serde_json::to_vec(&schools.kafka.event(0))?.len();
    let value = vec![b'x'; size];
    let mut sides = Sides::default();
    for round in 0..WARM_UP + ROUNDS {
        let took = [
            (RAW, probe.round_trip(&value).await?),
            (PORTED, schools.kafka.carry_one(round).await?),
            (ADAPTER, schools.kafka.publish_one(round).await?),
            (SQLITE, schools.sqlite.write_one(round).await?),
            (EMBEDDED, schools.embedded.write_one(round).await?),
            (KAFKA, schools.kafka.write_one(round).await?),
            (DAPR, schools.dapr.write_one(round).await?),
        ];
        if round >= WARM_UP {
            for (name, took) in took {
                sides.add(name, took);
            }
        }
    }
    sides.print(&[
        (SQLITE, None),
        (EMBEDDED, None),
        (KAFKA, Some(EMBEDDED)),
        (DAPR, Some(KAFKA)),
        (RAW, None),
        (PORTED, Some(RAW)),
        (ADAPTER, Some(RAW)),
    ]);
    rates(&mut schools).await?;
    probe.close().await?;
    schools.end().await
}

async fn rates(schools: &mut Schools) -> anyhow::Result<()> {
    println!("-- events a second, {MANY} of 200 students");
    let print = |name: &str, rate: f64| println!("{name:<52} {rate:>9.0} events/s");
    let sides = [
        ("SQLite, embedded: written by 64 and applied", &mut schools.sqlite),
        ("Postgres, embedded: written by 64 and applied", &mut schools.embedded),
        ("Postgres, Kafka: written by 64 and applied", &mut schools.kafka),
        ("Postgres, Dapr on Kafka: written by 64 and applied", &mut schools.dapr),
    ];
    for (name, school) in sides {
        print(name, school.write_many(MANY).await?);
    }
    for (name, school) in [
        ("Kafka: published in full batches, acknowledged", &schools.kafka),
        ("Dapr: published in full batches, acknowledged", &schools.dapr),
    ] {
        let deliveries: Vec<_> = (0..MANY)
            .map(|number| Delivery { seq: 0, event: school.event(number), for_group: None })
            .collect();
        let started = Instant::now();
        for batch in deliveries.chunks(BATCH) {
            school.bus.publish_all(batch).await?;
        }
        print(name, f64::from(u32::try_from(MANY)?) / started.elapsed().as_secs_f64());
    }
    Ok(())
}
