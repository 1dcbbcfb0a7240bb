//! A second opinion where the rules are unsure: a model is asked whom a question is for, if it can say so in a moment.
//!
//! The student waits for this, so it gives up early: when others stand before it at the model, when no answer has come in
//! time, and after that for a while altogether. Whatever it cannot tell, the rules decide.

use std::sync::{Arc, LazyLock, Mutex, PoisonError};
use std::time::Duration;

use futures::StreamExt;
use learnflow_contracts::tutor::{AgentKind, TutorMode};
use learnflow_contracts::{ClassId, StudentId, tutor};
use learnflow_pedagogy::triage::{AGENTS, Around, name};
use serde::Deserialize;
use serde_json::{Value, json};
use tokio::time::{Instant, timeout_at};

use super::super::Tutor;
use super::super::prompt::fenced;
use crate::llm::{Ask, Message, Place, Step, Turn};

const PROMPT: &str = include_str!("prompt.md");

/// A student waits this much longer for a first answer, at most. A model of half a billion weights reads a short question
/// and writes its one word in about half of it on two cores.
const PATIENCE: Duration = Duration::from_millis(1_200);
/// How long nobody waits for a model that was late or could not say.
const REST: Duration = Duration::from_secs(30);
/// `{"agent": "concepts"}` and some white space.
const TOKENS: u32 = 24;
/// Characters of a question, a program and an error that say whom they are for.
const ENOUGH: usize = 300;

/// Until when the model is not asked.
#[derive(Default)]
pub(in crate::tutor) struct Resting(Mutex<Option<Instant>>);

impl Resting {
    fn is_over(&self) -> bool {
        let until = *self.0.lock().unwrap_or_else(PoisonError::into_inner);
        until.is_none_or(|until| Instant::now() >= until)
    }

    fn begin(&self) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some(Instant::now() + REST);
    }
}

/// What came of asking.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Outcome {
    Decided(AgentKind),
    /// Others stand before it, or it takes no question.
    Busy,
    Late,
    /// It was of no use a moment ago.
    Resting,
    /// It broke, or what it said was not what was asked for.
    Failed,
}

impl Outcome {
    const fn name(self) -> &'static str {
        match self {
            Self::Decided(_) => "decided",
            Self::Busy => "busy",
            Self::Late => "late",
            Self::Resting => "resting",
            Self::Failed => "failed",
        }
    }
}

/// Whom a model thinks a question is for; nothing where there is none, the class may not use it, or it cannot tell in
/// time.
pub(super) async fn opinion(
    tutor: &Tutor,
    student: StudentId,
    class: ClassId,
    ask: &tutor::Ask,
    around: Around,
) -> anyhow::Result<Option<AgentKind>> {
    let ports = &tutor.0.ports;
    if ports.turns.model().is_none() || ports.storage.tutor_mode(class).await? != TutorMode::On {
        return Ok(None);
    }
    let outcome = if !tutor.0.triage_rests.is_over() {
        Outcome::Resting
    } else if ports.turns.is_open() {
        in_time(ports.turns.ask(student, class, question(ask, around))).await
    } else {
        Outcome::Busy
    };
    if matches!(outcome, Outcome::Late | Outcome::Failed) {
        tutor.0.triage_rests.begin();
    }
    metrics::counter!("tutor_triage_model_total", "outcome" => outcome.name()).increment(1);
    Ok(match outcome {
        Outcome::Decided(agent) => Some(agent),
        _ => None,
    })
}

async fn in_time(mut turn: Turn) -> Outcome {
    let until = Instant::now() + PATIENCE;
    let mut text = String::new();
    loop {
        match timeout_at(until, turn.next()).await {
            Ok(Some(Step::Place(place))) if waits(place) => return Outcome::Busy,
            Ok(Some(Step::Place(_))) => {}
            Ok(Some(Step::Text(piece))) => text.push_str(&piece),
            Ok(Some(Step::Done(_))) => return read(&text).map_or(Outcome::Failed, Outcome::Decided),
            Ok(Some(Step::Refused(_))) => return Outcome::Busy,
            Ok(Some(Step::Failed(_)) | None) => return Outcome::Failed,
            Err(_) => return Outcome::Late,
        }
    }
}

/// A place that is not the model's next.
fn waits(place: Place) -> bool {
    place.ahead > 0 || place.expected_ms > 0
}

fn question(ask: &tutor::Ask, around: Around) -> Ask {
    let mut text = String::new();
    if around.exercise {
        text.push_str("An exercise is open.\n");
    }
    for (name, said) in
        [("Question", Some(&ask.text)), ("Program", ask.code.as_ref()), ("Python said", ask.error.as_ref())]
    {
        if let Some(said) = said.filter(|said| !said.trim().is_empty()) {
            let said: String = said.chars().take(ENOUGH).collect();
            text.push_str(&fenced(name, &said));
        }
    }
    Ask {
        system: Arc::from(PROMPT),
        messages: vec![Message::student(text)],
        schema: Some(Arc::clone(&SCHEMA)),
        max_tokens: TOKENS,
        temperature: 0.0,
    }
}

static SCHEMA: LazyLock<Arc<Value>> = LazyLock::new(|| {
    Arc::new(json!({
        "type": "object",
        "properties": { "agent": { "enum": AGENTS.map(name) } },
        "required": ["agent"],
        "additionalProperties": false,
    }))
});

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Said {
    agent: String,
}

fn read(text: &str) -> Option<AgentKind> {
    let said: Said = serde_json::from_str(text).ok()?;
    AGENTS.into_iter().find(|agent| name(*agent) == said.agent)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_word_of_those_asked_for_is_read_and_nothing_else() {
        assert_eq!(read(r#"{"agent": "review"}"#), Some(AgentKind::Review));
        assert_eq!(read(r#"{"agent": "nobody"}"#), Some(AgentKind::Triage));
        for rubbish in ["", "debug", r#"{"agent": "headmaster"}"#, r#"{"agent": "debug", "more": 1}"#] {
            assert_eq!(read(rubbish), None, "{rubbish}");
        }
    }

    #[test]
    fn the_orders_name_every_agent() {
        assert!(AGENTS.iter().all(|agent| PROMPT.contains(&format!("- {}:", name(*agent)))));
    }
}
