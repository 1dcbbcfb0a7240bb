//! The database and the broker: started here, or running elsewhere already.

use std::path::Path;

use anyhow::Context;
use learnflow_local_servers::kafka::Kafka;
use learnflow_local_servers::postgres::{PASSWORD, Postgres, USER};

use crate::keep::{Keep, end};
use crate::{Arguments, say};

/// The school's database.
const DATABASE: &str = "learnflow";

pub(crate) struct Servers {
    pub(crate) url: String,
    pub(crate) brokers: String,
    here: Option<(Postgres, Kafka)>,
}

impl Servers {
    pub(crate) fn start(arguments: &Arguments, data: &Path) -> anyhow::Result<Self> {
        if let (Some(url), Some(brokers)) = (&arguments.postgres, &arguments.brokers) {
            say(&format!("Kafka's protocol is spoken at {brokers}"));
            return Ok(Self { url: url.clone(), brokers: brokers.clone(), here: None });
        }
        say(&format!("starting Postgres and Kafka, whose data is in {}", data.display()));
        let (postgres, kafka) = std::thread::scope(|scope| {
            let kafka = scope.spawn(|| Kafka::start_in(&data.join("kafka")));
            let postgres = Postgres::start_in(&data.join("postgres"));
            (postgres, kafka.join().expect("starting Kafka does not panic"))
        });
        let (postgres, kafka) = (postgres.context("starting Postgres")?, kafka.context("starting Kafka")?);
        let known = format!("SELECT count(*) FROM pg_database WHERE datname = '{DATABASE}'");
        if postgres.sql("postgres", &known)?.trim() == "0" {
            postgres.create_database(DATABASE, None)?;
        }
        let (url, brokers) = (postgres.url(DATABASE), kafka.brokers());
        say(&format!("Postgres: {url}"));
        say(&format!("Kafka: {brokers}"));
        Ok(Self { url, brokers, here: Some((postgres, kafka)) })
    }

    /// The settings that lead to them.
    pub(crate) fn settings(&self) -> Vec<(String, String)> {
        let set = |name: &str, value: &str| (format!("LEARNFLOW_{name}"), value.to_owned());
        vec![
            set("STORAGE__KIND", "postgres"),
            set("POSTGRES__URL", &self.url),
            set("BUS__KIND", "kafka"),
            set("KAFKA__BROKERS", &self.brokers),
        ]
    }

    /// The database as Dapr's components want it named.
    pub(crate) fn dsn(&self) -> String {
        match &self.here {
            Some((postgres, _)) => format!(
                "host=127.0.0.1 port={} user={USER} password='{PASSWORD}' dbname={DATABASE} sslmode=disable",
                postgres.port()
            ),
            None => self.url.clone(),
        }
    }

    /// Makes the table that Dapr reads settings from, where no migration has.
    pub(crate) fn make_settings_table(&self) -> anyhow::Result<()> {
        let table = "CREATE TABLE IF NOT EXISTS dapr_settings
            (key text NOT NULL, value text NOT NULL, version text NOT NULL, metadata json)";
        match &self.here {
            Some((postgres, _)) => postgres.sql(DATABASE, table).map(drop),
            None => Ok(()),
        }
    }

    pub(crate) fn keeps(&mut self) -> Vec<&mut dyn Keep> {
        self.here.as_mut().map_or_else(Vec::new, |(postgres, kafka)| vec![postgres as _, kafka as _])
    }

    /// Stops them, the broker first.
    pub(crate) fn end(self) -> anyhow::Result<()> {
        let Some((postgres, kafka)) = self.here else { return Ok(()) };
        end(vec![kafka]).and(end(vec![postgres]))
    }
}

impl Keep for Postgres {
    fn name(&self) -> String {
        "Postgres".to_owned()
    }

    fn runs(&mut self) -> bool {
        Postgres::runs(self)
    }

    fn start_again(&mut self) -> anyhow::Result<()> {
        Postgres::start_again(self)
    }

    fn stop(&mut self) -> anyhow::Result<()> {
        Postgres::stop(self)
    }
}

impl Keep for Kafka {
    fn name(&self) -> String {
        "Kafka".to_owned()
    }

    fn runs(&mut self) -> bool {
        Kafka::runs(self)
    }

    fn start_again(&mut self) -> anyhow::Result<()> {
        Kafka::start_again(self)
    }

    fn stop(&mut self) -> anyhow::Result<()> {
        Kafka::stop(self)
    }
}
