//! A Python value on this side of the border.

mod compare;
mod decode;
mod parse;
mod show;

use num_bigint::BigInt;
use serde::{Deserialize, Serialize};

pub(crate) use decode::decode;
pub use parse::ParseError;

/// Nested deeper than this is neither read nor compared.
const DEEPEST: usize = 64;

/// A value of one of Python's own types, by exact type: a subclass of `int` is
/// [`Value::Other`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Value {
    /// `None`
    None,
    /// `True`; not a number here, though Python counts with it.
    Bool(bool),
    /// `42`, of any size.
    Int(BigInt),
    /// `0.5`
    Float(f64),
    /// `'text'`
    Str(String),
    /// `b'bytes'`
    Bytes(Vec<u8>),
    /// `[1, 2]`
    List(Vec<Value>),
    /// `(1, 2)`
    Tuple(Vec<Value>),
    /// `{1, 2}`; the order means nothing.
    Set(Vec<Value>),
    /// `frozenset({1, 2})`; the order means nothing.
    FrozenSet(Vec<Value>),
    /// `{'a': 1}`; the order means nothing.
    Dict(Vec<(Value, Value)>),
    /// Anything else. It equals no expected value.
    Other {
        /// `Point`
        type_name: String,
        /// What its `repr` says, shortened.
        repr: String,
    },
}

impl From<i64> for Value {
    fn from(number: i64) -> Self {
        Self::Int(number.into())
    }
}

impl From<&str> for Value {
    fn from(text: &str) -> Self {
        Self::Str(text.into())
    }
}
