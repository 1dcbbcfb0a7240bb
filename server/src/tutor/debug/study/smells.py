"""What a program that runs probably does wrong, judged by its text alone."""

import ast

from causes import clue
from program import BUILTINS, FUNCTIONS, LOOPS, called, comes_from_input, gives_back, own_nodes
from types_of_values import CHANGERS, kind_of

# Methods of texts and functions that give a new value: to call one and not keep it changes nothing.
GIVERS = frozenset(
    "upper lower strip replace title capitalize lstrip rstrip swapcase center ljust rjust zfill join split format casefold sorted round abs len str int float sum max min reversed".split()
)


def smells(program, facts):
    """Clues, the surest first; `facts` say how the run or the tests ended."""
    found = []
    for node in program.nodes:
        for look in LOOKS.get(type(node), ()):
            found += [one for one in look(node, program, facts) or () if one]
        if not isinstance(node, ast.Module):
            found += filter(None, [after_end(node)])
    return sorted(found, key=lambda one: -one["sure"])


def statement(node, program, facts):
    value = node.value
    if isinstance(value, ast.Compare) and isinstance(value.ops[0], ast.Eq):
        yield clue("compare_not_assign", node.lineno, name_of(value.left), sure=90)
    elif isinstance(value, (ast.Name, ast.Attribute)):
        known = isinstance(value, ast.Attribute) or value.id in program.functions or value.id in BUILTINS
        yield clue(
            "missing_call" if known else "nothing_done", node.lineno, getattr(value, "attr", None) or value.id, sure=88
        )
    elif (
        called(value) in GIVERS
        and not isinstance(value.func, ast.Name)
        or isinstance(value, ast.Call)
        and isinstance(value.func, ast.Name)
        and value.func.id in GIVERS
    ):
        yield clue("result_not_kept", node.lineno, called(value), sure=88)
    elif isinstance(value, (ast.BinOp, ast.BoolOp)):
        yield clue("nothing_done", node.lineno, name_of(value), sure=85)
    elif (
        called(value) in program.functions
        and gives_back(program.functions[called(value)])
        and not shows(program.functions[called(value)])
    ):
        yield clue("result_not_kept", node.lineno, called(value), sure=60)


def name_of(node):
    return next((one.id for one in ast.walk(node) if isinstance(one, ast.Name)), "")


def shows(function):
    return any(called(node) == "print" for node in ast.walk(function))


def assignment(node, program, facts):
    value = node.value
    target = node.targets[0]
    name = target.id if isinstance(target, ast.Name) else ""
    if (
        called(value) in CHANGERS
        and isinstance(value.func, ast.Attribute)
        and kind_of(value.func.value, program, node.lineno) in ("list", "")
    ):
        if called(value) in ("sort", "reverse", "append", "extend", "insert"):
            yield clue("nothing_from_method", node.lineno, called(value), name, 92)
    if called(value) == "print":
        yield clue("nothing_from_print", node.lineno, name, sure=92)
    if name in BUILTINS and any(
        called(call) == name and call.lineno > node.lineno
        for call in program.nodes
        if isinstance(call, ast.Call)
    ):
        yield clue("shadowed_builtin", node.lineno, name, sure=85)
    if isinstance(value, ast.UnaryOp) and isinstance(value.op, (ast.UAdd, ast.USub)) and name and node.col_offset >= 0:
        row = program.rows[node.lineno - 1] if node.lineno <= len(program.rows) else ""
        if "=+" in row.replace("= +", "=+") and row.count("=+"):
            yield clue("sign_turned_around", node.lineno, name, sure=85)
        elif "=-" in row and any(at < node.lineno for at, _, _ in program.assigned.get(name, ())):
            yield clue("sign_turned_around", node.lineno, name, sure=60)
    if isinstance(value, ast.Compare) and isinstance(value.ops[0], ast.Eq) and name:
        yield clue("compare_not_assign", node.lineno, name, sure=30)
    if comes_from_input(value) and name:
        yield input_kept_as_text(node, name, program)
    loop = program.loop_of(node)
    if loop is not None and name and isinstance(value, (ast.Constant, ast.List)) and grows_in(loop, name, program):
        if not any(at < loop.lineno for at, _, _ in program.assigned[name]) and not isinstance(
            program.parents[node], ast.If
        ):
            yield clue("start_in_loop", node.lineno, name, sure=80)
    if (
        loop is not None
        and name
        and isinstance(loop, ast.For)
        and isinstance(value, ast.Name)
        and value.id == name_of(loop.target)
    ):
        started = [
            one
            for at, one, _ in program.assigned[name]
            if at < loop.lineno and isinstance(one, ast.Constant) and one.value == 0
        ]
        if started and not isinstance(program.parents[node], ast.If):
            yield clue("replaced_not_added", node.lineno, name, sure=70)


def input_kept_as_text(node, name, program):
    """Whether a text from `input()` is used like a number."""
    for use in program.used.get(name, ()):
        above = program.parents.get(use)
        if isinstance(above, ast.BinOp) and isinstance(above.op, (ast.Sub, ast.Div, ast.FloorDiv, ast.Pow)):
            return clue("input_not_converted", node.lineno, name, sure=85)
        if isinstance(above, ast.BinOp) and isinstance(above.op, ast.Mult):
            other = above.right if above.left is use else above.left
            if kind_of(other, program, node.lineno) in ("int", "float", "str", ""):
                return clue("input_not_converted", node.lineno, name, sure=60)
        if isinstance(above, ast.Compare):
            others = [above.left, *above.comparators]
            if any(isinstance(one, ast.Constant) and isinstance(one.value, (int, float)) for one in others):
                return clue("input_not_converted", node.lineno, name, sure=88)
        if isinstance(above, ast.BinOp) and isinstance(above.op, ast.Add):
            other = above.right if above.left is use else above.left
            if isinstance(other, ast.Name) and any(comes_from_input(value) for _, value in program.values_of(other.id)):
                return clue("input_not_converted", node.lineno, name, sure=55)
    return None


def grows_in(loop, name, program):
    """Whether a loop itself, not one inside of it, collects something in a name."""
    for node in ast.walk(loop):
        if program.loop_of(node) is not loop:
            continue
        if isinstance(node, ast.AugAssign) and isinstance(node.target, ast.Name) and node.target.id == name:
            return True
        if isinstance(node, ast.Assign) and any(isinstance(one, ast.Name) and one.id == name for one in node.targets):
            if any(isinstance(one, ast.Name) and one.id == name for one in ast.walk(node.value)):
                return True
        if called(node) == "append" and isinstance(node.func, ast.Attribute) and name_of(node.func.value) == name:
            return True
    return False


def function(node, program, facts):
    nodes = list(own_nodes(node))
    returns = [one for one in nodes if isinstance(one, ast.Return)]
    tested = facts.get("got_none")
    if not gives_back(node):
        prints = [one for one in nodes if called(one) == "print"]
        if prints and tested:
            yield clue("print_not_return", prints[-1].lineno, node.name, sure=90)
        elif tested and node.name == facts.get("called", node.name):
            yield clue("missing_return", node.body[-1].end_lineno or node.lineno, node.name, sure=85, also=node.lineno)
        elif kept_somewhere(node, program) and not prints:
            yield clue("missing_return", node.body[-1].end_lineno or node.lineno, node.name, sure=70, also=node.lineno)
    for one in returns:
        loop = program.loop_of(one)
        body = program.parents.get(one)
        if loop is not None and isinstance(body, LOOPS) and body is loop:
            yield clue("return_in_loop", one.lineno, sure=85, also=loop.lineno)
        elif (
            loop is not None
            and isinstance(body, ast.If)
            and body.orelse
            and one in body.orelse
            and program.parents.get(body) is loop
        ):
            yield clue("return_in_loop", one.lineno, sure=78, also=loop.lineno)
    if returns and tested and not isinstance(node.body[-1], ast.Return) and gives_back(node):
        yield clue("not_every_way_returns", node.lineno, node.name, sure=60)


def kept_somewhere(node, program):
    for use in program.used.get(node.name, ()):
        call = program.parents.get(use)
        if isinstance(call, ast.Call) and not isinstance(program.parents.get(call), ast.Expr):
            return True
    return False


def after_end(node):
    for body in (getattr(node, "body", None), getattr(node, "orelse", None)):
        if isinstance(body, list):
            for before, after in zip(body, body[1:]):
                if isinstance(before, (ast.Return, ast.Break, ast.Continue)):
                    return clue("never_reached", after.lineno, sure=85, also=before.lineno)
    return None


def condition(node, program, facts):
    test = node.test
    for part in ast.walk(test):
        if isinstance(part, ast.BoolOp):
            for value in part.values[1:]:
                if isinstance(value, ast.Constant) and value.value not in (True, False, None):
                    yield clue("or_without_comparison", part.lineno, name_of(test), sure=92)
        if (
            isinstance(part, ast.Compare)
            and isinstance(part.ops[0], (ast.Is, ast.IsNot))
            and isinstance(part.comparators[0], ast.Constant)
            and part.comparators[0].value not in (None, True, False)
        ):
            yield clue("is_not_equal_sign", part.lineno, name_of(part), sure=75)
    if isinstance(test, (ast.Attribute, ast.Name)) and (
        isinstance(test, ast.Attribute)
        and test.attr in dir(str)
        or isinstance(test, ast.Name)
        and test.id in program.functions
    ):
        yield clue("missing_call", node.lineno, getattr(test, "attr", None) or test.id, sure=85)


def endless(node, program, facts):
    yield from condition(node, program, facts)
    names = {one.id for one in ast.walk(node.test) if isinstance(one, ast.Name)} - set(program.functions) - BUILTINS
    changed = set()
    leaves = False
    for one in ast.walk(node):
        if isinstance(one, ast.Name) and isinstance(one.ctx, ast.Store):
            changed.add(one.id)
        leaves |= isinstance(one, (ast.Break, ast.Return)) or called(one) in ("exit", "quit")
        if isinstance(one, ast.Call) and isinstance(one.func, ast.Attribute) and isinstance(one.func.value, ast.Name):
            changed.add(one.func.value.id)
    if names and not names & changed and not leaves:
        yield clue("loop_never_changes", node.lineno, sorted(names)[0], sure=92)
    elif not names and not leaves and isinstance(node.test, ast.Constant):
        yield clue("loop_without_break", node.lineno, sure=90)
    elif facts.get("timed_out"):
        yield clue("loop_never_ends", node.lineno, sorted(names & changed or names or {""})[0], sure=60)


def text(node, program, facts):
    above = program.parents.get(node)
    if isinstance(above, (ast.JoinedStr, ast.Expr, ast.FormattedValue)) or isinstance(above, ast.Attribute):
        return
    value = node.value
    if isinstance(value, str) and "{" in value and "}" in value:
        inside = value[value.index("{") + 1 :].split("}")[0].split(":")[0].split("[")[0].split(".")[0].strip()
        if inside.isidentifier() and inside in program.known():
            yield clue("f_prefix", node.lineno, inside, sure=92)
    elif (
        isinstance(value, str)
        and value in program.assigned
        and isinstance(above, ast.Call)
        and called(above) in ("print", "len", "int", "float", *program.functions)
    ):
        yield clue("name_in_quotes", node.lineno, value, sure=70)


def loop(node, program, facts):
    for one in ast.walk(node.iter):
        if (
            isinstance(one, ast.BinOp)
            and isinstance(one.op, ast.Add)
            and called(one.left) == "len"
            and called(node.iter) == "range"
        ):
            yield clue("range_bounds", node.lineno, "range", sure=80)
    inner = [one for one in ast.walk(node) if isinstance(one, ast.For) and one is not node]
    for one in inner:
        if name_of(one.target) == name_of(node.target):
            yield clue("same_loop_name", one.lineno, name_of(one.target), sure=88, also=node.lineno)
    for one in node.body:
        if (
            isinstance(one, ast.Assign)
            and isinstance(one.targets[0], ast.Name)
            and one.targets[0].id == name_of(node.target)
            and called(node.iter) == "range"
        ):
            yield clue("loop_name_overwritten", one.lineno, name_of(node.target), sure=60)


LOOKS = {
    ast.Expr: (statement,),
    ast.Assign: (assignment,),
    ast.If: (condition,),
    ast.While: (endless,),
    ast.Constant: (text,),
    ast.For: (loop,),
    **dict.fromkeys(FUNCTIONS, (function,)),
}
