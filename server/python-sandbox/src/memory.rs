//! Keeps a program within its memory.

use wasmtime::ResourceLimiter;

/// More than the interpreter needs for its tables of functions.
const MOST_TABLE_ELEMENTS: usize = 200_000;

/// The account of one instance's memory, in bytes.
#[derive(Debug)]
pub(crate) struct Memory {
    base: usize,
    most: usize,
    peak: usize,
    refused: bool,
}

impl Memory {
    /// Allows `extra` bytes above the `base` that the snapshot has already.
    pub(crate) fn new(base: usize, extra: u64) -> Self {
        let most = base.saturating_add(usize::try_from(extra).unwrap_or(usize::MAX));
        Self { base, most, peak: base, refused: false }
    }

    /// The most that was used above the snapshot.
    pub(crate) fn peak(&self) -> u64 {
        (self.peak - self.base) as u64
    }

    /// Whether the program ever asked for more than it may have.
    pub(crate) fn refused(&self) -> bool {
        self.refused
    }
}

impl ResourceLimiter for Memory {
    fn memory_growing(&mut self, _now: usize, wanted: usize, _most: Option<usize>) -> wasmtime::Result<bool> {
        let granted = wanted <= self.most;
        if granted {
            self.peak = self.peak.max(wanted);
        }
        // Refusing is no trap: Python's allocator sees it and raises MemoryError.
        self.refused |= !granted;
        Ok(granted)
    }

    fn memory_grow_failed(&mut self, _problem: wasmtime::Error) -> wasmtime::Result<()> {
        self.refused = true;
        Ok(())
    }

    fn table_growing(&mut self, _now: usize, wanted: usize, _most: Option<usize>) -> wasmtime::Result<bool> {
        Ok(wanted <= MOST_TABLE_ELEMENTS)
    }
}
