//! Uses that happen once: the first answer is stored with the effect and given again.

use anyhow::Context;
use rusqlite::{Connection, OptionalExtension, params};
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::super::{Answer, Error, Once};
use super::Sqlite;
use super::convert::{millis, to_json};
use super::writer::Tx;

impl Sqlite {
    /// Runs `work` unless its key was seen; stores what it answers under the key, in one transaction.
    pub(super) async fn write_once<T: Serialize + DeserializeOwned + Send + 'static>(
        &self,
        once: &Once,
        work: impl FnOnce(&Tx<'_>, &Once) -> Result<T, Error> + Send + 'static,
    ) -> Result<Answer<T>, Error> {
        let once = once.clone();
        self.writer
            .write(move |tx| {
                if let Some(answer) = first_answer(tx, &once)? {
                    let answer = serde_json::from_str(&answer).context("reading a first answer")?;
                    return Ok(Answer::Again(answer));
                }
                let answer = work(tx, &once)?;
                tx.prepare_cached(
                    "INSERT INTO idempotency_keys (user_id, key, request, answer, created_at)
                     VALUES (?1, ?2, ?3, ?4, ?5)",
                )?
                .execute(params![
                    once.user.to_string(),
                    once.key.as_str(),
                    once.request,
                    to_json(&answer)?,
                    millis(once.now)
                ])?;
                Ok(Answer::First(answer))
            })
            .await
    }
}

pub(super) fn first_answer(db: &Connection, once: &Once) -> Result<Option<String>, Error> {
    let found: Option<([u8; 32], String)> = db
        .prepare_cached("SELECT request, answer FROM idempotency_keys WHERE user_id = ?1 AND key = ?2")?
        .query_row(params![once.user.to_string(), once.key.as_str()], |row| Ok((row.get(0)?, row.get(1)?)))
        .optional()?;
    match found {
        Some((request, _)) if request != once.request => Err(Error::KeyReused),
        found => Ok(found.map(|(_, answer)| answer)),
    }
}
