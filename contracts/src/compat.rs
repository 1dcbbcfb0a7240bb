//! Whether a schema may take another's place: every message written under the old one must be readable under the new
//! one, and no reader may lose a field. An optional field may come; none may go, change its kind, or become required.

use std::collections::BTreeSet;

use apache_avro::Schema;
use apache_avro::schema_compatibility::SchemaCompatibility;
use serde_json::Value;

/// What breaks when a JSON Schema is replaced: a sentence each, none when it fits.
pub fn json_breaks(old: &Value, new: &Value) -> Vec<String> {
    let mut breaks = Vec::new();
    Pair { old_root: old, new_root: new }.compare(old, new, "", &mut breaks);
    breaks
}

/// The same for Avro.
pub fn avro_breaks(old: &Schema, new: &Schema) -> Vec<String> {
    let mut breaks = Vec::new();
    if let Err(error) = SchemaCompatibility::can_read(old, new) {
        breaks.push(format!("what was written cannot be read any more: {error}"));
    }
    lost_fields(old, new, "", &mut breaks);
    breaks
}

/// Avro itself would let fields go.
fn lost_fields(old: &Schema, new: &Schema, at: &str, breaks: &mut Vec<String>) {
    let (Schema::Record(old), Schema::Record(new)) = (old, new) else { return };
    for field in &old.fields {
        let name = format!("{at}/{}", field.name);
        match new.fields.iter().find(|candidate| candidate.name == field.name) {
            None => breaks.push(format!("{name} is gone")),
            Some(now) => lost_fields(&field.schema, &now.schema, &name, breaks),
        }
    }
}

struct Pair<'a> {
    old_root: &'a Value,
    new_root: &'a Value,
}

impl Pair<'_> {
    fn compare(&self, old: &Value, new: &Value, at: &str, breaks: &mut Vec<String>) {
        let (old, new) = (resolve(self.old_root, old), resolve(self.new_root, new));
        let lost: Vec<_> = kinds(old).difference(&kinds(new)).cloned().collect();
        if !kinds(new).is_empty() && !lost.is_empty() || kinds(old).is_empty() && !kinds(new).is_empty() {
            breaks.push(format!("{at} is no {} any more", lost.join(" or ")));
        }
        if old.get("format") != new.get("format") {
            breaks.push(format!("{at} has another format"));
        }
        let (before, now) = (choices(self.old_root, old), choices(self.new_root, new));
        if !now.is_empty() && !before.is_subset(&now) {
            breaks.push(format!("{at} takes fewer values"));
        }
        self.compare_properties(old, new, at, breaks);
        if let (Some(before), Some(now)) = (old.get("items"), new.get("items")) {
            self.compare(before, now, &format!("{at}[]"), breaks);
        }
        // One schema among others, as an optional one beside `null`.
        for alternatives in ["anyOf", "oneOf"] {
            let of = |value: &Value| value.get(alternatives).and_then(Value::as_array).cloned();
            let (Some(before), Some(now)) = (of(old), of(new)) else { continue };
            for one in &before {
                let fits = |candidate: &Value| {
                    let mut inner = Vec::new();
                    self.compare(one, candidate, at, &mut inner);
                    inner.is_empty()
                };
                if !now.iter().any(fits) && choices(self.old_root, one).is_empty() {
                    breaks.push(format!("{at} has lost one of its forms"));
                }
            }
        }
    }

    fn compare_properties(&self, old: &Value, new: &Value, at: &str, breaks: &mut Vec<String>) {
        let properties = |value: &Value| value.get("properties").and_then(Value::as_object).cloned();
        let (before, now) = (properties(old).unwrap_or_default(), properties(new).unwrap_or_default());
        for (name, property) in &before {
            let at = format!("{at}/{name}");
            match now.get(name) {
                None => breaks.push(format!("{at} is gone")),
                Some(now) => self.compare(property, now, &at, breaks),
            }
        }
        for name in required(new).difference(&required(old)) {
            breaks.push(format!("{at}/{name} is required now"));
        }
    }
}

fn resolve<'a>(root: &'a Value, schema: &'a Value) -> &'a Value {
    let pointer = schema.get("$ref").and_then(Value::as_str).and_then(|path| path.strip_prefix('#'));
    pointer.and_then(|pointer| root.pointer(pointer)).unwrap_or(schema)
}

fn texts(value: Option<&Value>) -> BTreeSet<String> {
    match value {
        Some(Value::String(one)) => [one.clone()].into(),
        Some(Value::Array(many)) => many.iter().filter_map(Value::as_str).map(str::to_owned).collect(),
        _ => BTreeSet::new(),
    }
}

fn kinds(schema: &Value) -> BTreeSet<String> {
    texts(schema.get("type"))
}

fn required(schema: &Value) -> BTreeSet<String> {
    texts(schema.get("required"))
}

/// The values of an enumeration, those of `oneOf` together.
fn choices(root: &Value, schema: &Value) -> BTreeSet<String> {
    let mut choices = texts(schema.get("enum"));
    choices.extend(texts(schema.get("const")));
    for one in schema.get("oneOf").and_then(Value::as_array).into_iter().flatten() {
        let one = resolve(root, one);
        choices.extend(texts(one.get("enum")));
        choices.extend(texts(one.get("const")));
    }
    choices
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn old() -> Value {
        json!({
            "type": "object",
            "properties": {
                "id": {"type": "string", "format": "uuid"},
                "score": {"type": "number"},
                "kind": {"$ref": "#/$defs/Kind"},
                "maybe": {"anyOf": [{"$ref": "#/$defs/Kind"}, {"type": "null"}]}
            },
            "required": ["id", "score"],
            "$defs": {"Kind": {"type": "string", "enum": ["a", "b"]}}
        })
    }

    #[test]
    fn an_optional_field_and_a_further_value_may_come() {
        let mut new = old();
        new["properties"]["more"] = json!({"type": ["string", "null"]});
        new["$defs"]["Kind"]["enum"] = json!(["a", "b", "c"]);
        new["description"] = json!("another text");
        assert_eq!(json_breaks(&old(), &new), Vec::<String>::new());
        assert_eq!(json_breaks(&old(), &old()), Vec::<String>::new());
    }

    #[test]
    fn what_is_gone_renamed_of_another_kind_or_required_breaks() {
        let change = |change: fn(&mut Value)| {
            let mut new = old();
            change(&mut new);
            json_breaks(&old(), &new)
        };
        let gone = change(|new| {
            new["properties"].as_object_mut().unwrap().remove("kind");
        });
        assert_eq!(gone, ["/kind is gone"]);
        assert_eq!(
            change(|new| new["properties"]["score"] = json!({"type": "string"})),
            ["/score is no number any more"]
        );
        assert_eq!(change(|new| new["required"] = json!(["id", "score", "kind"])), ["/kind is required now"]);
        assert_eq!(
            change(|new| new["properties"]["id"] = json!({"type": "string"})),
            ["/id has another format"]
        );
        assert!(!change(|new| new["$defs"]["Kind"]["enum"] = json!(["a"])).is_empty());
    }

    #[test]
    fn avro_keeps_the_same_rules() {
        let record = |fields: &str| {
            Schema::parse_str(&format!(r#"{{"type":"record","name":"R","fields":[{fields}]}}"#)).unwrap()
        };
        let (a, b) = (r#"{"name":"a","type":"string"}"#, r#"{"name":"b","type":"long"}"#);
        let old = record(&format!("{a},{b}"));
        let optional = r#"{"name":"c","type":["null","string"],"default":null}"#;
        assert_eq!(avro_breaks(&old, &record(&format!("{a},{b},{optional}"))), Vec::<String>::new());
        for broken in [
            a.to_owned(),
            format!("{a},{}", r#"{"name":"b","type":"string"}"#),
            format!("{a},{b},{}", r#"{"name":"c","type":"string"}"#),
            format!("{a},{}", r#"{"name":"renamed","type":"long"}"#),
        ] {
            assert!(!avro_breaks(&old, &record(&broken)).is_empty(), "{broken}");
        }
    }
}
