"""What a student reads when a program fails: CPython's own words, without our frames."""

import traceback

from wit_world.imports.types import PythonError

from _learnflow import bounds, disk

LONGEST_MESSAGE = 2_000
LONGEST_TRACEBACK = 20_000
# A recursion that went wrong has a thousand lines; both of its ends say it all.
MOST_LINES = 30
# CPython shows this many equal lines and then counts.
EQUAL_LINES = 3
MOST_ERRORS = 20

_str, _type, _len = str, type, len


def describe(problem):
    """The error as a record, in memory that was kept back for this moment."""
    bounds.release()
    kind = _type(problem).__name__
    try:
        message = _str(problem)
    except BaseException as other:
        message = f"<no message: its __str__ raised {_type(other).__name__}>"
    try:
        text = render(problem)
    except BaseException as other:
        text = f"{kind}: {message}\n[the traceback could not be shown: {_type(other).__name__}]\n"
    return PythonError(kind, cut(message, LONGEST_MESSAGE), cut(text, LONGEST_TRACEBACK), line_of(problem))


def cut(text, most):
    """The text without what cannot cross the border, and not too long."""
    text = text.encode("utf-8", "backslashreplace").decode()
    if _len(text) <= most:
        return text
    return f"{text[: most - 200]}\n[... {_len(text) - most} characters left out ...]\n{text[-200:]}"


def is_students(file):
    """Whether a frame's file is part of the student's program."""
    return file == "<string>" or disk.is_file(disk.absolute(file))


def line_of(problem):
    """The last line of main.py on the way to the error."""
    if isinstance(problem, SyntaxError) and problem.filename == "main.py":
        return problem.lineno if _type(problem.lineno) is int and problem.lineno >= 0 else None
    line, place = None, problem.__traceback__
    while place is not None:
        if place.tb_frame.f_code.co_filename == "main.py":
            line = place.tb_lineno
        place = place.tb_next
    return line


def render(problem):
    """The traceback as CPython prints it."""
    shorten(problem)
    return "".join(traceback.TracebackException.from_exception(problem, compact=True).format())


def shorten(problem):
    """Takes out of all tracebacks of a chain what is not the student's, and the middle of long ones."""
    seen = set()
    left = [problem]
    while left:
        error = left.pop()
        if not isinstance(error, BaseException) or id(error) in seen:
            continue
        seen.add(id(error))
        if _len(seen) > MOST_ERRORS:
            # A chain of errors behind errors would take all memory to show.
            error.__cause__ = error.__context__ = None
            continue
        places = students_places(error.__traceback__)
        error.__traceback__ = join(middle_out(places))
        left += [error.__cause__, error.__context__]
        if isinstance(error, BaseExceptionGroup):
            left += error.exceptions


def students_places(place):
    places = []
    known = {}
    while place is not None:
        file = place.tb_frame.f_code.co_filename
        if file not in known:
            known[file] = is_students(file)
        if known[file]:
            places.append(place)
        place = place.tb_next
    return places


def middle_out(places):
    """Keeps both ends of a long traceback."""
    if _len(places) <= MOST_LINES:
        return places
    half = MOST_LINES // 2
    return places[:half] + places[-half:]


def join(places):
    following = None
    for place in reversed(places):
        place.tb_next = following
        following = place
    return following
