//! Refresh tokens: each works once, a copy ends the family. All of one user is done in that user's turn, so that
//! no exchange slips through the end of its family.

use jiff::{SignedDuration, Timestamp};
use learnflow_contracts::{IdempotencyKey, UserId};
use sqlx::{PgConnection, Row};

use super::super::{Error, Family, NewToken, Rotation, TokenHash, TokenLife};
use super::convert::Moment;
use super::tx::Tx;

pub(super) async fn open(tx: &mut Tx, token: &NewToken, user: UserId) -> Result<(), Error> {
    insert(tx, &token.hash, token.family, user, token.life).await?;
    forget_failures(tx, user).await
}

pub(super) async fn forget_failures(tx: &mut Tx, user: UserId) -> Result<(), Error> {
    sqlx::query("UPDATE users SET failures = 0, locked_until = 'epoch' WHERE id = $1")
        .bind(user.0)
        .execute(&mut **tx)
        .await?;
    Ok(())
}

/// A stored token, as far as exchanging it needs.
struct Stored {
    family: Family,
    user: UserId,
    expires_at: Timestamp,
    /// When, with which key, for which token.
    used: Option<(Timestamp, String, Vec<u8>)>,
}

pub(super) async fn rotate(
    tx: &mut Tx,
    old: &TokenHash,
    next: &TokenHash,
    key: &IdempotencyKey,
    life: TokenLife,
) -> Result<Rotation, Error> {
    let Some(stored) = find(tx, old).await? else { return Ok(Rotation::Refused) };
    if stored.expires_at <= life.now {
        return Ok(Rotation::Refused);
    }
    if let Some((used_at, used_key, successor)) = &stored.used {
        let retry_for = SignedDuration::try_from(life.retry_for).unwrap_or(SignedDuration::MAX);
        let retry_until = used_at.saturating_add(retry_for).unwrap_or(Timestamp::MAX);
        let is_retry = used_key == key.as_str() && life.now <= retry_until;
        // The answer was lost on its way: the token it carried is taken back, unless it was used.
        let taken_back = is_retry
            && sqlx::query("DELETE FROM refresh_tokens WHERE hash = $1 AND used_at IS NULL")
                .bind(successor)
                .execute(&mut **tx)
                .await?
                .rows_affected()
                == 1;
        if !taken_back {
            end(tx, stored.family, life.now).await?;
            return Ok(Rotation::Reused { family: stored.family });
        }
    }
    let Some(user) = super::accounts::user(tx, stored.user).await? else { return Ok(Rotation::Refused) };
    sqlx::query(
        "UPDATE refresh_tokens SET used_at = coalesce(used_at, $2), used_key = $3, successor = $4 WHERE hash = $1",
    )
    .bind(&old[..])
    .bind(Moment(life.now))
    .bind(key.as_str())
    .bind(&next[..])
    .execute(&mut **tx)
    .await?;
    insert(tx, next, stored.family, stored.user, life).await?;
    Ok(Rotation::Rotated { user, family: stored.family })
}

pub(super) async fn close(tx: &mut Tx, token: &TokenHash, now: Timestamp) -> Result<Option<Family>, Error> {
    let Some(stored) = find(tx, token).await? else { return Ok(None) };
    end(tx, stored.family, now).await?;
    Ok(Some(stored.family))
}

/// Ends every session of a user.
pub(super) async fn end_all(tx: &mut Tx, user: UserId, now: Timestamp) -> Result<Vec<Family>, Error> {
    tx.take_turn(&user.to_string()).await?;
    let families: Vec<Family> =
        sqlx::query_scalar("SELECT DISTINCT family FROM refresh_tokens WHERE user_id = $1")
            .bind(user.0)
            .fetch_all(&mut **tx)
            .await?;
    for family in &families {
        end(tx, *family, now).await?;
    }
    Ok(families)
}

pub(super) async fn ended_since(db: &mut PgConnection, since: Timestamp) -> Result<Vec<Family>, Error> {
    let families = sqlx::query_scalar("SELECT family FROM ended_families WHERE ended_at >= $1")
        .bind(Moment(since))
        .fetch_all(db)
        .await?;
    Ok(families)
}

async fn end(tx: &mut Tx, family: Family, now: Timestamp) -> Result<(), Error> {
    sqlx::query("INSERT INTO ended_families (family, ended_at) VALUES ($1, $2) ON CONFLICT DO NOTHING")
        .bind(family)
        .bind(Moment(now))
        .execute(&mut **tx)
        .await?;
    sqlx::query("DELETE FROM refresh_tokens WHERE family = $1").bind(family).execute(&mut **tx).await?;
    Ok(())
}

/// A token, read in its user's turn.
async fn find(tx: &mut Tx, hash: &TokenHash) -> Result<Option<Stored>, Error> {
    let owner: Option<uuid::Uuid> = sqlx::query_scalar("SELECT user_id FROM refresh_tokens WHERE hash = $1")
        .bind(&hash[..])
        .fetch_optional(&mut **tx)
        .await?;
    let Some(user) = owner.map(UserId) else { return Ok(None) };
    tx.take_turn(&user.to_string()).await?;
    let found = sqlx::query(
        "SELECT family, expires_at, used_at, used_key, successor FROM refresh_tokens WHERE hash = $1",
    )
    .bind(&hash[..])
    .fetch_optional(&mut **tx)
    .await?;
    let Some(row) = found else { return Ok(None) };
    let exchanged = match row.try_get::<Option<Moment>, _>("used_at")? {
        Some(at) => Some((at.0, row.try_get("used_key")?, row.try_get("successor")?)),
        None => None,
    };
    Ok(Some(Stored {
        family: row.try_get("family")?,
        user,
        expires_at: row.try_get::<Moment, _>("expires_at")?.0,
        used: exchanged,
    }))
}

async fn insert(
    tx: &mut Tx,
    hash: &TokenHash,
    family: Family,
    user: UserId,
    life: TokenLife,
) -> Result<(), Error> {
    sqlx::query("INSERT INTO refresh_tokens (hash, family, user_id, expires_at) VALUES ($1, $2, $3, $4)")
        .bind(&hash[..])
        .bind(family)
        .bind(user.0)
        .bind(Moment(life.expires_at))
        .execute(&mut **tx)
        .await?;
    Ok(())
}
