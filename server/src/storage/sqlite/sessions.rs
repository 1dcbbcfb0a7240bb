//! Refresh tokens: each works once, a copy ends the family.

use jiff::Timestamp;
use learnflow_contracts::{IdempotencyKey, UserId};
use rusqlite::{Connection, OptionalExtension, params};

use super::super::{Error, Family, NewToken, Rotation, TokenHash, TokenLife};
use super::convert::{millis, parsed};
use super::writer::Tx;

pub(super) fn open(tx: &Tx<'_>, token: &NewToken, user: UserId) -> Result<(), Error> {
    insert(tx, &token.hash, token.family, user, token.life)?;
    tx.prepare_cached("UPDATE users SET failures = 0, locked_until = 0 WHERE id = ?1")?
        .execute([user.to_string()])?;
    Ok(())
}

/// A stored token, as far as exchanging it needs.
struct Stored {
    family: Family,
    user: UserId,
    expires_at: i64,
    used: Option<(i64, String, TokenHash)>,
}

pub(super) fn rotate(
    tx: &Tx<'_>,
    old: &TokenHash,
    next: &TokenHash,
    key: &IdempotencyKey,
    life: TokenLife,
) -> Result<Rotation, Error> {
    let Some(stored) = find(tx, old)? else { return Ok(Rotation::Refused) };
    if stored.expires_at <= millis(life.now) {
        return Ok(Rotation::Refused);
    }
    if let Some((used_at, used_key, successor)) = &stored.used {
        let retry_until =
            used_at.saturating_add(i64::try_from(life.retry_for.as_millis()).unwrap_or(i64::MAX));
        let is_retry = used_key == key.as_str() && millis(life.now) <= retry_until;
        // The answer was lost on its way: the token it carried is taken back, unless it was used.
        let taken_back = is_retry
            && tx
                .prepare_cached("DELETE FROM refresh_tokens WHERE hash = ?1 AND used_at IS NULL")?
                .execute([successor])?
                == 1;
        if !taken_back {
            end(tx, stored.family, life.now)?;
            return Ok(Rotation::Reused { family: stored.family });
        }
    }
    let Some(user) = super::accounts::user(tx, stored.user)? else { return Ok(Rotation::Refused) };
    tx.prepare_cached(
        "UPDATE refresh_tokens SET used_at = coalesce(used_at, ?2), used_key = ?3, successor = ?4 WHERE hash = ?1",
    )?
    .execute(params![old, millis(life.now), key.as_str(), next])?;
    insert(tx, next, stored.family, stored.user, life)?;
    Ok(Rotation::Rotated { user, family: stored.family })
}

pub(super) fn close(tx: &Tx<'_>, token: &TokenHash, now: Timestamp) -> Result<Option<Family>, Error> {
    let Some(stored) = find(tx, token)? else { return Ok(None) };
    end(tx, stored.family, now)?;
    Ok(Some(stored.family))
}

/// Ends every session of a user.
pub(super) fn end_all(tx: &Tx<'_>, user: UserId, now: Timestamp) -> Result<Vec<Family>, Error> {
    let families = tx
        .prepare_cached("SELECT DISTINCT family FROM refresh_tokens WHERE user_id = ?1")?
        .query_map([user.to_string()], |row| parsed(row, "family"))?
        .collect::<Result<Vec<Family>, _>>()?;
    for family in &families {
        end(tx, *family, now)?;
    }
    Ok(families)
}

pub(super) fn ended_since(db: &Connection, since: Timestamp) -> Result<Vec<Family>, Error> {
    let families = db
        .prepare_cached("SELECT family FROM ended_families WHERE ended_at >= ?1")?
        .query_map([millis(since)], |row| parsed(row, "family"))?
        .collect::<Result<_, _>>()?;
    Ok(families)
}

fn end(tx: &Tx<'_>, family: Family, now: Timestamp) -> Result<(), Error> {
    tx.prepare_cached("INSERT OR IGNORE INTO ended_families (family, ended_at) VALUES (?1, ?2)")?
        .execute(params![family.to_string(), millis(now)])?;
    tx.prepare_cached("DELETE FROM refresh_tokens WHERE family = ?1")?.execute([family.to_string()])?;
    Ok(())
}

fn find(tx: &Tx<'_>, hash: &TokenHash) -> Result<Option<Stored>, Error> {
    Ok(tx
        .prepare_cached("SELECT * FROM refresh_tokens WHERE hash = ?1")?
        .query_row([hash], |row| {
            let used_at: Option<i64> = row.get("used_at")?;
            Ok(Stored {
                family: parsed(row, "family")?,
                user: parsed(row, "user_id")?,
                expires_at: row.get("expires_at")?,
                used: match used_at {
                    Some(at) => Some((at, row.get("used_key")?, row.get("successor")?)),
                    None => None,
                },
            })
        })
        .optional()?)
}

fn insert(tx: &Tx<'_>, hash: &TokenHash, family: Family, user: UserId, life: TokenLife) -> Result<(), Error> {
    tx.prepare_cached(
        "INSERT INTO refresh_tokens (hash, family, user_id, expires_at) VALUES (?1, ?2, ?3, ?4)",
    )?
    .execute(params![hash, family.to_string(), user.to_string(), millis(life.expires_at)])?;
    Ok(())
}
