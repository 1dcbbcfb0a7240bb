//! Mastery, streaks and the live list, moved by events. To add an event that moves progress: an arm in
//! [`Consumer::activity`], a variant of `storage::What`.

pub mod struggle;
pub(crate) mod today;
pub(crate) mod view;

use std::sync::Arc;

use async_trait::async_trait;
use learnflow_contracts::classes::LastWhat;
use learnflow_contracts::event::{Data, Event, Topic};
use learnflow_contracts::{ClassId, StudentId, TopicId};
use tokio_util::sync::CancellationToken;

use crate::bus::{Bus, From, Group, Handler, Outcome};
use crate::curriculum::Library;
use crate::state::Cache;
use crate::storage::{Activity, Storage, What};

/// The consumer's name in the inbox, and its group on the bus.
pub const GROUP: &str = "progress";

/// Consumes until `stop` fires.
///
/// # Errors
/// When the bus fails.
pub(crate) async fn run(
    bus: Arc<dyn Bus>,
    storage: Arc<dyn Storage>,
    library: Library,
    cache: Cache,
    watch: struggle::Watch,
    stop: CancellationToken,
) -> anyhow::Result<()> {
    let consumer = Arc::new(Consumer { storage: storage.clone(), library, cache });
    let progress = bus.consume(group(), consumer, stop.clone());
    let struggle = struggle::run(bus.clone(), storage, watch, stop);
    tokio::try_join!(progress, struggle)?;
    Ok(())
}

/// What it listens to.
pub(crate) fn group() -> Group {
    let topics = &[Topic::ExerciseGraded, Topic::CodeResults, Topic::ProgressEvents];
    Group { name: GROUP, topics, from: From::LastPosition }
}

struct Consumer {
    storage: Arc<dyn Storage>,
    library: Library,
    cache: Cache,
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
        if let Data::MasteryUpdated(updated) = &event.data {
            // A copy: whoever lacks it reads the storage, so nothing is tried again here.
            if let Some(class) = self.storage.class_of_student(updated.student_id).await? {
                let day = view::day(event.time, &class.time_zone);
                today::keep(&self.cache, day, event.time, updated).await;
            }
            return Ok(());
        }
        let Some((student, class, topic, what)) = Self::activity(&event.data) else { return Ok(()) };
        // A student who was taken off the roster has no zone to count days in, and no list to appear on.
        let Some(zone) = self.storage.class_of_student(student).await?.map(|class| class.time_zone) else {
            return Ok(());
        };
        let error_kind = match &event.data {
            Data::ExerciseGraded(graded) => graded.error_kind.clone(),
            Data::CodeResult(result) => result.error_kind.clone(),
            _ => None,
        };
        let edition = self.library.now();
        let taught = topic.as_ref().and_then(|id| edition.english().topic(id));
        let exercises = taught.map_or(0, |topic| topic.exercises.len());
        let activity = Activity {
            event: event.id,
            student,
            class,
            at: event.time,
            day: view::day(event.time, &zone),
            traceparent: event.traceparent.clone(),
            topic,
            exercises_in_topic: u32::try_from(exercises).unwrap_or(u32::MAX),
            programs_in_topic: taught.map_or(0, view::programs),
            error_kind,
            what,
        };
        self.storage.apply_activity(GROUP, &activity, view::assess).await?;
        Ok(())
    }

    /// What an event moves, if it moves anything.
    fn activity(data: &Data) -> Option<(StudentId, ClassId, Option<TopicId>, What)> {
        match data.clone() {
            Data::ExerciseGraded(graded) => {
                let last = LastWhat::Submission {
                    exercise_id: graded.exercise_id.clone(),
                    passed: graded.passed,
                    score: graded.score,
                    attempt: graded.attempt,
                };
                let what = What::Graded {
                    exercise: graded.exercise_id,
                    score: graded.score,
                    passed: graded.passed,
                    practice: graded.practice,
                    quality: graded.quality.filter(|_| graded.passed),
                    last,
                };
                Some((graded.student_id, graded.class_id, Some(graded.topic_id), what))
            }
            Data::CodeResult(result) => {
                let last = LastWhat::Run { status: result.status, error_kind: result.error_kind };
                let what = What::Ran { exercise: result.exercise_id, last };
                Some((result.student_id, result.class_id, result.topic_id, what))
            }
            Data::QuizAnswered(quiz) => {
                Some((quiz.student_id, quiz.class_id, Some(quiz.topic_id), What::Quiz { score: quiz.score }))
            }
            Data::MasteryUpdated(_)
            | Data::QuestionAsked(_)
            | Data::QuestionRouted(_)
            | Data::QuestionAnswered(_)
            | Data::HintOpened(_)
            | Data::StruggleDetected(_)
            | Data::StruggleResolved(_) => None,
        }
    }
}
