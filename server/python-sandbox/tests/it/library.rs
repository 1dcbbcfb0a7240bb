//! What a course needs from Python's library.

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
    let program = |seed| Program { seed, ..Program::new("import random\nprint(random.random())") };
    let mut printed = Vec::new();
    for seed in [Some(7), Some(7), Some(8), None] {
        printed.push(run_with(&program(seed), "", &Limits::default()).await.printed().to_owned());
    }
    assert_eq!(printed[0], printed[1]);
    assert_ne!(printed[0], printed[2]);
    assert_ne!(printed[0], printed[3]);
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
