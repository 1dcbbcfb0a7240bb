//! Reading questions to the tutor and what became of them.

use jiff::Timestamp;
use learnflow_contracts::tutor::{ConversationSummary, OpenedRung};
use learnflow_contracts::{ClassId, ExerciseId, QuestionId, StudentId, TopicId};
use rusqlite::{Connection, OptionalExtension, Row, params};

use crate::storage::Error;
use crate::storage::sqlite::convert::{json, millis, moment, parsed};
use crate::storage::tutor::{QuestionRecord, StudentFacts, TurnRecord, Turns};

/// Submissions that the facts tell of.
const SUBMISSIONS: u32 = 8;
/// Kinds of errors that the facts tell of.
const ERRORS: u32 = 8;

pub(super) fn question(row: &Row<'_>) -> rusqlite::Result<QuestionRecord> {
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

pub(super) fn one(db: &Connection, question: QuestionId) -> Result<Option<TurnRecord>, Error> {
    let found = db
        .prepare_cached("SELECT * FROM questions WHERE id = ?1")?
        .query_row([question.to_string()], turn)
        .optional()?;
    found.map(|turn| filled(db, turn)).transpose()
}

pub(super) fn newest(
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

pub(super) fn told(
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

pub(super) fn conversations(db: &Connection, class: ClassId) -> Result<Vec<ConversationSummary>, Error> {
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

pub(super) fn facts(db: &Connection, student: StudentId, since: Timestamp) -> Result<StudentFacts, Error> {
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
