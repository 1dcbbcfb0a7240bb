//! Reads the steps that a guest told. Nothing in them is trusted: what does not fit
//! ends the trace.

use serde::Deserialize;

use super::record::{Mark, Record};
use super::{Event, Frame, Object, ObjectKind, Plain, Step, Trace, Value};
use crate::Outcome;

/// One step as `trace.py` writes it, with short names: there are a thousand of them.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Told {
    #[serde(rename = "e")]
    event: Event,
    #[serde(rename = "l")]
    line: u32,
    /// Places of frames, each with its line.
    #[serde(rename = "s")]
    stack: Vec<(usize, u32)>,
    /// Places of objects.
    #[serde(rename = "h")]
    heap: Vec<usize>,
    #[serde(rename = "v")]
    returned: Option<ToldValue>,
    /// Frames that were not told before.
    #[serde(rename = "f", default)]
    frames: Vec<ToldFrame>,
    /// Objects that were not told before.
    #[serde(rename = "o", default)]
    objects: Vec<ToldObject>,
}

/// number, function, file, variables, variables left out
type ToldFrame = (u32, String, String, Vec<(String, ToldValue)>, u32);
/// number, kind, name, entries, entries left out
type ToldObject = (u32, ObjectKind, String, Vec<(Option<ToldValue>, ToldValue)>, u32);

#[derive(Deserialize)]
#[serde(untagged)]
enum ToldValue {
    Object(u32),
    Plain(Plain, String),
}

impl From<ToldValue> for Value {
    fn from(value: ToldValue) -> Self {
        match value {
            ToldValue::Object(number) => Self::Object(number),
            ToldValue::Plain(kind, text) => Self::Plain(kind, text),
        }
    }
}

/// The trace of a run, up to the first step that makes no sense.
pub(crate) fn read(record: Record, outcome: Outcome, complete: bool) -> Trace {
    let mut trace = Trace { shown: record.shown, complete, ..Trace::without_steps(outcome) };
    for mark in record.marks {
        if !add(&mut trace, &mark) {
            trace.complete = false;
            break;
        }
    }
    trace
}

fn add(trace: &mut Trace, mark: &Mark) -> bool {
    let Ok(told) = serde_json::from_str::<Told>(&mark.text) else { return false };
    trace.frames.extend(told.frames.into_iter().map(frame));
    trace.objects.extend(told.objects.into_iter().map(object));
    let known = told.stack.iter().all(|(place, _)| *place < trace.frames.len())
        && told.heap.iter().all(|place| *place < trace.objects.len());
    if known {
        trace.steps.push(Step {
            event: told.event,
            line: told.line,
            stack: told.stack,
            heap: told.heap,
            returned: told.returned.map(Into::into),
            shown: mark.shown,
            read: mark.read,
        });
    }
    known
}

fn frame((number, function, file, variables, more): ToldFrame) -> Frame {
    let variables = variables.into_iter().map(|(name, value)| (name, value.into())).collect();
    Frame { number, function, file, variables, more }
}

fn object((number, kind, name, entries, more): ToldObject) -> Object {
    let entries = entries.into_iter().map(|(key, value)| (key.map(Into::into), value.into())).collect();
    Object { number, kind, name, entries, more }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::json;

    use super::*;
    use crate::TraceLimits;

    fn traced(steps: &[String]) -> Trace {
        let mut record = Record::new("", &TraceLimits::default());
        for step in steps {
            record.step(step.clone());
        }
        read(record, Outcome::Finished, true)
    }

    fn value() -> impl Strategy<Value = serde_json::Value> {
        prop_oneof![
            (0u32..6).prop_map(|number| json!(number)),
            ".{0,4}".prop_map(|text| json!(["text", text])),
            Just(json!(["none", "None"])),
            Just(json!(null)),
            Just(json!([1])),
        ]
    }

    fn step() -> impl Strategy<Value = String> {
        let places = proptest::collection::vec((0usize..5, 0u32..9), 0..3);
        let heap = proptest::collection::vec(0usize..5, 0..4);
        let frames = proptest::collection::vec(value(), 0..3);
        let told = (places, heap, frames, value(), proptest::option::of(value()));
        let sensible = told.prop_map(|(stack, heap, frames, given, odd)| {
            let frames: Vec<_> =
                frames.into_iter().map(|held| json!([1, "f", "main.py", [["x", held]], 0])).collect();
            let objects = json!([[1, "list", "list", [[odd, given]], 0]]);
            json!({"e": "line", "l": 1, "s": stack, "h": heap, "f": frames, "o": objects}).to_string()
        });
        prop_oneof![9 => sensible, 1 => ".{0,30}"]
    }

    proptest! {
        #[test]
        fn whatever_is_told_every_place_of_a_step_exists(steps in proptest::collection::vec(step(), 0..6)) {
            let trace = traced(&steps);
            for (number, step) in trace.steps.iter().enumerate() {
                prop_assert!(step.stack.iter().all(|(place, _)| *place < trace.frames.len()));
                prop_assert!(step.heap.iter().all(|place| *place < trace.objects.len()));
                let _ = trace.variables(number);
            }
            prop_assert!(trace.steps.len() == steps.len() || !trace.complete);
            let _ = trace.first_difference("anything");
        }
    }

    #[test]
    fn what_makes_no_sense_ends_the_trace() {
        let good = r#"{"e":"line","l":1,"s":[[0,1]],"h":[],"f":[[1,"<module>","main.py",[],0]]}"#;
        let bad = r#"{"e":"line","l":1,"s":[[9,1]],"h":[]}"#;
        let trace = traced(&[good.into(), bad.into(), good.into()]);
        assert_eq!((trace.steps.len(), trace.complete), (1, false));
        assert!(traced(&["[".repeat(100_000)]).steps.is_empty());
    }

    #[test]
    fn a_guest_that_tells_too_much_is_not_heard() {
        let good = r#"{"e":"line","l":1,"s":[],"h":[]}"#;
        let mut record = Record::new("", &TraceLimits { steps: 3, ..TraceLimits::default() });
        for _ in 0..10 {
            record.step(good.into());
        }
        record.step(" ".repeat(10 << 20));
        assert_eq!(read(record, Outcome::Finished, true).steps.len(), 4);
    }
}
