//! The language model and the queue in front of it.

use std::sync::Arc;

use crate::clock::Clock;
use crate::llm::openai::{Address, OpenAi};
use crate::llm::own::Own;
use crate::llm::turns::Purse;
use crate::llm::{self, Turns};
use crate::storage::ModelBudget;

/// The model that `config` names with the queue in front of it, and, if it is the box's own, its keeper.
///
/// # Errors
/// When a setting cannot be used; the message names it.
pub fn open_model(
    config: &llm::config::Config,
    storage: Arc<dyn ModelBudget>,
    clock: Arc<dyn Clock>,
) -> anyhow::Result<(Turns, Option<Arc<Own>>)> {
    let own = config.own()?.map(|settings| Arc::new(Own::new(settings)));
    let address = match (&own, config.address.as_deref()) {
        (Some(own), _) => Address::Own(own.process()),
        (None, Some(address)) if !address.is_empty() => Address::Fixed(address.to_owned()),
        (None, _) => return Ok((Turns::off(), None)),
    };
    let settings = config.server(address);
    tracing::info!("the tutor asks a model: {settings:?}");
    let model = Arc::new(OpenAi::new(settings, clock.clone())?);
    let turns = match config.tokens_per_class_and_day {
        0 => Turns::new(model, config.turns()),
        tokens => Turns::on_budget(model, config.turns(), Purse::new(storage, clock, tokens)),
    };
    Ok((turns, own))
}
