"""Keeps `unittest` as it was, and its comparing honest.

A student's object may say it equals everything. When a test compares it with a
plain value (a number, a text, a list of those), that does not count: plain
values equal plain values only. Two objects of the student's own class are
compared by that class, as the lesson on `__eq__` wants it.
"""

import builtins
import types
import unittest
from decimal import Decimal
from fractions import Fraction

PLAIN = frozenset((type(None), bool, int, float, complex, str, bytes, Decimal, Fraction))
SEQUENCES = (list, tuple)
SETS = (set, frozenset)
DEEPEST = 50

_type, _len, _zip = type, len, zip


def alike(first, second, depth=0):
    """False when a plain value meets something that is not plain, however deep."""
    kind, other = _type(first), _type(second)
    if depth > DEEPEST:
        return True
    if kind in SEQUENCES and kind is other:
        return _len(first) != _len(second) or all(alike(a, b, depth + 1) for a, b in _zip(first, second))
    if kind in SETS and other in SETS:
        return not (any(_type(item) in PLAIN for item in first) ^ any(_type(item) in PLAIN for item in second))
    if kind is dict and other is dict:
        return all(alike(first[key], second[key], depth + 1) for key in first if key in second)
    builtin = PLAIN | {*SEQUENCES, *SETS, dict}
    return (kind in builtin) == (other in builtin)


def guarded(name, original):
    def compare(self, first, second, *rest, **named):
        if not alike(first, second):
            message = f"{_type(first).__name__} object is not {_type(second).__name__}: {first!r} and {second!r}"
            raise self.failureException(message)
        return original(self, first, second, *rest, **named)

    compare.__name__ = compare.__qualname__ = name
    return compare


GUARDED = ("assertEqual", "assertAlmostEqual", "assertListEqual", "assertTupleEqual", "assertDictEqual",
           "assertSetEqual", "assertSequenceEqual", "assertMultiLineEqual", "assertCountEqual")  # fmt: skip

kept = []


def install():
    """Guards the comparing and remembers all of `unittest` and of the builtins."""
    case = unittest.TestCase
    for name in GUARDED:
        setattr(case, name, guarded(name, getattr(case, name)))
    modules = [builtins, unittest] + [
        part for part in vars(unittest).values() if _type(part) is types.ModuleType
    ]
    for module in modules:
        kept.append((module, dict(vars(module))))
        for thing in list(vars(module).values()):
            if module is not builtins and isinstance(thing, type) and thing.__module__.startswith("unittest"):
                kept.append((thing, dict(vars(thing))))


def restore():
    """Puts back what the program may have changed."""
    for owner, before in kept:
        now = vars(owner)
        for name, value in before.items():
            if now.get(name) is not value:
                setattr(owner, name, value)
        for name in [name for name in now if name not in before]:
            delattr(owner, name)
