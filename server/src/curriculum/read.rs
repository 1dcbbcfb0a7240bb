//! Finds modules, topics and exercises among the files. Reading goes on after a finding, so that a teacher
//! sees everything at once.

use learnflow_contracts::TopicId;

use super::Finding;
use super::files::{Files, line_of};
use super::form::ModuleFile;
use super::project::Project;
use super::topic::Topic;

pub(super) struct Module {
    pub(super) id: String,
    pub(super) title: String,
    pub(super) topics: Vec<Topic>,
    pub(super) project: Option<Project>,
}

/// All modules in the order of their folders' numbers, and what could not be read of them.
pub(super) fn modules(files: &Files) -> (Vec<Module>, Vec<Finding>) {
    let mut findings = Findings::default();
    let mut modules = Vec::new();
    for name in files.names("") {
        match name.strip_suffix('/') {
            Some(folder) => match numbered(name, folder) {
                Ok(id) => modules.extend(module(files, name, id, &mut findings)),
                Err(finding) => findings.0.push(finding),
            },
            None if name == "README.md" => {}
            None => {
                findings.0.push(Finding::new(name, "move this file into a module's folder, or remove it"));
            }
        }
    }
    if modules.is_empty() && findings.0.is_empty() {
        findings.0.push(Finding::new("module.toml", "write a module: a folder such as 01-first-programs"));
    }
    findings.0.sort();
    (modules, findings.0)
}

fn module(files: &Files, folder: &str, id: &str, findings: &mut Findings) -> Option<Module> {
    let path = format!("{folder}module.toml");
    let file: ModuleFile = findings.keep(files.toml(&path))?;
    let mut names = files.names(folder);
    names.remove("module.toml");
    let project =
        names.remove("project/").then(|| Project::read(files, &format!("{folder}project/"), id, findings));
    let mut topics = Vec::new();
    for entry in file.topics {
        let line = line_of(files.optional(&path).unwrap_or_default(), entry.span().start);
        let name = entry.into_inner();
        if names.remove(format!("{name}/").as_str()) {
            let id = topic_id(&name).map_err(|rule| Finding::at(&path, line, rule));
            if let Some(id) = findings.keep(id) {
                topics.extend(Topic::read(
                    files,
                    &format!("{folder}{name}/"),
                    id,
                    module_id(folder),
                    findings,
                ));
            }
        } else {
            let what = format!("make the folder `{name}`, or take it out of `topics` (each once)");
            findings.0.push(Finding::at(&path, line, what));
        }
    }
    for name in names {
        let what = format!("add `{}` to `topics` in {path}, or remove it", name.trim_end_matches('/'));
        findings.0.push(Finding::new(format!("{folder}{name}"), what));
    }
    Some(Module { id: id.to_owned(), title: file.title, topics, project: project.flatten() })
}

/// Exercises of teachers' own have ids that begin with `own-`, steps of projects with `project-`; no topic may
/// give its exercises such ids.
fn topic_id(name: &str) -> Result<TopicId, String> {
    for taken in ["own", "project"] {
        if name == taken || name.starts_with(&format!("{taken}-")) {
            return Err(format!("rename `{name}`; other exercises have ids that begin with `{taken}-`"));
        }
    }
    name.parse().map_err(|rule| format!("rename `{name}`: {rule}"))
}

fn module_id(folder: &str) -> &str {
    folder.trim_end_matches('/').split_once('-').map_or(folder, |(_, id)| id)
}

/// The name behind the two digits that give the order: `say-hello` of `01-say-hello`.
pub(super) fn numbered<'a>(path: &str, folder: &'a str) -> Result<&'a str, Finding> {
    let digits = folder.bytes().take_while(u8::is_ascii_digit).count();
    let name = folder.get(digits..).and_then(|rest| rest.strip_prefix('-')).unwrap_or_default();
    if digits == 2 && name.parse::<TopicId>().is_ok() {
        Ok(name)
    } else {
        Err(Finding::new(path, "name this folder like 01-say-hello: two digits, then a-z, 0-9 and -"))
    }
}

/// Collects what is wrong and lets reading go on.
#[derive(Default)]
pub(super) struct Findings(pub(super) Vec<Finding>);

impl Findings {
    pub(super) fn keep<T>(&mut self, result: Result<T, Finding>) -> Option<T> {
        result.map_err(|finding| self.0.push(finding)).ok()
    }

    /// A file with a misspelt name would otherwise be left out in silence.
    pub(super) fn refuse_unknown(&mut self, files: &Files, folder: &str, known: &[&str]) {
        for name in files.names(folder) {
            if !known.contains(&name) {
                let what = format!("rename or remove this; here belong only {}", known.join(", "));
                self.0.push(Finding::new(format!("{folder}{name}"), what));
            }
        }
    }
}
