//! A run as steps, for the page that goes through a program line by line.

use std::time::Duration;

use learnflow_contracts::UserId;
use learnflow_contracts::exercises::GivenFile;
use learnflow_contracts::steps::{
    StackEntry, Step, StepEntry, StepEvent, StepFrame, StepObject, StepObjectKind, StepShown, StepSource,
    StepValue, StepVariable, Steps,
};
use learnflow_python_sandbox::trace::{self, Event, ObjectKind, Source, Trace, Value};
use learnflow_python_sandbox::{Limits, TraceLimits};

use super::runs::check_length;
use super::{Local, report};
use crate::curriculum::given;
use crate::gateway::Failure;

/// Nobody waits longer for the steps of a program that never ends.
const WALL: Duration = Duration::from_secs(2);

impl Local {
    pub(super) async fn steps(
        &self,
        user: UserId,
        code: &str,
        files: &[GivenFile],
        input: &str,
    ) -> Result<Steps, Failure> {
        check_length(code, "a program")?;
        check_length(input, "the input")?;
        let _place = self.0.places.take(user).await?;
        let limits = Limits { wall: WALL.min(self.0.limits.wall), ..self.0.limits.clone() };
        let program = given::program(code, files);
        let trace = self.0.sandbox.trace(&program, input, &limits, &TraceLimits::default()).await;
        metrics::counter!("traces_total").increment(1);
        Ok(steps(trace))
    }
}

fn steps(trace: Trace) -> Steps {
    Steps {
        steps: trace.steps.into_iter().map(step).collect(),
        frames: trace.frames.into_iter().map(frame).collect(),
        objects: trace.objects.into_iter().map(object).collect(),
        shown: trace.shown.into_iter().map(shown).collect(),
        outcome: report::outcome(&trace.outcome),
        complete: trace.complete,
    }
}

/// A place in one of the lists, which are far shorter than a `u32` can count.
fn place(place: usize) -> u32 {
    u32::try_from(place).unwrap_or(u32::MAX)
}

fn step(step: trace::Step) -> Step {
    let stack = step.stack.into_iter().map(|(frame, line)| StackEntry { frame: place(frame), line });
    Step {
        event: match step.event {
            Event::Line => StepEvent::Line,
            Event::Call => StepEvent::Call,
            Event::Return => StepEvent::Return,
            Event::Error => StepEvent::Error,
            Event::Failed => StepEvent::Failed,
        },
        line: step.line,
        stack: stack.collect(),
        heap: step.heap.into_iter().map(place).collect(),
        returned: step.returned.map(value),
        shown: place(step.shown),
        read: step.read,
    }
}

fn frame(frame: trace::Frame) -> StepFrame {
    let variables = frame.variables.into_iter().map(|(name, held)| StepVariable { name, value: value(held) });
    StepFrame {
        number: frame.number,
        function: frame.function,
        file: frame.file,
        variables: variables.collect(),
        more: frame.more,
    }
}

fn object(object: trace::Object) -> StepObject {
    let entries =
        object.entries.into_iter().map(|(key, held)| StepEntry { key: key.map(value), value: value(held) });
    StepObject {
        number: object.number,
        kind: match object.kind {
            ObjectKind::List => StepObjectKind::List,
            ObjectKind::Tuple => StepObjectKind::Tuple,
            ObjectKind::Set => StepObjectKind::Set,
            ObjectKind::Dict => StepObjectKind::Dict,
            ObjectKind::Object => StepObjectKind::Object,
            ObjectKind::Class => StepObjectKind::Class,
            ObjectKind::Function => StepObjectKind::Function,
            ObjectKind::Other => StepObjectKind::Other,
        },
        name: object.name,
        entries: entries.collect(),
        more: object.more,
    }
}

fn value(held: Value) -> StepValue {
    match held {
        Value::Plain(_, text) => StepValue::Plain { text },
        Value::Object(number) => StepValue::Object { number },
    }
}

fn shown(shown: trace::Shown) -> StepShown {
    let source = match shown.source {
        Source::Stdout => StepSource::Stdout,
        Source::Stderr => StepSource::Stderr,
        Source::Prompt => StepSource::Prompt,
        Source::Typed => StepSource::Typed,
    };
    StepShown { source, text: shown.text }
}
