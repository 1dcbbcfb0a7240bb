//! The folder of model files: `NAME.gguf`, its hash in `NAME.sha256`, and what is being fetched in `NAME.part`.

use std::fs::{self, File};
use std::io::Read;
use std::path::{Path, PathBuf};

use anyhow::{Context, ensure};
use sha2::{Digest, Sha256};

use super::catalogue::Model;

pub(super) struct Folder(PathBuf);

impl Folder {
    pub(super) fn new(path: PathBuf) -> Self {
        Self(path)
    }

    pub(super) fn make(&self) -> anyhow::Result<()> {
        fs::create_dir_all(&self.0).with_context(|| format!("making the folder {}", self.0.display()))
    }

    pub(super) fn has(&self, model: &Model) -> bool {
        self.file(model).is_file()
    }

    pub(super) fn file(&self, model: &Model) -> PathBuf {
        self.0.join(format!("{}.gguf", model.name))
    }

    pub(super) fn part(&self, model: &Model) -> PathBuf {
        self.0.join(format!("{}.part", model.name))
    }

    fn sum_file(&self, model: &Model) -> PathBuf {
        self.0.join(format!("{}.sha256", model.name))
    }

    /// The hash it must have: the catalogue's, else the one recorded when it was first fetched.
    pub(super) fn known_sum(&self, model: &Model) -> anyhow::Result<Option<String>> {
        if let Some(sum) = &model.sha256 {
            return Ok(Some(sum.to_lowercase()));
        }
        let file = self.sum_file(model);
        match fs::read_to_string(&file) {
            Ok(sum) => Ok(Some(sum.trim().to_owned())),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(error).with_context(|| format!("reading {}", file.display())),
        }
    }

    pub(super) fn record(&self, model: &Model, sum: &str) -> anyhow::Result<()> {
        let file = self.sum_file(model);
        let new = file.with_extension("sha256.new");
        fs::write(&new, format!("{sum}\n")).with_context(|| format!("writing {}", new.display()))?;
        fs::rename(&new, &file).with_context(|| format!("writing {}", file.display()))
    }

    /// Makes a fetched file the model's, whole or not at all, and records its hash.
    pub(super) fn keep(&self, model: &Model, sum: &str) -> anyhow::Result<PathBuf> {
        self.record(model, sum)?;
        let file = self.file(model);
        let part = self.part(model);
        fs::rename(&part, &file)
            .with_context(|| format!("renaming {} to {}", part.display(), file.display()))?;
        // What marks a version for resuming has no more use.
        let _ = fs::remove_file(super::fetch::tag_of(&part));
        Ok(file)
    }

    /// The file's hash.
    pub(super) fn sum(&self, model: &Model) -> anyhow::Result<String> {
        ensure!(self.has(model), "{} is not here; `learnflowctl models pull {0}` fetches it", model.name);
        sum_of(&self.file(model))
    }

    pub(super) fn remove(&self, model: &Model) -> anyhow::Result<()> {
        let part = self.part(model);
        let files = [self.file(model), self.sum_file(model), super::fetch::tag_of(&part), part];
        let mut removed = 0;
        for file in files {
            match fs::remove_file(&file) {
                Ok(()) => removed += 1,
                Err(error) if error.kind() == std::io::ErrorKind::NotFound => {}
                Err(error) => return Err(error).with_context(|| format!("deleting {}", file.display())),
            }
        }
        ensure!(removed > 0, "{} is not here", model.name);
        Ok(())
    }
}

pub(super) fn sum_of(path: &Path) -> anyhow::Result<String> {
    let mut file = File::open(path).with_context(|| format!("reading {}", path.display()))?;
    let (mut sum, mut buffer) = (Sha256::new(), vec![0; 1 << 20]);
    loop {
        let read = file.read(&mut buffer).with_context(|| format!("reading {}", path.display()))?;
        if read == 0 {
            return Ok(hex(&sum.finalize()));
        }
        sum.update(&buffer[..read]);
    }
}

fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write;
    bytes.iter().fold(String::new(), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}
