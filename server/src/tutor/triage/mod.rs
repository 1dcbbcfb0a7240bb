//! Who answers: `pedagogy` decides by its rules, a model where they are unsure ([`model`]); this role carries the
//! decision out.

pub(super) mod model;

use std::sync::Arc;

use async_trait::async_trait;
use learnflow_contracts::event::{Data, Event, QuestionAsked, QuestionRouted, Topic};
use learnflow_contracts::tutor::{AgentKind, Ask, DecidedBy, Ending, Triaged};
use learnflow_contracts::{ClassId, StudentId};
use learnflow_pedagogy::triage::{self as rules, Around, Asked, Decision, Last};
use tokio_util::sync::CancellationToken;

use super::draft::{Draft, DraftPart};
use super::{Tutor, words};
use crate::bus::{Bus, From, Group, Handler, Outcome};
use crate::storage::tutor::{RoutedRecord, TurnRecord};

/// The consumer's name in the inbox, and its group on the bus.
const GROUP: &str = "triage";
/// A model's opinion counts as much as what the rules are just sure of: its weights are not known here.
const OF_A_MODEL: f64 = 0.6;
/// An error that came this often lately is one that keeps coming.
const REPEATED: u32 = 3;

pub(super) async fn run(tutor: Tutor, bus: Arc<dyn Bus>, stop: CancellationToken) -> anyhow::Result<()> {
    bus.consume(group(), Arc::new(Triage { tutor }), stop).await
}

/// What it listens to.
pub(super) fn group() -> Group {
    Group { name: GROUP, topics: &[Topic::LearningRequests], from: From::LastPosition }
}

struct Triage {
    tutor: Tutor,
}

#[async_trait]
impl Handler for Triage {
    async fn handle(&self, event: &Event) -> Outcome {
        let Data::QuestionAsked(asked) = &event.data else { return Outcome::Done };
        match self.route(event, asked).await {
            Ok(()) => Outcome::Done,
            Err(error) => Outcome::Retry(error),
        }
    }
}

impl Triage {
    async fn route(&self, event: &Event, asked: &QuestionAsked) -> anyhow::Result<()> {
        let storage = &self.tutor.0.ports.storage;
        let Some(turn) = storage.turn(asked.question_id).await? else { return Ok(()) };
        let ask = &turn.question.ask;
        let (triaged, decision) = match asked.agent {
            Some(agent) => (of_the_page(agent), None),
            None => decide(&self.tutor, asked.student_id, asked.class_id, ask).await?,
        };
        let (agent, by) = (words::name(triaged.agent), words::decided_by(triaged.by));
        metrics::counter!("tutor_triaged_total", "agent" => agent, "by" => by).increment(1);
        if let (AgentKind::Triage, Some(decision)) = (triaged.agent, &decision) {
            return self.ask_back(event, &turn, decision).await;
        }
        let topic = asked.topic_id.clone().or_else(|| {
            let spoken_of = decision.as_ref().and_then(|decision| decision.topic);
            spoken_of.and_then(|topic| topic.parse().ok())
        });
        let now = self.tutor.0.ports.clock.now();
        let data = QuestionRouted {
            question_id: asked.question_id,
            student_id: asked.student_id,
            class_id: asked.class_id,
            agent: triaged.agent,
            confidence: triaged.confidence,
            by: triaged.by,
            topic_id: topic,
            exercise_id: asked.exercise_id.clone(),
        };
        let event_out = Event::new(GROUP, now, event.traceparent.clone(), Data::QuestionRouted(data));
        let routed = RoutedRecord { question: asked.question_id, triaged, event: event_out };
        storage.record_routing(GROUP, event.id, &routed).await?;
        Ok(())
    }

    /// Nothing fits: a kind question back, which is the whole answer.
    async fn ask_back(&self, event: &Event, turn: &TurnRecord, decision: &Decision) -> anyhow::Result<()> {
        let german = turn.question.language == "de";
        let language = if german { rules::Language::German } else { rules::Language::English };
        let draft = Draft::text(rules::ask_back(decision, language))
            .with(DraftPart::Next(words::first_questions(german)));
        super::serve::store_first(&self.tutor, GROUP, event, turn, AgentKind::Triage, draft, Ending::Library)
            .await
    }
}

fn of_the_page(agent: AgentKind) -> Triaged {
    Triaged { agent, confidence: 1.0, reason: "the page asked for it".to_owned(), by: DecidedBy::Page }
}

/// What the rules make of a question, or a model where they are unsure and it can say in time.
pub(super) async fn decide(
    tutor: &Tutor,
    student: StudentId,
    class: ClassId,
    ask: &Ask,
) -> anyhow::Result<(Triaged, Option<Decision>)> {
    let facts = tutor.facts(student).await?;
    let last = match facts.runs.first() {
        None => Last::Nothing,
        Some(run) if run.passed => Last::Passed,
        Some(run) if run.error.is_some() => Last::Failed,
        Some(_) => Last::Wrong,
    };
    let around = Around {
        exercise: ask.exercise_id.is_some(),
        last,
        repeated_errors: facts.errors.first().is_some_and(|(_, times)| *times >= REPEATED),
    };
    let asked = Asked { question: &ask.text, code: ask.code.as_deref(), error: ask.error.as_deref(), around };
    let decision = rules::triage(&asked);
    if decision.unsure
        && let Some(agent) = model::opinion(tutor, student, class, ask, around).await?
    {
        let (reason, by) = (format!("{}: the rules were unsure", rules::name(agent)), DecidedBy::Model);
        return Ok((Triaged { agent, confidence: OF_A_MODEL, reason, by }, Some(decision)));
    }
    let triaged = Triaged {
        agent: decision.agent,
        confidence: decision.confidence,
        reason: decision.reason(),
        by: DecidedBy::Rules,
    };
    Ok((triaged, Some(decision)))
}
