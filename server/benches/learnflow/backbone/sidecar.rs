//! A real sidecar with the school's components, for one group of consumers.

use std::path::Path;
use std::sync::Arc;

use learnflow_local_servers::daprd::{API_TOKEN, APP_TOKEN, Daprd, Sidecar};
use learnflow_local_servers::postgres::{PASSWORD, Postgres as Server, USER};
use learnflow_server::bus::Retry;
use learnflow_server::bus::dapr::Dapr;
use learnflow_server::storage::Log;
use learnflow_server::{clock, config, dapr};
use tempfile::TempDir;
use tokio::net::TcpListener;
use tokio::task::JoinSet;
use tokio_util::sync::CancellationToken;

use super::school::GROUP;

pub(super) struct Beside {
    pub(super) client: dapr::Sidecar,
    _daprd: Daprd,
    _folder: TempDir,
}

/// A file of `k3s/dapr`.
fn file(name: &str) -> std::io::Result<String> {
    std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("../k3s/dapr").join(name))
}

impl Beside {
    /// Starts it in front of the door that the group's deliveries come in by.
    pub(super) async fn start(
        server: &Server,
        kafka: &config::Kafka,
        letters: Arc<dyn Log>,
        stop: &CancellationToken,
        running: &mut JoinSet<anyhow::Result<()>>,
    ) -> anyhow::Result<(Self, Arc<Dapr>)> {
        let listener = TcpListener::bind(("127.0.0.1", 0)).await?;
        let sidecar = Self::sidecar(server, kafka, Some(listener.local_addr()?.port()))?;
        let client = sidecar.client.clone();
        let bus = Arc::new(Dapr::new(
            client,
            "learnflow-events",
            &kafka.prefix,
            Retry::default(),
            letters,
            clock::system(),
        ));
        let (serving, stop) = (bus.clone(), stop.clone());
        running.spawn(async move { serving.serve(listener, APP_TOKEN, stop).await });
        Ok((sidecar, bus))
    }

    /// Starts it with the state store, and with the broker's components when there is a door.
    pub(super) fn sidecar(server: &Server, kafka: &config::Kafka, door: Option<u16>) -> anyhow::Result<Self> {
        let folder = tempfile::tempdir()?;
        let path = |name: &str| folder.path().join(name);
        let resources = path("resources");
        std::fs::create_dir(&resources)?;
        let write = |name: &str, text: &str| std::fs::write(resources.join(name), text);
        write("state.yaml", &file("state.yaml")?)?;
        write("resiliency.yaml", &file("resiliency.yaml")?)?;
        write("secrets.yaml", &file("local/secrets.yaml")?)?;
        if door.is_some() {
            let both = [file("events.yaml")?, file("subscriptions.yaml")?].join("\n---\n");
            let named = |document: &&str| {
                [
                    "learnflow-events".to_owned(),
                    format!("learnflow-events-{GROUP}"),
                    format!("{GROUP}-code-results"),
                ]
                .iter()
                .any(|name| document.contains(&format!("  name: {name}\n")))
            };
            let used: Vec<_> = both.split("---\n").filter(named).collect();
            let topic = "\n  topic: ";
            write("events.yaml", &used.join("\n---\n").replace(topic, &format!("{topic}{}", kafka.prefix)))?;
        }
        let name = "sidecar";
        if server.sql("postgres", &format!("SELECT 1 FROM pg_database WHERE datname = '{name}'"))?.is_empty()
        {
            server.create_database(name, None)?;
        }
        let dsn = format!(
            "host=127.0.0.1 port={} user={USER} password='{PASSWORD}' dbname={name} sslmode=disable",
            server.port()
        );
        let secrets = serde_json::json!({
            "learnflow-postgres": { "dapr": dsn },
            "learnflow-kafka": { "brokers": kafka.brokers },
        });
        std::fs::write(path("secrets.json"), secrets.to_string())?;
        let names = path("names.db").display().to_string();
        std::fs::write(path("names.yaml"), file("local/names.yaml")?.replace("LEARNFLOW_NAMES", &names))?;
        std::fs::write(path("config.yaml"), file("config.yaml")?)?;
        let daprd = Daprd::start(Sidecar {
            app_id: format!("learnflow-{GROUP}"),
            app_port: door,
            resources: resources.clone(),
            configs: vec![path("config.yaml"), path("names.yaml")],
            environment: vec![("LEARNFLOW_SECRETS_FILE", path("secrets.json").display().to_string())],
        })?;
        let client = dapr::Sidecar::new(&daprd.url(), Some(API_TOKEN))?;
        Ok(Self { client, _daprd: daprd, _folder: folder })
    }
}
