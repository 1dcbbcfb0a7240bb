"""stdin, stdout and stderr, and an `input` whose prompt is not output."""

import builtins
import io
import sys
import time

from wit_world.imports import console


class Errors(io.RawIOBase):
    """stderr on a way of its own: see `console.error`."""

    def writable(self):
        return True

    def fileno(self):
        return 2

    def write(self, data):
        data = bytes(data)
        console.error(data)
        return len(data)


# Python's own is 128 KiB: more than a program may print, and each would be memory far from everything else.
BUFFER = 8 << 10


def input(prompt="", /):
    """Read a string from standard input. The trailing newline is stripped.

    The prompt string, if given, is shown before reading input.
    """
    send()
    if sys.stdout is stdout and sys.stdin is stdin:
        stdout.flush()
        if text := str(prompt):
            console.prompt(text)
    else:
        # A program that replaced a stream wants the prompt where its output goes.
        print(prompt, end="", flush=True)
    line = sys.stdin.readline()
    if not line:
        raise EOFError("EOF when reading a line")
    return line.removesuffix("\n")


# What wants to be sent before the program waits or ends: the strokes of `turtle`.
waiting = []
_sleep = time.sleep


def send():
    for what in waiting:
        what()


def sleep(seconds, /):
    """Delay execution for a given number of seconds. The argument may be a floating-point number."""
    send()
    _sleep(seconds)


def install():
    """Opens the three streams, side by side in memory, and puts all in its place."""
    global stdin, stdout, stderr, errors
    # A new one each time: the old one is closed with its stream.
    errors = Errors()
    # One line at a time, as at a terminal: each write that reaches the host is a
    # call across the border, and without a buffer `print` makes several.
    stdin = io.TextIOWrapper(io.BufferedReader(io.FileIO(0, closefd=False), BUFFER), "utf-8", "replace")
    stdout = io.TextIOWrapper(io.BufferedWriter(io.FileIO(1, "w", closefd=False), BUFFER), "utf-8", line_buffering=True)
    stderr = io.TextIOWrapper(io.BufferedWriter(errors, BUFFER), "utf-8", "backslashreplace", line_buffering=True)
    stdin.mode, stdout.mode, stderr.mode = "r", "w", "w"
    time.sleep = sleep
    sys.stdin = sys.__stdin__ = stdin
    sys.stdout = sys.__stdout__ = stdout
    sys.stderr = sys.__stderr__ = stderr
    builtins.input = input


def show_printed():
    """Sends what is in the buffer of stdout."""
    stdout.flush()


def flush():
    """Sends what is still in the buffers, whatever the program did to them."""
    try:
        send()
    except Exception:  # A program may have put anything among the strokes.
        pass
    for stream in (sys.stdout, stdout, sys.stderr, stderr):
        try:
            stream.flush()
        except Exception:  # A closed or replaced stream has nothing left to say.
            pass
