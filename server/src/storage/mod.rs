//! The Storage port: each method is one whole use and one transaction. What it says is stored is stored:
//! it answers after the commit has reached the disk.
//!
//! To add a use: a method here, or in the supertrait of its subject, named for what it is for, in every
//! adapter, and a law in `tests/it/laws/`. To add a table: a migration of the next number in every adapter.

pub mod alerts;
mod dead_letters;
mod folder;
mod log;
mod model_budget;
mod name_key;
mod outbox;
pub mod postgres;
mod records;
pub mod sqlite;
mod taught;
pub mod tutor;

use std::collections::HashMap;

use async_trait::async_trait;
use jiff::Timestamp;
use learnflow_contracts::auth::User;
use learnflow_contracts::classes::{Class, LiveStudent};
use learnflow_contracts::event::Event;
use learnflow_contracts::exercises::{NewExercise, SubmissionResult};
use learnflow_contracts::placement::{Placement, PlacementResult};
use learnflow_contracts::review::ReviewResult;
use learnflow_contracts::topics::QuizResult;
use learnflow_contracts::{
    ClassId, EventId, ExerciseId, IdempotencyKey, StudentId, SubmissionId, TeacherId, UserId,
};

pub use alerts::Alerts;
pub use dead_letters::{DeadLetters, LetterFilter};
pub(crate) use folder::{database_in, make_folder};
pub use log::{Log, Stretch};
pub use model_budget::ModelBudget;
use name_key::name_key;
pub use outbox::{Delivery, LONGEST, Outbox};
pub use records::*;
pub use taught::Taught;
pub use tutor::Tutoring;

/// Why a use did not happen. Nothing of it was stored.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The idempotency key was used before, for another request.
    #[error("the idempotency key belongs to another request")]
    KeyReused,
    /// Something with this name or code is there already.
    #[error("{0} is there already")]
    Taken(String),
    /// Too many wait for the database already, or one waited too long.
    #[error("too many wait for the database")]
    Busy,
    /// The database does not answer; it is waited for, and may be asked again.
    #[error("the database does not answer")]
    Away(#[source] anyhow::Error),
    #[error(transparent)]
    Other(#[from] anyhow::Error),
}

/// Where everything that must survive is kept.
#[async_trait]
pub trait Storage: ModelBudget + Outbox + DeadLetters + Taught + Tutoring + Alerts {
    // Signing in.

    /// A teacher by user name, for checking a password.
    async fn teacher_by_username(&self, username: &str) -> Result<Option<SignInRecord>, Error>;
    /// A student by class code and name as on the roster, for checking a PIN.
    async fn student_by_name(&self, class_code: &str, name: &str) -> Result<Option<SignInRecord>, Error>;
    /// A wrong PIN or password: counts it and, from `policy` on, locks the account for a while. Returns the
    /// time until which it is locked, if it is.
    async fn count_failed_sign_in(
        &self,
        user: UserId,
        policy: LockPolicy,
        now: Timestamp,
    ) -> Result<Option<Timestamp>, Error>;
    /// A right one: stores the session's first refresh token and forgets the failures.
    async fn open_session(&self, token: &NewToken, user: UserId) -> Result<(), Error>;
    /// Exchanges a refresh token for `next`; a used one ends its family (see [`Rotation`]).
    async fn rotate_session(
        &self,
        old: &TokenHash,
        next: &TokenHash,
        key: &IdempotencyKey,
        life: TokenLife,
    ) -> Result<Rotation, Error>;
    /// Ends the family of a refresh token. Returns it, if the token was known.
    async fn close_session(&self, token: &TokenHash, now: Timestamp) -> Result<Option<Family>, Error>;
    /// Families ended since `since`: access tokens of theirs may still be about.
    async fn families_ended_since(&self, since: Timestamp) -> Result<Vec<Family>, Error>;
    /// Somebody by id, with a student's class.
    async fn user(&self, id: UserId) -> Result<Option<User>, Error>;

    // Teachers, classes, rosters.

    /// Adds a teacher. [`Error::Taken`] when the user name is.
    async fn add_teacher(&self, teacher: &NewTeacher, now: Timestamp) -> Result<(), Error>;
    /// Adds a class. [`Error::Taken`] when its code is.
    async fn add_class(&self, class: &NewClassRecord, once: &Once) -> Result<Answer<Class>, Error>;
    /// A teacher's classes, by name.
    async fn classes_of(&self, teacher: TeacherId) -> Result<Vec<Class>, Error>;
    /// A class, if it is this teacher's.
    async fn class_of(&self, teacher: TeacherId, class: ClassId) -> Result<Option<Class>, Error>;
    /// The teacher's class that a student is in.
    async fn class_of_student(&self, student: StudentId) -> Result<Option<StudentClass>, Error>;
    /// Adds students to a roster, all or none. [`Error::Taken`] names one that is on it already.
    async fn add_students(
        &self,
        class: ClassId,
        students: &[NewStudentRecord],
        once: &Once,
    ) -> Result<Answer<Vec<RosterEntry>>, Error>;
    /// Gives a student a new PIN and ends all their sessions. `None` when the student is not in the class.
    async fn reset_student(
        &self,
        class: ClassId,
        student: StudentId,
        pin_hash: &str,
        once: &Once,
    ) -> Result<Option<Answer<Reset>>, Error>;
    /// Takes a student off the roster and ends their sessions. What they did stays stored. `None` when the
    /// student is not in the class.
    async fn remove_student(
        &self,
        class: ClassId,
        student: StudentId,
        now: Timestamp,
    ) -> Result<Option<Vec<Family>>, Error>;

    // Exercises and quizzes.

    /// Adds a teacher's own exercise.
    async fn add_exercise(
        &self,
        teacher: TeacherId,
        id: &ExerciseId,
        exercise: &NewExercise,
        once: &Once,
    ) -> Result<Answer<ExerciseId>, Error>;
    /// The exercises that a teacher wrote, oldest first.
    async fn exercises_of(&self, teacher: TeacherId) -> Result<Vec<OwnExercise>, Error>;
    /// One own exercise, or one that a model made.
    async fn exercise(&self, id: &ExerciseId) -> Result<Option<OwnExercise>, Error>;
    /// The first answer to this key, if there was one. [`Error::KeyReused`] when it was another request's.
    async fn first_answer(&self, once: &Once) -> Result<Option<String>, Error>;
    /// Stores a graded submission, numbers the attempt and writes its event.
    async fn record_submission(
        &self,
        submission: &Submission,
        once: &Once,
    ) -> Result<Answer<SubmissionResult>, Error>;
    /// The result of one of a student's submissions.
    async fn submission(&self, id: SubmissionId) -> Result<Option<SubmissionResult>, Error>;
    /// A submission with all it takes to grade it again.
    async fn submission_to_regrade(&self, id: SubmissionId) -> Result<Option<ToRegrade>, Error>;
    /// Stores answers to a quiz, lets its questions come back some day, and writes the event.
    async fn record_quiz(&self, quiz: &QuizRecord, once: &Once) -> Result<Answer<QuizResult>, Error>;

    /// Of these exercises, those that a student has passed, each with the newest answer that did.
    async fn passed_answers(
        &self,
        student: StudentId,
        exercises: &[ExerciseId],
    ) -> Result<HashMap<ExerciseId, String>, Error>;

    // Placement and review.

    /// Stores where a placement quiz tells a student to start, if it does yet.
    async fn record_placement(
        &self,
        placement: &PlacementRecord,
        once: &Once,
    ) -> Result<Answer<Placement>, Error>;
    /// Where the last placement quiz told a student to start.
    async fn placement(&self, student: StudentId) -> Result<Option<PlacementResult>, Error>;
    /// The questions that come back to a student, those due first coming first.
    async fn review_items(&self, student: StudentId) -> Result<Vec<ReviewItem>, Error>;
    /// Moves a question that is due to where `schedule` says, and tells when it comes next. `None` when the student
    /// has never learned it.
    async fn record_review(
        &self,
        review: &ReviewRecord,
        schedule: Schedule,
        once: &Once,
    ) -> Result<Option<Answer<ReviewResult>>, Error>;

    // What follows: progress, live view.

    /// Applies one event to a student's progress, once: `consumer` has seen it or has not. Calls `assess`
    /// with what is then known of the topic, stores the mastery it gives and writes `mastery.updated`.
    async fn apply_activity(
        &self,
        consumer: &str,
        activity: &Activity,
        assess: Assess,
    ) -> Result<Applied, Error>;
    /// All that is known of a student's progress.
    async fn progress_facts(&self, student: StudentId) -> Result<ProgressFacts, Error>;
    /// The rows of a class's live list, by name, as stored: nobody is online in them.
    async fn live_students(&self, class: ClassId) -> Result<Vec<LiveStudent>, Error>;
    /// One row of the live list.
    async fn live_student(&self, student: StudentId) -> Result<Option<LiveStudent>, Error>;

    // Events that belong to no other use.

    /// Writes an event to the outbox.
    async fn record_event(&self, event: &Event) -> Result<(), Error>;
    /// Whether a consumer has applied an event.
    async fn has_applied(&self, consumer: &str, event: EventId) -> Result<bool, Error>;
    /// Deletes what has outlived its use (see [`Keep`]). Returns how many rows went.
    async fn prune(&self, now: Timestamp, keep: Keep) -> Result<u64, Error>;
    /// Whether it can be read from and written to.
    async fn ready(&self) -> Result<(), Error>;
}
