//! Nothing of one run is left for the next.

use std::collections::HashSet;

use learnflow_python_sandbox::{Limits, Outcome, Program, Sandbox, Settings, SourceFile, Verdict};

use crate::world::{call, grade, run, run_with};

/// I06 as far as Python itself can look; `engine.rs` looks at the whole memory.
/// More runs than slots, so that each place in memory is used again.
#[tokio::test(flavor = "multi_thread")]
async fn memory_of_one_run_cannot_be_found_by_the_next() {
    let fill = "x = [b'CANARY-' + bytes([i % 256]) * 5000 for i in range(4000)]\nprint(len(x))";
    // The pattern is put together here, so that it is not found in this source.
    let look = "
pattern = bytes([67, 65, 78, 65, 82, 89, 45])
found = 0
for size in (100, 1000, 5000, 20_000, 100_000, 1_000_000, 8_000_000, 30_000_000):
    found += sum(pattern in bytearray(size) for _ in range(max(1, 2_000_000 // size)))
print(found)
";
    for _ in 0..12 {
        assert_eq!(run(fill).await.printed(), "4000\n");
        assert_eq!(run(look).await.printed(), "0\n");
    }
}

/// I07
#[tokio::test(flavor = "multi_thread")]
async fn randomness_differs_from_run_to_run() {
    let code = "import random, os, uuid, secrets\nprint(random.random())\nprint(os.urandom(8))\nprint(uuid.uuid4())\nprint(secrets.token_hex(8))\nprint(random.SystemRandom().random())";
    let mut seen = HashSet::new();
    for _ in 0..1_000 {
        for line in run(code).await.printed().lines() {
            assert!(seen.insert(line.to_owned()), "{line} came twice");
        }
    }
    // Documented: the seed of `hash()` is part of the snapshot, so sets of text keep
    // their order from run to run and a graded run can be repeated.
    assert_eq!(run("print(hash('a'))").await.stdout, run("print(hash('a'))").await.stdout);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_program_changes_is_gone_with_it() {
    let change = "import builtins, sys, math, os\nbuiltins.print = None\nmath.pi = 3\nopen('left.txt', 'w').write('x')\nos.environ['A'] = 'b'\nsys.modules['json'] = None\nsys.setrecursionlimit(50)";
    let look =
        "import math, os, json, sys\nprint(math.pi, os.listdir(), dict(os.environ), sys.getrecursionlimit())";
    for _ in 0..10 {
        assert_eq!(run(change).await.report.outcome, Outcome::Finished);
        assert_eq!(run(look).await.printed(), "3.141592653589793 ['main.py'] {} 1000\n");
    }
}

/// Modules of the host's own that lie loaded in the snapshot (`beside.py`) take nobody's name, and are not there to import.
#[tokio::test(flavor = "multi_thread")]
async fn a_program_sees_nothing_of_the_hosts_own_modules() {
    let look = "import sys\nfrom _learnflow import beside\nnames = [n for m in beside.loaded.values() for n in m]\nprint([n for n in names if n in sys.modules])\nfor name in names:\n    try:\n        __import__(name)\n        print(name)\n    except ModuleNotFoundError:\n        pass\n";
    assert_eq!(run(look).await.printed(), "[]\n");
    let own = Program {
        files: vec![SourceFile { name: "study.py".into(), text: "word = 'mine'".into() }],
        ..Program::new("import study\nprint(study.word)")
    };
    assert_eq!(run_with(&own, "", &Limits::default()).await.printed(), "mine\n");
}

#[test]
fn a_component_that_is_not_there_is_a_clear_error() {
    let settings = Settings { component: "/nowhere/python.wasm".into(), cache: "/nowhere".into(), slots: 1 };
    let problem = Sandbox::open(&settings).err().unwrap();
    assert!(problem.to_string().contains("guest/build.sh"), "{problem}");
}

/// I13: a graded run cannot time what runs beside it; any other has fine clocks.
#[tokio::test(flavor = "multi_thread")]
async fn the_clocks_of_graded_runs_are_coarse() {
    let code = "
import time
def steps(clock):
    seen = {clock() for _ in range(2_000)}
    return min(b - a for a, b in zip(sorted(seen), sorted(seen)[1:]))
def fine():
    return min(steps(time.perf_counter_ns), steps(time.monotonic_ns), steps(time.time_ns)) < 1_000_000
def late():
    return time.time() > 1_600_000_000 and time.perf_counter_ns() % 1_000_000 == 0
print(fine())
";
    assert_eq!(run(code).await.printed(), "True\n");
    let code = code.replace("range(2_000)", "range(200_000)");
    let results = grade(&code, &[call("fine()", "False"), call("late()", "True")]).await;
    assert!(results.iter().all(|result| result.verdict == Verdict::Passed), "{results:?}");
}
