//! JSON held to a schema: the answer is collected, checked, asked for once more if it does not hold, and only
//! then passed on, as one piece. A model's own grammar makes most of this needless; not every server has one.

use std::sync::Arc;

use async_stream::try_stream;
use futures::StreamExt;
use serde_json::Value;

use super::{Answer, Ask, Error, Llm, Patience, Piece, Usage};

/// Tries at an answer that holds.
const TRIES: u32 = 2;

/// Asks `llm` and waits with `patience`; with a schema in the question, what comes holds it.
pub(super) fn ask(llm: &Arc<dyn Llm>, ask: Ask, patience: Patience) -> Answer {
    let Some(schema) = ask.schema.clone() else { return patience.with(llm.ask(ask)) };
    let llm = llm.clone();
    let pieces = try_stream! {
        let mut spent = Usage::default();
        let mut wrong = String::new();
        for _ in 0..TRIES {
            let (text, usage) = whole(patience.with(llm.ask(ask.clone()))).await?;
            spent = Usage {
                prompt: spent.prompt + usage.prompt,
                cached: spent.cached + usage.cached,
                answer: spent.answer + usage.answer,
                end: usage.end,
            };
            match holds(&schema, &text) {
                Ok(()) => {
                    yield Piece::Text(text);
                    yield Piece::Done(spent);
                    return;
                }
                Err(reason) => wrong = reason,
            }
        }
        Err(Error::Rubbish(wrong))?;
    };
    pieces.boxed()
}

async fn whole(mut answer: Answer) -> Result<(String, Usage), Error> {
    let mut text = String::new();
    while let Some(piece) = answer.next().await {
        match piece? {
            Piece::Text(more) => text.push_str(&more),
            Piece::Done(usage) => return Ok((text, usage)),
        }
    }
    Err(Error::CutOff)
}

/// The reason names the place in the schema, never the value: that may be a student's words.
fn holds(schema: &Value, text: &str) -> Result<(), String> {
    let value: Value = serde_json::from_str(text).map_err(|_| "not JSON".to_owned())?;
    let validator =
        jsonschema::validator_for(schema).map_err(|_| "the agent's schema is no JSON Schema".to_owned())?;
    match validator.validate(&value) {
        Ok(()) => Ok(()),
        Err(error) => Err(format!("JSON that breaks its schema at {}", error.schema_path())),
    }
}
