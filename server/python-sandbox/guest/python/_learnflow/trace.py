"""Records a run as steps: what every name and object was, line by line.

Python calls `Tracer` at each line of the student's files. It looks at frames and
objects without running any of the student's code (see `picture.py`) and tells the
host each step at once. What it tells is for the student's own eyes: nothing
depends on a program that hides from it.
"""

import builtins
import sys
from json.encoder import c_make_encoder, encode_basestring_ascii

from wit_world.exports import study as wit
from wit_world.imports import watcher

from _learnflow import disk, errors, run, streams
from _learnflow.picture import Picture, students_modules

# The functions below keep these built-in names, whatever the program does to them.
__builtins__ = dict(vars(builtins))

# Of a deep recursion both ends are shown: how it began and where it is.
FIRST_FRAMES, LAST_FRAMES = 5, 20
# How a generator and a loop end; no error of the program.
NO_ERRORS = (StopIteration, StopAsyncIteration, GeneratorExit)

_set, _flush = sys.settrace, streams.show_printed
# The part of `json` that is written in C: no program can change what it does.
_written = c_make_encoder(None, None, encode_basestring_ascii, None, ":", ",", False, False, True)


class Tracer:
    def __init__(self, limits):
        self.picture = Picture(limits)
        self.left = limits.steps
        self.size = limits.size
        self.complete = True
        self.mine = {}
        self.unwinding = False

    def start(self):
        _set(self.enter)

    def is_mine(self, file):
        known = self.mine.get(file)
        if known is None:
            known = self.mine[file] = disk.is_file(disk.absolute(file))
        return known

    def enter(self, frame, event, arg):
        """A frame begins, or a generator goes on."""
        try:
            if not self.is_mine(frame.f_code.co_filename):
                return None
            if frame.f_code.co_name != "<module>":
                self.step("call", frame)
        except BaseException:
            # No stack or no memory is left: the program's own next line will say so.
            self.complete = False
        return self.within

    def within(self, frame, event, arg):
        try:
            if event == "line":
                self.unwinding = False
                self.step("line", frame)
            elif event == "return":
                if not self.unwinding:
                    self.step("return", frame, arg, True)
            elif event == "exception" and not self.unwinding and not issubclass(arg[0], NO_ERRORS):
                self.unwinding = True
                self.step("error", frame)
        except BaseException:
            self.complete = False
        return self.within

    def step(self, event, frame, given=None, gives=False):
        self.left -= 1
        if self.left < 0 or self.size < 0:
            self.complete = False
            _set(None)
            return
        self.tell(event, self.stack(frame), given, gives)

    def stack(self, frame):
        """The student's frames, the outermost first."""
        frames = []
        while frame is not None:
            if self.is_mine(frame.f_code.co_filename):
                frames.append((frame, frame.f_lineno))
            frame = frame.f_back
        frames.reverse()
        return frames

    def tell(self, event, frames, given=None, gives=False):
        if len(frames) > FIRST_FRAMES + LAST_FRAMES:
            frames = frames[:FIRST_FRAMES] + frames[-LAST_FRAMES:]
        told = self.picture.taken(frames, given, gives)
        told["e"], told["l"] = event, frames[-1][1] if frames else 0
        text = "".join(_written(told, 0))
        self.size -= len(text)
        try:
            _flush()
        except Exception:
            pass
        watcher.step(text)

    def failed(self, problem):
        """Where the error came from; told also when the steps had run out long before."""
        _set(None)
        try:
            places = errors.students_places(problem.__traceback__)
            if places:
                self.tell("failed", [(place.tb_frame, place.tb_lineno) for place in places])
        except BaseException:
            # The program's own error is what counts.
            self.complete = False


def ignored(function, /):
    """Set the global debug tracing function. Here it is in use already."""


def traced(program, limits):
    module = run.prepare(program, "__main__")
    tracer = Tracer(limits)
    students_modules.update(file.name.removesuffix(".py").replace("/", ".") for file in program.files)
    # A debugger would end the recording; a program that has none does not notice.
    sys.settrace, sys.gettrace = ignored, lambda: None

    def work():
        try:
            tracer.start()
            run.execute(program.code, module)
        except Exception as problem:
            tracer.failed(problem)
            raise
        finally:
            _set(None)

    ending = run.finish(run.attempt(work))
    return wit.Traced(ending, tracer.complete)
