"""Why a program stopped: clues for each kind of error, from its message, its line and the program."""

import ast
import re

from causes import clue
from program import BUILTINS, LOOPS, called, similar
from types_of_values import attribute_error, type_error

MODULES = frozenset(
    "math random time datetime turtle json csv re os sys string statistics collections itertools functools copy"
    " decimal fractions calendar textwrap pathlib unittest".split()
)
# Functions that people call without the module they are in.
HOMES = {
    **dict.fromkeys("sqrt ceil floor pi sin cos tan hypot factorial gcd log".split(), "math"),
    **dict.fromkeys("randint choice shuffle randrange uniform sample".split(), "random"),
    **dict.fromkeys("sleep".split(), "time"),
    **dict.fromkeys("forward left right penup pendown goto Turtle".split(), "turtle"),
    **dict.fromkeys("mean median".split(), "statistics"),
    **dict.fromkeys("Counter defaultdict deque namedtuple".split(), "collections"),
}
# One kind, one cause: nothing in the program says more.
PLAIN = {
    "StopIteration": "iterator_empty",
    "AssertionError": "assertion",
    "OverflowError": "too_large",
    "UnicodeEncodeError": "strange_letters",
    "UnicodeDecodeError": "strange_letters",
    "UnicodeError": "strange_letters",
    "PermissionError": "not_allowed_here",
    "FileNotFoundError": "file_missing",
    "FileExistsError": "file_exists",
    "IsADirectoryError": "file_missing",
    "NotADirectoryError": "file_missing",
    "JSONDecodeError": "json_text",
    "PatternError": "pattern",
    "error": "pattern",
    "InvalidOperation": "decimal_text",
    "NotImplementedError": "not_written_yet",
    "KeyboardInterrupt": "stopped_by_hand",
    "MemoryError": "too_much_memory",
    "EOFError": "too_many_questions",
    "SystemExit": "ended_itself",
    "UnsupportedOperation": "file_mode",
    "OSError": "not_allowed_here",
    "FloatingPointError": "too_large",
    "FrozenInstanceError": "cannot_be_changed",
    "ReferenceError": "unknown_error",
}


def stopped(kind, message, line, program):
    """Clues for the error that ended a run, the surest first."""
    if line is None:
        found = from_outside(kind, message, program)
        if found:
            return [found]
    line = line or 1
    rule = {
        "NameError": name_error,
        "UnboundLocalError": unbound,
        "TypeError": type_error,
        "ValueError": value_error,
        "IndexError": index_error,
        "KeyError": key_error,
        "AttributeError": attribute_error,
        "ZeroDivisionError": zero,
        "RecursionError": recursion,
        "ModuleNotFoundError": module_error,
        "ImportError": module_error,
        "RuntimeError": runtime_error,
    }.get(kind)
    found = [one for one in (rule(message, line, program) if rule else []) if one]
    if found:
        return found
    if kind in PLAIN:
        names = program.names_at(line)
        return [clue(PLAIN[kind], line, next((name for name in names if name not in BUILTINS), ""), sure=60)]
    if kind in program.classes or raised_here(program, line):
        return [clue("own_error", line, kind, sure=70)]
    return [clue("unknown_error", line, kind, sure=20)]


def from_outside(kind, message, program):
    """A test that calls a function could not: the error is in no line of the program."""
    name = re.search(r"name '(\w+)' is not defined", message) or re.search(r"^([\w.]+)\(\)", message)
    if not name:
        return None
    name = name.group(1).split(".")[-1]
    if name in program.functions and kind == "TypeError":
        cause = (
            "missing_self" if isinstance(program.parents.get(program.functions[name]), ast.ClassDef) else "parameters"
        )
        return clue(cause, program.functions[name].lineno, name, sure=85)
    if kind == "NameError":
        match = similar(name, [*program.functions, *program.classes, *program.assigned])
        if match:
            return clue("misspelled_name", program.known()[match], match, name, 85)
        return clue("function_missing", len(program.rows) or 1, name, sure=60)
    return None


def raised_here(program, line):
    return any(isinstance(node, ast.Raise) for node in program.at(line))


def name_error(message, line, program):
    match = re.search(r"name '(\w+)' is not defined", message)
    if not match:
        return []
    name = match.group(1)
    known = program.known()
    if name in MODULES:
        return [clue("missing_import", line, name, name, 95)]
    # A line that needs the old value to make the new one gives no first value.
    given = [
        one for one in program.assigned.get(name, ()) if name not in program.names_at(one[0]) + counted(program, one[0])
    ]
    if given and name not in program.functions:
        known[name] = min(at for at, _, _ in given)
    inside = [function for _, _, function in given if function is not None]
    if not given and name not in program.functions and name not in program.classes and name not in program.imports:
        known.pop(name, None)
    if name in known and (not inside or len(inside) < len(given)):
        return [clue("used_too_early", line, name, sure=90, also=known[name])]
    if inside:
        return [clue("local_elsewhere", line, name, inside[0].name, 90, known[name])]
    wrong = {"true": "True", "false": "False", "none": "None", "null": "None", "nil": "None"}.get(name.lower())
    if wrong and name != wrong:
        return [clue("wrong_case", line, name, wrong, 95)]
    seen = [other for other in known if other != name]
    match = similar(name, seen) or similar(name, BUILTINS)
    if match:
        often = len(program.used.get(name, ()))
        # Used several times as it stands here, and given a value once under another name: there it is misspelled.
        at = known.get(match)
        cause = "wrong_case" if match.lower() == name.lower() else "misspelled_name"
        here = at is not None and often > 1 and len(program.used.get(match, ())) == 0
        return [clue(cause, at if here else line, name, match, 92, line if here else at)]
    if name in HOMES and any(called(call) == name for call in program.calls_at(line)) or name in HOMES and name == "pi":
        return [clue("missing_import", line, name, HOMES[name], 88)]
    if is_called(program, name, line):
        return [clue("function_missing", line, name, sure=70)]
    if len(program.used.get(name, ())) > 1 or keeps_itself(program, name, line):
        return [clue("never_assigned", line, name, sure=75)]
    return [clue("missing_quotes" if looks_like_text(program, name, line) else "never_assigned", line, name, sure=65)]


def counted(program, line):
    """Names that a line changes by `+=` and the like."""
    return [
        node.target.id
        for node in program.at(line)
        if isinstance(node, ast.AugAssign) and isinstance(node.target, ast.Name)
    ]


def is_called(program, name, line):
    return any(isinstance(call.func, ast.Name) and call.func.id == name for call in program.calls_at(line))


def keeps_itself(program, name, line):
    return any(name == target for target, given in program.assigned.items() for at, _, _ in given if at == line)


def looks_like_text(program, name, line):
    """A word where a text stands: alone in a call, beside `==`, in a list, as a value."""
    for node in program.at(line):
        if isinstance(node, ast.Name) and node.id == name:
            above = program.parents.get(node)
            return isinstance(
                above, (ast.Call, ast.Compare, ast.Assign, ast.List, ast.Dict, ast.Tuple, ast.Subscript, ast.Return)
            )
    return False


def unbound(message, line, program):
    match = re.search(r"variable '(\w+)'", message)
    if not match:
        return []
    name = match.group(1)
    given = program.assigned.get(name, [])
    outside = [at for at, _, function in given if function is None]
    inside = [at for at, _, function in given if function is not None]
    if outside:
        return [clue("changed_in_function", line, name, sure=92, also=min(outside))]
    if inside and min(inside) >= line:
        return [clue("used_too_early", line, name, sure=85, also=min(inside))]
    return [clue("not_in_every_case", line, name, sure=80, also=min(inside) if inside else None)]


def value_error(message, line, program):
    names = program.names_at(line)
    own = next((name for name in names if name not in BUILTINS and name not in program.functions), "")
    literal = re.search(r"invalid literal for int\(\) with base \d+: (.*)", message) or re.search(
        r"could not convert string to float: (.*)", message
    )
    if literal:
        text = literal.group(1).strip("'\"")
        if text.strip() == "":
            return [clue("empty_as_number", line, own, sure=80)]
        if re.fullmatch(r"\s*-?\d+[.,]\d+\s*", text):
            return [
                clue("decimal_as_int" if "." in text and "int()" in message else "comma_in_number", line, own, text, 85)
            ]
        return [clue("not_a_number", line, own, text, 75)]
    if "unpack" in message:
        return [clue("unpack", line, own, sure=85)]
    if re.search(r"not in list|x not in|not in deque|not in tuple", message):
        return [clue("not_in_list", line, own, sure=80)]
    if "substring not found" in message:
        return [clue("not_in_text", line, own, sure=80)]
    if "is empty" in message or "empty sequence" in message or "empty" in message and "range" not in message:
        return [clue("empty_collection", line, own, sure=80)]
    if "math domain" in message or "nonnegative" in message or "expected a" in message and "input" in message:
        return [clue("outside_of_math", line, own, sure=75)]
    if "format code" in message or "format specifier" in message.lower():
        return [clue("format_code", line, own, sure=85)]
    if "closed file" in message:
        return [clue("file_closed", line, own, sure=90)]
    if "empty range" in message:
        return [clue("empty_range", line, own, sure=80)]
    if raised_here(program, line):
        return [clue("own_error", line, "ValueError", sure=70)]
    return [clue("wrong_value", line, own, sure=40)]


def index_error(message, line, program):
    places = [node for node in program.at(line) if isinstance(node, ast.Subscript)]
    name = next((node.value.id for node in places if isinstance(node.value, ast.Name)), "")
    if "pop from" in message:
        return [clue("empty_collection", line, name or next(iter(program.names_at(line)), ""), sure=80)]
    if "assignment index" in message:
        return [clue("assign_past_end", line, name, sure=85)]
    if "Replacement index" in message:
        return [clue("format_places", line, sure=80)]
    for place in places:
        index = place.slice
        variables = [node.id for node in ast.walk(index) if isinstance(node, ast.Name)]
        if is_length(index):
            return [clue("length_as_index", line, name, sure=95)]
        loop = next((above for above in program.up(place) if isinstance(above, LOOPS)), None)
        if loop is not None and loop.lineno != line and set(variables) & names_in(loop):
            shifted = isinstance(index, ast.BinOp)
            return [
                clue("loop_past_end", loop.lineno, name, variables[0], 70, line)
                if not shifted
                else clue("index_shifted", line, name, variables[0], 70, loop.lineno)
            ]
        given = program.values_of(variables[0], line) if variables else []
        if given:
            return [clue("index_too_large", line, name, variables[0], 60, given[0][0])]
    return [clue("index_too_large", line, name, sure=55)]


def is_length(index):
    return called(index) == "len"


def names_in(loop):
    head = loop.target if isinstance(loop, ast.For) else loop.test
    return {node.id for node in ast.walk(head) if isinstance(node, ast.Name)}


def key_error(message, line, program):
    wanted = message.strip("'\"")
    keys = {
        node.value for node in program.nodes if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
    place = next(
        (node for node in program.at(line) if isinstance(node, ast.Subscript) and isinstance(node.value, ast.Name)),
        None,
    )
    name = place.value.id if place is not None else next(iter(program.names_at(line)), "")
    made = program.values_of(name, line)
    at = made[-1][0] if made else None
    known = {
        key.value
        for _, value in made
        if isinstance(value, ast.Dict)
        for key in value.keys
        if isinstance(key, ast.Constant)
    }
    texts = {key for key in known if isinstance(key, str)}
    if message.isdigit() and message in texts or not message.isdigit() and wanted.isdigit() and int(wanted) in known:
        return [clue("key_of_other_type", line, name, wanted, 90, at)]
    match = (
        similar(wanted, texts or keys - {wanted})
        if wanted.isidentifier()
        else next((key for key in texts if key.lower() == wanted.lower()), None)
    )
    if match:
        here = place is not None and isinstance(place.slice, ast.Constant)
        return [clue("key_misspelled", line, name, wanted, 88 if here else 60, at)]
    counts = (
        any(isinstance(node, ast.AugAssign) for node in program.at(line))
        or place is not None
        and reads_and_writes(program, place)
    )
    if counts:
        return [clue("key_without_start", line, name, wanted, 85)]
    return [clue("key_missing", line, name, wanted, 60, at)]


def reads_and_writes(program, place):
    statement = next((above for above in program.up(place) if isinstance(above, ast.Assign)), None)
    return statement is not None and any(
        ast.dump(target).replace("Store()", "") == ast.dump(place).replace("Load()", "") for target in statement.targets
    )


def zero(message, line, program):
    for node in program.at(line):
        if isinstance(node, (ast.BinOp, ast.AugAssign)) and isinstance(node.op, (ast.Div, ast.FloorDiv, ast.Mod)):
            below = node.right if isinstance(node, ast.BinOp) else node.value
            if isinstance(below, ast.Name):
                given = program.values_of(below.id, line)
                return [clue("zero_division", line, below.id, sure=80, also=given[0][0] if given else None)]
            if called(below) in ("len", "sum"):
                return [
                    clue(
                        "zero_division",
                        line,
                        next((n.id for n in ast.walk(below.args[0]) if isinstance(n, ast.Name)), "")
                        if below.args
                        else "",
                        sure=80,
                    )
                ]
            return [
                clue(
                    "zero_division", line, next((n.id for n in ast.walk(below) if isinstance(n, ast.Name)), ""), sure=75
                )
            ]
    return [clue("zero_division", line, sure=60)]


def recursion(message, line, program):
    for function in program.functions.values():
        inside = [node for node in ast.walk(function) if called(node) == function.name]
        if inside and function.lineno <= line <= (function.end_lineno or line):
            ends = any(isinstance(node, (ast.If, ast.IfExp)) for node in ast.walk(function))
            return [
                clue(
                    "recursion_same_value" if ends else "recursion_without_end",
                    inside[0].lineno,
                    function.name,
                    sure=75,
                    also=function.lineno,
                )
            ]
    return [clue("recursion_without_end", line, sure=60)]


def module_error(message, line, program):
    name = re.search(r"No module named '([\w.]+)'", message)
    if name:
        match = similar(name.group(1), MODULES)
        return [clue("module_misspelled" if match else "module_missing", line, name.group(1), match or "", 88)]
    name = re.search(r"cannot import name '(\w+)'", message)
    return [clue("not_in_module", line, name.group(1) if name else "", sure=85)]


def runtime_error(message, line, program):
    own = next((name for name in program.names_at(line) if name not in BUILTINS), "")
    if "changed size during iteration" in message or "mutated during iteration" in message:
        changer = next(
            (
                node.lineno
                for loop in program.at(line)
                if isinstance(loop, ast.For)
                for node in ast.walk(loop)
                if changes(node, own)
            ),
            line,
        )
        return [clue("changed_while_looping", changer, own, sure=92, also=line if changer != line else None)]
    if "StopIteration" in message:
        return [clue("iterator_empty", line, own, sure=80)]
    if raised_here(program, line):
        return [clue("own_error", line, "RuntimeError", sure=70)]
    return [clue("unknown_error", line, "RuntimeError", sure=20)]


def changes(node, name):
    """Whether a statement puts something into a collection or takes something out."""
    if isinstance(node, ast.Subscript):
        return isinstance(node.ctx, (ast.Store, ast.Del)) and isinstance(node.value, ast.Name) and node.value.id == name
    return called(node) in ("append", "remove", "pop", "insert", "add", "discard", "clear", "update") and isinstance(
        node.func, ast.Attribute
    )
