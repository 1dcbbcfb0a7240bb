//! Checks against a real Postgres.

use learnflow_local_servers::postgres::{Disk, PASSWORD, Postgres, USER};

use super::learnflowctl;

#[test]
fn a_database_is_verified_line_by_line() {
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
    let run =
        |settings: &[(&str, &str)], arguments: &[&str]| learnflowctl(folder.path(), settings, arguments);

    let (told, content) = run(&settings, &["verify", "postgres"]);
    assert!(!content && told.contains("ok    postgres server: version "), "{told}");
    assert!(told.contains("FAIL  postgres migrations: the database lacks"), "{told}");
    assert!(told.contains("run learnflow migrate"), "{told}");

    // Whatever opens the database as the server does brings it up to date.
    let (told, content) = run(&settings, &["dead-letters", "list"]);
    assert!(content, "{told}");
    let (told, content) = run(&settings, &["verify", "postgres"]);
    assert!(content, "{told}");
    assert!(
        told.contains("none missing") && told.contains(" tables and ") && told.contains("write_p95_ms="),
        "{told}"
    );

    server.sql("school", "DROP INDEX submissions_by_class").unwrap();
    let (told, content) = run(&settings, &["verify"]);
    assert!(!content && told.contains("FAIL  postgres tables: missing: submissions_by_class;"), "{told}");

    let mut wrong = settings;
    wrong[3].1 = "not it";
    let (told, content) = run(&wrong, &["verify", "postgres"]);
    assert!(!content && told.contains("FAIL  postgres server: Postgres at 127.0.0.1:"), "{told}");
    assert!(told.contains("the password of user learnflow is wrong"), "{told}");
}
