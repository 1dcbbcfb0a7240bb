//! What goes in and out of the Storage port where the wire's own types do not serve.

use std::collections::BTreeSet;
use std::time::Duration;

use jiff::civil::Date;
use jiff::{SignedDuration, Timestamp};
use learnflow_contracts::auth::User;
use learnflow_contracts::classes::LastWhat;
use learnflow_contracts::event::Event;
use learnflow_contracts::exercises::{NewExercise, SubmissionResult};
use learnflow_contracts::placement::{Placement, PlacementAnswers};
use learnflow_contracts::progress::MasteryScore;
use learnflow_contracts::review::ReviewResult;
use learnflow_contracts::topics::{QuizAnswers, QuizResult};
use learnflow_contracts::{
    ClassId, EventId, ExerciseId, IdempotencyKey, StudentId, TeacherId, TopicId, UserId,
};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// All sessions that came from one sign-in.
pub type Family = Uuid;

/// SHA-256 of a refresh token; the token itself is never stored.
pub type TokenHash = [u8; 32];

/// A use that must happen once, however often it is asked for.
#[derive(Debug, Clone)]
pub struct Once {
    pub user: UserId,
    pub key: IdempotencyKey,
    /// SHA-256 over the route and the body, to tell a retry from another request.
    pub request: [u8; 32],
    pub now: Timestamp,
}

/// What a use that happens once gives back.
#[derive(Debug, Clone, PartialEq)]
pub enum Answer<T> {
    /// It happened now.
    First(T),
    /// It had happened before; this was the answer.
    Again(T),
}

impl<T> Answer<T> {
    /// The answer, whichever time it is.
    pub fn into_inner(self) -> T {
        match self {
            Answer::First(answer) | Answer::Again(answer) => answer,
        }
    }
}

impl<T> Answer<Option<T>> {
    /// The other way round: nothing was answered, or an answer.
    pub(super) fn transpose(self) -> Option<Answer<T>> {
        match self {
            Answer::First(answer) => answer.map(Answer::First),
            Answer::Again(answer) => answer.map(Answer::Again),
        }
    }
}

/// What is needed to check a PIN or password.
#[derive(Debug, Clone)]
pub struct SignInRecord {
    pub user: User,
    /// PHC string of argon2id.
    pub secret_hash: String,
    /// No try counts before this time.
    pub locked_until: Timestamp,
}

/// When wrong PINs lock an account, and for how long: `lock`, doubled with each further failure up to
/// `longest`.
#[derive(Debug, Clone, Copy)]
pub struct LockPolicy {
    /// Wrong tries in a row that are free.
    pub free: u32,
    pub lock: Duration,
    pub longest: Duration,
}

impl LockPolicy {
    /// Until when the next try must wait after so many failures in a row; `None` while they are free.
    pub(super) fn locked_until(self, failures: u32, now: Timestamp) -> Option<Timestamp> {
        let over = failures.checked_sub(self.free).filter(|over| *over > 0)?;
        let lock = self.lock.saturating_mul(1 << (over - 1).min(16)).min(self.longest);
        now.saturating_add(SignedDuration::try_from(lock).unwrap_or_default()).ok()
    }
}

/// A refresh token to store.
#[derive(Debug, Clone)]
pub struct NewToken {
    pub hash: TokenHash,
    pub family: Family,
    pub life: TokenLife,
}

/// When a token is made and when it ends.
#[derive(Debug, Clone, Copy)]
pub struct TokenLife {
    pub now: Timestamp,
    pub expires_at: Timestamp,
    /// For how long a retry with the same idempotency key is taken for the same exchange.
    pub retry_for: Duration,
}

/// What became of a refresh token.
#[derive(Debug, Clone, PartialEq)]
pub enum Rotation {
    /// Exchanged; the new one is stored.
    Rotated { user: User, family: Family },
    /// It had been used: somebody holds a copy. The family is ended.
    Reused { family: Family },
    /// Not ours, too old, or of an ended family.
    Refused,
}

/// A teacher to add.
#[derive(Debug, Clone)]
pub struct NewTeacher {
    pub id: TeacherId,
    pub name: String,
    pub username: String,
    pub password_hash: String,
}

/// A class to add.
#[derive(Debug, Clone)]
pub struct NewClassRecord {
    pub id: ClassId,
    pub teacher: TeacherId,
    pub name: String,
    pub code: String,
    pub time_zone: String,
}

/// The class a student is in, as far as grading and progress need it.
#[derive(Debug, Clone)]
pub struct StudentClass {
    pub id: ClassId,
    pub teacher: TeacherId,
    pub time_zone: String,
}

/// A student to add. The PIN is stored as its argon2id hash only.
#[derive(Debug, Clone)]
pub struct NewStudentRecord {
    pub id: StudentId,
    pub name: String,
    pub pin_hash: String,
}

/// A student on a roster.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RosterEntry {
    pub id: StudentId,
    pub name: String,
}

/// A student with a new PIN, and the sessions that ended by it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Reset {
    pub student: RosterEntry,
    pub ended: Vec<Family>,
}

/// An exercise beside those of the curriculum, with its answers: a teacher's own, or made by a model.
#[derive(Debug, Clone, PartialEq)]
pub struct OwnExercise {
    pub id: ExerciseId,
    /// Whose class it belongs to.
    pub teacher: TeacherId,
    /// Where it was made by a model: for whom, and by which.
    pub made: Option<MadeFor>,
    pub exercise: NewExercise,
}

/// Where an exercise that no teacher wrote comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MadeFor {
    pub student: StudentId,
    /// The model's name.
    pub model: String,
}

impl OwnExercise {
    /// Whether a student of this teacher may do it.
    pub fn is_for(&self, teacher: Option<TeacherId>, student: StudentId) -> bool {
        Some(self.teacher) == teacher && self.made.as_ref().is_none_or(|made| made.student == student)
    }
}

/// A graded submission to store. `result.attempt` and the event's are numbered by the storage.
#[derive(Debug, Clone)]
pub struct Submission {
    pub student: StudentId,
    pub class: ClassId,
    pub topic: TopicId,
    pub answer: String,
    pub result: SubmissionResult,
    /// What graded it.
    pub engine: String,
    /// What else it takes to grade it again.
    pub recipe: Recipe,
    /// An `exercise.graded` event.
    pub event: Event,
}

/// What it takes to grade an answer again on the same engine, and what came of it the first time. The shapes of the
/// JSON are those of `execution::again`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Recipe {
    /// The tests and given files as JSON; stored once, however many answers were graded by them.
    pub task: String,
    /// Where randomness came from.
    pub seed: u64,
    /// When the program's clocks began, to a millisecond.
    pub clock: Timestamp,
    /// How far the program might go, as JSON.
    pub limits: String,
    /// What came of each test, hidden ones too, as JSON.
    pub transcript: String,
}

/// A submission as it was graded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ToRegrade {
    pub exercise: ExerciseId,
    pub attempt: u32,
    pub answer: String,
    /// What graded it.
    pub engine: String,
    /// None was kept by programs before this one could.
    pub recipe: Option<Recipe>,
}

/// An answered quiz to store.
#[derive(Debug, Clone)]
pub struct QuizRecord {
    pub student: StudentId,
    pub topic: TopicId,
    pub answers: QuizAnswers,
    pub result: QuizResult,
    /// Where its questions go that were never answered before, and those that were wrong.
    pub review: ReviewPlace,
    /// A `quiz.answered` event.
    pub event: Event,
}

/// When a question comes back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ReviewPlace {
    /// Its box, from 0.
    pub level: u8,
    /// The first day it is asked again, in the class's zone.
    pub due: Date,
}

/// A question that comes back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReviewItem {
    pub topic: TopicId,
    pub question: String,
    pub due: Date,
}

/// An answer to a question that came back; the storage says in `result` when it comes next.
#[derive(Debug, Clone)]
pub struct ReviewRecord {
    pub student: StudentId,
    pub topic: TopicId,
    pub question: String,
    pub today: Date,
    pub result: ReviewResult,
}

/// Where a question goes after an answer: its box, whether the answer was right, today. Pure, like [`Assess`].
pub type Schedule = fn(u8, bool, Date) -> ReviewPlace;

/// A step of a placement quiz; only one with a result is kept.
#[derive(Debug, Clone)]
pub struct PlacementRecord {
    pub student: StudentId,
    pub answers: PlacementAnswers,
    pub answer: Placement,
}

/// What an event says about a student's progress.
#[derive(Debug, Clone)]
pub struct Activity {
    pub event: EventId,
    pub student: StudentId,
    pub class: ClassId,
    pub at: Timestamp,
    /// The same in the class's time zone.
    pub day: Date,
    pub traceparent: Option<String>,
    pub topic: Option<TopicId>,
    /// How many exercises the built-in topic has.
    pub exercises_in_topic: u32,
    /// How many of them are answered with a program.
    pub programs_in_topic: u32,
    /// The Python error it met, as `NameError`.
    pub error_kind: Option<String>,
    pub what: What,
}

/// The part of an activity that moves something.
#[derive(Debug, Clone)]
pub enum What {
    Ran {
        exercise: Option<ExerciseId>,
        last: LastWhat,
    },
    Graded {
        exercise: ExerciseId,
        score: f64,
        passed: bool,
        practice: bool,
        /// How good an accepted program is, 0–100.
        quality: Option<f64>,
        last: LastWhat,
    },
    Quiz {
        score: f64,
    },
}

/// What is known of one topic of one student, for [`Assess`].
#[derive(Debug, Clone, PartialEq)]
pub struct TopicFacts {
    /// Best score of each exercise tried, practice left out.
    pub exercises: Vec<f64>,
    pub exercises_in_topic: u32,
    /// Best quality of each accepted program that was looked at.
    pub quality: Vec<f64>,
    pub programs_in_topic: u32,
    pub quiz: Option<f64>,
    pub days: BTreeSet<Date>,
    pub today: Date,
}

/// Judges facts: pure, so that it can run inside the transaction of any adapter.
pub type Assess = fn(&TopicFacts) -> Assessment;

/// What [`Assess`] says.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Assessment {
    pub mastery: MasteryScore,
    pub streak_days: u32,
}

/// Whether an event changed anything.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Applied {
    Now,
    /// It was a second delivery: nothing changed.
    Before,
}

/// All that is known of a student's progress.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct ProgressFacts {
    pub days: BTreeSet<Date>,
    pub exercises: Vec<ExerciseFacts>,
    /// (topic, best score).
    pub quizzes: Vec<(TopicId, f64)>,
}

/// What is known of one exercise of one student.
#[derive(Debug, Clone, PartialEq)]
pub struct ExerciseFacts {
    pub topic: TopicId,
    pub exercise: ExerciseId,
    pub best: f64,
    pub passed: bool,
    /// Of the best accepted program, if one was looked at.
    pub quality: Option<f64>,
}

/// How long rows are kept after their use.
#[derive(Debug, Clone, Copy)]
pub struct Keep {
    /// Published events and the record that they were applied.
    pub events: Duration,
    /// First answers to idempotency keys.
    pub answers: Duration,
}

/// A migration that was applied.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Migrated {
    pub number: i64,
    pub name: String,
}
