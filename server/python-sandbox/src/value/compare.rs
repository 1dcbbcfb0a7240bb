//! Tells whether a program's value is the expected one.
//!
//! As Python's `==` has it, with three differences that teaching wants: floats may
//! be off a little, `True` is not 1, and NaN is the NaN that was asked for.

use std::cmp::Ordering;

use super::Value;

/// How far floats may be off when a test does not say.
const RELATIVE: f64 = 1e-9;
/// The same near zero, where a part of nothing is nothing: `0.1 + 0.2 - 0.3`.
const ABSOLUTE: f64 = 1e-12;

impl Value {
    /// Whether `got` is this expected value. `tolerance` is how far floats may be off.
    pub fn matches(&self, got: &Value, tolerance: Option<f64>) -> bool {
        match (self, got) {
            (Self::None, Self::None) => true,
            (Self::Bool(a), Self::Bool(b)) => a == b,
            (Self::Int(a), Self::Int(b)) => a == b,
            (Self::Int(_) | Self::Float(_), Self::Int(_) | Self::Float(_)) => {
                close(self.number(), got.number(), tolerance)
            }
            (Self::Str(a), Self::Str(b)) => a == b,
            (Self::Bytes(a), Self::Bytes(b)) => a == b,
            (Self::List(a), Self::List(b)) | (Self::Tuple(a), Self::Tuple(b)) => all_match(a, b, tolerance),
            (Self::Set(a), Self::Set(b)) | (Self::FrozenSet(a), Self::FrozenSet(b)) => {
                all_match(&sorted(a), &sorted(b), tolerance)
            }
            (Self::Dict(a), Self::Dict(b)) => dicts_match(a, b, tolerance),
            _ => false,
        }
    }

    fn number(&self) -> f64 {
        match self {
            Self::Float(number) => *number,
            // The decimal text is the way to the nearest float that num-bigint offers
            // without another crate; it is long only for huge numbers.
            Self::Int(number) => number.to_string().parse().unwrap_or(f64::NAN),
            _ => f64::NAN,
        }
    }

    /// A total order, so that sets can be compared side by side.
    fn order(&self, other: &Value) -> Ordering {
        match (self, other) {
            (Self::Int(a), Self::Int(b)) => a.cmp(b),
            (Self::Int(_) | Self::Float(_), Self::Int(_) | Self::Float(_)) => {
                self.number().total_cmp(&other.number())
            }
            (Self::Bool(a), Self::Bool(b)) => a.cmp(b),
            (Self::Str(a), Self::Str(b)) | (Self::Other { repr: a, .. }, Self::Other { repr: b, .. }) => {
                a.cmp(b)
            }
            (Self::Bytes(a), Self::Bytes(b)) => a.cmp(b),
            (Self::List(a), Self::List(b)) | (Self::Tuple(a), Self::Tuple(b)) => order_all(a, b),
            (Self::Set(a), Self::Set(b)) | (Self::FrozenSet(a), Self::FrozenSet(b)) => {
                order_all(&sorted(a), &sorted(b))
            }
            (Self::Dict(a), Self::Dict(b)) => a.len().cmp(&b.len()),
            _ => self.rank().cmp(&other.rank()),
        }
    }

    fn rank(&self) -> u8 {
        match self {
            Self::None => 0,
            Self::Bool(_) => 1,
            Self::Int(_) | Self::Float(_) => 2,
            Self::Str(_) => 3,
            Self::Bytes(_) => 4,
            Self::List(_) => 5,
            Self::Tuple(_) => 6,
            Self::Set(_) => 7,
            Self::FrozenSet(_) => 8,
            Self::Dict(_) => 9,
            Self::Other { .. } => 10,
        }
    }
}

fn close(expected: f64, got: f64, tolerance: Option<f64>) -> bool {
    if expected.is_nan() || got.is_nan() {
        return expected.is_nan() && got.is_nan();
    }
    if expected.is_infinite() || got.is_infinite() {
        // The same infinity; a tolerance would let anything be near it.
        return expected.total_cmp(&got).is_eq();
    }
    let allowed = tolerance.unwrap_or_else(|| ABSOLUTE.max(RELATIVE * expected.abs().max(got.abs())));
    (expected - got).abs() <= allowed
}

fn all_match(expected: &[impl AsRef<Value>], got: &[impl AsRef<Value>], tolerance: Option<f64>) -> bool {
    expected.len() == got.len()
        && expected.iter().zip(got).all(|(a, b)| a.as_ref().matches(b.as_ref(), tolerance))
}

fn order_all(a: &[impl AsRef<Value>], b: &[impl AsRef<Value>]) -> Ordering {
    a.iter()
        .zip(b)
        .map(|(a, b)| a.as_ref().order(b.as_ref()))
        .find(|order| order.is_ne())
        .unwrap_or_else(|| a.len().cmp(&b.len()))
}

fn sorted(values: &[Value]) -> Vec<&Value> {
    let mut values: Vec<_> = values.iter().collect();
    values.sort_by(|a, b| a.order(b));
    values
}

fn dicts_match(expected: &[(Value, Value)], got: &[(Value, Value)], tolerance: Option<f64>) -> bool {
    fn by_key(entries: &[(Value, Value)]) -> Vec<&(Value, Value)> {
        let mut entries: Vec<_> = entries.iter().collect();
        entries.sort_by(|a, b| a.0.order(&b.0));
        entries
    }
    expected.len() == got.len()
        && by_key(expected)
            .into_iter()
            .zip(by_key(got))
            .all(|(a, b)| a.0.matches(&b.0, tolerance) && a.1.matches(&b.1, tolerance))
}

impl AsRef<Value> for Value {
    fn as_ref(&self) -> &Value {
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn value(text: &str) -> Value {
        Value::parse(text).unwrap()
    }

    #[test]
    fn values_match_as_a_teacher_means_them() {
        for (expected, got, same) in [
            ("3", "3.0", true),
            ("3.0", "3", true),
            ("1", "True", false),
            ("True", "1", false),
            ("0.3", "0.30000000000000004", true),
            ("0.0", "-0.0", true),
            ("0", "5.5e-17", true),
            ("1000000", "1000001", false),
            ("float('nan')", "float('nan')", true),
            ("float('inf')", "1e308", false),
            ("float('inf')", "float('inf')", true),
            ("float('inf')", "float('-inf')", false),
            ("[1, 2]", "(1, 2)", false),
            ("[1, 2]", "[2, 1]", false),
            ("{1, 2, 'a'}", "{'a', 2.0, 1}", true),
            ("{1, 2}", "frozenset({1, 2})", false),
            ("{'a': [1], 'b': 2}", "{'b': 2, 'a': [1]}", true),
            ("{'a': 1}", "{'a': 1, 'b': 2}", false),
            ("{1: 'x', 2.5: 'y', None: 'z'}", "{None: 'z', 2.5: 'y', 1.0: 'x'}", true),
            ("'a'", "b'a'", false),
            ("None", "0", false),
            ("123456789012345678901234567890", "123456789012345678901234567891", false),
        ] {
            assert_eq!(value(expected).matches(&value(got), None), same, "{expected} and {got}");
        }
    }

    #[test]
    fn a_tolerance_is_how_far_a_float_may_be_off() {
        assert!(value("3.14").matches(&value("3.14159"), Some(0.01)));
        assert!(!value("3.14").matches(&value("3.16"), Some(0.01)));
        assert!(!value("0.3").matches(&value("0.30000000000000004"), Some(0.0)));
        assert!(value("[1.0, {2.0}]").matches(&value("[1.001, {1.999}]"), Some(0.01)));
    }

    #[test]
    fn a_foreign_object_equals_nothing() {
        let other = Value::Other { type_name: "Yes".into(), repr: "3".into() };
        assert!(!value("3").matches(&other, None));
        assert!(!other.matches(&other, None));
    }
}
