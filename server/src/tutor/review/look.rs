//! What is known of a program that somebody wants reviewed: what the tools and the reading find, and the changes that
//! are proven.

use std::time::{Duration, Instant};

use learnflow_contracts::exercises::GivenFile;
use learnflow_pedagogy::quality::{self, Found, Group, Score, Size};
use learnflow_python_sandbox::{Analysis, Limits, Program, Sandbox, Tool};
use serde::{Deserialize, Serialize};

use super::prove::{Tries, proven};
use super::reading::{Change, Growth, Place, Reading, Said, State};
use crate::curriculum::Test;

/// For the tools, and for the reading.
const WALL: Duration = Duration::from_secs(3);
/// A submission waits this long for its quality; a program of the course takes milliseconds.
const MEASURED: Duration = Duration::from_millis(1_500);
/// More ways than this lead through no function that is easy to understand.
const MOST_WAYS: u32 = 10;
/// A name that is longer helps nobody.
const LONGEST_NAME: usize = 60;
/// Rows of a change that are shown.
const LONGEST_CHANGE: usize = 24;

/// A program to look at.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub(crate) struct Case {
    pub(crate) code: String,
    /// Beside the program.
    pub(crate) files: Vec<GivenFile>,
    /// Of the exercise at hand, hidden ones too; empty without one.
    pub(crate) tests: Vec<Test>,
}

/// How many findings are shown, and how long their changes are tried.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Budget {
    pub(crate) shown: usize,
    pub(crate) time: Duration,
}

/// Findings that are shown; more discourage.
pub(crate) const SHOWN: usize = 3;

impl Default for Budget {
    fn default() -> Self {
        Self { shown: SHOWN, time: Duration::from_millis(250) }
    }
}

/// What is known.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub(crate) struct Looked {
    pub(crate) state: State,
    /// By line.
    pub(crate) found: Vec<Place>,
    /// Lines that say something, ways through the largest function, levels of nesting.
    pub(crate) size: (u32, u32, u32),
    pub(crate) growth: Option<Growth>,
    pub(crate) changes: Vec<Proven>,
    /// Why Python cannot read it: kind and line.
    pub(crate) problem: Option<(String, u32)>,
    /// A tool could not look at all of it.
    pub(crate) partly: bool,
}

/// A change that was run and behaves the same.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Proven {
    pub(crate) rule: String,
    pub(crate) line: u32,
    pub(crate) before: String,
    pub(crate) after: String,
}

impl Looked {
    /// What was found, in the words of `pedagogy`.
    pub(crate) fn found(&self) -> Vec<Found> {
        let known = |place: &Place| {
            Some(Found {
                rule: quality::rule(&place.rule)?,
                line: place.line,
                name: place.name.clone(),
                other: place.other.clone(),
            })
        };
        self.found.iter().filter_map(known).collect()
    }

    /// How good it is.
    pub(crate) fn score(&self) -> Score {
        let (lines, ways, depth) = self.size;
        quality::score(&self.found(), Size { lines, ways, depth })
    }

    /// The change for a finding, if one is proven.
    pub(crate) fn change(&self, group: &Group) -> Option<&Proven> {
        self.changes.iter().find(|change| belongs(&change.rule, change.line, group))
    }
}

/// Rules that a change of the spaces in a line answers.
const SPACING: [&str; 6] =
    ["operator_spaces", "comma_spaces", "bracket_spaces", "keyword_spaces", "comment_form", "trailing_space"];

fn belongs(rule: &str, line: u32, group: &Group) -> bool {
    let same = rule == group.rule.name || (rule == "spacing" && SPACING.contains(&group.rule.name));
    same && group.lines.contains(&line)
}

/// How good an accepted program is, 0–100; nothing where that cannot be said.
pub(crate) async fn measure(sandbox: &Sandbox, reading: &Reading, limits: &Limits, code: &str) -> Option<u8> {
    let reading = read(sandbox, reading, limits, code, false);
    let (looked, _) = tokio::time::timeout(MEASURED, reading).await.ok()?;
    (looked.state == State::Read && !looked.partly).then(|| looked.score().score)
}

/// Gathers what is known of a program.
pub(crate) async fn gather(
    sandbox: &Sandbox,
    reading: &Reading,
    limits: &Limits,
    budget: Budget,
    case: &Case,
) -> Looked {
    let (mut looked, said) = read(sandbox, reading, limits, &case.code, true).await;
    if looked.state != State::Read {
        return looked;
    }
    let groups = quality::worst_first(&looked.found());
    let mut wanted: Vec<&Change> = Vec::new();
    for group in groups.iter().take(budget.shown) {
        wanted.extend(said.changes.iter().filter(|change| belongs(&change.rule, change.line, group)).take(2));
    }
    wanted.retain(|change| change.before.lines().count().max(change.after.lines().count()) <= LONGEST_CHANGE);
    let tries = Tries::new(&case.files, &case.tests, &said.functions, limits);
    let until = Instant::now() + budget.time;
    let proven = proven(sandbox, &tries, &case.code, wanted.into_iter(), until).await;
    let shown = |change: &Change| Proven {
        rule: change.rule.clone(),
        line: change.line,
        before: change.before.clone(),
        after: change.after.clone(),
    };
    looked.changes = proven.into_iter().map(shown).collect();
    looked
}

pub(super) async fn read(
    sandbox: &Sandbox,
    reading: &Reading,
    limits: &Limits,
    code: &str,
    changes: bool,
) -> (Looked, Said) {
    let limits = Limits { wall: WALL.min(limits.wall), ..limits.clone() };
    let program = Program::new(code);
    let (analysis, said) =
        tokio::join!(sandbox.analyze(&program, &limits), reading.read(sandbox, code, changes));
    let said = said.unwrap_or_else(|error| {
        // A program can be made to be too much for any reader; its student is told so.
        tracing::warn!(error = format!("{error:#}"), "a program could not be reviewed");
        metrics::counter!("tutor_unreviewed_total").increment(1);
        Said::default()
    });
    let rows = u32::try_from(code.lines().count()).unwrap_or(u32::MAX).max(1);
    (looked(&analysis, &said, rows), said)
}

/// Puts both together; nothing in it is believed.
fn looked(analysis: &Analysis, said: &Said, rows: u32) -> Looked {
    let state = match &analysis.problem {
        Some(_) => State::Unread,
        None => said.state,
    };
    let problem = analysis.problem.as_ref();
    let problem = problem.map(|problem| (cut(&problem.kind), problem.line.unwrap_or(1).clamp(1, rows)));
    let ways = analysis.functions.iter().map(|function| function.complexity).max().unwrap_or(1);
    let mut found: Vec<Place> = said.found.iter().filter_map(|place| checked(place, rows)).collect();
    for place in of_tools(analysis).filter_map(|place| checked(&place, rows)) {
        if !found.iter().any(|other| other.rule == place.rule && other.line == place.line) {
            found.push(place);
        }
    }
    found.sort_by_key(|place| place.line);
    let growth = said.growth.clone().filter(|growth| growth.order.as_deref().is_none_or(is_order));
    let partly = analysis.unfinished.is_some() || !analysis.gave_up.is_empty();
    Looked {
        state,
        found,
        size: (said.lines.min(rows), ways, said.depth),
        growth,
        changes: Vec::new(),
        problem,
        partly,
    }
}

/// What the tools found, with the name that stands in quotes in their words.
fn of_tools(analysis: &Analysis) -> impl Iterator<Item = Place> {
    let place = |rule: &str, line, name: &str, other: String| Place {
        rule: rule.to_owned(),
        line,
        name: name.to_owned(),
        other,
    };
    let findings = analysis.findings.iter().filter(|finding| finding.tool != Tool::Python);
    let findings = findings.filter_map(move |finding| {
        let rule = quality::of_tool(&finding.code)?;
        let quoted = finding.message.split('\'').nth(1).unwrap_or_default();
        // `'math.pi as p' imported but unused`
        let name = quoted.split(" as ").last().unwrap_or_default();
        Some(place(rule.name, finding.line, name, String::new()))
    });
    let large = analysis.functions.iter().filter(|function| function.complexity > MOST_WAYS);
    let large = large.map(move |function| {
        place("too_many_ways", function.line, &function.name, function.complexity.to_string())
    });
    findings.chain(large)
}

/// A place that may be told: of a known rule, on a line that is there, about a name of the program.
fn checked(place: &Place, rows: u32) -> Option<Place> {
    quality::rule(&place.rule)?;
    let line = (1..=rows).contains(&place.line).then_some(place.line)?;
    let (name, other) = (plain(&place.name), plain(&place.other));
    Some(Place { rule: place.rule.clone(), line, name, other })
}

/// A name or a number or a few words of Python; whatever else it is, it is left out.
fn plain(name: &str) -> String {
    let fits = name.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '.' | ' ' | '!' | '='));
    if fits { cut(name) } else { String::new() }
}

fn cut(text: &str) -> String {
    text.chars().filter(|c| *c != '`').take(LONGEST_NAME).collect()
}

fn is_order(order: &str) -> bool {
    order.starts_with("O(") && order.chars().count() < 16
}

#[cfg(test)]
mod tests {
    use super::*;

    fn place(rule: &str, line: u32, name: &str) -> Place {
        Place { rule: rule.to_owned(), line, name: name.to_owned(), other: String::new() }
    }

    #[test]
    fn what_a_reader_says_is_not_believed() {
        assert_eq!(checked(&place("no_such_rule", 1, "x"), 3), None);
        assert_eq!(checked(&place("short_name", 4, "x"), 3), None);
        assert_eq!(checked(&place("short_name", 0, "x"), 3), None);
        let told = checked(&place("short_name", 2, "größe_2"), 3).unwrap();
        assert_eq!(told.name, "größe_2");
        for hostile in ["`x` [here](http://x)", "x\ny", "<img>", "*x*"] {
            assert_eq!(checked(&place("short_name", 2, hostile), 3).unwrap().name, "");
        }
        assert_eq!(checked(&place("short_name", 2, &"x".repeat(900)), 3).unwrap().name.len(), LONGEST_NAME);
    }
}
