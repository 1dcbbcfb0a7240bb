"""Lays a program beside one that does what the task wants, and says where they part.

What it says of the other program is a cause and a line of the student's: none of its text.
"""

import re
from collections import Counter
from difflib import SequenceMatcher

from source import defined, is_name, lines

MOST_LINES = 300


def renamed(mine, other):
    """The student's lines with their own names turned into those of the other program."""
    used_here = {token for line in mine for token in line.tokens}
    used_there = {token for line in other for token in line.tokens}
    own = set(defined(mine)) - used_there
    theirs = set(defined(other)) - used_here
    if not own or not theirs:
        return mine, {}
    here = [tuple("·" if token in own else token for token in line.tokens) for line in mine]
    there = [tuple("·" if token in theirs else token for token in line.tokens) for line in other]
    votes = Counter()
    for a, b in pairs(here, there):
        if a is None or b is None or len(here[a]) != len(there[b]):
            continue
        same = here[a] == there[b]
        for left, right in zip(mine[a].tokens, other[b].tokens):
            if left in own and right in theirs:
                votes[left, right] += 3 if same else 1
    names = {}
    for (left, right), _ in votes.most_common():
        if left not in names and right not in names.values():
            names[left] = right
    changed = [line._replace(tokens=tuple(names.get(token, token) for token in line.tokens)) for line in mine]
    return changed, names


def pairs(here, there):
    """Places of lines that belong together; `None` where there is no partner."""
    found = []
    for what, a, b, c, d in SequenceMatcher(None, here, there, autojunk=False).get_opcodes():
        if what == "equal":
            found += list(zip(range(a, b), range(c, d)))
        else:
            found += nearest(here, there, range(a, b), range(c, d))
    return found


def nearest(here, there, left, right):
    """Pairs the lines of two blocks in their order, so that the likeness in all is greatest."""
    rows, columns = len(left), len(right)
    best = [[(0.0, None)] * (columns + 1) for _ in range(rows + 1)]
    for row in range(rows - 1, -1, -1):
        for column in range(columns - 1, -1, -1):
            like = likeness(here[left[row]], there[right[column]])
            options = [(best[row + 1][column][0], "left"), (best[row][column + 1][0], "right")]
            if like >= 0.4:
                options.append((best[row + 1][column + 1][0] + like, "both"))
            best[row][column] = max(options, key=lambda option: (option[0], option[1] == "both"))
    found, row, column = [], 0, 0
    while row < rows or column < columns:
        step = best[row][column][1] if row < rows and column < columns else ("left" if row < rows else "right")
        if step == "both":
            found.append((left[row], right[column]))
            row, column = row + 1, column + 1
        elif step == "left":
            found.append((left[row], None))
            row += 1
        else:
            found.append((None, right[column]))
            column += 1
    return found


def likeness(a, b):
    """How much two rows of tokens have in common, 0 to 1; those at the beginning count more."""
    if not a or not b:
        return 0.0
    common = sum((Counter(a) & Counter(b)).values())
    like = 2 * common / (len(a) + len(b))
    return min(1.0, like + 0.1) if a[0] == b[0] else like


def differences(student, solution):
    """Where the student's program parts from the other, and how much of the other it shares (0 to 1)."""
    mine, other = lines(student)[:MOST_LINES], lines(solution)[:MOST_LINES]
    if not mine or not other:
        return [], 0.0, {}
    mine, names = renamed(mine, other)
    mine_rows, other_rows = [line.tokens for line in mine], [line.tokens for line in other]
    together = pairs(mine_rows, other_rows)
    found, shared = [], 0
    last = None
    gone = [a for a, b in together if b is None]
    for at, (a, b) in enumerate(together):
        if a is None:
            moved = next((place for place in gone if mine_rows[place] == other_rows[b]), None)
            if moved is not None:
                gone.remove(moved)
                found.append(difference("moved", mine[moved], other[b]))
                continue
            following = next((mine[x] for x, _ in together[at:] if x is not None), None)
            found.append(difference("missing", None, other[b], near(last, following, other[b])))
            continue
        last = mine[a]
        if b is None:
            found.append(difference("extra", mine[a], None))
        elif mine_rows[a] != other_rows[b]:
            found.append(difference("changed", mine[a], other[b]))
        elif mine[a].depth != other[b].depth:
            found.append(difference("indent", mine[a], other[b]))
        else:
            shared += 1
    moved = {one["line"] for one in found if one["what"] == "moved"}
    found = [one for one in found if not (one["what"] == "extra" and one["line"] in moved)]
    return one_shift(found, mine), shared / len(other), names


def near(before, after, missing):
    """The line beside a gap: the last of the same block where there is one."""
    if before is None:
        return after
    if after is not None and after.depth == missing.depth and before.depth != missing.depth:
        return after
    return before


def difference(what, line, other, beside=None):
    place = line or beside
    return {
        "what": what,
        "line": place.number if place else 1,
        "mine": line.tokens if line else (),
        "other": other.tokens if other else (),
        "depths": (line.depth if line else 0, other.depth if other else 0),
        "text": other.text.strip() if other else "",
    }


def without(found, names, source):
    """The student's program without one of the differences at a time: (difference, program)."""
    rows = source.expandtabs(4).splitlines()
    depth_of = {line.number: line.depth for line in lines(source)}
    back = {there: here for here, there in names.items()}
    for one in found:
        at = one["line"] - 1
        text = re.sub(r"[^\W\d]\w*", lambda word: back.get(word.group(), word.group()), one["text"])
        indent = "    " * one["depths"][1]
        if one["what"] == "changed":
            yield one, [*rows[:at], indent + text, *rows[at + 1 :]]
        elif one["what"] == "extra":
            yield one, [*rows[:at], *rows[at + 1 :]]
        elif one["what"] == "missing":
            # Behind the line beside the gap, or before it where the gap is above.
            for place in (at + 1, at):
                yield one, [*rows[:place], indent + text, *rows[place:]]
        elif one["what"] == "indent":
            shift = 4 * (one["depths"][1] - depth_of.get(one["line"], 0))
            block = [
                row if not row.strip() else " " * (len(row) - len(row.lstrip()) + shift) + row.lstrip()
                for row in rows[at : one["to"]]
            ]
            yield one, [*rows[:at], *block, *rows[one["to"] :]]


def one_shift(found, mine):
    """A whole block that is indented otherwise is one difference, at its first line."""
    kept = []
    places = {line.number: at for at, line in enumerate(mine)}
    for one in found:
        before = kept[-1] if kept else None
        follows = (
            before is not None
            and one["what"] == before["what"] == "indent"
            and places[one["line"]] == places[before["to"]] + 1
            and one["depths"][0] - one["depths"][1] == before["depths"][0] - before["depths"][1]
        )
        if follows:
            before["to"] = one["line"]
        else:
            one["to"] = one["line"]
            kept.append(one)
    return kept


def own_name(token, names):
    """A token of the renamed program in the student's own words."""
    back = {there: here for here, there in names.items()}
    return back.get(token, token) if is_name(token) else token
