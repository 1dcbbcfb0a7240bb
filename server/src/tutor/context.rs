//! What an agent knows before it answers: the question, the student's work so far, the exercise at hand.

use std::sync::Arc;

use jiff::{SignedDuration, Timestamp};
use learnflow_contracts::exercises::{self, NewExercise};
use learnflow_contracts::progress::MasteryScore;
use learnflow_contracts::tutor::Ask;
use learnflow_contracts::{ClassId, ExerciseId, QuestionId, StudentId, TopicId};
use serde::{Deserialize, Serialize};

use super::Tutor;
use crate::curriculum::{Curriculum, Edition, Topic};
use crate::execution::{Task, own};
use crate::progress::today::{self, Moved};
use crate::progress::view::day;
use crate::state::keys;
use crate::storage::OwnExercise;
use crate::storage::tutor::{QuestionRecord, StudentFacts};
use learnflow_pedagogy::activity::{active_days, streak};

/// Everything that an answer may lean on. It names nobody.
pub(crate) struct Context {
    pub(crate) question: Question,
    /// What is taught now, in every language.
    pub(crate) edition: Arc<Edition>,
    /// Where the student is: as the page says, else the topic of the exercise.
    pub(crate) topic: Option<TopicId>,
    /// The exercise the student works on.
    pub(crate) at_hand: Option<AtHand>,
    pub(crate) facts: Arc<Facts>,
    /// Exercises beside those of the curriculum: the teacher's own, and those that were made for the class. Known to
    /// the exercise agent alone.
    pub(crate) others: Vec<NewExercise>,
}

/// A question as it was asked.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Question {
    pub(crate) id: QuestionId,
    pub(crate) student: StudentId,
    pub(crate) class: ClassId,
    pub(crate) asked_at: Timestamp,
    /// What the student reads, as `de`.
    pub(crate) language: String,
    pub(crate) ask: Ask,
}

/// The exercise a student works on, with what must not be given away.
#[derive(Debug, Clone)]
pub(crate) struct AtHand {
    /// What the student sees.
    pub(crate) view: exercises::Exercise,
    /// All tests, hidden ones too.
    pub(crate) task: Task,
    /// The reference; for `predict` what the program prints.
    pub(crate) solution: String,
    /// The student has passed it: then it is theirs, and nothing is given away any more.
    pub(crate) passed: bool,
}

/// A student's work so far. At most five minutes old.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub(crate) struct Facts {
    /// When they were read.
    pub(crate) at: Timestamp,
    /// Where the class is.
    pub(crate) zone: String,
    /// Topics that were begun.
    pub(crate) mastery: Vec<(TopicId, MasteryScore)>,
    /// Exercises that were passed.
    pub(crate) passed: Vec<ExerciseId>,
    /// The last submissions, newest first.
    pub(crate) runs: Vec<PastRun>,
    /// Kinds of errors of the last days and how often each came, the most frequent first.
    pub(crate) errors: Vec<(String, u32)>,
    /// Consecutive active days, and active ones of the last 30.
    pub(crate) streak_days: u32,
    pub(crate) active_days: u32,
}

/// A submission.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct PastRun {
    pub(crate) exercise: ExerciseId,
    pub(crate) passed: bool,
    /// 0–100.
    pub(crate) score: f64,
    /// The Python error that stopped it, as `NameError`.
    pub(crate) error: Option<String>,
    pub(crate) at: Timestamp,
}

impl Facts {
    /// Takes over mastery that moved after the facts were read.
    fn overtake(&mut self, moved: Moved) {
        if moved.at + LAG < self.at {
            return;
        }
        match self.mastery.iter_mut().find(|(topic, _)| *topic == moved.topic) {
            Some((_, mastery)) => *mastery = moved.mastery,
            None => self.mastery.push((moved.topic, moved.mastery)),
        }
    }
}

impl Context {
    /// The curriculum in the student's language.
    pub(crate) fn curriculum(&self) -> &Curriculum {
        self.edition.in_language(&self.question.language)
    }

    /// The topic the student is in.
    pub(crate) fn topic(&self) -> Option<&Topic> {
        self.topic.as_ref().and_then(|id| self.curriculum().topic(id))
    }

    /// Mastery of a topic, 0–100; 0 before it was begun.
    pub(crate) fn mastery(&self, topic: &TopicId) -> f64 {
        self.facts.mastery.iter().find(|(id, _)| id == topic).map_or(0.0, |(_, mastery)| mastery.score)
    }

    /// Whether the student reads German.
    pub(crate) fn german(&self) -> bool {
        self.question.language == "de"
    }
}

/// How far back errors are counted.
const ERRORS_OF: SignedDuration = SignedDuration::from_hours(24 * 7);
/// An event is seldom applied later than this after it happened.
const LAG: SignedDuration = SignedDuration::from_mins(1);

impl Tutor {
    /// A student's work so far, at most five minutes old; mastery as it moved since, where that is known.
    pub(super) async fn facts(&self, student: StudentId) -> anyhow::Result<Arc<Facts>> {
        let kept = &self.0.kept;
        let Some(mut facts) = kept.get::<Facts>(&keys::triage(student)).await else {
            return Ok(Arc::new(self.facts_anew(student).await?));
        };
        let today = day(self.0.ports.clock.now(), &facts.zone);
        for moved in today::read(kept, student, today).await {
            facts.overtake(moved);
        }
        Ok(Arc::new(facts))
    }

    /// The same as it is now, kept for the next questions.
    pub(super) async fn facts_anew(&self, student: StudentId) -> anyhow::Result<Facts> {
        let ports = &self.0.ports;
        let at = ports.clock.now();
        let zone = ports.storage.class_of_student(student).await?.map(|class| class.time_zone);
        let zone = zone.unwrap_or_else(|| "UTC".to_owned());
        let days = ports.storage.progress_facts(student).await?.days;
        let today = day(at, &zone);
        let StudentFacts { mastery, passed, submissions, errors } =
            ports.storage.student_facts(student, at - ERRORS_OF).await?;
        let run = |(exercise, passed, score, error, at)| PastRun { exercise, passed, score, error, at };
        let runs = submissions.into_iter().map(run).collect();
        let (streak_days, active_days) = (streak(&days, today), active_days(&days, today));
        let facts = Facts { at, zone, mastery, passed, runs, errors, streak_days, active_days };
        self.0.kept.keep(&keys::triage(student), &facts, keys::TRIAGE).await;
        Ok(facts)
    }

    /// What a new exercise must not be like, beside those of the curriculum.
    pub(super) async fn other_exercises(&self, student: StudentId) -> anyhow::Result<Vec<NewExercise>> {
        let storage = &self.0.ports.storage;
        let Some(class) = storage.class_of_student(student).await? else { return Ok(Vec::new()) };
        let mut others = storage.exercises_of(class.teacher).await?;
        others.extend(storage.made_exercises(class.teacher, None).await?);
        Ok(others.into_iter().map(|own| own.exercise).collect())
    }

    /// Everything an agent may lean on for a question; `topic` is what triage found spoken of.
    pub(super) async fn gather(
        &self,
        record: &QuestionRecord,
        topic: Option<&TopicId>,
    ) -> anyhow::Result<Context> {
        let edition = self.0.ports.library.now();
        let facts = self.facts(record.student).await?;
        let at_hand = match &record.ask.exercise_id {
            Some(exercise) => self.at_hand(record, exercise, edition.in_language(&record.language)).await?,
            None => None,
        };
        let of_exercise = at_hand.as_ref().map(|at_hand| &at_hand.view.topic_id);
        let topic = topic.or(record.ask.topic_id.as_ref()).or(of_exercise).cloned();
        let question = Question {
            id: record.id,
            student: record.student,
            class: record.class,
            asked_at: record.asked_at,
            language: record.language.clone(),
            ask: record.ask.clone(),
        };
        Ok(Context { question, edition, topic, at_hand, facts, others: Vec::new() })
    }

    /// A built-in exercise, or one of the student's own teacher.
    async fn at_hand(
        &self,
        record: &QuestionRecord,
        id: &ExerciseId,
        curriculum: &Curriculum,
    ) -> anyhow::Result<Option<AtHand>> {
        let storage = &self.0.ports.storage;
        // Not from the facts: what was passed a minute ago is the student's.
        let passed = storage.passed_answers(record.student, std::slice::from_ref(id)).await?.contains_key(id);
        if let Some(exercise) = curriculum.exercise(id) {
            let (view, task) = (exercise.view.clone(), Task::builtin(exercise));
            return Ok(Some(AtHand { view, task, solution: exercise.solution.clone(), passed }));
        }
        let teacher = storage.class_of_student(record.student).await?.map(|class| class.teacher);
        let own = storage.exercise(id).await?.filter(|own| own.is_for(teacher, record.student));
        Ok(own.map(|OwnExercise { id, exercise, .. }| AtHand {
            view: own::view(id, &exercise),
            task: Task::own(&exercise),
            solution: exercise.solution,
            passed,
        }))
    }
}
