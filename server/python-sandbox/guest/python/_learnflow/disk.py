"""The scratch folder: a small tree of files in memory, gone when the run ends.

It counts against the run's memory, and against a quota so that a loop that
writes gets a plain error. Only the student's folder and /tmp can be written.
"""

import os

HOME = "/home/student"
WRITABLE = (HOME, "/tmp")
MOST_BYTES = 16 * 1024 * 1024
MOST_ENTRIES = 2_000


# The numbers that books and every Linux machine show; WASI's own differ.
EACCES, EEXIST, EINVAL, EISDIR, ENOENT, ENOSPC, ENOTDIR, ENOTEMPTY = 13, 17, 22, 21, 2, 28, 20, 39
NUMBERS = {
    "EACCES": EACCES, "EEXIST": EEXIST, "EINVAL": EINVAL, "EISDIR": EISDIR, "ENOENT": ENOENT, "ENOSPC": ENOSPC,
    "ENOTDIR": ENOTDIR, "ENOTEMPTY": ENOTEMPTY,
}  # fmt: skip


class Folder(dict):
    """Names to `Folder` or `Content`."""

    __slots__ = ()


class Content(bytearray):
    """What is in one file."""

    __slots__ = ()


root = Folder()
here = HOME
used = 0
entries = 0


def fail(kind, code, text, path, other=None):
    raise kind(code, text, path, None, other) if other is not None else kind(code, text, path)


def missing(path):
    fail(FileNotFoundError, ENOENT, "No such file or directory", path)


def absolute(path):
    """The full path of what a program names; bytes and path objects are welcome."""
    path = os.fsdecode(path)
    if "\0" in path:
        raise ValueError("embedded null byte")
    full = os.path.normpath(path if path.startswith("/") else f"{here}/{path}")
    return full[1:] if full.startswith("//") else full


def look(full):
    """The entry at a full path, or None."""
    place = root
    for name in full.split("/"):
        if name:
            if type(place) is not Folder:
                return None
            place = place.get(name)
            if place is None:
                return None
    return place


def find(path):
    """The entry that a program names; an error when there is none."""
    if path == "":
        missing(path)
    entry = look(absolute(path))
    if entry is None:
        missing(path)
    return entry


def place_for(path):
    """The folder and the name where a program may put something."""
    full = absolute(path)
    folder, _, name = full.rpartition("/")
    if not full.startswith(tuple(place + "/" for place in WRITABLE)):
        fail(PermissionError, EACCES, "Permission denied", path)
    inside = look(folder)
    if inside is None:
        missing(path)
    if type(inside) is not Folder:
        fail(NotADirectoryError, ENOTDIR, "Not a directory", path)
    return inside, name


def add(folder, name, entry, path):
    global entries
    if entries >= MOST_ENTRIES:
        fail(OSError, ENOSPC, f"No space left: a program may keep {MOST_ENTRIES} files and folders", path)
    entries += 1
    folder[name] = entry
    return entry


def drop(folder, name):
    global entries
    entry = folder.pop(name)
    entries -= 1
    if type(entry) is Content:
        charge(-len(entry))


def charge(size):
    """Counts bytes that a file grows by (or, negative, gives back)."""
    global used
    if size > 0 and used + size > MOST_BYTES:
        raise OSError(ENOSPC, f"No space left: a program may keep {MOST_BYTES >> 20} MiB in files")
    used += size


def is_file(full):
    return type(look(full)) is Content


def text(path):
    """The text of a student's module, as Python itself would read it."""
    return bytes(find(path)).decode("utf-8-sig")


def shown(full):
    """A path as the student knows it: relative when it is in the working folder."""
    return full[len(HOME) + 1 :] if full.startswith(HOME + "/") else full


def put(name, content):
    """Writes one file of the program before it starts, with the folders above it."""
    *folders, last = absolute(name).strip("/").split("/")
    place = root
    for folder in folders:
        inside = place.get(folder)
        place = inside if type(inside) is Folder else add(place, folder, Folder(), name)
    charge(len(content))
    add(place, last, Content(content), name)


def clear():
    """An empty disk with the two folders that a program may write to."""
    global here, used, entries
    here, used, entries = HOME, 0, 0
    root.clear()
    root["home"] = Folder(student=Folder())
    root["tmp"] = Folder()
