//! Who is stuck: hands what happens to the rules of `pedagogy::struggle`, and looks again while nothing happens.

use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use learnflow_contracts::event::{Data, Event, Topic};
use learnflow_pedagogy::struggle::{Signal, Thresholds, judge};
use learnflow_pedagogy::triage::calls_for_help;
use tokio_util::sync::CancellationToken;

use crate::bus::{Bus, From, Group, Handler, Outcome};
use crate::clock::Clock;
use crate::config::Struggle;
use crate::storage::Storage;
use crate::storage::alerts::{Judge, SignalRecord};

/// The consumer's name in the inbox, and its group on the bus.
pub const GROUP: &str = "struggle";

/// Consumes until `stop` fires.
///
/// # Errors
/// When the bus fails.
pub(crate) async fn run(
    bus: Arc<dyn Bus>,
    storage: Arc<dyn Storage>,
    clock: Arc<dyn Clock>,
    settings: Struggle,
    stop: CancellationToken,
) -> anyhow::Result<()> {
    let judge = judge_by(settings.thresholds);
    let consumer = Arc::new(Consumer { storage: storage.clone(), judge: judge.clone() });
    let looking = look_again(storage, clock, settings, judge, stop.clone());
    tokio::try_join!(bus.consume(group(), consumer, stop), looking)?;
    Ok(())
}

/// What it listens to.
pub(crate) fn group() -> Group {
    let topics = &[
        Topic::ExerciseGraded,
        Topic::CodeResults,
        Topic::ProgressEvents,
        Topic::LearningRequests,
        Topic::LearningResponses,
    ];
    Group { name: GROUP, topics, from: From::LastPosition }
}

/// The rules under these thresholds.
pub fn judge_by(thresholds: Thresholds) -> Judge {
    Arc::new(move |signals, earlier, now| judge(signals, earlier, now, &thresholds))
}

struct Consumer {
    storage: Arc<dyn Storage>,
    judge: Judge,
}

#[async_trait]
impl Handler for Consumer {
    async fn handle(&self, event: &Event) -> Outcome {
        match self.apply(event).await {
            Ok(()) => Outcome::Done,
            Err(error) => Outcome::Retry(error),
        }
    }
}

impl Consumer {
    async fn apply(&self, event: &Event) -> anyhow::Result<()> {
        if Signal::of(event, false).is_none() {
            return Ok(());
        }
        let student = event.subject;
        // Nobody is told of a student who was taken off the roster.
        let Some(class) = self.storage.class_of_student(student).await?.map(|class| class.id) else {
            return Ok(());
        };
        let record = SignalRecord { student, class, event: event.clone(), help: self.calls(event).await? };
        self.storage.apply_signal(GROUP, &record, self.judge.clone()).await?;
        Ok(())
    }

    /// Whether a question calls for help; its words are in the storage, not in the event.
    async fn calls(&self, event: &Event) -> anyhow::Result<bool> {
        let Data::QuestionAsked(asked) = &event.data else { return Ok(false) };
        let turn = self.storage.turn(asked.question_id).await?;
        Ok(turn.is_some_and(|turn| calls_for_help(&turn.question.ask.text)))
    }
}

/// Looks at everybody who is at work, again and again: no event tells that time went by.
async fn look_again(
    storage: Arc<dyn Storage>,
    clock: Arc<dyn Clock>,
    settings: Struggle,
    judge: Judge,
    stop: CancellationToken,
) -> anyhow::Result<()> {
    let pause = jiff::SignedDuration::from_mins(i64::from(settings.thresholds.pause_minutes));
    let mut again = tokio::time::interval(Duration::from_secs(settings.look_every_s));
    loop {
        tokio::select! {
            _ = again.tick() => {}
            () = stop.cancelled() => return Ok(()),
        }
        if let Err(error) = look(storage.as_ref(), clock.now(), pause, &judge).await {
            tracing::warn!(error = format!("{error:#}"), "looking who is stuck failed, trying again later");
        }
    }
}

async fn look(
    storage: &dyn Storage,
    now: jiff::Timestamp,
    pause: jiff::SignedDuration,
    judge: &Judge,
) -> anyhow::Result<()> {
    for (student, class) in storage.at_work_since(now - pause).await? {
        storage.look_again(student, class, now, judge.clone()).await?;
    }
    Ok(())
}
