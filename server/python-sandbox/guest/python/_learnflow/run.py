"""Runs the student's program: as a script, or as the module that tests call into."""

import atexit
import builtins
import random
import sys
import types

from wit_world.imports.types import Ending_Exited, Ending_Failed, Ending_Finished

from _learnflow import disk, errors, sources, streams

_exec, _compile, _isinstance = exec, compile, isinstance

# What the interpreter itself stands on: a file of the student with one of these
# names cannot take its place, as it could not in CPython either.
KEPT = frozenset(sys.builtin_module_names)


def prepare(program, name):
    """Puts the program in its place and returns its empty main module."""
    random.seed(program.seed)
    # The machine that starts a run has set its own, which is empty.
    sys.argv = ["main.py"]
    disk.clear()
    disk.put("main.py", program.code.encode())
    for file in program.files:
        disk.put(file.name, file.text.encode())
        stem, dot, ending = file.name.partition(".")
        # As in CPython, a file beside main.py comes before the library.
        if ending == "py" and stem not in KEPT:
            sys.modules.pop(stem, None)
    sources.remember("main.py", program.code)
    module = types.ModuleType(name)
    module.__file__ = "main.py"
    module.__builtins__ = builtins
    sys.modules[name] = module
    return module


def attempt(work):
    """Does the work and says how it ended."""
    try:
        work()
    except SystemExit as end:
        return Ending_Exited(exit_code(end.code))
    except BaseException as problem:
        return Ending_Failed(errors.describe(problem))
    return Ending_Finished()


def exit_code(code):
    """What `sys.exit(code)` means: nothing is success, a text is printed and fails."""
    if code is None:
        return 0
    if type(code) is int:
        return max(-(2**31), min(code, 2**31 - 1))
    try:
        print(code, file=sys.stderr)
    except Exception:
        pass
    return 1


def execute(code, module):
    _exec(_compile(code.removeprefix("\ufeff"), "main.py", "exec", dont_inherit=True), module.__dict__)


def finish(ending):
    """What CPython does last: the handlers of `atexit`, then the buffers."""
    try:
        atexit._run_exitfuncs()
    except BaseException:
        pass
    streams.flush()
    return ending


def as_script(program):
    module = prepare(program, "__main__")
    return finish(attempt(lambda: execute(program.code, module)))


def as_module(program):
    module = prepare(program, "main")
    ending = attempt(lambda: execute(program.code, module))
    streams.flush()
    return ending
