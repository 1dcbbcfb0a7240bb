//! How wasmtime is set up. Each number was measured or has its reason beside it.

use wasmtime::{Config, Enabled, Engine, PoolingAllocationConfig};

/// The stack of a program's calls. With this much, CPython's own check for too deep
/// recursion fires first, and a student reads a RecursionError; with 16 MiB deeply
/// nested JSON still kills the interpreter.
const WASM_STACK: usize = 64 << 20;
/// Host calls run on top of it.
const ASYNC_STACK: usize = WASM_STACK + (4 << 20);
/// The linked module, the one that fills the table of the host's functions, and room for two that wasmtime makes.
const CORE_INSTANCES: u32 = 4;
/// The interpreter's functions, and those of the host.
const TABLES: u32 = 2;
/// The largest memory of an instance: its snapshot and the most that any limit adds.
pub(crate) const MOST_MEMORY: usize = 512 << 20;
/// Function tables of the interpreter and its parts have about 12,000 elements.
const TABLE_ELEMENTS: usize = 40_000;
/// Written pages up to this size are copied back from the snapshot, which is cheaper than
/// taking them away and letting the next program fault them in one by one. A small program
/// writes to some 60 pages (docs/adr/0008); one that fills lists writes to more.
const KEEP_RESIDENT: usize = 8 << 20;

/// A usual run stays within this part of its stack, which is cleared by hand; what a
/// deep recursion used beyond it goes back to the operating system.
const STACK_KEEP_RESIDENT: usize = 64 << 10;

/// An engine for at most `slots` live instances.
pub(crate) fn engine(slots: u32) -> wasmtime::Result<Engine> {
    let mut pool = PoolingAllocationConfig::new();
    pool.total_component_instances(slots)
        .total_core_instances(slots * CORE_INSTANCES)
        .total_memories(slots)
        .total_tables(slots * TABLES)
        .total_stacks(slots)
        .max_core_instances_per_component(CORE_INSTANCES)
        .max_tables_per_component(TABLES)
        .max_tables_per_module(TABLES)
        .max_memories_per_component(1)
        .max_memory_size(MOST_MEMORY)
        .max_component_instance_size(4 << 20)
        .max_core_instance_size(4 << 20)
        .table_elements(TABLE_ELEMENTS)
        .linear_memory_keep_resident(KEEP_RESIDENT)
        .table_keep_resident(KEEP_RESIDENT)
        .async_stack_keep_resident(STACK_KEEP_RESIDENT)
        .pagemap_scan(Enabled::Auto);
    let mut config = Config::new();
    config
        .epoch_interruption(true)
        .memory_init_cow(true)
        // The snapshot is dense; without this a large part would be copied for each run.
        .memory_guaranteed_dense_image_size(256 << 20)
        .max_wasm_stack(WASM_STACK)
        .async_stack_size(ASYNC_STACK)
        .async_stack_zeroing(true)
        .allocation_strategy(pool);
    Engine::new(&config)
}

#[cfg(test)]
mod tests {
    use wasmtime::{Instance, Module, Store};

    use super::*;

    /// `(module (memory (export "m") 64) (data (i32.const 0) "hello"))`
    const MODULE: &[u8] =
        b"\0asm\x01\0\0\0\x05\x03\x01\0\x40\x07\x05\x01\x01m\x02\0\x0b\x0b\x01\0\x41\0\x0b\x05hello";

    /// I06: with one slot, a new instance always gets the memory of the last one.
    #[tokio::test]
    async fn memory_is_as_new_for_each_instance() {
        let engine = engine(1).unwrap();
        let module = Module::new(&engine, MODULE).unwrap();
        for round in 0..20 {
            let mut store = Store::new(&engine, ());
            store.set_epoch_deadline(1);
            let instance = Instance::new_async(&mut store, &module, &[]).await.unwrap();
            let memory = instance.get_memory(&mut store, "m").unwrap();
            // Grows over what is kept resident, and shrinks again for the next one.
            memory.grow_async(&mut store, if round % 2 == 0 { 300 } else { 1 }).await.unwrap();
            let bytes = memory.data_mut(&mut store);
            assert_eq!(&bytes[..5], b"hello");
            assert!(bytes[5..].iter().all(|byte| *byte == 0), "round {round} finds the bytes of another");
            bytes.fill(0xC5);
        }
    }
}
