//! Who is who, and wrong tries to be somebody.

use jiff::Timestamp;
use learnflow_contracts::UserId;
use learnflow_contracts::auth::{User, UserRole};
use rusqlite::{Connection, OptionalExtension, Row, params};

use super::super::{Error, LockPolicy, NewTeacher, SignInRecord, name_key};
use super::convert::{is_taken, millis, parsed, parsed_option, time};
use super::writer::Tx;

pub(super) fn teacher_by_username(db: &Connection, username: &str) -> Result<Option<SignInRecord>, Error> {
    db.prepare_cached(
        "SELECT users.id, role, users.name, locked_until, password_hash AS secret_hash,
                NULL AS class_id, NULL AS class_name
         FROM teachers JOIN users USING (id) WHERE username = ?1",
    )?
    .query_row([username], sign_in_record)
    .optional()?
    .transpose()
}

pub(super) fn student_by_name(
    db: &Connection,
    code: &str,
    name: &str,
) -> Result<Option<SignInRecord>, Error> {
    db.prepare_cached(
        "SELECT users.id, role, users.name, locked_until, pin_hash AS secret_hash,
                classes.id AS class_id, classes.name AS class_name
         FROM classes
         JOIN enrollments ON enrollments.class_id = classes.id
         JOIN students ON students.id = student_id
         JOIN users ON users.id = student_id
         WHERE code = ?1 AND name_key = ?2",
    )?
    .query_row([code, &name_key(name)], sign_in_record)
    .optional()?
    .transpose()
}

/// A teacher, or a student who is in a class.
pub(super) fn user(db: &Connection, id: UserId) -> Result<Option<User>, Error> {
    Ok(db
        .prepare_cached(
            "SELECT users.id, role, users.name, classes.id AS class_id, classes.name AS class_name
             FROM users
             LEFT JOIN enrollments ON student_id = users.id
             LEFT JOIN classes ON classes.id = class_id
             WHERE users.id = ?1 AND (role = 'teacher' OR class_id IS NOT NULL)",
        )?
        .query_row([id.to_string()], user_row)
        .optional()?)
}

pub(super) fn count_failed_sign_in(
    tx: &Tx<'_>,
    user: UserId,
    policy: LockPolicy,
    now: Timestamp,
) -> Result<Option<Timestamp>, Error> {
    let failures: u32 = tx
        .prepare_cached("UPDATE users SET failures = failures + 1 WHERE id = ?1 RETURNING failures")?
        .query_row([user.to_string()], |row| row.get(0))?;
    let Some(until) = policy.locked_until(failures, now) else { return Ok(None) };
    tx.prepare_cached("UPDATE users SET locked_until = ?2 WHERE id = ?1")?
        .execute(params![user.to_string(), millis(until)])?;
    Ok((until > now).then_some(until))
}

pub(super) fn add_teacher(tx: &Tx<'_>, teacher: &NewTeacher, now: Timestamp) -> Result<(), Error> {
    let id = teacher.id.to_string();
    insert_user(tx, &id, "teacher", &teacher.name, now)?;
    tx.prepare_cached("INSERT INTO teachers (id, username, password_hash) VALUES (?1, ?2, ?3)")?
        .execute([&id, &teacher.username, &teacher.password_hash])
        .map_err(
            |error| if is_taken(&error) { Error::Taken(teacher.username.clone()) } else { error.into() },
        )?;
    Ok(())
}

pub(super) fn insert_user(
    tx: &Tx<'_>,
    id: &str,
    role: &str,
    name: &str,
    now: Timestamp,
) -> Result<(), Error> {
    tx.prepare_cached("INSERT INTO users (id, role, name, created_at) VALUES (?1, ?2, ?3, ?4)")?
        .execute(params![id, role, name, millis(now)])?;
    Ok(())
}

fn sign_in_record(row: &Row<'_>) -> rusqlite::Result<Result<SignInRecord, Error>> {
    let (user, secret_hash) = (user_row(row)?, row.get("secret_hash")?);
    let locked_until = time(row.get("locked_until")?);
    Ok(locked_until.map(|locked_until| SignInRecord { user, secret_hash, locked_until }))
}

pub(super) fn user_row(row: &Row<'_>) -> rusqlite::Result<User> {
    let role: String = row.get("role")?;
    Ok(User {
        id: parsed(row, "id")?,
        role: if role == "teacher" { UserRole::Teacher } else { UserRole::Student },
        name: row.get("name")?,
        class_id: parsed_option(row, "class_id")?,
        class_name: row.get("class_name")?,
    })
}
