//! What is taught, as rows.

use async_trait::async_trait;
use learnflow_contracts::TopicId;
use learnflow_contracts::topics::Catalogue;
use rusqlite::params;

use super::super::{Error, Taught};
use super::Sqlite;
use super::convert::parsed;
use super::writer::Tx;

#[async_trait]
impl Taught for Sqlite {
    async fn keep_catalogue(&self, catalogue: &Catalogue) -> Result<(), Error> {
        let catalogue = catalogue.clone();
        self.writer.write(move |tx| keep(tx, &catalogue)).await
    }

    async fn taught(&self) -> Result<Vec<(String, TopicId)>, Error> {
        self.readers
            .read(|db| {
                let topics = db
                    .prepare_cached(
                        "SELECT module_id, topics.id AS id FROM topics JOIN modules ON modules.id = module_id
                         WHERE topics.is_taught ORDER BY modules.position, topics.position",
                    )?
                    .query_map([], |row| Ok((row.get("module_id")?, parsed(row, "id")?)))?
                    .collect::<Result<_, _>>()?;
                Ok(topics)
            })
            .await
    }
}

fn keep(tx: &Tx<'_>, catalogue: &Catalogue) -> Result<(), Error> {
    tx.execute("UPDATE topics SET is_taught = 0", [])?;
    for (position, module) in (1_u32..).zip(&catalogue.modules) {
        tx.prepare_cached(
            "INSERT INTO modules (id, position, title) VALUES (?1, ?2, ?3)
             ON CONFLICT DO UPDATE SET position = excluded.position, title = excluded.title",
        )?
        .execute(params![module.id, position, module.title])?;
        for (position, topic) in (1_u32..).zip(&module.topics) {
            tx.prepare_cached(
                "INSERT INTO topics (id, module_id, position, title, exercises, is_taught)
                 VALUES (?1, ?2, ?3, ?4, ?5, 1)
                 ON CONFLICT DO UPDATE SET module_id = excluded.module_id, position = excluded.position,
                    title = excluded.title, exercises = excluded.exercises, is_taught = 1",
            )?
            .execute(params![
                topic.id.as_str(),
                module.id,
                position,
                topic.title,
                topic.exercises
            ])?;
        }
    }
    Ok(())
}
