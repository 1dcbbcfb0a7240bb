//! SQLite: one file, one writer thread that groups waiting writes into one commit, a few readers.
//!
//! WAL with `synchronous=FULL`: a commit that was answered survives a pulled plug. To add a table: the next
//! file in `migrations/`, its line in `migrations.rs`, the queries in the file of their subject.

mod accounts;
mod alerts;
mod convert;
mod dead_letters;
mod exercises;
mod idempotency;
mod live;
mod log;
mod migrations;
mod model_budget;
mod outbox;
mod placement;
mod progress;
mod readers;
mod regrading;
mod review;
mod roster;
mod sessions;
mod submissions;
mod taught;
mod tutor;
mod writer;

use std::collections::HashMap;
use std::path::Path;

use anyhow::Context;
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
use rusqlite::Connection;

use self::readers::Readers;
use self::writer::Writer;
use super::{
    Activity, Answer, Applied, Assess, Error, Family, Keep, LockPolicy, Migrated, NewClassRecord,
    NewStudentRecord, NewTeacher, NewToken, Once, OwnExercise, PlacementRecord, ProgressFacts, QuizRecord,
    Reset, ReviewItem, ReviewRecord, RosterEntry, Rotation, Schedule, SignInRecord, Storage, StudentClass,
    Submission, ToRegrade, TokenHash, TokenLife,
};

/// Read connections: reads take microseconds, so two are plenty for two cores.
const READERS: usize = 2;

/// The embedded storage.
pub struct Sqlite {
    writer: Writer,
    readers: Readers,
}

impl Sqlite {
    /// Opens or makes the database at `path` and brings its tables up to date. Blocking.
    ///
    /// # Errors
    /// When the file cannot be opened, or was written by a newer program.
    pub fn open(path: &Path) -> anyhow::Result<Self> {
        let mut connection = connect(path)?;
        migrations::migrate(&mut connection)?;
        let readers = (0..READERS)
            .map(|_| {
                let reader = connect(path)?;
                reader.pragma_update(None, "query_only", true)?;
                Ok(reader)
            })
            .collect::<anyhow::Result<Vec<_>>>()?;
        Ok(Self { writer: Writer::start(connection)?, readers: Readers::new(readers) })
    }

    /// Makes the database at `path` if it is not there, and brings its tables up to date. Returns what it did.
    ///
    /// # Errors
    /// As [`Self::open`].
    pub fn migrate(path: &Path) -> anyhow::Result<Vec<Migrated>> {
        migrations::migrate(&mut connect(path)?)
    }
}

fn connect(path: &Path) -> anyhow::Result<Connection> {
    let connection =
        Connection::open(path).with_context(|| format!("opening the database {}", path.display()))?;
    connection.pragma_update(None, "journal_mode", "wal")?;
    connection.pragma_update(None, "synchronous", "full")?;
    connection.pragma_update(None, "foreign_keys", true)?;
    connection.pragma_update(None, "busy_timeout", 5_000)?;
    // 16 MiB of pages: the tables of a school fit.
    connection.pragma_update(None, "cache_size", -16_384)?;
    connection.set_prepared_statement_cache_capacity(128);
    Ok(connection)
}

// Each method hands its query, in the file of its subject, to the writer or to a reader.
#[async_trait]
impl Storage for Sqlite {
    async fn teacher_by_username(&self, username: &str) -> Result<Option<SignInRecord>, Error> {
        let username = username.to_owned();
        self.readers.read(move |db| accounts::teacher_by_username(db, &username)).await
    }

    async fn student_by_name(&self, class_code: &str, name: &str) -> Result<Option<SignInRecord>, Error> {
        let (code, name) = (class_code.to_owned(), name.to_owned());
        self.readers.read(move |db| accounts::student_by_name(db, &code, &name)).await
    }

    async fn count_failed_sign_in(
        &self,
        user: UserId,
        policy: LockPolicy,
        now: Timestamp,
    ) -> Result<Option<Timestamp>, Error> {
        self.writer.write(move |tx| accounts::count_failed_sign_in(tx, user, policy, now)).await
    }

    async fn open_session(&self, token: &NewToken, user: UserId) -> Result<(), Error> {
        let token = token.clone();
        self.writer.write(move |tx| sessions::open(tx, &token, user)).await
    }

    async fn rotate_session(
        &self,
        old: &TokenHash,
        next: &TokenHash,
        key: &IdempotencyKey,
        life: TokenLife,
    ) -> Result<Rotation, Error> {
        let (old, next, key) = (*old, *next, key.clone());
        self.writer.write(move |tx| sessions::rotate(tx, &old, &next, &key, life)).await
    }

    async fn close_session(&self, token: &TokenHash, now: Timestamp) -> Result<Option<Family>, Error> {
        let token = *token;
        self.writer.write(move |tx| sessions::close(tx, &token, now)).await
    }

    async fn families_ended_since(&self, since: Timestamp) -> Result<Vec<Family>, Error> {
        self.readers.read(move |db| sessions::ended_since(db, since)).await
    }

    async fn user(&self, id: UserId) -> Result<Option<User>, Error> {
        self.readers.read(move |db| accounts::user(db, id)).await
    }

    async fn add_teacher(&self, teacher: &NewTeacher, now: Timestamp) -> Result<(), Error> {
        let teacher = teacher.clone();
        self.writer.write(move |tx| accounts::add_teacher(tx, &teacher, now)).await
    }

    async fn add_class(&self, class: &NewClassRecord, once: &Once) -> Result<Answer<Class>, Error> {
        let class = class.clone();
        self.write_once(once, move |tx, once| roster::add_class(tx, &class, once.now)).await
    }

    async fn classes_of(&self, teacher: TeacherId) -> Result<Vec<Class>, Error> {
        self.readers.read(move |db| roster::classes_of(db, teacher)).await
    }

    async fn class_of(&self, teacher: TeacherId, class: ClassId) -> Result<Option<Class>, Error> {
        self.readers.read(move |db| roster::class_of(db, teacher, class)).await
    }

    async fn class_of_student(&self, student: StudentId) -> Result<Option<StudentClass>, Error> {
        self.readers.read(move |db| roster::class_of_student(db, student)).await
    }

    async fn add_students(
        &self,
        class: ClassId,
        students: &[NewStudentRecord],
        once: &Once,
    ) -> Result<Answer<Vec<RosterEntry>>, Error> {
        let students = students.to_vec();
        self.write_once(once, move |tx, once| roster::add_students(tx, class, &students, once.now)).await
    }

    async fn reset_student(
        &self,
        class: ClassId,
        student: StudentId,
        pin_hash: &str,
        once: &Once,
    ) -> Result<Option<Answer<Reset>>, Error> {
        let pin_hash = pin_hash.to_owned();
        let answer: Answer<Option<Reset>> = self
            .write_once(once, move |tx, once| roster::reset_student(tx, class, student, &pin_hash, once.now))
            .await?;
        Ok(answer.transpose())
    }

    async fn remove_student(
        &self,
        class: ClassId,
        student: StudentId,
        now: Timestamp,
    ) -> Result<Option<Vec<Family>>, Error> {
        self.writer.write(move |tx| roster::remove_student(tx, class, student, now)).await
    }

    async fn add_exercise(
        &self,
        teacher: TeacherId,
        id: &ExerciseId,
        exercise: &NewExercise,
        once: &Once,
    ) -> Result<Answer<ExerciseId>, Error> {
        let (id, exercise) = (id.clone(), exercise.clone());
        self.write_once(once, move |tx, once| exercises::add(tx, teacher, id, &exercise, once.now)).await
    }

    async fn exercises_of(&self, teacher: TeacherId) -> Result<Vec<OwnExercise>, Error> {
        self.readers.read(move |db| exercises::of_teacher(db, teacher)).await
    }

    async fn exercise(&self, id: &ExerciseId) -> Result<Option<OwnExercise>, Error> {
        let id = id.clone();
        self.readers.read(move |db| exercises::one(db, &id)).await
    }

    async fn first_answer(&self, once: &Once) -> Result<Option<String>, Error> {
        let once = once.clone();
        self.readers.read(move |db| idempotency::first_answer(db, &once)).await
    }

    async fn record_submission(
        &self,
        submission: &Submission,
        once: &Once,
    ) -> Result<Answer<SubmissionResult>, Error> {
        let submission = submission.clone();
        self.write_once(once, move |tx, _| submissions::record(tx, submission)).await
    }

    async fn submission(&self, id: SubmissionId) -> Result<Option<SubmissionResult>, Error> {
        self.readers.read(move |db| submissions::one(db, id)).await
    }

    async fn submission_to_regrade(&self, id: SubmissionId) -> Result<Option<ToRegrade>, Error> {
        self.readers.read(move |db| regrading::of(db, id)).await
    }

    async fn record_quiz(&self, quiz: &QuizRecord, once: &Once) -> Result<Answer<QuizResult>, Error> {
        let quiz = quiz.clone();
        self.write_once(once, move |tx, once| submissions::record_quiz(tx, quiz, once.now)).await
    }

    async fn passed_answers(
        &self,
        student: StudentId,
        exercises: &[ExerciseId],
    ) -> Result<HashMap<ExerciseId, String>, Error> {
        let exercises = exercises.to_vec();
        self.readers.read(move |db| submissions::passed_answers(db, student, &exercises)).await
    }

    async fn record_placement(
        &self,
        placement: &PlacementRecord,
        once: &Once,
    ) -> Result<Answer<Placement>, Error> {
        let placement = placement.clone();
        self.write_once(once, move |tx, _| placement::record(tx, placement)).await
    }

    async fn placement(&self, student: StudentId) -> Result<Option<PlacementResult>, Error> {
        self.readers.read(move |db| placement::newest(db, student)).await
    }

    async fn review_items(&self, student: StudentId) -> Result<Vec<ReviewItem>, Error> {
        self.readers.read(move |db| review::items(db, student)).await
    }

    async fn record_review(
        &self,
        review: &ReviewRecord,
        schedule: Schedule,
        once: &Once,
    ) -> Result<Option<Answer<ReviewResult>>, Error> {
        let review = review.clone();
        let answer: Answer<Option<ReviewResult>> =
            self.write_once(once, move |tx, _| review::record(tx, review, schedule)).await?;
        Ok(answer.transpose())
    }

    async fn apply_activity(
        &self,
        consumer: &str,
        activity: &Activity,
        assess: Assess,
    ) -> Result<Applied, Error> {
        let (consumer, activity) = (consumer.to_owned(), activity.clone());
        self.writer.write(move |tx| progress::apply(tx, &consumer, &activity, assess)).await
    }

    async fn progress_facts(&self, student: StudentId) -> Result<ProgressFacts, Error> {
        self.readers.read(move |db| progress::facts(db, student)).await
    }

    async fn live_students(&self, class: ClassId) -> Result<Vec<LiveStudent>, Error> {
        self.readers.read(move |db| live::of_class(db, class)).await
    }

    async fn live_student(&self, student: StudentId) -> Result<Option<LiveStudent>, Error> {
        self.readers.read(move |db| live::one(db, student)).await
    }

    async fn record_event(&self, event: &Event) -> Result<(), Error> {
        let event = event.clone();
        self.writer.write(move |tx| tx.publish(&event)).await
    }

    async fn has_applied(&self, consumer: &str, event: EventId) -> Result<bool, Error> {
        let consumer = consumer.to_owned();
        self.readers.read(move |db| outbox::has_applied(db, &consumer, event)).await
    }

    async fn prune(&self, now: Timestamp, keep: Keep) -> Result<u64, Error> {
        self.writer.write(move |tx| outbox::prune(tx, now, keep)).await
    }

    async fn ready(&self) -> Result<(), Error> {
        self.readers.read(|db| Ok(db.query_row("SELECT count(*) FROM bus_groups", [], |_| Ok(()))?)).await?;
        self.writer.write(|_| Ok(())).await
    }
}
