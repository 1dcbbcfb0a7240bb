"""Looks at a program without running it: pycodestyle, pyflakes and mccabe, and Python's own word on its syntax.

What it says is a list of plain records. A source that is too much for one of the
tools costs only that tool's findings.
"""

import ast

import mccabe
import pycodestyle
from pyflakes import checker
from wit_world.exports import study as wit

from _learnflow import explain
from _learnflow.errors import cut

# More than any exercise has; each of the tools needs a hundred times its memory.
LONGEST = 128 * 1024
MOST_FINDINGS = 500
LONGEST_MESSAGE = 300


class Report(pycodestyle.BaseReport):
    """Keeps every finding, where pycodestyle's own reports print or count them."""

    def __init__(self, options):
        super().__init__(options)
        self.found = []

    def error(self, line_number, offset, text, check):
        code = text[:4]
        # E9 is a syntax that Python refuses, which Python says better itself.
        if self._ignore_code(code) or code.startswith("E9"):
            return
        self.found.append(finding(wit.Tool.PYCODESTYLE, code, line_number, offset, text[5:]))


# No files of settings and no command line: neither is there.
options = pycodestyle.StyleGuide(parse_argv=False, config_file=False).options


def finding(tool, code, line, offset, message):
    line = line if type(line) is int and line > 0 else 1
    column = offset + 1 if type(offset) is int and offset >= 0 else 1
    return wit.Finding(tool, code, line, column, cut(str(message), LONGEST_MESSAGE))


def style(source, filename, tree):
    report = Report(options)
    pycodestyle.Checker(filename, source.splitlines(keepends=True), options, report).check_all()
    return report.found


def mistakes(source, filename, tree):
    messages = checker.Checker(tree, filename=filename).messages
    return [
        finding(wit.Tool.PYFLAKES, type(m).__name__, m.lineno, m.col, m.message % m.message_args) for m in messages
    ]


def sizes(tree):
    """The cyclomatic complexity of every function, method and top-level loop."""
    visitor = mccabe.PathGraphingAstVisitor()
    visitor.preorder(tree, visitor)
    return [
        wit.Size(cut(graph.entity, 100), graph.lineno, graph.complexity())
        for graph in visitor.graphs.values()
        if graph.lineno > 0
    ]


def analysis(source, filename):
    if len(source) > LONGEST:
        message = f"This program is longer than {LONGEST // 1024} KiB, too long to look at."
        return wit.Analysis([finding(wit.Tool.PYTHON, "TooLong", 1, 0, message)], [], None, [])
    source = source.removeprefix("\ufeff")
    try:
        tree = ast.parse(source, filename)
        # Some errors are only found by the compiler: `return` outside of a function.
        compile(source, filename, "exec", dont_inherit=True)
    except (SyntaxError, ValueError) as problem:
        message = getattr(problem, "msg", None) or problem
        line, offset = getattr(problem, "lineno", 1), (getattr(problem, "offset", 1) or 1) - 1
        found = [finding(wit.Tool.PYTHON, type(problem).__name__, line, offset, message)]
        return wit.Analysis(found, [], explain.explanation(problem, {filename: source}), [])
    except (RecursionError, MemoryError):
        message = "This program is nested too deeply to be looked at."
        return wit.Analysis([finding(wit.Tool.PYTHON, "TooDeep", 1, 0, message)], [], None, [])
    found, gave_up = [], []
    for tool, look in ((wit.Tool.PYFLAKES, mistakes), (wit.Tool.PYCODESTYLE, style)):
        try:
            found += look(source, filename, tree)
        except BaseException:
            gave_up.append(tool)
    try:
        measured = sizes(tree)
    except BaseException:
        measured, gave_up = [], [*gave_up, wit.Tool.MCCABE]
    found.sort(key=lambda one: (one.line, one.column))
    return wit.Analysis(found[:MOST_FINDINGS], measured[:MOST_FINDINGS], None, gave_up)
