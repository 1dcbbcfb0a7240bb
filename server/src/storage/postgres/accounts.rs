//! Who is who, and wrong tries to be somebody.

use jiff::Timestamp;
use learnflow_contracts::auth::{User, UserRole};
use learnflow_contracts::{ClassId, UserId};
use sqlx::postgres::PgRow;
use sqlx::{PgConnection, Row};
use uuid::Uuid;

use super::super::{Error, LockPolicy, NewTeacher, SignInRecord, name_key};
use super::convert::{Moment, count, is_storable, is_taken};
use super::tx::Tx;

pub(super) async fn teacher_by_username(
    db: &mut PgConnection,
    username: &str,
) -> Result<Option<SignInRecord>, Error> {
    if !is_storable(username) {
        return Ok(None);
    }
    sqlx::query(
        "SELECT users.id, role, users.name, locked_until, password_hash AS secret_hash,
                NULL::uuid AS class_id, NULL::text AS class_name
         FROM teachers JOIN users USING (id) WHERE username = $1",
    )
    .bind(username)
    .fetch_optional(db)
    .await?
    .map(|row| sign_in_record(&row))
    .transpose()
}

pub(super) async fn student_by_name(
    db: &mut PgConnection,
    code: &str,
    name: &str,
) -> Result<Option<SignInRecord>, Error> {
    if !is_storable(code) || !is_storable(name) {
        return Ok(None);
    }
    sqlx::query(
        "SELECT users.id, role, users.name, locked_until, pin_hash AS secret_hash,
                classes.id AS class_id, classes.name AS class_name
         FROM classes
         JOIN enrollments ON enrollments.class_id = classes.id
         JOIN students ON students.id = student_id
         JOIN users ON users.id = student_id
         WHERE code = $1 AND name_key = $2",
    )
    .bind(code)
    .bind(name_key(name))
    .fetch_optional(db)
    .await?
    .map(|row| sign_in_record(&row))
    .transpose()
}

/// A teacher, or a student who is in a class.
pub(super) async fn user(db: &mut PgConnection, id: UserId) -> Result<Option<User>, Error> {
    sqlx::query(
        "SELECT users.id, role, users.name, classes.id AS class_id, classes.name AS class_name
         FROM users
         LEFT JOIN enrollments ON student_id = users.id
         LEFT JOIN classes ON classes.id = class_id
         WHERE users.id = $1 AND (role = 'teacher' OR class_id IS NOT NULL)",
    )
    .bind(id.0)
    .fetch_optional(db)
    .await?
    .map(|row| user_row(&row))
    .transpose()
}

pub(super) async fn count_failed_sign_in(
    tx: &mut Tx,
    user: UserId,
    policy: LockPolicy,
    now: Timestamp,
) -> Result<Option<Timestamp>, Error> {
    let row = sqlx::query("UPDATE users SET failures = failures + 1 WHERE id = $1 RETURNING failures")
        .bind(user.0)
        .fetch_one(&mut **tx)
        .await?;
    let failures = count(&row, "failures")?;
    let Some(until) = policy.locked_until(failures, now) else { return Ok(None) };
    sqlx::query("UPDATE users SET locked_until = $2 WHERE id = $1")
        .bind(user.0)
        .bind(Moment(until))
        .execute(&mut **tx)
        .await?;
    Ok((until > now).then_some(until))
}

pub(super) async fn add_teacher(tx: &mut Tx, teacher: &NewTeacher, now: Timestamp) -> Result<(), Error> {
    insert_user(tx, teacher.id.0, "teacher", &teacher.name, now).await?;
    sqlx::query("INSERT INTO teachers (id, username, password_hash) VALUES ($1, $2, $3)")
        .bind(teacher.id.0)
        .bind(&teacher.username)
        .bind(&teacher.password_hash)
        .execute(&mut **tx)
        .await
        .map_err(
            |error| if is_taken(&error) { Error::Taken(teacher.username.clone()) } else { error.into() },
        )?;
    Ok(())
}

pub(super) async fn insert_user(
    tx: &mut Tx,
    id: Uuid,
    role: &str,
    name: &str,
    now: Timestamp,
) -> Result<(), Error> {
    sqlx::query("INSERT INTO users (id, role, name, created_at) VALUES ($1, $2, $3, $4)")
        .bind(id)
        .bind(role)
        .bind(name)
        .bind(Moment(now))
        .execute(&mut **tx)
        .await?;
    Ok(())
}

fn sign_in_record(row: &PgRow) -> Result<SignInRecord, Error> {
    Ok(SignInRecord {
        user: user_row(row)?,
        secret_hash: row.try_get("secret_hash")?,
        locked_until: row.try_get::<Moment, _>("locked_until")?.0,
    })
}

fn user_row(row: &PgRow) -> Result<User, Error> {
    let role: &str = row.try_get("role")?;
    Ok(User {
        id: UserId(row.try_get("id")?),
        role: if role == "teacher" { UserRole::Teacher } else { UserRole::Student },
        name: row.try_get("name")?,
        class_id: row.try_get::<Option<Uuid>, _>("class_id")?.map(ClassId),
        class_name: row.try_get("class_name")?,
    })
}
