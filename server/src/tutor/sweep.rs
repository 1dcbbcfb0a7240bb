//! Questions whose server died before they ended: they end here, so that no page waits for ever.

use std::time::Duration;

use jiff::SignedDuration;
use learnflow_contracts::event::{Data, Event, QuestionAnswered};
use learnflow_contracts::tutor::{AgentKind, AnswerSource, Ending};
use tokio_util::sync::CancellationToken;

use super::Tutor;
use crate::schedule::Job;
use crate::storage::tutor::{EndRecord, QuestionRecord};

/// How often it looks.
pub(crate) const EVERY: Duration = Duration::from_secs(30);
/// A model's answer, the wait for it included, takes no longer.
const LONGEST: SignedDuration = SignedDuration::from_mins(10);
/// Questions ended at a time.
const AT_A_TIME: u32 = 100;

/// Looks until `stop` fires.
pub(super) async fn run(tutor: Tutor, stop: CancellationToken) -> anyhow::Result<()> {
    let mut ticks = tutor.0.ports.schedule.ticks(Job::Sweep, EVERY);
    loop {
        tokio::select! {
            () = ticks.next() => {}
            () = stop.cancelled() => return Ok(()),
        }
        if let Err(error) = end_the_forgotten(&tutor).await {
            tracing::warn!(
                error = format!("{error:#}"),
                "ending forgotten questions failed, trying again later"
            );
        }
    }
}

async fn end_the_forgotten(tutor: &Tutor) -> anyhow::Result<()> {
    let ports = &tutor.0.ports;
    let now = ports.clock.now();
    for question in ports.storage.unended(now - LONGEST, AT_A_TIME).await? {
        ports.storage.end_question(&ended(&question, Ending::Failed, now)).await?;
        metrics::counter!("tutor_questions_forgotten_total").increment(1);
    }
    Ok(())
}

/// The end of a question with nothing better.
pub(super) fn ended(question: &QuestionRecord, ending: Ending, now: jiff::Timestamp) -> EndRecord {
    let data = QuestionAnswered {
        question_id: question.id,
        student_id: question.student,
        class_id: question.class,
        agent: AgentKind::Triage,
        source: AnswerSource::Library,
        topic_id: question.ask.topic_id.clone(),
        exercise_id: question.ask.exercise_id.clone(),
        ending: Some(ending),
    };
    EndRecord {
        question: question.id,
        ending,
        better: None,
        receipt: None,
        taken_back: None,
        made: None,
        at: now,
        event: Event::new("triage", now, None, Data::QuestionAnswered(data)),
    }
}
