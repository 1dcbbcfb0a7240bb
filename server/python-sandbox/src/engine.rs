//! How wasmtime is set up. Each number was measured or has its reason beside it.

use wasmtime::{Config, Enabled, Engine, PoolingAllocationConfig};

/// The stack of a program's calls. CPython's own check for too deep recursion fires
/// before this is used up; with the default of 512 KiB the machine fails first.
const WASM_STACK: usize = 16 << 20;
/// Host calls run on top of it.
const ASYNC_STACK: usize = WASM_STACK + (4 << 20);
/// The component consists of about 20 core modules.
const CORE_INSTANCES: u32 = 40;
/// The largest memory of an instance: its snapshot and the most that any limit adds.
pub(crate) const MOST_MEMORY: usize = 512 << 20;
/// Function tables of the interpreter and its parts have about 12,000 elements.
const TABLE_ELEMENTS: usize = 40_000;
/// A run of a small program writes to about 2 MiB; pages up to this size are
/// copied back from the snapshot, which is cheaper than taking them away and
/// letting the next program fault them in one by one.
const KEEP_RESIDENT: usize = 8 << 20;

/// An engine for at most `slots` live instances.
pub(crate) fn engine(slots: u32) -> wasmtime::Result<Engine> {
    let mut pool = PoolingAllocationConfig::new();
    pool.total_component_instances(slots)
        .total_core_instances(slots * CORE_INSTANCES)
        .total_memories(slots)
        .total_tables(slots * CORE_INSTANCES)
        .total_stacks(slots)
        .max_core_instances_per_component(CORE_INSTANCES)
        .max_tables_per_component(CORE_INSTANCES)
        .max_memories_per_component(1)
        .max_memory_size(MOST_MEMORY)
        .max_component_instance_size(4 << 20)
        .max_core_instance_size(4 << 20)
        .table_elements(TABLE_ELEMENTS)
        .linear_memory_keep_resident(KEEP_RESIDENT)
        .table_keep_resident(KEEP_RESIDENT)
        .pagemap_scan(Enabled::Auto);
    let mut config = Config::new();
    config
        .epoch_interruption(true)
        .memory_init_cow(true)
        // The snapshot is dense; without this a large part would be copied for each run.
        .memory_guaranteed_dense_image_size(256 << 20)
        .max_wasm_stack(WASM_STACK)
        .async_stack_size(ASYNC_STACK)
        .allocation_strategy(pool);
    Engine::new(&config)
}
