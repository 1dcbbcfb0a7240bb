//! The rules, each over one student's signals, oldest first.

use std::collections::HashMap;

use jiff::Timestamp;
use learnflow_contracts::ExerciseId;
use learnflow_contracts::alerts::{StruggleEvidence, StruggleRule};

use super::{Finding, Signal, Thresholds, What, minutes};

/// The most attempts in an alert's evidence.
const SHOWN: usize = 10;

/// Every rule that holds now, the one that says most first.
pub fn all(signals: &[Signal], now: Timestamp, thresholds: &Thresholds) -> Vec<Finding> {
    let findings = [
        failed_in_a_row(signals, thresholds),
        repeated_error(signals, thresholds),
        asked_for_help(signals),
        low_quiz(signals, thresholds),
        no_progress(signals, now, thresholds),
    ];
    findings.into_iter().flatten().collect()
}

/// Too many errors of the kind that just came.
fn repeated_error(signals: &[Signal], thresholds: &Thresholds) -> Option<Finding> {
    let last = signals.last()?;
    let kind = last.error()?;
    let from = last.at - minutes(thresholds.errors_minutes);
    let same: Vec<&Signal> =
        signals.iter().filter(|signal| signal.at >= from && signal.error() == Some(kind)).collect();
    if same.len() <= thresholds.errors as usize {
        return None;
    }
    let mut finding = finding(StruggleRule::RepeatedError, last, signals, &same);
    finding.evidence.error_kind = Some(kind.to_owned());
    Some(finding)
}

/// Too many submissions of the exercise that was just handed in, none of which passed.
fn failed_in_a_row(signals: &[Signal], thresholds: &Thresholds) -> Option<Finding> {
    let last = signals.last()?;
    let What::Submitted { exercise: at_hand, .. } = &last.what else { return None };
    let of_it =
        |signal: &&Signal| matches!(&signal.what, What::Submitted { exercise, .. } if exercise == at_hand);
    let failed = |signal: &&Signal| matches!(&signal.what, What::Submitted { passed: false, .. });
    let mut row: Vec<&Signal> = signals.iter().rev().filter(of_it).take_while(failed).collect();
    row.reverse();
    if row.len() < thresholds.failed_in_a_row as usize {
        return None;
    }
    let mut finding = finding(StruggleRule::FailedInARow, last, signals, &row);
    finding.evidence.score = best_score(&row);
    Some(finding)
}

/// The quiz that was just answered went badly.
fn low_quiz(signals: &[Signal], thresholds: &Thresholds) -> Option<Finding> {
    let last = signals.last()?;
    let What::Quiz { score, .. } = last.what else { return None };
    if score >= thresholds.quiz_below {
        return None;
    }
    let mut finding = finding(StruggleRule::LowQuiz, last, signals, &[last]);
    finding.evidence.score = Some(score);
    Some(finding)
}

/// The tutor was just asked for help.
fn asked_for_help(signals: &[Signal]) -> Option<Finding> {
    let last = signals.last()?;
    let What::Asked { help: true, .. } = last.what else { return None };
    let stretch: Vec<&Signal> = signals.iter().filter(|signal| signal.at >= last.at - minutes(30)).collect();
    let mut finding = finding(StruggleRule::AskedForHelp, last, signals, &stretch);
    finding.since = last.at;
    Some(finding)
}

/// Worked for a good while, and nothing got better.
fn no_progress(signals: &[Signal], now: Timestamp, thresholds: &Thresholds) -> Option<Finding> {
    let last = signals.last()?;
    if now < progress_due(signals, thresholds)?
        || now.duration_since(last.at) > minutes(thresholds.pause_minutes)
    {
        return None;
    }
    let since = stretch_began(signals, thresholds);
    let worked: Vec<&Signal> =
        signals.iter().filter(|signal| signal.at >= since && signal.attempt().is_some()).collect();
    let newest = worked.last()?;
    let mut finding = finding(StruggleRule::NoProgress, newest, signals, &worked);
    finding.since = since;
    finding.evidence.score = best_score(&worked);
    Some(finding)
}

/// When it is time to say that there was no progress, if the student goes on like this; `None` when too little was tried.
pub fn progress_due(signals: &[Signal], thresholds: &Thresholds) -> Option<Timestamp> {
    let since = stretch_began(signals, thresholds);
    let tried = signals.iter().filter(|signal| signal.at >= since && signal.attempt().is_some()).count();
    (tried >= thresholds.no_progress_attempts as usize)
        .then(|| since + minutes(thresholds.no_progress_minutes))
}

/// Where this stretch of work without progress began: after the last pause, or when something last got better.
fn stretch_began(signals: &[Signal], thresholds: &Thresholds) -> Timestamp {
    let mut best: HashMap<&ExerciseId, f64> = HashMap::new();
    let mut began = signals.first().map_or(Timestamp::UNIX_EPOCH, |signal| signal.at);
    let mut before: Option<Timestamp> = None;
    for signal in signals {
        let paused =
            before.is_some_and(|before| signal.at.duration_since(before) > minutes(thresholds.pause_minutes));
        let better = match &signal.what {
            What::Submitted { exercise, score, passed, .. } => {
                let best = best.entry(exercise).or_insert(0.0);
                let better = *passed || *score > *best;
                *best = best.max(*score);
                better
            }
            What::Quiz { score, .. } => *score >= thresholds.quiz_below,
            What::Ran { .. } | What::Asked { .. } | What::Hint => false,
        };
        if paused || better {
            began = signal.at;
        }
        before = Some(signal.at);
    }
    began
}

/// A finding about the place of `at`, which counts `counted`.
fn finding(rule: StruggleRule, at: &Signal, signals: &[Signal], counted: &[&Signal]) -> Finding {
    let (topic, exercise) = at.place();
    let since = counted.first().map_or(at.at, |first| first.at);
    let attempts: Vec<_> = counted.iter().filter_map(|signal| signal.attempt()).collect();
    let hints =
        signals.iter().filter(|signal| signal.at >= since && matches!(signal.what, What::Hint)).count();
    let whole = |count: usize| u32::try_from(count).unwrap_or(u32::MAX);
    let evidence = StruggleEvidence {
        times: whole(attempts.len()),
        attempts: attempts.into_iter().rev().take(SHOWN).rev().collect(),
        hints: whole(hints),
        ..StruggleEvidence::default()
    };
    Finding { rule, topic, exercise, since, evidence }
}

fn best_score(signals: &[&Signal]) -> Option<f64> {
    signals.iter().filter_map(|signal| signal.attempt()?.score).reduce(f64::max)
}
