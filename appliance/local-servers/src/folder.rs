//! A server's folder: for this run alone, or one that stays.

use std::path::Path;

use tempfile::TempDir;

/// Where a server keeps what it has.
#[derive(Debug)]
pub(crate) enum Folder {
    /// Deleted with this.
    ForNow(TempDir),
    /// Somebody's own.
    Stays(std::path::PathBuf),
}

impl Folder {
    /// A folder for this run alone.
    pub(crate) fn for_now(server: &str) -> anyhow::Result<Self> {
        Ok(Self::ForNow(tempfile::Builder::new().prefix(&format!("learnflow-{server}-")).tempdir()?))
    }

    /// A folder that stays, made when it is missing.
    pub(crate) fn staying(path: &Path) -> anyhow::Result<Self> {
        std::fs::create_dir_all(path)?;
        Ok(Self::Stays(path.canonicalize()?))
    }

    pub(crate) fn path(&self) -> &Path {
        match self {
            Self::ForNow(folder) => folder.path(),
            Self::Stays(path) => path,
        }
    }

    pub(crate) fn stays(&self) -> bool {
        matches!(self, Self::Stays(_))
    }
}
