//! Getting to the database: what cannot heal is said at once, in one sentence; the rest is tried again for a while.

use std::time::{Duration, Instant};

use anyhow::{Context, anyhow};
use sqlx::postgres::{PgConnectOptions, PgPoolOptions, PgSslMode};
use sqlx::{ConnectOptions, Connection, PgConnection, PgPool};

use crate::config;

/// The wait after the first failure; doubled with each further one.
const FIRST_WAIT: Duration = Duration::from_millis(100);
/// No wait is longer.
const LONGEST_WAIT: Duration = Duration::from_secs(3);
/// No single try takes longer.
const TRY_FOR: Duration = Duration::from_secs(5);

/// How to reach the database, as the settings say.
///
/// # Errors
/// When the address or the password's file cannot be read.
pub(super) fn options(settings: &config::Postgres) -> anyhow::Result<PgConnectOptions> {
    let mut options = match &settings.url {
        Some(url) => {
            let url = url.expose();
            let is_ours = url.starts_with("postgres://") || url.starts_with("postgresql://");
            // Never with the address itself: there is a password in it.
            url.parse().ok().filter(|_| is_ours).context(
                "postgres.url is no address; it looks like postgres://user:password@host:5432/database",
            )?
        }
        None => PgConnectOptions::new_without_pgpass()
            .host(&settings.host)
            .port(settings.port)
            .username(&settings.user)
            .database(&settings.database)
            .ssl_mode(match settings.tls {
                config::Tls::Never => PgSslMode::Disable,
                config::Tls::Prefer => PgSslMode::Prefer,
                config::Tls::Verify => PgSslMode::VerifyFull,
            }),
    };
    if let Some(password) = &settings.password {
        options = options.password(password.expose());
    }
    let statement = settings.statement_ms.to_string();
    Ok(options.application_name("learnflow").log_statements(tracing::log::LevelFilter::Trace).options([
        ("statement_timeout", statement.as_str()),
        ("lock_timeout", statement.as_str()),
        // A process that hangs in the middle must not hold its locks for ever.
        ("idle_in_transaction_session_timeout", "30000"),
        ("synchronous_commit", "on"),
    ]))
}

/// A first connection; tries again for as long as the settings say.
///
/// # Errors
/// When it cannot be had: at once for what does not heal by waiting.
pub(super) async fn first(
    options: &PgConnectOptions,
    settings: &config::Postgres,
) -> anyhow::Result<PgConnection> {
    let started = Instant::now();
    let patience = Duration::from_secs(settings.start_s);
    let mut wait = FIRST_WAIT;
    loop {
        let tried = tokio::time::timeout(TRY_FOR, PgConnection::connect_with(options)).await;
        let failed = match tried {
            Ok(Ok(connection)) => return Ok(connection),
            Ok(Err(error)) => said(&error, options),
            Err(_) => Said { sentence: "it does not answer".to_owned(), heals: true },
        };
        let place = format!("Postgres at {}:{}", options.get_host(), options.get_port());
        if !failed.heals {
            return Err(anyhow!("{place}: {}", failed.sentence));
        }
        if started.elapsed() + wait > patience {
            return Err(anyhow!(
                "{place}: {}; tried for {} s (postgres.start_s): is it running, and are postgres.host and \
                 postgres.port right?",
                failed.sentence,
                patience.as_secs()
            ));
        }
        tracing::warn!("{place}: {}; trying again in {} ms", failed.sentence, wait.as_millis());
        tokio::time::sleep(wait).await;
        wait = (wait * 2).min(LONGEST_WAIT);
    }
}

/// A pool of connections, of which none is open yet.
pub(super) fn pool(options: &PgConnectOptions, settings: &config::Postgres, size: u32) -> PgPool {
    PgPoolOptions::new()
        .max_connections(size)
        .acquire_timeout(Duration::from_millis(settings.acquire_ms))
        .idle_timeout(Duration::from_mins(10))
        .connect_lazy_with(options.clone())
}

/// Why there is no connection, and whether waiting may help.
struct Said {
    sentence: String,
    heals: bool,
}

fn said(error: &sqlx::Error, options: &PgConnectOptions) -> Said {
    let user = options.get_username();
    let database = options.get_database().unwrap_or(user);
    let forever = |sentence: String| Said { sentence, heals: false };
    match error {
        sqlx::Error::Io(error) if error.kind() == std::io::ErrorKind::ConnectionRefused => {
            Said { sentence: "nobody listens on that port".to_owned(), heals: true }
        }
        sqlx::Error::Io(error) => Said { sentence: format!("it cannot be reached ({error})"), heals: true },
        sqlx::Error::Database(refused) => match refused.code().as_deref() {
            Some("28P01") => forever(format!(
                "the password of user {user} is wrong: set postgres.password or postgres.password_file"
            )),
            Some("28000") => forever(format!(
                "user {user} may not sign in: set postgres.user, or let the user in in Postgres's pg_hba.conf"
            )),
            Some("3D000") => forever(format!(
                "there is no database {database}: make it (createdb --owner={user} {database}), or set postgres.database"
            )),
            Some("57P03" | "53300" | "57P01") => Said { sentence: refused.message().to_owned(), heals: true },
            _ => forever(refused.message().to_owned()),
        },
        sqlx::Error::Tls(error) => forever(format!("no safe connection ({error}): see postgres.tls")),
        sqlx::Error::Configuration(error) => forever(format!("the settings do not fit ({error})")),
        error => Said { sentence: format!("it cannot be reached ({error})"), heals: true },
    }
}

/// A connection for work that may take longer than a statement may: migrations.
///
/// # Errors
/// When the time-outs cannot be lifted.
pub(super) async fn without_time_outs(connection: &mut PgConnection) -> anyhow::Result<()> {
    sqlx::raw_sql(
        "SET statement_timeout = 0; SET lock_timeout = 0; SET idle_in_transaction_session_timeout = 0",
    )
    .execute(connection)
    .await
    .context("lifting the time-outs for migrations")?;
    Ok(())
}
