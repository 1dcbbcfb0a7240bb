//! Accounts that no page can make: the first teachers, added by whoever runs the box.

use anyhow::{anyhow, ensure};
use learnflow_contracts::TeacherId;

use crate::config::Config;
use crate::gateway::{Passwords, check_name};
use crate::storage::{Error, NewTeacher};
use crate::wiring::open_storage;

/// Adds a teacher to the database of `config`, also while a server runs on it.
///
/// # Errors
/// When the user name is taken or cannot be one, or the database cannot be opened.
pub async fn add_teacher(config: &Config, username: &str, name: &str, password: &str) -> anyhow::Result<()> {
    ensure!(
        (1..=64).contains(&username.len()) && username.bytes().all(|b| b.is_ascii_graphic()),
        "a user name is 1 to 64 letters, digits or signs, without spaces"
    );
    check_name(name, 80, "the name").map_err(|failure| anyhow!(failure.into_problem().detail))?;
    let storage = open_storage(config).await?;
    let hashed = Passwords::new(1)?.hash(password).await;
    let teacher = NewTeacher {
        id: TeacherId::new(),
        name: name.to_owned(),
        username: username.to_owned(),
        password_hash: hashed.map_err(|failure| anyhow!(failure.into_problem().detail))?,
    };
    match storage.add_teacher(&teacher, crate::clock::system().now()).await {
        Err(Error::Taken(_)) => {
            Err(anyhow!("there is a teacher {username} already; choose another user name"))
        }
        added => Ok(added?),
    }
}
