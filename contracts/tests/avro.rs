//! The four Avro schemas against their files, their golden records, and every event's way there and back.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use std::path::{Path, PathBuf};

use apache_avro::Schema;
use learnflow_contracts::avro::{Record, WRITTEN, current};
use learnflow_contracts::compat::avro_breaks;
use learnflow_contracts::dead_letter::DeadLetter;
use learnflow_contracts::event::Event;

fn folder(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(name)
}

fn events() -> Vec<(String, Event)> {
    let mut events: Vec<_> = std::fs::read_dir(folder("samples"))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter_map(|path| {
            let event = serde_json::from_str(&std::fs::read_to_string(&path).unwrap()).ok()?;
            Some((path.file_name().unwrap().to_str().unwrap().to_owned(), event))
        })
        .collect();
    events.sort_by(|(one, _), (other, _)| one.cmp(other));
    events
}

fn letter() -> DeadLetter {
    let (_, event) = events().swap_remove(0);
    DeadLetter::of(&event, "progress", "a reason", 5, event.time).unwrap()
}

#[test]
fn every_event_comes_back_whole() {
    for (name, event) in events() {
        let record = Record::of(&event).unwrap_or_else(|error| panic!("{name}: {error}"));
        let bytes = record.encode().unwrap();
        assert_eq!(bytes[..2], [0xc3, 0x01], "single-object encoding");
        let read = Record::decode(&bytes).unwrap_or_else(|error| panic!("{name}: {error}"));
        assert_eq!(read, record, "{name}");
        assert_eq!(read.event().unwrap(), Some(event), "{name}");
    }
    let record = Record::of_letter(&letter());
    assert_eq!(Record::decode(&record.encode().unwrap()).unwrap(), record);
    assert_eq!(record.event().unwrap(), None);
}

#[test]
fn the_avro_schemas_in_the_repository_are_those_of_the_code() {
    let mut rewritten = Vec::new();
    for (family, schema) in current() {
        let versions: Vec<_> =
            WRITTEN.iter().filter(|(name, _)| name.starts_with(&format!("{family}."))).collect();
        let (newest, text) = versions.last().unwrap();
        let fresh = serde_json::to_string_pretty(&schema).unwrap() + "\n";
        if *text == fresh {
            continue;
        }
        let old = Schema::parse_str(text).ok().filter(|old| matches!(old, Schema::Record(_)));
        let number = versions.len() + usize::from(old.is_some());
        if let Some(old) = old {
            assert_eq!(avro_breaks(&old, &schema), Vec::<String>::new(), "{newest} is broken");
        }
        let name = format!("{family}.v{number}.avsc");
        std::fs::write(folder("avro").join(&name), fresh).unwrap();
        rewritten.push(name);
    }
    assert!(rewritten.is_empty(), "written; name new ones in avro::WRITTEN, and commit them: {rewritten:?}");
}

#[test]
fn golden_records_of_every_version_are_read() {
    let golden = |name: &str| folder("avro/samples").join(format!("{name}.hex"));
    let fresh = [
        ("student-progress-event.v1", "exercise-graded.v1.json"),
        ("mastery-score-update.v1", "mastery-updated.v1.json"),
        ("sandbox-execution-event.v1", "code-result.v1.json"),
    ];
    let events = events();
    for (name, sample) in fresh {
        let (_, event) = events.iter().find(|(found, _)| found == sample).unwrap();
        write_if_missing(&golden(name), &Record::of(event).unwrap());
    }
    write_if_missing(&golden("dead-letter-event.v1"), &Record::of_letter(&letter()));
    for (name, _) in WRITTEN {
        let text = std::fs::read_to_string(golden(name)).unwrap_or_else(|_| panic!("{name} has no sample"));
        let text = text.trim();
        let bytes: Vec<u8> =
            (0..text.len()).step_by(2).map(|at| u8::from_str_radix(&text[at..at + 2], 16).unwrap()).collect();
        let record = Record::decode(&bytes).unwrap_or_else(|error| panic!("{name}: {error}"));
        record.event().unwrap_or_else(|error| panic!("{name}: {error}"));
    }
}

/// A sample is written once, by the version that first wrote its schema.
fn write_if_missing(path: &Path, record: &Record) {
    use std::fmt::Write;
    if !path.exists() {
        let mut text = String::new();
        for byte in record.encode().unwrap() {
            write!(text, "{byte:02x}").unwrap();
        }
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text + "\n").unwrap();
    }
}

#[test]
fn what_is_no_record_is_refused() {
    for bytes in [&b""[..], b"{}", &[0xc3, 0x01, 1, 2, 3, 4, 5, 6, 7, 8, 9]] {
        assert!(Record::decode(bytes).is_err());
    }
    let mut cut = Record::of_letter(&letter()).encode().unwrap();
    cut.truncate(20);
    assert!(Record::decode(&cut).is_err());
}
