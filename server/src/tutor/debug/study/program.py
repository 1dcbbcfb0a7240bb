"""What can be read off a program that Python can parse: names, functions, and where values come from."""

import ast
import builtins

from source import is_name

BUILTINS = frozenset(name for name in dir(builtins) if not name.startswith("_"))
LOOPS = (ast.For, ast.While, ast.AsyncFor)
FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)


class Program:
    """A parsed program and its tables."""

    def __init__(self, source):
        self.source = source
        self.rows = source.splitlines()
        self.tree = ast.parse(source)
        # name -> [(line, value or None, function or None)]
        self.assigned = {}
        self.functions, self.classes, self.imports = {}, {}, {}
        self.used, self.parents = {}, {}
        self.attributes = set()
        # All nodes, as `ast.walk` gives them.
        self.nodes = [self.tree]
        for parent in self.nodes:
            for child in ast.iter_child_nodes(parent):
                self.parents[child] = parent
                self.nodes.append(child)
        for node in self.nodes:
            self.note(node)

    def note(self, node):
        if isinstance(node, FUNCTIONS):
            self.functions[node.name] = node
            for one in every_argument(node):
                self.give(one.arg, node.lineno, None, node)
        elif isinstance(node, ast.ClassDef):
            self.classes[node.name] = node
        elif isinstance(node, (ast.Import, ast.ImportFrom)):
            for alias in node.names:
                self.imports[(alias.asname or alias.name).split(".")[0]] = node.lineno
        elif isinstance(node, ast.Assign):
            for target in node.targets:
                self.target(target, node.value)
        elif isinstance(node, (ast.AugAssign, ast.AnnAssign, ast.NamedExpr)):
            self.target(node.target, node.value)
        elif isinstance(node, (ast.For, ast.comprehension)):
            self.target(node.target, node.iter, True)
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load):
            self.used.setdefault(node.id, []).append(node)
        elif isinstance(node, ast.Attribute):
            self.attributes.add(node.attr)
        elif isinstance(node, ast.withitem) and node.optional_vars is not None:
            self.target(node.optional_vars, node.context_expr)
        elif isinstance(node, ast.ExceptHandler) and node.name:
            self.give(node.name, node.lineno, None, self.function_of(node))

    def target(self, target, value, each=False):
        if isinstance(target, ast.Name):
            self.give(target.id, target.lineno, None if each else value, self.function_of(target))
        elif isinstance(target, (ast.Tuple, ast.List)):
            for one in target.elts:
                self.target(one, None)

    def give(self, name, line, value, function):
        self.assigned.setdefault(name, []).append((line, value, function))

    def up(self, node):
        while node in self.parents:
            node = self.parents[node]
            yield node

    def function_of(self, node):
        return next((above for above in self.up(node) if isinstance(above, FUNCTIONS)), None)

    def loop_of(self, node):
        for above in self.up(node):
            if isinstance(above, LOOPS):
                return above
            if isinstance(above, FUNCTIONS):
                return None
        return None

    def at(self, line):
        """All nodes that begin in a line."""
        return [node for node in self.nodes if getattr(node, "lineno", None) == line]

    def names_at(self, line):
        """The names read in a line, in their order."""
        found = [node for node in self.at(line) if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load)]
        return list(dict.fromkeys(node.id for node in sorted(found, key=lambda node: node.col_offset)))

    def calls_at(self, line):
        return [node for node in self.at(line) if isinstance(node, ast.Call)]

    def values_of(self, name, before=None):
        """What a name was given, the latest before a line first."""
        given = [(line, value) for line, value, _ in self.assigned.get(name, ()) if value is not None]
        return sorted((one for one in given if before is None or one[0] <= before), reverse=True) or sorted(given)

    def known(self):
        """Names with the line in which each is first given a value."""
        lines = {name: min(line for line, _, _ in given) for name, given in self.assigned.items()}
        for table in (self.functions, self.classes):
            lines.update({name: node.lineno for name, node in table.items()})
        return lines | self.imports


def every_argument(function):
    given = function.args
    return [*given.posonlyargs, *given.args, *given.kwonlyargs, *filter(None, (given.vararg, given.kwarg))]


def called(node):
    """The name of a called function or method."""
    if isinstance(node, ast.Call):
        if isinstance(node.func, ast.Name):
            return node.func.id
        if isinstance(node.func, ast.Attribute):
            return node.func.attr
    return ""


def own_nodes(function):
    """The nodes of a function without those of functions inside of it."""
    left = list(function.body)
    while left:
        node = left.pop(0)
        yield node
        if not isinstance(node, (*FUNCTIONS, ast.Lambda, ast.ClassDef)):
            left = list(ast.iter_child_nodes(node)) + left


def gives_back(function):
    """Whether a function returns a value somewhere."""
    return any(
        isinstance(node, (ast.Yield, ast.YieldFrom)) or isinstance(node, ast.Return) and node.value is not None
        for node in own_nodes(function)
    )


def comes_from_input(value):
    """Whether a value is what `input()` gave, still a text."""
    while (
        isinstance(value, ast.Call)
        and isinstance(value.func, ast.Attribute)
        and value.func.attr in ("strip", "lower", "upper")
    ):
        value = value.func.value
    return called(value) == "input" and isinstance(value.func, ast.Name)


def distance(a, b):
    """How many letters must be changed, added, left out or swapped."""
    if abs(len(a) - len(b)) > 3:
        return 9
    rows = [list(range(len(b) + 1))]
    for i, left in enumerate(a, 1):
        row = [i]
        for j, right in enumerate(b, 1):
            cost = min(row[-1] + 1, rows[-1][j] + 1, rows[-1][j - 1] + (left != right))
            if i > 1 and j > 1 and left == b[j - 2] and a[i - 2] == right:
                cost = min(cost, rows[-2][j - 2] + 1)
            row.append(cost)
        rows.append(row)
    return rows[-1][-1]


def similar(name, others):
    """The name that was probably meant, if one is close enough."""
    best, least = None, 9.0
    for other in others:
        if other == name or not is_name(other) and other not in ("True", "False", "None"):
            continue
        if other.lower() == name.lower():
            return other
        if other.rstrip("0123456789") == name.rstrip("0123456789") and other[-1:].isdigit() and name[-1:].isdigit():
            continue  # `row_1` and `row_2` are two names on purpose.
        far = distance(name, other)
        if other.rstrip("s") == name.rstrip("s") or other.replace("_", "") == name.replace("_", ""):
            far = min(far, 1)
        if far < least:
            best, least = other, far
    allowed = 0 if len(name) < 2 else 1 if len(name) < 5 else 2 if len(name) < 9 else 3
    return best if least <= allowed else None
