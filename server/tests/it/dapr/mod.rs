//! Real sidecars for tests: the files of `k3s/dapr`, in front of the broker and the database that the tests of this
//! process share, each test with topics, groups and a database of its own.

mod faults;
mod story;

use std::collections::HashMap;
use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use learnflow_local_servers::daprd::{API_TOKEN, APP_TOKEN, Daprd, Sidecar};
use learnflow_local_servers::postgres::{Disk, PASSWORD, Postgres, USER};
use learnflow_local_servers::school::{Part, scoped};
use learnflow_server::bus::Retry;
use learnflow_server::bus::dapr::Dapr;
use learnflow_server::bus::kafka::topics::Topics;
use learnflow_server::secrets::Named;
use learnflow_server::storage::sqlite::Sqlite;
use tempfile::TempDir;
use tokio::net::TcpListener;
use tokio::sync::OnceCell;
use tokio::task::JoinSet;
use tokio_util::sync::CancellationToken;

use crate::kafka::{corner, few};

/// How a group's events reach it.
#[derive(Clone, Copy)]
pub(crate) enum Way {
    Events,
    News,
}

/// What the store of every test holds for the server.
pub(crate) const SECRETS: [(Named, &str); 3] = [
    (Named::PostgresPassword, "a password with \"signs\", ä and \\ in it"),
    (Named::SessionKey, "the key of the sessions, 32 characters or more"),
    (Named::InvokeSecret, "the secret between roles, 32 characters or more"),
];

/// What `learnflow migrate` makes for the sidecar: the end of its migration.
fn settings_table() -> &'static str {
    let migration = include_str!("../../../src/storage/postgres/migrations/0011_kept_values.sql");
    &migration[migration.find("CREATE TABLE IF NOT EXISTS dapr_settings").unwrap()..]
}

/// What sidecars of one test load.
pub(crate) struct Resources {
    database: String,
    pub(crate) folder: TempDir,
    /// Before the names of topics and groups.
    pub(crate) prefix: String,
}

/// A file of `k3s/dapr`.
pub(crate) fn file(name: &str) -> String {
    std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("../k3s/dapr").join(name)).unwrap()
}

/// The documents of a file, by the group in the name of each.
fn about<'a>(text: &'a str, group: &str) -> Vec<&'a str> {
    let name = format!("name: learnflow-events-{group}\n");
    let subscription = format!("pubsubname: learnflow-events-{group}\n");
    text.split("---\n").filter(|one| one.contains(&name) || one.contains(&subscription)).collect()
}

/// Where sidecars of this process's tests keep their values.
static SERVER: OnceCell<Postgres> = OnceCell::const_new();

/// A database for a test: its name, and where it is as Dapr's components read it.
async fn database() -> (String, String) {
    static NUMBER: AtomicU32 = AtomicU32::new(0);
    let start = async || tokio::task::spawn_blocking(|| Postgres::start(Disk::Fast).unwrap()).await.unwrap();
    let server = SERVER.get_or_init(start).await;
    let name = format!("dapr{}", NUMBER.fetch_add(1, Ordering::Relaxed));
    let (port, make) = (server.port(), name.clone());
    tokio::task::spawn_blocking(move || {
        let server = SERVER.get().expect("it was started above");
        server.create_database(&make, None).unwrap();
        server.sql(&make, settings_table()).unwrap();
    })
    .await
    .unwrap();
    let place =
        format!("host=127.0.0.1 port={port} user={USER} password='{PASSWORD}' dbname={name} sslmode=disable");
    (name, place)
}

impl Resources {
    /// The school's files, with these groups in the place of its own: each of the first group's kind.
    pub(crate) async fn for_groups(groups: &[(&str, Way)]) -> Self {
        let mut kafka = corner().await;
        kafka.prefix = format!("d{}", kafka.prefix);
        Topics::new(&kafka).unwrap().apply(&few()).await.unwrap();
        let resources = Self::new(&kafka.brokers, &kafka.prefix).await;
        let (events, subscriptions) = (file("events.yaml"), file("subscriptions.yaml"));
        let mut written = events.split("---\n").next().unwrap().to_owned();
        for (group, way) in groups {
            let like = match way {
                Way::Events => "progress",
                Way::News => "realtime",
            };
            let used = few();
            let is_used = |topic: &str| used.iter().any(|one| one.name == topic.trim());
            let only = |document: &&str| {
                document.split("topic: ").nth(1).is_none_or(|rest| is_used(rest.lines().next().unwrap()))
            };
            let documents = about(&events, like).into_iter().chain(about(&subscriptions, like)).filter(only);
            for document in documents {
                write!(written, "\n---\n{}", resources.with_prefix(&document.replace(like, group))).unwrap();
            }
        }
        let all_apps = written.replace("scopes:\n", "unscoped:\n");
        resources.write("events.yaml", &all_apps);
        resources
    }

    /// The school's files as they are, on topics that begin with `prefix`.
    pub(crate) async fn new(brokers: &str, prefix: &str) -> Self {
        let (database, place) = database().await;
        let resources = Self { database, folder: tempfile::tempdir().unwrap(), prefix: prefix.to_owned() };
        std::fs::create_dir(resources.path("resources")).unwrap();
        for name in ["state.yaml", "settings.yaml", "resiliency.yaml", "schedule.yaml"] {
            resources.write(name, &file(name));
        }
        resources.write("secrets.yaml", &file("local/secrets.yaml"));
        for name in ["events.yaml", "subscriptions.yaml"] {
            resources.write(name, &resources.with_prefix(&file(name)));
        }
        std::fs::remove_file(resources.path("resources/subscriptions.yaml")).unwrap();
        let secrets = serde_json::json!({
            "learnflow-postgres": { "dapr": place },
            "learnflow-server": SECRETS.iter().map(|(named, text)| (named.key(), text)).collect::<HashMap<_, _>>(),
            "learnflow-kafka": { "brokers": brokers },
        });
        std::fs::write(resources.path("secrets.json"), secrets.to_string()).unwrap();
        let names = resources.path("names.db").display().to_string();
        let names = file("local/names.yaml").replace("LEARNFLOW_NAMES", &names);
        std::fs::write(resources.path("config.yaml"), file("config.yaml")).unwrap();
        std::fs::write(resources.path("names.yaml"), names).unwrap();
        resources
    }

    /// With the subscriptions of the school's own groups.
    pub(crate) fn with_subscriptions(self) -> Self {
        self.write("subscriptions.yaml", &self.with_prefix(&file("subscriptions.yaml")));
        self
    }

    /// For processes that run several roles each.
    pub(crate) fn for_parts(self, parts: &[Part]) -> Self {
        for name in ["schedule.yaml", "events.yaml", "subscriptions.yaml"] {
            let text = std::fs::read_to_string(self.path("resources").join(name)).unwrap();
            self.write(name, &scoped(&text, parts));
        }
        self
    }

    fn with_prefix(&self, text: &str) -> String {
        let group = "- name: consumerGroup\n      value: ";
        text.replace("\n  topic: ", &format!("\n  topic: {}", self.prefix))
            .replace(group, &format!("{group}{}", self.prefix))
    }

    /// Runs statements in the sidecars' database.
    pub(crate) async fn sql(&self, statements: &str) -> String {
        let (database, statements) = (self.database.clone(), statements.to_owned());
        let run = move || SERVER.get().unwrap().sql(&database, &statements).unwrap();
        tokio::task::spawn_blocking(run).await.unwrap()
    }

    pub(crate) fn write(&self, name: &str, text: &str) {
        std::fs::write(self.path("resources").join(name), text).unwrap();
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// A sidecar for an app, not started yet.
    pub(crate) fn sidecar(&self, app_id: &str, app_port: u16) -> Daprd {
        let sidecar = Sidecar {
            app_id: app_id.to_owned(),
            app_port: Some(app_port),
            resources: self.path("resources"),
            configs: vec![self.path("config.yaml"), self.path("names.yaml")],
            environment: vec![("LEARNFLOW_SECRETS_FILE", self.path("secrets.json").display().to_string())],
        };
        Daprd::prepare(sidecar).unwrap()
    }
}

#[test]
fn every_group_has_its_component_its_subscriptions_and_no_end_of_tries() {
    let (events, subscriptions, resiliency) =
        (file("events.yaml"), file("subscriptions.yaml"), file("resiliency.yaml"));
    for (group, topics) in learnflow_server::bus::groups() {
        assert_eq!(about(&events, group).len(), 1, "{group} has no component in events.yaml");
        assert!(resiliency.contains(&format!("learnflow-events-{group}:\n        inbound:")), "{group}");
        let pubsub = format!("pubsubname: learnflow-events-{group}\n");
        let mine: Vec<_> = subscriptions.split("---\n").filter(|one| one.contains(&pubsub)).collect();
        assert_eq!(mine.len(), topics.len(), "{group} listens to {topics:?}");
        for topic in topics {
            let line = format!("topic: {}\n", topic.name());
            assert!(
                mine.iter().any(|one| one.contains(&line)),
                "{group} has no subscription of {}",
                topic.name()
            );
        }
    }
}

/// Starts a sidecar off the async threads.
pub(crate) async fn started(mut daprd: Daprd) -> Daprd {
    tokio::task::spawn_blocking(move || {
        daprd.start_again().unwrap();
        daprd
    })
    .await
    .unwrap()
}

/// A bus over a sidecar of its own, with the door that its deliveries come in by.
pub(crate) struct Corner {
    pub(crate) bus: Arc<Dapr>,
    pub(crate) storage: Arc<Sqlite>,
    pub(crate) daprd: Daprd,
    pub(crate) client: learnflow_server::dapr::Sidecar,
    _resources: Resources,
    _door: JoinSet<anyhow::Result<()>>,
}

impl Corner {
    /// Waits that no test notices.
    pub(crate) async fn with(groups: &[(&str, Way)]) -> Self {
        let resources = Resources::for_groups(groups).await;
        let listener = TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let daprd = started(resources.sidecar("laws", port)).await;
        let client = learnflow_server::dapr::Sidecar::new(&daprd.url(), Some(API_TOKEN)).unwrap();
        let storage = Arc::new(Sqlite::open(&resources.path("learnflow.db")).unwrap());
        let clock = learnflow_server::clock::system();
        let retry = Retry { tries: 5, ..crate::kafka::RETRY };
        let (sidecar, letters) = (client.clone(), storage.clone());
        let bus = Arc::new(Dapr::new(sidecar, "learnflow-events", &resources.prefix, retry, letters, clock));
        let (serving, mut door) = (bus.clone(), JoinSet::new());
        door.spawn(async move { serving.serve(listener, APP_TOKEN, CancellationToken::new()).await });
        Self { bus, storage, daprd, client, _resources: resources, _door: door }
    }
}
