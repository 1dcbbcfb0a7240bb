"""A program as a tree, with what is asked of it again and again: parents, functions, names, kinds of values."""

import ast
import builtins
import io
import tokenize

FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)
LOOPS = (ast.For, ast.AsyncFor, ast.While)
SCOPES = (*FUNCTIONS, ast.Lambda, ast.ClassDef, ast.Module)
BUILTINS = frozenset(name for name in dir(builtins) if not name.startswith("_"))
# Values that are the same whoever holds them.
IMMUTABLE_CALLS = frozenset("int float str bool len round abs sum ord chr".split())
TRUTHS = frozenset(
    "isinstance issubclass callable hasattr any all bool isdigit isalpha isalnum isupper islower isspace isnumeric"
    " isdecimal startswith endswith isidentifier issubset issuperset isdisjoint".split()
)


class Tree:
    """The program, its lines, and who stands where."""

    def __init__(self, source):
        self.source = source
        self.rows = source.split("\n")
        self.root = ast.parse(source)
        self.nodes = list(ast.walk(self.root))
        self.parents = {child: node for node in self.nodes for child in ast.iter_child_nodes(node)}
        self.commented = None
        self.functions = [node for node in self.nodes if isinstance(node, FUNCTIONS)]

    def comments(self):
        """The rows in which a comment stands; all rows where that cannot be told."""
        if self.commented is None:
            try:
                tokens = list(tokenize.generate_tokens(io.StringIO(self.source).readline))
                self.commented = [one.start[0] for one in tokens if one.type == tokenize.COMMENT]
            except (tokenize.TokenError, SyntaxError):
                self.commented = range(1, len(self.rows) + 1)
        return self.commented

    def blocks(self):
        """Every list of statements with the node it belongs to."""
        for node in self.nodes:
            for field in ("body", "orelse", "finalbody"):
                block = getattr(node, field, None)
                if isinstance(block, list) and block and isinstance(block[0], ast.stmt):
                    yield node, block

    def up(self, node):
        """Those around a node, the nearest first."""
        while (node := self.parents.get(node)) is not None:
            yield node

    def scope(self, node):
        """The function, class or module that a node stands in."""
        return next(above for above in self.up(node) if isinstance(above, SCOPES))

    def is_whole(self, node):
        """Whether a statement has its lines for itself."""
        before = self.rows[node.lineno - 1].encode()[: node.col_offset].decode()
        after = self.rows[node.end_lineno - 1].encode()[node.end_col_offset :].decode().strip()
        return before.strip() == "" and (after == "" or after.startswith("#"))

    def text(self, node):
        return ast.get_source_segment(self.source, node) or ""

    def stores(self, scope, name):
        """Where a scope gives a name a value."""
        return [
            node
            for node in ast.walk(scope)
            if isinstance(node, ast.Name) and node.id == name and not isinstance(node.ctx, ast.Load)
        ]


def parameters(function):
    given = function.args
    every = given.posonlyargs + given.args + given.kwonlyargs
    return [one.arg for one in [*every, given.vararg, given.kwarg] if one is not None]


def name_of(node):
    """`total`, `math.sqrt`; empty for what has no such name."""
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Attribute):
        owner = name_of(node.value)
        return f"{owner}.{node.attr}" if owner else node.attr
    return ""


def called(node):
    """The name of what a call calls, its last part."""
    return name_of(node.func).rpartition(".")[2] if isinstance(node, ast.Call) else ""


def is_constant(node, *values):
    return isinstance(node, ast.Constant) and any(node.value is value for value in values)


def same(one, other):
    return ast.dump(one) == ast.dump(other)


def is_pure(node):
    """Whether reading it a second time, or not at all, changes nothing."""
    kinds = (ast.Call, ast.Await, ast.Yield, ast.YieldFrom, ast.NamedExpr)
    return not any(isinstance(inner, kinds) for inner in ast.walk(node))


def is_truth(tree, node):
    """Whether a value is `True` or `False` and nothing else, whatever the program does."""
    if is_constant(node, True, False):
        return True
    if isinstance(node, ast.UnaryOp):
        return isinstance(node.op, ast.Not)
    if isinstance(node, ast.Compare):
        return True
    if isinstance(node, ast.BoolOp):
        return all(is_truth(tree, value) for value in node.values)
    if isinstance(node, ast.Call):
        return called(node) in TRUTHS and not any(function.name == called(node) for function in tree.functions)
    if isinstance(node, ast.Name):
        given = assigned(tree, node)
        return given is not None and all(is_truth_at_once(value) for value in given)
    return False


def is_truth_at_once(node):
    return is_constant(node, True, False) or isinstance(node, ast.Compare)


def assigned(tree, name):
    """Every value that a variable is plainly given where it is used; nothing where it may get one in other ways."""
    scope = tree.scope(name)
    if isinstance(scope, ast.Lambda) or (isinstance(scope, FUNCTIONS) and name.id in parameters(scope)):
        return None
    if any(isinstance(node, (ast.Global, ast.Nonlocal)) and name.id in node.names for node in tree.nodes):
        return None
    values = []
    for store in tree.stores(scope, name.id):
        above = tree.parents[store]
        if isinstance(above, ast.Assign) and above.targets == [store]:
            values.append(above.value)
        else:
            return None
    return values or None


def is_flat(tree, name, seen=()):
    """Whether a variable only ever holds numbers or text, as far as it is plain to see."""
    scope = tree.scope(name)
    if isinstance(scope, FUNCTIONS) and name.id in parameters(scope):
        return False
    values = []
    for store in tree.stores(scope, name.id):
        above = tree.parents[store]
        if isinstance(above, ast.Assign) and above.targets == [store]:
            values.append(above.value)
        elif isinstance(above, ast.AugAssign):
            continue
        else:
            return False
    return any(is_plain(value) for value in values) and all(
        is_plain(value) or mentions(value, name.id) for value in values
    )


def is_plain(node):
    if isinstance(node, ast.Constant):
        return isinstance(node.value, (int, float, str)) and not isinstance(node.value, bool)
    return isinstance(node, ast.JoinedStr) or (isinstance(node, ast.Call) and name_of(node.func) in IMMUTABLE_CALLS)


def mentions(node, name):
    return any(isinstance(inner, ast.Name) and inner.id == name for inner in ast.walk(node))
