//! Who is stuck, from what happened: the design's rules, pure, so that they can be replayed over stored events with other
//! thresholds (`learnflow struggle replay`).
//!
//! To add a rule: a variant of [`StruggleRule`], a function in [`rules`], a line in [`rules::all`].

mod replay;
mod rules;
mod signal;
mod thresholds;

use jiff::{SignedDuration, Timestamp};
use learnflow_contracts::alerts::{StruggleEvidence, StruggleRule};
use learnflow_contracts::{AlertId, ExerciseId, TopicId};

pub use replay::{Fired, replay};
pub use rules::{all, progress_due};
pub use signal::{Signal, What};
pub use thresholds::Thresholds;

/// A rule that holds now.
#[derive(Debug, Clone, PartialEq)]
pub struct Finding {
    pub rule: StruggleRule,
    pub topic: Option<TopicId>,
    pub exercise: Option<ExerciseId>,
    /// When it began.
    pub since: Timestamp,
    pub evidence: StruggleEvidence,
}

/// An alert that was given before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Earlier {
    pub id: AlertId,
    pub rule: StruggleRule,
    pub topic: Option<TopicId>,
    pub exercise: Option<ExerciseId>,
    pub at: Timestamp,
    pub resolved: bool,
}

/// What follows from the newest signal, or from time going by.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Verdict {
    /// One at most: who is stuck in two ways needs one visit.
    pub alert: Option<Finding>,
    /// Alerts that the student got over.
    pub resolved: Vec<AlertId>,
}

/// Judges one student's signals, oldest first, at a time.
pub fn judge(signals: &[Signal], earlier: &[Earlier], now: Timestamp, thresholds: &Thresholds) -> Verdict {
    let resolved: Vec<AlertId> = match signals.last() {
        Some(last) => earlier.iter().filter(|alert| !alert.resolved && over(alert, last, thresholds)),
        None => return Verdict::default(),
    }
    .map(|alert| alert.id)
    .collect();
    let alert = all(signals, now, thresholds)
        .into_iter()
        .find(|finding| !is_nagging(finding, earlier, now, thresholds));
    Verdict { alert, resolved }
}

/// Whether the newest signal ends what an alert was about.
fn over(alert: &Earlier, last: &Signal, thresholds: &Thresholds) -> bool {
    let (topic, exercise) = match &last.what {
        What::Submitted { topic, exercise, passed: true, .. } => (topic, Some(exercise)),
        What::Quiz { topic, score } if *score >= thresholds.quiz_below => (topic, None),
        _ => return false,
    };
    match (&alert.exercise, &alert.topic) {
        (Some(own), _) => exercise == Some(own),
        (None, Some(own)) => own == topic,
        (None, None) => true,
    }
}

/// Whether the teacher was told of this a moment ago. Only a student who asks in words is heard while it is quiet.
fn is_nagging(finding: &Finding, earlier: &[Earlier], now: Timestamp, thresholds: &Thresholds) -> bool {
    earlier.iter().any(|alert| {
        let ago = now.duration_since(alert.at);
        let same = alert.rule == finding.rule && alert.exercise == finding.exercise;
        let asked = finding.rule == StruggleRule::AskedForHelp && alert.rule != finding.rule;
        (same && ago < minutes(thresholds.cool_down_minutes))
            || (!asked && ago < minutes(thresholds.quiet_minutes))
    })
}

/// A threshold as a time.
pub(crate) fn minutes(minutes: u32) -> SignedDuration {
    SignedDuration::from_mins(i64::from(minutes))
}
