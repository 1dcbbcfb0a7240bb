//! Links the core modules of a component into one module, before it is compiled.
//!
//! componentize-py gives a dozen modules that share a memory and a table, as dynamic libraries do. Each call
//! from one to another goes through a pointer; each address of another's data is looked up in a variable; and for
//! each instance, wasmtime writes some 5,000 references to functions, one by one, before the first
//! instruction runs. After the snapshot none of that can change any more. In one module the calls are direct, the
//! addresses are numbers, and the table of functions is filled by the compiler.
//!
//! What a module means stays the same: functions, tables and globals only get other numbers. The one
//! module that fills the table of the host's functions must come after the memory that those functions use, so it
//! stays by itself.
//!
//! [`component`] takes a component apart, [`module`] reads a module, [`merge`] makes one of all, [`mod@write`] puts the
//! component together again.

mod component;
mod merge;
mod module;
mod write;

use std::borrow::Cow;

/// Says how the linking is done: a change of this code that changes its result is a change of this number.
pub(crate) const VERSION: u8 = 1;

/// Why a component cannot be linked: it was not made by the tool, or the version, that this was written for.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Error {
    /// The bytes are no component.
    #[error("the component cannot be read")]
    Unreadable(#[from] wasmparser::Error),
    /// It has a part that none of ours has.
    #[error("the component has a part that cannot be linked: {0}")]
    Unknown(String),
}

impl From<wasm_encoder::reencode::Error<std::convert::Infallible>> for Error {
    fn from(error: wasm_encoder::reencode::Error<std::convert::Infallible>) -> Self {
        Self::Unknown(error.to_string())
    }
}

fn unknown(part: impl Into<String>) -> Error {
    Error::Unknown(part.into())
}

/// The same component with its core modules linked into one.
pub(crate) fn linked(wasm: &[u8]) -> Result<Cow<'_, [u8]>, Error> {
    let parts = component::Parts::read(wasm)?;
    if parts.modules.is_empty() {
        return Ok(wasm.into());
    }
    Ok(write::written(&parts)?.into())
}

#[cfg(test)]
mod tests;
