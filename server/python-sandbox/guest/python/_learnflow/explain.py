"""Explains an error in a beginner's words, with friendly-traceback."""

import linecache
import os.path

# While it is imported it wants to see its own folder, and it takes the place of
# `linecache.getlines`, which tracebacks and `inspect` use.
_getlines, _isdir = linecache.getlines, os.path.isdir
os.path.isdir = lambda path: True
import friendly_traceback  # noqa: E402
from friendly_traceback import core, source_cache  # noqa: E402

linecache.getlines, os.path.isdir = _getlines, _isdir

from wit_world.exports import study as wit  # noqa: E402

from _learnflow import errors, run  # noqa: E402
from _learnflow.errors import cut  # noqa: E402

LONGEST = 1_500
# What friendly-traceback writes when it does not know.
NOTHING = ("I have no additional information", "please report this", "Please report this")

friendly_traceback.set_lang("en")


def explanation(problem, sources):
    """What can be said about an error; `sources` are the student's files by name."""
    try:
        for name, text in sources.items():
            source_cache.cache.add(name, text)
        told = core.FriendlyTraceback(type(problem), problem, problem.__traceback__)
        told.assign_generic()
        told.assign_cause()
        said = told.info
    except BaseException:
        # A library that was changed under its feet, or an error unlike any other.
        said = {}
    kind = type(problem).__name__
    try:
        message = str(problem.msg if isinstance(problem, SyntaxError) else problem)
    except BaseException:
        message = ""
    return wit.Explanation(
        kind,
        cut(message, errors.LONGEST_MESSAGE),
        errors.line_of(problem),
        *(words(said, part) for part in ("generic", "cause", "suggest")),
    )


def words(said, part):
    text = said.get(part)
    if type(text) is not str:
        return ""
    # It fills its sentences by hand and sometimes forgets to.
    if "{op}" in text or "{name}" in text:
        return ""
    sentences = [line for line in text.strip().splitlines() if not any(word in line for word in NOTHING)]
    return cut("\n".join(sentences), LONGEST)


def explained(program):
    """Runs a program to the error that ends it."""
    found = []
    module = run.prepare(program, "__main__")
    sources = {"main.py": program.code} | {file.name: file.text for file in program.files}

    def work():
        try:
            run.execute(program.code, module)
        except Exception as problem:
            # From here on no frame of ours is between the student's and the end.
            problem.__traceback__ = errors.join(errors.students_places(problem.__traceback__))
            found.append(explanation(problem, sources))
            raise

    ending = run.finish(run.attempt(work))
    return wit.Explained(ending, found[0] if found else None)
