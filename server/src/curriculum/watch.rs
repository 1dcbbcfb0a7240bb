//! Watches a teacher's folder and teaches what is in it now. A change that cannot be read changes nothing: the last
//! good edition stays, and the log says what to correct.
//!
//! It looks every two seconds at names, sizes and times, which works on every kind of disk and share; a school's
//! folder has some thousand small files, and looking at them takes a few milliseconds.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use tokio_util::sync::CancellationToken;

use super::library::{Edition, Library};

/// How often the folder is looked at.
const EVERY: Duration = Duration::from_secs(2);

/// Deeper than any file of the form.
const MAX_DEPTH: usize = 8;

/// Watches until `stop` fires.
///
/// # Errors
/// When a look at the folder was cut short.
pub(crate) async fn watch(library: Library, dir: PathBuf, stop: CancellationToken) -> anyhow::Result<()> {
    let mut seen = look_at(&dir).await?;
    let mut every = tokio::time::interval(EVERY);
    loop {
        tokio::select! {
            _ = every.tick() => {}
            () = stop.cancelled() => return Ok(()),
        }
        let now = look_at(&dir).await?;
        if now == seen {
            continue;
        }
        // An editor or a copy may still be writing: the next look tells.
        tokio::time::sleep(EVERY / 4).await;
        if look_at(&dir).await? != now {
            continue;
        }
        seen = now;
        let from = dir.clone();
        match tokio::task::spawn_blocking(move || Edition::load(&from)).await? {
            Ok(edition) => {
                let topics = edition.english().topics().count();
                library.replace(edition);
                tracing::info!(topics, "the curriculum was read again: {topics} topics");
            }
            Err(error) => {
                metrics::counter!("curriculum_refused_total").increment(1);
                let check = format!("learnflow curriculum check {}", dir.display());
                tracing::warn!(findings = %error, "the curriculum has changed and cannot be read; the one before is taught until it is corrected: {check}");
            }
        }
    }
}

/// Names, sizes and times of all files.
type Look = BTreeMap<PathBuf, (u64, Option<SystemTime>)>;

async fn look_at(dir: &Path) -> anyhow::Result<Look> {
    let dir = dir.to_owned();
    Ok(tokio::task::spawn_blocking(move || {
        let mut look = Look::new();
        walk(&dir, MAX_DEPTH, &mut look);
        look
    })
    .await?)
}

fn walk(dir: &Path, depth: usize, look: &mut Look) {
    let Ok(entries) = std::fs::read_dir(dir) else { return };
    for entry in entries.flatten() {
        let Ok(about) = entry.metadata() else { continue };
        if about.is_dir() && depth > 0 {
            walk(&entry.path(), depth - 1, look);
        } else {
            look.insert(entry.path(), (about.len(), about.modified().ok()));
        }
    }
}
