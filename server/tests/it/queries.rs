//! No query that people wait for reads a whole large table, in a school of 100,000 submissions.

use std::collections::BTreeMap;
use std::time::Duration;

use learnflow_local_servers::postgres::{Disk, Postgres as Server};
use learnflow_server::storage::postgres::Postgres;

use crate::large_school::{LARGE, ask_all, fill};
use crate::postgres::settings;
use crate::world::eventually;

/// How often each table was read from end to end.
fn whole_reads(server: &Server) -> BTreeMap<String, u64> {
    let rows = server.sql("school", "SELECT relname, seq_scan FROM pg_stat_user_tables").unwrap();
    let row = |row: &str| {
        let (table, count) = row.split_once('|').unwrap();
        (table.to_owned(), count.parse().unwrap())
    };
    rows.lines().map(row).filter(|(table, _)| LARGE.contains(&table.as_str())).collect()
}

#[tokio::test]
async fn no_hot_query_reads_a_whole_large_table() {
    let server = tokio::task::spawn_blocking(|| {
        let server = Server::start(Disk::Fast).unwrap();
        server.create_database("school", None).unwrap();
        server
    });
    let server = server.await.unwrap();
    let settings = settings(&server, "school");
    Postgres::migrate(&settings).await.unwrap();
    let people = fill(&server, "school").unwrap();
    // What a connection counted is told when it ends.
    let ended = async || {
        let others =
            "SELECT count(*) FROM pg_stat_activity WHERE datname = 'school' AND pid <> pg_backend_pid()";
        (server.sql("postgres", others).unwrap().trim() == "0").then_some(())
    };
    eventually("the connections to end", ended).await;
    let before = whole_reads(&server);
    assert_eq!(before.len(), LARGE.len(), "{before:?}");
    let storage = Postgres::open(&settings).await.unwrap();
    for somebody in &people[..3] {
        ask_all(&storage, somebody, |_, _: Duration| {}).await.unwrap();
    }
    drop(storage);
    eventually("the connections to end", ended).await;
    assert_eq!(whole_reads(&server), before);
}
