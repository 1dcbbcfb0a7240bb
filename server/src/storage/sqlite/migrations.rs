//! Bringing the tables up to date: each migration in a transaction with the version it makes, so that none is ever
//! half done, and with its hash, so that one that was changed is seen.

use std::collections::BTreeMap;

use anyhow::{Context, bail, ensure};
use rusqlite::{Connection, params};
use sha2::{Digest, Sha256};

use super::super::Migrated;

/// A number means the same change in Postgres.
const MIGRATIONS: &[(u32, &str, &str)] = &[
    (1, "spine", include_str!("migrations/0001_spine.sql")),
    (2, "review and placement", include_str!("migrations/0002_review_and_placement.sql")),
    (3, "regrading", include_str!("migrations/0003_regrading.sql")),
    (4, "outbox for a broker", include_str!("migrations/0004_outbox_for_a_broker.sql")),
    (5, "tutor", include_str!("migrations/0005_tutor.sql")),
    (8, "model budget", include_str!("migrations/0008_model_budget.sql")),
    (9, "taught", include_str!("migrations/0009_taught.sql")),
    (10, "alerts", include_str!("migrations/0010_alerts.sql")),
    (12, "made exercises", include_str!("migrations/0012_made_exercises.sql")),
    (13, "quality", include_str!("migrations/0013_quality.sql")),
];

/// Applies what is missing. Returns what it did.
///
/// # Errors
/// When the database is newer than the program or was changed, or a migration fails; nothing of that one is left then.
pub(super) fn migrate(connection: &mut Connection) -> anyhow::Result<Vec<Migrated>> {
    let version: u32 = connection.pragma_query_value(None, "user_version", |row| row.get(0))?;
    let newest = MIGRATIONS.last().map_or(0, |(number, ..)| *number);
    ensure!(
        version <= newest,
        "the database is of version {version}, this program knows {newest}: install the newer program again"
    );
    let known = hashes(connection)?;
    let mut done = Vec::new();
    for (number, name, sql) in MIGRATIONS {
        if *number <= version {
            match known.get(number) {
                Some(hash) => check(*number, hash, sql)?,
                // From before hashes were kept: taken as it is, and gets its own now.
                None if known.is_empty() => note(connection, *number, sql)?,
                None => bail!(
                    "the database is half-migrated: migration {version} is there, {number} before it is not; restore a \
                     backup, then run learnflow migrate"
                ),
            }
            continue;
        }
        let transaction = connection.transaction()?;
        transaction
            .execute_batch(sql)
            .with_context(|| format!("migration {number} failed, nothing of it was kept"))?;
        transaction.pragma_update(None, "user_version", number)?;
        note(&transaction, *number, sql)?;
        transaction.commit()?;
        done.push(Migrated { number: i64::from(*number), name: (*name).to_owned() });
    }
    Ok(done)
}

/// The hash of each migration that was applied; none in a database from before hashes were kept.
fn hashes(connection: &Connection) -> anyhow::Result<BTreeMap<u32, [u8; 32]>> {
    let kept = connection
        .prepare("SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'migrations'")?
        .exists([])?;
    if !kept {
        return Ok(BTreeMap::new());
    }
    let mut query = connection.prepare("SELECT number, hash FROM migrations")?;
    let rows = query.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
    rows.collect::<rusqlite::Result<_>>().context("reading which migrations were applied")
}

/// Fails when the migration of this number was another one.
fn check(number: u32, hash: &[u8; 32], sql: &str) -> anyhow::Result<()> {
    ensure!(
        *hash == <[u8; 32]>::from(Sha256::digest(sql)),
        "migration {number} of the database is not the one that this program knows: the program or the database was \
         changed by hand; install the program that made it, or restore a backup"
    );
    Ok(())
}

fn note(connection: &Connection, number: u32, sql: &str) -> anyhow::Result<()> {
    connection.execute_batch(
        "CREATE TABLE IF NOT EXISTS migrations (number INTEGER PRIMARY KEY, hash BLOB NOT NULL) STRICT",
    )?;
    connection.execute(
        "INSERT INTO migrations (number, hash) VALUES (?1, ?2)",
        params![number, &Sha256::digest(sql)[..]],
    )?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn migrated() -> Connection {
        let mut connection = Connection::open_in_memory().unwrap();
        assert_eq!(migrate(&mut connection).unwrap().len(), MIGRATIONS.len());
        connection
    }

    #[test]
    fn a_lower_number_that_was_never_applied_is_seen() {
        let mut connection = migrated();
        connection.execute("DELETE FROM migrations WHERE number = 3", []).unwrap();
        let told = migrate(&mut connection).unwrap_err().to_string();
        assert!(told.contains("half-migrated") && told.contains(", 3 before it is not"), "{told}");
    }

    #[test]
    fn a_database_from_before_hashes_gets_its_own() {
        let mut connection = migrated();
        connection.execute("DROP TABLE migrations", []).unwrap();
        assert!(migrate(&mut connection).unwrap().is_empty());
        assert_eq!(hashes(&connection).unwrap().len(), MIGRATIONS.len());
        assert!(migrate(&mut connection).unwrap().is_empty());
    }
}
