//! Learns the weights: softmax regression on the clues, pulled towards zero so that a clue seen once counts little.
//! The same questions give the same weights, on every machine.

use std::collections::BTreeMap;

use learnflow_pedagogy::triage::{AGENTS, Clue, Table, clues};

use crate::questions::Question;

const COLUMNS: usize = AGENTS.len();
const ROUNDS: usize = 600;
const STEP: f64 = 2.0;
/// How hard weights are pulled towards zero.
const PULL: f64 = 0.0015;

pub fn learn(questions: &[&Question]) -> Table {
    let mut names: BTreeMap<&'static str, usize> = BTreeMap::from([("always", 0)]);
    let seen: Vec<(Vec<(usize, f64)>, usize)> = questions
        .iter()
        .map(|question| {
            let mut noticed = vec![(0, 1.0)];
            for Clue { name, strength } in clues(&question.asked()).clues {
                let next = names.len();
                noticed.push((*names.entry(name).or_insert(next), strength));
            }
            (noticed, column(question))
        })
        .collect();
    let mut weights = vec![[0.0; COLUMNS]; names.len()];
    for _ in 0..ROUNDS {
        let mut slope = vec![[0.0; COLUMNS]; names.len()];
        for (noticed, right) in &seen {
            let likely = likely(&weights, noticed);
            for (clue, strength) in noticed {
                for column in 0..COLUMNS {
                    slope[*clue][column] += strength * (likely[column] - f64::from(u8::from(column == *right)));
                }
            }
        }
        for (clue, row) in weights.iter_mut().enumerate() {
            for column in 0..COLUMNS {
                let pull = if clue == 0 { 0.0 } else { PULL * row[column] };
                row[column] -= STEP * (slope[clue][column] / seen.len() as f64 + pull);
            }
        }
    }
    let rows = names.into_iter().map(|(name, at)| (name.to_owned(), weights[at].map(|weight| (weight * 100.0).round() / 100.0)));
    Table::new(rows)
}

fn column(question: &Question) -> usize {
    AGENTS.iter().position(|agent| *agent == question.agent).unwrap()
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
