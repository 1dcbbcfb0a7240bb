//! For each limit a program that stays inside and one that crosses it.

use std::time::{Duration, Instant};

use learnflow_python_sandbox::{Console, Limits, Outcome, Program};

use crate::world::{run, run_with, sandbox};

/// How late a program may be stopped, on a machine that also runs other tests.
const LATE: Duration = Duration::from_secs(10);

fn wall(limit: Duration) -> Limits {
    Limits { wall: limit, ..Limits::default() }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_program_that_sleeps_within_its_time_finishes() {
    let began = Instant::now();
    let ran = run("import time\ntime.sleep(0.05)\nprint('awake')").await;
    assert_eq!(ran.printed(), "awake\n");
    // By the wall: what others' turns take of a sleep does not count as running.
    assert!(began.elapsed() >= Duration::from_millis(50));
}

#[tokio::test(flavor = "multi_thread")]
async fn whatever_never_ends_is_stopped_at_its_time() {
    for code in [
        "while True: pass",
        "while True:\n    try:\n        while True: pass\n    except BaseException: pass",
        "import time\ntime.sleep(3600)",
        "import re\nre.match(r'(a+)+$', 'a' * 40 + '!')",
        "sum(iter(int, 1))",
        "import select\nselect.select([], [], [], 3600)",
        "9 ** 9 ** 9",
        "import itertools, collections\ncollections.deque(itertools.repeat(1), maxlen=0)",
        "class A:\n    def __del__(self):\n        while True: pass\nA()",
        "import atexit\n@atexit.register\ndef f():\n    while True: pass",
        "while True:\n    try:\n        import time; time.sleep(1000)\n    except BaseException: pass",
    ] {
        let began = Instant::now();
        let limit = Duration::from_millis(300);
        let ran = run_with(&Program::new(code), "", &wall(limit)).await;
        assert_eq!(ran.report.outcome, Outcome::TimedOut, "{code}");
        assert!(began.elapsed() < limit + LATE, "{code} took {:?}", began.elapsed());
        assert!(ran.report.duration >= limit, "{code}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn memory_within_the_limit_can_be_used() {
    let ran = run("data = bytearray(40 * 1024 * 1024)\nprint(len(data))").await;
    assert_eq!(ran.printed(), "41943040\n");
    assert!(ran.report.peak_memory > 40 << 20);
    assert!(ran.report.peak_memory <= 64 << 20);
}

#[tokio::test(flavor = "multi_thread")]
async fn memory_beyond_the_limit_is_refused() {
    for code in [
        "x = 'x' * 10 ** 9",
        "x = []\nwhile True: x.append('y' * 1_000_000 + str(len(x)))",
        "s = 'ab'\nwhile True: s += s",
        "x = bytearray(2 ** 30)",
        "x = []\nwhile True: x.append([])",
        "x = {}\nwhile True: x[len(x)] = str(len(x))",
        "import array\nx = array.array('d', [0]) * 10 ** 8",
        "x = []\nfor i in range(12): x = [x] * 10\nstr(x)",
    ] {
        let ran = run_with(&Program::new(code), "", &wall(Duration::from_secs(30))).await;
        assert_eq!(ran.report.outcome, Outcome::OutOfMemory, "{code}");
    }
}

/// The heap has some room when a run starts; it is small, or the limit would not be one.
#[tokio::test(flavor = "multi_thread")]
async fn the_limit_of_memory_is_what_it_says() {
    let ran = run("
pieces = []
try:
    while True:
        pieces.append(bytes(64 << 10))
except MemoryError:
    taken = len(pieces) << 6
    pieces.clear()
    print(taken)
")
    .await;
    let taken: u64 = ran.printed().trim().parse().unwrap();
    let limit = Limits::default().memory >> 10;
    assert!((limit - 1024..limit + 3 * 1024).contains(&taken), "{taken} KiB of {limit}");
}

/// What lasts for ever is not counted, and never given back: the reserve must not be among it.
#[tokio::test(flavor = "multi_thread")]
async fn the_reserve_for_an_error_can_be_given_back() {
    let ran = run("
import sys
from _learnflow import bounds
print(len(bounds.ballast), sys.getrefcount(bounds.ballast[0]) < 10, sys.getrefcount(bounds.ballast) > 10)
")
    .await;
    assert_eq!(ran.printed(), "1 True True\n");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_memory_error_that_is_caught_does_not_end_the_program() {
    let ran = run("try:\n    'x' * 10 ** 9\nexcept MemoryError:\n    print('caught')").await;
    assert_eq!(ran.printed(), "caught\n");
}

#[tokio::test(flavor = "multi_thread")]
async fn output_within_the_limit_is_whole() {
    let ran = run("for i in range(600): print('x' * 99)").await;
    assert_eq!(ran.printed().len(), 60_000);
}

#[tokio::test(flavor = "multi_thread")]
async fn output_beyond_the_limit_is_cut_and_its_start_is_shown() {
    let limits = Limits { output: 1_000, ..Limits::default() };
    for code in [
        "while True: print('A' * 100)",
        "print('A' * 5_000_000)",
        "import os\nwhile True: os.write(1, b'A' * 70)",
        "import sys\nwhile True: sys.stdout.write('A'); sys.stdout.flush()",
    ] {
        let ran = run_with(&Program::new(code), "", &limits).await;
        assert_eq!(ran.report.outcome, Outcome::TooMuchOutput, "{code}");
        assert_eq!(ran.stdout.len(), 1_000, "{code}");
        assert!(ran.stdout.starts_with("AAAA"), "{code}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn prompts_and_stderr_count_as_output_too() {
    let limits = Limits { output: 100, ..Limits::default() };
    let program = Program::new("import sys\nprint('e' * 60, file=sys.stderr)\ninput('p' * 60)");
    let ran = run_with(&program, "", &limits).await;
    assert_eq!(ran.report.outcome, Outcome::TooMuchOutput);
    assert_eq!((ran.stderr.len(), ran.prompts.len()), (61, 39));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_dropped_run_ends_at_once_and_gives_its_place_back() {
    for code in ["while True: pass", "import time\ntime.sleep(3600)", "input()"] {
        // More of them than there are slots: a lost one would block the next.
        for _ in 0..10 {
            let (console, handle) = Console::pair();
            let program = Program::new(code);
            let limits = Limits::default();
            let run = sandbox().run(&program, &limits, console);
            assert!(tokio::time::timeout(Duration::from_millis(50), run).await.is_err());
            let began = Instant::now();
            // The console closes when the run is really gone.
            handle.input.closed().await;
            assert!(began.elapsed() < Duration::from_secs(10), "{code} took {:?}", began.elapsed());
        }
    }
    assert_eq!(run("print(1)").await.printed(), "1\n");
}

#[tokio::test(flavor = "multi_thread")]
async fn more_programs_than_slots_take_turns() {
    let runs =
        (0..30).map(|number| async move { run(&format!("print(sum(range(100_000)), {number})")).await });
    for (number, ran) in futures(runs).await.into_iter().enumerate() {
        assert_eq!(ran.printed(), format!("4999950000 {number}\n"));
    }
}

async fn futures<T: Send + 'static>(
    work: impl Iterator<Item = impl Future<Output = T> + Send + 'static>,
) -> Vec<T> {
    let mut running = tokio::task::JoinSet::new();
    let mut count = 0;
    for (place, one) in work.enumerate() {
        running.spawn(async move { (place, one.await) });
        count += 1;
    }
    let mut done: Vec<_> = running.join_all().await;
    assert_eq!(done.len(), count);
    done.sort_by_key(|(place, _)| *place);
    done.into_iter().map(|(_, one)| one).collect()
}
