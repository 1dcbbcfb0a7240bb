//! Fetching from a server on this machine that behaves, and from one that does not.

use std::path::Path;
use std::sync::{Arc, Mutex};

use clap::Parser;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;
use tokio::task::JoinSet;

use super::catalogue::Catalogue;
use super::folder::sum_of;
use super::{Arguments, answer};

/// What the server does.
#[derive(Clone, Copy, PartialEq)]
enum Habit {
    /// Sends parts when it is asked for them.
    Ranges,
    /// Sends the whole file always.
    WholeOnly,
    /// Sends half of what it should each time, then hangs up.
    CutsOff,
    Missing,
}

struct Server {
    base: String,
    /// The `Range` of each request, empty where there was none.
    ranges: Arc<Mutex<Vec<String>>>,
    _serving: JoinSet<()>,
}

impl Server {
    async fn start(file: Vec<u8>, habit: Habit) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let base = format!("http://{}", listener.local_addr().unwrap());
        let ranges = Arc::<Mutex<Vec<String>>>::default();
        let seen = ranges.clone();
        let mut serving = JoinSet::new();
        serving.spawn(async move {
            loop {
                let (mut socket, _) = listener.accept().await.unwrap();
                let mut request = Vec::new();
                while !request.ends_with(b"\r\n\r\n") {
                    if socket.read_buf(&mut request).await.unwrap() == 0 {
                        break;
                    }
                }
                let request = String::from_utf8(request).unwrap().to_lowercase();
                let header = |name: &str| {
                    request.lines().find_map(|line| line.strip_prefix(name)).map(|value| value.trim().to_owned())
                };
                let range = header("range:").unwrap_or_default();
                seen.lock().unwrap().push(range.clone());
                let same = header("if-range:").is_some_and(|tag| tag == "\"one\"");
                let from = range.strip_prefix("bytes=").and_then(|range| range.strip_suffix('-'));
                let from: usize = from.filter(|_| same && habit != Habit::WholeOnly).map_or(0, |from| from.parse().unwrap());
                let body = &file[from..];
                let head = match habit {
                    Habit::Missing => "HTTP/1.1 404 Not Found\r\ncontent-length: 0".to_owned(),
                    _ if from > 0 => format!(
                        "HTTP/1.1 206 Partial Content\r\netag: \"one\"\r\ncontent-range: bytes {from}-{}/{}\r\ncontent-length: {}",
                        file.len() - 1,
                        file.len(),
                        body.len()
                    ),
                    _ => format!("HTTP/1.1 200 OK\r\netag: \"one\"\r\ncontent-length: {}", body.len()),
                };
                socket.write_all(format!("{head}\r\nconnection: close\r\n\r\n").as_bytes()).await.unwrap();
                let sent = match habit {
                    Habit::Missing => 0,
                    Habit::CutsOff if body.len() > 2_000 => body.len() / 2,
                    _ => body.len(),
                };
                socket.write_all(&body[..sent]).await.unwrap();
                socket.shutdown().await.unwrap();
            }
        });
        Self { base, ranges, _serving: serving }
    }
}

#[derive(Parser)]
struct Line {
    #[command(flatten)]
    arguments: Arguments,
}

/// Says `arguments` to the command, with a catalogue of one model.
async fn say(folder: &Path, sha256: Option<&str>, arguments: &[&str]) -> Result<String, String> {
    let catalogue = folder.join("models.toml");
    let sum = sha256.map_or(String::new(), |sum| format!("sha256 = \"{sum}\"\n"));
    std::fs::write(
        &catalogue,
        format!(
            "[[model]]\nname = \"small\"\ntitle = \"Small\"\nrepository = \"a/b\"\nfile = \"small-q4.gguf\"\n\
             quantisation = \"Q4\"\nsize_mb = 1\nmemory_mib = 1\nlicence = \"MIT\"\nlanguages = [\"en\"]\nnote = \"\"\n\
             verified = false\n{sum}"
        ),
    )
    .unwrap();
    let (folder, catalogue) = (folder.to_str().unwrap(), catalogue.to_str().unwrap());
    let fixed = ["models", "--folder", folder, "--catalogue", catalogue];
    let line = Line::parse_from(fixed.iter().chain(arguments));
    answer(line.arguments).await.map_err(|error| format!("{error:#}"))
}

fn file() -> Vec<u8> {
    (0..100_000_u32).flat_map(u32::to_le_bytes).collect()
}

#[tokio::test]
async fn a_model_is_fetched_listed_checked_and_removed() {
    let folder = tempfile::tempdir().unwrap();
    let server = Server::start(file(), Habit::Ranges).await;
    let said = say(folder.path(), None, &["pull", "small", "--from", &server.base]).await.unwrap();
    assert!(said.contains("recorded for later checks"), "{said}");
    assert_eq!(std::fs::read(folder.path().join("small.gguf")).unwrap(), file());
    assert!(!folder.path().join("small.part").exists());
    assert!(say(folder.path(), None, &["list"]).await.unwrap().contains("yes"));
    assert!(say(folder.path(), None, &["verify"]).await.unwrap().contains("as it should be"));
    say(folder.path(), None, &["pull", "small", "--from", &server.base]).await.unwrap();
    assert_eq!(server.ranges.lock().unwrap().len(), 1, "what is here is not fetched again");

    std::fs::write(folder.path().join("small.gguf"), "changed").unwrap();
    let error = say(folder.path(), None, &["verify", "small"]).await.unwrap_err();
    assert!(error.contains("changed or damaged"), "{error}");
    say(folder.path(), None, &["remove", "small"]).await.unwrap();
    assert!(say(folder.path(), None, &["remove", "small"]).await.is_err());
    assert!(say(folder.path(), None, &["verify"]).await.unwrap().contains("no model is here"));
    assert!(say(folder.path(), None, &["pull", "large"]).await.unwrap_err().contains("there are: small"));
}

#[tokio::test]
async fn what_was_cut_off_goes_on_where_it_was() {
    let folder = tempfile::tempdir().unwrap();
    let server = Server::start(file(), Habit::CutsOff).await;
    say(folder.path(), None, &["pull", "small", "--from", &server.base]).await.unwrap();
    assert_eq!(std::fs::read(folder.path().join("small.gguf")).unwrap(), file());
    let ranges = server.ranges.lock().unwrap().clone();
    assert_eq!(ranges[..3], ["", "bytes=200000-", "bytes=300000-"]);
}

#[tokio::test]
async fn a_part_goes_on_in_a_later_try_and_only_of_the_same_file() {
    for (tag, asked) in [("\"one\"", 1), ("\"another\"", 1), ("", 0)] {
        let folder = tempfile::tempdir().unwrap();
        let known = tag == "\"one\"";
        let part = if known { file()[..150_000].to_vec() } else { vec![7; 150_000] };
        std::fs::write(folder.path().join("small.part"), part).unwrap();
        std::fs::write(folder.path().join("small.part.etag"), tag).unwrap();
        let server = Server::start(file(), Habit::Ranges).await;
        say(folder.path(), None, &["pull", "small", "--from", &server.base]).await.unwrap();
        assert_eq!(std::fs::read(folder.path().join("small.gguf")).unwrap(), file(), "{tag}");
        let ranges = server.ranges.lock().unwrap().clone();
        assert_eq!(ranges.iter().filter(|range| *range == "bytes=150000-").count(), asked, "{tag}");
    }
}

#[tokio::test]
async fn a_server_without_ranges_sends_it_from_the_start() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("small.part"), &file()[..1_000]).unwrap();
    std::fs::write(folder.path().join("small.part.etag"), "\"one\"").unwrap();
    let server = Server::start(file(), Habit::WholeOnly).await;
    say(folder.path(), None, &["pull", "small", "--from", &server.base]).await.unwrap();
    assert_eq!(std::fs::read(folder.path().join("small.gguf")).unwrap(), file());
}

#[tokio::test]
async fn a_wrong_file_is_not_kept() {
    let folder = tempfile::tempdir().unwrap();
    let server = Server::start(file(), Habit::Ranges).await;
    let wrong = "0".repeat(64);
    let pull = ["pull", "small", "--from", &server.base];
    let error = say(folder.path(), Some(&wrong), &pull).await.unwrap_err();
    assert!(error.contains("is not the file it should be"), "{error}");
    assert!(!folder.path().join("small.gguf").exists() && !folder.path().join("small.part").exists());

    std::fs::write(folder.path().join("right"), file()).unwrap();
    let right = sum_of(&folder.path().join("right")).unwrap().to_uppercase();
    let said = say(folder.path(), Some(&right), &pull).await.unwrap();
    assert!(said.contains("as it should be"), "{said}");
}

#[tokio::test]
async fn errors_say_what_to_do() {
    let folder = tempfile::tempdir().unwrap();
    let server = Server::start(file(), Habit::Missing).await;
    let error = say(folder.path(), None, &["pull", "small", "--from", &server.base]).await.unwrap_err();
    assert!(error.contains("correct models.toml"), "{error}");
    let error =
        say(folder.path(), None, &["pull", "small", "--from", "http://127.0.0.1:9"]).await.unwrap_err();
    assert!(error.contains("is there an internet connection?"), "{error}");
}

#[test]
fn the_catalogue_can_be_read_and_fits_the_box() {
    let catalogue = Catalogue::read(None).unwrap();
    assert!(catalogue.models.len() >= 4);
    for model in &catalogue.models {
        assert!(model.memory_mib < 6_000, "{} leaves no room for the classroom", model.name);
        assert!(model.size_mb * 1_000_000 / (1 << 20) < model.memory_mib, "{}", model.name);
        assert!(!model.licence.is_empty() && !model.languages.is_empty());
    }
    assert!(catalogue.model("nobody").is_err());
}
