"""Reads a program that is wrong and says why it may be: the entry.

It runs inside the sandbox, in an interpreter of its own in which the program is only parsed: `ask.json` holds the
program, how it ended, and (never shown to anybody) a program that does what the task wants. What it prints is a list
of clues as JSON; whoever reads it believes none of it without limits.
"""

import json

from causes import causes
from compare import differences, without
from program import Program
from runtime import MODULES, stopped
from smells import smells
from source import lines
from syntax import problem

# A program that shares less than this of the other one goes a way of its own: lines laid side by side mean nothing.
ALIKE = 0.5
# One that shares more is the other one with something changed.
TRUSTED = 0.7
# What is said about one program at most.
MOST = 12


def parse(source):
    try:
        program = Program(source)
        compile(source, "main.py", "exec", dont_inherit=True)
        return program, None
    except SyntaxError as error:
        return None, error
    except (ValueError, RecursionError, MemoryError):
        return None, SyntaxError("too deep")


def look(ask):
    source = ask["code"].removeprefix("\ufeff")
    program, error = parse(source)
    found = []
    if error is not None:
        found.append(problem(error, source))
    elif ask.get("error"):
        found += stopped(ask["error"]["kind"], ask["error"]["message"], ask["error"].get("line"), program)
    apart, shared = [], 0.0
    if ask.get("solution"):
        different, shared, names = differences(source, ask["solution"])
        if different and (shared >= ALIKE or len(different) == 1):
            sure = 35 + int(45 * shared) - 6 * min(len(different), 6)
            # One line that is like its partner, and no other: of a short program that is all there is.
            sure = max(sure, 62) if len(different) == 1 else sure
            apart = [one | {"sure": max(20, sure)} for one in causes(different, names)]
    static = smells(program, ask.get("facts", {})) if program is not None else []
    if apart and shared >= TRUSTED:
        # A line that stands in the other program too is not the faulty one.
        places = {one["line"] for one in different} | {one["to"] for one in different}
        static = [one for one in static if {one["line"], one["also"]} & places]
    return {
        "clues": merged(found, apart, static)[:MOST],
        "alike": round(shared, 3),
        "nearest": nearest(source, ask.get("known", [])),
        "file_names": clash(ask.get("files", [])),
    }


def merged(found, apart, static):
    """Clues of all three kinds in one order: why Python stopped, then what two ways of looking agree on."""
    for one in apart:
        for other in static:
            if other["line"] == one["line"]:
                other["sure"] = min(97, other["sure"] + 10)
                one["sure"] = min(97, one["sure"] + 10)
    for one in found:
        start = next(
            (other for other in apart if other["cause"] == "missing_start" and other["name"] == one["name"] != ""), None
        )
        if start is not None and one["cause"] in ("misspelled_name", "missing_quotes", "never_assigned"):
            one.update(cause="never_assigned", also=start["line"], other="")
            continue
        agreed = next((other for other in apart if other["line"] in (one["line"], one["also"])), None)
        if agreed is None and apart and one["also"] is None and one["cause"] not in SYNTAX_SURE:
            # The error shows at one line, and the programs part at another one.
            best = max(apart, key=lambda other: other["sure"])
            one["also"] = best["line"]
    best = max(apart, key=lambda one: one["sure"], default=None)
    if found and best is not None and best["sure"] >= 55 and len(apart) <= 2 and found[0]["cause"] in SYMPTOMS:
        # What Python says follows from something else.
        found = [best | {"also": found[0]["line"] if found[0]["line"] != best["line"] else None}, *found]
    rest = sorted(apart + static, key=lambda one: -one["sure"])
    said = []
    for one in found + rest:
        if all((one["line"], one["cause"]) != (other["line"], other["cause"]) for other in said):
            said.append(one)
    return said


# Errors that say where a program stopped and little about why.
SYMPTOMS = frozenset(
    "recursion_same_value recursion_without_end key_missing zero_division not_a_number wrong_value unknown_error"
    " too_many_questions nothing_here not_every_way_returns own_error assertion too_large loop_past_end index_too_large"
    " index_shifted empty_collection not_in_list not_in_text unpack wrong_kind_given kinds_do_not_fit still_none"
    " unknown_method too_much_memory".split()
)
SYNTAX_SURE = frozenset(("missing_colon", "else_if", "curly_quotes", "unclosed_text", "tabs_and_spaces"))


def nearest(source, known):
    """The place of a known wrong program that this one is like, and how much (0 to 1)."""
    mine = [line.tokens for line in lines(source)]
    best = (0.0, None)
    for at, other in enumerate(known):
        theirs = [line.tokens for line in lines(other)]
        if not mine or not theirs:
            continue
        left = list(theirs)
        same = 0
        for row in mine:
            if row in left:
                left.remove(row)
                same += 1
        like = 2 * same / (len(mine) + len(theirs))
        best = max(best, (like, at), key=lambda one: one[0])
    return {"at": best[1], "like": round(best[0], 3)} if best[1] is not None else None


def clash(files):
    """A file of the student's that takes the place of a module."""
    return [name for name in files if name.removesuffix(".py") in MODULES]


def candidates(ask):
    # Not there when nobody asks for repairs: most questions do without.
    from repairs import reads, repairs

    program, error = parse(ask["code"].removeprefix("\ufeff"))
    if error is not None:
        return {"repairs": []}
    said = []
    if ask.get("solution"):
        different, shared, names = differences(ask["code"], ask["solution"])
        if shared >= ALIKE or len(different) == 1:
            for one, rows in without(different, names, ask["code"]):
                text = "\n".join(rows) + "\n"
                if reads(text):
                    cause = causes([one], names)[0]
                    said.append({"line": cause["line"], "cause": cause["cause"], "name": cause["name"], "code": text})
    said = said[: ask["most"]]
    return {"repairs": said + repairs(program, set(ask["first"]), ask["most"] - len(said))}


def main():
    with open("ask.json") as file:
        ask = json.load(file)
    print(json.dumps(candidates(ask) if ask["want"] == "repairs" else look(ask)))


def warm():
    """What most questions need, done before anybody asks."""
    right = "def add(numbers):\n    total = 0\n    for number in numbers:\n        if number > 0:\n            total += number\n    return total\n\n\nname = input('?')\nprint(f'{name}: {add([1, 2])}')\n"
    facts = {"timed_out": False, "got_none": False}
    for wrong, error in (
        (right.replace("> 0", "< 0"), None),
        (right.replace("total +=", "totl +="), {"kind": "NameError", "message": "name 'totl' is not defined", "line": 5}),
        (right.replace("name}", "nam}"), {"kind": "NameError", "message": "name 'nam' is not defined", "line": 10}),
        (right.replace("0:", "0"), {"kind": "SyntaxError", "message": "expected ':'", "line": 4}),
    ):
        ask = {"code": wrong, "error": error, "facts": facts, "solution": right, "known": [right, wrong], "files": [], "first": [1], "most": 9}
        for _ in range(3):
            look(ask)
            candidates(ask)
