//! One topic as one file, to give to another school: a zip with the topic's files in all its languages, under the paths
//! they have in a curriculum, and the `module.toml` they belong to.
//!
//! A pack comes from a stranger. Nothing is written before all of it was looked at: names that leave the folder, links,
//! what unpacks to too much, and what is no text are refused; a topic that is there already is replaced only on demand.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{Cursor, Read, Write};
use std::path::{Path, PathBuf};

use anyhow::{Context, bail, ensure};
use learnflow_contracts::TopicId;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipArchive, ZipWriter};

use super::Folder;
use super::form::ModuleFile;
use super::languages::is_language;

/// Entries of a pack at most; the largest topic of the built-in curriculum has about a hundred a language.
const MAX_ENTRIES: usize = 1_000;
/// Bytes of one file, as in a curriculum's folder.
const MAX_FILE: u64 = 256 * 1024;
/// Bytes of all files.
const MAX_TOTAL: u64 = 8 * 1024 * 1024;
/// Folders above a file at most.
const MAX_DEPTH: usize = 7;

/// Packs one topic of a folder.
///
/// # Errors
/// When there is no such topic.
pub fn export(folder: &Folder, topic: &TopicId) -> anyhow::Result<Vec<u8>> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default().compression_method(CompressionMethod::Deflated);
    let mut found = false;
    for (language, files) in folder.own_files() {
        let inside = format!("/{topic}/");
        for (path, text) in files.below("") {
            let Some((module, rest)) = path.split_once('/') else { continue };
            let of_topic = format!("/{rest}").starts_with(&inside);
            found |= of_topic && rest.ends_with("/topic.toml");
            if of_topic {
                zip.start_file(format!("{language}/{module}/{rest}"), options)?;
                zip.write_all(text.as_bytes())?;
            } else if rest == "module.toml" && files.has(&format!("{module}{inside}")) {
                zip.start_file(format!("{language}/{module}/module.toml"), options)?;
                let module: ModuleFile = toml::from_str(&text).context("reading module.toml")?;
                zip.write_all(module_toml(&module.title, &[topic.to_string()])?.as_bytes())?;
            }
        }
    }
    ensure!(found, "there is no topic `{topic}` here");
    Ok(zip.finish()?.into_inner())
}

/// What an import has written.
#[derive(Debug, PartialEq, Eq)]
pub struct Imported {
    pub topic: String,
    /// The folders, one for each language.
    pub folders: Vec<PathBuf>,
}

/// Unpacks one topic into a curriculum's folder, and adds it to its module.
///
/// # Errors
/// When the pack is not one, holds what does not belong there, or the topic is there and `replace` is not set. Nothing
/// is written then.
pub fn import(pack: &[u8], dir: &Path, replace: bool) -> anyhow::Result<Imported> {
    let files = read(pack)?;
    let homes: BTreeSet<[&str; 3]> = files.keys().filter_map(|path| home(path)).collect();
    let topics: BTreeSet<&str> = homes.iter().map(|[_, _, topic]| *topic).collect();
    let (Some(topic), 1) = (topics.first(), topics.len()) else {
        bail!("this file holds {} topics; a pack holds one", topics.len());
    };
    ensure!(topic.parse::<TopicId>().is_ok(), "`{topic}` is no name of a topic");
    for path in files.keys() {
        let belongs = home(path).is_some() || matches!(parts(path)[..], [_, _, "module.toml"]);
        ensure!(belongs, "the pack holds {path}, which is no part of a topic");
    }
    let folders: Vec<PathBuf> =
        homes.iter().map(|[language, module, topic]| dir.join(language).join(module).join(topic)).collect();
    if let Some(there) = folders.iter().find(|folder| folder.exists() && !replace) {
        bail!("{} is there already; --replace takes its place", there.display());
    }
    for [language, module, topic] in &homes {
        put_topic(&files, dir, [language, module, topic])?;
    }
    Ok(Imported { topic: (*topic).to_owned(), folders })
}

/// Writes a topic beside its place and moves it there whole, then adds it to its module.
fn put_topic(
    files: &BTreeMap<String, String>,
    dir: &Path,
    [language, module, topic]: [&str; 3],
) -> anyhow::Result<()> {
    let home = dir.join(language).join(module);
    let new = home.join(format!(".{topic}.new"));
    let _ = std::fs::remove_dir_all(&new);
    let prefix = format!("{language}/{module}/{topic}/");
    for (path, text) in files.iter().filter_map(|(path, text)| Some((path.strip_prefix(&prefix)?, text))) {
        write(&new.join(path), text)?;
    }
    let _ = std::fs::remove_dir_all(home.join(topic));
    std::fs::rename(&new, home.join(topic))
        .with_context(|| format!("moving {topic} into {}", home.display()))?;

    let about = home.join("module.toml");
    let given = files.get(&format!("{language}/{module}/module.toml"));
    let module: ModuleFile = match std::fs::read_to_string(&about) {
        Ok(text) => toml::from_str(&text).with_context(|| format!("reading {}", about.display()))?,
        // A language that has not translated the module's title reads it in English.
        Err(_) if given.is_none() => return Ok(()),
        Err(_) => {
            toml::from_str(given.map_or("", String::as_str)).context("reading the pack's module.toml")?
        }
    };
    let mut topics: Vec<String> = module.topics.iter().map(|topic| topic.get_ref().clone()).collect();
    if !topics.iter().any(|one| one == topic) {
        topics.push(topic.to_owned());
    }
    write(&about, &module_toml(&module.title, &topics)?)
}

fn write(path: &Path, text: &str) -> anyhow::Result<()> {
    std::fs::create_dir_all(path.parent().unwrap_or(Path::new(".")))?;
    std::fs::write(path, text).with_context(|| format!("writing {}", path.display()))
}

fn module_toml(title: &str, topics: &[String]) -> anyhow::Result<String> {
    #[derive(serde::Serialize)]
    struct Module<'a> {
        title: &'a str,
        topics: &'a [String],
    }
    Ok(toml::to_string(&Module { title, topics })?)
}

/// All texts of a pack by their paths, each looked at.
fn read(pack: &[u8]) -> anyhow::Result<BTreeMap<String, String>> {
    let mut zip = ZipArchive::new(Cursor::new(pack)).context("this is no pack of a topic (a zip file)")?;
    ensure!(zip.len() <= MAX_ENTRIES, "the pack has {} files; a topic has at most {MAX_ENTRIES}", zip.len());
    let (mut files, mut total) = (BTreeMap::new(), 0);
    for at in 0..zip.len() {
        let entry = zip.by_index(at).context("the pack is damaged")?;
        if entry.is_dir() {
            continue;
        }
        let path = entry.name().context("the pack is damaged")?.into_owned();
        ensure!(
            !entry.is_symlink() && !entry.encrypted() && is_plain(&path),
            "the pack has a file that may not be there"
        );
        let mut bytes = Vec::new();
        // What the pack says of its sizes may be a lie: no more than this is ever unpacked.
        entry.take(MAX_FILE + 1).read_to_end(&mut bytes).with_context(|| format!("{path} is damaged"))?;
        total += bytes.len() as u64;
        ensure!(bytes.len() as u64 <= MAX_FILE, "{path} is larger than {} KiB", MAX_FILE / 1024);
        ensure!(total <= MAX_TOTAL, "the pack unpacks to more than {} MiB", MAX_TOTAL >> 20);
        let text = String::from_utf8(bytes).ok().with_context(|| format!("{path} is no UTF-8 text"))?;
        ensure!(files.insert(path.clone(), text).is_none(), "{path} is in the pack twice");
    }
    Ok(files)
}

/// A path of plain names only, beginning with a language: nothing that leads out of a folder, on any system.
fn is_plain(path: &str) -> bool {
    let plain = |part: &str| {
        !part.is_empty()
            && !part.starts_with('.')
            && part.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'-' | b'_'))
    };
    let parts = parts(path);
    parts.len() <= MAX_DEPTH && parts.iter().copied().all(plain) && is_language(&format!("{}/", parts[0]))
}

fn parts(path: &str) -> Vec<&str> {
    path.split('/').collect()
}

/// Language, module and topic of a file that belongs to a topic.
fn home(path: &str) -> Option<[&str; 3]> {
    match parts(path)[..] {
        [language, module, topic, _, ..] => Some([language, module, topic]),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pack() -> Vec<u8> {
        export(&Folder::builtin().unwrap(), &"variables".parse().unwrap()).unwrap()
    }

    fn zip_of(files: &[(&str, &[u8])]) -> Vec<u8> {
        let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
        for (name, bytes) in files {
            zip.start_file(*name, SimpleFileOptions::default()).unwrap();
            zip.write_all(bytes).unwrap();
        }
        zip.finish().unwrap().into_inner()
    }

    #[test]
    fn a_topic_comes_out_as_it_went_in() {
        let dir = tempfile::tempdir().unwrap();
        let imported = import(&pack(), dir.path(), false).unwrap();
        assert_eq!(imported.topic, "variables");
        assert!(imported.folders.contains(&dir.path().join("en/01-first-programs/variables")));
        let (there, builtin) = (Folder::open(dir.path()).unwrap(), Folder::builtin().unwrap());
        let below = |folder: &Folder| folder.english().below("01-first-programs/variables/");
        assert_eq!(below(&there), below(&builtin));
        let module = there.english().text("01-first-programs/module.toml").unwrap().to_owned();
        assert!(module.contains("topics = [\"variables\"]"), "{module}");
        assert!(export(&builtin, &"no-topic".parse().unwrap()).is_err());
    }

    #[test]
    fn a_topic_joins_its_module_and_replaces_itself_only_on_demand() {
        let dir = tempfile::tempdir().unwrap();
        for topic in ["numbers", "variables"] {
            import(&export(&Folder::builtin().unwrap(), &topic.parse().unwrap()).unwrap(), dir.path(), false)
                .unwrap();
        }
        let module = dir.path().join("en/01-first-programs/module.toml");
        assert!(std::fs::read_to_string(&module).unwrap().contains("[\"numbers\", \"variables\"]"));
        let own = dir.path().join("en/01-first-programs/variables/beginner.md");
        std::fs::write(&own, "my own words").unwrap();
        let refused = import(&pack(), dir.path(), false).unwrap_err().to_string();
        assert!(refused.contains("--replace"), "{refused}");
        assert_eq!(std::fs::read_to_string(&own).unwrap(), "my own words");
        import(&pack(), dir.path(), true).unwrap();
        assert_ne!(std::fs::read_to_string(&own).unwrap(), "my own words");
        assert!(std::fs::read_to_string(&module).unwrap().contains("[\"numbers\", \"variables\"]"));
    }

    #[test]
    fn what_leads_out_of_the_folder_is_refused_and_nothing_is_written() {
        let dir = tempfile::tempdir().unwrap();
        for name in [
            "../evil.txt",
            "en/../../evil.txt",
            "/etc/evil.txt",
            "en/01-a/b/../../../../evil.txt",
            "en\\01-a\\b\\evil.txt",
            "C:/evil.txt",
            "en/01-a/b/.hidden",
            "en/01-a/b//x",
            "english/01-a/b/x.txt",
            "en/01-a/b/c/d/e/f/g/h.txt",
            "en/évil/b/x.txt",
        ] {
            let pack = zip_of(&[("en/01-a/b/topic.toml", b"x"), (name, b"x")]);
            assert!(import(&pack, dir.path(), false).is_err(), "{name}");
        }
        assert_eq!(std::fs::read_dir(dir.path()).unwrap().count(), 0);
        assert!(!dir.path().parent().unwrap().join("evil.txt").exists());
    }

    #[test]
    fn a_bomb_is_refused_before_it_is_unpacked() {
        let dir = tempfile::tempdir().unwrap();
        let many: Vec<String> = (0..=MAX_ENTRIES).map(|at| format!("en/01-a/b/{at}.md")).collect();
        let many: Vec<(&str, &[u8])> = many.iter().map(|name| (name.as_str(), &b"x"[..])).collect();
        let zeros = vec![b'0'; 300 * 1024];
        let large = vec![b'0'; 250 * 1024];
        let names: Vec<String> = (0..40).map(|at| format!("en/01-a/b/{at}.md")).collect();
        let total: Vec<(&str, &[u8])> = names.iter().map(|name| (name.as_str(), &large[..])).collect();
        for (pack, said) in [
            (zip_of(&many), "at most"),
            (zip_of(&[("en/01-a/b/big.md", &zeros)]), "larger than"),
            (zip_of(&total), "more than"),
            (zip_of(&[("en/01-a/b/x.md", &[0xff])]), "no UTF-8"),
            (zip_of(&[("en/01-a/b/x.md", b"1"), ("en/01-a/c/x.md", b"1")]), "2 topics"),
            (zip_of(&[]), "0 topics"),
            (zip_of(&[("en/01-a/b/x.md", b"1"), ("en/x.md", b"1")]), "no part of a topic"),
            (b"no zip".to_vec(), "no pack"),
        ] {
            let refused = format!("{:#}", import(&pack, dir.path(), false).unwrap_err());
            assert!(refused.contains(said), "{said}: {refused}");
        }
        assert_eq!(std::fs::read_dir(dir.path()).unwrap().count(), 0);
    }
}
