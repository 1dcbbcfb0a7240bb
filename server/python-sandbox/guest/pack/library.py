"""Compiles Python's own library with the Python that will run it.

componentize-py runs this file once, with the library mounted, while it builds a
component that is then thrown away. What stays is `library.pack` beside this
file: a component has no files at run time, so the library has to come along as
data (see `_learnflow/importer.py`, which reads it).
"""

import marshal
import os
import struct
import sys
import zlib

import wit_world

HERE = os.path.dirname(__file__)
# Copied here by build.py: what comes from PyPI.
PACKAGES = os.path.join(HERE, "packages")
# `os.__file__` names the place of a full installation, which is not there.
LIBRARY = next(folder for folder in sys.path if os.path.exists(folder + "/os.py"))

# Tests, editors, and what cannot work without windows, processes or an installer. `turtle` is our own.
LEFT_OUT = {
    "__pycache__", "test", "tests", "idlelib", "turtledemo", "tkinter", "ensurepip", "venv",
    "site-packages", "lib-dynload", "curses", "ctypes", "msilib", "pydoc_data", "turtle.py",
}  # fmt: skip


def modules(root):
    """Yields (name, is_package, path) of every module below `root`."""
    for folder, folders, files in os.walk(root):
        folders[:] = sorted(
            name for name in folders if name not in LEFT_OUT and not name.startswith("config-")
        )
        relative = os.path.relpath(folder, root)
        prefix = "" if relative == "." else relative.replace("/", ".") + "."
        for file in sorted(files):
            if not file.endswith(".py") or file in LEFT_OUT:
                continue
            is_package = file == "__init__.py"
            name = prefix[:-1] if is_package else prefix + file[:-3]
            if name:
                yield name, is_package, os.path.join(folder, file)


def compiled(root, shown_as):
    """Yields (name, is_package, file name, code) for what this Python can compile."""
    for name, is_package, path in modules(root):
        with open(path, "rb") as file:
            source = file.read()
        shown = shown_as + path[len(root) :]
        try:
            yield name, is_package, shown, compile(source, shown, "exec", dont_inherit=True)
        except SyntaxError as problem:
            print(f"left out {name}: {problem}", file=sys.stderr)


def write(out, entries):
    """Writes the index and then the compressed code of every module."""
    index, data = {}, bytearray()
    for name, is_package, shown, code in entries:
        packed = zlib.compress(marshal.dumps(code), 9)
        index.setdefault(name, (is_package, shown, len(data), len(packed)))
        data += packed
    head = marshal.dumps(index)
    with open(out, "wb") as file:
        file.write(struct.pack("<Q", len(head)))
        file.write(head)
        file.write(data)


def everything():
    yield from compiled(LIBRARY, "/usr/lib/python3.14")
    yield from compiled(PACKAGES, "/usr/lib/python3.14/site-packages")


write(os.path.join(HERE, "library.pack"), everything())


class WitWorld(wit_world.WitWorld):
    def nothing(self):
        pass
