//! A model that leaks on purpose: in words where it is asked for words, and in every text of its JSON where it is held to
//! a schema.

use std::collections::HashMap;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use futures::{StreamExt, stream};
use learnflow_server::llm::turns::Settings;
use learnflow_server::llm::{Answer, Ask, Llm, Patience, Piece, Turns, Usage};
use serde_json::{Map, Value, json};

use super::Attempt;
use crate::world::LIMIT;

/// Says what its script has for the mark that stands in the question; without one, what it was told last.
#[derive(Clone, Default)]
pub(super) struct Says {
    script: Arc<HashMap<String, String>>,
    otherwise: Arc<Mutex<String>>,
}

impl Says {
    pub(super) fn script(script: impl Iterator<Item = (String, String)>) -> Self {
        Self { script: Arc::new(script.collect()), ..Self::default() }
    }

    /// What each attempt wants it to say, by mark and turn.
    pub(super) fn of(attempts: &[Attempt]) -> Self {
        Self::script(attempts.iter().flat_map(|attempt| {
            attempt
                .said
                .iter()
                .enumerate()
                .map(|(turn, said)| (format!("{}-{turn}", attempt.mark), said.clone()))
        }))
    }

    /// Says this from now on to whoever asks without a mark.
    pub(super) fn now(&self, text: &str) {
        text.clone_into(&mut self.otherwise.lock().unwrap());
    }
}

impl Llm for Says {
    fn name(&self) -> &'static str {
        "leaky"
    }

    fn ask(&self, ask: Ask) -> Answer {
        let asked = ask.messages.last().map_or("", |message| &message.text);
        let found = asked.split_whitespace().find_map(|word| self.script.get(word)).cloned();
        let text = found.unwrap_or_else(|| self.otherwise.lock().unwrap().clone());
        let text = match &ask.schema {
            Some(schema) => {
                let lines: Vec<&str> = text.lines().collect();
                let texts = lines.chunks(lines.len().div_ceil(3).max(1)).map(|some| some.join("\n"));
                filled(schema, &mut texts.collect::<Vec<_>>().into_iter().cycle()).to_string()
            }
            None if text.is_empty() => "What do you think?".to_owned(),
            None => text,
        };
        let pieces: Vec<_> = text.split_inclusive(' ').map(|word| Ok(Piece::Text(word.to_owned()))).collect();
        stream::iter(pieces).chain(stream::iter([Ok(Piece::Done(Usage::default()))])).boxed()
    }
}

/// A value that the schema holds, with the next of these texts wherever there is room for one.
fn filled(schema: &Value, texts: &mut impl Iterator<Item = String>) -> Value {
    if let Some(one) = schema["enum"].get(0) {
        return one.clone();
    }
    if let Some(one) = schema.get("const") {
        return one.clone();
    }
    if let Some(one) = schema["anyOf"].get(0).or(schema["oneOf"].get(0)) {
        return filled(one, texts);
    }
    let number = |name: &str| schema[name].as_u64();
    match schema["type"].as_str() {
        Some("object") => {
            let properties = schema["properties"].as_object().cloned().unwrap_or_default();
            Value::Object(
                properties.iter().map(|(name, of)| (name.clone(), filled(of, texts))).collect::<Map<_, _>>(),
            )
        }
        Some("array") => {
            (0..number("minItems").unwrap_or(1).max(1)).map(|_| filled(&schema["items"], texts)).collect()
        }
        Some("integer" | "number") => json!(number("minimum").unwrap_or(1)),
        Some("boolean") => json!(true),
        _ => {
            let most = usize::try_from(number("maxLength").unwrap_or(400)).unwrap();
            let least = usize::try_from(number("minLength").unwrap_or(0)).unwrap();
            let text: String = texts.next().unwrap_or_default().chars().take(most).collect();
            json!(format!("{text:.<least$}"))
        }
    }
}

pub(super) fn turns(says: Says) -> Turns {
    let settings = Settings {
        slots: 8,
        waiting: 1_000,
        waiting_per_student: 10,
        patience: Patience { first_piece: LIMIT, next_piece: LIMIT, whole_answer: LIMIT },
        rest: Duration::from_secs(1),
    };
    Turns::new(Arc::new(says), settings)
}
