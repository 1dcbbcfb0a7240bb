//! The language model and the queue in front of it.

use std::sync::Arc;

use crate::clock::Clock;
use crate::llm::openai::OpenAi;
use crate::llm::turns::Purse;
use crate::llm::{self, Turns};
use crate::storage::ModelBudget;

/// The model that `config` names, and the queue in front of it.
///
/// # Errors
/// When a setting cannot be used; the message names it.
pub fn open_model(
    config: &llm::config::Config,
    storage: Arc<dyn ModelBudget>,
    clock: Arc<dyn Clock>,
) -> anyhow::Result<Turns> {
    let Some(settings) = config.server()? else { return Ok(Turns::off()) };
    tracing::info!("the tutor asks a model: {settings:?}");
    let model = Arc::new(OpenAi::new(settings, clock.clone())?);
    Ok(match config.tokens_per_class_and_day {
        0 => Turns::new(model, config.turns()),
        tokens => Turns::on_budget(model, config.turns(), Purse::new(storage, clock, tokens)),
    })
}
