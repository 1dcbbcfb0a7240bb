//! Questions to the tutor and what became of them.

mod reading;

use async_trait::async_trait;
use futures::FutureExt;
use jiff::Timestamp;
use learnflow_contracts::event::Event;
use learnflow_contracts::tutor::{Answer as TutorAnswer, Asked, ConversationSummary, Part, Rung, TutorMode};
use learnflow_contracts::{ClassId, EventId, ExerciseId, QuestionId, StudentId, TeacherId, TopicId};

use self::reading::{conversations, facts, newest, one, question, told};
use super::super::tutor::{
    AnswerRecord, EndRecord, QuestionRecord, RoutedRecord, RungOpened, StudentFacts, TurnRecord, Turns,
    Tutoring,
};
use super::super::{Answer, Applied, Error, Once, OwnExercise};
use super::convert::{Moment, json, storable, to_json};
use super::tx::Tx;
use super::{Postgres, exercises, outbox};

#[async_trait]
impl Tutoring for Postgres {
    async fn record_question(
        &self,
        question: &QuestionRecord,
        event: &Event,
        once: &Once,
    ) -> Result<Answer<Asked>, Error> {
        self.write_once(once, (question, event), |tx, (question, event)| ask(tx, question, event).boxed())
            .await
    }

    async fn record_routing(
        &self,
        consumer: &str,
        cause: EventId,
        routed: &RoutedRecord,
    ) -> Result<Applied, Error> {
        self.write((consumer, cause, routed), |tx, (consumer, cause, routed)| {
            route(tx, consumer, *cause, routed).boxed()
        })
        .await
    }

    async fn record_answer(
        &self,
        consumer: &str,
        cause: EventId,
        answer: &AnswerRecord,
    ) -> Result<Applied, Error> {
        self.write((consumer, cause, answer), |tx, (consumer, cause, answer)| {
            self::answer(tx, consumer, *cause, answer).boxed()
        })
        .await
    }

    async fn end_question(&self, end: &EndRecord) -> Result<Applied, Error> {
        self.write(end, |tx, end| self::end(tx, end).boxed()).await
    }

    async fn open_rung(
        &self,
        student: StudentId,
        question: QuestionId,
        event: RungOpened,
        once: &Once,
    ) -> Result<Option<Answer<Rung>>, Error> {
        let answer: Answer<Option<Rung>> = self
            .write_once(once, (student, question, event, once.now), |tx, (student, question, event, now)| {
                open(tx, *student, *question, *event, *now).boxed()
            })
            .await?;
        Ok(answer.transpose())
    }

    async fn turn(&self, question: QuestionId) -> Result<Option<TurnRecord>, Error> {
        one(&mut *self.read().await?, question).await
    }

    async fn turns(
        &self,
        class: ClassId,
        student: StudentId,
        before: Option<QuestionId>,
        limit: u32,
    ) -> Result<Turns, Error> {
        newest(&mut *self.read().await?, class, student, before, limit).await
    }

    async fn told(
        &self,
        student: StudentId,
        topic: Option<&TopicId>,
        exercise: Option<&ExerciseId>,
        limit: u32,
    ) -> Result<Vec<TurnRecord>, Error> {
        told(&mut *self.read().await?, student, topic, exercise, limit).await
    }

    async fn conversations(&self, class: ClassId) -> Result<Vec<ConversationSummary>, Error> {
        conversations(&mut *self.read().await?, class).await
    }

    async fn tutor_mode(&self, class: ClassId) -> Result<TutorMode, Error> {
        let found = sqlx::query("SELECT mode FROM class_tutor WHERE class_id = $1")
            .bind(class.0)
            .fetch_optional(&mut *self.read().await?)
            .await?;
        Ok(found.map(|row| json(&row, "mode")).transpose()?.unwrap_or_default())
    }

    async fn switch_tutor(&self, class: ClassId, mode: TutorMode, now: Timestamp) -> Result<(), Error> {
        sqlx::query(
            "INSERT INTO class_tutor (class_id, mode, changed_at) VALUES ($1, $2, $3)
             ON CONFLICT (class_id) DO UPDATE SET mode = excluded.mode, changed_at = excluded.changed_at",
        )
        .bind(class.0)
        .bind(to_json(&mode)?)
        .bind(Moment(now))
        .execute(&mut *self.read().await?)
        .await?;
        Ok(())
    }

    async fn student_facts(&self, student: StudentId, since: Timestamp) -> Result<StudentFacts, Error> {
        facts(&mut *self.read().await?, student, since).await
    }

    async fn made_exercises(
        &self,
        teacher: TeacherId,
        student: Option<StudentId>,
    ) -> Result<Vec<OwnExercise>, Error> {
        exercises::made(&mut *self.read().await?, teacher, student).await
    }

    async fn unended(&self, before: Timestamp, limit: u32) -> Result<Vec<QuestionRecord>, Error> {
        sqlx::query(
            "SELECT * FROM questions WHERE ending IS NULL AND asked_at < $1 ORDER BY asked_at LIMIT $2",
        )
        .bind(Moment(before))
        .bind(i64::from(limit))
        .fetch_all(&mut *self.read().await?)
        .await?
        .iter()
        .map(question)
        .collect()
    }
}

async fn ask(tx: &mut Tx, question: &QuestionRecord, event: &Event) -> Result<Asked, Error> {
    sqlx::query(
        "INSERT INTO questions (id, student_id, class_id, topic_id, exercise_id, language, ask, asked_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
    )
    .bind(question.id.0)
    .bind(question.student.0)
    .bind(question.class.0)
    .bind(question.ask.topic_id.as_ref().map(TopicId::as_str))
    .bind(question.ask.exercise_id.as_ref().map(ExerciseId::as_str))
    .bind(&question.language)
    .bind(to_json(&question.ask)?)
    .bind(Moment(question.asked_at))
    .execute(&mut **tx)
    .await?;
    tx.publish(event).await?;
    Ok(Asked { question_id: question.id })
}

async fn route(tx: &mut Tx, consumer: &str, cause: EventId, routed: &RoutedRecord) -> Result<Applied, Error> {
    if !outbox::accept(tx, consumer, cause, routed.event.time).await? {
        return Ok(Applied::Before);
    }
    sqlx::query("UPDATE questions SET triaged = $2 WHERE id = $1")
        .bind(routed.question.0)
        .bind(to_json(&routed.triaged)?)
        .execute(&mut **tx)
        .await?;
    tx.publish(&routed.event).await?;
    Ok(Applied::Now)
}

async fn answer(
    tx: &mut Tx,
    consumer: &str,
    cause: EventId,
    record: &AnswerRecord,
) -> Result<Applied, Error> {
    // Alone with the student's rows: answers are numbered.
    tx.take_turn(&record.event.key()).await?;
    if !outbox::accept(tx, consumer, cause, record.at).await? {
        return Ok(Applied::Before);
    }
    add(tx, record.question, Some(&record.answer), &to_json(&record.receipt)?, None, record.at).await?;
    if rung(&record.answer, 1).is_some() {
        note_opened(tx, record.question, 1, record.at).await?;
    }
    if let Some(ending) = record.ending {
        sqlx::query("UPDATE questions SET ending = $2 WHERE id = $1")
            .bind(record.question.0)
            .bind(to_json(&ending)?)
            .execute(&mut **tx)
            .await?;
    }
    tx.publish(&record.event).await?;
    Ok(Applied::Now)
}

async fn end(tx: &mut Tx, record: &EndRecord) -> Result<Applied, Error> {
    tx.take_turn(&record.event.key()).await?;
    let ended = sqlx::query("UPDATE questions SET ending = $2 WHERE id = $1 AND ending IS NULL")
        .bind(record.question.0)
        .bind(to_json(&record.ending)?)
        .execute(&mut **tx)
        .await?
        .rows_affected();
    if ended == 0 {
        return Ok(Applied::Before);
    }
    if let Some(receipt) = &record.receipt {
        let taken_back = record.taken_back.as_deref();
        add(tx, record.question, record.better.as_ref(), &to_json(receipt)?, taken_back, record.at).await?;
    }
    if let Some(made) = &record.made {
        exercises::add_made(tx, record.question, made, record.at).await?;
    }
    tx.publish(&record.event).await?;
    Ok(Applied::Now)
}

async fn add(
    tx: &mut Tx,
    question: QuestionId,
    answer: Option<&TutorAnswer>,
    receipt: &str,
    taken_back: Option<&str>,
    at: Timestamp,
) -> Result<(), Error> {
    sqlx::query(
        "INSERT INTO chat_history (question_id, number, answer, receipt, taken_back, at)
         SELECT $1, coalesce(max(number), 0) + 1, $2, $3, $4, $5 FROM chat_history WHERE question_id = $1",
    )
    .bind(question.0)
    .bind(answer.map(to_json).transpose()?)
    .bind(receipt)
    .bind(taken_back.map(storable))
    .bind(Moment(at))
    .execute(&mut **tx)
    .await?;
    Ok(())
}

async fn note_opened(tx: &mut Tx, question: QuestionId, rung: u8, at: Timestamp) -> Result<(), Error> {
    sqlx::query(
        "INSERT INTO hints (question_id, rung, opened_at) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING",
    )
    .bind(question.0)
    .bind(i16::from(rung))
    .bind(Moment(at))
    .execute(&mut **tx)
    .await?;
    Ok(())
}

async fn open(
    tx: &mut Tx,
    student: StudentId,
    question: QuestionId,
    event: RungOpened,
    now: Timestamp,
) -> Result<Option<Rung>, Error> {
    // Alone with the student's rows, or two at once would open one hint.
    tx.take_turn(&student.to_string()).await?;
    let Some(turn) = one(tx, question).await?.filter(|turn| turn.question.student == student) else {
        return Ok(None);
    };
    let next = turn.opened.iter().map(|opened| opened.rung).max().unwrap_or(0) + 1;
    let Some(rung) = turn.answers.iter().find_map(|answer| rung(answer, next)) else { return Ok(None) };
    note_opened(tx, question, next, now).await?;
    tx.publish(&event(&turn.question, next, now)).await?;
    Ok(Some(rung))
}

/// A hint of an answer.
fn rung(answer: &TutorAnswer, number: u8) -> Option<Rung> {
    answer.parts.iter().find_map(|part| match part {
        Part::Hints { rungs, .. } => rungs.iter().find(|rung| rung.rung == number).cloned(),
        _ => None,
    })
}
