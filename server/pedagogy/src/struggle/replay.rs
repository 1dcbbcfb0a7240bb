//! What would have been told, had other thresholds been set.

use jiff::Timestamp;
use learnflow_contracts::AlertId;
use learnflow_contracts::alerts::StruggleRule;

use super::{Earlier, Finding, Signal, Thresholds, judge, minutes, progress_due};

/// An alert that a replay gave.
#[derive(Debug, Clone, PartialEq)]
pub struct Fired {
    pub at: Timestamp,
    pub finding: Finding,
    /// The student got over it later.
    pub resolved: bool,
}

impl Fired {
    /// The rule that fired.
    pub fn rule(&self) -> StruggleRule {
        self.finding.rule
    }
}

/// Goes through one student's signals, oldest first, as if each had just come, and lets time go by between them.
pub fn replay(signals: &[Signal], thresholds: &Thresholds) -> Vec<Fired> {
    let mut fired: Vec<Fired> = Vec::new();
    let mut earlier: Vec<Earlier> = Vec::new();
    for at in 1..=signals.len() {
        let seen = &signals[..at];
        step(seen, seen[at - 1].at, thresholds, &mut fired, &mut earlier);
        // The periodic look, at the moment it would have something to say.
        let latest = seen[at - 1].at + minutes(thresholds.pause_minutes);
        let until = signals.get(at).map_or(latest, |next| next.at.min(latest));
        if let Some(due) = progress_due(seen, thresholds).filter(|due| *due > seen[at - 1].at && *due < until)
        {
            step(seen, due, thresholds, &mut fired, &mut earlier);
        }
    }
    fired
}

fn step(
    seen: &[Signal],
    now: Timestamp,
    thresholds: &Thresholds,
    fired: &mut Vec<Fired>,
    earlier: &mut Vec<Earlier>,
) {
    let verdict = judge(seen, earlier, now, thresholds);
    for (given, told) in earlier.iter_mut().zip(fired.iter_mut()) {
        if verdict.resolved.contains(&given.id) {
            (given.resolved, told.resolved) = (true, true);
        }
    }
    let Some(finding) = verdict.alert else { return };
    earlier.push(Earlier {
        id: AlertId::new(),
        rule: finding.rule,
        topic: finding.topic.clone(),
        exercise: finding.exercise.clone(),
        at: now,
        resolved: false,
    });
    fired.push(Fired { at: now, finding, resolved: false });
}
