"""Fills the holes that building leaves in the heap, so that what a program makes lies side by side.

Each page of the snapshot that a program writes to is copied for it. The allocator of the machine
below serves a small object from the hole that fits it best, and after a build there are some eight
hundred holes all over 20 MiB: a list of a thousand texts wrote to two hundred pages.
"""

# So much comes from the end of the heap: no hole is as large.
LARGEST = 1 << 20
# A bytes object has so many more bytes than its content, and the allocator adds four.
HEAD = 17 + 4
# The allocator's sizes are multiples of this.
STEP = 16
SIZES = (*range(LARGEST, 4096, -4096), *range(4096, STEP, -STEP))
# Filling makes some holes of its own.
MORE = 200

kept = []


def fill():
    """Takes all free pieces of the heap, the large ones first, and keeps them for ever."""
    # Counted first: a list that grows would leave holes.
    places = [None] * (take([None] * 10_000) + MORE)
    take(places)
    kept.append(places)
    kept.extend(spare() for _ in range(100))


def take(places):
    end = id(bytes(LARGEST))
    at = 0
    for size in SIZES:
        at = take_all(places, at, end, bytes, size - HEAD)
    # Too small for bytes.
    return take_all(places, at, end, object)


def take_all(places, at, end, make, *size):
    while id(piece := make(*size)) < end:
        if at == len(places):
            raise RuntimeError("the heap has more holes than _learnflow/holes.py has places for")
        places[at] = piece
        at += 1
    return at


def spare():
    """One of each kind of object that Python itself keeps for the next time when it is given back."""
    n = len(kept)
    tuples = [(n,) * size for size in range(1, 21)]
    return tuples, {n: n}, [n], {}, n + 1000, n / 3, complex(n), slice(n), range(n), iter([n]), iter((n,)), kept.append
