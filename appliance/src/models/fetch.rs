//! Fetching a large file: with a bar, and going on where it was cut off if the server can and the file there is
//! still the same one.

use std::fs::{self, OpenOptions};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::time::Duration;

use anyhow::{Context, anyhow, bail, ensure};
use futures::StreamExt;
use indicatif::{ProgressBar, ProgressStyle};
use reqwest::header::{CONTENT_RANGE, ETAG, IF_RANGE, RANGE};
use reqwest::{Client, Response, StatusCode};

use super::folder::sum_of;

/// Tries in a row that bring nothing, before it is given up.
const TRIES: u32 = 4;
/// A server that is silent for so long is gone.
const SILENCE: Duration = Duration::from_secs(30);
/// Room that must be left on the disk beside the file.
const SPARE: u64 = 512 << 20;

/// Fetches `url` to `part`, which may be there in part, and returns its hash. `expected` is about its size.
pub(super) async fn fetch(url: &str, part: &Path, expected: u64) -> anyhow::Result<String> {
    let _ = rustls::crypto::ring::default_provider().install_default();
    let client = Client::builder()
        .connect_timeout(Duration::from_secs(10))
        .read_timeout(SILENCE)
        .build()
        .context("making the HTTP client")?;
    let has = length(part);
    room_for(part, expected.saturating_sub(has))?;
    let bar = ProgressBar::new(expected);
    let style =
        ProgressStyle::with_template("{bar:30} {bytes} of {total_bytes}, {bytes_per_sec}, {eta} left");
    bar.set_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()));
    let mut tries = 0;
    loop {
        let before = length(part);
        match attempt(&client, url, part, &bar).await {
            Ok(()) => break,
            Err(Failure::Final(error)) => return Err(error),
            Err(Failure::Cut(error)) => {
                tries = if length(part) > before { 1 } else { tries + 1 };
                if tries >= TRIES {
                    let kept = "what has come is kept: the same command goes on from there";
                    return Err(error.context(format!("fetching {url} was cut off ({kept})")));
                }
                tokio::time::sleep(Duration::from_millis(250 * u64::from(tries))).await;
            }
        }
    }
    bar.finish_and_clear();
    let path = part.to_owned();
    tokio::task::spawn_blocking(move || sum_of(&path)).await?
}

enum Failure {
    /// Trying again may help.
    Cut(anyhow::Error),
    Final(anyhow::Error),
}

async fn attempt(client: &Client, url: &str, part: &Path, bar: &ProgressBar) -> Result<(), Failure> {
    let has = length(part);
    let tag = fs::read_to_string(tag_of(part)).ok().filter(|tag| !tag.is_empty());
    let mut request = client.get(url);
    // Without a mark of the version it came from, a part could be glued to another file's end.
    if let (1.., Some(tag)) = (has, &tag) {
        request = request.header(RANGE, format!("bytes={has}-")).header(IF_RANGE, tag);
    }
    let response = request.send().await.map_err(unreachable)?;
    let (from, whole) = begins(&response, has).map_err(Failure::Final)?;
    if let Some(whole) = whole {
        room_for(part, whole.saturating_sub(from)).map_err(Failure::Final)?;
        bar.set_length(whole);
    }
    if response.status() == StatusCode::RANGE_NOT_SATISFIABLE {
        if whole == Some(has) {
            return Ok(());
        }
        let begun_anew = fs::remove_file(part).context("deleting a part of another file");
        begun_anew.map_err(Failure::Final)?;
        return Err(Failure::Cut(anyhow!("what was here belongs to another file")));
    }
    let tag = response.headers().get(ETAG).and_then(|tag| tag.to_str().ok()).unwrap_or_default().to_owned();
    // A weak mark promises nothing about bytes.
    let tag = if tag.starts_with("W/") { String::new() } else { tag };
    fs::write(tag_of(part), tag).context("writing beside the file").map_err(Failure::Final)?;
    write(response, part, from, bar).await?;
    match whole {
        Some(whole) if length(part) != whole => {
            Err(Failure::Cut(anyhow!("{} of {whole} bytes came", length(part))))
        }
        _ => Ok(()),
    }
}

/// Writes what comes to the file, from there on.
async fn write(response: Response, part: &Path, from: u64, bar: &ProgressBar) -> Result<(), Failure> {
    let open = || -> anyhow::Result<std::fs::File> {
        let file = OpenOptions::new().create(true).append(true).open(part)?;
        file.set_len(from)?;
        Ok(file)
    };
    let disk = |error: anyhow::Error| Failure::Final(error.context(format!("writing {}", part.display())));
    let mut file = open().map_err(disk)?;
    bar.set_position(from);
    let mut bytes = response.bytes_stream();
    while let Some(more) = bytes.next().await {
        let more = more.map_err(|error| Failure::Cut(error.into()))?;
        file.write_all(&more).map_err(|error| disk(error.into()))?;
        bar.inc(more.len() as u64);
    }
    file.sync_all().map_err(|error| disk(error.into()))
}

/// Beside a part: the server's mark of the version it came from.
pub(super) fn tag_of(part: &Path) -> PathBuf {
    part.with_extension("part.etag")
}

fn length(file: &Path) -> u64 {
    fs::metadata(file).map_or(0, |metadata| metadata.len())
}

/// Fails before the disk is full, not after.
fn room_for(part: &Path, bytes: u64) -> anyhow::Result<()> {
    let folder = part.parent().unwrap_or(Path::new("."));
    let Some(free) = free(folder) else { return Ok(()) };
    ensure!(
        free >= bytes.saturating_add(SPARE),
        "there is not enough room in {}: {} MB are needed, and {} MB to spare, {} MB are free",
        folder.display(),
        bytes / 1_000_000,
        SPARE / 1_000_000,
        free / 1_000_000
    );
    Ok(())
}

#[cfg(unix)]
fn free(folder: &Path) -> Option<u64> {
    let disk = rustix::fs::statvfs(folder).ok()?;
    Some(disk.f_bavail.saturating_mul(disk.f_frsize))
}

#[cfg(not(unix))]
fn free(_: &Path) -> Option<u64> {
    None
}

fn unreachable(error: reqwest::Error) -> Failure {
    let reason = "the server could not be reached; is there an internet connection? A file that was fetched \
                  elsewhere can be put into the folder as NAME.gguf";
    Failure::Cut(anyhow::Error::from(error).context(reason))
}

/// Where the bytes that come begin, and how long the whole file is.
fn begins(response: &Response, has: u64) -> anyhow::Result<(u64, Option<u64>)> {
    match response.status() {
        StatusCode::OK => Ok((0, response.content_length())),
        StatusCode::PARTIAL_CONTENT => {
            let range = response.headers().get(CONTENT_RANGE).and_then(|range| range.to_str().ok());
            let range =
                range.and_then(|range| range.strip_prefix("bytes ")).context("a part of unknown place")?;
            let (place, whole) = range.split_once('/').context("a part of unknown place")?;
            let from = place
                .split('-')
                .next()
                .and_then(|from| from.parse().ok())
                .context("a part of unknown place")?;
            ensure!(from == has, "the server sent another part than was asked for");
            Ok((from, whole.parse().ok()))
        }
        // There is nothing after what is here already, if that is the same file.
        StatusCode::RANGE_NOT_SATISFIABLE => {
            let range = response.headers().get(CONTENT_RANGE).and_then(|range| range.to_str().ok());
            let whole = range.and_then(|range| range.strip_prefix("bytes */")?.parse().ok());
            Ok((has, whole))
        }
        StatusCode::NOT_FOUND => {
            bail!(
                "the server has no such file (404): the catalogue's entry is out of date, correct models.toml"
            )
        }
        StatusCode::UNAUTHORIZED | StatusCode::FORBIDDEN => {
            bail!(
                "the server does not give this file to everybody: accept its licence there and fetch it by hand"
            )
        }
        status => bail!("the server answered with status {status}"),
    }
}
