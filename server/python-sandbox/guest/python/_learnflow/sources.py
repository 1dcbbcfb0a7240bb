"""The lines that a traceback shows under each place."""

import linecache

from _learnflow import disk

_library_lines = linecache.updatecache


def remember(file, text):
    linecache.cache[file] = (len(text), None, text.splitlines(keepends=True), file)


def updatecache(filename, module_globals=None):
    """Reads the lines of the student's other files when an error is shown."""
    if not disk.is_file(disk.absolute(filename)):
        return []
    remember(filename, disk.text(filename))
    return linecache.cache[filename][2]


def install():
    linecache.updatecache = updatecache
    linecache.checkcache = lambda filename=None: None
