"""Notes what lives as long as the interpreter, for `guest/immortal.py` to say so in each object's header.

CPython never writes to an object that it knows to be immortal (PEP 683). What is in the snapshot
is used by the snapshot for ever; to go on counting who uses it would only make a program
write to a page for each object that it looks at, and each page it writes to is copied for it.
"""

import gc
import opcode
import struct
import sys
from array import array
from types import CodeType

# Before each list stands this, its number, how many words it has, and those turned round: `guest/immortal.py` looks for
# them, and takes the lists out again.
MARK = b"learnflow: where lasting things are".ljust(52, b".")
HEAD = len(MARK) // 4 + 3
# Where they are; where the types among them are; and of each code object: where it is, how many instructions load a
# constant, where those are; and what an instruction is called, first without and then with counting.
objects, types, codes, calls = lists = tuple(array("I", MARK + bytes(12)) for _ in range(4))


def note():
    """Fills the lists with all that can be reached."""
    if sys.version_info[:2] != (3, 14) or struct.calcsize("P") != 4:
        raise RuntimeError(f"guest/immortal.py knows the objects of CPython 3.14 on 32 bits, not of {sys.version}")
    seen = bytearray(64 << 20 >> 3 + 3)
    waiting = gc.get_objects()
    while waiting:
        thing = waiting.pop()
        place = id(thing)
        if seen[place >> 6] & 1 << (place >> 3 & 7):
            continue
        seen[place >> 6] |= 1 << (place >> 3 & 7)
        objects.append(place)
        if type(thing) is CodeType:
            waiting += parts(thing)
            loads = array("I", loading(thing))
            codes.extend(array("I", (place, len(loads))))
            codes.extend(loads)
        else:
            waiting += gc.get_referents(thing)
            if isinstance(thing, type):
                types.append(place)
                waiting += type.mro(thing)
                waiting.append(type.__dict__["__dict__"].__get__(thing))
    calls.extend((opcode._specialized_opmap["LOAD_CONST_IMMORTAL"], *LOAD))
    for number, one in enumerate(lists):
        words = len(one) - HEAD
        one[HEAD - 3 : HEAD] = array("I", (number, words, 0xFFFF_FFFF - words))


def parts(code):
    """What a code object holds; the collector does not look into it."""
    return [
        code.co_consts, code.co_names, code.co_filename, code.co_name, code.co_qualname, code.co_linetable,
        code.co_exceptiontable,
    ]  # fmt: skip


BASE = {special: name for name, all in opcode._specializations.items() for special in all}
CACHES = {
    number: opcode._inline_cache_entries.get(BASE.get(name, name), 0)
    for name, number in (opcode.opmap | opcode._specialized_opmap).items()
}
LOAD = opcode.opmap["LOAD_CONST"], opcode._specialized_opmap["LOAD_CONST_MORTAL"]


def loading(code):
    """Where instructions load a constant and may count it."""
    start = id(code) + CodeType.__basicsize__
    steps = code._co_code_adaptive
    at = 0
    while at < len(steps):
        if steps[at] in LOAD:
            yield start + at
        at += 2 + 2 * CACHES[steps[at]]
