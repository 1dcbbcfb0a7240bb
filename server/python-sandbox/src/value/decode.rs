//! Reads the nodes that a guest sent. Nothing in them is trusted.

use num_bigint::BigInt;

use super::{DEEPEST, Value};
use crate::guest::wit::Node;

/// More than the guest's own encoder ever writes.
const MOST_NODES: usize = 50_000;
/// Digits of an integer; num-bigint's time grows faster than their number.
const MOST_DIGITS: usize = 120_000;
const LONGEST_NAME: usize = 200;

/// The guest sent something that its encoder does not write.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct NoValue;

/// Builds the value of which the first node is the root. Each node is used once and
/// comes after its parent, so the result is a tree no larger than the list.
pub(crate) fn decode(nodes: Vec<Node>) -> Result<Value, NoValue> {
    if nodes.len() > MOST_NODES {
        return Err(NoValue);
    }
    let mut nodes: Vec<_> = nodes.into_iter().map(Some).collect();
    let root = take(&mut nodes, 0, 0)?;
    if nodes.iter().all(Option::is_none) { Ok(root) } else { Err(NoValue) }
}

fn take(nodes: &mut [Option<Node>], place: usize, depth: usize) -> Result<Value, NoValue> {
    if depth > DEEPEST {
        return Err(NoValue);
    }
    let node = nodes.get_mut(place).and_then(Option::take).ok_or(NoValue)?;
    let mut child = |index: u32| {
        let index = usize::try_from(index).map_err(|_| NoValue)?;
        if index <= place {
            return Err(NoValue);
        }
        take(nodes, index, depth + 1)
    };
    let mut children = |list: Vec<u32>| list.into_iter().map(&mut child).collect::<Result<Vec<_>, _>>();
    Ok(match node {
        Node::None => Value::None,
        Node::Boolean(truth) => Value::Bool(truth),
        Node::Integer(digits) => Value::Int(integer(&digits)?),
        Node::Float(number) => Value::Float(number),
        Node::Text(text) => Value::Str(text),
        Node::Bytes(bytes) => Value::Bytes(bytes),
        Node::Sequence(list) => Value::List(children(list)?),
        Node::TupleOf(list) => Value::Tuple(children(list)?),
        Node::SetOf(list) => Value::Set(children(list)?),
        Node::FrozenSet(list) => Value::FrozenSet(children(list)?),
        Node::Dict(entries) => Value::Dict(
            entries
                .into_iter()
                .map(|(key, value)| Ok((child(key)?, child(value)?)))
                .collect::<Result<_, _>>()?,
        ),
        Node::Other(other) => Value::Other {
            type_name: crate::guest::cut(other.type_name, LONGEST_NAME),
            repr: crate::guest::cut(other.repr, 2 * LONGEST_NAME),
        },
    })
}

/// Reads what Python's `hex` writes: `-0x1f`.
fn integer(text: &str) -> Result<BigInt, NoValue> {
    let (negative, digits) = match text.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, text),
    };
    let digits = digits.strip_prefix("0x").filter(|digits| digits.len() <= MOST_DIGITS).ok_or(NoValue)?;
    if !digits.bytes().all(|digit| digit.is_ascii_hexdigit()) {
        return Err(NoValue);
    }
    let number = BigInt::parse_bytes(digits.as_bytes(), 16).ok_or(NoValue)?;
    Ok(if negative { -number } else { number })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::guest::wit::Foreign;

    fn node() -> impl Strategy<Value = Node> {
        let places = || proptest::collection::vec(0u32..12, 0..4);
        prop_oneof![
            Just(Node::None),
            any::<bool>().prop_map(Node::Boolean),
            "-?0x[0-9a-f]{0,8}|.{0,5}".prop_map(Node::Integer),
            any::<f64>().prop_map(Node::Float),
            ".{0,5}".prop_map(Node::Text),
            places().prop_map(Node::Sequence),
            places().prop_map(Node::TupleOf),
            places().prop_map(Node::SetOf),
            proptest::collection::vec((0u32..12, 0u32..12), 0..3).prop_map(Node::Dict),
            ".{0,5}".prop_map(|repr| Node::Other(Foreign { type_name: repr.clone(), repr })),
        ]
    }

    proptest! {
        #[test]
        fn any_list_of_nodes_gives_a_value_or_a_refusal(nodes in proptest::collection::vec(node(), 0..12)) {
            let most = nodes.len();
            if let Ok(value) = decode(nodes) {
                prop_assert!(value.to_string().len() < 10_000);
                prop_assert!(size(&value) <= most);
                let _ = value.matches(&value, None);
            }
        }
    }

    fn size(value: &Value) -> usize {
        1 + match value {
            Value::List(of) | Value::Tuple(of) | Value::Set(of) | Value::FrozenSet(of) => {
                of.iter().map(size).sum()
            }
            Value::Dict(of) => of.iter().map(|(key, value)| size(key) + size(value)).sum(),
            _ => 0,
        }
    }

    #[test]
    fn a_tree_is_read_and_everything_else_refused() {
        let list = |places: &[u32]| Node::Sequence(places.to_vec());
        let one = || Node::Integer("0x1".into());
        assert_eq!(decode(vec![list(&[1, 2]), one(), list(&[])]).unwrap().to_string(), "[1, []]");
        assert_eq!(decode(vec![]), Err(NoValue), "nothing");
        assert_eq!(decode(vec![list(&[0])]), Err(NoValue), "a circle");
        assert_eq!(decode(vec![list(&[1, 1]), one()]), Err(NoValue), "one child twice");
        assert_eq!(decode(vec![list(&[7])]), Err(NoValue), "a child that is not there");
        assert_eq!(decode(vec![one(), one()]), Err(NoValue), "a node that nobody names");
        assert_eq!(decode(vec![Node::Integer("12".into())]), Err(NoValue), "not hexadecimal");
    }

    #[test]
    fn a_tower_of_lists_is_refused_before_it_fills_the_stack() {
        let mut tower: Vec<_> = (1..40_000).map(|place| Node::Sequence(vec![place])).collect();
        tower.push(Node::None);
        assert_eq!(decode(tower), Err(NoValue));
    }
}
