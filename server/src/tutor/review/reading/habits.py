"""What a teacher would say about a program that no linter says: each rule a generator of (rule, line, name, other).

The names of the rules are those of `pedagogy/src/quality/rules.rs`. Nothing is said where it is not plain to see.
"""

import ast
import re

from tree import BUILTINS, FUNCTIONS, LOOPS, called, is_constant, is_pure, mentions, name_of, parameters, same

LEAVES = (ast.Return, ast.Raise, ast.Break, ast.Continue)
LONGEST_FUNCTION = 30
DEEPEST = 4
MOST_PARAMETERS = 5
REPEATED = 4
NESTING = (ast.If, ast.For, ast.AsyncFor, ast.While, ast.With, ast.AsyncWith, ast.Try, ast.Match)
# One letter is enough for a place, a number or a coordinate.
SHORT_ENOUGH = frozenset("i j k n x y z _ e f a b".split())
CHANGES = frozenset("append remove pop insert clear extend add discard update popitem".split())


def spoken(tree):
    """All rules, each on its own: one that fails costs only its findings."""
    found = []
    for rule in RULES:
        try:
            found += rule(tree)
        except RecursionError:
            continue
    return found


def unreachable(tree):
    for _, block in tree.blocks():
        for at, statement in enumerate(block[:-1]):
            if leaves(statement):
                yield "unreachable", block[at + 1].lineno, "", ""
                break


def leaves(node):
    """Whether nothing after a statement is ever reached."""
    if isinstance(node, ast.If):
        return bool(node.orelse) and leaves(node.body[-1]) and leaves(node.orelse[-1])
    return isinstance(node, LEAVES) or endless(node)


def endless(node):
    """`while True` that nothing leaves."""
    if not (isinstance(node, ast.While) and isinstance(node.test, ast.Constant) and node.test.value):
        return False
    return not any(isinstance(inner, (ast.Break, ast.Return, ast.Raise)) for inner in ast.walk(node))


def no_effect(tree):
    for node in tree.nodes:
        if not isinstance(node, ast.Expr):
            continue
        value = node.value
        silent = isinstance(value, (ast.Compare, ast.BinOp, ast.BoolOp, ast.UnaryOp, ast.Name, ast.Subscript))
        method = isinstance(value, ast.Attribute)
        if (silent or method) and is_pure(value) and not is_last_of_try(tree, node):
            yield "no_effect", node.lineno, "", ""


def is_last_of_try(tree, node):
    """Only to see whether it fails: `try: numbers[3]`."""
    return isinstance(tree.parents[node], ast.Try)


def always_true(tree):
    for node in tree.nodes:
        if not (isinstance(node, ast.BoolOp) and isinstance(node.op, ast.Or)):
            continue
        first, *others = node.values
        loose = [value for value in others if isinstance(value, ast.Constant) and value.value]
        if isinstance(first, ast.Compare) and loose and is_condition(tree, node):
            yield "always_true", node.lineno, "", ""


def is_condition(tree, node):
    above = tree.parents[node]
    return isinstance(above, (ast.If, ast.While, ast.IfExp)) and above.test is node


def compared_to_itself(tree):
    for node in tree.nodes:
        if isinstance(node, ast.Compare) and len(node.ops) == 1 and same(node.left, node.comparators[0]):
            if is_pure(node.left) and name_of(node.left):
                yield "compared_to_itself", node.lineno, name_of(node.left), ""


def mutable_default(tree):
    for function in tree.functions:
        given = function.args
        positional = (given.posonlyargs + given.args)[::-1]
        pairs = [*zip(positional, given.defaults[::-1]), *zip(given.kwonlyargs, given.kw_defaults)]
        for parameter, default in pairs:
            empty = isinstance(default, ast.Call) and called(default) in ("list", "dict", "set")
            if isinstance(default, (ast.List, ast.Dict, ast.Set)) or empty:
                yield "mutable_default", function.lineno, parameter.arg, ""


def swallowed_error(tree):
    for node in tree.nodes:
        if isinstance(node, ast.ExceptHandler) and all(isinstance(one, ast.Pass) for one in node.body):
            if node.type is None or name_of(node.type) in ("Exception", "BaseException"):
                yield "swallowed_error", node.lineno, "", ""


def changed_while_looping(tree):
    for node in tree.nodes:
        if not (isinstance(node, ast.For) and isinstance(node.iter, ast.Name)):
            continue
        for inner in ast.walk(node):
            owner = inner.func.value if isinstance(inner, ast.Call) and isinstance(inner.func, ast.Attribute) else None
            changed = isinstance(owner, ast.Name) and owner.id == node.iter.id and called(inner) in CHANGES
            gone = isinstance(inner, ast.Delete) and any(
                isinstance(target, ast.Subscript) and name_of(target.value) == node.iter.id for target in inner.targets
            )
            if (changed or gone) and not leaves_after(tree, inner, node):
                yield "changed_while_looping", node.lineno, node.iter.id, ""
                break


def leaves_after(tree, node, loop):
    """Whether the loop is left right after: then nothing is skipped."""
    statement = node
    for above in tree.up(node):
        for field in ("body", "orelse"):
            block = getattr(above, field, None)
            if isinstance(block, list) and statement in block:
                if any(isinstance(later, (ast.Break, ast.Return)) for later in block[block.index(statement) :]):
                    return True
        if above is loop:
            return False
        statement = above
    return False


def uneven_return(tree):
    for function in tree.functions:
        own = list(inside(function))
        returns = [node for node in own if isinstance(node, ast.Return)]
        values = [node for node in returns if node.value is not None and not is_constant(node.value, None)]
        generator = any(isinstance(node, (ast.Yield, ast.YieldFrom)) for node in own)
        bare = [node for node in returns if node.value is None]
        if values and not generator and (bare or falls_through(function.body)):
            yield "uneven_return", function.lineno, function.name, ""


def inside(function):
    """The nodes of a function without those of functions in it."""
    waiting = list(ast.iter_child_nodes(function))
    while waiting:
        node = waiting.pop()
        yield node
        if not isinstance(node, (*FUNCTIONS, ast.Lambda, ast.ClassDef)):
            waiting.extend(ast.iter_child_nodes(node))


def falls_through(block):
    """Whether the end of a block can be reached, as far as it is plain to see; in doubt not."""
    last = block[-1]
    if any(leaves(statement) for statement in block):
        return False
    if isinstance(last, (ast.Try, ast.With, ast.AsyncWith, ast.Match)):
        return False
    if isinstance(last, ast.If):
        return falls_through(last.body) or not last.orelse or falls_through(last.orelse)
    if isinstance(last, ast.While) and isinstance(last.test, ast.Constant):
        return False
    # `sys.exit()` and functions that never come back.
    return not (isinstance(last, ast.Expr) and isinstance(last.value, ast.Call) and called(last.value) == "exit")


def self_assign(tree):
    for node in tree.nodes:
        if isinstance(node, ast.Assign) and len(node.targets) == 1 and isinstance(node.value, ast.Name):
            if name_of(node.targets[0]) == node.value.id and isinstance(node.targets[0], ast.Name):
                yield "self_assign", node.lineno, node.value.id, ""


def empty_branch(tree):
    for node in tree.nodes:
        if isinstance(node, ast.If) and node.orelse and all(isinstance(one, ast.Pass) for one in node.body):
            yield "empty_branch", node.lineno, "", ""


def useless_pass(tree):
    for _, block in tree.blocks():
        if len(block) > 1:
            for statement in block:
                if isinstance(statement, ast.Pass):
                    yield "useless_pass", statement.lineno, "", ""


CODE = re.compile(r"^#\s?(\s*)((?:print|input|for|while|if|return|import|from|def)\b.*|[^\W\d]\w*(?:\[.*\])?\s*[-+*/]?=[^=].*)$")


def commented_code(tree):
    before = 0
    for at, row in enumerate(tree.rows, 1):
        match = CODE.match(row.strip())
        if match is None or at <= before + 1 and before:
            before = at if match else before
            continue
        text = match[2].rstrip()
        if text.endswith(":"):
            text += "\n    pass"
        try:
            parsed = ast.parse(text)
        except (SyntaxError, ValueError, RecursionError, MemoryError):
            continue
        if parsed.body and not isinstance(parsed.body[0], ast.Expr) or "(" in text:
            before = at
            yield "commented_code", at, "", ""


def nested_deep(tree):
    for node in [tree.root, *tree.functions]:
        level, line = depth(node)
        if level >= DEEPEST:
            yield "nested_deep", line, str(level), ""


def depth(scope):
    """The deepest nesting in a function or the module itself, and where."""
    deepest, waiting = (0, 1), [(child, 0) for child in ast.iter_child_nodes(scope)]
    while waiting:
        node, level = waiting.pop()
        if isinstance(node, (*FUNCTIONS, ast.ClassDef, ast.Lambda)):
            continue
        if isinstance(node, NESTING):
            level += 1
            deepest = max(deepest, (level, node.lineno), key=lambda one: one[0])
        for field, value in ast.iter_fields(node):
            children = value if isinstance(value, list) else [value]
            # `elif` is no deeper than its `if`.
            flat = field == "orelse" and isinstance(node, ast.If) and len(children) == 1
            for child in children:
                if isinstance(child, ast.AST):
                    waiting.append((child, level - 1 if flat and isinstance(child, ast.If) else level))
    return deepest


def long_function(tree):
    for function in tree.functions:
        rows = tree.rows[function.lineno - 1 : function.end_lineno]
        said = sum(1 for row in rows if row.strip() and not row.strip().startswith("#"))
        if said > LONGEST_FUNCTION:
            yield "long_function", function.lineno, function.name, str(said)


def many_parameters(tree):
    for function in tree.functions:
        count = len([name for name in parameters(function) if name not in ("self", "cls")])
        if count > MOST_PARAMETERS:
            yield "many_parameters", function.lineno, function.name, str(count)


def repeated_lines(tree):
    for _, block in tree.blocks():
        at = 0
        while at < len(block):
            shape = shape_of(block[at])
            end = at + 1
            while shape and end < len(block) and shape_of(block[end]) == shape:
                end += 1
            if shape and end - at >= REPEATED:
                yield "repeated_lines", block[at].lineno, str(end - at), ""
            at = end


def shape_of(statement):
    """A call or a growing assignment without its values; nothing for what may well stand below its like."""
    if isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Call):
        call = statement.value
        if called(call) == "print" and not any(not isinstance(one, ast.Constant) for one in call.args):
            # Lines of text that are shown as they stand are no repetition.
            return ""
        parts = [re.sub(r"\d+", "0", ast.dump(without_values(one))) for one in call.args]
        return f"{name_of(call.func)}({','.join(parts)})" if parts else ""
    if isinstance(statement, ast.AugAssign):
        return f"{name_of(statement.target)}+{type(statement.op).__name__}"
    return ""


def without_values(node):
    if isinstance(node, ast.Constant):
        return ast.Constant(0)
    return ast.parse(ast.unparse(node), mode="eval").body


def shadow_builtin(tree):
    seen = set()
    for node in tree.nodes:
        name, line = "", 0
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            name, line = node.id, node.lineno
        elif isinstance(node, FUNCTIONS) and not isinstance(tree.parents.get(node), ast.ClassDef):
            name, line = node.name, node.lineno
        elif isinstance(node, ast.arg):
            name, line = node.arg, node.lineno
        in_class = line and isinstance(node, ast.Name) and isinstance(tree.scope(node), ast.ClassDef)
        if name in BUILTINS and name not in seen and not in_class:
            seen.add(name)
            yield "shadow_builtin", line, name, ""


def short_name(tree):
    seen = set()
    for node in tree.nodes:
        if not (isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)) or len(node.id) != 1:
            continue
        above = tree.parents[node]
        counted = isinstance(above, (ast.For, ast.comprehension, ast.Tuple, ast.withitem))
        if node.id in SHORT_ENOUGH or counted or node.id in seen or node.id in "lIO":
            continue
        seen.add(node.id)
        yield "short_name", node.lineno, node.id, ""


def numbered_names(tree):
    stems = {}
    for node in tree.nodes:
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            match = re.fullmatch(r"(\D+?)_?(\d+)", node.id)
            if match:
                stems.setdefault(match[1], {}).setdefault(node.id, node.lineno)
    for names in stems.values():
        if len(names) >= 3:
            name, line = next(iter(names.items()))
            yield "numbered_names", line, name, ""


def camel_name(tree):
    seen = set()
    for node in tree.nodes:
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            name = node.id
        elif isinstance(node, FUNCTIONS):
            name = node.name
        else:
            continue
        snake = re.sub(r"(?<=[a-zäöüß0-9])(?=[A-ZÄÖÜ])", "_", name).lower()
        # Capitals alone are constants; `setUp` belongs to `unittest`.
        if name == name.lower() or name == name.upper() or name in seen or name in ("setUp", "tearDown"):
            continue
        if is_type(tree, node) or snake == name:
            continue
        seen.add(name)
        yield "camel_name", node.lineno, name, snake


def is_type(tree, node):
    """`Point = namedtuple(…)`, `Number = int`"""
    above = tree.parents[node]
    return isinstance(above, ast.Assign) and (
        called(above.value) in ("namedtuple", "NamedTuple", "TypeVar", "Enum", "NewType", "type", "make_dataclass")
        or name_of(above.value) in BUILTINS
    )


def class_name(tree):
    for node in tree.nodes:
        if isinstance(node, ast.ClassDef) and (node.name[0].islower() or "_" in node.name.strip("_")):
            words = [word[:1].upper() + word[1:] for word in node.name.split("_")]
            yield "class_name", node.lineno, node.name, "".join(words)


RULES = (
    unreachable, no_effect, always_true, compared_to_itself, mutable_default, swallowed_error, changed_while_looping,
    uneven_return, self_assign, empty_branch, useless_pass, commented_code, nested_deep, long_function, many_parameters,
    repeated_lines, shadow_builtin, short_name, numbered_names, camel_name, class_name,
)  # fmt: skip
