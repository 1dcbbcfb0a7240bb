//! Writes the values of a step as Python would.

use std::collections::HashMap;

use super::{Object, ObjectKind, Step, Trace, Value};

/// Nested deeper than this is left out; also what ends a circle.
const DEEPEST: usize = 4;
const LONGEST: usize = 300;

impl Trace {
    /// The variables of the innermost frame of a step: names, and values as Python
    /// writes them, cut where they are long. Empty for a step that is not there.
    pub fn variables(&self, step: usize) -> Vec<(String, String)> {
        let Some(step) = self.steps.get(step) else { return Vec::new() };
        let Some(frame) = step.stack.last().and_then(|(place, _)| self.frames.get(*place)) else {
            return Vec::new();
        };
        let heap = self.heap(step);
        let written = |value| crate::guest::cut(show(value, &heap, 0), LONGEST);
        frame.variables.iter().map(|(name, value)| (name.clone(), written(value))).collect()
    }

    fn heap(&self, step: &Step) -> HashMap<u32, &Object> {
        let objects = step.heap.iter().filter_map(|place| self.objects.get(*place));
        objects.map(|object| (object.number, object)).collect()
    }
}

fn show(value: &Value, heap: &HashMap<u32, &Object>, depth: usize) -> String {
    let number = match value {
        Value::Plain(_, text) => return text.clone(),
        Value::Object(number) => number,
    };
    let Some(object) = heap.get(number).filter(|_| depth < DEEPEST) else { return "…".into() };
    // A wide tree would take long to write, and would be cut in the end.
    let mut room = LONGEST;
    let mut parts = Vec::new();
    for (key, value) in &object.entries {
        let mut part = show(value, heap, depth + 1);
        if let Some(key) = key {
            let sign = if object.kind == ObjectKind::Dict { ": " } else { "=" };
            part = format!("{}{sign}{part}", show(key, heap, depth + 1));
        }
        parts.push(part);
        room = room.saturating_sub(parts.last().map_or(0, String::len) + 2);
        if room == 0 {
            break;
        }
    }
    if object.more > 0 || room == 0 {
        parts.push("…".into());
    }
    let inside = parts.join(", ");
    match object.kind {
        ObjectKind::List => format!("[{inside}]"),
        ObjectKind::Tuple if parts.len() == 1 => format!("({inside},)"),
        ObjectKind::Tuple => format!("({inside})"),
        ObjectKind::Set if parts.is_empty() => "set()".into(),
        ObjectKind::Set | ObjectKind::Dict => format!("{{{inside}}}"),
        ObjectKind::Object => format!("{}({inside})", object.name),
        ObjectKind::Class => format!("class {}", object.name),
        ObjectKind::Function => format!("function {}", object.name),
        ObjectKind::Other => format!("<{}>", object.name),
    }
}
