//! The rules of struggle: tables of cases, and what must hold whatever happened.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use jiff::{SignedDuration, Timestamp};
use learnflow_contracts::AlertId;
use learnflow_contracts::alerts::StruggleRule;
use learnflow_pedagogy::struggle::{Earlier, Signal, Thresholds, What, all, judge, replay};
use proptest::prelude::*;

fn at(second: i64) -> Timestamp {
    Timestamp::UNIX_EPOCH + SignedDuration::from_secs(second)
}

fn ran(second: i64, error: Option<&str>) -> Signal {
    let what =
        What::Ran { topic: None, exercise: Some("a".parse().unwrap()), error: error.map(str::to_owned) };
    Signal { at: at(second), what }
}

fn submitted(second: i64, exercise: &str, score: f64) -> Signal {
    let what = What::Submitted {
        topic: "loops".parse().unwrap(),
        exercise: exercise.parse().unwrap(),
        passed: score >= 100.0,
        score,
        error: None,
    };
    Signal { at: at(second), what }
}

fn rules(signals: &[Signal]) -> Vec<StruggleRule> {
    let now = signals.last().unwrap().at;
    all(signals, now, &Thresholds::default()).into_iter().map(|finding| finding.rule).collect()
}

#[test]
fn the_fourth_error_of_one_kind_in_ten_minutes_is_one_too_many() {
    let mut signals: Vec<_> = (0..3).map(|n| ran(n * 60, Some("NameError"))).collect();
    assert_eq!(rules(&signals), []);
    signals.push(ran(190, Some("TypeError")));
    assert_eq!(rules(&signals), [], "another kind");
    signals.push(ran(599, Some("NameError")));
    assert_eq!(rules(&signals), [StruggleRule::RepeatedError]);
    *signals.last_mut().unwrap() = ran(601, Some("NameError"));
    assert_eq!(rules(&signals), [], "the first is more than ten minutes ago");
}

#[test]
fn the_fifth_failed_submission_in_a_row_on_one_exercise_counts() {
    let mut signals: Vec<_> = (0..4).map(|n| submitted(n * 3_000, "a", 20.0)).collect();
    signals.push(submitted(12_000, "b", 0.0));
    assert_eq!(rules(&signals), [], "four, and one of another exercise");
    signals.push(submitted(15_000, "a", 50.0));
    let found = all(&signals, at(15_000), &Thresholds::default());
    assert_eq!(found[0].rule, StruggleRule::FailedInARow);
    assert_eq!((found[0].evidence.times, found[0].evidence.score), (5, Some(50.0)));
    signals.insert(2, submitted(4_000, "a", 100.0));
    assert_eq!(rules(&signals), [], "one between them passed");
}

#[test]
fn a_quiz_under_half_and_a_call_for_help_count_at_once() {
    let quiz = |score| Signal { at: at(0), what: What::Quiz { topic: "loops".parse().unwrap(), score } };
    assert_eq!(rules(&[quiz(49.9)]), [StruggleRule::LowQuiz]);
    assert_eq!(rules(&[quiz(50.0)]), []);
    let asked = |help| Signal { at: at(0), what: What::Asked { topic: None, exercise: None, help } };
    assert_eq!(rules(&[asked(true)]), [StruggleRule::AskedForHelp]);
    assert_eq!(rules(&[asked(false)]), []);
}

#[test]
fn twenty_minutes_of_trying_without_getting_further_count_even_without_a_new_signal() {
    let signals: Vec<_> = (0..5).map(|n| ran(n * 270, None)).collect();
    let found = |signals: &[Signal], second| {
        all(signals, at(second), &Thresholds::default())
            .into_iter()
            .map(|finding| finding.rule)
            .collect::<Vec<_>>()
    };
    assert_eq!(found(&signals, 1_199), []);
    assert_eq!(found(&signals, 1_200), [StruggleRule::NoProgress]);
    assert_eq!(found(&signals, 1_080 + 601), [], "they have left");
    let mut better = signals.clone();
    better.insert(3, submitted(700, "a", 50.0));
    assert_eq!(found(&better, 1_200), [], "a better score is progress");
    let fired = replay(&signals, &Thresholds::default());
    assert_eq!(
        fired.iter().map(|fired| (fired.rule(), fired.at)).collect::<Vec<_>>(),
        [(StruggleRule::NoProgress, at(1_200))]
    );
}

#[test]
fn who_passes_is_over_it() {
    let alert = |exercise: Option<&str>, topic: Option<&str>| Earlier {
        id: AlertId::new(),
        rule: StruggleRule::FailedInARow,
        topic: topic.map(|topic| topic.parse().unwrap()),
        exercise: exercise.map(|exercise| exercise.parse().unwrap()),
        at: at(0),
        resolved: false,
    };
    let over = |earlier: Earlier, signal| {
        !judge(&[signal], &[earlier], at(60), &Thresholds::default()).resolved.is_empty()
    };
    assert!(over(alert(Some("a"), Some("loops")), submitted(60, "a", 100.0)));
    assert!(!over(alert(Some("b"), Some("loops")), submitted(60, "a", 100.0)), "another exercise");
    assert!(!over(alert(Some("a"), Some("loops")), submitted(60, "a", 99.0)), "not passed");
    assert!(over(alert(None, Some("loops")), submitted(60, "a", 100.0)), "an alert about the topic");
    assert!(!over(alert(None, Some("lists")), submitted(60, "a", 100.0)), "another topic");
    assert!(over(alert(None, None), submitted(60, "a", 100.0)));
}

#[test]
fn a_call_for_help_is_heard_while_it_is_quiet() {
    let mut signals: Vec<_> = (0..5).map(|n| submitted(n * 10, "a", 0.0)).collect();
    signals.push(Signal { at: at(60), what: What::Asked { topic: None, exercise: None, help: true } });
    signals.push(Signal { at: at(70), what: What::Asked { topic: None, exercise: None, help: true } });
    let told: Vec<_> = replay(&signals, &Thresholds::default())
        .iter()
        .map(learnflow_pedagogy::struggle::Fired::rule)
        .collect();
    assert_eq!(told, [StruggleRule::FailedInARow, StruggleRule::AskedForHelp]);
}

#[test]
fn a_threshold_out_of_its_range_is_named() {
    assert_eq!(Thresholds::default().check(), Ok(()));
    let wrong = Thresholds { failed_in_a_row: 1, ..Thresholds::default() };
    assert_eq!(wrong.check().unwrap_err(), "struggle.failed_in_a_row must be 2 to 50");
}

fn any_signals() -> impl Strategy<Value = Vec<Signal>> {
    let one = (0i64..400, 0usize..7, 0usize..3, 0.0..=100.0f64);
    prop::collection::vec(one, 0..60).prop_map(|steps| {
        let mut second = 0;
        let exercises = ["a", "b", "c"];
        let mut signals = Vec::new();
        for (wait, kind, which, score) in steps {
            second += wait;
            signals.push(match kind {
                0 | 1 => ran(second, Some(["NameError", "TypeError", "ValueError"][which])),
                2 => ran(second, None),
                3 | 4 => submitted(second, exercises[which], score.floor()),
                5 => submitted(second, exercises[which], 100.0),
                _ if which == 0 => {
                    Signal { at: at(second), what: What::Quiz { topic: "loops".parse().unwrap(), score } }
                }
                _ if which == 1 => Signal { at: at(second), what: What::Hint },
                _ => Signal {
                    at: at(second),
                    what: What::Asked { topic: None, exercise: None, help: score > 50.0 },
                },
            });
        }
        signals
    })
}

proptest! {
    #[test]
    fn nobody_is_nagged(signals in any_signals()) {
        let thresholds = Thresholds::default();
        let fired = replay(&signals, &thresholds);
        for (first, alert) in fired.iter().enumerate() {
            for later in &fired[first + 1..] {
                let apart = later.at.duration_since(alert.at).as_mins();
                if later.rule() == alert.rule() && later.finding.exercise == alert.finding.exercise {
                    prop_assert!(apart >= i64::from(thresholds.cool_down_minutes));
                }
                if later.rule() != StruggleRule::AskedForHelp {
                    prop_assert!(apart >= i64::from(thresholds.quiet_minutes));
                }
            }
        }
    }

    #[test]
    fn stricter_thresholds_find_no_more(signals in any_signals(), more in 1u32..5) {
        let loose = Thresholds::default();
        let strict = Thresholds {
            errors: loose.errors + more,
            failed_in_a_row: loose.failed_in_a_row + more,
            no_progress_minutes: loose.no_progress_minutes + more,
            no_progress_attempts: loose.no_progress_attempts + more,
            quiz_below: loose.quiz_below - f64::from(more),
            ..loose
        };
        let Some(last) = signals.last() else { return Ok(()) };
        let found = |thresholds| all(&signals, last.at, thresholds).into_iter().map(|finding| finding.rule).collect::<Vec<_>>();
        let (few, many) = (found(&strict), found(&loose));
        // A quiz just under half is no progress for the one and progress for the other.
        let quizzes = signals.iter().any(|signal| matches!(signal.what, What::Quiz { .. }));
        prop_assert!(few.iter().all(|rule| many.contains(rule) || (quizzes && *rule == StruggleRule::NoProgress)));
    }

    #[test]
    fn what_was_told_does_not_depend_on_what_came_later(signals in any_signals(), cut in 0usize..60) {
        let cut = cut.min(signals.len());
        let thresholds = Thresholds::default();
        let (before, whole) = (replay(&signals[..cut], &thresholds), replay(&signals, &thresholds));
        let end = signals[..cut].last().map_or(Timestamp::UNIX_EPOCH, |last| last.at);
        let key = |fired: &learnflow_pedagogy::struggle::Fired| (fired.at, fired.rule());
        // After the last signal, time goes on only in the shorter one.
        let before: Vec<_> = before.iter().map(key).filter(|(at, _)| *at <= end).collect();
        let whole: Vec<_> = whole.iter().map(key).take(before.len()).collect();
        prop_assert_eq!(before, whole);
    }

    #[test]
    fn evidence_counts_what_it_shows(signals in any_signals()) {
        for fired in replay(&signals, &Thresholds::default()) {
            let evidence = &fired.finding.evidence;
            prop_assert!(evidence.attempts.len() <= 10);
            prop_assert!(evidence.attempts.len() as u64 <= u64::from(evidence.times));
            prop_assert!(evidence.attempts.iter().all(|attempt| attempt.at <= fired.at));
            prop_assert!(fired.finding.since <= fired.at);
        }
    }
}
