//! The placement quiz. The page sends all answers each time; the rules say what comes next.

use axum::Json;
use axum::extract::State;
use learnflow_contracts::Problem;
use learnflow_contracts::placement::{Placement, PlacementAnswers, PlacementQuestion, PlacementResult};
use learnflow_pedagogy::placement::{Next, at_most, next};

use super::App;
use super::access::Student;
use super::body::{KeyHeader, OnceBody};
use super::problem::Failure;
use super::taught::Taught;
use crate::curriculum::{Curriculum, Question, Topic};
use crate::storage::PlacementRecord;

/// The first question, and where the last quiz told the student to start
#[utoipa::path(get, path = "/placement", tag = "placement", responses((status = 200, body = Placement), (status = "default", body = Problem)))]
pub(super) async fn first(
    student: Student,
    State(app): State<App>,
    taught: Taught,
) -> Result<Json<Placement>, Failure> {
    let quiz = Quiz::of(taught.curriculum());
    let Step { placement, .. } = quiz.step(&[]);
    Ok(Json(Placement { result: app.storage.placement(student.id).await?, ..placement }))
}

/// Answer, and get the next question or where to start
#[utoipa::path(post, path = "/placement", tag = "placement", params(KeyHeader), request_body = PlacementAnswers, responses((status = 200, body = Placement), (status = "default", body = Problem)))]
pub(super) async fn answer(
    student: Student,
    State(app): State<App>,
    taught: Taught,
    request: OnceBody<PlacementAnswers>,
) -> Result<Json<Placement>, Failure> {
    let now = app.clock.now();
    let once = request.once(student.id, now);
    let quiz = Quiz::of(taught.curriculum());
    let right = quiz.judge(&request.body)?;
    let Step { mut placement, start } = quiz.step(&right);
    placement.result = start.map(|start| PlacementResult { start: quiz.topic(start), taken_at: now });
    let record = PlacementRecord { student: student.id, answers: request.body, answer: placement };
    Ok(Json(app.storage.record_placement(&record, &once).await?.into_inner()))
}

/// The topics in their order, each with the questions that may be asked.
struct Quiz<'a>(Vec<(&'a Topic, Vec<&'a Question>)>);

/// What comes next, without a result, and the place of the topic to start with.
struct Step {
    placement: Placement,
    start: Option<usize>,
}

impl<'a> Quiz<'a> {
    fn of(curriculum: &'a Curriculum) -> Self {
        let asked = |topic: &'a Topic| topic.quiz.questions.iter().filter(|question| question.placement);
        Self(curriculum.topics().map(|topic| (topic, asked(topic).collect())).collect())
    }

    fn counts(&self) -> Vec<usize> {
        self.0.iter().map(|(_, questions)| questions.len()).collect()
    }

    fn topic(&self, at: usize) -> Option<learnflow_contracts::TopicId> {
        self.0.get(at).map(|(topic, _)| topic.view.id.clone())
    }

    fn step(&self, right: &[bool]) -> Step {
        let counts = self.counts();
        let (question, start) = match next(&counts, right) {
            Next::Ask { topic, question } => {
                let (topic, questions) = &self.0[topic];
                let question = questions[question].view();
                (Some(PlacementQuestion { topic_id: topic.view.id.clone(), question }), None)
            }
            Next::Start(topic) => (None, Some(topic)),
        };
        let count = |count: usize| u32::try_from(count).unwrap_or(u32::MAX);
        let placement = Placement {
            answered: count(right.len()),
            at_most: count(at_most(&counts)),
            next: question,
            result: None,
        };
        Step { placement, start }
    }

    /// Which of the answers are right; they must be those that were asked for.
    fn judge(&self, answers: &PlacementAnswers) -> Result<Vec<bool>, Failure> {
        let other = || Failure::invalid("these answers belong to another quiz; begin again");
        let counts = self.counts();
        let mut right = Vec::new();
        for answer in &answers.answers {
            let Next::Ask { topic, question } = next(&counts, &right) else { return Err(other()) };
            let (topic, question) = (self.0[topic].0, self.0[topic].1[question]);
            if topic.view.id != answer.topic_id || question.id != answer.question {
                return Err(other());
            }
            let chosen = match &answer.choice {
                None => None,
                Some(id) => Some(question.choices.iter().find(|choice| choice.id == *id).ok_or_else(other)?),
            };
            right.push(chosen.is_some_and(|choice| choice.id == question.right().id));
        }
        Ok(right)
    }
}
