//! A real Postgres for the tests: one server for all of this process, a database for each test.

use std::sync::atomic::{AtomicU32, Ordering};

use learnflow_local_servers::postgres::{Disk, PASSWORD, Postgres as Server, USER};
use learnflow_server::config::{self, Secret};
use learnflow_server::storage::postgres::Postgres;
use tokio::sync::OnceCell;

/// The database that the others are copies of.
const TEMPLATE: &str = "learnflow_template";

/// The server that the tests of this process share. It ends with the process.
async fn server() -> &'static Server {
    static SERVER: OnceCell<Server> = OnceCell::const_new();
    SERVER
        .get_or_init(async || {
            let server = tokio::task::spawn_blocking(|| Server::start(Disk::Fast)).await.unwrap().unwrap();
            server.create_database(TEMPLATE, None).unwrap();
            Postgres::migrate(&settings(&server, TEMPLATE)).await.unwrap();
            server
        })
        .await
}

/// The settings of a database.
pub(crate) fn settings(server: &Server, database: &str) -> config::Postgres {
    config::Postgres {
        port: server.port(),
        user: USER.to_owned(),
        password: Some(Secret::new(PASSWORD)),
        database: database.to_owned(),
        // Many tests share the server's connections, and the machine may be busy.
        pool: 5,
        acquire_ms: 20_000,
        statement_ms: 20_000,
        ..config::Postgres::default()
    }
}

/// A database with all tables and no rows; gone when it is dropped.
pub(crate) struct Database {
    server: &'static Server,
    pub(crate) settings: config::Postgres,
}

impl Database {
    pub(crate) async fn new() -> Self {
        Self::copy_of(Some(TEMPLATE)).await
    }

    /// A database without any table.
    pub(crate) async fn empty() -> Self {
        Self::copy_of(None).await
    }

    async fn copy_of(template: Option<&'static str>) -> Self {
        static COUNT: AtomicU32 = AtomicU32::new(0);
        let server = server().await;
        let name = format!("test_{}", COUNT.fetch_add(1, Ordering::Relaxed));
        let settings = settings(server, &name);
        let create = move || server.create_database(&name, template).unwrap();
        tokio::task::spawn_blocking(create).await.unwrap();
        Self { server, settings }
    }

    /// The adapter on it.
    pub(crate) async fn open(&self) -> Postgres {
        Postgres::open(&self.settings).await.unwrap()
    }

    /// Runs statements beside the program; the answer as `psql` prints it.
    pub(crate) fn sql(&self, statements: &str) -> String {
        self.server.sql(&self.settings.database, statements).unwrap().trim().to_owned()
    }
}

impl Drop for Database {
    fn drop(&mut self) {
        let (server, name) = (self.server, self.settings.database.clone());
        // Beside the test: it waits for connections to end, and those may wait for the test's own thread. What is
        // left behind goes with the server.
        std::thread::spawn(move || server.sql("postgres", &format!("DROP DATABASE \"{name}\" WITH (FORCE)")));
    }
}
