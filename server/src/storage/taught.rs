//! What is taught, as rows: for reports and for whoever looks into the database. The program itself reads the
//! curriculum from its files.

use async_trait::async_trait;
use learnflow_contracts::TopicId;
use learnflow_contracts::topics::Catalogue;

use super::Error;

/// The modules and topics that the database knows of.
#[async_trait]
pub trait Taught: Send + Sync {
    /// Makes the rows those of `catalogue`. A topic that is taught no longer keeps its row, marked: what students did
    /// in it stays theirs.
    async fn keep_catalogue(&self, catalogue: &Catalogue) -> Result<(), Error>;
    /// Module and topic of each topic that is taught, in the order of the catalogue.
    async fn taught(&self) -> Result<Vec<(String, TopicId)>, Error>;
}
