//! The folder of a curriculum: one folder for each language, English complete, the others as far as they are
//! translated. A file of another language takes the place of the English one of the same path; where there is
//! none, the English one is read.

use std::collections::BTreeMap;
use std::path::Path;

use learnflow_contracts::TopicId;

use super::constructs::Table;
use super::files::Files;
use super::{Error, Finding};

/// The language that is complete.
pub(super) const ENGLISH: &str = "en";

/// What stands beside the languages: not part of what is taught.
const BESIDE: [&str; 2] = ["README.md", CONSTRUCTS];

/// Which topic introduces which construct.
const CONSTRUCTS: &str = "constructs.toml";

/// A curriculum's files, by language.
#[derive(Debug, Clone)]
pub struct Folder {
    languages: BTreeMap<String, Files>,
    /// A folder of modules only: paths in it begin with no language.
    modules_of: Option<String>,
    /// Its own table of constructs, else the built-in one.
    table: Table,
}

impl Folder {
    /// The one inside the program.
    pub fn builtin() -> Result<Self, Error> {
        Self::split(&Files::builtin()?)
    }

    /// A folder with a folder for each language; or a folder of modules, which is in English unless its name is
    /// another language (`de`): then it stands on its neighbour `en`, or on what is built in.
    pub fn open(dir: &Path) -> Result<Self, Error> {
        let files = Files::folder(dir)?;
        if files.names("").into_iter().any(is_language) {
            return Self::split(&files);
        }
        let name = dir.canonicalize().ok().and_then(|dir| Some(dir.file_name()?.to_str()?.to_owned()));
        let Some(language) = name.filter(|name| name != ENGLISH && is_language(&format!("{name}/"))) else {
            let languages = [(ENGLISH.to_owned(), files)].into();
            return Ok(Self { languages, modules_of: Some(ENGLISH.to_owned()), table: builtin_table()? });
        };
        let beside = dir.join("..").join(ENGLISH);
        let english = if beside.is_dir() { Files::folder(&beside)? } else { Self::builtin()?.english() };
        let languages = [(ENGLISH.to_owned(), english), (language.clone(), files)].into();
        Ok(Self { languages, modules_of: Some(language), table: builtin_table()? })
    }

    fn split(files: &Files) -> Result<Self, Error> {
        let mut languages = BTreeMap::new();
        let mut findings = Vec::new();
        for name in files.names("") {
            if is_language(name) {
                languages.insert(name.trim_end_matches('/').to_owned(), files.inside(name));
            } else if !BESIDE.contains(&name) {
                let what = "move this into the folder of a language, such as en, or remove it";
                findings.push(Finding::new(name, what));
            }
        }
        let table = match files.optional(CONSTRUCTS) {
            Some(text) => Table::read(text)?,
            None => builtin_table()?,
        };
        if findings.is_empty() {
            Ok(Self { languages, modules_of: None, table })
        } else {
            Err(Error { findings })
        }
    }

    /// The languages to serve or to check, English first.
    pub fn languages(&self) -> Vec<&str> {
        let mut languages: Vec<&str> = self.languages.keys().map(String::as_str).collect();
        languages.sort_by_key(|language| *language != ENGLISH);
        match &self.modules_of {
            Some(one) => vec![one],
            None => languages,
        }
    }

    pub(super) fn english(&self) -> Files {
        self.languages.get(ENGLISH).cloned().unwrap_or_default()
    }

    /// The topics that the table of constructs names: a whole curriculum has them all.
    pub fn topics(&self) -> impl Iterator<Item = &TopicId> {
        self.table.topics()
    }

    pub(super) fn table(&self) -> &Table {
        &self.table
    }

    /// The files of each language, those that fall back left out.
    pub(super) fn own_files(&self) -> impl Iterator<Item = (&str, &Files)> {
        self.languages.iter().map(|(language, files)| (language.as_str(), files))
    }

    /// Whether a language says anything of its own in a folder.
    pub(super) fn translates(&self, language: &str, folder: &str) -> bool {
        language == ENGLISH || self.languages.get(language).is_some_and(|files| files.has(folder))
    }

    /// All files as one language reads them.
    pub(super) fn in_language(&self, language: &str) -> Files {
        let english = self.english();
        match self.languages.get(language).filter(|_| language != ENGLISH) {
            Some(own) => english.with(own.clone()),
            None => english,
        }
    }

    /// Where in this folder a file of a language really is.
    pub(super) fn place(&self, language: &str, file: &str) -> String {
        let own = self.languages.get(language).is_some_and(|files| files.has(file));
        match &self.modules_of {
            Some(one) if one == language && own => file.to_owned(),
            Some(one) if one == language && language != ENGLISH => format!("../{ENGLISH}/{file}"),
            Some(_) => file.to_owned(),
            None if own => format!("{language}/{file}"),
            None => format!("{ENGLISH}/{file}"),
        }
    }
}

fn builtin_table() -> Result<Table, Error> {
    let files = Files::builtin()?;
    Ok(Table::read(files.text(CONSTRUCTS)?)?)
}

/// Two small letters: `en/`.
pub(super) fn is_language(name: &str) -> bool {
    name.strip_suffix('/').is_some_and(|name| name.len() == 2 && name.bytes().all(|b| b.is_ascii_lowercase()))
}
