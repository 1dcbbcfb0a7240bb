//! Bringing the tables up to date, by sqlx's runner: each migration in a transaction with its row in
//! `_sqlx_migrations`, all under an advisory lock, so that of processes that start at once one does it.

use std::time::Duration;

use anyhow::{Context, anyhow, bail, ensure};
use sqlx::migrate::{Migrate, MigrateError, Migration, MigrationType};
use sqlx::{Connection, PgConnection, SqlSafeStr};

use super::super::Migrated;

/// The numbers are SQLite's: a number means the same change in both.
const MIGRATIONS: &[(i64, &str, &str)] = &[
    (1, "spine", include_str!("migrations/0001_spine.sql")),
    (2, "review and placement", include_str!("migrations/0002_review_and_placement.sql")),
    (3, "regrading", include_str!("migrations/0003_regrading.sql")),
    (4, "outbox for a broker", include_str!("migrations/0004_outbox_for_a_broker.sql")),
    (5, "tutor", include_str!("migrations/0005_tutor.sql")),
    (8, "model budget", include_str!("migrations/0008_model_budget.sql")),
    (9, "taught", include_str!("migrations/0009_taught.sql")),
    (10, "alerts", include_str!("migrations/0010_alerts.sql")),
    (11, "kept values", include_str!("migrations/0011_kept_values.sql")),
    (12, "made exercises", include_str!("migrations/0012_made_exercises.sql")),
    (13, "quality", include_str!("migrations/0013_quality.sql")),
];

/// sqlx's own name.
const TABLE: &str = "_sqlx_migrations";

/// How long another process may be at it.
const WAIT: Duration = Duration::from_mins(2);

fn migrations() -> impl Iterator<Item = Migration> {
    MIGRATIONS.iter().map(|(number, name, sql)| {
        Migration::new(*number, (*name).into(), MigrationType::Simple, sql.into_sql_str(), false)
    })
}

/// Applies what is missing. Returns what it did.
///
/// # Errors
/// When the database is newer, changed or half-way, or a migration fails; nothing of that one is left then.
pub(super) async fn migrate(db: &mut PgConnection) -> anyhow::Result<Vec<Migrated>> {
    super::connect::without_time_outs(db).await?;
    tokio::time::timeout(WAIT, db.lock()).await.map_err(|_| {
        anyhow!("another process has been migrating the database for {WAIT:?}: look what it does")
    })??;
    let done = apply_missing(db).await;
    db.unlock().await.context("giving the migrations' lock back")?;
    done
}

async fn apply_missing(db: &mut PgConnection) -> anyhow::Result<Vec<Migrated>> {
    db.ensure_migrations_table(TABLE).await.context(
        "the user of postgres.user must be able to make tables in the database: make it the database's owner",
    )?;
    let missing = missing(db).await?;
    let mut done = Vec::new();
    for migration in missing {
        db.apply(TABLE, &migration).await.map_err(|error| failed(migration.version, error))?;
        tracing::info!("migrated the database: {} ({})", migration.version, migration.description);
        done.push(Migrated { number: migration.version, name: migration.description.into_owned() });
    }
    Ok(done)
}

/// Fails unless the database is what this program knows.
///
/// # Errors
/// When migrations are missing, or the database is newer, changed or half-way.
pub(super) async fn check(db: &mut PgConnection) -> anyhow::Result<()> {
    let is_there: bool =
        sqlx::query_scalar("SELECT to_regclass($1) IS NOT NULL").bind(TABLE).fetch_one(&mut *db).await?;
    let missing = if is_there { missing(db).await? } else { migrations().collect() };
    ensure!(
        missing.is_empty(),
        "the database lacks {} migration(s): run learnflow migrate, or set postgres.migrate = true",
        missing.len()
    );
    Ok(())
}

/// The migrations to apply, in order.
async fn missing(db: &mut PgConnection) -> anyhow::Result<Vec<Migration>> {
    if let Some(number) = db.dirty_version(TABLE).await? {
        bail!(
            "the database is half-migrated: migration {number} was begun and not finished; restore the backup from \
             before it, then run learnflow migrate"
        );
    }
    let applied = db.list_applied_migrations(TABLE).await?;
    let newest = MIGRATIONS.last().map_or(0, |(number, ..)| *number);
    if let Some(unknown) = applied.iter().map(|applied| applied.version).find(|version| *version > newest) {
        bail!(
            "the database is of version {unknown}, this program knows {newest}: install the newer program again"
        );
    }
    let mut missing = Vec::new();
    for migration in migrations() {
        match applied.iter().find(|applied| applied.version == migration.version) {
            None => missing.push(migration),
            Some(applied) => ensure!(
                applied.checksum == migration.checksum,
                "migration {} of the database is not the one that this program knows: the program or the database \
                 was changed by hand; install the program that made it, or restore a backup",
                migration.version
            ),
        }
    }
    // A migration that is missing below one that is there was taken out by hand.
    let first_missing = missing.first().map_or(i64::MAX, |migration| migration.version);
    if let Some(later) =
        applied.iter().map(|applied| applied.version).find(|version| *version > first_missing)
    {
        bail!(
            "the database is half-migrated: migration {later} is there, {first_missing} before it is not; restore a \
             backup, then run learnflow migrate"
        );
    }
    Ok(missing)
}

fn failed(number: i64, error: MigrateError) -> anyhow::Error {
    let cause = match &error {
        MigrateError::ExecuteMigration(cause, _) | MigrateError::Execute(cause) => cause.as_database_error(),
        _ => None,
    };
    // 42P07: there is such a table; 42701: such a column.
    match cause.and_then(sqlx::error::DatabaseError::code).as_deref() {
        Some("42P07" | "42701") => anyhow!(
            "the database is half-migrated: migration {number} finds tables there that it was to make; use an empty \
             database, or restore the whole backup"
        ),
        _ => anyhow::Error::from(error).context(format!("migration {number} failed, nothing of it was kept")),
    }
}

/// How many there are.
pub(super) fn count() -> usize {
    MIGRATIONS.len()
}

/// The names of what the migrations make, of one `kind`, as `TABLE`.
pub(super) fn made(kind: &str) -> Vec<&'static str> {
    let lines = MIGRATIONS.iter().flat_map(|(_, _, sql)| sql.lines());
    let name = |line: &'static str| {
        let rest = line.strip_prefix("CREATE ")?;
        let rest = rest.strip_prefix("UNIQUE ").or_else(|| rest.strip_prefix("UNLOGGED ")).unwrap_or(rest);
        let rest = rest.strip_prefix(kind)?.trim_start();
        rest.strip_prefix("IF NOT EXISTS ").unwrap_or(rest).split_whitespace().next()
    };
    lines.filter_map(name).collect()
}

/// Closes a connection that did its work; that it is broken matters to nobody.
pub(super) async fn close(db: PgConnection) {
    let _ = db.close().await;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_migrations_make_is_known_by_name() {
        let (tables, indexes) = (made("TABLE"), made("INDEX"));
        assert!(tables.contains(&"kept_values") && tables.contains(&"dapr_settings"), "{tables:?}");
        assert!(tables.contains(&"submissions") && tables.contains(&"relay_lease"), "{tables:?}");
        assert!(indexes.contains(&"outbox_by_event") && !indexes.contains(&"submissions"), "{indexes:?}");
    }

    #[test]
    fn numbers_rise() {
        assert!(MIGRATIONS.is_sorted_by(|(one, ..), (next, ..)| one < next));
    }
}
