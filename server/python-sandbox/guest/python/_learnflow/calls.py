"""Evaluates the expressions of tests in the student's module."""

import sys

from wit_world.imports import exam
from wit_world.imports import types as wit

from _learnflow import errors, run, streams, values

_eval, _compile, _isinstance = eval, compile, isinstance
_loaded, _answered = exam.loaded, exam.answered


def examine(program, expressions):
    """Loads the program, then tells the host the answer to each expression."""
    ending = run.as_module(program)
    if _isinstance(ending, wit.Ending_Finished):
        _loaded()
        for expression in expressions:
            _answered(answer(expression))
    return ending


def answer(expression):
    try:
        module = sys.modules["main"].__dict__
        result = _eval(_compile(expression, "<test>", "eval", dont_inherit=True), module)
        return wit.Answer_Value(values.encode(result))
    except SystemExit as end:
        return wit.Answer_Exited(run.exit_code(end.code))
    except BaseException as problem:
        return wit.Answer_Raised(errors.describe(problem))
    finally:
        streams.flush()
