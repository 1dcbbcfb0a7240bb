//! Topics and checks against a real Kafka.

use learnflow_local_servers::kafka::Kafka;

use super::learnflowctl;

#[test]
fn topics_are_applied_and_the_broker_is_verified() {
    let broker = Kafka::start().unwrap();
    let folder = tempfile::tempdir().unwrap();
    let brokers = broker.brokers();
    let settings =
        [("BUS__KIND", "kafka"), ("KAFKA__BROKERS", brokers.as_str()), ("KAFKA__PREFIX", "a-school.")];
    let run = |arguments: &[&str]| learnflowctl(folder.path(), &settings, arguments);

    let (told, content) = run(&["verify", "kafka"]);
    assert!(!content);
    assert!(told.contains("ok    kafka broker: 1 at 127.0.0.1:"), "{told}");
    assert!(told.contains("FAIL  kafka topics: the topic a-school.learning.requests is missing"), "{told}");
    let (told, content) = run(&["topics", "verify"]);
    assert!(!content && told.contains("run `learnflowctl topics apply`"), "{told}");

    let (told, content) = run(&["topics", "apply"]);
    assert!(content, "{told}");
    assert!(told.contains("made a-school.learning.events with 12 partitions, 1 copies, 7 days"), "{told}");
    assert!(told.contains("made a-school.dead-letter.queue with 6 partitions"), "{told}");
    for arguments in [["topics", "apply"], ["topics", "verify"]] {
        let (told, content) = run(&arguments);
        assert!(content && told.ends_with("topics are as declared\n"), "{told}");
    }
    let (told, content) = run(&["verify", "--json"]);
    assert!(content, "{told}");
    assert!(told.contains("\"p95_ms\""), "{told}");

    let (told, content) = run(&["dead-letters", "list"]);
    assert!(content && told == "there are no dead letters\n", "{told}");
}

#[test]
fn a_closed_port_is_one_sentence() {
    let folder = tempfile::tempdir().unwrap();
    let settings = [("KAFKA__BROKERS", "127.0.0.1:9"), ("KAFKA__START_WITHIN_S", "2")];
    let sentence = "no Kafka broker answers at 127.0.0.1:9 (kafka.brokers): start it, or correct the address";
    for (arguments, start) in
        [(["verify", "kafka"], "FAIL  kafka broker: "), (["topics", "apply"], "error: ")]
    {
        let (told, content) = learnflowctl(folder.path(), &settings, &arguments);
        assert!(!content && told.starts_with(&format!("{start}{sentence}")), "{told}");
    }
}
