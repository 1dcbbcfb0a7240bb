//! Classes and who is in them.

use jiff::Timestamp;
use learnflow_contracts::classes::Class;
use learnflow_contracts::{ClassId, StudentId, TeacherId};
use rusqlite::{Connection, OptionalExtension, Row, params};

use super::super::{
    Error, Family, NewClassRecord, NewStudentRecord, Reset, RosterEntry, StudentClass, name_key,
};
use super::accounts::insert_user;
use super::convert::{is_taken, millis, parsed};
use super::sessions;
use super::writer::Tx;

const CLASS: &str = "SELECT id, name, code, time_zone,
    (SELECT count(*) FROM enrollments WHERE class_id = classes.id) AS students
    FROM classes";

pub(super) fn add_class(tx: &Tx<'_>, class: &NewClassRecord, now: Timestamp) -> Result<Class, Error> {
    tx.prepare_cached(
        "INSERT INTO classes (id, teacher_id, name, code, time_zone, created_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
    )?
    .execute(params![
        class.id.to_string(),
        class.teacher.to_string(),
        class.name,
        class.code,
        class.time_zone,
        millis(now)
    ])
    .map_err(|error| if is_taken(&error) { Error::Taken(class.code.clone()) } else { error.into() })?;
    Ok(Class {
        id: class.id,
        name: class.name.clone(),
        code: class.code.clone(),
        time_zone: class.time_zone.clone(),
        students: 0,
    })
}

pub(super) fn classes_of(db: &Connection, teacher: TeacherId) -> Result<Vec<Class>, Error> {
    let classes = db
        .prepare_cached(&format!("{CLASS} WHERE teacher_id = ?1 ORDER BY name, id"))?
        .query_map([teacher.to_string()], class_row)?
        .collect::<Result<_, _>>()?;
    Ok(classes)
}

pub(super) fn class_of(db: &Connection, teacher: TeacherId, class: ClassId) -> Result<Option<Class>, Error> {
    Ok(db
        .prepare_cached(&format!("{CLASS} WHERE teacher_id = ?1 AND id = ?2"))?
        .query_row([teacher.to_string(), class.to_string()], class_row)
        .optional()?)
}

pub(super) fn class_of_student(db: &Connection, student: StudentId) -> Result<Option<StudentClass>, Error> {
    Ok(db
        .prepare_cached(
            "SELECT id, teacher_id, time_zone FROM enrollments JOIN classes ON id = class_id WHERE student_id = ?1",
        )?
        .query_row([student.to_string()], |row| {
            Ok(StudentClass {
                id: parsed(row, "id")?,
                teacher: parsed(row, "teacher_id")?,
                time_zone: row.get("time_zone")?,
            })
        })
        .optional()?)
}

pub(super) fn add_students(
    tx: &Tx<'_>,
    class: ClassId,
    students: &[NewStudentRecord],
    now: Timestamp,
) -> Result<Vec<RosterEntry>, Error> {
    for student in students {
        let id = student.id.to_string();
        insert_user(tx, &id, "student", &student.name, now)?;
        tx.prepare_cached("INSERT INTO students (id, pin_hash) VALUES (?1, ?2)")?
            .execute([&id, &student.pin_hash])?;
        tx.prepare_cached("INSERT INTO enrollments (class_id, student_id, name_key) VALUES (?1, ?2, ?3)")?
            .execute([&class.to_string(), &id, &name_key(&student.name)])
            .map_err(
                |error| if is_taken(&error) { Error::Taken(student.name.clone()) } else { error.into() },
            )?;
    }
    Ok(students.iter().map(|student| RosterEntry { id: student.id, name: student.name.clone() }).collect())
}

pub(super) fn reset_student(
    tx: &Tx<'_>,
    class: ClassId,
    student: StudentId,
    pin_hash: &str,
    now: Timestamp,
) -> Result<Option<Reset>, Error> {
    let name: Option<String> = tx
        .prepare_cached(
            "SELECT name FROM enrollments JOIN users ON id = student_id WHERE class_id = ?1 AND student_id = ?2",
        )?
        .query_row([class.to_string(), student.to_string()], |row| row.get(0))
        .optional()?;
    let Some(name) = name else { return Ok(None) };
    tx.prepare_cached("UPDATE students SET pin_hash = ?2 WHERE id = ?1")?
        .execute([&student.to_string(), pin_hash])?;
    tx.prepare_cached("UPDATE users SET failures = 0, locked_until = 0 WHERE id = ?1")?
        .execute([student.to_string()])?;
    let ended = sessions::end_all(tx, student.into(), now)?;
    Ok(Some(Reset { student: RosterEntry { id: student, name }, ended }))
}

pub(super) fn remove_student(
    tx: &Tx<'_>,
    class: ClassId,
    student: StudentId,
    now: Timestamp,
) -> Result<Option<Vec<Family>>, Error> {
    let removed = tx
        .prepare_cached("DELETE FROM enrollments WHERE class_id = ?1 AND student_id = ?2")?
        .execute([class.to_string(), student.to_string()])?;
    if removed == 0 {
        return Ok(None);
    }
    sessions::end_all(tx, student.into(), now).map(Some)
}

fn class_row(row: &Row<'_>) -> rusqlite::Result<Class> {
    Ok(Class {
        id: parsed(row, "id")?,
        name: row.get("name")?,
        code: row.get("code")?,
        time_zone: row.get("time_zone")?,
        students: row.get("students")?,
    })
}
