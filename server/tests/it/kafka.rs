//! The one broker of this process's tests, and a corner of it for each test.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use learnflow_contracts::broker::{DEAD_LETTERS, Declared, LEARNING_EVENTS, declared};
use learnflow_contracts::event::Topic;
use learnflow_local_servers::kafka::Kafka as Broker;
use learnflow_server::bus::Retry;
use learnflow_server::bus::kafka::Kafka;
use learnflow_server::bus::kafka::topics::Topics;
use learnflow_server::config;
use learnflow_server::storage::Storage;
use tokio::sync::OnceCell;

/// Waits that no test notices.
pub(crate) const RETRY: Retry =
    Retry { tries: 5, first: Duration::from_millis(1), longest: Duration::from_millis(4) };

/// The address of the broker that the tests of this process share; started by the first that asks.
pub(crate) async fn brokers() -> String {
    static BROKER: OnceCell<Broker> = OnceCell::const_new();
    let start = async || tokio::task::spawn_blocking(|| Broker::start().unwrap()).await.unwrap();
    BROKER.get_or_init(start).await.brokers()
}

/// Settings for a corner of the shared broker: topics and groups under a prefix of its own.
pub(crate) async fn corner() -> config::Kafka {
    settings(brokers().await)
}

/// Settings for a corner of any broker.
pub(crate) fn settings(brokers: String) -> config::Kafka {
    static NUMBER: AtomicU32 = AtomicU32::new(0);
    let prefix = format!("t{}.", NUMBER.fetch_add(1, Ordering::Relaxed));
    config::Kafka { brokers, prefix, ..config::Kafka::default() }
}

/// What the laws publish on, and where their dead letters go; few partitions, so that they are made soon.
pub(crate) fn few() -> Vec<Declared> {
    let used = [Topic::CodeResults.name(), Topic::ExerciseGraded.name(), DEAD_LETTERS, LEARNING_EVENTS];
    let few = declared().iter().filter(|one| used.contains(&one.name.as_str()));
    few.map(|one| Declared { partitions: 3, ..one.clone() }).collect()
}

/// A bus in a corner, with its topics made.
pub(crate) async fn bus(config: &config::Kafka, retry: Retry, storage: Arc<dyn Storage>) -> Arc<Kafka> {
    Topics::new(config).unwrap().apply(&few()).await.unwrap();
    let clock = learnflow_server::clock::system();
    Arc::new(Kafka::open_with(config, &few(), retry, clock, storage).await.unwrap())
}
