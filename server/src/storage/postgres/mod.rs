//! Postgres: for the school's box and for roles apart. A pool of connections, each write a transaction.
//!
//! READ COMMITTED; what reads rows of a student and then writes them takes that student's turn first
//! ([`tx::Tx::take_turn`]), so that it is alone with them. To add a table: the next file in `migrations/` with the
//! number of SQLite's, its line in `migrations.rs`, the queries in the file of their subject.

mod accounts;
mod alerts;
mod connect;
mod convert;
mod dead_letters;
mod exercises;
mod idempotency;
mod live;
mod log;
mod migrations;
mod model_budget;
mod news;
mod outbox;
mod placement;
pub mod probe;
mod progress;
mod regrading;
mod review;
mod roster;
mod sessions;
mod state;
mod submissions;
mod taught;
mod tutor;
mod tx;

use std::collections::HashMap;

use async_trait::async_trait;
use futures::FutureExt;
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
use sqlx::pool::PoolConnection;
use sqlx::{PgPool, Postgres as Database};
use tokio::task::JoinSet;

use self::news::News;
use super::{
    Activity, Answer, Applied, Assess, Error, Family, Keep, LockPolicy, Migrated, NewClassRecord,
    NewStudentRecord, NewTeacher, NewToken, Once, OwnExercise, PlacementRecord, ProgressFacts, QuizRecord,
    Reset, ReviewItem, ReviewRecord, RosterEntry, Rotation, Schedule, SignInRecord, Storage, StudentClass,
    Submission, ToRegrade, TokenHash, TokenLife,
};
use crate::config;

/// The school's storage.
pub struct Postgres {
    pool: PgPool,
    news: News,
    gaps: log::Gaps,
    /// Telling and hearing of events; they end with this value.
    _tasks: JoinSet<()>,
}

impl Postgres {
    /// Connects to the database that `settings` name, and brings its tables up to date or checks that they are.
    ///
    /// # Errors
    /// When it cannot be reached or used; one sentence says why, and what to do.
    pub async fn open(settings: &config::Postgres) -> anyhow::Result<Self> {
        let options = connect::options(settings)?;
        let mut first = connect::first(&options, settings).await?;
        if settings.migrate {
            migrations::migrate(&mut first).await?;
        } else {
            migrations::check(&mut first).await?;
        }
        let news = News::new(news::newest(&mut first).await?);
        migrations::close(first).await;
        let pool = connect::pool(&options, settings, settings.pool);
        // Connections of their own: they must not wait for one, nor take one from, those who answer people.
        let listening = connect::pool(&options, settings, 2);
        let mut tasks = JoinSet::new();
        tasks.spawn(news.clone().keep_telling(listening.clone()));
        tasks.spawn(news.clone().keep_listening(listening));
        Ok(Self { pool, news, gaps: log::Gaps::default(), _tasks: tasks })
    }

    /// Brings the tables up to date and tells what it did.
    ///
    /// # Errors
    /// As [`Self::open`].
    pub async fn migrate(settings: &config::Postgres) -> anyhow::Result<Vec<Migrated>> {
        let options = connect::options(settings)?;
        let mut connection = connect::first(&options, settings).await?;
        let done = migrations::migrate(&mut connection).await?;
        migrations::close(connection).await;
        Ok(done)
    }

    /// A connection for one or a few statements.
    async fn read(&self) -> Result<PoolConnection<Database>, Error> {
        Ok(self.pool.acquire().await?)
    }
}

// Each method hands its query, in the file of its subject, a connection or a transaction.
#[async_trait]
impl Storage for Postgres {
    async fn teacher_by_username(&self, username: &str) -> Result<Option<SignInRecord>, Error> {
        accounts::teacher_by_username(&mut *self.read().await?, username).await
    }

    async fn student_by_name(&self, class_code: &str, name: &str) -> Result<Option<SignInRecord>, Error> {
        accounts::student_by_name(&mut *self.read().await?, class_code, name).await
    }

    async fn count_failed_sign_in(
        &self,
        user: UserId,
        policy: LockPolicy,
        now: Timestamp,
    ) -> Result<Option<Timestamp>, Error> {
        self.write((user, policy, now), |tx, (user, policy, now)| {
            accounts::count_failed_sign_in(tx, *user, *policy, *now).boxed()
        })
        .await
    }

    async fn open_session(&self, token: &NewToken, user: UserId) -> Result<(), Error> {
        self.write((token, user), |tx, (token, user)| sessions::open(tx, token, *user).boxed()).await
    }

    async fn rotate_session(
        &self,
        old: &TokenHash,
        next: &TokenHash,
        key: &IdempotencyKey,
        life: TokenLife,
    ) -> Result<Rotation, Error> {
        self.write((old, next, key, life), |tx, (old, next, key, life)| {
            sessions::rotate(tx, old, next, key, *life).boxed()
        })
        .await
    }

    async fn close_session(&self, token: &TokenHash, now: Timestamp) -> Result<Option<Family>, Error> {
        self.write((token, now), |tx, (token, now)| sessions::close(tx, token, *now).boxed()).await
    }

    async fn families_ended_since(&self, since: Timestamp) -> Result<Vec<Family>, Error> {
        sessions::ended_since(&mut *self.read().await?, since).await
    }

    async fn user(&self, id: UserId) -> Result<Option<User>, Error> {
        accounts::user(&mut *self.read().await?, id).await
    }

    async fn add_teacher(&self, teacher: &NewTeacher, now: Timestamp) -> Result<(), Error> {
        self.write((teacher, now), |tx, (teacher, now)| accounts::add_teacher(tx, teacher, *now).boxed())
            .await
    }

    async fn add_class(&self, class: &NewClassRecord, once: &Once) -> Result<Answer<Class>, Error> {
        self.write_once(once, (class, once.now), |tx, (class, now)| {
            roster::add_class(tx, class, *now).boxed()
        })
        .await
    }

    async fn classes_of(&self, teacher: TeacherId) -> Result<Vec<Class>, Error> {
        roster::classes_of(&mut *self.read().await?, teacher).await
    }

    async fn class_of(&self, teacher: TeacherId, class: ClassId) -> Result<Option<Class>, Error> {
        roster::class_of(&mut *self.read().await?, teacher, class).await
    }

    async fn class_of_student(&self, student: StudentId) -> Result<Option<StudentClass>, Error> {
        roster::class_of_student(&mut *self.read().await?, student).await
    }

    async fn add_students(
        &self,
        class: ClassId,
        students: &[NewStudentRecord],
        once: &Once,
    ) -> Result<Answer<Vec<RosterEntry>>, Error> {
        self.write_once(once, (class, students, once.now), |tx, (class, students, now)| {
            roster::add_students(tx, *class, students, *now).boxed()
        })
        .await
    }

    async fn reset_student(
        &self,
        class: ClassId,
        student: StudentId,
        pin_hash: &str,
        once: &Once,
    ) -> Result<Option<Answer<Reset>>, Error> {
        let answer: Answer<Option<Reset>> = self
            .write_once(once, (class, student, pin_hash, once.now), |tx, (class, student, pin_hash, now)| {
                roster::reset_student(tx, *class, *student, pin_hash, *now).boxed()
            })
            .await?;
        Ok(answer.transpose())
    }

    async fn remove_student(
        &self,
        class: ClassId,
        student: StudentId,
        now: Timestamp,
    ) -> Result<Option<Vec<Family>>, Error> {
        self.write((class, student, now), |tx, (class, student, now)| {
            roster::remove_student(tx, *class, *student, *now).boxed()
        })
        .await
    }

    async fn add_exercise(
        &self,
        teacher: TeacherId,
        id: &ExerciseId,
        exercise: &NewExercise,
        once: &Once,
    ) -> Result<Answer<ExerciseId>, Error> {
        self.write_once(once, (teacher, id, exercise, once.now), |tx, (teacher, id, exercise, now)| {
            exercises::add(tx, *teacher, id, exercise, *now).boxed()
        })
        .await
    }

    async fn exercises_of(&self, teacher: TeacherId) -> Result<Vec<OwnExercise>, Error> {
        exercises::of_teacher(&mut *self.read().await?, teacher).await
    }

    async fn exercise(&self, id: &ExerciseId) -> Result<Option<OwnExercise>, Error> {
        exercises::one(&mut *self.read().await?, id).await
    }

    async fn first_answer(&self, once: &Once) -> Result<Option<String>, Error> {
        idempotency::first_answer(&mut *self.read().await?, once).await
    }

    async fn record_submission(
        &self,
        submission: &Submission,
        once: &Once,
    ) -> Result<Answer<SubmissionResult>, Error> {
        self.write_once(once, submission, |tx, submission| submissions::record(tx, submission).boxed()).await
    }

    async fn submission(&self, id: SubmissionId) -> Result<Option<SubmissionResult>, Error> {
        submissions::one(&mut *self.read().await?, id).await
    }

    async fn submission_to_regrade(&self, id: SubmissionId) -> Result<Option<ToRegrade>, Error> {
        regrading::of(&mut *self.read().await?, id).await
    }

    async fn record_quiz(&self, quiz: &QuizRecord, once: &Once) -> Result<Answer<QuizResult>, Error> {
        self.write_once(once, (quiz, once.now), |tx, (quiz, now)| {
            submissions::record_quiz(tx, quiz, *now).boxed()
        })
        .await
    }

    async fn passed_answers(
        &self,
        student: StudentId,
        exercises: &[ExerciseId],
    ) -> Result<HashMap<ExerciseId, String>, Error> {
        submissions::passed_answers(&mut *self.read().await?, student, exercises).await
    }

    async fn record_placement(
        &self,
        placement: &PlacementRecord,
        once: &Once,
    ) -> Result<Answer<Placement>, Error> {
        self.write_once(once, placement, |tx, placement| placement::record(tx, placement).boxed()).await
    }

    async fn placement(&self, student: StudentId) -> Result<Option<PlacementResult>, Error> {
        placement::newest(&mut *self.read().await?, student).await
    }

    async fn review_items(&self, student: StudentId) -> Result<Vec<ReviewItem>, Error> {
        review::items(&mut *self.read().await?, student).await
    }

    async fn record_review(
        &self,
        review: &ReviewRecord,
        schedule: Schedule,
        once: &Once,
    ) -> Result<Option<Answer<ReviewResult>>, Error> {
        let answer: Answer<Option<ReviewResult>> = self
            .write_once(once, (review, schedule), |tx, (review, schedule)| {
                review::record(tx, review, *schedule).boxed()
            })
            .await?;
        Ok(answer.transpose())
    }

    async fn apply_activity(
        &self,
        consumer: &str,
        activity: &Activity,
        assess: Assess,
    ) -> Result<Applied, Error> {
        self.write((consumer, activity, assess), |tx, (consumer, activity, assess)| {
            progress::apply(tx, consumer, activity, *assess).boxed()
        })
        .await
    }

    async fn progress_facts(&self, student: StudentId) -> Result<ProgressFacts, Error> {
        progress::facts(&mut *self.read().await?, student).await
    }

    async fn live_students(&self, class: ClassId) -> Result<Vec<LiveStudent>, Error> {
        live::of_class(&mut *self.read().await?, class).await
    }

    async fn live_student(&self, student: StudentId) -> Result<Option<LiveStudent>, Error> {
        live::one(&mut *self.read().await?, student).await
    }

    async fn record_event(&self, event: &Event) -> Result<(), Error> {
        self.write(event, |tx, event| tx.publish(event).boxed()).await
    }

    async fn has_applied(&self, consumer: &str, event: EventId) -> Result<bool, Error> {
        outbox::has_applied(&mut *self.read().await?, consumer, event).await
    }

    async fn prune(&self, now: Timestamp, keep: Keep) -> Result<u64, Error> {
        self.write((now, keep), |tx, (now, keep)| outbox::prune(tx, *now, *keep).boxed()).await
    }

    async fn ready(&self) -> Result<(), Error> {
        // A database that came up again as a read-only copy must not look ready.
        let is_copy: bool =
            sqlx::query_scalar("SELECT pg_is_in_recovery() OR (SELECT count(*) FROM bus_groups) < 0")
                .fetch_one(&mut *self.read().await?)
                .await?;
        if is_copy { Err(anyhow::anyhow!("the database is a read-only copy").into()) } else { Ok(()) }
    }
}
