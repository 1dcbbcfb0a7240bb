//! Dead letters as rows.

use async_trait::async_trait;
use learnflow_contracts::EventId;
use learnflow_contracts::dead_letter::{DeadLetter, Origin};
use learnflow_contracts::event::Event;
use rusqlite::{OptionalExtension, Row, params};

use super::super::Error;
use super::super::dead_letters::{DeadLetters, LetterFilter};
use super::Sqlite;
use super::convert::{millis, moment, parsed};

#[async_trait]
impl DeadLetters for Sqlite {
    async fn bury(&self, letter: &DeadLetter) -> Result<(), Error> {
        let letter = letter.clone();
        self.writer
            .write(move |tx| {
                let event = letter.event_id.to_string();
                tx.prepare_cached(
                    "INSERT OR REPLACE INTO dead_letters (group_name, event_id, topic, partition_no, record_offset,
                         key, event, reason, tries, died_at)
                     VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
                )?
                .execute(params![
                    letter.group,
                    event,
                    letter.origin.topic,
                    letter.origin.partition,
                    letter.origin.offset,
                    letter.key,
                    letter.record,
                    letter.reason,
                    letter.tries,
                    millis(letter.died_at)
                ])?;
                tx.prepare_cached("DELETE FROM bus_tries WHERE group_name = ?1 AND event_id = ?2")?
                    .execute(params![letter.group, event])?;
                Ok(())
            })
            .await
    }

    async fn letters(&self, filter: &LetterFilter) -> Result<Vec<DeadLetter>, Error> {
        let filter = filter.clone();
        self.readers
            .read(move |db| {
                let mut letters: Vec<_> = db
                    .prepare_cached(
                        "SELECT * FROM dead_letters
                         WHERE (?1 IS NULL OR group_name = ?1) AND (?2 IS NULL OR topic = ?2)
                           AND (?3 IS NULL OR died_at >= ?3)
                         ORDER BY died_at DESC, event_id DESC LIMIT ?4",
                    )?
                    .query_map(
                        params![
                            filter.group,
                            filter.topic,
                            filter.since.map(millis),
                            filter.limit.unwrap_or(u32::MAX)
                        ],
                        letter,
                    )?
                    .collect::<Result<_, _>>()?;
                letters.reverse();
                Ok(letters)
            })
            .await
    }

    async fn replay(&self, group: &str, event: EventId) -> Result<bool, Error> {
        let group = group.to_owned();
        self.writer
            .write(move |tx| {
                let key = params![group, event.to_string()];
                let record: Option<String> = tx
                    .prepare_cached("SELECT event FROM dead_letters WHERE group_name = ?1 AND event_id = ?2")?
                    .query_row(key, |row| row.get(0))
                    .optional()?;
                let Some(event) = record.and_then(|record| serde_json::from_str::<Event>(&record).ok())
                else {
                    return Ok(false);
                };
                tx.prepare_cached("DELETE FROM dead_letters WHERE group_name = ?1 AND event_id = ?2")?
                    .execute(key)?;
                tx.publish_for(&event, &group)?;
                Ok(true)
            })
            .await
    }
}

fn letter(row: &Row<'_>) -> rusqlite::Result<DeadLetter> {
    Ok(DeadLetter {
        event_id: parsed(row, "event_id")?,
        key: row.get("key")?,
        group: row.get("group_name")?,
        reason: row.get("reason")?,
        tries: row.get("tries")?,
        died_at: moment(row, "died_at")?,
        origin: Origin {
            topic: row.get("topic")?,
            partition: row.get("partition_no")?,
            offset: row.get("record_offset")?,
        },
        record: row.get("event")?,
    })
}
