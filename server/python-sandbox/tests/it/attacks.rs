//! Programs that attack the sandbox: the rows of the project's list, by their ids.
//!
//! To add one: a row below. Each is run once and must give its verdict, say nothing
//! that only a programmer of this crate understands, and leave the sandbox well.

use std::time::Duration;

use learnflow_python_sandbox::{Death, Limits, Outcome, Program};

use crate::world::{Ran, run, run_with};

/// What must come of a program.
#[derive(Debug, Clone, Copy)]
enum Expected {
    /// It runs to its end and prints this.
    Prints(&'static str),
    /// A Python error of one of these kinds.
    Error(&'static [&'static str]),
    /// Too much time.
    Time,
    /// Too much memory, with or without Python's own error.
    Memory,
    /// Too much output.
    Output,
    /// The interpreter died; the student reads a sentence.
    Dies,
    /// It may end in any way that is no success and needs no more than the limits.
    AnyEnd,
}
use Expected::{AnyEnd, Dies, Error, Memory, Output, Prints, Time};

const DENIED: Expected = Error(&[
    "PermissionError",
    "FileNotFoundError",
    "OSError",
    "AttributeError",
    "ModuleNotFoundError",
    "NotImplementedError",
    "gaierror",
    "ConnectionRefusedError",
]);
const MEMORY_OR_ERROR: Expected = AnyEnd;

const ROWS: &[(&str, &str, Expected)] = &[
    ("T01", "while True: pass", Time),
    ("T02", "import time; time.sleep(3600)", Time),
    ("T03", "9**9**9", Time),
    ("T04", "import re; re.match(r'(a+)+$','a'*40+'!')", Time),
    ("T05", "str(10**5_000_000)", AnyEnd),
    ("T07", "sum(iter(int,1))", Time),
    ("T08", "while 1:\n try:\n  while 1: pass\n except BaseException: pass", Time),
    (
        "T10",
        "import threading\nfor _ in range(1000): threading.Thread(target=lambda: [0 for _ in iter(int, 1)]).start()",
        Error(&["RuntimeError"]),
    ),
    ("T12", "input()", Error(&["EOFError"])),
    ("T15", "import select; select.select([],[],[],3600)", Time),
    ("T15b", "import select; p = select.poll(); p.poll()", AnyEnd),
    ("T18", "import signal, time\nsignal.alarm(1)\ntime.sleep(3600)", AnyEnd),
    ("T19", "class A:\n def __del__(self): A()\nA()\nwhile 1: pass", Time),
    ("T20", "import sys\nsys.settrace(lambda *a: sys._getframe(0) and None)\nwhile 1: pass", Time),
    ("T21", "int('9' * 4000) ** 100000 % 7", AnyEnd),
    ("T22", "'a'.join(str(i) for i in iter(int, 1))", AnyEnd),
    ("M01", "'x'*10**10", AnyEnd),
    ("M02", "x=[]\nwhile 1: x.append(str(len(x))*1_000_000)", Memory),
    ("M03", "x=(1<<19**8,)*4**8", MEMORY_OR_ERROR),
    ("M05", "s='a'\nwhile 1: s+=s", Memory),
    ("M07", "a=['lol']\nfor _ in range(12): a=[a]*10\nstr(a)", Memory),
    ("M10", "bytearray(2**31)", AnyEnd),
    ("M10b", "import array; array.array('d',[0])*10**9", AnyEnd),
    ("M10c", "memoryview(bytearray(10)).cast('B', [2**31, 1])", AnyEnd),
    ("M11", "d={}\nwhile 1: d[len(d)]=bytearray(100)", Memory),
    ("M12", "def f():\n yield from f()\nlist(f())", Error(&["RecursionError"])),
    ("M13", "import itertools; list(itertools.permutations(range(12)))", AnyEnd),
    ("M14", "class N: pass\nn=N()\nwhile 1:\n m=N(); m.n=n; n=m", AnyEnd),
    ("M15", "import zlib; zlib.decompress(zlib.compress(bytes(30_000_000)) , bufsize=10**9)", AnyEnd),
    ("M16", "f'{1:>{10**9}}'", AnyEnd),
    ("M17", "'%*d' % (10**9, 1)", AnyEnd),
    ("M18", "import decimal; decimal.getcontext().prec=10**8; decimal.Decimal(1)/3", AnyEnd),
    ("O01", "while True: print('A'*10**4)", Output),
    ("O02", "print('A'*10**7)", Output),
    // The text and its bytes do not fit into memory together.
    ("O02b", "print('A'*5*10**7)", Memory),
    ("O03", "import os\nwhile 1: os.write(1, b'\\xff'*10**5)", Output),
    ("O05", "raise Exception('x'*10**7)", Error(&["Exception"])),
    ("O05b", "def f(n):\n if n: f(n-1)\n raise Exception('x'*1000)\nf(900)", Error(&["Exception"])),
    ("O07", "print('\\x1b]0;title\\x07\\r\\u202e')", Prints("\u{1b}]0;title\u{7}\r\u{202e}\n")),
    ("O10", "print('x'*10**7)", Output),
    ("O10b", "print('\\n'*10**6)", Output),
    ("O11", "import sys\nsys.stdout.close()\nprint(1)", Error(&["ValueError"])),
    ("O12", "import sys\nsys.stdout=None\nprint(1)", Prints("")),
    ("O13", "import os\nos.close(1)\nprint(1)", AnyEnd),
    ("S01", "def f(): f()\nf()", Error(&["RecursionError"])),
    ("S02", "import sys\nsys.setrecursionlimit(10**9)\ndef f(): f()\nf()", AnyEnd),
    ("S03", "eval('('*10**5+')'*10**5)", Error(&["SyntaxError", "MemoryError", "RecursionError"])),
    ("S04", "eval('-'*10**6+'1')", AnyEnd),
    ("S07", "x=[]\nfor _ in range(10**5): x=[x]\nrepr(x)", Error(&["RecursionError"])),
    ("S07b", "x=[]\nfor _ in range(10**5): x=[x]\ndel x", AnyEnd),
    ("S09", "def f(): pass\nf.__code__=f.__code__.replace(co_code=b'\\x64\\xff'*100)\nf()", AnyEnd),
    (
        "S09b",
        "import types\ndef f(): pass\nf.__code__=f.__code__.replace(co_stacksize=0, co_code=bytes(range(256))*40)\nf()",
        AnyEnd,
    ),
    ("S10", "import json; json.loads('['*10**6)", Error(&["RecursionError"])),
    ("S12", "import functools\nf=print\nfor _ in range(10**5): f=functools.partial(f)\nf()", AnyEnd),
    (
        "S13",
        "class A: pass\na=A()\na.__class__.__getattr__=lambda s,n: getattr(s,n)\na.x",
        Error(&["RecursionError"]),
    ),
    ("S14", "import os; os.abort()", Dies),
    ("S15", "import os; os._exit(0)", Dies),
    ("S17", "import faulthandler; faulthandler._sigsegv()", Dies),
    (
        "S18",
        "import gc\nfor o in gc.get_objects():\n try: o.clear()\n except BaseException: pass\nprint(1)",
        AnyEnd,
    ),
    ("S19", "import sys\nsys.modules.clear()\nimport os", AnyEnd),
    ("S20", "import builtins\nfor n in list(vars(builtins)):\n delattr(builtins, n)", AnyEnd),
    ("S21", "import pickle\nx=[]\nfor _ in range(10**4): x=[x]\npickle.dumps(x)", Error(&["RecursionError"])),
    (
        "S22",
        "exec('\\n'.join(' '*i+'if 1:' for i in range(200)))",
        Error(&["IndentationError", "SyntaxError"]),
    ),
    ("S22b", "exec('f\"' + '{f\"'*300 + '}\"'*300)", Error(&["SyntaxError", "MemoryError"])),
    ("S23", "import sys\nsys.exit.__class__\nraise BaseException('x')", Error(&["BaseException"])),
    ("S24", "x = eval('1' + '+1'*100_000)", AnyEnd),
    ("S25", "import re; re.compile('('*5000 + ')'*5000)", AnyEnd),
    ("S26", "import copy\nx=[]\nfor _ in range(10**4): x=[x]\ncopy.deepcopy(x)", Error(&["RecursionError"])),
    ("S27", "x=()\nfor _ in range(10**5): x=(x,)\nhash(x)", AnyEnd),
    ("S28", "a=b=[]\nfor _ in range(10**5): a,b=[a],[b]\na==b", Error(&["RecursionError"])),
    (
        "S29",
        "exec('class A:\\n' + ' def f(self): return super().f()\\n' + 'A().f()')",
        Error(&["AttributeError"]),
    ),
    ("S30", "import ast; ast.literal_eval('['*9999+']'*9999)", AnyEnd),
    ("S31", "import sys; sys._getframe().f_back.f_globals.clear(); print(1)", AnyEnd),
    ("F01", "open('/etc/passwd')", DENIED),
    ("F01b", "open('../../../../etc/shadow')", DENIED),
    ("F01c", "open('\\\\\\\\server\\\\share')", DENIED),
    ("F01d", "open('a\\0b')", Error(&["ValueError"])),
    ("F02", "open('/proc/self/environ')", DENIED),
    ("F02b", "import os; os.listdir('/proc')", DENIED),
    ("F02c", "import _io; _io.FileIO('/etc/passwd')", DENIED),
    ("F02d", "import posix; posix.open('/etc/passwd', 0)", DENIED),
    ("F02e", "import posix; print(posix.listdir('/'))", DENIED),
    ("F03", "import os; print(dict(os.environ))", Prints("{}\n")),
    ("F03b", "import posix; print(posix.environ)", AnyEnd),
    ("F04", "import os; print(sum(len(f) for _,_,f in os.walk('/')))", Prints("1\n")),
    ("F05", "open('/x','w')", DENIED),
    ("F05b", "import os; open(os.__file__, 'w')", DENIED),
    ("F07", "import os; os.symlink('/etc', 'e')", DENIED),
    ("F07b", "import os; os.link('/etc/passwd', 'e')", DENIED),
    ("F07c", "import os; os.rename('main.py', '/etc/x')", DENIED),
    ("F08", "import os; print(os.listdir('/'), os.getcwd())", Prints("['home', 'tmp'] /home/student\n")),
    ("F09", "import shutil; shutil.rmtree('/')", DENIED),
    ("P01", "import os; os.fork()", DENIED),
    ("P02", "import os; os.system('id')", DENIED),
    ("P02b", "import os; os.popen('id')", DENIED),
    ("P02c", "import os; os.execv('/bin/sh', ['sh'])", DENIED),
    ("P02d", "import pty; pty.spawn('sh')", DENIED),
    ("P03", "import subprocess; subprocess.run(['sh','-c','id'])", DENIED),
    (
        "P04b",
        "import socket; socket.socket(socket.AF_INET, socket.SOCK_DGRAM).sendto(b'x', ('127.0.0.1', 9))",
        DENIED,
    ),
    (
        "P05",
        "import urllib.request; urllib.request.urlopen('http://127.0.0.1:3500/')",
        Error(&["URLError", "OSError"]),
    ),
    ("P06", "import socket; socket.getaddrinfo('localhost', 80)", DENIED),
    ("P06b", "import socket; print(socket.gethostname())", AnyEnd),
    ("P09", "import ctypes; ctypes.string_at(0)", DENIED),
    ("P12", "import socket; s=socket.socket(); s.bind(('0.0.0.0', 0)); s.listen()", DENIED),
    ("I01", "import pickle; pickle.loads(b\"cos\\nsystem\\n(S'id'\\ntR.\")", DENIED),
    ("I09", "a\0b", Error(&["SyntaxError"])),
    ("I09b", "\u{feff}print('bom')", Prints("bom\n")),
    ("I09c", "# -*- coding: utf-7 -*-\nprint('+AGE-')", Prints("+AGE-\n")),
    ("I09d", "print('a')\r\nprint('b')\r\n", Prints("a\nb\n")),
    ("I13", "import wit_world; print(1)", AnyEnd),
];

#[tokio::test(flavor = "multi_thread")]
async fn every_attack_gets_its_verdict() {
    let mut wrong = Vec::new();
    for (id, code, expected) in ROWS {
        // Short where the time is used up anyway; filling the memory takes a while.
        let wall = if matches!(expected, Time | AnyEnd) {
            Duration::from_millis(500)
        } else {
            Duration::from_secs(20)
        };
        let limits = Limits { wall, ..Limits::default() };
        let ran = run_with(&Program::new(*code), "", &limits).await;
        if !fits(&ran, *expected) {
            let shown: String = format!("{:?}", ran.report.outcome).chars().take(300).collect();
            let printed: String = ran.stdout.chars().take(100).collect();
            wrong.push(format!("{id}: expected {expected:?}, got {shown}, printed {printed:?}"));
        }
        if let Some(leak) = leak(&ran) {
            wrong.push(format!("{id}: shows {leak}"));
        }
        if ran.report.peak_memory > limits.memory {
            wrong.push(format!("{id}: used {} bytes", ran.report.peak_memory));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert_eq!(run("print('well')").await.printed(), "well\n");
}

fn fits(ran: &Ran, expected: Expected) -> bool {
    let outcome = &ran.report.outcome;
    match expected {
        Prints(text) => *outcome == Outcome::Finished && ran.stdout == text,
        Error(kinds) => matches!(outcome, Outcome::Failed(error) if kinds.contains(&error.kind.as_str())),
        Time => *outcome == Outcome::TimedOut,
        Memory => *outcome == Outcome::OutOfMemory,
        Output => *outcome == Outcome::TooMuchOutput && ran.stdout.len() > 60_000,
        Dies => matches!(outcome, Outcome::Died(death) if *death != Death::Sandbox),
        AnyEnd => *outcome != Outcome::Died(Death::Sandbox),
    }
}

/// Words that mean nothing to a student.
fn leak(ran: &Ran) -> Option<&'static str> {
    let mut shown = ran.report.outcome.sentence();
    if let Outcome::Failed(error) = &ran.report.outcome {
        shown.push_str(&error.traceback);
    }
    ["wasm", "Wasm", "unreachable", "_learnflow", "guest_app", "/root", "/work", "panicked", "core::"]
        .into_iter()
        .find(|word| shown.contains(word))
}

/// P04: a listener on this machine must see nothing.
#[tokio::test(flavor = "multi_thread")]
async fn no_connection_reaches_a_listener() {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    let code =
        format!("import socket\ns = socket.socket()\ns.settimeout(0.2)\ns.connect(('127.0.0.1', {port}))");
    let ran = run(&code).await;
    assert!(matches!(ran.report.outcome, Outcome::Failed(_)), "{:?}", ran.report.outcome);
    let seen = tokio::time::timeout(Duration::from_millis(200), listener.accept()).await;
    assert!(seen.is_err(), "the listener saw a connection");
}

/// I09: a source of ten million characters.
#[tokio::test(flavor = "multi_thread")]
async fn a_huge_source_ends_within_the_limits() {
    let ran = run(&format!("x = '{}'", "a".repeat(10_000_000))).await;
    assert!(!matches!(ran.report.outcome, Outcome::Died(Death::Sandbox)), "{:?}", ran.report.outcome);
}
