//! Questions to the tutor and what became of them.

use async_trait::async_trait;
use jiff::Timestamp;
use learnflow_contracts::event::Event;
use learnflow_contracts::tutor::{
    Answer as TutorAnswer, Asked, ConversationSummary, OpenedRung, Part, Rung, TutorMode,
};
use learnflow_contracts::{ClassId, EventId, ExerciseId, QuestionId, StudentId, TeacherId, TopicId};
use rusqlite::{Connection, OptionalExtension, Row, params};

use super::super::tutor::{
    AnswerRecord, EndRecord, QuestionRecord, RoutedRecord, RungOpened, StudentFacts, TurnRecord, Turns,
    Tutoring,
};
use super::super::{Answer, Applied, Error, Once, OwnExercise};
use super::convert::{json, millis, moment, parsed, to_json};
use super::writer::Tx;
use super::{Sqlite, exercises, outbox};

/// Submissions that the facts tell of.
const SUBMISSIONS: u32 = 8;
/// Kinds of errors that the facts tell of.
const ERRORS: u32 = 8;

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

fn question(row: &Row<'_>) -> rusqlite::Result<QuestionRecord> {
    Ok(QuestionRecord {
        id: parsed(row, "id")?,
        student: parsed(row, "student_id")?,
        class: parsed(row, "class_id")?,
        language: row.get("language")?,
        ask: json(row, "ask")?,
        asked_at: moment(row, "asked_at")?,
    })
}

/// A question's row without what hangs on it.
fn turn(row: &Row<'_>) -> rusqlite::Result<TurnRecord> {
    let optional = |column: &str| row.get_ref(column).map(|value| value != rusqlite::types::ValueRef::Null);
    Ok(TurnRecord {
        question: question(row)?,
        triaged: if optional("triaged")? { Some(json(row, "triaged")?) } else { None },
        answers: Vec::new(),
        receipts: Vec::new(),
        taken_back: Vec::new(),
        opened: Vec::new(),
        ending: if optional("ending")? { Some(json(row, "ending")?) } else { None },
    })
}

/// The rest of a turn.
fn filled(db: &Connection, mut turn: TurnRecord) -> Result<TurnRecord, Error> {
    let id = turn.question.id.to_string();
    let mut statement = db.prepare_cached(
        "SELECT answer, receipt, taken_back FROM chat_history WHERE question_id = ?1 ORDER BY number",
    )?;
    let mut rows = statement.query([&id])?;
    while let Some(row) = rows.next()? {
        turn.receipts.push(json(row, "receipt")?);
        if row.get_ref("answer")? != rusqlite::types::ValueRef::Null {
            turn.answers.push(json(row, "answer")?);
        }
        turn.taken_back.extend(row.get::<_, Option<String>>("taken_back")?);
    }
    turn.opened = db
        .prepare_cached("SELECT rung, opened_at FROM hints WHERE question_id = ?1 ORDER BY rung")?
        .query_map([&id], |row| Ok(OpenedRung { rung: row.get("rung")?, at: moment(row, "opened_at")? }))?
        .collect::<Result<_, _>>()?;
    Ok(turn)
}

fn one(db: &Connection, question: QuestionId) -> Result<Option<TurnRecord>, Error> {
    let found = db
        .prepare_cached("SELECT * FROM questions WHERE id = ?1")?
        .query_row([question.to_string()], turn)
        .optional()?;
    found.map(|turn| filled(db, turn)).transpose()
}

fn newest(
    db: &Connection,
    class: ClassId,
    student: StudentId,
    before: Option<QuestionId>,
    limit: u32,
) -> Result<Turns, Error> {
    // Ids sort by time, so the page's last id is where it goes on.
    let mut turns: Vec<TurnRecord> = db
        .prepare_cached(
            "SELECT * FROM questions WHERE student_id = ?1 AND class_id = ?2 AND (?3 IS NULL OR id < ?3)
             ORDER BY id DESC LIMIT ?4",
        )?
        .query_map(
            params![
                student.to_string(),
                class.to_string(),
                before.map(|id| id.to_string()),
                i64::from(limit) + 1
            ],
            turn,
        )?
        .collect::<Result<_, _>>()?;
    let more = turns.len() > limit as usize;
    turns.truncate(limit as usize);
    turns.reverse();
    let turns = turns.into_iter().map(|turn| filled(db, turn)).collect::<Result<_, _>>()?;
    Ok(Turns { turns, more })
}

fn told(
    db: &Connection,
    student: StudentId,
    topic: Option<&TopicId>,
    exercise: Option<&ExerciseId>,
    limit: u32,
) -> Result<Vec<TurnRecord>, Error> {
    let turns: Vec<TurnRecord> = db
        .prepare_cached(
            "SELECT * FROM questions WHERE id IN (
               SELECT id FROM (SELECT id FROM questions WHERE student_id = ?1
                 AND (exercise_id = ?3 OR (exercise_id IS NULL OR ?3 IS NULL) AND topic_id IS ?2)
                 ORDER BY id DESC LIMIT ?4)
               UNION SELECT id FROM (SELECT id FROM questions WHERE student_id = ?1 ORDER BY id DESC LIMIT ?4))
             ORDER BY id",
        )?
        .query_map(
            params![student.to_string(), topic.map(TopicId::as_str), exercise.map(ExerciseId::as_str), limit],
            turn,
        )?
        .collect::<Result<_, _>>()?;
    turns.into_iter().map(|turn| filled(db, turn)).collect()
}

fn conversations(db: &Connection, class: ClassId) -> Result<Vec<ConversationSummary>, Error> {
    let students = db
        .prepare_cached(
            "SELECT users.id, users.name, count(*) AS questions, max(asked_at) AS last_at
             FROM questions JOIN users ON users.id = questions.student_id
             WHERE class_id = ?1 GROUP BY users.id ORDER BY last_at DESC, users.id",
        )?
        .query_map([class.to_string()], |row| {
            Ok(ConversationSummary {
                student_id: parsed(row, "id")?,
                name: row.get("name")?,
                questions: row.get("questions")?,
                last_at: moment(row, "last_at")?,
            })
        })?
        .collect::<Result<_, _>>()?;
    Ok(students)
}

fn facts(db: &Connection, student: StudentId, since: Timestamp) -> Result<StudentFacts, Error> {
    let id = student.to_string();
    let mastery = db
        .prepare_cached("SELECT topic_id, mastery FROM progress WHERE student_id = ?1 ORDER BY topic_id")?
        .query_map([&id], |row| Ok((parsed(row, "topic_id")?, json(row, "mastery")?)))?
        .collect::<Result<_, _>>()?;
    let passed = db
        .prepare_cached("SELECT exercise_id FROM exercise_progress WHERE student_id = ?1 AND passed")?
        .query_map([&id], |row| parsed(row, "exercise_id"))?
        .collect::<Result<_, _>>()?;
    let submissions = db
        .prepare_cached(
            "SELECT exercise_id, passed, score, json_extract(result, '$.error.kind') AS error, graded_at
             FROM submissions WHERE student_id = ?1 ORDER BY id DESC LIMIT ?2",
        )?
        .query_map(params![id, SUBMISSIONS], |row| {
            Ok((
                parsed(row, "exercise_id")?,
                row.get("passed")?,
                row.get("score")?,
                row.get("error")?,
                moment(row, "graded_at")?,
            ))
        })?
        .collect::<Result<_, _>>()?;
    let errors = db
        .prepare_cached(
            "SELECT kind, count(*) AS times FROM error_occurrences WHERE student_id = ?1 AND at >= ?2
             GROUP BY kind ORDER BY times DESC, kind LIMIT ?3",
        )?
        .query_map(params![id, millis(since), ERRORS], |row| Ok((row.get("kind")?, row.get("times")?)))?
        .collect::<Result<_, _>>()?;
    Ok(StudentFacts { mastery, passed, submissions, errors })
}
