//! Signals and alerts.

use async_trait::async_trait;
use futures::FutureExt;
use jiff::{SignedDuration, Timestamp};
use learnflow_contracts::alerts::{Alert, AlertMark, Alerts as ClassAlerts, RuleShare, StruggleRule};
use learnflow_contracts::event::{Data, Event, StruggleDetected, StruggleResolved};
use learnflow_contracts::{AlertId, ClassId, StudentId, TeacherId};
use learnflow_pedagogy::struggle::{Earlier, Finding, Signal, Verdict};
use sqlx::postgres::PgRow;
use sqlx::{AssertSqlSafe, PgConnection, Row};

use super::super::alerts::{Alerts, Judge, LOOK_BACK_HOURS, MOST_SIGNALS, SignalRecord};
use super::super::{Applied, Error};
use super::convert::{Moment, json, parsed, parsed_option, to_json};
use super::tx::Tx;
use super::{Postgres, outbox};

#[async_trait]
impl Alerts for Postgres {
    async fn apply_signal(
        &self,
        consumer: &str,
        record: &SignalRecord,
        judge: Judge,
    ) -> Result<Applied, Error> {
        self.write((consumer, record, judge), |tx, (consumer, record, judge)| {
            apply(tx, consumer, record, judge).boxed()
        })
        .await
    }

    async fn look_again(
        &self,
        student: StudentId,
        class: ClassId,
        now: Timestamp,
        judge: Judge,
    ) -> Result<(), Error> {
        self.write((student, class, now, judge), |tx, (student, class, now, judge)| {
            async move {
                tx.take_turn(&student.to_string()).await?;
                look(tx, *student, *class, *now, None, judge).await
            }
            .boxed()
        })
        .await
    }

    async fn at_work_since(&self, since: Timestamp) -> Result<Vec<(StudentId, ClassId)>, Error> {
        sqlx::query("SELECT DISTINCT student_id, class_id FROM signals WHERE at >= $1")
            .bind(Moment(since))
            .fetch_all(&mut *self.read().await?)
            .await?
            .iter()
            .map(|row| Ok((StudentId(row.try_get("student_id")?), ClassId(row.try_get("class_id")?))))
            .collect()
    }

    async fn alerts(&self, class: ClassId, since: Timestamp) -> Result<ClassAlerts, Error> {
        of_class(&mut *self.read().await?, class, since).await
    }

    async fn alert(&self, id: AlertId) -> Result<Option<Alert>, Error> {
        let found = sqlx::query(AssertSqlSafe(format!("{ALERT} WHERE alerts.id = $1")))
            .bind(id.0)
            .fetch_optional(&mut *self.read().await?)
            .await?;
        found.as_ref().map(alert_row).transpose()
    }

    async fn mark_alert(
        &self,
        class: ClassId,
        alert: AlertId,
        teacher: TeacherId,
        useful: bool,
        now: Timestamp,
    ) -> Result<Option<Alert>, Error> {
        let marked = sqlx::query(
            "UPDATE struggle_alerts SET useful = $3, marked_by = $4, marked_at = $5
             WHERE id = $1 AND class_id = $2",
        )
        .bind(alert.0)
        .bind(class.0)
        .bind(useful)
        .bind(teacher.0)
        .bind(Moment(now))
        .execute(&mut *self.read().await?)
        .await?
        .rows_affected();
        if marked == 0 { Ok(None) } else { self.alert(alert).await }
    }

    async fn signals_since(&self, since: Timestamp) -> Result<Vec<SignalRecord>, Error> {
        sqlx::query(
            "SELECT student_id, class_id, event, help FROM signals WHERE at >= $1
             ORDER BY student_id, at, event_id",
        )
        .bind(Moment(since))
        .fetch_all(&mut *self.read().await?)
        .await?
        .iter()
        .map(signal_row)
        .collect()
    }
}

const ALERT: &str =
    "SELECT alerts.id, alerts.student_id, pupils.name AS name, rule, topic_id, exercise_id, since,
        at, evidence, resolved_at, useful, markers.name AS marked_name, marked_at
    FROM struggle_alerts AS alerts
    JOIN users AS pupils ON pupils.id = alerts.student_id
    LEFT JOIN users AS markers ON markers.id = alerts.marked_by";

async fn apply(tx: &mut Tx, consumer: &str, record: &SignalRecord, judge: &Judge) -> Result<Applied, Error> {
    let event = &record.event;
    tx.take_turn(&record.student.to_string()).await?;
    if !outbox::accept(tx, consumer, event.id, event.time).await? {
        return Ok(Applied::Before);
    }
    sqlx::query(
        "INSERT INTO signals (event_id, student_id, class_id, at, event, help) VALUES ($1, $2, $3, $4, $5, $6)",
    )
    .bind(event.id.0)
    .bind(record.student.0)
    .bind(record.class.0)
    .bind(Moment(event.time))
    .bind(to_json(event)?)
    .bind(record.help)
    .execute(&mut **tx)
    .await?;
    look(tx, record.student, record.class, event.time, event.traceparent.clone(), judge).await?;
    Ok(Applied::Now)
}

/// Asks the judge, and stores what follows. In the student's turn.
async fn look(
    tx: &mut Tx,
    student: StudentId,
    class: ClassId,
    now: Timestamp,
    traceparent: Option<String>,
    judge: &Judge,
) -> Result<(), Error> {
    let signals = signals(tx, student, now).await?;
    let earlier = earlier(tx, student, now).await?;
    let Verdict { alert, resolved } = judge(&signals, &earlier, now);
    for alert_id in resolved {
        sqlx::query("UPDATE struggle_alerts SET resolved_at = $2 WHERE id = $1")
            .bind(alert_id.0)
            .bind(Moment(now))
            .execute(&mut **tx)
            .await?;
        let data = StruggleResolved { alert_id, student_id: student, class_id: class };
        tx.publish(&Event::new("progress", now, traceparent.clone(), Data::StruggleResolved(data))).await?;
    }
    let Some(Finding { rule, topic, exercise, since, evidence }) = alert else { return Ok(()) };
    let alert_id = AlertId::new();
    sqlx::query(
        "INSERT INTO struggle_alerts (id, student_id, class_id, rule, topic_id, exercise_id, since, at, evidence)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
    )
    .bind(alert_id.0)
    .bind(student.0)
    .bind(class.0)
    .bind(rule.name())
    .bind(topic.as_ref().map(learnflow_contracts::TopicId::as_str))
    .bind(exercise.as_ref().map(learnflow_contracts::ExerciseId::as_str))
    .bind(Moment(since))
    .bind(Moment(now))
    .bind(to_json(&evidence)?)
    .execute(&mut **tx)
    .await?;
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
    tx.publish(&Event::new("progress", now, traceparent, Data::StruggleDetected(data))).await
}

/// The student's newest signals of the last day, oldest first.
async fn signals(db: &mut PgConnection, student: StudentId, now: Timestamp) -> Result<Vec<Signal>, Error> {
    let rows = sqlx::query(
        "SELECT student_id, class_id, event, help FROM signals
         WHERE student_id = $1 AND at >= $2 ORDER BY at DESC, event_id DESC LIMIT $3",
    )
    .bind(student.0)
    .bind(looked_at_from(now))
    .bind(i64::from(MOST_SIGNALS))
    .fetch_all(db)
    .await?;
    let records: Vec<SignalRecord> = rows.iter().rev().map(signal_row).collect::<Result<_, _>>()?;
    Ok(records.iter().filter_map(SignalRecord::signal).collect())
}

/// Alerts of the last day, and those that still stand.
async fn earlier(db: &mut PgConnection, student: StudentId, now: Timestamp) -> Result<Vec<Earlier>, Error> {
    sqlx::query(
        "SELECT id, rule, topic_id, exercise_id, at, resolved_at IS NOT NULL AS resolved FROM struggle_alerts
         WHERE student_id = $1 AND (at >= $2 OR resolved_at IS NULL)",
    )
    .bind(student.0)
    .bind(looked_at_from(now))
    .fetch_all(db)
    .await?
    .iter()
    .map(|row| {
        Ok(Earlier {
            id: AlertId(row.try_get("id")?),
            rule: parsed(row, "rule")?,
            topic: parsed_option(row, "topic_id")?,
            exercise: parsed_option(row, "exercise_id")?,
            at: row.try_get::<Moment, _>("at")?.0,
            resolved: row.try_get("resolved")?,
        })
    })
    .collect()
}

fn looked_at_from(now: Timestamp) -> Moment {
    Moment(now - SignedDuration::from_hours(LOOK_BACK_HOURS))
}

async fn of_class(db: &mut PgConnection, class: ClassId, since: Timestamp) -> Result<ClassAlerts, Error> {
    let alerts = sqlx::query(AssertSqlSafe(format!(
        "{ALERT} JOIN enrollments ON enrollments.student_id = alerts.student_id
             AND enrollments.class_id = alerts.class_id
         WHERE alerts.class_id = $1 AND at >= $2
         ORDER BY resolved_at IS NOT NULL, at DESC, alerts.id DESC"
    )))
    .bind(class.0)
    .bind(Moment(since))
    .fetch_all(&mut *db)
    .await?
    .iter()
    .map(alert_row)
    .collect::<Result<_, _>>()?;
    let mut shares: Vec<RuleShare> = sqlx::query(
        "SELECT rule, count(*) AS fired, count(useful) AS marked, count(*) FILTER (WHERE useful) AS useful
         FROM struggle_alerts WHERE class_id = $1 GROUP BY rule",
    )
    .bind(class.0)
    .fetch_all(db)
    .await?
    .iter()
    .map(|row| {
        let whole =
            |column| Ok::<_, Error>(u32::try_from(row.try_get::<i64, _>(column)?).unwrap_or(u32::MAX));
        Ok(RuleShare {
            rule: parsed(row, "rule")?,
            fired: whole("fired")?,
            marked: whole("marked")?,
            useful: whole("useful")?,
        })
    })
    .collect::<Result<_, Error>>()?;
    shares.sort_by_key(|share| StruggleRule::ALL.iter().position(|rule| *rule == share.rule));
    Ok(ClassAlerts { alerts, shares })
}

fn alert_row(row: &PgRow) -> Result<Alert, Error> {
    let moment = |column| Ok::<_, Error>(row.try_get::<Option<Moment>, _>(column)?.map(|moment| moment.0));
    let useful: Option<bool> = row.try_get("useful")?;
    let by = row.try_get::<Option<String>, _>("marked_name")?.unwrap_or_default();
    let mark = useful.zip(moment("marked_at")?).map(|(useful, at)| AlertMark { useful, by, at });
    Ok(Alert {
        id: AlertId(row.try_get("id")?),
        student_id: StudentId(row.try_get("student_id")?),
        name: row.try_get("name")?,
        rule: parsed(row, "rule")?,
        topic_id: parsed_option(row, "topic_id")?,
        exercise_id: parsed_option(row, "exercise_id")?,
        since: row.try_get::<Moment, _>("since")?.0,
        at: row.try_get::<Moment, _>("at")?.0,
        evidence: json(row, "evidence")?,
        resolved_at: moment("resolved_at")?,
        mark,
    })
}

fn signal_row(row: &PgRow) -> Result<SignalRecord, Error> {
    Ok(SignalRecord {
        student: StudentId(row.try_get("student_id")?),
        class: ClassId(row.try_get("class_id")?),
        event: json(row, "event")?,
        help: row.try_get("help")?,
    })
}
