//! Reading questions to the tutor and what became of them.

use jiff::Timestamp;
use learnflow_contracts::exercises::SubmissionResult;
use learnflow_contracts::progress::MasteryScore;
use learnflow_contracts::tutor::{ConversationSummary, OpenedRung};
use learnflow_contracts::{ClassId, ExerciseId, QuestionId, StudentId, TopicId};
use serde::de::DeserializeOwned;
use sqlx::postgres::PgRow;
use sqlx::types::Json;
use sqlx::{PgConnection, Row};

use crate::storage::Error;
use crate::storage::postgres::convert::{Moment, json, parsed, unreadable};
use crate::storage::tutor::{QuestionRecord, StudentFacts, TurnRecord, Turns};

/// Submissions that the facts tell of.
const SUBMISSIONS: i64 = 8;
/// Kinds of errors that the facts tell of.
const ERRORS: i64 = 8;

pub(super) fn question(row: &PgRow) -> Result<QuestionRecord, Error> {
    Ok(QuestionRecord {
        id: QuestionId(row.try_get("id")?),
        student: StudentId(row.try_get("student_id")?),
        class: ClassId(row.try_get("class_id")?),
        language: row.try_get("language")?,
        ask: json(row, "ask")?,
        asked_at: row.try_get::<Moment, _>("asked_at")?.0,
    })
}

/// A question's row without what hangs on it.
fn turn(row: &PgRow) -> Result<TurnRecord, Error> {
    Ok(TurnRecord {
        question: question(row)?,
        triaged: json_option(row, "triaged")?,
        answers: Vec::new(),
        receipts: Vec::new(),
        taken_back: Vec::new(),
        opened: Vec::new(),
        ending: json_option(row, "ending")?,
    })
}

fn json_option<T: DeserializeOwned>(row: &PgRow, column: &str) -> Result<Option<T>, Error> {
    let text: Option<&str> = row.try_get(column)?;
    text.map(|text| serde_json::from_str(text).map_err(|_| unreadable(column))).transpose()
}

/// The rest of some turns.
async fn filled(db: &mut PgConnection, mut turns: Vec<TurnRecord>) -> Result<Vec<TurnRecord>, Error> {
    let ids: Vec<_> = turns.iter().map(|turn| turn.question.id.0).collect();
    let answers = sqlx::query(
        "SELECT question_id, answer, receipt, taken_back FROM chat_history WHERE question_id = ANY($1)
         ORDER BY question_id, number",
    )
    .bind(&ids)
    .fetch_all(&mut *db)
    .await?;
    let opened = sqlx::query(
        "SELECT question_id, rung, opened_at FROM hints WHERE question_id = ANY($1) ORDER BY question_id, rung",
    )
    .bind(&ids)
    .fetch_all(db)
    .await?;
    for turn in &mut turns {
        let id = turn.question.id;
        let is_its_own = |row: &&PgRow| row.try_get("question_id").is_ok_and(|of| QuestionId(of) == id);
        for row in answers.iter().filter(is_its_own) {
            turn.receipts.push(json(row, "receipt")?);
            turn.answers.extend(json_option(row, "answer")?);
            turn.taken_back.extend(row.try_get::<Option<String>, _>("taken_back")?);
        }
        for row in opened.iter().filter(is_its_own) {
            let rung = u8::try_from(row.try_get::<i16, _>("rung")?).map_err(|_| unreadable("rung"))?;
            turn.opened.push(OpenedRung { rung, at: row.try_get::<Moment, _>("opened_at")?.0 });
        }
    }
    Ok(turns)
}

pub(super) async fn one(db: &mut PgConnection, question: QuestionId) -> Result<Option<TurnRecord>, Error> {
    let found = sqlx::query("SELECT * FROM questions WHERE id = $1")
        .bind(question.0)
        .fetch_optional(&mut *db)
        .await?;
    let Some(row) = found else { return Ok(None) };
    Ok(filled(db, vec![turn(&row)?]).await?.pop())
}

pub(super) async fn newest(
    db: &mut PgConnection,
    class: ClassId,
    student: StudentId,
    before: Option<QuestionId>,
    limit: u32,
) -> Result<Turns, Error> {
    // Ids sort by time, so the page's last id is where it goes on.
    let mut turns: Vec<TurnRecord> = sqlx::query(
        "SELECT * FROM questions WHERE student_id = $1 AND class_id = $2 AND ($3::uuid IS NULL OR id < $3)
         ORDER BY id DESC LIMIT $4",
    )
    .bind(student.0)
    .bind(class.0)
    .bind(before.map(|id| id.0))
    .bind(i64::from(limit) + 1)
    .fetch_all(&mut *db)
    .await?
    .iter()
    .map(turn)
    .collect::<Result<_, _>>()?;
    let more = turns.len() > limit as usize;
    turns.truncate(limit as usize);
    turns.reverse();
    Ok(Turns { turns: filled(db, turns).await?, more })
}

pub(super) async fn told(
    db: &mut PgConnection,
    student: StudentId,
    topic: Option<&TopicId>,
    exercise: Option<&ExerciseId>,
    limit: u32,
) -> Result<Vec<TurnRecord>, Error> {
    let turns: Vec<TurnRecord> = sqlx::query(
        "SELECT * FROM questions WHERE id IN (
           (SELECT id FROM questions WHERE student_id = $1
             AND (exercise_id = $3 OR (exercise_id IS NULL OR $3 IS NULL) AND topic_id IS NOT DISTINCT FROM $2)
             ORDER BY id DESC LIMIT $4)
           UNION (SELECT id FROM questions WHERE student_id = $1 ORDER BY id DESC LIMIT $4))
         ORDER BY id",
    )
    .bind(student.0)
    .bind(topic.map(TopicId::as_str))
    .bind(exercise.map(ExerciseId::as_str))
    .bind(i64::from(limit))
    .fetch_all(&mut *db)
    .await?
    .iter()
    .map(turn)
    .collect::<Result<_, _>>()?;
    filled(db, turns).await
}

pub(super) async fn conversations(
    db: &mut PgConnection,
    class: ClassId,
) -> Result<Vec<ConversationSummary>, Error> {
    sqlx::query(
        "SELECT users.id, users.name, count(*) AS questions, max(asked_at) AS last_at
         FROM questions JOIN users ON users.id = questions.student_id
         WHERE class_id = $1 GROUP BY users.id ORDER BY last_at DESC, users.id",
    )
    .bind(class.0)
    .fetch_all(db)
    .await?
    .iter()
    .map(|row| {
        let questions = row.try_get::<i64, _>("questions")?;
        Ok(ConversationSummary {
            student_id: StudentId(row.try_get("id")?),
            name: row.try_get("name")?,
            questions: u32::try_from(questions).map_err(|_| unreadable("questions"))?,
            last_at: row.try_get::<Moment, _>("last_at")?.0,
        })
    })
    .collect()
}

pub(super) async fn facts(
    db: &mut PgConnection,
    student: StudentId,
    since: Timestamp,
) -> Result<StudentFacts, Error> {
    let mastery =
        sqlx::query("SELECT topic_id, mastery FROM progress WHERE student_id = $1 ORDER BY topic_id")
            .bind(student.0)
            .fetch_all(&mut *db)
            .await?
            .iter()
            .map(|row| Ok((parsed(row, "topic_id")?, row.try_get::<Json<MasteryScore>, _>("mastery")?.0)))
            .collect::<Result<_, Error>>()?;
    let passed = sqlx::query(
        "SELECT exercise_id FROM exercise_progress WHERE student_id = $1 AND passed ORDER BY topic_id, exercise_id",
    )
    .bind(student.0)
    .fetch_all(&mut *db)
    .await?
    .iter()
    .map(|row| parsed(row, "exercise_id"))
    .collect::<Result<_, Error>>()?;
    let submissions = sqlx::query(
        "SELECT exercise_id, passed, score, result, graded_at
         FROM submissions WHERE student_id = $1 ORDER BY id DESC LIMIT $2",
    )
    .bind(student.0)
    .bind(SUBMISSIONS)
    .fetch_all(&mut *db)
    .await?
    .iter()
    .map(|row| {
        // Read here and not by Postgres: what a student printed may be nothing that its JSON takes.
        let error = json::<SubmissionResult>(row, "result")?.error.map(|error| error.kind);
        let at = row.try_get::<Moment, _>("graded_at")?.0;
        Ok((parsed(row, "exercise_id")?, row.try_get("passed")?, row.try_get("score")?, error, at))
    })
    .collect::<Result<_, Error>>()?;
    let errors = sqlx::query(
        "SELECT kind, count(*) AS times FROM error_occurrences WHERE student_id = $1 AND at >= $2
         GROUP BY kind ORDER BY times DESC, kind LIMIT $3",
    )
    .bind(student.0)
    .bind(Moment(since))
    .bind(ERRORS)
    .fetch_all(db)
    .await?
    .iter()
    .map(|row| {
        let times = u32::try_from(row.try_get::<i64, _>("times")?).map_err(|_| unreadable("times"))?;
        Ok((row.try_get("kind")?, times))
    })
    .collect::<Result<_, Error>>()?;
    Ok(StudentFacts { mastery, passed, submissions, errors })
}
