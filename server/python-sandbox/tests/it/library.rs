//! What a course needs from Python's library.

use std::collections::HashSet;
use std::time::{Duration, Instant};

use learnflow_python_sandbox::{Limits, Program};

use crate::world::{run, run_with};

#[tokio::test(flavor = "multi_thread")]
async fn the_modules_of_beginners_books_can_be_imported() {
    let code = "
import math, random, datetime, time, calendar, json, csv, re, string, collections, itertools, functools, statistics
import decimal, fractions, dataclasses, enum, typing, pathlib, os.path, io, copy, heapq, bisect, operator, textwrap
import pprint, contextlib, abc, logging, argparse, hashlib, secrets, uuid, sqlite3, unittest, doctest, asyncio
import urllib.parse, html, xml.etree.ElementTree, configparser, tomllib, zipfile, turtle_is_missing
";
    assert_eq!(run(code).await.error().message, "No module named 'turtle_is_missing'");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_library_works() {
    for (code, printed) in [
        (
            "import sqlite3\nc = sqlite3.connect(':memory:')\nprint(c.execute('select 6 * 7').fetchone())",
            "(42,)\n",
        ),
        (
            "import asyncio\nasync def w(n):\n    await asyncio.sleep(n / 100)\n    return n\nasync def main():\n    return await asyncio.gather(w(2), w(1))\nprint(asyncio.run(main()))",
            "[2, 1]\n",
        ),
        ("import logging\nlogging.basicConfig(format='%(message)s')\nlogging.warning('careful')", ""),
        ("import hashlib\nprint(hashlib.sha256(b'a').hexdigest()[:8])", "ca978112\n"),
        (
            "import doctest\ndef f(x):\n    '''\n    >>> f(1)\n    2\n    '''\n    return x + 1\nprint(doctest.testmod())",
            "TestResults(failed=0, attempted=1)\n",
        ),
        ("import datetime\nprint(datetime.date(2024, 2, 29).strftime('%A'))", "Thursday\n"),
        ("from decimal import Decimal\nprint(Decimal('0.1') + Decimal('0.2'))", "0.3\n"),
        ("import inspect\ndef f(): pass\nprint(inspect.getsource(f))", "def f(): pass\n\n"),
        (
            "help(len)",
            "Help on built-in function len in module builtins:\n\nlen(obj, /)\n    Return the number of items in a container.\n\n",
        ),
        ("import atexit\natexit.register(print, 'bye')\nprint('hi')", "hi\nbye\n"),
    ] {
        assert_eq!(run(code).await.printed(), printed, "{code}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_seed_makes_randomness_repeat_itself() {
    let code = "import os, random, secrets, uuid\nprint(random.random(), os.urandom(40), uuid.uuid4())\nprint(secrets.token_hex(), random.SystemRandom().random())";
    let program = |seed| Program { seed, ..Program::new(code) };
    let mut printed = Vec::new();
    for seed in [Some(7), Some(7), Some(8), None] {
        printed.push(run_with(&program(seed), "", &Limits::default()).await.printed().to_owned());
    }
    assert_eq!(printed[0], printed[1]);
    assert_ne!(printed[0], printed[2]);
    assert_ne!(printed[0], printed[3]);
}

/// What a program that asks for the time and measures it prints does not tell how fast the machine is.
#[tokio::test(flavor = "multi_thread")]
async fn clocks_that_are_started_move_by_what_the_program_does() {
    let code = "\
import asyncio, time
from datetime import date, datetime
print(date.today(), datetime.now())
began, tick, work = time.time(), time.monotonic(), time.perf_counter()
sum(range(100_000))
print(time.perf_counter() - work)
time.sleep(0.3)
print(0.3 <= time.time() - began < 0.4, 0.3 <= time.monotonic() - tick < 0.4)
async def both():
    return await asyncio.gather(asyncio.sleep(0.1, 'one'), asyncio.sleep(0.05, 'two'))
print(asyncio.run(asyncio.wait_for(both(), 5)), time.time() - began)
looks = 0
while time.time() < began + 1:
    looks += 1
print(looks)
";
    // 2026-03-02 09:00 UTC
    let start = Duration::from_hours(492_345);
    let program = Program { starts: Some(start), ..Program::new(code) };
    let limits = Limits { clock_step: Duration::from_millis(1), ..Limits::default() };
    let mut printed = HashSet::new();
    for _ in 0..4 {
        let began = Instant::now();
        printed.insert(run_with(&program, "", &limits).await.printed().to_owned());
        assert!(began.elapsed() >= Duration::from_millis(300), "it does sleep");
    }
    assert_eq!(printed.len(), 1, "{printed:?}");
    let text = printed.into_iter().next().unwrap();
    assert!(text.starts_with("2026-03-02 2026-03-02 09:00:00"), "{text}");
    assert!(text.contains("True True\n"), "{text}");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_impossible_here_says_so() {
    for (code, kind) in [
        ("import threading\nthreading.Thread(target=print).start()", "RuntimeError"),
        ("import ssl", "ModuleNotFoundError"),
        ("import tkinter", "ModuleNotFoundError"),
    ] {
        assert_eq!(run(code).await.error().kind, kind, "{code}");
    }
}
