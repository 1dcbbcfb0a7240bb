//! A database that cannot be used: one sentence says why and what to do, at once or after a while, never for ever.

use std::time::{Duration, Instant};

use learnflow_local_servers::ports::free_port;
use learnflow_server::config::{self, Secret};
use learnflow_server::storage::postgres::Postgres;

use crate::postgres::Database;

/// Why it does not open.
async fn refused(settings: &config::Postgres) -> String {
    match Postgres::open(settings).await {
        Ok(_) => panic!("this had to be refused"),
        Err(error) => format!("{error:#}"),
    }
}

#[tokio::test]
async fn what_waiting_does_not_heal_is_said_at_once() {
    let database = Database::new().await;
    let started = Instant::now();
    let mut wrong = database.settings.clone();
    wrong.password = Some(Secret::new("not it"));
    let said = refused(&wrong).await;
    assert!(said.contains("the password of user learnflow is wrong: set postgres.password"), "{said}");

    let mut missing = database.settings.clone();
    "nowhere".clone_into(&mut missing.database);
    let said = refused(&missing).await;
    assert!(said.contains("there is no database nowhere: make it (createdb"), "{said}");

    let mut safe = database.settings.clone();
    safe.tls = config::Tls::Verify;
    let said = refused(&safe).await;
    assert!(said.contains("see postgres.tls"), "{said}");

    let mut address = database.settings.clone();
    address.url = Some(Secret::new("http://user:secret@here"));
    let said = refused(&address).await;
    assert!(said.contains("postgres.url is no address") && !said.contains("secret"), "{said}");
    assert!(started.elapsed() < Duration::from_secs(20), "none of them was waited for");
}

#[tokio::test]
async fn a_closed_port_is_tried_for_a_while_and_then_said() {
    let settings = config::Postgres { port: free_port().unwrap(), start_s: 1, ..config::Postgres::default() };
    let said = refused(&settings).await;
    assert!(said.contains("nobody listens on that port; tried for 1 s"), "{said}");
}

#[tokio::test]
async fn a_database_that_comes_up_late_is_waited_for() {
    let mut server = tokio::task::spawn_blocking(|| {
        use learnflow_local_servers::postgres::{Disk, Postgres as Server};
        let mut server = Server::start(Disk::Fast).unwrap();
        server.create_database("late", None).unwrap();
        server.stop().unwrap();
        server
    })
    .await
    .unwrap();
    let settings = crate::postgres::settings(&server, "late");
    let starting = tokio::task::spawn_blocking(move || {
        std::thread::sleep(Duration::from_millis(500));
        server.start_again().unwrap();
        server
    });
    Postgres::open(&settings).await.unwrap();
    starting.await.unwrap();
}

#[tokio::test]
async fn a_newer_database_is_refused() {
    let database = Database::new().await;
    database.sql(
        "INSERT INTO _sqlx_migrations (version, description, success, checksum, execution_time)
         VALUES (9999, 'of the future', true, '\\x00', 1)",
    );
    let said = refused(&database.settings).await;
    assert!(said.contains("the database is of version 9999, this program knows"), "{said}");
    assert!(said.contains("install the newer program again"), "{said}");
}

#[tokio::test]
async fn a_changed_migration_is_refused() {
    let database = Database::new().await;
    database.sql("UPDATE _sqlx_migrations SET checksum = '\\x00' WHERE version = 2");
    let said = refused(&database.settings).await;
    assert!(said.contains("migration 2 of the database is not the one"), "{said}");
}

#[tokio::test]
async fn a_half_migrated_database_is_refused_whichever_half_it_is() {
    for half in [
        "UPDATE _sqlx_migrations SET success = false WHERE version = (SELECT max(version) FROM _sqlx_migrations)",
        "DELETE FROM _sqlx_migrations WHERE version = 2",
        "DELETE FROM _sqlx_migrations",
    ] {
        let database = Database::new().await;
        database.sql(half);
        let said = refused(&database.settings).await;
        assert!(said.contains("the database is half-migrated"), "{half}: {said}");
    }
}

#[tokio::test]
async fn without_leave_to_migrate_it_says_who_does() {
    let database = Database::empty().await;
    let mut settings = database.settings.clone();
    settings.migrate = false;
    let said = refused(&settings).await;
    assert!(said.contains("run learnflow migrate, or set postgres.migrate = true"), "{said}");
    let done = Postgres::migrate(&settings).await.unwrap();
    assert_eq!(done[0].number, 1);
    assert_eq!(Postgres::migrate(&settings).await.unwrap(), []);
    Postgres::open(&settings).await.unwrap();
}

#[tokio::test]
async fn processes_that_start_at_once_migrate_once() {
    let database = Database::empty().await;
    let open = || Postgres::open(&database.settings);
    let opened = tokio::join!(open(), open(), open());
    for one in [opened.0, opened.1, opened.2] {
        one.unwrap();
    }
}
