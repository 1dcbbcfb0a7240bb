//! Classes and who is in them.

use jiff::Timestamp;
use learnflow_contracts::classes::Class;
use learnflow_contracts::{ClassId, StudentId, TeacherId};
use sqlx::postgres::PgRow;
use sqlx::{PgConnection, Row};

use super::super::{
    Error, Family, NewClassRecord, NewStudentRecord, Reset, RosterEntry, StudentClass, name_key,
};
use super::accounts::insert_user;
use super::convert::{Moment, is_taken, unreadable};
use super::sessions;
use super::tx::Tx;

macro_rules! classes_where {
    ($condition:literal) => {
        concat!(
            "SELECT id, name, code, time_zone,
                (SELECT count(*) FROM enrollments WHERE class_id = classes.id) AS students
             FROM classes WHERE ",
            $condition
        )
    };
}

pub(super) async fn add_class(tx: &mut Tx, class: &NewClassRecord, now: Timestamp) -> Result<Class, Error> {
    sqlx::query(
        "INSERT INTO classes (id, teacher_id, name, code, time_zone, created_at) VALUES ($1, $2, $3, $4, $5, $6)",
    )
    .bind(class.id.0)
    .bind(class.teacher.0)
    .bind(&class.name)
    .bind(&class.code)
    .bind(&class.time_zone)
    .bind(Moment(now))
    .execute(&mut **tx)
    .await
    .map_err(|error| if is_taken(&error) { Error::Taken(class.code.clone()) } else { error.into() })?;
    Ok(Class {
        id: class.id,
        name: class.name.clone(),
        code: class.code.clone(),
        time_zone: class.time_zone.clone(),
        students: 0,
    })
}

pub(super) async fn classes_of(db: &mut PgConnection, teacher: TeacherId) -> Result<Vec<Class>, Error> {
    sqlx::query(classes_where!("teacher_id = $1 ORDER BY name, id"))
        .bind(teacher.0)
        .fetch_all(db)
        .await?
        .iter()
        .map(class_row)
        .collect()
}

pub(super) async fn class_of(
    db: &mut PgConnection,
    teacher: TeacherId,
    class: ClassId,
) -> Result<Option<Class>, Error> {
    sqlx::query(classes_where!("teacher_id = $1 AND id = $2"))
        .bind(teacher.0)
        .bind(class.0)
        .fetch_optional(db)
        .await?
        .map(|row| class_row(&row))
        .transpose()
}

pub(super) async fn class_of_student(
    db: &mut PgConnection,
    student: StudentId,
) -> Result<Option<StudentClass>, Error> {
    let found = sqlx::query(
        "SELECT id, teacher_id, time_zone FROM enrollments JOIN classes ON id = class_id WHERE student_id = $1",
    )
    .bind(student.0)
    .fetch_optional(db)
    .await?;
    let Some(row) = found else { return Ok(None) };
    Ok(Some(StudentClass {
        id: ClassId(row.try_get("id")?),
        teacher: TeacherId(row.try_get("teacher_id")?),
        time_zone: row.try_get("time_zone")?,
    }))
}

pub(super) async fn add_students(
    tx: &mut Tx,
    class: ClassId,
    students: &[NewStudentRecord],
    now: Timestamp,
) -> Result<Vec<RosterEntry>, Error> {
    for student in students {
        insert_user(tx, student.id.0, "student", &student.name, now).await?;
        sqlx::query("INSERT INTO students (id, pin_hash) VALUES ($1, $2)")
            .bind(student.id.0)
            .bind(&student.pin_hash)
            .execute(&mut **tx)
            .await?;
        sqlx::query("INSERT INTO enrollments (class_id, student_id, name_key) VALUES ($1, $2, $3)")
            .bind(class.0)
            .bind(student.id.0)
            .bind(name_key(&student.name))
            .execute(&mut **tx)
            .await
            .map_err(
                |error| if is_taken(&error) { Error::Taken(student.name.clone()) } else { error.into() },
            )?;
    }
    Ok(students.iter().map(|student| RosterEntry { id: student.id, name: student.name.clone() }).collect())
}

pub(super) async fn reset_student(
    tx: &mut Tx,
    class: ClassId,
    student: StudentId,
    pin_hash: &str,
    now: Timestamp,
) -> Result<Option<Reset>, Error> {
    let name: Option<String> = sqlx::query_scalar(
        "SELECT name FROM enrollments JOIN users ON id = student_id WHERE class_id = $1 AND student_id = $2",
    )
    .bind(class.0)
    .bind(student.0)
    .fetch_optional(&mut **tx)
    .await?;
    let Some(name) = name else { return Ok(None) };
    sqlx::query("UPDATE students SET pin_hash = $2 WHERE id = $1")
        .bind(student.0)
        .bind(pin_hash)
        .execute(&mut **tx)
        .await?;
    sessions::forget_failures(tx, student.into()).await?;
    let ended = sessions::end_all(tx, student.into(), now).await?;
    Ok(Some(Reset { student: RosterEntry { id: student, name }, ended }))
}

pub(super) async fn remove_student(
    tx: &mut Tx,
    class: ClassId,
    student: StudentId,
    now: Timestamp,
) -> Result<Option<Vec<Family>>, Error> {
    let removed = sqlx::query("DELETE FROM enrollments WHERE class_id = $1 AND student_id = $2")
        .bind(class.0)
        .bind(student.0)
        .execute(&mut **tx)
        .await?
        .rows_affected();
    if removed == 0 {
        return Ok(None);
    }
    sessions::end_all(tx, student.into(), now).await.map(Some)
}

fn class_row(row: &PgRow) -> Result<Class, Error> {
    let students = u32::try_from(row.try_get::<i64, _>("students")?).map_err(|_| unreadable("students"))?;
    Ok(Class {
        id: ClassId(row.try_get("id")?),
        name: row.try_get("name")?,
        code: row.try_get("code")?,
        time_zone: row.try_get("time_zone")?,
        students,
    })
}
