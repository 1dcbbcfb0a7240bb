//! Who is stuck: hands what happens to the rules of `pedagogy::struggle`, and looks again while nothing happens.

use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use learnflow_contracts::event::{Data, Event, Topic};
use learnflow_pedagogy::struggle::{Signal, Thresholds, judge};
use learnflow_pedagogy::triage::calls_for_help;
use tokio::sync::watch;
use tokio_util::sync::CancellationToken;

use crate::bus::{Bus, From, Group, Handler, Outcome};
use crate::clock::Clock;
use crate::schedule::{Job, Schedule};
use crate::storage::Storage;
use crate::storage::alerts::{Judge, SignalRecord};

/// The consumer's name in the inbox, and its group on the bus.
pub const GROUP: &str = "struggle";

/// How it looks: when, and from where on somebody counts as stuck, which may change meanwhile.
pub(crate) struct Watch {
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) schedule: Arc<dyn Schedule>,
    pub(crate) every: Duration,
    pub(crate) thresholds: watch::Receiver<Thresholds>,
}

/// Consumes until `stop` fires.
///
/// # Errors
/// When the bus fails.
pub(crate) async fn run(
    bus: Arc<dyn Bus>,
    storage: Arc<dyn Storage>,
    watch: Watch,
    stop: CancellationToken,
) -> anyhow::Result<()> {
    let judge = judge_by(watch.thresholds.clone());
    let consumer = Arc::new(Consumer { storage: storage.clone(), judge: judge.clone() });
    let looking = look_again(storage, watch, judge, stop.clone());
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

/// The rules under the thresholds as they are when somebody is judged.
fn judge_by(thresholds: watch::Receiver<Thresholds>) -> Judge {
    Arc::new(move |signals, earlier, now| judge(signals, earlier, now, &thresholds.borrow()))
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
    watch: Watch,
    judge: Judge,
    stop: CancellationToken,
) -> anyhow::Result<()> {
    let mut ticks = watch.schedule.ticks(Job::Look, watch.every);
    loop {
        tokio::select! {
            () = ticks.next() => {}
            () = stop.cancelled() => return Ok(()),
        }
        let pause = i64::from(watch.thresholds.borrow().pause_minutes);
        let pause = jiff::SignedDuration::from_mins(pause);
        if let Err(error) = look(storage.as_ref(), watch.clock.now(), pause, &judge).await {
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
