"""Makes the interpreter from which every run starts; `settle` is what comes after it."""

import os
import sys

# What beginners' books import, and what stands behind errors and tests: all of
# it costs a run nothing, because its memory is only read when it is used.
READY = """
    abc argparse array ast asyncio base64 bisect calendar cmath collections collections.abc colorsys contextlib copy
    csv dataclasses datetime decimal difflib doctest enum fractions functools glob graphlib hashlib heapq html inspect
    io itertools json keyword linecache locale logging math numbers operator os.path pathlib pickle platform pprint
    queue random re secrets shutil sqlite3 statistics string struct tempfile textwrap threading time timeit traceback
    types typing unicodedata unittest unittest.mock urllib.parse uuid warnings weakref zoneinfo
""".split()


def library():
    """Puts the library's pack in the place of the folders that will not be there."""
    from _learnflow import importer, loop

    with open(os.path.join(os.path.dirname(__file__), "library.pack"), "rb") as file:
        pack = importer.Library(file.read())
    sys.meta_path.insert(0, pack)
    loop.install(pack)
    for name in READY:
        __import__(name)
    from _learnflow import turtle

    sys.modules["turtle"] = turtle


def install():
    """Leaves everything as a program should find it."""
    import tempfile

    from _learnflow import absent, bounds, files, honest, importer, sources, streams

    builtin, frozen = sys.meta_path[1], sys.meta_path[2]
    sys.meta_path[:] = [builtin, frozen, importer.Program, sys.meta_path[0]]
    sys.path[:] = ["/home/student"]
    sys.path_hooks.clear()
    sys.path_importer_cache.clear()
    os.environ.clear()
    os.abort = lambda: os._exit(134)
    tempfile.tempdir = "/tmp"
    sys.modules.pop("__main__", None)
    for module in list(sys.modules.values()):
        # Where the library stood while this was built.
        file = getattr(module, "__file__", None)
        if file and file.startswith("/python/"):
            module.__file__ = "/usr/lib/python3.14" + file.removeprefix("/python")
    absent.install(sys.meta_path[3])
    bounds.install()
    files.install()
    honest.install()
    sources.install()
    streams.install()
