//! The files of a curriculum as texts, wherever they come from: the program itself or a folder.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use rust_embed::RustEmbed;
use serde::de::DeserializeOwned;

use super::{Error, Finding};

#[derive(RustEmbed)]
#[folder = "curriculum/"]
struct Builtin;

/// The longest text of the curriculum; more is a file that does not belong there.
const MAX_BYTES: usize = 256 * 1024;

/// Deeper than any file of the form; stops a folder that contains itself.
const MAX_DEPTH: usize = 8;

/// Texts by their path with `/`, as `01-first-programs/module.toml`.
#[derive(Debug, Clone, Default)]
pub(super) struct Files(BTreeMap<String, String>);

impl Files {
    pub(super) fn builtin() -> Result<Self, Error> {
        let mut found = Found::default();
        for path in Builtin::iter().filter(|path| !path.split('/').any(is_leftover)) {
            let file = Builtin::get(&path).expect("the path comes from the same list");
            found.add(path.into_owned(), file.data.into_owned());
        }
        found.done()
    }

    pub(super) fn folder(dir: &Path) -> Result<Self, Error> {
        let mut found = Found::default();
        found.walk(dir, "", MAX_DEPTH);
        found.done()
    }

    pub(super) fn text(&self, path: &str) -> Result<&str, Finding> {
        self.optional(path).ok_or_else(|| Finding::new(path, "write this file; it is missing"))
    }

    pub(super) fn optional(&self, path: &str) -> Option<&str> {
        self.0.get(path).map(String::as_str)
    }

    /// The names directly inside a folder (`""` or `…/`); those of folders end in `/`.
    pub(super) fn names<'a>(&'a self, folder: &'a str) -> BTreeSet<&'a str> {
        let inside = self.0.keys().filter_map(|path| path.strip_prefix(folder));
        inside.map(|rest| rest.find('/').map_or(rest, |slash| &rest[..=slash])).collect()
    }

    /// Those in a folder (ending in `/`), with their paths within it.
    pub(super) fn inside(&self, folder: &str) -> Self {
        let inside = self.0.iter().filter_map(|(path, text)| Some((path.strip_prefix(folder)?, text)));
        Self(inside.map(|(path, text)| (path.to_owned(), text.clone())).collect())
    }

    /// These, with others in the place of those of the same path.
    pub(super) fn with(&self, others: Self) -> Self {
        let mut files = self.clone();
        files.0.extend(others.0);
        files
    }

    /// Whether a file, or a folder (ending in `/`), is there.
    pub(super) fn has(&self, path: &str) -> bool {
        self.0.contains_key(path) || (path.ends_with('/') && self.0.keys().any(|one| one.starts_with(path)))
    }

    /// Puts a text in its place, or takes it away.
    #[cfg(test)]
    pub(super) fn put(&mut self, path: &str, text: Option<&str>) {
        match text {
            Some(text) => self.0.insert(path.to_owned(), text.to_owned()),
            None => self.0.remove(path),
        };
    }

    /// All texts below a folder, with their paths.
    pub(super) fn below(&self, folder: &str) -> Vec<(String, String)> {
        let inside = self.0.iter().filter(|(path, _)| path.starts_with(folder));
        inside.map(|(path, text)| (path.clone(), text.clone())).collect()
    }

    /// A TOML file in its form.
    pub(super) fn toml<T: DeserializeOwned>(&self, path: &str) -> Result<T, Finding> {
        let text = self.text(path)?;
        toml::from_str(text).map_err(|error| {
            let what = format!("{}; README.md of the curriculum shows the form", error.message().trim());
            match error.span() {
                Some(span) => Finding::at(path, line_of(text, span.start), what),
                None => Finding::new(path, what),
            }
        })
    }
}

/// The line, from 1, of a byte of a text.
pub(super) fn line_of(text: &str, byte: usize) -> usize {
    text.bytes().take(byte).filter(|&b| b == b'\n').count() + 1
}

#[derive(Default)]
struct Found {
    texts: BTreeMap<String, String>,
    findings: Vec<Finding>,
}

impl Found {
    fn walk(&mut self, dir: &Path, prefix: &str, depth: usize) {
        let place = if prefix.is_empty() { ".".to_owned() } else { prefix.to_owned() };
        if depth == 0 {
            return self
                .findings
                .push(Finding::new(place, "remove this folder; no topic has folders so deep"));
        }
        let entries = match std::fs::read_dir(dir) {
            Ok(entries) => entries,
            Err(error) => {
                let what = format!("give the folder of a curriculum that can be read ({error})");
                return self.findings.push(Finding::new(place, what));
            }
        };
        for entry in entries.flatten() {
            let Ok(name) = entry.file_name().into_string() else {
                let what = format!("rename {}: its name is not UTF-8", entry.path().display());
                self.findings.push(Finding::new(&place, what));
                continue;
            };
            if is_leftover(&name) {
                continue;
            }
            let path = format!("{prefix}{name}");
            if entry.path().is_dir() {
                self.walk(&entry.path(), &format!("{path}/"), depth - 1);
            } else {
                match std::fs::read(entry.path()) {
                    Ok(bytes) => self.add(path, bytes),
                    Err(error) => {
                        self.findings.push(Finding::new(path, format!("make this file readable ({error})")));
                    }
                }
            }
        }
    }

    /// Windows editors write `\r\n` and a byte order mark; neither is part of the text.
    fn add(&mut self, path: String, bytes: Vec<u8>) {
        if bytes.len() > MAX_BYTES {
            return self.findings.push(Finding::new(path, "shorten this file to 256 KiB, or remove it"));
        }
        match String::from_utf8(bytes) {
            Ok(text) => {
                let text = text.strip_prefix('\u{feff}').unwrap_or(&text).replace("\r\n", "\n");
                self.texts.insert(path, text);
            }
            Err(_) => self.findings.push(Finding::new(path, "save this file as UTF-8 text, or remove it")),
        }
    }

    fn done(self) -> Result<Files, Error> {
        if self.findings.is_empty() { Ok(Files(self.texts)) } else { Err(Error { findings: self.findings }) }
    }
}

/// What editors and systems leave behind, and what Python makes when a teacher tries a program.
fn is_leftover(name: &str) -> bool {
    name.starts_with('.') || name.ends_with('~') || name == "__pycache__"
}
