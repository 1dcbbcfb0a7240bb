//! A small real use of every module that the course and beginners' books need, and a
//! plain sentence from what cannot be had.

use learnflow_python_sandbox::{Limits, Outcome, Program, SourceFile};

use crate::world::{run, run_with};

/// Module, program, what it prints.
const USES: &[(&str, &str, &str)] = &[
    (
        "math",
        "import math\nprint(math.sqrt(16), math.gcd(12, 18), math.floor(2.7), round(math.pi, 4))",
        "4.0 6 2 3.1416\n",
    ),
    (
        "random",
        "import random\nrandom.seed(1)\na = [random.randint(1, 6) for _ in range(5)]\nrandom.seed(1)\nprint(a == [random.randint(1, 6) for _ in range(5)], random.choice('aa'), sorted(random.sample(range(3), 3)))",
        "True a [0, 1, 2]\n",
    ),
    (
        "datetime",
        "from datetime import date, datetime, timedelta\nprint(date(2024, 2, 28) + timedelta(days=2), (date(2025, 1, 1) - date(2024, 1, 1)).days, datetime.strptime('3/4/2024 15:30', '%d/%m/%Y %H:%M').isoformat())",
        "2024-03-01 366 2024-04-03T15:30:00\n",
    ),
    (
        "time",
        "import time\na = time.perf_counter()\ntime.sleep(0.02)\nprint(time.perf_counter() - a >= 0.02, time.time() > 1_600_000_000, time.strftime('%Y', time.gmtime(0)))",
        "True True 1970\n",
    ),
    (
        "calendar",
        "import calendar\nprint(calendar.isleap(2024), calendar.monthrange(2023, 2)[1], calendar.day_name[0])\nprint(calendar.month(2024, 2).splitlines()[0].strip())",
        "True 28 Monday\nFebruary 2024\n",
    ),
    (
        "json",
        "import json\ntext = json.dumps({'name': 'Zoë', 'marks': [1, 2.5, None, True]}, ensure_ascii=False)\nprint(text)\nprint(json.loads(text)['marks'])",
        "{\"name\": \"Zoë\", \"marks\": [1, 2.5, null, true]}\n[1, 2.5, None, True]\n",
    ),
    (
        "csv",
        "import csv\nwith open('a.csv', 'w', newline='') as f:\n    w = csv.writer(f)\n    w.writerow(['name', 'note'])\n    w.writerow(['Bo', 'a, b'])\nwith open('a.csv', newline='') as f:\n    for row in csv.DictReader(f):\n        print(row['name'], row['note'])",
        "Bo a, b\n",
    ),
    (
        "re",
        "import re\nprint(re.findall(r'\\d+', 'a1b22'), re.sub(r'\\s+', ' ', 'a  b'), re.match(r'(?P<y>\\d{4})', '2024-01')['y'])",
        "['1', '22'] a b 2024\n",
    ),
    (
        "string",
        "import string\nprint(string.ascii_lowercase[:3], string.capwords('ab cd'), string.Template('$a!').substitute(a=1))",
        "abc Ab Cd 1!\n",
    ),
    (
        "collections",
        "from collections import Counter, defaultdict, deque, namedtuple, OrderedDict\nd = defaultdict(list)\nd['a'].append(1)\nq = deque([1, 2], maxlen=2)\nq.append(3)\nP = namedtuple('P', 'x y')\nprint(Counter('hello').most_common(1), dict(d), q, P(1, 2), OrderedDict(a=1))",
        "[('l', 2)] {'a': [1]} deque([2, 3], maxlen=2) P(x=1, y=2) OrderedDict({'a': 1})\n",
    ),
    (
        "itertools",
        "import itertools as it\nprint(list(it.permutations('ab')), list(it.chain([1], [2])), list(it.islice(it.count(5), 2)), [k for k, g in it.groupby('aab')])",
        "[('a', 'b'), ('b', 'a')] [1, 2] [5, 6] ['a', 'b']\n",
    ),
    (
        "functools",
        "from functools import lru_cache, reduce, partial\n@lru_cache\ndef fib(n): return n if n < 2 else fib(n - 1) + fib(n - 2)\nprint(fib(80), reduce(lambda a, b: a * b, [1, 2, 3]), partial(int, base=2)('101'))",
        "23416728348467685 6 5\n",
    ),
    (
        "statistics",
        "import statistics as s\nprint(s.mean([1, 2, 3, 4]), s.median([3, 1, 2]), s.mode('aab'), round(s.stdev([1, 2, 3]), 3))",
        "2.5 2 a 1.0\n",
    ),
    (
        "decimal",
        "from decimal import Decimal, getcontext\ngetcontext().prec = 6\nprint(Decimal('0.1') + Decimal('0.2'), Decimal(1) / 3)",
        "0.3 0.333333\n",
    ),
    (
        "fractions",
        "from fractions import Fraction\nprint(Fraction(1, 3) + Fraction(1, 6), Fraction('0.25'))",
        "1/2 1/4\n",
    ),
    (
        "dataclasses",
        "from dataclasses import dataclass, field, asdict\n@dataclass(order=True)\nclass P:\n    x: int\n    tags: list = field(default_factory=list)\nprint(P(1), P(1) < P(2), asdict(P(3, ['a'])))",
        "P(x=1, tags=[]) True {'x': 3, 'tags': ['a']}\n",
    ),
    (
        "enum",
        "from enum import Enum, auto\nclass Colour(Enum):\n    RED = auto()\n    BLUE = auto()\nprint(Colour.RED, Colour(2).name, [c.value for c in Colour])",
        "Colour.RED BLUE [1, 2]\n",
    ),
    (
        "typing",
        "from typing import Optional, TypedDict, get_type_hints\ndef f(a: int, b: Optional[str] = None) -> list[int]: ...\nprint(get_type_hints(f)['a'], list[int])",
        "<class 'int'> list[int]\n",
    ),
    (
        "pathlib",
        "from pathlib import Path\np = Path('notes') / 'a.txt'\np.parent.mkdir()\np.write_text('one\\ntwo\\n')\nprint(p.read_text().split(), p.suffix, p.exists(), [q.name for q in Path('.').rglob('*.txt')])",
        "['one', 'two'] .txt True ['a.txt']\n",
    ),
    (
        "os.path",
        "import os\nprint(os.path.join('a', 'b.txt'), os.path.splitext('x.tar.gz'), os.path.exists('nothing'), os.path.basename('/a/b'))",
        "a/b.txt ('x.tar', '.gz') False b\n",
    ),
    (
        "io",
        "import io\ns = io.StringIO('a\\nb\\n')\nprint(s.readline(), s.read(), io.BytesIO(b'xyz').read(2), end='')",
        "a\n b\n b'xy'",
    ),
    (
        "copy",
        "import copy\na = [[1]]\nb, c = copy.copy(a), copy.deepcopy(a)\na[0].append(2)\nprint(b, c)",
        "[[1, 2]] [[1]]\n",
    ),
    (
        "heapq",
        "import heapq\nh = []\nfor n in (3, 1, 2): heapq.heappush(h, n)\nprint(heapq.heappop(h), heapq.nlargest(2, [5, 9, 7]))",
        "1 [9, 7]\n",
    ),
    (
        "bisect",
        "import bisect\na = [1, 3, 5]\nbisect.insort(a, 4)\nprint(a, bisect.bisect_left(a, 3))",
        "[1, 3, 4, 5] 1\n",
    ),
    (
        "operator",
        "from operator import itemgetter, attrgetter, mul\nprint(sorted([(1, 'b'), (2, 'a')], key=itemgetter(1)), mul(3, 4), attrgetter('real')(5))",
        "[(2, 'a'), (1, 'b')] 12 5\n",
    ),
    (
        "textwrap",
        "import textwrap\nprint(textwrap.fill('one two three', 8))\nprint(textwrap.dedent('  a\\n  b'), textwrap.shorten('hello big world', 12))",
        "one two\nthree\na\nb hello [...]\n",
    ),
    (
        "pprint",
        "import pprint\npprint.pprint({'b': list(range(30)), 'a': 1}, compact=True, width=60)",
        "{'a': 1,\n 'b': [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15,\n       16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28,\n       29]}\n",
    ),
    (
        "contextlib",
        "from contextlib import contextmanager, suppress, redirect_stdout\nimport io\n@contextmanager\ndef tag(n):\n    print('<' + n + '>')\n    yield\n    print('</' + n + '>')\nwith tag('b'), suppress(ZeroDivisionError):\n    1 / 0\nout = io.StringIO()\nwith redirect_stdout(out): print('x')\nprint(repr(out.getvalue()))",
        "<b>\n</b>\n'x\\n'\n",
    ),
    (
        "abc",
        "from abc import ABC, abstractmethod\nclass Shape(ABC):\n    @abstractmethod\n    def area(self): ...\ntry: Shape()\nexcept TypeError as e: print('abstract' in str(e))",
        "True\n",
    ),
    (
        "logging",
        "import logging, sys\nlogging.basicConfig(stream=sys.stdout, format='%(levelname)s %(message)s', level=logging.INFO)\nlogging.info('started')\nlogging.getLogger('x').debug('no')",
        "INFO started\n",
    ),
    (
        "argparse",
        "import argparse\np = argparse.ArgumentParser()\np.add_argument('name')\np.add_argument('-n', type=int, default=1)\na = p.parse_args(['Bo', '-n', '3'])\nprint(a.name * a.n)",
        "BoBoBo\n",
    ),
    (
        "hashlib",
        "import hashlib\nprint(hashlib.sha256(b'a').hexdigest()[:8], hashlib.md5(b'a').hexdigest()[:8])",
        "ca978112 0cc175b9\n",
    ),
    (
        "secrets",
        "import secrets\nprint(len(secrets.token_hex(8)), secrets.choice('aaa'), secrets.compare_digest('a', 'a'), secrets.token_hex(8) != secrets.token_hex(8))",
        "16 a True True\n",
    ),
    (
        "uuid",
        "import uuid\nprint(len(str(uuid.uuid4())), uuid.uuid4() != uuid.uuid4(), uuid.uuid5(uuid.NAMESPACE_DNS, 'a.b').version, uuid.uuid1().version)",
        "36 True 5 1\n",
    ),
    (
        "sqlite3",
        "import sqlite3\nwith sqlite3.connect(':memory:') as db:\n    db.execute('create table t (name text, age int)')\n    db.executemany('insert into t values (?, ?)', [('Bo', 7), ('Al', 9)])\n    print(db.execute('select name from t where age > ? order by name', (6,)).fetchall())",
        "[('Al',), ('Bo',)]\n",
    ),
    (
        "doctest",
        "import doctest\ndef half(n):\n    '''\n    >>> half(3)\n    1\n    >>> half(4)\n    2\n    '''\n    return n / 2\nprint(doctest.testmod(verbose=False).failed)",
        "**********************************************************************\nFile \"main.py\", line 4, in __main__.half\nFailed example:\n    half(3)\nExpected:\n    1\nGot:\n    1.5\n**********************************************************************\nFile \"main.py\", line 6, in __main__.half\nFailed example:\n    half(4)\nExpected:\n    2\nGot:\n    2.0\n**********************************************************************\n1 item had failures:\n   2 of   2 in __main__.half\n***Test Failed*** 2 failures.\n2\n",
    ),
    (
        "unittest",
        "import unittest, sys\nclass T(unittest.TestCase):\n    def test_a(self): self.assertEqual(1 + 1, 2)\n    def test_b(self): self.assertEqual(1, 2)\nresult = unittest.main(exit=False, argv=['x'], testRunner=unittest.TextTestRunner(stream=sys.stdout, verbosity=0)).result\nprint(result.testsRun, len(result.failures))",
        "*",
    ),
    (
        "asyncio",
        "import asyncio\nasync def tea(n):\n    await asyncio.sleep(n / 100)\n    return n\nasync def main():\n    async with asyncio.TaskGroup() as g:\n        a, b = g.create_task(tea(2)), g.create_task(tea(1))\n    q = asyncio.Queue()\n    await q.put('x')\n    try: await asyncio.wait_for(asyncio.sleep(9), 0.02)\n    except TimeoutError: print('late')\n    print(a.result(), b.result(), await q.get(), await asyncio.gather(tea(0), tea(1)))\nasyncio.run(main())",
        "late\n2 1 x [0, 1]\n",
    ),
    (
        "queue",
        "import queue\nq = queue.PriorityQueue()\nq.put(2); q.put(1)\nprint(q.get(), q.qsize())",
        "1 1\n",
    ),
    (
        "zipfile",
        "import zipfile\nwith zipfile.ZipFile('a.zip', 'w', zipfile.ZIP_DEFLATED) as z: z.writestr('b.txt', 'hi')\nprint(zipfile.ZipFile('a.zip').read('b.txt'))",
        "b'hi'\n",
    ),
    ("pickle", "import pickle\nprint(pickle.loads(pickle.dumps({'a': [1, (2,)]})))", "{'a': [1, (2,)]}\n"),
    (
        "shutil",
        "import shutil, os\nos.makedirs('a/b')\nopen('a/b/c.txt', 'w').close()\nshutil.copytree('a', 'd')\nshutil.rmtree('a')\nprint(os.listdir('d/b'), os.path.exists('a'))",
        "['c.txt'] False\n",
    ),
    (
        "tempfile",
        "import tempfile\nwith tempfile.TemporaryDirectory() as d:\n    open(d + '/x', 'w').write('a')\n    print(open(d + '/x').read())",
        "a\n",
    ),
    (
        "xml",
        "import xml.etree.ElementTree as ET\nprint(ET.fromstring('<a><b>1</b></a>').find('b').text)",
        "1\n",
    ),
    ("html", "import html\nprint(html.escape('<b>'))", "&lt;b&gt;\n"),
    (
        "urllib.parse",
        "from urllib.parse import urlparse, quote\nprint(urlparse('http://a.b/c?d=1').query, quote('a b'))",
        "d=1 a%20b\n",
    ),
    ("timeit", "import timeit\nprint(timeit.timeit('1 + 1', number=10) >= 0)", "True\n"),
    (
        "sys",
        "import sys\nprint(sys.argv, sys.version_info >= (3, 14), sys.platform)\nprint('e', file=sys.stderr)",
        "['main.py'] True wasi\n",
    ),
];

#[tokio::test(flavor = "multi_thread")]
async fn every_module_of_the_course_does_its_work() {
    let mut wrong = Vec::new();
    for (module, code, printed) in USES {
        let ran = run(code).await;
        let right = ran.stdout == *printed || *printed == "*" && ran.stdout.ends_with("2 1\n");
        if !right || ran.report.outcome != Outcome::Finished {
            wrong.push(format!("{module}: {:?}, printed {:?}", ran.report.outcome, ran.stdout));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_cannot_be_had_says_so_in_a_sentence() {
    for (code, kind, words) in [
        ("import threading\nthreading.Thread(target=print).start()", "RuntimeError", "one thing at a time"),
        (
            "from concurrent.futures import ThreadPoolExecutor\nThreadPoolExecutor().submit(print)",
            "RuntimeError",
            "one thing at a time",
        ),
        ("import asyncio\nasyncio.run(asyncio.to_thread(print))", "RuntimeError", "one thing at a time"),
        ("import _thread\n_thread.start_new_thread(print, ())", "RuntimeError", "one thing at a time"),
        ("import subprocess\nsubprocess.run(['ls'])", "PermissionError", "other programs cannot be started"),
        (
            "import asyncio\nasyncio.run(asyncio.create_subprocess_exec('ls'))",
            "PermissionError",
            "other programs",
        ),
        (
            "import multiprocessing\nmultiprocessing.Process(target=print).start()",
            "PermissionError",
            "other programs",
        ),
        ("import multiprocessing\nmultiprocessing.Pool(2)", "PermissionError", "other programs"),
        ("import os\nos.fork()", "PermissionError", "other programs"),
        ("import os\nos.system('ls')", "PermissionError", "os.system is not available here"),
        ("import socket\nsocket.socket()", "PermissionError", "no network"),
        ("import socket\nsocket.create_connection(('localhost', 80))", "PermissionError", "no network"),
        ("import urllib.request\nurllib.request.urlopen('http://localhost/')", "URLError", "no network"),
        ("import tkinter", "ModuleNotFoundError", "No module named 'tkinter': programs here have no windows"),
        ("import ssl", "ModuleNotFoundError", "No module named 'ssl': there is no network"),
        ("import numpy as np", "ModuleNotFoundError", "does not belong to Python itself"),
        ("import ctypes", "ModuleNotFoundError", "the machine below Python"),
        (
            "import sqlite3\nsqlite3.connect('shop.db')",
            "OperationalError",
            "only sqlite3.connect(':memory:')",
        ),
        ("import misspelt", "ModuleNotFoundError", "No module named 'misspelt'"),
    ] {
        let ran = run(code).await;
        let error = ran.error();
        assert_eq!(error.kind, kind, "{code}: {}", error.message);
        assert!(error.message.contains(words), "{code}: {}", error.message);
        assert!(error.line.is_some(), "{code}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_program_of_several_files_works() {
    let file = |name: &str, text: &str| SourceFile { name: name.into(), text: text.into() };
    let program = Program {
        code: "import shop\nfrom tools import words\nfrom tools.words import shout\nprint(shop.total([1, 2]), shout('a'), words.__name__)\nprint(open('data/names.txt').read().split())\n".into(),
        files: vec![
            file("shop.py", "import helper\ndef total(items):\n    return helper.add(*items)\n"),
            file("helper.py", "def add(a, b):\n    return a + b\nif __name__ == '__main__':\n    print('never')\n"),
            file("tools/__init__.py", ""),
            file("tools/words.py", "def shout(text):\n    return text.upper() + '!'\n"),
            file("data/names.txt", "Bo\nAl\n"),
        ],
        ..Program::default()
    };
    let ran = run_with(&program, "", &Limits::default()).await;
    assert_eq!(ran.printed(), "3 A! tools.words\n['Bo', 'Al']\n");
}
