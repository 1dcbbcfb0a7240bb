"""The component's exports: thin doors to `_learnflow`.

componentize-py runs this file once while it builds; what is imported and warmed
here lies ready in the snapshot from which every run starts.
"""

import sys

import wit_world.exports

from _learnflow import prepare

prepare.library()

from _learnflow import (  # noqa: E402  (after the library is in place)
    analyze,
    beside,
    calls,
    explain,
    practice,
    run,
    settle,
    trace,
)

beside.load()


class Runner(wit_world.exports.Runner):
    def run(self, program):
        return run.as_script(program)

    def examine(self, program, expressions):
        return calls.examine(program, expressions)

    def practise(self, program, tests, decoy):
        return practice.results(program, tests, decoy)


class Study(wit_world.exports.Study):
    settled = False

    def __init__(self):
        # componentize-py makes one of these after it has imported everything and given back what that took, and
        # takes the snapshot soon after.
        if not Study.settled:
            Study.settled = True
            settle.settle(sys.modules[__name__])

    def analyze(self, source, filename):
        return analyze.analysis(source, filename)

    def explain(self, program):
        return explain.explained(program)

    def trace(self, program, limits):
        return trace.traced(program, limits)


prepare.install()
