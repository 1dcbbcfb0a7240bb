//! From the bus to the pages: results, mastery, the live list.

use std::sync::Arc;

use async_trait::async_trait;
use learnflow_contracts::classes::{LastResult, LastWhat};
use learnflow_contracts::event::{Data, Event, HintOpened, QuestionAnswered, Topic};
use learnflow_contracts::live::ToStudent;
use learnflow_contracts::tutor::{Ending, Part, TutorNews};
use learnflow_contracts::{AlertId, ClassId, StudentId};
use tokio_util::sync::CancellationToken;

use super::Realtime;
use super::hub::ToClass;
use crate::bus::{Bus, From, Group, Handler, Outcome};
use crate::storage::Storage;
use crate::tutor::view;

/// Hands events to the pages that are open, until `stop` fires and every socket is closed.
///
/// # Errors
/// When the bus fails.
pub(crate) async fn run(
    realtime: Realtime,
    bus: Arc<dyn Bus>,
    storage: Arc<dyn Storage>,
    stop: CancellationToken,
) -> anyhow::Result<()> {
    let feed = Arc::new(Feed { realtime: realtime.clone(), storage });
    bus.consume(group(), feed, stop).await?;
    realtime.0.sockets.close();
    realtime.0.sockets.wait().await;
    Ok(())
}

/// What it listens to. A page that opens later reads the stored view: old news is of no use here.
pub(crate) fn group() -> Group {
    let topics = &[
        Topic::ExerciseGraded,
        Topic::CodeResults,
        Topic::ProgressEvents,
        Topic::LearningResponses,
        Topic::StruggleDetected,
    ];
    Group { name: "realtime", topics, from: From::Now }
}

struct Feed {
    realtime: Realtime,
    storage: Arc<dyn Storage>,
}

#[async_trait]
impl Handler for Feed {
    async fn handle(&self, event: &Event) -> Outcome {
        match self.pass_on(event).await {
            Ok(()) => Outcome::Done,
            Err(error) => Outcome::Retry(error),
        }
    }
}

impl Feed {
    async fn pass_on(&self, event: &Event) -> anyhow::Result<()> {
        let hub = &self.realtime.0.hub;
        match &event.data {
            Data::ExerciseGraded(graded) => {
                if hub.is_here(graded.student_id)
                    && let Some(result) = self.storage.submission(graded.submission_id).await?
                {
                    hub.tell_student(graded.student_id, &ToStudent::Graded { result: Box::new(result) });
                }
                let what = LastWhat::Submission {
                    exercise_id: graded.exercise_id.clone(),
                    passed: graded.passed,
                    score: graded.score,
                    attempt: graded.attempt,
                };
                self.row(graded.class_id, graded.student_id, Some(LastResult { at: event.time, what })).await
            }
            Data::CodeResult(result) => {
                let what = LastWhat::Run { status: result.status, error_kind: result.error_kind.clone() };
                self.row(result.class_id, result.student_id, Some(LastResult { at: event.time, what })).await
            }
            Data::MasteryUpdated(updated) => {
                let (topic_id, mastery, streak_days) =
                    (updated.topic_id.clone(), updated.mastery, updated.streak_days);
                hub.tell_student(updated.student_id, &ToStudent::Mastery { topic_id, mastery, streak_days });
                self.row(updated.class_id, updated.student_id, None).await
            }
            Data::QuestionAnswered(answered) => self.answered(answered).await,
            Data::HintOpened(opened) => self.opened(opened).await,
            Data::StruggleDetected(data) => self.alert(data.class_id, data.alert_id).await,
            Data::StruggleResolved(data) => self.alert(data.class_id, data.alert_id).await,
            Data::QuizAnswered(_) | Data::QuestionAsked(_) | Data::QuestionRouted(_) => Ok(()),
        }
    }

    /// Shows a student's pages what came of a question. Told twice, it shows the same.
    async fn answered(&self, answered: &QuestionAnswered) -> anyhow::Result<()> {
        let (student, question_id) = (answered.student_id, answered.question_id);
        if !self.realtime.0.hub.is_here(student) {
            return Ok(());
        }
        let Some(turn) = self.storage.turn(question_id).await? else { return Ok(()) };
        let answers = view::of_student(turn).answers;
        let tell = |news| {
            self.realtime.0.hub.tell_student(student, &ToStudent::Tutor { question_id, news });
        };
        match (&answers[..], answered.ending) {
            ([first, ..], None) => {
                tell(TutorNews::First { answer: Box::new(first.clone()), more: true });
            }
            ([only], Some(Ending::Library)) => {
                tell(TutorNews::First { answer: Box::new(only.clone()), more: false });
            }
            ([_, .., better], Some(_)) => tell(TutorNews::Better { answer: Box::new(better.clone()) }),
            _ => {}
        }
        if let Some(ending) = answered.ending {
            tell(TutorNews::Ended { ending });
        }
        Ok(())
    }

    async fn opened(&self, opened: &HintOpened) -> anyhow::Result<()> {
        let question_id = opened.question_id;
        if !self.realtime.0.hub.is_here(opened.student_id) {
            return Ok(());
        }
        let turn = self.storage.turn(question_id).await?;
        let parts = turn.into_iter().flat_map(|turn| turn.answers).flat_map(|answer| answer.parts);
        let rungs = parts.into_iter().flat_map(|part| match part {
            Part::Hints { rungs, .. } => rungs,
            _ => Vec::new(),
        });
        if let Some(rung) = rungs.into_iter().find(|rung| rung.rung == opened.rung) {
            let news = TutorNews::Rung { rung };
            self.realtime.0.hub.tell_student(opened.student_id, &ToStudent::Tutor { question_id, news });
        }
        Ok(())
    }

    /// Shows the teacher an alert as it is stored.
    async fn alert(&self, class: ClassId, alert: AlertId) -> anyhow::Result<()> {
        let hub = &self.realtime.0.hub;
        if hub.is_watched(class)
            && let Some(alert) = self.storage.alert(alert).await?
        {
            hub.tell_class(class, &ToClass::Alert(Box::new(alert)));
        }
        Ok(())
    }

    /// Shows the teacher a student's row: as stored, with `last` where the storage is not that far yet.
    async fn row(&self, class: ClassId, student: StudentId, last: Option<LastResult>) -> anyhow::Result<()> {
        let hub = &self.realtime.0.hub;
        if !hub.is_watched(class) {
            return Ok(());
        }
        let Some(mut row) = self.storage.live_student(student).await? else { return Ok(()) };
        let stored_at = row.last.as_ref().map(|last| last.at);
        if let Some(last) = last.filter(|last| stored_at.is_none_or(|at| at < last.at)) {
            row.last = Some(last);
        }
        hub.tell_class(class, &ToClass::Student(Box::new(hub.live_row(row))));
        Ok(())
    }
}
