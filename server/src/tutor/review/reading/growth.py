"""How the time of a program grows with its input, by rules; where they do not know, they say so and why.

A cost is a pair (power of n, power of log n). What is not sure has two ends: the least and the most it may be; only
where both are the same it is told.
"""

import ast
import re

from habits import inside
from tree import FUNCTIONS, called, is_constant, mentions, name_of, parameters

ONE, LOG, LINE, SORT, TREE, NEVER = (0, 0), (0, 1), (1, 0), (1, 1), (50, 0), (99, 0)
# Calls that go through all of what they are given.
THROUGH = frozenset("sum min max any all list set tuple dict sorted reversed enumerate zip map filter join index count".split())
QUICK = frozenset(
    "print input int float str len range abs round chr ord bool isinstance append add pop get items keys values strip"
    " lower upper split format type sqrt floor ceil randint random choice title capitalize isdigit isalpha isalnum"
    " endswith startswith replace update divmod pow hash id repr hex bin oct open write read close exit seed uniform"
    " setdefault popitem discard isupper islower isspace find rstrip lstrip super next iter Exception ValueError"
    " TypeError KeyError IndexError copy extend remove insert clear reverse sort deque Counter defaultdict appendleft"
    " popleft".split()
)


class Cost:
    """What something takes: at least and at most, with the reason for the most."""

    def __init__(self, least=ONE, most=ONE, why=None):
        self.least, self.most, self.why = least, most, why

    def beside(self, other):
        """One after the other."""
        why = other.why if (other.most, other.why is not None) > (self.most, self.why is not None) else self.why
        return Cost(max(self.least, other.least), max(self.most, other.most), why)

    def inside(self, rounds):
        """As often as `rounds` says."""
        return Cost(plus(self.least, rounds.least), plus(self.most, rounds.most), self.why or rounds.why)


def plus(one, other):
    if NEVER in (one, other):
        return NEVER
    return one[0] + other[0], one[1] + other[1]


def growth(tree):
    """The order with its reason; nothing for a program in which nothing is repeated."""
    loops = (ast.For, ast.AsyncFor, ast.While, ast.comprehension)
    reads = Reading(tree)
    recursive = [one for one in tree.functions if calls_itself(one)]
    if not recursive and not any(isinstance(node, loops) for node in tree.nodes):
        sorts = [node for node in tree.nodes if called(node) in ("sorted", "sort")]
        if not sorts:
            return None
    whole = reads.module()
    for function in tree.functions:
        whole = whole.beside(reads.function(function))
    why = whole.why or ("steady", 1, 1)
    if whole.least != whole.most:
        unknown = why if why[0].startswith("unknown") else ("unknown_while", why[1], why[2])
        return {"order": None, "reason": unknown[0], "line": unknown[1], "other": unknown[2]}
    return {"order": written(whole.most), "reason": why[0], "line": why[1], "other": why[2]}


def written(cost):
    power, logs = cost
    if cost == TREE or power >= 20:
        return "O(2ⁿ)"
    n = "" if power == 0 else "n" if power == 1 else "n" + str(power).translate(str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹"))
    log = "" if logs == 0 else "log n" if logs == 1 else f"log{str(logs).translate(str.maketrans('23456789', '²³⁴⁵⁶⁷⁸⁹'))} n"
    return f"O({' '.join(part for part in (n, log) if part) or '1'})"


def calls_itself(function):
    return any(isinstance(node, ast.Call) and itself(node, function) for node in inside(function))


def itself(call, function):
    name = name_of(call.func)
    return name == function.name or name in (f"self.{function.name}", f"cls.{function.name}")


class Reading:
    def __init__(self, tree):
        self.tree = tree
        self.known = {}
        self.named = {function.name: function for function in tree.functions}
        self.classes = {node.name for node in tree.nodes if isinstance(node, ast.ClassDef)}
        self.kinds = kinds(tree)
        self.sizes = fixed(tree)

    def module(self):
        return self.block([node for node in self.tree.root.body if not isinstance(node, (*FUNCTIONS, ast.ClassDef))], ())

    def function(self, function):
        if function in self.known:
            return self.known[function]
        # While it is being looked at it costs nothing: recursion is counted on its own.
        self.known[function] = Cost()
        body = self.block(function.body, ())
        if calls_itself(function):
            body = self.recursion(function, body)
        self.known[function] = body
        return body

    def block(self, block, around):
        cost = Cost()
        for statement in block:
            cost = cost.beside(self.statement(statement, around))
        return cost

    def statement(self, node, around):
        if isinstance(node, (*FUNCTIONS, ast.ClassDef)):
            return Cost()
        if isinstance(node, (ast.For, ast.AsyncFor)):
            rounds = self.rounds(node, around)
            inner = self.block([*node.body], (*around, node))
            cost = self.expression(node.iter, around).beside(self.times(inner, rounds, node, around))
            return cost.beside(self.block(node.orelse, around))
        if isinstance(node, ast.While):
            rounds = self.while_rounds(node, around)
            inner = self.block(node.body, (*around, node)).beside(self.expression(node.test, (*around, node)))
            return self.times(inner, rounds, node, around)
        cost = Cost()
        for field, value in ast.iter_fields(node):
            for child in value if isinstance(value, list) else [value]:
                if isinstance(child, ast.stmt):
                    cost = cost.beside(self.statement(child, around))
                elif isinstance(child, (ast.ExceptHandler, ast.match_case)):
                    cost = cost.beside(self.block(child.body, around))
                elif isinstance(child, ast.withitem):
                    cost = cost.beside(self.expression(child.context_expr, around))
                elif isinstance(child, ast.expr):
                    cost = cost.beside(self.expression(child, around))
        return cost

    def times(self, inner, rounds, node, around):
        cost = inner.inside(rounds)
        unsure = inner.least != inner.most or rounds.least != rounds.most
        if unsure:
            why = next(one.why for one in (rounds, inner) if one.least != one.most)
            return Cost(cost.least, cost.most, why)
        if rounds.most == ONE or inner.most == ONE:
            return Cost(cost.least, cost.most, inner.why if rounds.most == ONE else rounds.why)
        if inner.why and inner.why[0] in ("search", "unknown_kind"):
            return cost
        line = inner.why[1] if inner.why else node.lineno
        reason = "nested" if cost.most == (2, 0) else "nested_deep"
        return Cost(cost.least, cost.most, (reason, line, node.lineno))

    def rounds(self, loop, around):
        """How often a loop over something runs."""
        return self.length(loop.iter, loop, around)

    def length(self, over, loop, around):
        line = getattr(loop, "lineno", over.lineno)
        linear = Cost(LINE, LINE, ("loop", line, line))
        if self.is_fixed(over, around):
            return Cost()
        name = called(over)
        if name in ("enumerate", "reversed", "sorted", "list", "zip", "iter", "set", "tuple") and over.args:
            lengths = [self.length(one, loop, around) for one in over.args]
            return min(lengths, key=lambda one: one.most) if name == "zip" else lengths[0]
        if name == "range":
            # A loop up to the place of a loop around it is, all in all, half of a square.
            return linear
        if isinstance(over, ast.Name) and self.is_part(over.id, around):
            # Through a part of what a loop around goes through: all parts together are the whole.
            return Cost(ONE, ONE, ("loop", line, line))
        if isinstance(over, ast.Subscript) and not isinstance(over.slice, ast.Slice):
            return linear
        if isinstance(over, (ast.Name, ast.Attribute, ast.Subscript, ast.ListComp, ast.List, ast.BinOp)):
            return linear
        if name in ("items", "keys", "values", "split", "splitlines", "strip", "lower", "upper", "readlines", "input"):
            return linear
        if name in self.named or isinstance(over, ast.Call):
            return Cost(ONE, NEVER, ("unknown_call", line, line))
        return linear

    def is_part(self, name, around):
        return any(isinstance(one, ast.For) and mentions(one.target, name) for one in around)

    def is_fixed(self, node, around):
        """Whether something has a size that no input changes."""
        if isinstance(node, (ast.Tuple, ast.List, ast.Set)):
            return not any(isinstance(one, ast.Starred) for one in node.elts)
        if isinstance(node, ast.Constant):
            return True
        if isinstance(node, ast.UnaryOp):
            return self.is_fixed(node.operand, around)
        if isinstance(node, ast.BinOp):
            return self.is_fixed(node.left, around) and self.is_fixed(node.right, around)
        if isinstance(node, ast.Name):
            return node.id in self.sizes and not self.is_local(node)
        if called(node) in ("range", "len", "enumerate", "reversed", "sorted", "zip", "list", "int", "min"):
            fixed = [self.is_fixed(one, around) for one in node.args]
            return bool(fixed) and (any(fixed) if called(node) == "min" else all(fixed))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            if node.func.attr in ("items", "keys", "values", "split", "lower", "upper", "strip"):
                return self.is_fixed(node.func.value, around)
        return False

    def is_local(self, node):
        scope = self.tree.scope(node) if node in self.tree.parents else self.tree.root
        return isinstance(scope, FUNCTIONS) and node.id in parameters(scope)

    def while_rounds(self, loop, around):
        line = loop.lineno
        unknown = Cost(ONE, NEVER, ("unknown_while", line, line))
        names = {node.id for node in ast.walk(loop.test) if isinstance(node, ast.Name)}
        steps = [node for node in ast.walk(loop) if isinstance(node, (ast.Assign, ast.AugAssign))]
        if not names or is_constant(loop.test, True):
            return unknown
        halves = [node for node in steps if halved(node, names)]
        only = all(halved(node, names) for node in steps if target(node) in {target(one) for one in halves})
        if (halves and only) or self.is_bisection(loop, names):
            return Cost(LOG, LOG, ("halving", line, line))
        counted = [name for name in names if any(is_step(node, name) for node in steps)]
        others = [node for node in steps if target(node) in counted and not is_step(node, target(node))]
        tests = loop.test.values if isinstance(loop.test, ast.BoolOp) else [loop.test]
        ends = not (isinstance(loop.test, ast.BoolOp) and isinstance(loop.test.op, ast.Or))
        simple = ends and all(isinstance(one, ast.Compare) and len(one.ops) == 1 for one in tests)
        simple = simple and not any(isinstance(one.ops[0], (ast.In, ast.NotIn)) for one in tests)
        if counted and not others and simple and always_steps(loop.body, counted):
            bound = [one for test in tests for one in (test.left, *test.comparators) if name_of(one) not in counted]
            start = self.starts(loop, counted[0])
            downwards = any(is_step(node, counted[0], ast.Sub) for node in loop.body)
            if bound and all(self.is_fixed(one, around) for one in bound) and (not downwards or start):
                return Cost()
            return Cost(LINE, LINE, ("loop", line, line))
        return unknown

    def starts(self, loop, name):
        """Whether a counter begins at a number that stands in the program."""
        scope = self.tree.scope(loop)
        before = [node for node in ast.walk(scope) if isinstance(node, ast.Assign) and target(node) == name]
        return bool(before) and all(isinstance(node.value, ast.Constant) for node in before)

    def is_bisection(self, loop, names):
        middles = {
            target(node)
            for node in ast.walk(loop)
            if isinstance(node, ast.Assign) and re.search(r"//\s*2", self.tree.text(node.value))
        }
        moved = [node for node in ast.walk(loop) if isinstance(node, ast.Assign) and target(node) in names]
        moved = [node for node in moved if target(node) not in middles]
        return bool(middles) and len(moved) >= 2 and all(any(mentions(node.value, one) for one in middles) for node in moved)

    def expression(self, node, around):
        cost = Cost()
        waiting = [node]
        while waiting:
            one = waiting.pop()
            if isinstance(one, ast.Lambda):
                continue
            if isinstance(one, (ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)):
                cost = cost.beside(self.comprehension(one, around))
                continue
            cost = cost.beside(self.single(one, around))
            waiting.extend(ast.iter_child_nodes(one))
        return cost

    def comprehension(self, node, around):
        parts = [node.key, node.value] if isinstance(node, ast.DictComp) else [node.elt]
        inner = Cost()
        loops = [ast.copy_location(ast.For(one.target, one.iter, [], []), node) for one in node.generators]
        for part in [*parts, *(test for one in node.generators for test in one.ifs)]:
            inner = inner.beside(self.expression(part, (*around, *loops)))
        for at in range(len(loops) - 1, -1, -1):
            outer = (*around, *loops[:at])
            inner = self.times(inner, self.length(node.generators[at].iter, loops[at], outer), loops[at], outer)
        return inner

    def single(self, node, around):
        line = getattr(node, "lineno", 1)
        outer = around[-1].lineno if around else line
        search = Cost(LINE, LINE, ("search", line, outer) if around else ("loop", line, line))
        if isinstance(node, ast.Compare) and any(isinstance(sign, (ast.In, ast.NotIn)) for sign in node.ops):
            return self.searched(node.comparators[-1], search, line, outer, around)
        if isinstance(node, ast.Subscript) and isinstance(node.slice, ast.Slice) and isinstance(node.ctx, ast.Load):
            return self.slice(node, search, around)
        if not isinstance(node, ast.Call):
            return Cost()
        name = called(node)
        function = self.named.get(name)
        if function is not None and not any(one is function for one in self.tree.up(node)):
            return self.user(node, function, around, line)
        if name in ("sorted", "sort"):
            owner = node.func.value if isinstance(node.func, ast.Attribute) else (node.args or [None])[0]
            if owner is not None and (self.is_fixed(owner, around) or self.is_small(owner, around)):
                return Cost()
            return Cost(SORT, SORT, ("sorting", line, line))
        owner = node.func.value if isinstance(node.func, ast.Attribute) else None
        if name in THROUGH:
            given = [owner] if owner is not None and name in ("index", "count") else node.args
            if not given or all(self.is_fixed(one, around) or self.is_small(one, around) for one in given):
                return Cost()
            if any(isinstance(one, ast.GeneratorExp) for one in given):
                return Cost()
            if name in ("map", "filter", "zip", "enumerate", "reversed") or len(given) > 1:
                return Cost()
            return search
        if name == "insert" and is_constant_zero(node.args) or name == "remove" or name == "pop" and is_constant_zero(node.args):
            return search if not (owner is not None and self.is_fixed(owner, around)) else Cost()
        if name in QUICK or function is not None or name in self.classes or name in ("", "main"):
            return Cost()
        if isinstance(node.func, ast.Attribute) or name.endswith(("Error", "Exception")):
            # Methods of objects and functions of modules that nothing is known of: quick ones, as far as beginners go.
            return Cost() if not around else Cost(ONE, NEVER, ("unknown_call", line, line))
        return Cost(ONE, NEVER, ("unknown_call", line, line))

    def searched(self, where, search, line, outer, around):
        if self.is_fixed(where, around) or isinstance(where, (ast.Dict, ast.Constant)) or self.is_small(where, around):
            return Cost()
        kind = self.kinds.get(name_of(where), "dict" if called(where) in ("keys", "range", "set", "dict") else "")
        if kind in ("set", "dict"):
            return Cost()
        if kind == "list" or called(where) in ("list", "values", "items", "sorted"):
            return search
        return Cost(ONE, LINE, ("unknown_kind", line, outer))

    def slice(self, node, search, around):
        if self.is_fixed(node.value, around) or self.is_small(node.value, around):
            return Cost()
        bounds = [one for one in (node.slice.lower, node.slice.upper) if one is not None]
        if node.slice.upper is not None and all(self.is_fixed(one, around) for one in bounds):
            return Cost()
        return search

    def is_small(self, node, around):
        """One element of what is looped over: how large it is, is not counted."""
        return isinstance(node, ast.Name) and self.is_part(node.id, around)

    def user(self, call, function, around, line):
        cost = self.function(function)
        if cost.least == cost.most == ONE or not around:
            return Cost(cost.least, cost.most, cost.why)
        small = all(self.is_fixed(one, around) or self.is_small(one, around) for one in call.args)
        if not call.args or small:
            return Cost(ONE, cost.most, ("unknown_call", line, line))
        return Cost(cost.least, cost.most, cost.why)

    def recursion(self, function, body):
        line = function.lineno
        unknown = Cost(ONE, NEVER, ("unknown_recursion", line, line))
        own = [node for node in inside(function) if isinstance(node, ast.Call) and itself(node, function)]
        if any(called(one) in ("cache", "lru_cache") or name_of(one).endswith("cache") for one in function.decorator_list):
            small = all(steps(one, function) == "less" for one in own)
            return Cost(LINE, LINE, ("recursion_line", line, line)) if small else unknown
        ways = {steps(one, function) for one in own}
        at_once = most_at_once(function.body, own, self.tree)
        looped = any(isinstance(above, (ast.For, ast.While)) for one in own for above in self.tree.up(one) if above in list(inside(function)))
        # What copies a part of the input does so at each step.
        nested = any(inner in own for one in own for inner in ast.walk(one) if inner is not one)
        if body.least != body.most or looped or nested:
            return unknown
        if ways == {"less"}:
            if at_once == 1:
                return Cost(plus(body.most, LINE), plus(body.most, LINE), ("recursion_line", line, line))
            return Cost(TREE, TREE, ("recursion_tree", line, line))
        if ways == {"half"}:
            if at_once == 1:
                cost = LOG if body.most == ONE else body.most if body.most == LINE else NEVER
                return Cost(cost, cost, ("recursion_half", line, line)) if cost != NEVER else unknown
            if at_once == 2 and body.most in (ONE, LINE):
                cost = SORT if body.most == LINE else LINE
                return Cost(cost, cost, ("recursion_split", line, line))
        return unknown


def is_constant_zero(given):
    return bool(given) and isinstance(given[0], ast.Constant) and given[0].value == 0


def target(node):
    if isinstance(node, ast.AugAssign):
        return name_of(node.target)
    if isinstance(node, ast.Assign) and len(node.targets) == 1:
        return name_of(node.targets[0])
    return ""


def halved(node, names):
    """`n //= 2`, `n = n // 2`, `step *= 2`"""
    if target(node) not in names:
        return False
    if isinstance(node, ast.AugAssign):
        return isinstance(node.op, (ast.FloorDiv, ast.Mult, ast.Div, ast.RShift, ast.LShift)) and isinstance(node.value, ast.Constant)
    value = node.value
    if isinstance(value, ast.Call) and called(value) == "int" and value.args:
        value = value.args[0]
    by = isinstance(value, ast.BinOp) and isinstance(value.op, (ast.FloorDiv, ast.Mult, ast.Div, ast.RShift))
    return by and name_of(value.left) == target(node) and isinstance(value.right, ast.Constant)


def is_step(node, name, sign=(ast.Add, ast.Sub)):
    """`i += 1`, `i = i - 2`"""
    if target(node) != name:
        return False
    if isinstance(node, ast.AugAssign):
        return isinstance(node.op, sign) and isinstance(node.value, ast.Constant)
    value = node.value
    return (
        isinstance(value, ast.BinOp)
        and isinstance(value.op, sign)
        and name_of(value.left) == name
        and isinstance(value.right, ast.Constant)
    )


def always_steps(block, names):
    """Whether each way through a block takes one of these names a step further."""
    for node in block:
        if any(is_step(node, name) for name in names):
            return True
        if isinstance(node, ast.If) and node.orelse:
            if always_steps(node.body, names) and always_steps(node.orelse, names):
                return True
    return False


def kinds(tree):
    """Names that always hold a list, a set or a dictionary, as far as it is plain to see."""
    found = {}
    for node in tree.nodes:
        if isinstance(node, (ast.Assign, ast.AnnAssign)) and node.value is not None:
            for one in node.targets if isinstance(node, ast.Assign) else [node.target]:
                found.setdefault(name_of(one), set()).add(kind_of(node.value))
        elif isinstance(node, ast.arg):
            found.setdefault(node.arg, set()).add(annotated(node.annotation))
        elif isinstance(node, (ast.For, ast.comprehension)) and isinstance(node.target, ast.Name):
            found.setdefault(node.target.id, set()).add("")
    return {name: next(iter(kinds)) for name, kinds in found.items() if len(kinds) == 1}


def kind_of(node):
    if isinstance(node, (ast.List, ast.ListComp)) or called(node) in ("list", "sorted", "split"):
        return "list"
    if isinstance(node, (ast.Set, ast.SetComp)) or called(node) in ("set", "frozenset"):
        return "set"
    if isinstance(node, (ast.Dict, ast.DictComp)) or called(node) in ("dict", "Counter", "defaultdict"):
        return "dict"
    return ""


def annotated(node):
    name = name_of(node.value if isinstance(node, ast.Subscript) else node) if node is not None else ""
    return name.lower() if name.lower() in ("list", "set", "dict") else ""


def fixed(tree):
    """Names that are given a size once, in the program's text, and never grow."""
    given, grown = {}, set()
    for node in tree.nodes:
        if isinstance(node, ast.Name) and not isinstance(node.ctx, ast.Load):
            above = tree.parents[node]
            plain = isinstance(above, ast.Assign) and above.targets == [node]
            sized = plain and isinstance(above.value, (ast.List, ast.Tuple, ast.Set, ast.Dict, ast.Constant))
            empty = sized and not getattr(above.value, "elts", True) or sized and not getattr(above.value, "keys", True)
            given.setdefault(node.id, []).append(sized and not empty)
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            if node.func.attr in ("append", "extend", "insert", "add", "update", "setdefault"):
                grown.add(name_of(node.func.value))
        elif isinstance(node, ast.arg):
            given.setdefault(node.arg, []).append(False)
        elif isinstance(node, ast.Subscript) and not isinstance(node.ctx, ast.Load):
            grown.add(name_of(node.value))
    return {name for name, sizes in given.items() if sizes == [True] and name not in grown}


def steps(call, function):
    """What a function calls itself with: `less`, `half`, or nothing that is known."""
    names = set(parameters(function))
    ways = set()
    for one in call.args:
        if isinstance(one, ast.Name) and one.id in names:
            continue
        way = way_of(one, names, function)
        if way:
            ways.add(way)
        elif any(mentions(one, name) for name in names) and isinstance(one, (ast.Subscript, ast.BinOp)):
            # A second value that grows, as an accumulator does, decides nothing.
            ways.add("other")
    ways.discard("other")
    return ways.pop() if len(ways) == 1 else None


def way_of(node, names, function):
    if isinstance(node, ast.BinOp) and name_of(node.left) in names and isinstance(node.right, ast.Constant):
        if isinstance(node.op, ast.Sub):
            return "less"
        return "half" if isinstance(node.op, (ast.FloorDiv, ast.Div, ast.RShift)) else None
    if isinstance(node, ast.Subscript) and isinstance(node.slice, ast.Slice) and name_of(node.value) in names:
        ends = [one for one in (node.slice.lower, node.slice.upper) if one is not None]
        if len(ends) == 1 and isinstance(ends[0], (ast.Constant, ast.UnaryOp)):
            return "less"
        return "half" if all(is_middle(one, function) for one in ends) else None
    if isinstance(node, ast.Name):
        values = [one.value for one in inside(function) if isinstance(one, ast.Assign) and target(one) == node.id]
        ways = {way_of(value, names, function) for value in values}
        return ways.pop() if len(ways) == 1 else None
    return None


def is_middle(node, function):
    if isinstance(node, ast.BinOp) and isinstance(node.op, (ast.Add, ast.Sub)) and isinstance(node.right, ast.Constant):
        return is_middle(node.left, function)
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.FloorDiv):
        return isinstance(node.right, ast.Constant) and node.right.value == 2
    values = [one.value for one in inside(function) if isinstance(one, ast.Assign) and target(one) == name_of(node)]
    return bool(values) and all(not isinstance(one, ast.Name) and is_middle(one, function) for one in values)


def most_at_once(block, own, tree):
    """How many of a function's calls of itself one way through it takes at most."""
    most = 0
    total = 0
    for node in block:
        if isinstance(node, ast.If):
            test = sum(one in own for one in ast.walk(node.test))
            branches = [most_at_once(part, own, tree) for part in (node.body, node.orelse)]
            leaves = isinstance(node.body[-1], (ast.Return, ast.Raise))
            if leaves:
                most = max(most, total + test + branches[0])
                total += test + branches[1]
            else:
                total += test + max(branches)
        else:
            total += in_expression(node, own)
    return max(most, total)


def in_expression(node, own):
    if isinstance(node, ast.IfExp):
        return in_expression(node.test, own) + max(in_expression(node.body, own), in_expression(node.orelse, own))
    if isinstance(node, ast.BoolOp):
        return max(in_expression(one, own) for one in node.values)
    return (node in own) + sum(in_expression(one, own) for one in ast.iter_child_nodes(node))
