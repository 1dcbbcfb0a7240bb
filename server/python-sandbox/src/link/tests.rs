//! A small component of the shape that the tool makes: a main module, and a library that shares its memory,
//! table and globals.

use wasmparser::{Parser, Payload};
use wasmtime::component::{Component, Linker};
use wasmtime::{Engine, Store};

use super::{Error, linked};

const MAIN: &str = r#"
    (memory (export "memory") 1)
    (table (export "table") 2 funcref)
    (global (export "base") i32 (i32.const 16))
    (global (export "never set") (mut i32) (i32.const 100))
    (global (export "counter") (mut i32) (i32.const 5))
    (data (i32.const 8) "\07")
    (func (export "twice") (param i32) (result i32) (i32.mul (local.get 0) (i32.const 2)))
    (func (export "never called") (global.set 1 (i32.const 7)))"#;

const LIBRARY: &str = r#"
    (type $number (func (param i32) (result i32)))
    (import "env" "memory" (memory 1))
    (import "env" "table" (table 1 funcref))
    (import "env" "base" (global $base i32))
    (import "env" "never set" (global $constant (mut i32)))
    (import "env" "counter" (global $counter (mut i32)))
    (import "env" "twice" (func $twice (type $number)))
    (import "host" "add" (func $add (param i32 i32) (result i32)))
    (elem (i32.const 1) $plus)
    (func $plus (type $number) (i32.add (local.get 0) (global.get $counter)))
    (func (export "answer") (type $number)
        (global.set $counter (i32.add (global.get $counter) (i32.const 1)))
        (call_indirect (type $number) (call $twice (local.get 0)) (i32.const 1))
        (call $add (global.get $base))
        (call $add (global.get $constant))
        (call $add (i32.load8_u (i32.const 8))))"#;

fn component(main: &str, library: &str) -> Vec<u8> {
    wat::parse_str(format!(
        r#"(component
            (import "add" (func $add (param "a" u32) (param "b" u32) (result u32)))
            (core func $add (canon lower (func $add)))
            (core module $main {main})
            (core module $library {library})
            (core instance $main (instantiate $main))
            (core instance $host (export "add" (func $add)))
            (core instance $library (instantiate $library
                (with "env" (instance $main)) (with "host" (instance $host))))
            (func (export "answer") (param "x" u32) (result u32) (canon lift (core func $library "answer"))))"#
    ))
    .unwrap()
}

/// What two calls of one instance give: the counter counts.
fn answers(wasm: &[u8]) -> (u32, u32) {
    let engine = Engine::default();
    let component = Component::new(&engine, wasm).unwrap();
    let mut linker: Linker<()> = Linker::new(&engine);
    linker.root().func_wrap("add", |_, (a, b): (u32, u32)| Ok((a + b,))).unwrap();
    let mut store = Store::new(&engine, ());
    let instance = linker.instantiate(&mut store, &component).unwrap();
    let answer = instance.get_typed_func::<(u32,), (u32,)>(&mut store, "answer").unwrap();
    let mut ask = |number| answer.call(&mut store, (number,)).unwrap().0;
    (ask(10), ask(10))
}

fn modules(wasm: &[u8]) -> usize {
    Parser::new(0).parse_all(wasm).filter(|part| matches!(part, Ok(Payload::ModuleSection { .. }))).count()
}

#[test]
fn the_linked_component_means_the_same() {
    let wasm = component(MAIN, LIBRARY);
    let linked = linked(&wasm).unwrap();
    assert_eq!((modules(&wasm), modules(&linked)), (2, 1));
    // 2 × 10 + 6, plus 16, 100 and 7; then one more for the counter.
    assert_eq!(answers(&wasm), (149, 150));
    assert_eq!(answers(&linked), (149, 150));
}

#[test]
fn what_cannot_be_reached_is_left_out() {
    let wasm = component(MAIN, LIBRARY);
    let linked = linked(&wasm).unwrap();
    let functions =
        Parser::new(0).parse_all(&linked).filter(|part| matches!(part, Ok(Payload::CodeSectionEntry(_))));
    assert_eq!(functions.count(), 3, "twice, plus and answer");
}

#[test]
fn a_component_of_another_shape_is_refused() {
    let starts = component(&format!("{MAIN} (func $start) (start $start)"), LIBRARY);
    let two_memories = component(MAIN, &format!("{LIBRARY} (memory 1)"));
    for (wasm, why) in [(starts, "start"), (two_memories, "memories")] {
        let refused = linked(&wasm).unwrap_err();
        assert!(refused.to_string().contains(why), "{refused}");
    }
    assert!(matches!(linked(b"no component"), Err(Error::Unreadable(_))));
}
