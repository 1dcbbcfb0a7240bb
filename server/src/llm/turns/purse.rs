//! A class's tokens of the day: taken when a question comes, as many as it may cost, and put right when it is
//! known what it did cost.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use learnflow_contracts::ClassId;

use super::super::Ask;
use crate::clock::Clock;
use crate::storage::{self, ModelBudget};

/// What a class may spend, and where it is written down.
pub struct Purse {
    storage: Arc<dyn ModelBudget>,
    clock: Arc<dyn Clock>,
    tokens_a_day: u64,
    /// What is known and not yet written down: a stream that is dropped cannot wait for the disk.
    unwritten: Mutex<HashMap<ClassId, i64>>,
}

impl Purse {
    pub fn new(storage: Arc<dyn ModelBudget>, clock: Arc<dyn Clock>, tokens_a_day: u64) -> Self {
        Self { storage, clock, tokens_a_day, unwritten: Mutex::default() }
    }

    /// Takes what a question may cost. None when the class has used up its day.
    pub(super) async fn take(&self, class: ClassId, ask: &Ask) -> Result<Option<u64>, storage::Error> {
        self.write_down(class).await?;
        let letters = ask.system.len() + ask.messages.iter().map(|message| message.text.len()).sum::<usize>();
        let most = u64::try_from(letters / 4).unwrap_or(u64::MAX).saturating_add(u64::from(ask.max_tokens));
        let taken = self.storage.take_tokens(class, most, self.tokens_a_day, self.clock.now()).await?;
        Ok(taken.then_some(most))
    }

    /// A question for which `taken` was taken cost `spent`.
    pub(super) fn settle(&self, class: ClassId, taken: u64, spent: u64) {
        let signed = |tokens| i64::try_from(tokens).unwrap_or(i64::MAX);
        let mut unwritten = self.unwritten.lock().unwrap_or_else(PoisonError::into_inner);
        *unwritten.entry(class).or_default() += signed(spent) - signed(taken);
    }

    pub(super) async fn write_down(&self, class: ClassId) -> Result<(), storage::Error> {
        let difference = self.unwritten.lock().unwrap_or_else(PoisonError::into_inner).remove(&class);
        let Some(difference) = difference.filter(|difference| *difference != 0) else { return Ok(()) };
        let written = self.storage.correct_tokens(class, difference, self.clock.now()).await;
        if written.is_err() {
            let mut unwritten = self.unwritten.lock().unwrap_or_else(PoisonError::into_inner);
            *unwritten.entry(class).or_default() += difference;
        }
        written
    }
}
