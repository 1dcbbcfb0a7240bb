//! An agent's role: takes the questions that triage sent it, answers each from the library, and hands those that a
//! model may answer better to [`super::better`].

use std::sync::Arc;
use std::time::Instant;

use anyhow::Context as _;
use async_trait::async_trait;
use learnflow_contracts::TopicId;
use learnflow_contracts::event::{Data, Event, QuestionAnswered, QuestionRouted, Topic};
use learnflow_contracts::tutor::{AgentKind, AnswerSource, Ending, TutorMode};
use tokio_util::sync::CancellationToken;

use super::better::{self, Wanted};
use super::gate::Guard;
use super::{Agent, Context, Draft, Tutor, agent, words};
use crate::bus::{Bus, From, Group, Handler, Outcome};
use crate::storage::Applied;
use crate::storage::tutor::{AnswerRecord, TurnRecord};

/// Earlier turns that an answer is compared with: so many about the same exercise, and so many about anything.
const TOLD: u32 = 30;

pub(super) async fn run(
    tutor: Tutor,
    kind: AgentKind,
    bus: Arc<dyn Bus>,
    stop: CancellationToken,
) -> anyhow::Result<()> {
    let agent = agent(kind).context("triage is no agent")?;
    let (name, topics) = group(kind);
    let handler = Arc::new(Answers { tutor: tutor.clone(), kind, agent, group: name, stop: stop.clone() });
    bus.consume(Group { name, topics, from: From::LastPosition }, handler, stop).await?;
    tutor.0.better.close();
    tutor.0.better.wait().await;
    Ok(())
}

/// The consumer's name in the inbox and on the bus, and where its questions are.
pub(super) fn group(kind: AgentKind) -> (&'static str, &'static [Topic]) {
    match kind {
        AgentKind::Triage => ("agent-triage", &[]),
        AgentKind::Concepts => ("agent-concepts", &[Topic::ConceptsRequests]),
        AgentKind::Debug => ("agent-debug", &[Topic::DebugRequests]),
        AgentKind::Review => ("agent-review", &[Topic::ReviewRequests]),
        AgentKind::Exercise => ("agent-exercise", &[Topic::ExerciseRequests]),
        AgentKind::Progress => ("agent-progress", &[Topic::ProgressRequests]),
    }
}

struct Answers {
    tutor: Tutor,
    kind: AgentKind,
    agent: &'static dyn Agent,
    group: &'static str,
    stop: CancellationToken,
}

#[async_trait]
impl Handler for Answers {
    async fn handle(&self, event: &Event) -> Outcome {
        let Data::QuestionRouted(routed) = &event.data else { return Outcome::Done };
        match self.answer(event, routed).await {
            Ok(()) => Outcome::Done,
            Err(error) => Outcome::Retry(error),
        }
    }
}

impl Answers {
    async fn answer(&self, event: &Event, routed: &QuestionRouted) -> anyhow::Result<()> {
        let ports = &self.tutor.0.ports;
        let Some(turn) = ports.storage.turn(routed.question_id).await? else { return Ok(()) };
        if !turn.answers.is_empty() {
            return Ok(());
        }
        let started = Instant::now();
        if matches!(self.kind, AgentKind::Progress | AgentKind::Exercise) {
            // Who has just passed something wants to see it.
            self.tutor.facts_anew(turn.question.student).await?;
        }
        let mut context = self.tutor.gather(&turn.question, routed.topic_id.as_ref()).await?;
        if self.kind == AgentKind::Exercise && ports.turns.model().is_some() {
            context.others = self.tutor.other_exercises(turn.question.student).await?;
        }
        let draft = match self.agent.at_once(&context, &self.tutor.0.tools).await {
            Ok(draft) => draft,
            Err(error) => {
                metrics::counter!("tutor_agent_errors_total", "agent" => words::name(self.kind)).increment(1);
                tracing::error!(
                    agent = words::name(self.kind),
                    error = format!("{error:#}"),
                    "an agent broke"
                );
                Draft::text(words::sorry(context.german()))
            }
        };
        let wanted = self.wanted(&context, &draft).await?;
        let guard = self.tutor.guard(&context, &turn).await?;
        let ending = wanted.is_none().then_some(Ending::Library);
        let applied =
            store(&self.tutor, self.group, event, &context, self.kind, &guard, draft.clone(), ending).await?;
        metrics::histogram!("tutor_at_once_seconds", "agent" => words::name(self.kind))
            .record(started.elapsed());
        if let (Applied::Now, Some(wanted)) = (applied, wanted) {
            let better = better::run(
                self.tutor.clone(),
                wanted,
                context,
                draft,
                guard,
                self.kind,
                self.agent,
                self.stop.clone(),
            );
            self.tutor.0.better.spawn(better);
        }
        Ok(())
    }

    /// What a model is to be asked, if one is there, the class may use it, and it can do better.
    async fn wanted(&self, context: &Context, draft: &Draft) -> anyhow::Result<Option<Wanted>> {
        let ports = &self.tutor.0.ports;
        let Some(model) = ports.turns.model() else { return Ok(None) };
        if ports.storage.tutor_mode(context.question.class).await? != TutorMode::On {
            return Ok(None);
        }
        let prompt = self.agent.prompt(context, draft);
        Ok(prompt.map(|prompt| Wanted { model: model.to_owned(), prompt }))
    }
}

impl Tutor {
    /// What must not be given away to the student who asks, with what was told before.
    pub(super) async fn guard(&self, context: &Context, turn: &TurnRecord) -> anyhow::Result<Guard> {
        let storage = &self.0.ports.storage;
        let exercise = turn.question.ask.exercise_id.as_ref();
        let told = storage.told(context.question.student, context.topic.as_ref(), exercise, TOLD).await?;
        Ok(self.0.gate.guard(context, &told))
    }
}

/// The answer of a question that nobody but triage answers.
pub(super) async fn store_first(
    tutor: &Tutor,
    consumer: &str,
    cause: &Event,
    turn: &TurnRecord,
    kind: AgentKind,
    draft: Draft,
    ending: Ending,
) -> anyhow::Result<()> {
    let context = tutor.gather(&turn.question, None).await?;
    let guard = tutor.guard(&context, turn).await?;
    store(tutor, consumer, cause, &context, kind, &guard, draft, Some(ending)).await?;
    Ok(())
}

/// Sends a draft through the gate and stores what comes out of it.
#[expect(clippy::too_many_arguments, reason = "they are all of one answer, and used once")]
async fn store(
    tutor: &Tutor,
    consumer: &str,
    cause: &Event,
    context: &Context,
    kind: AgentKind,
    guard: &Guard,
    draft: Draft,
    ending: Option<Ending>,
) -> anyhow::Result<Applied> {
    let ports = &tutor.0.ports;
    let checked = guard.check(draft, kind, AnswerSource::Library, None).await;
    let now = ports.clock.now();
    let event = answered(context, kind, AnswerSource::Library, ending);
    let record = AnswerRecord {
        question: context.question.id,
        answer: checked.answer,
        receipt: checked.receipt,
        ending,
        at: now,
        event: Event::new(words::name(kind), now, cause.traceparent.clone(), event),
    };
    let applied = ports.storage.record_answer(consumer, cause.id, &record).await?;
    if applied == Applied::Now {
        // By the clock that the question was stored with: what the student waited.
        let waited = now.duration_since(context.question.asked_at);
        metrics::histogram!("tutor_first_answer_seconds").record(waited.as_secs_f64());
        count(kind, "library");
        if let Some(ending) = ending {
            metrics::counter!("tutor_endings_total", "ending" => words::ending(ending)).increment(1);
        }
    }
    Ok(applied)
}

/// Counts an answer.
pub(super) fn count(kind: AgentKind, source: &'static str) {
    metrics::counter!("tutor_answers_total", "agent" => words::name(kind), "source" => source).increment(1);
}

/// The data of an answer's event.
pub(super) fn answered(
    context: &Context,
    agent: AgentKind,
    source: AnswerSource,
    ending: Option<Ending>,
) -> Data {
    let ask = &context.question.ask;
    Data::QuestionAnswered(QuestionAnswered {
        question_id: context.question.id,
        student_id: context.question.student,
        class_id: context.question.class,
        agent,
        source,
        topic_id: context.topic.clone().or_else(|| ask.topic_id.clone()) as Option<TopicId>,
        exercise_id: ask.exercise_id.clone(),
        ending,
    })
}
