//! Signals and alerts.

use async_trait::async_trait;
use jiff::{SignedDuration, Timestamp};
use learnflow_contracts::alerts::{Alert, AlertMark, Alerts as ClassAlerts, RuleShare, StruggleRule};
use learnflow_contracts::event::{Data, Event, StruggleDetected, StruggleResolved};
use learnflow_contracts::{AlertId, ClassId, StudentId, TeacherId};
use learnflow_pedagogy::struggle::{Earlier, Finding, Signal, Verdict};
use rusqlite::{Connection, OptionalExtension, Row, params};

use super::super::alerts::{Alerts, Judge, LOOK_BACK_HOURS, MOST_SIGNALS, SignalRecord};
use super::super::{Applied, Error};
use super::Sqlite;
use super::convert::{json, millis, moment, parsed, parsed_option, to_json};
use super::outbox;
use super::writer::Tx;

#[async_trait]
impl Alerts for Sqlite {
    async fn apply_signal(
        &self,
        consumer: &str,
        record: &SignalRecord,
        judge: Judge,
    ) -> Result<Applied, Error> {
        let (consumer, record) = (consumer.to_owned(), record.clone());
        self.writer.write(move |tx| apply(tx, &consumer, &record, &judge)).await
    }

    async fn look_again(
        &self,
        student: StudentId,
        class: ClassId,
        now: Timestamp,
        judge: Judge,
    ) -> Result<(), Error> {
        self.writer.write(move |tx| look(tx, student, class, now, None, &judge)).await
    }

    async fn at_work_since(&self, since: Timestamp) -> Result<Vec<(StudentId, ClassId)>, Error> {
        self.readers
            .read(move |db| {
                let found = db
                    .prepare_cached("SELECT DISTINCT student_id, class_id FROM signals WHERE at >= ?1")?
                    .query_map([millis(since)], |row| {
                        Ok((parsed(row, "student_id")?, parsed(row, "class_id")?))
                    })?
                    .collect::<Result<_, _>>()?;
                Ok(found)
            })
            .await
    }

    async fn alerts(&self, class: ClassId, since: Timestamp) -> Result<ClassAlerts, Error> {
        self.readers.read(move |db| of_class(db, class, since)).await
    }

    async fn alert(&self, id: AlertId) -> Result<Option<Alert>, Error> {
        self.readers.read(move |db| one(db, id)).await
    }

    async fn mark_alert(
        &self,
        class: ClassId,
        alert: AlertId,
        teacher: TeacherId,
        useful: bool,
        now: Timestamp,
    ) -> Result<Option<Alert>, Error> {
        self.writer
            .write(move |tx| {
                tx.prepare_cached(
                    "UPDATE struggle_alerts SET useful = ?3, marked_by = ?4, marked_at = ?5
                     WHERE id = ?1 AND class_id = ?2",
                )?
                .execute(params![
                    alert.to_string(),
                    class.to_string(),
                    useful,
                    teacher.to_string(),
                    millis(now)
                ])?;
                Ok(tx
                    .prepare_cached(&format!("{ALERT} WHERE alerts.id = ?1 AND alerts.class_id = ?2"))?
                    .query_row([alert.to_string(), class.to_string()], alert_row)
                    .optional()?)
            })
            .await
    }

    async fn signals_since(&self, since: Timestamp) -> Result<Vec<SignalRecord>, Error> {
        self.readers
            .read(move |db| {
                let found = db
                    .prepare_cached(
                        "SELECT student_id, class_id, event, help FROM signals WHERE at >= ?1
                         ORDER BY student_id, at, event_id",
                    )?
                    .query_map([millis(since)], signal_row)?
                    .collect::<Result<_, _>>()?;
                Ok(found)
            })
            .await
    }
}

/// The names beside a shortened alert: a removed student has none.
const ALERT: &str =
    "SELECT alerts.id, alerts.student_id, students.name AS name, rule, topic_id, exercise_id, since,
        at, evidence, resolved_at, useful, teachers.name AS marked_name, marked_at
    FROM struggle_alerts AS alerts
    JOIN users AS students ON students.id = alerts.student_id
    LEFT JOIN users AS teachers ON teachers.id = alerts.marked_by";

fn apply(tx: &Tx<'_>, consumer: &str, record: &SignalRecord, judge: &Judge) -> Result<Applied, Error> {
    let event = &record.event;
    if !outbox::accept(tx, consumer, event.id, event.time)? {
        return Ok(Applied::Before);
    }
    tx.prepare_cached(
        "INSERT INTO signals (event_id, student_id, class_id, at, event, help) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
    )?
    .execute(params![
        event.id.to_string(),
        record.student.to_string(),
        record.class.to_string(),
        millis(event.time),
        to_json(event)?,
        record.help
    ])?;
    look(tx, record.student, record.class, event.time, event.traceparent.clone(), judge)?;
    Ok(Applied::Now)
}

/// Asks the judge, and stores what follows.
fn look(
    tx: &Tx<'_>,
    student: StudentId,
    class: ClassId,
    now: Timestamp,
    traceparent: Option<String>,
    judge: &Judge,
) -> Result<(), Error> {
    let signals = signals(tx, student, now)?;
    let Verdict { alert, resolved } = judge(&signals, &earlier(tx, student, now)?, now);
    for alert_id in resolved {
        tx.prepare_cached("UPDATE struggle_alerts SET resolved_at = ?2 WHERE id = ?1")?
            .execute(params![alert_id.to_string(), millis(now)])?;
        let data = StruggleResolved { alert_id, student_id: student, class_id: class };
        tx.publish(&Event::new("progress", now, traceparent.clone(), Data::StruggleResolved(data)))?;
    }
    let Some(Finding { rule, topic, exercise, since, evidence }) = alert else { return Ok(()) };
    let alert_id = AlertId::new();
    tx.prepare_cached(
        "INSERT INTO struggle_alerts (id, student_id, class_id, rule, topic_id, exercise_id, since, at, evidence)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
    )?
    .execute(params![
        alert_id.to_string(),
        student.to_string(),
        class.to_string(),
        rule.name(),
        topic.as_ref().map(learnflow_contracts::TopicId::as_str),
        exercise.as_ref().map(learnflow_contracts::ExerciseId::as_str),
        millis(since),
        millis(now),
        to_json(&evidence)?
    ])?;
    let data = StruggleDetected {
        alert_id,
        student_id: student,
        class_id: class,
        rule,
        topic_id: topic,
        exercise_id: exercise,
        since,
        evidence,
    };
    tx.publish(&Event::new("progress", now, traceparent, Data::StruggleDetected(data)))
}

/// The student's newest signals of the last day, oldest first.
fn signals(db: &Connection, student: StudentId, now: Timestamp) -> Result<Vec<Signal>, Error> {
    let mut records: Vec<SignalRecord> = db
        .prepare_cached(
            "SELECT student_id, class_id, event, help FROM signals
             WHERE student_id = ?1 AND at >= ?2 ORDER BY at DESC, event_id DESC LIMIT ?3",
        )?
        .query_map(params![student.to_string(), looked_at_from(now), MOST_SIGNALS], signal_row)?
        .collect::<Result<_, _>>()?;
    records.reverse();
    Ok(records.iter().filter_map(SignalRecord::signal).collect())
}

/// Alerts of the last day, and those that still stand.
fn earlier(db: &Connection, student: StudentId, now: Timestamp) -> Result<Vec<Earlier>, Error> {
    let found = db
        .prepare_cached(
            "SELECT id, rule, topic_id, exercise_id, at, resolved_at IS NOT NULL AS resolved FROM struggle_alerts
             WHERE student_id = ?1 AND (at >= ?2 OR resolved_at IS NULL)",
        )?
        .query_map(params![student.to_string(), looked_at_from(now)], |row| {
            Ok(Earlier {
                id: parsed(row, "id")?,
                rule: rule(row)?,
                topic: parsed_option(row, "topic_id")?,
                exercise: parsed_option(row, "exercise_id")?,
                at: moment(row, "at")?,
                resolved: row.get("resolved")?,
            })
        })?
        .collect::<Result<_, _>>()?;
    Ok(found)
}

fn looked_at_from(now: Timestamp) -> i64 {
    millis(now - SignedDuration::from_hours(LOOK_BACK_HOURS))
}

fn of_class(db: &Connection, class: ClassId, since: Timestamp) -> Result<ClassAlerts, Error> {
    let alerts = db
        .prepare_cached(&format!(
            "{ALERT} JOIN enrollments ON enrollments.student_id = alerts.student_id
                 AND enrollments.class_id = alerts.class_id
             WHERE alerts.class_id = ?1 AND at >= ?2
             ORDER BY resolved_at IS NOT NULL, at DESC, alerts.id DESC"
        ))?
        .query_map(params![class.to_string(), millis(since)], alert_row)?
        .collect::<Result<_, _>>()?;
    let mut shares: Vec<RuleShare> = db
        .prepare_cached(
            "SELECT rule, count(*) AS fired, count(useful) AS marked, coalesce(sum(useful), 0) AS useful
             FROM struggle_alerts WHERE class_id = ?1 GROUP BY rule",
        )?
        .query_map([class.to_string()], |row| {
            Ok(RuleShare {
                rule: rule(row)?,
                fired: row.get("fired")?,
                marked: row.get("marked")?,
                useful: row.get("useful")?,
            })
        })?
        .collect::<Result<_, _>>()?;
    shares.sort_by_key(|share| StruggleRule::ALL.iter().position(|rule| *rule == share.rule));
    Ok(ClassAlerts { alerts, shares })
}

fn one(db: &Connection, id: AlertId) -> Result<Option<Alert>, Error> {
    Ok(db
        .prepare_cached(&format!("{ALERT} WHERE alerts.id = ?1"))?
        .query_row([id.to_string()], alert_row)
        .optional()?)
}

fn alert_row(row: &Row<'_>) -> rusqlite::Result<Alert> {
    let resolved: Option<i64> = row.get("resolved_at")?;
    let useful: Option<bool> = row.get("useful")?;
    let mark = match useful {
        None => None,
        Some(useful) => Some(AlertMark {
            useful,
            by: row.get::<_, Option<String>>("marked_name")?.unwrap_or_default(),
            at: moment(row, "marked_at")?,
        }),
    };
    Ok(Alert {
        id: parsed(row, "id")?,
        student_id: parsed(row, "student_id")?,
        name: row.get("name")?,
        rule: rule(row)?,
        topic_id: parsed_option(row, "topic_id")?,
        exercise_id: parsed_option(row, "exercise_id")?,
        since: moment(row, "since")?,
        at: moment(row, "at")?,
        evidence: json(row, "evidence")?,
        resolved_at: resolved.map(|_| moment(row, "resolved_at")).transpose()?,
        mark,
    })
}

fn signal_row(row: &Row<'_>) -> rusqlite::Result<SignalRecord> {
    Ok(SignalRecord {
        student: parsed(row, "student_id")?,
        class: parsed(row, "class_id")?,
        event: json(row, "event")?,
        help: row.get("help")?,
    })
}

fn rule(row: &Row<'_>) -> rusqlite::Result<StruggleRule> {
    parsed(row, "rule")
}
