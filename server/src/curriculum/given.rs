//! Files that lie beside a program: what their names may be, and which of them a test has.

use std::collections::BTreeMap;

use learnflow_contracts::exercises::GivenFile;
use learnflow_python_sandbox::{Program, SourceFile};

use super::Finding;
use super::files::Files;

/// Characters of a name at most.
const MAX_NAME: usize = 60;

/// Bytes of one such file at most.
const MAX_BYTES: usize = 64 * 1024;

/// The files in a folder (ending in `/`), by name.
pub(super) fn in_folder(files: &Files, folder: &str) -> Result<Vec<GivenFile>, Finding> {
    let names = files.names(folder);
    names
        .into_iter()
        .map(|name| file(&format!("{folder}{name}"), name, files.text(&format!("{folder}{name}"))?))
        .collect()
}

/// The files of `files = { "scores.txt" = "…" }` in the TOML file at `path`.
pub(super) fn from_table(path: &str, table: BTreeMap<String, String>) -> Result<Vec<GivenFile>, Finding> {
    table.into_iter().map(|(name, text)| file(path, &name, &text)).collect()
}

/// One file, if its name and its length will do.
pub(super) fn file(path: &str, name: &str, text: &str) -> Result<GivenFile, Finding> {
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.');
    if name.is_empty()
        || name.len() > MAX_NAME
        || name.starts_with('.')
        || !name.chars().all(plain)
        || name == "main.py"
    {
        let what = format!(
            "rename the file `{name}`: at most {MAX_NAME} letters, digits, `_`, `-` and `.`, and not main.py"
        );
        return Err(Finding::new(path, what));
    }
    if text.len() > MAX_BYTES {
        return Err(Finding::new(path, format!("shorten the file `{name}` to 64 KiB")));
    }
    Ok(GivenFile { name: name.to_owned(), text: text.to_owned() })
}

/// Files beside one program at most, and their bytes in all.
const MAX_FILES: usize = 20;
const MAX_TOTAL: usize = 256 * 1024;

/// Checks files that a page sends along: a sentence on what to change.
pub(crate) fn check_sent(files: &[GivenFile]) -> Result<(), String> {
    let total: usize = files.iter().map(|file| file.text.len()).sum();
    if files.len() > MAX_FILES || total > MAX_TOTAL {
        return Err(format!("send at most {MAX_FILES} files, of at most {} KiB in all", MAX_TOTAL / 1024));
    }
    for (at, sent) in files.iter().enumerate() {
        file("", &sent.name, &sent.text).map_err(|_| {
            "a file's name is at most 60 letters, digits, `_`, `-` and `.`, and not main.py; it has at most 64 KiB"
                .to_owned()
        })?;
        if files[..at].iter().any(|other| other.name == sent.name) {
            return Err("two files have one name; give each a name of its own".to_owned());
        }
    }
    Ok(())
}

/// The files of an exercise, with those of one test in their place or added.
pub(crate) fn with(given: &[GivenFile], own: &[GivenFile]) -> Vec<GivenFile> {
    let kept = given.iter().filter(|file| own.iter().all(|other| other.name != file.name));
    kept.chain(own).cloned().collect()
}

/// A program with these files beside it.
pub(crate) fn program(code: &str, given: &[GivenFile]) -> Program {
    Program { files: sources(given), ..Program::new(code) }
}

/// The same files in the words of the sandbox.
pub(super) fn sources(given: &[GivenFile]) -> Vec<SourceFile> {
    given.iter().map(|file| SourceFile { name: file.name.clone(), text: file.text.clone() }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn given(name: &str, text: &str) -> GivenFile {
        GivenFile { name: name.to_owned(), text: text.to_owned() }
    }

    #[test]
    fn a_name_that_leaves_the_folder_is_refused() {
        for good in ["scores.txt", "my-data_2.csv", "shapes.py"] {
            assert!(file("exercise.toml", good, "").is_ok(), "{good}");
        }
        for bad in ["", "../x", "a/b.txt", "/etc/passwd", ".hidden", "main.py", "a\\b", "é.txt"] {
            assert!(file("exercise.toml", bad, "").is_err(), "{bad}");
        }
        assert!(file("exercise.toml", "big.txt", &"x".repeat(MAX_BYTES + 1)).is_err());
    }

    #[test]
    fn the_files_of_a_test_replace_and_add() {
        let all = with(&[given("a", "1"), given("b", "2")], &[given("b", "3"), given("c", "4")]);
        assert_eq!(all, [given("a", "1"), given("b", "3"), given("c", "4")]);
    }
}
