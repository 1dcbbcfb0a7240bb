"""Small changes to a program that should leave what it does as it is: each with the whole program after it.

Nothing is believed of them: whoever asked runs both programs. A change says how it wants to be proven. `reached`: the
program with a trap in this place (`probe`) has to behave otherwise, or no test has come here. `never`: the trap has to
change nothing. `same`: before and after are the same tree, so that runs only confirm it.
"""

import ast
import keyword

from growth import kinds
from habits import leaves
from spacing import respaced
from tree import (
    BUILTINS, FUNCTIONS, called, is_constant, is_flat, is_truth, mentions, name_of, parameters,
)  # fmt: skip

TRAP = "raise SystemExit(97)"
TRAP_VALUE = "[][97]"
# Imports that do nothing but define names.
QUIET = frozenset(
    "math random string time datetime statistics collections itertools functools re json os sys copy decimal fractions"
    " operator typing dataclasses enum".split()
)
MOST = 24
OPPOSITE = {ast.Eq: "!=", ast.NotEq: "==", ast.In: "not in", ast.NotIn: "in", ast.Is: "is not", ast.IsNot: "is"}
SIGNS = {ast.Add: "+", ast.Sub: "-", ast.Mult: "*"}


class Change:
    """One change: rows `first` to `last` (from 1) become other rows."""

    def __init__(self, rule, line, name, other, first, last, after, proof, probe):
        self.rule, self.line, self.name, self.other = rule, line, name, other
        self.first, self.last, self.after, self.proof, self.probe = first, last, after, proof, probe

    def said(self, tree):
        rows = tree.rows
        before = rows[self.first - 1 : self.last]
        code = "\n".join(rows[: self.first - 1] + self.after + rows[self.last :])
        try:
            compile(code, "main.py", "exec", dont_inherit=True)
        except (SyntaxError, ValueError):
            return None
        if self.proof == "same" and ast.dump(ast.parse(code)) != ast.dump(tree.root):
            return None
        return {
            "rule": self.rule, "line": self.line, "name": self.name, "other": self.other,
            "before": outdented(before), "after": outdented(self.after),
            "code": code, "proof": self.proof, "probe": self.probe,
        }  # fmt: skip


def outdented(rows):
    said = [row for row in rows if row.strip()]
    least = min((len(row) - len(row.lstrip()) for row in said), default=0)
    return "\n".join(row[least:].rstrip() for row in rows)


def changes(tree, rules=None):
    """All changes that can be said of a program."""
    found = []
    for rule in REWRITES if rules is None else rules:
        try:
            for change in rule(tree):
                said = change.said(tree)
                if said is not None:
                    found.append(said)
                if len(found) >= MOST:
                    return found
        except RecursionError:
            continue
    return found


def indent(tree, node):
    row = tree.rows[node.lineno - 1]
    return row[: len(row) - len(row.lstrip())]


def comments(tree, first, last):
    """Whether a comment stands in these rows."""
    return any(first <= row <= last for row in tree.comments())


def trapped(tree, node):
    """The program with a trap before a statement."""
    rows = tree.rows
    return "\n".join([*rows[: node.lineno - 1], indent(tree, node) + TRAP, *rows[node.lineno - 1 :]])


def is_elif(tree, node):
    return tree.rows[node.lineno - 1].lstrip().startswith("elif")


def statement_of(tree, node):
    while not isinstance(node, ast.stmt):
        node = tree.parents[node]
    return node


def in_place(tree, node, text):
    """The rows of the program with one expression written otherwise."""
    first, last = tree.rows[node.lineno - 1], tree.rows[node.end_lineno - 1]
    start = first.encode()[: node.col_offset].decode()
    end = last.encode()[node.end_col_offset :].decode()
    return node.lineno, node.end_lineno, (start + text + end).split("\n")


def expression(tree, rule, name, node, text, other=""):
    """A change of one expression; nothing where the text would mean something else in its place."""
    statement = statement_of(tree, node)
    first, last, after = in_place(tree, node, text)
    if statement.lineno != first and not isinstance(statement, (ast.If, ast.While, ast.Assign, ast.Return)):
        return
    wanted, now = ast.parse(text, mode="eval").body, "\n".join(tree.rows[: first - 1] + after + tree.rows[last:])
    if ast.dump(ast.parse(now)) != replaced(tree, node, wanted):
        return
    _, _, trap = in_place(tree, node, TRAP_VALUE)
    probe = "\n".join(tree.rows[: first - 1] + trap + tree.rows[last:])
    yield Change(rule, node.lineno, name, other, first, last, after, "reached", probe)


def replaced(tree, node, wanted):
    """How the tree would look with another node in this place."""
    above = tree.parents[node]
    for field, value in ast.iter_fields(above):
        if value is node:
            setattr(above, field, wanted)
            said = ast.dump(tree.root)
            setattr(above, field, node)
            return said
        if isinstance(value, list) and node in value:
            at = value.index(node)
            value[at] = wanted
            said = ast.dump(tree.root)
            value[at] = node
            return said
    return ""


def operand(tree, node):
    """An expression's text, in brackets where `not` or `and` would tear it apart."""
    text = tree.text(node)
    loose = isinstance(node, (ast.BoolOp, ast.IfExp, ast.Lambda, ast.NamedExpr))
    return f"({text})" if loose or "\n" in text else text


def negation(tree, node):
    if isinstance(node, ast.Compare) and len(node.ops) == 1 and type(node.ops[0]) in OPPOSITE:
        return f"{operand(tree, node.left)} {OPPOSITE[type(node.ops[0])]} {operand(tree, node.comparators[0])}"
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
        return operand(tree, node.operand)
    return f"not {operand(tree, node)}"


def own_equality(tree):
    return any(function.name in ("__eq__", "__ne__", "__contains__") for function in tree.functions)


def bool_compare(tree):
    for node in tree.nodes:
        if not (isinstance(node, ast.Compare) and len(node.ops) == 1 and is_constant(node.comparators[0], True, False)):
            continue
        value, sign = node.comparators[0].value, node.ops[0]
        if isinstance(sign, (ast.Eq, ast.NotEq)) and is_truth(tree, node.left):
            straight = value == isinstance(sign, ast.Eq)
            text = operand(tree, node.left) if straight else f"not {operand(tree, node.left)}"
            yield from expression(tree, "bool_compare", str(value), node, text)


def compare_none(tree):
    for node in tree.nodes:
        if isinstance(node, ast.Compare) and len(node.ops) == 1 and is_constant(node.comparators[0], None):
            if isinstance(node.ops[0], (ast.Eq, ast.NotEq)) and not own_equality(tree):
                sign = "is" if isinstance(node.ops[0], ast.Eq) else "is not"
                yield from expression(tree, "compare_none", "", node, f"{operand(tree, node.left)} {sign} None")


def negated(tree):
    for node in tree.nodes:
        if not (isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not)):
            continue
        inner = node.operand
        if isinstance(inner, ast.Compare) and len(inner.ops) == 1 and type(inner.ops[0]) in OPPOSITE:
            if type(inner.ops[0]) in (ast.NotEq, ast.NotIn, ast.IsNot) or own_equality(tree):
                continue
            yield from expression(tree, "negated", OPPOSITE[type(inner.ops[0])], node, negation(tree, inner))


def empty_f_string(tree):
    for node in tree.nodes:
        if not isinstance(node, ast.JoinedStr) or isinstance(tree.parents[node], ast.FormattedValue):
            continue
        text = tree.text(node)
        if any(isinstance(value, ast.FormattedValue) for value in node.values) or "{" in text or "}" in text:
            continue
        if text[:2].lower() in ("f'", 'f"') and text.count(text[1]) == 2 and "\n" not in text:
            yield from expression(tree, "empty_f_string", "", node, text[1:])


def augmented(tree):
    for node in tree.nodes:
        if not (isinstance(node, ast.Assign) and len(node.targets) == 1 and isinstance(node.targets[0], ast.Name)):
            continue
        target, value = node.targets[0], node.value
        if not (isinstance(value, ast.BinOp) and type(value.op) in SIGNS and isinstance(value.left, ast.Name)):
            continue
        if value.left.id != target.id or not tree.is_whole(node) or node.lineno != node.end_lineno:
            continue
        if is_flat(tree, target) and not mentions(value.right, target.id):
            start, end = sides(tree, node)
            after = f"{start}{target.id} {SIGNS[type(value.op)]}= {tree.text(value.right)}{end}"
            yield whole(tree, "augmented", target.id, node, [after])


def sides(tree, node):
    """What stands in a statement's row before and after it."""
    row = tree.rows[node.lineno - 1].encode()
    return row[: node.col_offset].decode(), row[node.end_col_offset :].decode()


def whole(tree, rule, name, node, after, proof="reached", first=None, last=None, other=""):
    """A change of a whole statement."""
    first, last = first or node.lineno, last or node.end_lineno
    return Change(rule, node.lineno, name, other, first, last, after, proof, trapped(tree, node))


def return_condition(tree):
    for _, block in tree.blocks():
        for at, node in enumerate(block):
            if not isinstance(node, ast.If) or len(node.body) != 1 or is_elif(tree, node):
                continue
            yes, last = node.body[0], node
            if node.orelse:
                no = node.orelse[0] if len(node.orelse) == 1 else None
            else:
                last = no = block[at + 1] if at + 1 < len(block) else None
            if not (returns_truth(yes) and no is not None and returns_truth(no)) or not is_truth(tree, node.test):
                continue
            if yes.value.value == no.value.value or comments(tree, node.lineno, last.end_lineno):
                continue
            said = tree.text(node.test) if yes.value.value else negation(tree, node.test)
            after = [f"{indent(tree, node)}return {said}"]
            yield whole(tree, "return_condition", "", node, after, last=last.end_lineno)


def returns_truth(node):
    return isinstance(node, ast.Return) and node.value is not None and is_constant(node.value, True, False)


def over_rows(nodes):
    """Whether a text goes over several rows: moving it would change it."""
    strings = (ast.Constant, ast.JoinedStr)
    inner = [one for node in nodes for one in ast.walk(node) if isinstance(one, strings)]
    return any(one.lineno != one.end_lineno for one in inner)


def nested_if(tree):
    for node in tree.nodes:
        if not isinstance(node, ast.If) or node.orelse or len(node.body) != 1 or is_elif(tree, node):
            continue
        inner = node.body[0]
        if not isinstance(inner, ast.If) or inner.orelse or over_rows(inner.body):
            continue
        start = inner.body[0].lineno
        if start == inner.lineno or comments(tree, node.lineno, start - 1):
            continue
        step = len(indent(tree, inner)) - len(indent(tree, node))
        rows = [row[step:] if row[:step].isspace() else row for row in tree.rows[start - 1 : node.end_lineno]]
        sides = [with_and(tree, one) for one in (node.test, inner.test)]
        after = [f"{indent(tree, node)}if {' and '.join(sides)}:", *rows]
        yield whole(tree, "nested_if", "", node, after)


def with_and(tree, node):
    """A condition as one side of `and`."""
    return tree.text(node) if isinstance(node, ast.BoolOp) and isinstance(node.op, ast.And) else operand(tree, node)


def empty_branch(tree):
    for node in tree.nodes:
        if not isinstance(node, ast.If) or is_elif(tree, node) or not node.orelse:
            continue
        start = node.orelse[0].lineno
        if not all(isinstance(one, ast.Pass) for one in node.body) or comments(tree, node.lineno, start - 1):
            continue
        if is_elif(tree, node.orelse[0]) or tree.rows[start - 1].lstrip().startswith("else"):
            continue
        after = [f"{indent(tree, node)}if {negation(tree, node.test)}:", *tree.rows[start - 1 : node.end_lineno]]
        yield whole(tree, "empty_branch", "", node, after)


def unreachable(tree):
    for owner, block in tree.blocks():
        for at, node in enumerate(block[:-1]):
            if not leaves(node):
                continue
            first, last = block[at + 1], block[-1]
            gone = block[at + 1 :]
            if first.lineno > node.end_lineno and tree.is_whole(last) and harmless(tree, owner, gone):
                yield whole(
                    tree, "unreachable", "", first, [], proof="never", first=first.lineno, last=last.end_lineno
                )
            break


def harmless(tree, owner, gone):
    """Whether statements that never run may be taken away: they must not make a name local or a function a generator."""
    bad = (ast.Yield, ast.YieldFrom, ast.Global, ast.Nonlocal, *FUNCTIONS, ast.ClassDef, ast.Import, ast.ImportFrom)
    inner = {one for node in gone for one in ast.walk(node)}
    if any(isinstance(one, bad) for one in inner):
        return False
    scope = owner if isinstance(owner, (*FUNCTIONS, ast.Module)) else tree.scope(owner)
    for one in inner:
        if isinstance(one, ast.Name) and not isinstance(one.ctx, ast.Load):
            known = isinstance(scope, FUNCTIONS) and one.id in parameters(scope)
            if not known and all(store in inner for store in tree.stores(scope, one.id)):
                return False
    return True


def may_go(tree, node):
    """Whether a statement can be taken out of its block."""
    above = tree.parents[node]
    blocks = [getattr(above, field, None) for field in ("body", "orelse", "finalbody")]
    alone = any(isinstance(block, list) and block == [node] for block in blocks)
    return not alone and tree.is_whole(node) and not comments(tree, node.lineno, node.end_lineno)


def unused_import(tree):
    loads = {node.id for node in tree.nodes if isinstance(node, ast.Name)}
    if "__all__" in loads or loads & {"exec", "eval", "globals", "locals", "vars"}:
        return
    for node in tree.nodes:
        if not isinstance(node, (ast.Import, ast.ImportFrom)) or not may_go(tree, node):
            continue
        modules = [node.module or ""] if isinstance(node, ast.ImportFrom) else [one.name for one in node.names]
        if any(one.name == "*" for one in node.names) or any(name.split(".")[0] not in QUIET for name in modules):
            continue
        used = [one for one in node.names if (one.asname or one.name.split(".")[0]) in loads]
        if len(used) == len(node.names):
            continue
        gone = next(one for one in node.names if one not in used)
        names = ", ".join(one.name + (f" as {one.asname}" if one.asname else "") for one in used)
        start = f"from {node.module} import " if isinstance(node, ast.ImportFrom) else "import "
        after = [indent(tree, node) + start + names] if used else []
        yield whole(tree, "unused_import", gone.asname or gone.name, node, after)


def import_place(tree):
    for node in tree.nodes:
        if isinstance(node, ast.Import) and len(node.names) > 1 and may_go(tree, node):
            start = indent(tree, node)
            rows = [f"{start}import {one.name}" + (f" as {one.asname}" if one.asname else "") for one in node.names]
            yield whole(tree, "import_place", "", node, rows)


def unused_variable(tree):
    for function in tree.functions:
        loads = {
            node.id for node in ast.walk(function) if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load)
        }
        outer = {name for node in ast.walk(function) if isinstance(node, (ast.Global, ast.Nonlocal)) for name in node.names}
        if loads & {"locals", "exec", "eval", "vars"}:
            continue
        for node in ast.walk(function):
            if not (isinstance(node, ast.Assign) and len(node.targets) == 1 and isinstance(node.targets[0], ast.Name)):
                continue
            name = node.targets[0].id
            once = len(tree.stores(function, name)) == 1 and name not in parameters(function)
            if name not in loads | outer and once and cannot_fail(node.value) and may_go(tree, node):
                yield whole(tree, "unused_variable", name, node, [])


def cannot_fail(node):
    if isinstance(node, (ast.List, ast.Tuple)):
        return all(cannot_fail(one) for one in node.elts)
    return isinstance(node, ast.Constant) or (isinstance(node, ast.Dict) and not node.keys)


def useless_pass(tree):
    for node in tree.nodes:
        if isinstance(node, ast.Pass) and may_go(tree, node):
            yield whole(tree, "useless_pass", "", node, [])


def self_assign(tree):
    for node in tree.nodes:
        if isinstance(node, ast.Assign) and len(node.targets) == 1 and isinstance(node.targets[0], ast.Name):
            name = node.targets[0].id
            scope = tree.scope(node)
            known = isinstance(scope, ast.Module) or (isinstance(scope, FUNCTIONS) and name in parameters(scope))
            if isinstance(node.value, ast.Name) and node.value.id == name and known and may_go(tree, node):
                yield whole(tree, "self_assign", name, node, [])


def range_len(tree):
    for node in tree.nodes:
        if not isinstance(node, ast.For) or not isinstance(node.target, ast.Name) or node.orelse:
            continue
        over = counted(node.iter)
        if over is None or kinds(tree).get(over) == "dict":
            continue
        place, scope = node.target.id, tree.scope(node)
        uses = [one for inner in node.body for one in ast.walk(inner) if isinstance(one, ast.Name)]
        fetched = [one for one in uses if one.id == place and fetches(tree, one, over)]
        if not fetched or len(fetched) != len([one for one in uses if one.id == place]):
            continue
        if len(fetched) != len([one for one in uses if one.id == over]) or used_outside(tree, scope, node, place):
            continue
        name = element(tree, over)
        if name is None:
            continue
        rows = list(tree.rows)
        edits = [(tree.parents[one], name) for one in fetched] + [(node.iter, over), (node.target, name)]
        if any(edit.lineno != edit.end_lineno for edit, _ in edits):
            continue
        for edit, text in sorted(edits, key=lambda one: (one[0].lineno, one[0].col_offset), reverse=True):
            row = rows[edit.lineno - 1].encode()
            rows[edit.lineno - 1] = (row[: edit.col_offset] + text.encode() + row[edit.end_col_offset :]).decode()
        after = rows[node.lineno - 1 : node.end_lineno]
        probe = trapped(tree, node.body[0]) if node.body[0].lineno > node.lineno else trapped(tree, node)
        yield Change("range_len", node.lineno, over, "", node.lineno, node.end_lineno, after, "reached", probe)


def counted(node):
    """`range(len(names))` gives `names`."""
    if called(node) == "range" and len(node.args) == 1 and called(node.args[0]) == "len" and node.args[0].args:
        return node.args[0].args[0].id if isinstance(node.args[0].args[0], ast.Name) else None
    return None


def fetches(tree, name, over):
    above = tree.parents[name]
    return (
        isinstance(above, ast.Subscript)
        and above.slice is name
        and isinstance(above.ctx, ast.Load)
        and isinstance(above.value, ast.Name)
        and above.value.id == over
    )


def used_outside(tree, scope, loop, name):
    own = set(ast.walk(loop))
    for node in ast.walk(scope):
        if not (isinstance(node, ast.Name) and node.id == name) or node in own:
            continue
        around = [one for one in tree.up(node) if isinstance(one, ast.For) and name_of(one.target) == name]
        if not around:
            return True
    return False


def element(tree, over):
    """A name for one element that nobody uses yet."""
    taken = {node.id for node in tree.nodes if isinstance(node, ast.Name)} | BUILTINS
    taken |= {name for function in tree.functions for name in [function.name, *parameters(function)]}
    singular = over[:-1] if over.endswith("s") and len(over) > 3 and not over.endswith("ss") else ""
    for name in (singular, "element", "item"):
        if name.isidentifier() and not keyword.iskeyword(name) and name not in taken:
            return name
    return None


def several_on_line(tree):
    for _, block in tree.blocks():
        rows = {}
        for node in block:
            rows.setdefault(node.lineno, []).append(node)
        for row in rows.values():
            node = row[0]
            simple = all(one.end_lineno == one.lineno and not hasattr(one, "body") for one in row)
            alone = tree.rows[node.lineno - 1][: node.col_offset].strip() == ""
            if len(row) > 1 and simple and alone and not comments(tree, node.lineno, node.lineno):
                after = [indent(tree, node) + tree.text(one) for one in row]
                yield whole(tree, "several_on_line", "", node, after, proof="same")


def spacing(tree):
    for at, row in enumerate(tree.rows, 1):
        fresh = respaced(row)
        if fresh is not None and fresh != row:
            yield Change("spacing", at, "", "", at, at, [fresh], "same", "")


REWRITES = (
    unreachable, unused_variable, unused_import, self_assign, range_len, return_condition, bool_compare, nested_if,
    empty_branch, compare_none, negated, several_on_line, import_place, useless_pass, empty_f_string, augmented, spacing,
)  # fmt: skip

# Those that are findings as well.
FINDINGS = (range_len, return_condition, nested_if, negated, augmented, compare_none, bool_compare)
