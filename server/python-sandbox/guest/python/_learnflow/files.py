"""`open`, `os` and what stands on them, working on the scratch folder."""

import errno
import io
import os
import stat
import time

from _learnflow import disk, streams
from _learnflow.disk import Content, Folder, absolute, add, charge, drop, fail, find, look, place_for

open_fd = io.open


class File(io.RawIOBase):
    """One opened file; buffering and text are `io`'s own."""

    def __init__(self, content, name, mode):
        self.content = content
        self.name = name
        self.mode = mode
        self.at = 0

    def readable(self):
        return "r" in self.mode or "+" in self.mode

    def writable(self):
        return self.mode != "r"

    def seekable(self):
        return True

    def readinto(self, buffer):
        if not self.readable():
            raise io.UnsupportedOperation("not readable")
        part = self.content[self.at : self.at + len(buffer)]
        buffer[: len(part)] = part
        self.at += len(part)
        return len(part)

    def write(self, data):
        if not self.writable():
            raise io.UnsupportedOperation("not writable")
        data = bytes(data)
        if "a" in self.mode:
            self.at = len(self.content)
        self.grow(self.at + len(data))
        self.content[self.at : self.at + len(data)] = data
        self.at += len(data)
        return len(data)

    def grow(self, size):
        more = size - len(self.content)
        if more > 0:
            charge(more)
            self.content.extend(bytes(more))

    def seek(self, offset, whence=0):
        base = (0, self.at, len(self.content))[whence]
        if base + offset < 0:
            raise OSError(disk.EINVAL, "Invalid argument")
        self.at = base + offset
        return self.at

    def tell(self):
        return self.at

    def truncate(self, size=None):
        size = self.at if size is None else size
        self.grow(size)
        charge(size - len(self.content))
        del self.content[size:]
        return size


def content_for(path, mode):
    """The content that `open` works on, made or emptied as the mode says."""
    if mode == "r":
        content = find(path)
    else:
        folder, name = place_for(path)
        content = folder.get(name)
        if content is None:
            content = add(folder, name, Content(), path)
        elif mode == "x":
            fail(FileExistsError, disk.EEXIST, "File exists", path)
        elif mode == "w" and type(content) is Content:
            charge(-len(content))
            content.clear()
    if type(content) is Folder:
        fail(IsADirectoryError, disk.EISDIR, "Is a directory", path)
    return content


def open(file, mode="r", buffering=-1, encoding=None, errors=None, newline=None, closefd=True, opener=None):
    """Open file and return a stream. Raise OSError upon failure."""
    if isinstance(file, int):
        return open_fd(file, mode, buffering, encoding, errors, newline, closefd)
    kinds = [letter for letter in mode if letter in "rwax"]
    if len(kinds) != 1 or set(mode) - set("rwax+bt") or len(set(mode)) != len(mode):
        raise ValueError(f"invalid mode: {mode!r}")
    binary = "b" in mode
    if binary and "t" in mode:
        raise ValueError("can't have text and binary mode at once")
    for what, given in (("encoding", encoding), ("errors", errors), ("newline", newline)):
        if binary and given is not None:
            raise ValueError(f"binary mode doesn't take an {what} argument")
    updating = "+" in mode
    path = os.fspath(file)
    content = content_for(path, "r" if kinds[0] == "r" and not updating else kinds[0])
    raw = File(content, path, kinds[0] + ("+" if updating else ""))
    if kinds[0] == "a":
        raw.seek(0, 2)
    if buffering == 0 and binary:
        return raw
    size = buffering if buffering > 1 else io.DEFAULT_BUFFER_SIZE
    kind = io.BufferedRandom if updating else io.BufferedReader if kinds[0] == "r" else io.BufferedWriter
    buffer = kind(raw, size)
    if binary:
        return buffer
    wrapper = io.TextIOWrapper(buffer, encoding or "utf-8", errors, newline, line_buffering=buffering == 1)
    wrapper.mode = mode
    return wrapper


def status(path, *, dir_fd=None, follow_symlinks=True):
    if isinstance(path, int):
        return real_stat(path)
    entry = find(path)
    if type(entry) is Folder:
        mode, size = stat.S_IFDIR | 0o755, 0
    else:
        mode, size = stat.S_IFREG | 0o644, len(entry)
    now = time.time()
    return os.stat_result((mode, id(entry) & 0xFFFF_FFFF, 0, 1, 0, 0, size, now, now, now))


def names(path="."):
    entry = find(path)
    if type(entry) is not Folder:
        fail(NotADirectoryError, disk.ENOTDIR, "Not a directory", path)
    return entry


def listdir(path="."):
    """Return a list containing the names of the files in the directory."""
    return list(names("." if path is None else path))


class Entry:
    """What `os.scandir` yields: one name in a folder."""

    def __init__(self, folder, name):
        self.name = name
        self.path = os.path.join(folder, name)

    def __repr__(self):
        return f"<DirEntry {self.name!r}>"

    def __fspath__(self):
        return self.path

    def is_dir(self, *, follow_symlinks=True):
        return type(look(absolute(self.path))) is Folder

    def is_file(self, *, follow_symlinks=True):
        return type(look(absolute(self.path))) is Content

    def is_symlink(self):
        return False

    def is_junction(self):
        return False

    def stat(self, *, follow_symlinks=True):
        return status(self.path)

    def inode(self):
        return self.stat().st_ino


class Entries:
    """`os.scandir`: an iterator that can also be used with `with`."""

    def __init__(self, path="."):
        path = "." if path is None else os.fspath(path)
        self.left = iter([Entry(path, name) for name in names(path)])

    def __iter__(self):
        return self

    def __next__(self):
        return next(self.left)

    def __enter__(self):
        return self

    def __exit__(self, *problem):
        self.close()

    def close(self):
        self.left = iter(())


def mkdir(path, mode=0o777, *, dir_fd=None):
    """Create a directory."""
    if look(absolute(path)) is not None:
        fail(FileExistsError, disk.EEXIST, "File exists", path)
    folder, name = place_for(path)
    add(folder, name, Folder(), path)


def remove(path, *, dir_fd=None):
    """Remove a file."""
    entry = find(path)
    folder, name = place_for(path)
    if type(entry) is Folder:
        fail(IsADirectoryError, disk.EISDIR, "Is a directory", path)
    drop(folder, name)


def rmdir(path, *, dir_fd=None):
    """Remove an empty directory."""
    entry = names(path)
    folder, name = place_for(path)
    if entry:
        fail(OSError, disk.ENOTEMPTY, "Directory not empty", path)
    drop(folder, name)


def rename(src, dst, *, src_dir_fd=None, dst_dir_fd=None):
    """Rename a file or directory."""
    entry = find(src)
    old_folder, old_name = place_for(src)
    folder, name = place_for(dst)
    if absolute(dst).startswith(absolute(src) + "/"):
        fail(OSError, disk.EINVAL, "Invalid argument", src, dst)
    there = folder.get(name)
    if there is entry:
        return
    if type(there) is Folder and (there or type(entry) is not Folder):
        fail(OSError, disk.ENOTEMPTY, "Directory not empty", src, dst)
    if there is not None:
        drop(folder, name)
    folder[name] = old_folder.pop(old_name)


def chdir(path):
    """Change the current working directory."""
    names(path)
    disk.here = absolute(path)


def getcwd():
    """Return the current working directory."""
    return disk.here


def access(path, mode, *, dir_fd=None, effective_ids=False, follow_symlinks=True):
    """Tell whether a path can be used."""
    full = absolute(path)
    return look(full) is not None and (not mode & os.W_OK or full.startswith(disk.WRITABLE))


def unchanged(path, *given, **named):
    """Accepts what has no meaning here: rights and times of a file."""
    find(path)


def write(fd, data, /):
    """Write a bytes object to a file descriptor."""
    return streams.errors.write(data) if fd == 2 else real_write(fd, data)


def denied(name):
    def refuse(*given, **named):
        raise PermissionError(disk.EACCES, f"os.{name} is not available here")

    refuse.__name__ = refuse.__qualname__ = name
    return refuse


real_stat, real_write = os.stat, os.write
REFUSED = "chown link symlink readlink open truncate mkfifo mknod popen system".split()
OURS = {
    "stat": status, "lstat": status, "listdir": listdir, "scandir": Entries, "mkdir": mkdir, "remove": remove,
    "unlink": remove, "rmdir": rmdir, "rename": rename, "replace": rename, "chdir": chdir, "getcwd": getcwd,
    "getcwdb": lambda: os.fsencode(disk.here), "access": access,
    "chmod": unchanged, "utime": unchanged, "write": write,
}  # fmt: skip


def install():
    """Puts these functions in the place of the real ones, which could only fail."""
    import _io
    import builtins

    for name in REFUSED:
        setattr(os, name, denied(name))
    for name, function in OURS.items():
        setattr(os, name, function)
    builtins.open = io.open = _io.open = open
    os.supports_fd = os.supports_dir_fd = os.supports_follow_symlinks = frozenset()
    for name, number in disk.NUMBERS.items():
        setattr(errno, name, number)
