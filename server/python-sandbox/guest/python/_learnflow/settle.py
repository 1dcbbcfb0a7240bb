"""The last thing before the snapshot is taken: leaves little to count, and little to write to.

Each page of the snapshot that a program writes to is copied for it, and put right after it. So
what every run writes to lies side by side, and nothing else is written to at all.
"""

import gc
import random
import sys

from wit_world.imports.types import Program

from _learnflow import beside, bounds, calls, disk, errors, holes, hot, lasting, paper, run, sources, streams


def settle(*modules):
    """Runs what every run does, in memory of its own; `modules` have code that every run goes through."""
    beside.warm()
    gc.collect()
    holes.fill()
    hot.gather(run, disk, streams, errors, bounds, sources, *modules)
    hot.move(random.Random.seed)
    hot.move(paper._flush)
    streams.install()
    warm()
    gc.collect()
    bounds.release()
    lasting.note()
    # After it: what lasts for ever can't be given back. The errors of `warm` took the one before; every run has its own.
    bounds.ballast.append(bytearray(bounds.BALLAST))
    gc.collect()
    gc.freeze()
    holes.fill()


def warm():
    """Has the code of every run specialised, and its caches full.

    Nothing is printed: the streams of the machine that builds must not be part of
    the snapshot.
    """
    for _ in range(20):
        run.as_script(Program("x = [n for n in range(3)]\n", [], None))
        run.as_module(Program("def f(x):\n    return x + undefined\n", [], None))
        calls.answer("f(1)")
        calls.answer("[1, 2.5, 'a', {'b': (True, None)}]")
    sys.modules.pop("main", None)
    sys.modules.pop("__main__", None)
