"""Reads a program and says how it could be written better: the entry.

It runs inside the sandbox, in an interpreter of its own in which the program is only parsed. What it prints is JSON;
whoever reads it believes none of it without limits, and runs every change before it shows it.
"""

import ast
import json

from growth import growth
from habits import depth, spoken
from rewrites import FINDINGS, changes
from tree import Tree

MOST = 200


def look(ask):
    source = ask["code"].removeprefix("\ufeff").replace("\r\n", "\n")
    try:
        tree = Tree(source)
        compile(source, "main.py", "exec", dont_inherit=True)
    except (SyntaxError, ValueError):
        return {"state": "unread"}
    except (RecursionError, MemoryError):
        return {"state": "too_much"}
    rows = [row for row in tree.rows if row.strip() and not row.strip().startswith("#")]
    rewritten = changes(tree) if ask["changes"] else []
    found = [
        {"rule": rule, "line": line, "name": name, "other": other} for rule, line, name, other in spoken(tree)
    ]
    # What can be written better is a finding too, where no habit said so already.
    told = {(one["rule"], one["line"]) for one in found}
    for one in changes(tree, FINDINGS):
        key = (one["rule"], one["line"])
        if key not in told:
            told.add(key)
            found.append({name: one[name] for name in ("rule", "line", "name", "other")})
    return {
        "state": "read" if tree.root.body else "empty",
        "found": sorted(found, key=lambda one: one["line"])[:MOST],
        "changes": rewritten,
        "lines": len(rows),
        "depth": max(depth(scope)[0] for scope in [tree.root, *tree.functions]),
        "growth": safely(growth, tree) if ask["changes"] else None,
        "functions": functions(tree),
    }


def safely(rule, tree):
    try:
        return rule(tree)
    except RecursionError:
        return None


def functions(tree):
    """Functions that can be called from outside, and with how many values."""
    found = []
    for node in tree.root.body:
        if isinstance(node, ast.FunctionDef) and not node.decorator_list:
            given = node.args
            least = len(given.posonlyargs) + len(given.args) - len(given.defaults)
            if not given.kwonlyargs:
                found.append({"name": node.name, "values": least})
    return found[:20]


def main():
    with open("ask.json") as file:
        ask = json.load(file)
    print(json.dumps(look(ask)))


def warm():
    """What most reviews need, done before anybody asks."""
    code = "x = 0\ndef add(list):\n    total = 0\n    for i in range(len(list)):\n        total = total + list[i]\n    if total > 0 == True:\n        return total\n    else:\n        return 0\nprint(add([1, 2]))\n"
    for _ in range(3):
        look({"code": code, "changes": True})
