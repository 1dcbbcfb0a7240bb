//! What every Configuration keeps: what is set is read, changes are told, and what cannot be asked changes nothing.

use std::sync::Arc;
use std::time::Duration;

use learnflow_local_servers::daprd::{API_TOKEN, APP_TOKEN};
use learnflow_pedagogy::struggle::Thresholds;
use learnflow_server::configuration::{Configuration, Dapr, File, Set, keys, with};
use learnflow_server::dapr::Sidecar;
use tokio::net::TcpListener;
use tokio::task::JoinSet;
use tokio_util::sync::CancellationToken;

use crate::dapr::{Resources, started};
use crate::world::LIMIT;

const ERRORS: &str = "struggle.thresholds.errors";

#[tokio::test]
async fn the_file_has_nothing_beyond_itself_and_never_changes() {
    assert_eq!(File.read().await.unwrap(), Set::new());
    assert!(tokio::time::timeout(Duration::from_millis(50), File.changed()).await.is_err());
}

#[tokio::test(flavor = "multi_thread")]
async fn by_a_real_sidecar_what_is_set_is_read_and_changes_are_told() {
    let resources = Resources::for_groups(&[]).await;
    let listener = TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
    let port = listener.local_addr().unwrap().port();
    let daprd = resources.sidecar("learnflow-progress", port);
    let sidecar = Sidecar::new(&daprd.url(), Some(API_TOKEN)).unwrap();
    let configuration = Arc::new(Dapr::new(sidecar, "learnflow-settings"));
    let (serving, mut running) = (configuration.clone(), JoinSet::new());
    running.spawn(async move { serving.serve(listener, APP_TOKEN, CancellationToken::new()).await });
    let mut daprd = started(daprd).await;
    let of = |errors: &str| Set::from([(ERRORS.to_owned(), errors.to_owned())]);

    assert_eq!(configuration.read().await.unwrap(), Set::new());
    resources.sql(&format!("INSERT INTO dapr_settings (key, value) VALUES ('{ERRORS}', '7')")).await;
    tokio::time::timeout(LIMIT, configuration.changed()).await.expect("a new setting is told");
    assert_eq!(configuration.read().await.unwrap(), of("7"));
    assert_eq!(with(Thresholds::default(), &of("7")).unwrap().errors, 7);
    resources
        .sql(&format!("UPDATE dapr_settings SET value = '9', version = '2' WHERE key = '{ERRORS}'"))
        .await;
    tokio::time::timeout(LIMIT, configuration.changed()).await.expect("a changed setting is told");
    assert_eq!(configuration.read().await.unwrap(), of("9"));
    // Nobody asked for this one.
    resources.sql("INSERT INTO dapr_settings (key, value) VALUES ('of.another.program', 'x')").await;
    assert_eq!(configuration.read().await.unwrap(), of("9"));

    daprd.kill().unwrap();
    let told = configuration.read().await.unwrap_err().to_string();
    assert!(told.contains("the sidecar is away"), "{told}");
    let _daprd = started(daprd).await;
    assert_eq!(configuration.read().await.unwrap(), of("9"));
    resources.sql(&format!("DELETE FROM dapr_settings WHERE key = '{ERRORS}'")).await;
    tokio::time::timeout(LIMIT, configuration.changed()).await.expect("it listens again after it was away");
    assert_eq!(configuration.read().await.unwrap(), Set::new());
    assert!(keys().contains(&ERRORS.to_owned()));
}
