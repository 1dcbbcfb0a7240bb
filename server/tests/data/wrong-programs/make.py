"""Makes the wrong programs of `looked-at.jsonl` and `kept.jsonl` from the curriculum's solutions.

    python3 make.py [SEED]

One line of JSON for each: the exercise, the change, the lines that count as the faulty one, what is really wrong, and
the program. A program is kept if it fails a test of its exercise (run here with this Python). Which half an exercise
belongs to is decided by its name, so no solution is in both; some changes are in the kept half only. Rules may be
written with an eye on the first half. The second is only counted.
"""

import ast
import builtins
import hashlib
import io
import json
import os
import pathlib
import random
import re
import signal
import sys
import tomllib

from changes import CHANGES, KEPT_ONLY

HERE = pathlib.Path(__file__).resolve().parent
CURRICULUM = HERE.parents[2] / "curriculum" / "en"
EACH = {"looked-at": 4, "kept": 4}
OTHER_NAMES = {
    "total": "s",
    "count": "c",
    "name": "n",
    "number": "num",
    "result": "res",
    "price": "cost",
    "word": "w",
    "text": "t",
    "line": "row",
    "coins": "money",
    "row": "r",
    "age": "years",
    "letter": "ch",
    "score": "points",
    "points": "score",
}


def passes(code, test):
    """Whether a program passes a test, run in this process."""
    lines = test.get("input", "").lstrip("\n").splitlines()

    def answer(prompt=""):
        if not lines:
            raise EOFError
        return lines.pop(0)

    shown, sys.stdout, builtins.input = sys.stdout, io.StringIO(), answer
    names = {"__name__": "main" if "call" in test else "__main__"}
    try:
        exec(compile(code, "main.py", "exec"), names)
        if "call" in test:
            got, want = eval(test["call"], names), ast.literal_eval(test["expected"])
            return got == want and (type(got) is type(want) or {type(got), type(want)} <= {int, float})
        return tidy(sys.stdout.getvalue()) == tidy(test["output"].lstrip("\n"))
    except BaseException:
        return False
    finally:
        sys.stdout = shown


def tidy(text):
    return [line.rstrip() for line in text.rstrip().split("\n")]


def exercises():
    for file in sorted(CURRICULUM.glob("*/**/exercise.toml")):
        about = tomllib.loads(file.read_text())
        solution = file.parent / "solution.py"
        tests = [test for test in about.get("test", []) if "unittest" not in test and not test.get("files")]
        if not solution.exists() or len(tests) < len(about.get("test", [])) or (file.parent / "files").exists():
            continue
        slug = re.sub(r"^\d+-", "", file.parent.name)
        parts = file.relative_to(CURRICULUM).parts
        topic = f"project-{re.sub(r'^[0-9]+-', '', parts[0])}" if parts[1] == "project" else parts[1]
        yield f"{topic}-{slug}", solution.read_text(), tests


def half_of(exercise):
    return "kept" if hashlib.sha256(exercise.encode()).digest()[0] % 2 else "looked-at"


def is_wrong(code, tests):
    """In a process of its own, which ends after two seconds if nothing else ends it."""
    child = os.fork()
    if child == 0:
        signal.alarm(2)
        os._exit(0 if all(passes(code, test) for test in tests) else 1)
    return os.waitpid(child, 0)[1] != 0


def own_way(code):
    """The same program as somebody else would write it: other names, `+=`, a comment, an empty line."""
    taken = set(re.findall(r"\w+", code))
    for name, other in OTHER_NAMES.items():
        if (
            re.search(rf"^\s*{name} = ", code, re.M)
            and other not in taken
            and f'{name}"' not in code
            and not re.search(rf"def \w+\([^)]*\b{name}\b", code)
        ):
            code = (
                re.sub(rf"(?<![\"'\w.]){name}\b(?![\w\"'=]| [a-z\"])", other, code)
                if re.search(rf"\b{name}\b", code)
                else code
            )
    code = re.sub(r"^(\s+)(\w+) = \2 ([+*-]) ([\w.]+)$", r"\1\2 \3= \4", code, flags=re.M)
    rows = code.splitlines()
    rows.insert(0, "# my program")
    if len(rows) > 3 and rows[2][:1] not in (" ", ""):
        rows.insert(2, "")
    return "\n".join(rows) + "\n"


def main():
    seed = int(sys.argv[1]) if len(sys.argv) > 1 else 5
    bank = list(exercises())
    right = [one for one in bank if not is_wrong(one[1], one[2])]
    for half in ("looked-at", "kept"):
        chance = random.Random(f"{seed} {half}")
        mine = [one for one in right if half_of(one[0]) == half]
        said = []
        for name, change in CHANGES.items():
            if half == "looked-at" and name in KEPT_ONLY:
                continue
            found, seen = 0, set()
            for exercise, solution, tests in chance.sample(mine, len(mine)):
                if found >= EACH[half]:
                    break
                # Every second one is written in a way of its own.
                code = own_way(solution) if found % 2 else solution
                if found % 2 and is_wrong(code, tests):
                    code = solution
                changed = change(code.splitlines(), chance)
                if not changed:
                    continue
                lines, places, causes = changed
                text = "\n".join(lines) + "\n"
                if text in seen or not is_wrong(text, tests):
                    continue
                seen.add(text)
                found += 1
                said.append(
                    {"exercise": exercise, "change": name, "lines": places, "causes": list(causes), "code": text}
                )
        with open(HERE / f"{half}.jsonl", "w") as file:
            for one in said:
                file.write(json.dumps(one, ensure_ascii=False) + "\n")
        print(half, len(said))


main()
