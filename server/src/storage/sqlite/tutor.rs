//! Questions to the tutor and what became of them.

mod reading;

use async_trait::async_trait;
use jiff::Timestamp;
use learnflow_contracts::event::Event;
use learnflow_contracts::tutor::{Answer as TutorAnswer, Asked, ConversationSummary, Part, Rung, TutorMode};
use learnflow_contracts::{ClassId, EventId, ExerciseId, QuestionId, StudentId, TeacherId, TopicId};
use rusqlite::{OptionalExtension, params};

use self::reading::{conversations, facts, newest, one, question, told};
use super::super::tutor::{
    AnswerRecord, EndRecord, QuestionRecord, RoutedRecord, RungOpened, StudentFacts, TurnRecord, Turns,
    Tutoring,
};
use super::super::{Answer, Applied, Error, Once, OwnExercise};
use super::convert::{json, millis, to_json};
use super::writer::Tx;
use super::{Sqlite, exercises, outbox};

#[async_trait]
impl Tutoring for Sqlite {
    async fn record_question(
        &self,
        question: &QuestionRecord,
        event: &Event,
        once: &Once,
    ) -> Result<Answer<Asked>, Error> {
        let (question, event) = (question.clone(), event.clone());
        self.write_once(once, move |tx, _| ask(tx, &question, &event)).await
    }

    async fn record_routing(
        &self,
        consumer: &str,
        cause: EventId,
        routed: &RoutedRecord,
    ) -> Result<Applied, Error> {
        let (consumer, routed) = (consumer.to_owned(), routed.clone());
        self.writer.write(move |tx| route(tx, &consumer, cause, &routed)).await
    }

    async fn record_answer(
        &self,
        consumer: &str,
        cause: EventId,
        answer: &AnswerRecord,
    ) -> Result<Applied, Error> {
        let (consumer, answer) = (consumer.to_owned(), answer.clone());
        self.writer.write(move |tx| self::answer(tx, &consumer, cause, &answer)).await
    }

    async fn end_question(&self, end: &EndRecord) -> Result<Applied, Error> {
        let end = end.clone();
        self.writer.write(move |tx| self::end(tx, &end)).await
    }

    async fn open_rung(
        &self,
        student: StudentId,
        question: QuestionId,
        event: RungOpened,
        once: &Once,
    ) -> Result<Option<Answer<Rung>>, Error> {
        let answer: Answer<Option<Rung>> =
            self.write_once(once, move |tx, once| open(tx, student, question, event, once.now)).await?;
        Ok(answer.transpose())
    }

    async fn turn(&self, question: QuestionId) -> Result<Option<TurnRecord>, Error> {
        self.readers.read(move |db| one(db, question)).await
    }

    async fn turns(
        &self,
        class: ClassId,
        student: StudentId,
        before: Option<QuestionId>,
        limit: u32,
    ) -> Result<Turns, Error> {
        self.readers.read(move |db| newest(db, class, student, before, limit)).await
    }

    async fn told(
        &self,
        student: StudentId,
        topic: Option<&TopicId>,
        exercise: Option<&ExerciseId>,
        limit: u32,
    ) -> Result<Vec<TurnRecord>, Error> {
        let (topic, exercise) = (topic.cloned(), exercise.cloned());
        self.readers.read(move |db| told(db, student, topic.as_ref(), exercise.as_ref(), limit)).await
    }

    async fn conversations(&self, class: ClassId) -> Result<Vec<ConversationSummary>, Error> {
        self.readers.read(move |db| conversations(db, class)).await
    }

    async fn tutor_mode(&self, class: ClassId) -> Result<TutorMode, Error> {
        self.readers
            .read(move |db| {
                let mode = db
                    .prepare_cached("SELECT mode FROM class_tutor WHERE class_id = ?1")?
                    .query_row([class.to_string()], |row| json(row, "mode"))
                    .optional()?;
                Ok(mode.unwrap_or_default())
            })
            .await
    }

    async fn switch_tutor(&self, class: ClassId, mode: TutorMode, now: Timestamp) -> Result<(), Error> {
        self.writer
            .write(move |tx| {
                tx.prepare_cached(
                    "INSERT INTO class_tutor (class_id, mode, changed_at) VALUES (?1, ?2, ?3)
                     ON CONFLICT DO UPDATE SET mode = excluded.mode, changed_at = excluded.changed_at",
                )?
                .execute(params![class.to_string(), to_json(&mode)?, millis(now)])?;
                Ok(())
            })
            .await
    }

    async fn student_facts(&self, student: StudentId, since: Timestamp) -> Result<StudentFacts, Error> {
        self.readers.read(move |db| facts(db, student, since)).await
    }

    async fn made_exercises(
        &self,
        teacher: TeacherId,
        student: Option<StudentId>,
    ) -> Result<Vec<OwnExercise>, Error> {
        self.readers.read(move |db| exercises::made(db, teacher, student)).await
    }

    async fn unended(&self, before: Timestamp, limit: u32) -> Result<Vec<QuestionRecord>, Error> {
        self.readers
            .read(move |db| {
                let questions = db
                    .prepare_cached(
                        "SELECT * FROM questions WHERE ending IS NULL AND asked_at < ?1 ORDER BY asked_at LIMIT ?2",
                    )?
                    .query_map(params![millis(before), limit], question)?
                    .collect::<Result<_, _>>()?;
                Ok(questions)
            })
            .await
    }
}

fn ask(tx: &Tx<'_>, question: &QuestionRecord, event: &Event) -> Result<Asked, Error> {
    tx.prepare_cached(
        "INSERT INTO questions (id, student_id, class_id, topic_id, exercise_id, language, ask, asked_at)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
    )?
    .execute(params![
        question.id.to_string(),
        question.student.to_string(),
        question.class.to_string(),
        question.ask.topic_id.as_ref().map(TopicId::as_str),
        question.ask.exercise_id.as_ref().map(ExerciseId::as_str),
        question.language,
        to_json(&question.ask)?,
        millis(question.asked_at)
    ])?;
    tx.publish(event)?;
    Ok(Asked { question_id: question.id })
}

fn route(tx: &Tx<'_>, consumer: &str, cause: EventId, routed: &RoutedRecord) -> Result<Applied, Error> {
    if !outbox::accept(tx, consumer, cause, routed.event.time)? {
        return Ok(Applied::Before);
    }
    tx.prepare_cached("UPDATE questions SET triaged = ?2 WHERE id = ?1")?
        .execute(params![routed.question.to_string(), to_json(&routed.triaged)?])?;
    tx.publish(&routed.event)?;
    Ok(Applied::Now)
}

fn answer(tx: &Tx<'_>, consumer: &str, cause: EventId, record: &AnswerRecord) -> Result<Applied, Error> {
    if !outbox::accept(tx, consumer, cause, record.at)? {
        return Ok(Applied::Before);
    }
    add(tx, record.question, Some(&record.answer), &to_json(&record.receipt)?, None, record.at)?;
    if rung(&record.answer, 1).is_some() {
        note_opened(tx, record.question, 1, record.at)?;
    }
    if let Some(ending) = record.ending {
        tx.prepare_cached("UPDATE questions SET ending = ?2 WHERE id = ?1")?
            .execute(params![record.question.to_string(), to_json(&ending)?])?;
    }
    tx.publish(&record.event)?;
    Ok(Applied::Now)
}

fn end(tx: &Tx<'_>, record: &EndRecord) -> Result<Applied, Error> {
    let ended = tx
        .prepare_cached("UPDATE questions SET ending = ?2 WHERE id = ?1 AND ending IS NULL")?
        .execute(params![record.question.to_string(), to_json(&record.ending)?])?;
    if ended == 0 {
        return Ok(Applied::Before);
    }
    if let Some(receipt) = &record.receipt {
        let taken_back = record.taken_back.as_deref();
        add(tx, record.question, record.better.as_ref(), &to_json(receipt)?, taken_back, record.at)?;
    }
    if let Some(made) = &record.made {
        exercises::add_made(tx, record.question, made, record.at)?;
    }
    tx.publish(&record.event)?;
    Ok(Applied::Now)
}

fn add(
    tx: &Tx<'_>,
    question: QuestionId,
    answer: Option<&TutorAnswer>,
    receipt: &str,
    taken_back: Option<&str>,
    at: Timestamp,
) -> Result<(), Error> {
    tx.prepare_cached(
        "INSERT INTO chat_history (question_id, number, answer, receipt, taken_back, at)
         SELECT ?1, coalesce(max(number), 0) + 1, ?2, ?3, ?4, ?5 FROM chat_history WHERE question_id = ?1",
    )?
    .execute(params![
        question.to_string(),
        answer.map(to_json).transpose()?,
        receipt,
        taken_back,
        millis(at)
    ])?;
    Ok(())
}

fn note_opened(tx: &Tx<'_>, question: QuestionId, rung: u8, at: Timestamp) -> Result<(), Error> {
    tx.prepare_cached("INSERT OR IGNORE INTO hints (question_id, rung, opened_at) VALUES (?1, ?2, ?3)")?
        .execute(params![question.to_string(), rung, millis(at)])?;
    Ok(())
}

fn open(
    tx: &Tx<'_>,
    student: StudentId,
    question: QuestionId,
    event: RungOpened,
    now: Timestamp,
) -> Result<Option<Rung>, Error> {
    let Some(turn) = one(tx, question)?.filter(|turn| turn.question.student == student) else {
        return Ok(None);
    };
    let next = turn.opened.iter().map(|opened| opened.rung).max().unwrap_or(0) + 1;
    let Some(rung) = turn.answers.iter().find_map(|answer| rung(answer, next)) else { return Ok(None) };
    note_opened(tx, question, next, now)?;
    tx.publish(&event(&turn.question, next, now))?;
    Ok(Some(rung))
}

/// A hint of an answer.
fn rung(answer: &TutorAnswer, number: u8) -> Option<Rung> {
    answer.parts.iter().find_map(|part| match part {
        Part::Hints { rungs, .. } => rungs.iter().find(|rung| rung.rung == number).cloned(),
        _ => None,
    })
}
