//! How much each clue counts for each intent: a table that was learned and can be read.

use std::collections::HashMap;
use std::fmt::Write as _;
use std::sync::LazyLock;

use learnflow_contracts::tutor::AgentKind;

use super::clues::Clue;
use super::{AGENTS, name};

const COLUMNS: usize = AGENTS.len();

/// Weights by the names of clues; the row `always` is added to every question.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Table {
    rows: HashMap<String, [f64; COLUMNS]>,
}

static TABLE: LazyLock<Table> = LazyLock::new(|| Table::parse(include_str!("weights.tsv")));

/// The table in use.
pub fn table() -> &'static Table {
    &TABLE
}

impl Table {
    /// A table of these rows.
    pub fn new(rows: impl IntoIterator<Item = (String, [f64; COLUMNS])>) -> Self {
        Self { rows: rows.into_iter().collect() }
    }

    fn parse(text: &str) -> Self {
        let rows = text.lines().filter(|line| !line.starts_with('#')).filter_map(|line| {
            let (name, numbers) = line.split_once('\t')?;
            let numbers: Vec<f64> =
                numbers.split('\t').filter_map(|number| number.trim().parse().ok()).collect();
            Some((name.to_owned(), numbers.try_into().ok()?))
        });
        Self::new(rows)
    }

    /// As it is written in `weights.tsv`: by name, to a hundredth.
    pub fn print(&self) -> String {
        let mut text =
            "# Learned from tests/triage/learned.txt by the test `triage`; do not edit.\n# clue".to_owned();
        for agent in AGENTS {
            let _ = write!(text, "\t{}", name(agent));
        }
        text.push('\n');
        let mut names: Vec<_> = self.rows.keys().collect();
        names.sort();
        for name in names {
            text.push_str(name);
            for weight in &self.rows[name] {
                let _ = write!(text, "\t{weight:.2}");
            }
            text.push('\n');
        }
        text
    }

    /// The largest difference between the weights of two tables; `None` when they have other rows.
    pub fn distance(&self, other: &Self) -> Option<f64> {
        if self.rows.len() != other.rows.len() {
            return None;
        }
        self.rows.iter().try_fold(0.0_f64, |most, (name, weights)| {
            let others = other.rows.get(name)?;
            Some(weights.iter().zip(others).fold(most, |most, (left, right)| most.max((left - right).abs())))
        })
    }

    /// Whom a question with these clues is for, and how likely.
    pub fn best(&self, clues: &[Clue]) -> (AgentKind, f64) {
        let likely = self.likely(clues);
        let best = (0..COLUMNS).fold(0, |best, at| if likely[at] > likely[best] { at } else { best });
        (AGENTS[best], likely[best])
    }

    /// How likely each of [`AGENTS`] is: they add up to 1.
    pub fn likely(&self, clues: &[Clue]) -> [f64; COLUMNS] {
        let mut sums = self.row("always");
        for clue in clues {
            for (sum, weight) in sums.iter_mut().zip(self.row(clue.name)) {
                *sum += weight * clue.strength;
            }
        }
        let most = sums.iter().copied().fold(f64::MIN, f64::max);
        let powers = sums.map(|sum| (sum - most).exp());
        let whole: f64 = powers.iter().sum();
        powers.map(|power| power / whole)
    }

    /// The three clues that spoke most for an agent.
    pub(super) fn because(&self, clues: &[Clue], agent: AgentKind) -> Vec<&'static str> {
        let at = AGENTS.iter().position(|one| *one == agent).unwrap_or(COLUMNS - 1);
        let mut spoke: Vec<(f64, &'static str)> =
            clues.iter().map(|clue| (self.row(clue.name)[at] * clue.strength, clue.name)).collect();
        spoke.sort_by(|left, right| right.0.total_cmp(&left.0));
        spoke.into_iter().take(3).filter(|(weight, _)| *weight > 0.1).map(|(_, name)| name).collect()
    }

    fn row(&self, name: &str) -> [f64; COLUMNS] {
        self.rows.get(name).copied().unwrap_or_default()
    }
}
