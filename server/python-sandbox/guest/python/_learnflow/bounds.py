"""Keeps a program that goes too far inside Python, where it gets a Python error."""

import sys

# Measured: deeper Python calls can overflow the stack of the machine below, and
# the student would read that the interpreter died instead of a RecursionError.
DEEPEST = 15_000

# Given back when memory runs out, so that the error can still be shown. Its
# pages are zero in the snapshot: it costs a run nothing. `settle` puts it here.
BALLAST = 1 << 20
ballast = []

set_limit = sys.setrecursionlimit


def setrecursionlimit(limit, /):
    """Set the maximum depth of the Python interpreter stack."""
    set_limit(min(limit, DEEPEST) if type(limit) is int else limit)


def release():
    ballast.clear()


def install():
    sys.setrecursionlimit = setrecursionlimit
