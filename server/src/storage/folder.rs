//! The folder of the database: pupils' names and work lie there, so no other user of the box may read it.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::Context;

/// Makes the folder if it is not there, closes it to other users, and gives the path of the database in it,
/// which only this user may read (what SQLite puts beside it gets the same permissions).
///
/// # Errors
/// When the folder cannot be made, closed or written to.
pub(crate) fn database_in(folder: &Path) -> anyhow::Result<PathBuf> {
    make_folder(folder)?;
    let path = folder.join("learnflow.db");
    let mut options = fs::OpenOptions::new();
    options.append(true).create(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(&path).with_context(|| format!("opening the database {}", path.display()))?;
    Ok(path)
}

/// Makes the data folder if it is not there, and closes it to other users.
///
/// # Errors
/// When it cannot be made or closed.
pub(crate) fn make_folder(folder: &Path) -> anyhow::Result<()> {
    let made = fs::create_dir_all(folder).and_then(|()| close(folder));
    made.with_context(|| format!("making the data folder {}", folder.display()))
}

/// The group keeps what it has: an operator may have given it to a backup on purpose.
#[cfg(unix)]
fn close(folder: &Path) -> std::io::Result<()> {
    use std::os::unix::fs::PermissionsExt;
    let mode = fs::metadata(folder)?.permissions().mode();
    let others = mode & 0o007;
    if others == 0 {
        return Ok(());
    }
    // Made just now by the usual umask, or by hand without a thought.
    let closed = if fs::read_dir(folder)?.next().is_none() { 0o700 } else { mode & 0o770 };
    fs::set_permissions(folder, fs::Permissions::from_mode(closed))
}

/// On Windows the folder of a user is closed to others already.
#[cfg(not(unix))]
fn close(_: &Path) -> std::io::Result<()> {
    Ok(())
}

#[cfg(all(test, unix))]
mod tests {
    use std::os::unix::fs::PermissionsExt;

    use super::*;

    fn mode(path: &Path) -> u32 {
        fs::metadata(path).expect("it was made above").permissions().mode() & 0o777
    }

    #[test]
    fn a_new_folder_is_for_its_user_alone() {
        let parent = tempfile::tempdir().unwrap();
        let folder = parent.path().join("data");
        let database = database_in(&folder).unwrap();
        assert_eq!((mode(&folder), mode(&database)), (0o700, 0o600));
    }

    #[test]
    fn an_older_folder_is_closed_to_the_others_and_left_to_its_group() {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("learnflow.db"), "").unwrap();
        for (before, after) in [(0o755, 0o750), (0o750, 0o750), (0o700, 0o700)] {
            fs::set_permissions(folder.path(), fs::Permissions::from_mode(before)).unwrap();
            database_in(folder.path()).unwrap();
            assert_eq!(mode(folder.path()), after, "{before:o}");
        }
    }
}
