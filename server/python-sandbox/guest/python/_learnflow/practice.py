"""Runs a teacher's `unittest` file beside the student's program.

Both share one interpreter, so what comes out is for practice and never counts
as a grade. Against the obvious tricks: `unittest` is put back as it was before
the program ran, comparing looks at exact types, and the host mixes in tests of
its own choice that have to fail.
"""

import random
import sys
import types
import unittest

from wit_world.imports import types as wit

from _learnflow import errors, run, sources, streams
from _learnflow.honest import restore

FILE = "test_main.py"


class Marks(unittest.TestResult):
    """Keeps one mark for each method, in the order they ran."""

    def __init__(self):
        super().__init__()
        self.methods = {}

    def mark(self, test, mark, message=""):
        name = ".".join(test.id().split(".")[-2:])
        # A subtest that failed is not undone by the method that held it.
        if self.methods.get(name, (wit.Mark.PASSED, ""))[0] is wit.Mark.PASSED:
            self.methods[name] = (mark, message)

    def addSuccess(self, test):
        self.mark(test, wit.Mark.PASSED)

    def addFailure(self, test, err):
        self.mark(test, wit.Mark.FAILED, errors.cut(str(err[1]), errors.LONGEST_MESSAGE))

    def addError(self, test, err):
        self.mark(test, wit.Mark.ERROR, errors.describe(err[1]).traceback)

    def addSubTest(self, test, subtest, err):
        if err is not None:
            add = self.addFailure if issubclass(err[0], test.failureException) else self.addError
            add(test, err)

    def addSkip(self, test, reason):
        self.mark(test, wit.Mark.SKIPPED, str(reason))

    def addExpectedFailure(self, test, err):
        self.mark(test, wit.Mark.PASSED)

    def addUnexpectedSuccess(self, test):
        self.mark(test, wit.Mark.FAILED, "it passed, but was expected to fail")


def module_of(name, file, text):
    module = types.ModuleType(name)
    module.__file__ = file
    sys.modules[name] = module
    sources.remember(file, text)
    exec(compile(text, file, "exec", dont_inherit=True), module.__dict__)
    return module


def results(program, tests, decoy):
    ending = run.as_module(program)
    if not isinstance(ending, wit.Ending_Finished):
        return wit.Practice_Ended(ending)
    restore()
    marks = Marks()

    def work():
        loader = unittest.TestLoader()
        suites = [
            loader.loadTestsFromModule(module_of("test_main", FILE, tests)),
            loader.loadTestsFromModule(module_of("test_more", "test_more.py", decoy)),
        ]
        cases = [case for suite in suites for group in suite for case in group]
        random.SystemRandom().shuffle(cases)
        unittest.TestSuite(cases).run(marks)

    ending = run.attempt(work)
    streams.flush()
    if not isinstance(ending, wit.Ending_Finished):
        return wit.Practice_Ended(ending)
    return wit.Practice_Methods([wit.Method(name, *rest) for name, rest in marks.methods.items()])
