//! Learns the weights: softmax regression on the clues, pulled towards zero so that a clue seen once counts little.
//! The same questions give the same weights, on every machine.

use std::collections::BTreeMap;

use learnflow_contracts::tutor::AgentKind;
use learnflow_pedagogy::triage::{AGENTS, Clue, Table};

use crate::questions::Question;

const COLUMNS: usize = AGENTS.len();
const ROUNDS: usize = 250;
const STEP: f64 = 4.0;
/// How hard weights are pulled towards zero.
const PULL: f64 = 0.0015;

/// A question as the weights see it: what was noticed, and whom it is for.
pub(crate) type Example = (Vec<Clue>, AgentKind);

pub(crate) fn examples(questions: &[Question]) -> Vec<Example> {
    questions.iter().map(|question| (question.clues(), question.agent)).collect()
}

pub(crate) fn learn<'a>(examples: impl Iterator<Item = &'a Example>) -> Table {
    let mut names: BTreeMap<&'static str, usize> = BTreeMap::from([("always", 0)]);
    let seen: Vec<(Vec<(usize, f64)>, usize)> = examples
        .map(|(clues, agent)| {
            let mut noticed = vec![(0, 1.0)];
            for Clue { name, strength } in clues {
                let next = names.len();
                noticed.push((*names.entry(name).or_insert(next), *strength));
            }
            (noticed, AGENTS.iter().position(|one| one == agent).expect("all agents are columns"))
        })
        .collect();
    let size = f64::from(u32::try_from(seen.len()).expect("few questions"));
    let mut weights = vec![[0.0; COLUMNS]; names.len()];
    for _ in 0..ROUNDS {
        let mut slope = vec![[0.0; COLUMNS]; names.len()];
        for (noticed, right) in &seen {
            let likely = likely(&weights, noticed);
            for (clue, strength) in noticed {
                for column in 0..COLUMNS {
                    slope[*clue][column] +=
                        strength * (likely[column] - f64::from(u8::from(column == *right)));
                }
            }
        }
        for (clue, row) in weights.iter_mut().enumerate() {
            for column in 0..COLUMNS {
                let pull = if clue == 0 { 0.0 } else { PULL * row[column] };
                row[column] -= STEP * (slope[clue][column] / size + pull);
            }
        }
    }
    let rows = names
        .into_iter()
        .map(|(name, at)| (name.to_owned(), weights[at].map(|weight| (weight * 100.0).round() / 100.0)));
    Table::new(rows)
}

fn likely(weights: &[[f64; COLUMNS]], noticed: &[(usize, f64)]) -> [f64; COLUMNS] {
    let mut sums = [0.0; COLUMNS];
    for (clue, strength) in noticed {
        for (sum, weight) in sums.iter_mut().zip(weights[*clue]) {
            *sum += weight * strength;
        }
    }
    let most = sums.iter().copied().fold(f64::MIN, f64::max);
    let powers = sums.map(|sum: f64| (sum - most).exp());
    let whole: f64 = powers.iter().sum();
    powers.map(|power| power / whole)
}
