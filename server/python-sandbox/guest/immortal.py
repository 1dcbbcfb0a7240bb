"""Makes the objects of a snapshot immortal, in the file of the component: nothing in it changes its size or place.

`python/_learnflow/lasting.py` noted inside where they are and says why. What was given back since
then is known by its header: its count is no count, or its type is none.
"""

import struct
from collections import Counter

MARK = b"learnflow: where lasting things are".ljust(52, b".")
# CPython's own numbers for 32 bits (`refcount.h`): what an immortal object's count is set to, and from where on it is one.
IMMORTAL = 5 << 28
LEAST = 1 << 30
# No object is used by as many; what is more is an address: the object waits to be used again.
MOST = 1_000_000
# There are about 99,000 to be made so, and 25,000 that CPython makes so: far fewer, and we read memory that is laid out otherwise.
FEWEST = {"counted": 50_000, "immortal": 5_000}


def made_immortal(wasm):
    """The component with its lasting objects made immortal, and how many there were of each kind."""
    wasm = bytearray(wasm)
    pieces = sorted(data(wasm))
    if not pieces or any(one[0] + one[1] > next[0] for one, next in zip(pieces, pieces[1:])):
        unknown("its memory is not in one module")
    memory = bytearray(max(start + size for start, size, _ in pieces))
    for start, size, at in pieces:
        memory[start : start + size] = wasm[at : at + size]
    objects, types, codes, (final, *counting) = take_lists(memory)
    types, count = frozenset(types), Counter()
    for place in objects:
        if (kind := header(memory, place, types)) == "counted":
            struct.pack_into("<I", memory, place, IMMORTAL)
        count[kind] += 1
    at = 0
    while at < len(codes):
        place, loads = codes[at : at + 2]
        at += 2 + loads
        if header(memory, place, types) != "immortal":
            continue
        for step in codes[at - loads : at]:
            # Their constants were reached from the code, so they are immortal too.
            if memory[step] in counting:
                memory[step] = final
            elif memory[step] != final:
                unknown("an instruction is not where it was noted")
    for start, size, at in pieces:
        wasm[at : at + size] = memory[start : start + size]
    if any(count[kind] < fewest for kind, fewest in FEWEST.items()):
        unknown(f"its objects were not found: {dict(count)}")
    return bytes(wasm), count


def unknown(why):
    """Ends the build: a component half understood would be broken in ways that only some programs show."""
    raise SystemExit(
        f"sandbox: the snapshot is not as guest/immortal.py knows it: {why}. Has componentize-py changed, or CPython?"
    )


def header(memory, place, types):
    """Whether an object is there, and counted."""
    uses, kind = struct.unpack_from("<II", memory, place)
    if kind not in types:
        return "gone"
    if uses >= LEAST:
        return "immortal"
    return "counted" if 1 <= uses < MOST else "free"


def take_lists(memory):
    """The lists by their numbers; nothing of them stays in the memory."""
    lists, at = {}, 0
    while (at := memory.find(MARK, at)) >= 0:
        start = at + len(MARK) + 12
        number, words, turned = struct.unpack_from("<III", memory, start - 12)
        if words + turned == 0xFFFF_FFFF:
            lists[number] = struct.unpack_from(f"<{words}I", memory, start)
            memory[at : start + 4 * words] = bytes(start + 4 * words - at)
        at = start
    if sorted(lists) != [0, 1, 2, 3]:
        unknown("it does not say what lasts, so `_learnflow/settle.py` did not run")
    return [lists[number] for number in range(4)]


def data(wasm):
    """The pieces of the memory that the component starts with: address, size, and where in the file."""
    for kind, start, end in sections(wasm, 0, len(wasm)):
        # 1: a module of a component; 11: the data of a module.
        if kind == 1:
            for inner, at, _ in sections(wasm, start, end):
                if inner == 11:
                    yield from segments(wasm, at)


def sections(wasm, start, end):
    at = start + 8
    while at < end:
        size, begin = number(wasm, at + 1)
        yield wasm[at], begin, begin + size
        at = begin + size


def segments(wasm, at):
    count, at = number(wasm, at)
    for _ in range(count):
        # An active piece of memory 0 at a constant address: 0, i32.const N, end.
        if wasm[at : at + 2] != b"\x00\x41":
            unknown("a piece of its memory is written in another way")
        start, at = number(wasm, at + 2)
        size, at = number(wasm, at + 1)
        yield start, size, at
        at += size


def number(wasm, at):
    """A number in LEB128, and where it ends; addresses are signed there, but none is that large."""
    value = shift = 0
    while True:
        byte = wasm[at]
        at += 1
        value |= (byte & 0x7F) << shift
        shift += 7
        if byte < 0x80:
            return value, at
