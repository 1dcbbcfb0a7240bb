//! `learnflowctl verify` against real servers: what each area tells when all is well, and the one sentence when not.

use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use learnflow_contracts::broker::{Declared, declared};
use learnflow_local_servers::daprd::{API_TOKEN, Daprd, Sidecar};
use learnflow_local_servers::kafka::Kafka;
use learnflow_local_servers::ports::free_port;
use learnflow_local_servers::postgres::{Disk, PASSWORD, Postgres, USER};
use learnflow_server::bus::kafka::topics::Topics;
use learnflow_server::config;
use rdkafka::ClientConfig;
use rdkafka::producer::{FutureProducer, FutureRecord};
use serde_json::Value;

use super::{learnflowctl, output};

/// The school's files for a sidecar beside Kafka and Postgres.
fn sidecar(folder: &Path, kafka: &Kafka, postgres: &Postgres) -> Daprd {
    let school = Path::new(env!("CARGO_MANIFEST_DIR")).join("../k3s/dapr");
    let read = |name: &str| std::fs::read_to_string(school.join(name)).unwrap();
    let resources = folder.join("resources");
    std::fs::create_dir(&resources).unwrap();
    for name in ["state.yaml", "settings.yaml", "resiliency.yaml", "events.yaml"] {
        std::fs::write(resources.join(name), read(name)).unwrap();
    }
    std::fs::write(resources.join("secrets.yaml"), read("local/secrets.yaml")).unwrap();
    let database = format!(
        "host=127.0.0.1 port={} user={USER} password='{PASSWORD}' dbname=school sslmode=disable",
        postgres.port()
    );
    let secrets = serde_json::json!({
        "learnflow-postgres": { "dapr": database },
        "learnflow-kafka": { "brokers": kafka.brokers() },
    });
    let write = |name: &str, text: &str| -> PathBuf {
        std::fs::write(folder.join(name), text).unwrap();
        folder.join(name)
    };
    let secrets = write("secrets.json", &secrets.to_string());
    let names = folder.join("names.db").display().to_string();
    let configs = vec![
        write("config.yaml", &read("config.yaml")),
        write("names.yaml", &read("local/names.yaml").replace("LEARNFLOW_NAMES", &names)),
    ];
    let environment = vec![("LEARNFLOW_SECRETS_FILE", secrets.display().to_string())];
    let app_id = "learnflow-verify".to_owned();
    Daprd::start(Sidecar { app_id, app_port: None, resources, configs, environment }).unwrap()
}

#[test]
fn a_school_on_dapr_is_verified_as_a_whole() {
    let (kafka, postgres) = (Kafka::start().unwrap(), Postgres::start(Disk::Fast).unwrap());
    postgres.create_database("school", None).unwrap();
    let folder = tempfile::tempdir().unwrap();
    let mut daprd = sidecar(folder.path(), &kafka, &postgres);
    let (url, brokers, port) = (daprd.url(), kafka.brokers(), postgres.port().to_string());
    let settings = [
        ("BUS__KIND", "dapr"),
        ("STATE__KIND", "dapr"),
        ("STORAGE__KIND", "postgres"),
        ("DAPR__ADDRESS", url.as_str()),
        ("DAPR__API_TOKEN", API_TOKEN),
        ("DAPR__APP_TOKEN", API_TOKEN),
        ("KAFKA__BROKERS", brokers.as_str()),
        ("POSTGRES__PORT", port.as_str()),
        ("POSTGRES__USER", USER),
        ("POSTGRES__PASSWORD", PASSWORD),
        ("POSTGRES__DATABASE", "school"),
    ];
    let run = |arguments: &[&str]| learnflowctl(folder.path(), &settings, arguments);
    let (told, content) = run(&["topics", "apply"]);
    assert!(content, "{told}");
    // Whatever opens the database as the server does brings it up to date.
    let (told, content) = run(&["dead-letters", "list"]);
    assert!(content, "{told}");

    let (told, content) = run(&["verify", "dapr"]);
    assert!(content && told.contains("ok    dapr sidecar: at http://127.0.0.1:"), "{told}");
    assert!(told.contains("ok    dapr components: "), "{told}");
    let (told, content) = run(&["verify", "state"]);
    assert!(content && told.contains("ok    state write and read: 40 values"), "{told}");
    assert!(told.contains("write_p95_ms=") && told.contains("read_p95_ms="), "{told}");
    assert!(told.contains("ok    state etags: a value is taken once"), "{told}");

    let all = output(folder.path(), &settings, &["verify", "all", "--json"]);
    let checks: Vec<Value> = serde_json::from_slice(&all.stdout).unwrap();
    assert!(all.status.success(), "{checks:#?}");
    let areas: Vec<_> = checks.iter().map(|check| check["area"].as_str().unwrap()).collect();
    for area in ["kafka", "postgres", "schemas", "dapr", "state"] {
        assert!(areas.contains(&area), "{area} is among {areas:?}");
    }
    for check in &checks {
        assert!(check["outcome"] == "passed" && check["seen"].is_string(), "{check}");
        assert!(check["took_ms"].is_u64() && check["name"].is_string(), "{check}");
    }

    put(&brokers, "exercise.graded", b"{\"specversion\":\"1.0\",\"type\":\"of nothing\"}");
    let (told, content) = run(&["verify", "schemas"]);
    assert!(!content, "{told}");
    let fault =
        "FAIL  schemas records: 1 of the newest 1 on exercise.graded: no event that this program knows";
    assert!(told.contains(fault) && told.contains("ok    schemas known: "), "{told}");

    let with = |change: (&'static str, &'static str)| {
        settings.map(|(name, value)| if name == change.0 { change } else { (name, value) })
    };
    let (told, content) =
        learnflowctl(folder.path(), &with(("DAPR__API_TOKEN", "not it")), &["verify", "state"]);
    assert!(!content && told.contains("set dapr.api_token_file to its DAPR_API_TOKEN"), "{told}");
    let stores = [settings.as_slice(), &[("DAPR__STATE_STORE", "no-such-store")]].concat();
    let (told, content) = learnflowctl(folder.path(), &stores, &["verify", "dapr"]);
    assert!(!content && told.contains("FAIL  dapr components: [\"no-such-store\"] are not loaded"), "{told}");

    daprd.kill().unwrap();
    for area in ["dapr", "state"] {
        let (told, content) = run(&["verify", area]);
        assert!(!content && told.contains(": the sidecar is away: nobody answers at http://"), "{told}");
        assert_eq!(told.lines().count(), 1, "one cause is one line: {told}");
    }
}

/// Writes a record.
fn put(brokers: &str, topic: &str, value: &[u8]) {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    runtime.block_on(async {
        let producer: FutureProducer =
            ClientConfig::new().set("bootstrap.servers", brokers).create().unwrap();
        let record = FutureRecord::<str, [u8]>::to(topic).payload(value);
        producer.send(record, Duration::from_secs(10)).await.unwrap();
    });
}

#[test]
fn too_few_partitions_are_told_by_name() {
    let kafka = Kafka::start().unwrap();
    let folder = tempfile::tempdir().unwrap();
    let brokers = kafka.brokers();
    let settings = config::Kafka { brokers: brokers.clone(), ..config::Kafka::default() };
    let narrow: Vec<_> = declared().iter().map(|one| Declared { partitions: 1, ..one.clone() }).collect();
    let runtime = tokio::runtime::Runtime::new().unwrap();
    runtime.block_on(async { Topics::new(&settings).unwrap().apply(&narrow).await.unwrap() });
    let settings = [("KAFKA__BROKERS", brokers.as_str())];
    let (told, content) = learnflowctl(folder.path(), &settings, &["verify", "kafka"]);
    let fault = "the topic learning.events has 1 partitions instead of 12: run `learnflowctl topics apply`";
    assert!(!content && told.contains("FAIL  kafka topics: ") && told.contains(fault), "{told}");
}

#[test]
fn a_half_migrated_database_is_told() {
    let server = Postgres::start(Disk::Fast).unwrap();
    server.create_database("school", None).unwrap();
    let (port, folder) = (server.port().to_string(), tempfile::tempdir().unwrap());
    let settings = [
        ("STORAGE__KIND", "postgres"),
        ("POSTGRES__PORT", port.as_str()),
        ("POSTGRES__USER", USER),
        ("POSTGRES__PASSWORD", PASSWORD),
        ("POSTGRES__DATABASE", "school"),
    ];
    let (told, content) = learnflowctl(folder.path(), &settings, &["dead-letters", "list"]);
    assert!(content, "{told}");
    server.sql("school", "UPDATE _sqlx_migrations SET success = false WHERE version = 8").unwrap();
    let sentence =
        "the database is half-migrated: migration 8 was begun and not finished; restore the backup";
    for arguments in [["verify", "postgres"], ["dead-letters", "list"]] {
        let (told, content) = learnflowctl(folder.path(), &settings, &arguments);
        assert!(!content && told.contains(sentence), "{told}");
    }
}

#[test]
fn a_server_that_takes_a_connection_and_says_nothing_is_given_up() {
    let silent = TcpListener::bind(("127.0.0.1", 0)).unwrap();
    let address = silent.local_addr().unwrap();
    let (port, url, brokers) = (address.port().to_string(), format!("http://{address}"), address.to_string());
    let folder = tempfile::tempdir().unwrap();
    let settings = [
        ("POSTGRES__PORT", port.as_str()),
        ("DAPR__ADDRESS", url.as_str()),
        ("KAFKA__BROKERS", brokers.as_str()),
    ];
    for area in ["postgres", "dapr", "state", "kafka"] {
        let began = Instant::now();
        let (told, content) = learnflowctl(folder.path(), &settings, &["verify", area, "--timeout", "1"]);
        assert!(!content && told.contains("did not answer within 1 s"), "{area}: {told}");
        assert!(began.elapsed() < Duration::from_secs(6), "{area} took {:?}", began.elapsed());
    }
}

#[test]
fn the_exit_code_tells_what_kind_of_answer_it_is() {
    let folder = tempfile::tempdir().unwrap();
    let code = |settings: &[(&str, &str)], arguments: &[&str]| {
        output(folder.path(), settings, arguments).status.code()
    };
    assert_eq!(code(&[], &["verify"]), Some(0), "a box with nothing around it needs nothing");
    let closed = free_port().unwrap().to_string();
    let away = [("POSTGRES__PORT", closed.as_str())];
    assert_eq!(code(&away, &["verify", "postgres", "--json"]), Some(1));
    assert_eq!(code(&[], &["verify", "everything"]), Some(2));
    assert_eq!(code(&[], &["verify", "--timeout", "0"]), Some(2));
    let failed = output(folder.path(), &away, &["verify", "postgres", "--json"]);
    let checks: Value = serde_json::from_slice(&failed.stdout).unwrap();
    assert_eq!((&checks[0]["outcome"], &checks[0]["area"]), (&"failed".into(), &"postgres".into()));
    assert!(checks[0]["reason"].as_str().unwrap().contains("nobody listens on that port"), "{checks}");
    assert!(failed.stderr.is_empty(), "a program reads it");
    let wrong = output(folder.path(), &[("POSTGRES__PORT", "many")], &["verify"]);
    assert_eq!(wrong.status.code(), Some(1));
    assert_eq!(String::from_utf8(wrong.stderr).unwrap().trim().lines().count(), 1, "one sentence");
}
