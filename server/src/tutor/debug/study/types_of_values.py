"""Errors about what kind of value something is: `TypeError` and `AttributeError`."""

import ast
import re

from causes import clue
from program import BUILTINS, FUNCTIONS, called, comes_from_input, every_argument, gives_back, similar

TYPES = {
    "str": str,
    "list": list,
    "dict": dict,
    "int": int,
    "float": float,
    "set": set,
    "tuple": tuple,
    "bool": bool,
    "range": range,
}
# Methods that change the thing itself and give nothing back.
CHANGERS = frozenset("sort reverse append extend insert remove clear update add discard".split())
CALLABLE = ("method", "builtin_function_or_method", "function", "method_descriptor", "type", "builtin_function")


def kind_of(value, program, line, depth=0):
    """The kind of a value as far as the text of the program says: a type's name, or nothing."""
    if isinstance(value, ast.Constant):
        return type(value.value).__name__
    if isinstance(value, (ast.JoinedStr,)):
        return "str"
    if isinstance(value, (ast.List, ast.ListComp)):
        return "list"
    if isinstance(value, (ast.Dict, ast.DictComp)):
        return "dict"
    if isinstance(value, ast.Tuple):
        return "tuple"
    if isinstance(value, ast.Call):
        name = called(value)
        if name == "input":
            return "str"
        if name in ("str", "int", "float", "list", "dict", "set", "tuple", "bool"):
            return name
        if name in ("len", "sum", "round", "abs", "ord"):
            return "int"
        if name in CHANGERS and isinstance(value.func, ast.Attribute):
            return "NoneType"
        if name in ("upper", "lower", "strip", "replace", "title", "join", "capitalize", "format", "center"):
            return "str"
        if name == "split":
            return "list"
        if name in program.functions and not gives_back(program.functions[name]):
            return "NoneType"
        if name == "print":
            return "NoneType"
    if isinstance(value, ast.Name) and depth < 4:
        for at, given in program.values_of(value.id, line)[:1]:
            return kind_of(given, program, at, depth + 1)
    if isinstance(value, ast.BinOp):
        sides = {kind_of(value.left, program, line, depth + 1), kind_of(value.right, program, line, depth + 1)}
        return (
            "str"
            if "str" in sides
            else "float"
            if "float" in sides or isinstance(value.op, ast.Div)
            else "int"
            if sides == {"int"}
            else ""
        )
    return ""


def from_input(program, line, seen=()):
    """The nearest name in a line, or behind one of its names, that still holds the text of an `input()`."""
    for name in program.names_at(line):
        if name in seen:
            continue
        for at, value in program.values_of(name, line)[:2]:
            if comes_from_input(value):
                return name, at
            if isinstance(value, ast.Name):
                deeper = [
                    (n, a) for a, v in program.values_of(value.id, at)[:1] if comes_from_input(v) for n in [value.id]
                ]
                if deeper:
                    return deeper[0]
    # Parameters: what the function is called with.
    for name in program.names_at(line):
        for _, value, function in program.assigned.get(name, ()):
            if value is None and isinstance(function, FUNCTIONS):
                found = argument_from_input(program, function, name)
                if found:
                    return found
    if any(comes_from_input(node) for node in program.at(line)):
        return "", line
    for name in program.names_at(line):
        loop = next(
            (
                node
                for node in program.nodes
                if isinstance(node, ast.For) and isinstance(node.target, ast.Name) and node.target.id == name
            ),
            None,
        )
        if loop is not None and kind_of(loop.iter, program, line) in ("str", "list") and called(loop.iter) != "range":
            for at, value in program.values_of(loop.iter.id, line)[:1] if isinstance(loop.iter, ast.Name) else []:
                if comes_from_input(value) or called(value) == "split":
                    return name, at
    return None


def argument_from_input(program, function, name):
    names = [one.arg for one in every_argument(function)]
    if name not in names:
        return None
    for call in program.nodes:
        if called(call) == function.name and len(call.args) > names.index(name):
            given = call.args[names.index(name)]
            if comes_from_input(given):
                return name, call.lineno
            if isinstance(given, ast.Name):
                for at, value in program.values_of(given.id, call.lineno)[:1]:
                    if comes_from_input(value):
                        return given.id, at
    return None


def nothing_at(program, line):
    """Where a `None` in a line comes from."""
    values = [(name, at, value) for name in program.names_at(line) for at, value in program.values_of(name, line)[:2]]
    # A `print` that stands alone gives its nothing to nobody.
    values += [
        ("", line, call) for call in program.calls_at(line) if not isinstance(program.parents.get(call), ast.Expr)
    ]
    for name, at, value in values:
        function = program.functions.get(called(value))
        if function is not None and not gives_back(function):
            return clue("nothing_returned", function.lineno, function.name, name, 90, line)
        if called(value) in CHANGERS and isinstance(value.func, ast.Attribute):
            return clue("nothing_from_method", at, called(value), name, 92, line)
        if called(value) == "print":
            return clue("nothing_from_print", at, name, sure=92, also=line)
    for name, at, value in values:
        function = program.functions.get(called(value))
        if function is not None:
            return clue("not_every_way_returns", function.lineno, function.name, name, 75, line)
        if isinstance(value, ast.Constant) and value.value is None:
            return clue("still_none", at, name, sure=70, also=line)
    return clue("nothing_here", line, next(iter(program.names_at(line)), ""), sure=50)


def type_error(message, line, program):
    names = [name for name in program.names_at(line) if name not in BUILTINS and name not in program.functions]
    first = names[0] if names else ""
    if "NoneType" in message:
        return [nothing_at(program, line)]
    if any(f"'{kind}'" in message for kind in CALLABLE) and "callable" not in message:
        return [missing_call(program, line, first)]
    mixed = re.search(
        r"concatenate|unsupported operand|not supported between|must be str, not|can't multiply|not all arguments converted|bad operand",
        message,
    )
    cannot = re.search(r"'(str|float)' object cannot be interpreted as an integer", message)
    if mixed or cannot:
        return mix(message, line, program, names, first)
    if "is not callable" in message:
        return [not_callable(message, line, program, first)]
    if re.search(
        r"missing \d+ required|takes .* positional argument|unexpected keyword|takes no (keyword )?arguments|expected (at (most|least) )?\d+ argument|takes (exactly|at most|at least)",
        message,
    ):
        return [arguments(message, line, program)]
    if "indices must be integers" in message or "must be integers or slices" in message:
        return [clue("index_is_no_number", line, first, sure=80)]
    if "not subscriptable" in message:
        kind = re.search(r"'(\w+)' object", message)
        return [clue("no_places_inside", line, first, kind.group(1) if kind else "", 75)]
    if "not iterable" in message or "non-iterable" in message or "is not a container" in message:
        return [
            clue(
                "loop_over_number" if "'int'" in message or "'float'" in message else "not_iterable",
                line,
                first,
                sure=80,
            )
        ]
    if "has no len()" in message:
        return [clue("length_of_number", line, first, sure=85)]
    if "item assignment" in message or "item deletion" in message:
        return [clue("cannot_be_changed", line, first, sure=90)]
    if "unhashable" in message:
        return [clue("list_as_key", line, first, sure=80)]
    if "sequence item" in message:
        return [clue("join_numbers", line, first, sure=88)]
    if "argument must be" in message or "must be a string" in message or "must be real number" in message:
        found = from_input(program, line)
        if found and "must be real number" in message:
            return [clue("input_not_converted", found[1], found[0], sure=85, also=line)]
        return [clue("wrong_kind_given", line, first, sure=55)]
    if "format string" in message or "__format__" in message:
        return [clue("format_code", line, first, sure=70)]
    if any(isinstance(node, ast.Raise) for node in program.at(line)):
        return [clue("own_error", line, "TypeError", sure=70)]
    return [clue("wrong_kind_given", line, first, sure=40)]


def mix(message, line, program, names, first):
    found = from_input(program, line)
    if found and "str" in message:
        return [clue("input_not_converted", found[1], found[0], sure=88, also=line)]
    if "not supported between" in message:
        return [clue("compare_kinds", line, first, sure=70)]
    if "cannot be interpreted as an integer" in message:
        if "float" in message:
            divided = next(
                (
                    at
                    for name in names
                    for at, value in program.values_of(name, line)[:1]
                    if isinstance(value, ast.BinOp) and isinstance(value.op, ast.Div)
                ),
                None,
            )
            return [clue("needs_whole_number", line, first, sure=75, also=divided)]
        return [clue("text_as_number", line, first, sure=70)]
    if "str" in message:
        numbers = [name for name in names if kind_of(ast.Name(name), program, line) in ("int", "float")]
        return [clue("text_and_number", line, (numbers or [first])[0], sure=80)]
    return [clue("kinds_do_not_fit", line, first, sure=60)]


def missing_call(program, line, first):
    for node in program.at(line):
        above = program.parents.get(node)
        is_call = isinstance(above, ast.Call) and above.func is node
        if isinstance(node, ast.Attribute) and not is_call and isinstance(node.ctx, ast.Load):
            return clue("missing_call", line, node.attr, sure=85)
        if (
            isinstance(node, ast.Name)
            and not is_call
            and (node.id in program.functions or node.id in BUILTINS)
            and isinstance(node.ctx, ast.Load)
        ):
            return clue("missing_call", line, node.id, sure=85)
    for name in program.names_at(line):
        for at, value in program.values_of(name, line)[:1]:
            if (
                isinstance(value, ast.Attribute)
                or isinstance(value, ast.Name)
                and (value.id in program.functions or value.id in BUILTINS)
            ):
                return clue(
                    "missing_call", at, value.attr if isinstance(value, ast.Attribute) else value.id, name, 85, line
                )
    return clue("missing_call", line, first, sure=60)


def not_callable(message, line, program, first):
    for call in program.calls_at(line):
        if isinstance(call.func, ast.Name):
            name = call.func.id
            if name in BUILTINS | set(program.functions) and name in program.assigned:
                return clue("shadowed_builtin", program.assigned[name][0][0], name, sure=95, also=line)
            if name in program.assigned:
                return clue("variable_called", line, name, sure=80)
        if isinstance(call.func, ast.Constant):
            return clue(
                "missing_operator" if isinstance(call.func.value, (int, float)) else "missing_comma", line, sure=85
            )
        if isinstance(call.func, ast.Call):
            return clue("called_twice", line, called(call.func), sure=70)
        if isinstance(call.func, ast.BinOp):
            return clue("missing_operator", line, sure=75)
    return clue("variable_called", line, first, sure=60)


def arguments(message, line, program):
    name = re.search(r"([\w.]+)\(\)", message)
    short = name.group(1).split(".")[-1] if name else ""
    function = program.functions.get(short)
    in_class = function is not None and isinstance(program.parents.get(function), ast.ClassDef)
    # A class: the method itself is missing `self`, or the call is one value short.
    if in_class and not any(isinstance(one, ast.Name) and one.id == "staticmethod" for one in function.decorator_list):
        given = every_argument(function)
        if not given or given[0].arg not in ("self", "cls"):
            return clue("missing_self", function.lineno, short, sure=90, also=line)
    at = function.lineno if function is not None else None
    if "'self'" in message:
        return clue("class_not_called", line, short, sure=75, also=at)
    if "missing" in message or "at least" in message:
        return clue("missing_argument", line, short or called_first(program, line), sure=85, also=at)
    if "keyword" in message and "no keyword" not in message:
        return clue("unknown_argument_name", line, short, sure=80, also=at)
    return clue("too_many_arguments", line, short or called_first(program, line), sure=85, also=at)


def called_first(program, line):
    return next((called(call) for call in program.calls_at(line)), "")


def attribute_error(message, line, program):
    module = re.search(r"module '(\w+)' has no attribute '(\w+)'", message)
    if module:
        try:
            match = similar(module.group(2), dir(__import__(module.group(1))))
        except Exception:
            match = None
        return [clue("misspelled_in_module" if match else "not_in_module", line, module.group(2), match or "", 85)]
    found = re.search(r"'(\w+)' object has no attribute '(\w+)'", message) or re.search(
        r"type object '(\w+)' has no attribute '(\w+)'", message
    )
    if not found:
        return [clue("unknown_attribute", line, sure=30)]
    kind, name = found.groups()
    if kind == "NoneType":
        return [nothing_at(program, line)]
    if kind in CALLABLE:
        return [missing_call(program, line, "")]
    if kind in TYPES:
        match = similar(name, [one for one in dir(TYPES[kind]) if not one.startswith("_")])
        if match:
            return [clue("misspelled_method", line, name, match, 92)]
        home = next((other for other in ("list", "str", "dict", "set") if hasattr(TYPES[other], name)), "")
        owner = next(
            (
                node.value.id
                for node in program.at(line)
                if isinstance(node, ast.Attribute) and node.attr == name and isinstance(node.value, ast.Name)
            ),
            "",
        )
        given = program.values_of(owner, line) if owner else []
        return [
            clue(
                "method_of_other_kind" if home else "unknown_method",
                line,
                name,
                owner,
                80,
                given[0][0] if given and given[0][0] != line else None,
            )
        ]
    if kind in program.classes:
        owned = {node.attr for node in ast.walk(program.classes[kind]) if isinstance(node, ast.Attribute)} | {
            node.name for node in program.classes[kind].body if isinstance(node, FUNCTIONS)
        }
        match = similar(name, owned - {name})
        starts = next(
            (node for node in program.classes[kind].body if isinstance(node, FUNCTIONS) and node.name == "__init__"),
            None,
        )
        if match:
            return [clue("misspelled_attribute", line, name, match, 85, starts.lineno if starts else None)]
        local = [at for at, _, function in program.assigned.get(name, ()) if function is not None]
        if local:
            return [clue("self_forgotten", local[-1], name, sure=80, also=line)]
        return [
            clue(
                "attribute_never_set",
                line,
                name,
                sure=70,
                also=starts.lineno if starts else program.classes[kind].lineno,
            )
        ]
    return [clue("unknown_method", line, name, sure=50)]
