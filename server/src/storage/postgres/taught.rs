//! What is taught, as rows.

use async_trait::async_trait;
use futures::FutureExt;
use learnflow_contracts::TopicId;
use learnflow_contracts::topics::Catalogue;
use sqlx::Row;

use super::super::{Error, Taught};
use super::Postgres;
use super::convert::parsed;
use super::tx::Tx;

#[async_trait]
impl Taught for Postgres {
    async fn keep_catalogue(&self, catalogue: &Catalogue) -> Result<(), Error> {
        self.write(catalogue, |tx, catalogue| keep(tx, catalogue).boxed()).await
    }

    async fn taught(&self) -> Result<Vec<(String, TopicId)>, Error> {
        sqlx::query(
            "SELECT module_id, topics.id AS id FROM topics JOIN modules ON modules.id = module_id
             WHERE topics.is_taught ORDER BY modules.position, topics.position",
        )
        .fetch_all(&mut *self.read().await?)
        .await?
        .iter()
        .map(|row| Ok((row.try_get("module_id")?, parsed(row, "id")?)))
        .collect()
    }
}

async fn keep(tx: &mut Tx, catalogue: &Catalogue) -> Result<(), Error> {
    // Processes that start at once, one after the other.
    tx.take_turn("the catalogue").await?;
    sqlx::query("UPDATE topics SET is_taught = false").execute(&mut **tx).await?;
    for (position, module) in (1_i32..).zip(&catalogue.modules) {
        sqlx::query(
            "INSERT INTO modules (id, position, title) VALUES ($1, $2, $3)
             ON CONFLICT (id) DO UPDATE SET position = excluded.position, title = excluded.title",
        )
        .bind(&module.id)
        .bind(position)
        .bind(&module.title)
        .execute(&mut **tx)
        .await?;
        for (position, topic) in (1_i32..).zip(&module.topics) {
            sqlx::query(
                "INSERT INTO topics (id, module_id, position, title, exercises, is_taught)
                 VALUES ($1, $2, $3, $4, $5, true)
                 ON CONFLICT (id) DO UPDATE SET module_id = excluded.module_id, position = excluded.position,
                    title = excluded.title, exercises = excluded.exercises, is_taught = true",
            )
            .bind(topic.id.as_str())
            .bind(&module.id)
            .bind(position)
            .bind(&topic.title)
            .bind(i32::try_from(topic.exercises).unwrap_or(i32::MAX))
            .execute(&mut **tx)
            .await?;
        }
    }
    Ok(())
}
