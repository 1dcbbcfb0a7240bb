//! What a class may spend at the model in a day: some models cost money, and all cost time.

use async_trait::async_trait;
use jiff::Timestamp;
use learnflow_contracts::ClassId;

use super::Error;

/// The tokens that classes have used, by day in the class's time zone.
#[async_trait]
pub trait ModelBudget: Send + Sync {
    /// Takes so many tokens off the day's `budget`, if the class has not used it up before: whole or not at
    /// all. Says whether it did.
    async fn take_tokens(
        &self,
        class: ClassId,
        tokens: u64,
        budget: u64,
        now: Timestamp,
    ) -> Result<bool, Error>;
    /// Corrects what was taken, once it is known what an answer cost.
    async fn correct_tokens(&self, class: ClassId, difference: i64, now: Timestamp) -> Result<(), Error>;
    /// Used up so far today.
    async fn tokens_used(&self, class: ClassId, now: Timestamp) -> Result<u64, Error>;
}
