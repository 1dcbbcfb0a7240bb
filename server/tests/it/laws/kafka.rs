//! The laws on a real Apache Kafka. Each has topics and groups of its own on the one broker of this process.

use std::sync::Arc;
use std::time::Duration;

use learnflow_contracts::broker::Declared;
use learnflow_server::bus::Bus;
use learnflow_server::bus::kafka::topics::Topics;
use learnflow_server::bus::kafka::{Kafka, Letters};
use learnflow_server::config;
use learnflow_server::storage::sqlite::Sqlite;

use crate::kafka::{RETRY, corner, few};
use crate::world::{LIMIT, eventually};

async fn open(folder: &std::path::Path) -> Arc<Kafka> {
    let storage = Arc::new(Sqlite::open(&folder.join("learnflow.db")).unwrap());
    crate::kafka::bus(&corner().await, RETRY, storage).await
}

macro_rules! bus_laws {
    ($($law:ident,)*) => {$(
        #[tokio::test(flavor = "multi_thread")]
        async fn $law() {
            let folder = tempfile::tempdir().unwrap();
            let bus: Arc<dyn Bus> = open(folder.path()).await;
            super::bus::$law(&bus).await;
        }
    )*};
}

macro_rules! dead_letter_laws {
    ($($law:ident,)*) => {$(
        #[tokio::test(flavor = "multi_thread")]
        async fn $law() {
            let config = corner().await;
            Topics::new(&config).unwrap().apply(&few()).await.unwrap();
            let letters = Letters::open(&config, learnflow_server::clock::system()).unwrap();
            super::dead_letters::$law(&letters).await;
        }
    )*};
}

bus_laws! {
    every_group_gets_every_event_in_order,
    redelivers_until_done_and_keeps_the_order,
    a_key_that_fails_holds_up_no_other,
    a_panic_counts_as_a_failure,
    goes_on_where_it_stopped,
    from_now_sees_only_what_is_new,
    a_stop_finishes_what_is_in_hand,
    other_topics_do_not_come,
}

dead_letter_laws! {
    letters_lie_where_they_were_put,
    the_same_letter_lies_once,
    a_replayed_letter_is_gone,
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_poison_lies_with_its_reason_in_the_dead_letters() {
    let folder = tempfile::tempdir().unwrap();
    let kafka = open(folder.path()).await;
    let bus: Arc<dyn Bus> = kafka.clone();
    super::bus::gives_up_what_is_poison(&bus, kafka.dead_letters().as_ref(), 5).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_replayed_letter_comes_to_its_group_alone() {
    let folder = tempfile::tempdir().unwrap();
    let kafka = open(folder.path()).await;
    let bus: Arc<dyn Bus> = kafka.clone();
    super::bus::a_replayed_letter_comes_to_its_group_alone(&bus, kafka.dead_letters().as_ref()).await;
}

#[tokio::test]
async fn topics_are_made_as_declared_and_made_wider_and_nothing_else() {
    let config = corner().await;
    let topics = Topics::new(&config).unwrap();
    let mut wanted: Vec<Declared> = few();
    let missing = topics.verify(&wanted).await.unwrap();
    assert!(missing.len() == 4 && missing[0].contains("run `learnflowctl topics apply`"), "{missing:?}");
    assert_eq!(topics.apply(&wanted).await.unwrap().len(), 4);
    assert_eq!(topics.verify(&wanted).await.unwrap(), Vec::<String>::new());
    assert_eq!(topics.apply(&wanted).await.unwrap(), Vec::<String>::new(), "nothing is left to do");
    wanted[0].partitions = 5;
    wanted[1].retention_days = 3;
    assert_eq!(topics.verify(&wanted).await.unwrap().len(), 2);
    let done = topics.apply(&wanted).await.unwrap();
    assert!(done[0].ends_with("from 3 to 5 partitions") && done[1].ends_with("kept for 3 days"), "{done:?}");
    assert_eq!(topics.verify(&wanted).await.unwrap(), Vec::<String>::new());
    wanted[0].partitions = 2;
    let refused = topics.apply(&wanted).await.unwrap_err().to_string();
    assert!(refused.contains("partitions cannot be taken away"), "{refused}");
}

async fn refusal(config: &config::Kafka) -> String {
    let folder = tempfile::tempdir().unwrap();
    let storage = Arc::new(Sqlite::open(&folder.path().join("learnflow.db")).unwrap());
    let wanted = few();
    let open = Kafka::open_with(config, &wanted, RETRY, learnflow_server::clock::system(), storage);
    let refused = tokio::time::timeout(LIMIT, open).await.expect("it does not wait for ever");
    format!("{:#}", refused.err().expect("it is refused"))
}

#[tokio::test]
async fn a_closed_port_and_a_missing_or_narrow_topic_are_told_at_the_start() {
    let mut closed = corner().await;
    (closed.brokers, closed.start_within_s) = ("127.0.0.1:9".to_owned(), 2);
    let told = refusal(&closed).await;
    assert!(told.contains("no Kafka broker answers at 127.0.0.1:9 (kafka.brokers): start it"), "{told}");
    let config = corner().await;
    let told = refusal(&config).await;
    let missing = format!("the topic {}code.results is missing", config.prefix);
    assert!(told.contains(&missing) && told.contains("run `learnflowctl topics apply`"), "{told}");
    let narrow: Vec<_> = few().into_iter().map(|one| Declared { partitions: 1, ..one }).collect();
    Topics::new(&config).unwrap().apply(&narrow).await.unwrap();
    let told = refusal(&config).await;
    assert!(told.contains("code.results has 1 partitions instead of 3: run"), "{told}");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_history_holds_every_event_and_dead_letter_in_avro() {
    use learnflow_contracts::avro::Record;
    use learnflow_contracts::broker::LEARNING_EVENTS;
    use learnflow_server::bus::kafka::reading::values;

    let folder = tempfile::tempdir().unwrap();
    let config = corner().await;
    let storage = Arc::new(Sqlite::open(&folder.path().join("learnflow.db")).unwrap());
    let kafka = crate::kafka::bus(&config, RETRY, storage).await;
    let bus: Arc<dyn Bus> = kafka.clone();
    super::bus::a_replayed_letter_comes_to_its_group_alone(&bus, kafka.dead_letters().as_ref()).await;
    let history = values(&config, LEARNING_EVENTS, None).await.unwrap();
    let records: Vec<_> = history.iter().map(|value| Record::decode(value).unwrap()).collect();
    let events: Vec<_> = records.iter().filter_map(|record| record.event().unwrap()).collect();
    assert_eq!(events.len(), 3, "each event once, and no second one of what was replayed");
    assert_eq!(records.len(), 4, "and the dead letter");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_record_that_is_no_event_lies_in_the_dead_letters_with_its_place() {
    use learnflow_server::storage::{DeadLetters, LetterFilter};
    use rdkafka::producer::{FutureProducer, FutureRecord};

    let folder = tempfile::tempdir().unwrap();
    let config = corner().await;
    let storage = Arc::new(Sqlite::open(&folder.path().join("learnflow.db")).unwrap());
    let kafka = crate::kafka::bus(&config, RETRY, storage).await;
    let producer: FutureProducer =
        rdkafka::ClientConfig::new().set("bootstrap.servers", &config.brokers).create().unwrap();
    let topic = format!("{}code.results", config.prefix);
    let record = FutureRecord::to(&topic).key("somebody").payload("no event").partition(1);
    producer.send(record, Duration::from_secs(10)).await.unwrap();
    let bus: Arc<dyn Bus> = kafka.clone();
    super::bus::every_group_gets_every_event_in_order(&bus).await;
    let letters = eventually("a letter of each group", async || {
        let letters = kafka.dead_letters().letters(&LetterFilter::default()).await.unwrap();
        (letters.len() == 2).then_some(letters)
    })
    .await;
    for letter in letters {
        assert_eq!((letter.key.as_str(), letter.record.as_str()), ("somebody", "no event"));
        assert_eq!(letter.origin.topic, "code.results");
        assert_eq!((letter.origin.partition, letter.origin.offset), (Some(1), Some(0)));
    }
}
