"""Writes a value down by exact type, so that the host can compare it.

`type(v) is int`, never `isinstance`: an object that claims to be equal to
everything, or a subclass with an `==` of its own, is written as what it is.
"""

from wit_world.imports import types as wit

from _learnflow import errors

DEEPEST = 60
MOST_NODES = 20_000
MOST_TEXT = 1 << 20
MOST_BITS = 400_000
LONGEST_REPR = 300

# Names that the student's program may have replaced in `builtins` by now.
_type, _repr, _hex, _len, _int, _list, _enumerate = type, repr, hex, len, int, list, enumerate


class TooLarge(Exception):
    """The value does not fit; it is written as one foreign thing."""


def encode(value):
    """The nodes of a value; the first one is the value itself."""
    try:
        return Writer().written(value)
    except (TooLarge, RecursionError, MemoryError, RuntimeError):
        # RuntimeError: a container that changed while it was walked.
        return [wit.Node_Other(wit.Foreign(_type(value).__name__, "<too large to compare>"))]


class Writer:
    def __init__(self):
        self.nodes = []
        self.text = 0

    def written(self, value):
        self.add(value, 0)
        return self.nodes

    def count(self, size):
        self.text += size
        if self.text > MOST_TEXT:
            raise TooLarge

    def add(self, value, depth):
        place = _len(self.nodes)
        if place >= MOST_NODES or depth > DEEPEST:
            raise TooLarge
        self.nodes.append(None)
        write = WRITERS.get(_type(value), foreign)
        self.nodes[place] = write(self, value, depth + 1)
        return place

    def children(self, values, depth):
        return [self.add(value, depth) for value in values]


def integer(writer, value, depth):
    if value.bit_length() > MOST_BITS:
        raise TooLarge
    digits = _hex(value)
    writer.count(_len(digits))
    return wit.Node_Integer(digits)


def text(writer, value, depth):
    writer.count(_len(value))
    try:
        value.encode()
    except UnicodeEncodeError:
        # Half a surrogate pair cannot cross the border as text.
        return foreign(writer, value, depth)
    return wit.Node_Text(value)


def binary(writer, value, depth):
    writer.count(_len(value))
    return wit.Node_Bytes(value)


def dictionary(writer, value, depth):
    return wit.Node_Dict([(writer.add(k, depth), writer.add(v, depth)) for k, v in value.items()])


def foreign(writer, value, depth):
    try:
        shown = _repr(value)
    except BaseException as problem:
        shown = f"<its __repr__ raised {_type(problem).__name__}>"
    shown = errors.cut(shown, LONGEST_REPR)
    writer.count(_len(shown))
    return wit.Node_Other(wit.Foreign(_type(value).__name__, shown))


WRITERS = {
    type(None): lambda writer, value, depth: wit.Node_None_(),
    bool: lambda writer, value, depth: wit.Node_Boolean(value),
    int: integer,
    float: lambda writer, value, depth: wit.Node_Float(value),
    str: text,
    bytes: binary,
    list: lambda writer, value, depth: wit.Node_Sequence(writer.children(value, depth)),
    tuple: lambda writer, value, depth: wit.Node_TupleOf(writer.children(value, depth)),
    set: lambda writer, value, depth: wit.Node_SetOf(writer.children(value, depth)),
    frozenset: lambda writer, value, depth: wit.Node_FrozenSet(writer.children(value, depth)),
    dict: dictionary,
}
