"""What cannot be had in here says so in a sentence, instead of failing somewhere deep inside."""

import errno
import os
import socket
import sqlite3
import sys
import threading

NO_WINDOWS = "programs here have no windows; `import turtle` draws pictures"
NO_NETWORK = "there is no network here"
NO_PROGRAMS = "other programs cannot be started here"
NO_THREADS = "can't start new thread: programs here do one thing at a time"
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


def install(library):
    """Puts the sentences in place, in what is imported already and in what may be later."""
    sys.meta_path.append(Missing)
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
