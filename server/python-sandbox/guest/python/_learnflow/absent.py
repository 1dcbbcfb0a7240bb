"""What cannot be had in here says so in a sentence, instead of failing somewhere deep inside."""

import errno
import os
import select
import socket
import sqlite3
import sys
import threading
import time

NO_WINDOWS = "programs here have no windows; `import turtle` draws pictures"
NO_NETWORK = "there is no network here"
NO_PROGRAMS = "other programs cannot be started here"
NO_THREADS = "can't start new thread: programs here do one thing at a time"
NOBODY = "this would wait for ever: programs here do one thing at a time, so nobody can end the waiting"
ONLY_MEMORY = "only sqlite3.connect(':memory:') works here: a database cannot be kept in a file"
NOT_PYTHONS = "it does not belong to Python itself, and nothing can be installed here"
OF_THE_MACHINE = "it reaches into the machine below Python, which programs here cannot"
NOT_BUILT = "it is not part of this Python"

MODULES = {
    NO_WINDOWS: "tkinter _tkinter pygame idlelib turtledemo",
    NO_NETWORK: "ssl _ssl requests httpx aiohttp urllib3",
    NOT_PYTHONS: """numpy pandas matplotlib scipy PIL flask django bs4 pytest seaborn sklearn sympy colorama rich
        pydantic fastapi sqlalchemy pip setuptools""",
    OF_THE_MACHINE: "ctypes _ctypes fcntl termios pwd grp resource mmap winreg msvcrt",
    NOT_BUILT: "bz2 _bz2 lzma _lzma _zstd curses _curses readline dbm _dbm _gdbm venv ensurepip",
}
REASONS = {name: why for why, names in MODULES.items() for name in names.split()}


class Missing:
    """Asked last of all: says why a module that many programs want is not there."""

    @staticmethod
    def find_spec(name, path=None, target=None):
        if why := REASONS.get(name):
            raise ModuleNotFoundError(f"No module named '{name.lstrip('_')}': {why}", name=name)
        return None


def refusal(function, kind, *words):
    def refuse(*given, **named):
        raise kind(*words)

    refuse.__name__ = refuse.__qualname__ = function
    return refuse


def refuse(owner, names, kind, *words):
    for name in names.split():
        setattr(owner, name, refusal(name, kind, *words))


def without_programs(module):
    module.Popen.__init__ = refusal("Popen", PermissionError, errno.EACCES, NO_PROGRAMS)


def without_processes(module):
    refuse(module.BaseContext, "Pool Manager Pipe Queue SimpleQueue", PermissionError, errno.EACCES, NO_PROGRAMS)


def without_start(module):
    module.BaseProcess.start = refusal("start", PermissionError, errno.EACCES, NO_PROGRAMS)


def connect(database=":memory:", *given, **named):
    """Open a connection to a database in memory."""
    if os.fspath(database) not in (":memory:", "") and not named.get("uri"):
        raise sqlite3.OperationalError(ONLY_MEMORY)
    return open_database(database, *given, **named)


open_database = sqlite3.connect


def wait(condition, timeout=None):
    """Wait until notified or until a timeout occurs."""
    if timeout is None:
        raise RuntimeError(NOBODY)
    time.sleep(max(0, timeout))
    return False


class Poll:
    """`select.poll`; without anything to look at the real one brings the machine down."""

    def __init__(self):
        self.real, self.looks_at = real_poll(), set()

    def register(self, fd, *events):
        self.real.register(fd, *events)
        self.looks_at.add(fd)

    modify = register

    def unregister(self, fd):
        self.real.unregister(fd)
        self.looks_at.discard(fd)

    def poll(self, timeout=None):
        if self.looks_at:
            return self.real.poll(timeout)
        while timeout is None:
            time.sleep(3600)
        time.sleep(max(0, timeout) / 1000)
        return []


def excepthook(kind, problem, place):
    """Shows an error like Python's own, but not the last words of what stands around a program."""
    at = place
    while at is not None:
        if at.tb_frame.f_code.co_filename.startswith("/0/"):
            return
        at = at.tb_next
    sys.__excepthook__(kind, problem, place)


real_poll = select.poll


def install(library):
    """Puts the sentences in place, in what is imported already and in what may be later."""
    sys.meta_path.append(Missing)
    sys.excepthook = excepthook
    select.poll = Poll
    threading.Condition.wait = wait
    for name, change in (
        ("subprocess", without_programs),
        ("multiprocessing.context", without_processes),
        ("multiprocessing.process", without_start),
    ):
        library.after[name] = change
        if name in sys.modules:
            change(sys.modules[name])
    refuse(threading, "_start_joinable_thread", RuntimeError, NO_THREADS)
    refuse(sys.modules["_thread"], "start_new_thread start_joinable_thread", RuntimeError, NO_THREADS)
    refuse(os, "fork forkpty execv execve spawnv posix_spawn pipe", PermissionError, errno.EACCES, NO_PROGRAMS)
    names = "create_connection create_server socketpair getaddrinfo gethostbyname gethostbyname_ex gethostbyaddr"
    refuse(socket, names, PermissionError, errno.EACCES, NO_NETWORK)
    socket.socket.__init__ = refusal("socket", PermissionError, errno.EACCES, NO_NETWORK)
    sqlite3.connect = sqlite3.dbapi2.connect = connect
