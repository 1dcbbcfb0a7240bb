//! A class to try the product with: known names, known PINs, for this machine only.

use jiff::Timestamp;
use learnflow_contracts::{ClassId, IdempotencyKey, StudentId, TeacherId};

use crate::gateway::Passwords;
use crate::storage::{Error, NewClassRecord, NewStudentRecord, NewTeacher, Once, Storage};

/// The demo teacher's user name.
pub const TEACHER: &str = "teacher";
/// The demo teacher's password.
pub const PASSWORD: &str = "learnflow-demo";
/// The demo class's code.
pub const CLASS_CODE: &str = "LRN-234";
/// The demo students.
pub const STUDENTS: [&str; 6] = ["Ada", "Bao", "Chidi", "Dalia", "Emil", "Fatima"];
/// The PIN of all demo students.
pub const PIN: &str = "1234";

/// Adds the demo teacher, class and students, unless they are there.
///
/// # Errors
/// When the storage fails.
pub(crate) async fn seed(storage: &dyn Storage, passwords: &Passwords, now: Timestamp) -> anyhow::Result<()> {
    let hash = |secret| async move {
        passwords.hash(secret).await.map_err(|failure| anyhow::anyhow!("{failure:?}"))
    };
    let id = TeacherId::new();
    let teacher = NewTeacher {
        id,
        name: "Demo teacher".to_owned(),
        username: TEACHER.to_owned(),
        password_hash: hash(PASSWORD).await?,
    };
    match storage.add_teacher(&teacher, now).await {
        Ok(()) => {}
        Err(Error::Taken(_)) => return Ok(()),
        Err(error) => return Err(error.into()),
    }
    let once = || Once { user: id.into(), key: IdempotencyKey::new(), request: [0; 32], now };
    let class = NewClassRecord {
        id: ClassId::new(),
        teacher: id,
        name: "Demo class".to_owned(),
        code: CLASS_CODE.to_owned(),
        time_zone: "UTC".to_owned(),
    };
    storage.add_class(&class, &once()).await?;
    let pin_hash = hash(PIN).await?;
    let student = |name: &str| NewStudentRecord {
        id: StudentId::new(),
        name: name.to_owned(),
        pin_hash: pin_hash.clone(),
    };
    storage.add_students(class.id, &STUDENTS.map(student), &once()).await?;
    Ok(())
}
