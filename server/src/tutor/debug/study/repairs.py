"""Small changes to a program, each of one line, in the order in which students need them.

Whoever asked runs each against the tests: a change after which they pass names the faulty line.
"""

import ast
import re

from source import AUGMENTED, TOKEN, is_name, is_number, is_text

SWAPS = {
    "<": [("<=", "border_comparison"), (">", "comparison")],
    "<=": [("<", "border_comparison"), (">=", "comparison")],
    ">": [(">=", "border_comparison"), ("<", "comparison")],
    ">=": [(">", "border_comparison"), ("<=", "comparison")],
    "==": [("!=", "inverted_condition")],
    "!=": [("==", "inverted_condition")],
    "and": [("or", "and_or")],
    "or": [("and", "and_or")],
    "+": [("-", "operator"), ("*", "operator")],
    "-": [("+", "operator")],
    "*": [("+", "operator"), ("**", "operator")],
    "/": [("//", "whole_division"), ("*", "operator")],
    "//": [("/", "whole_division"), ("%", "operator")],
    "%": [("//", "operator")],
    "+=": [("-=", "operator"), ("=", "extra_line")],
    "-=": [("+=", "operator")],
    "elif": [("if", "elif_if")],
    "True": [("False", "truth")],
    "False": [("True", "truth")],
    "continue": [("break", "missing_break")],
}
METHODS = {
    "upper": ["lower", "title"],
    "lower": ["upper"],
    "append": ["remove"],
    "max": ["min"],
    "min": ["max"],
    "rstrip": ["lstrip", "strip"],
    "lstrip": ["rstrip"],
    "find": ["rfind"],
}


def repairs(program, first, most):
    """At most so many changes, each with the text of the whole program; those in the lines `first` come first."""
    rows = program.source.expandtabs(4).splitlines()
    found = []
    for number, row in enumerate(rows, 1):
        if row.strip() and not row.strip().startswith("#"):
            for rank, cause, name, changed in in_line(row, number, rows, program):
                found.append((number not in first, rank, number, cause, name, changed))
    found.sort(key=lambda one: one[:3])
    said, seen = [], {program.source.strip()}
    for _, _, number, cause, name, changed in found:
        if len(said) >= most:
            break
        text = (
            "\n".join(rows[: number - 1] + changed + rows[number - 1 + (changed_rows(changed, rows, number)) :]) + "\n"
        )
        if text.strip() in seen or not reads(text):
            continue
        seen.add(text.strip())
        said.append({"line": number, "cause": cause, "name": name, "code": text})
    return said


class Rows(list):
    """Rows that take the place of more or fewer rows than one."""

    instead_of = 1


def changed_rows(changed, rows, number):
    return getattr(changed, "instead_of", 1)


def instead(rows, count):
    found = Rows(rows)
    found.instead_of = count
    return found


def reads(text):
    try:
        ast.parse(text)
    except (SyntaxError, ValueError):
        return False
    return True


def in_line(row, number, rows, program):
    matches = [match for match in TOKEN.finditer(row) if match.lastgroup != "comment"]
    words = [match.group() for match in matches]
    names = [name for name in program.assigned if not name.startswith("_")][:8]
    for at, match in enumerate(matches):
        token = match.group()
        put = lambda new, start=match.start(), end=match.end(): [row[:start] + new + row[end:]]  # noqa: E731
        for rank, cause, name, new in in_token(token, at, words, names, program):
            yield rank, cause, name, put(new)
        if token == "range" and words[at + 1 : at + 2] == ["("]:
            yield from in_range(row, matches, at)
        if (
            token == "input"
            and words[at - 1 : at] != ["("]
            or token == "input"
            and words[at - 2 : at - 1] not in (["int"], ["float"])
        ):
            end = closing(row, match.end())
            for kind in ("int", "float"):
                yield (
                    1,
                    "input_not_converted",
                    first_target(words),
                    [f"{row[: match.start()]}{kind}({row[match.start() : end]}){row[end:]}"],
                )
        if token in ("int", "float", "str") and words[at + 1 : at + 2] == ["("]:
            end = closing(row, match.end())
            other = "float" if token == "int" else "int"
            yield 4, "wrong_conversion", token, [f"{row[: match.start()]}{other}{row[match.end() :]}"]
            yield (
                5,
                "needless_conversion",
                first_target(words),
                [row[: match.start()] + row[match.end() + 1 : end - 1] + row[end:]],
            )
    yield from in_row(row, number, rows, words, program)


def in_token(token, at, words, names, program):
    for new, cause in SWAPS.get(token, ()):
        if token == "-" and (at == 0 or words[at - 1] in "(,=[:" or words[at - 1] in ("return", "==", "<", ">")):
            continue
        yield (1 if cause.startswith(("border", "whole")) else 3), cause, token, new
    if is_number(token):
        at_start = len(words) == 3 and words[1] == "="
        inside = "".join(words[:at]).count("[") > "".join(words[:at]).count("]")
        cause = (
            "start_value" if at_start else "range_bounds" if "range" in words[:at] else "index" if inside else "number"
        )
        if token.isdigit():
            for new in dict.fromkeys((int(token) + 1, int(token) - 1, 0, 1)):
                if new >= 0 and str(new) != token:
                    yield 2, cause, words[0] if at_start else "", str(new)
    if token in METHODS and words[at + 1 : at + 2] == ["("]:
        for new in METHODS[token]:
            yield 3, "wrong_method" if words[at - 1 : at] == ["."] else "wrong_function", token, new
    if (
        is_name(token)
        and token in program.assigned
        and words[at - 1 : at] not in (["."], ["def"])
        and words[at + 1 : at + 2] not in (["("], ["="])
    ):
        for name in names:
            if name != token:
                yield 6, "wrong_variable", token, name
    if is_text(token) and "{" in token and token[0] in "'\"":
        yield 1, "f_prefix", "", "f" + token
    if is_text(token) and len(token) > 2:
        quote, body = token[-1], token[1:-1] if token[0] == token[-1] else None
        if body is not None:
            for new, cause in (
                (body.strip(), "text_space"),
                (body + " ", "text_space"),
                (" " + body, "text_space"),
                (body.lower(), "text_case"),
                (body.capitalize(), "text_case"),
            ):
                if new != body:
                    yield 7, cause, "", quote + new + quote


def closing(row, start):
    depth = 0
    for at in range(start, len(row)):
        depth += {"(": 1, ")": -1}.get(row[at], 0)
        if depth == 0 and row[at] == ")":
            return at + 1
    return len(row)


def in_range(row, matches, at):
    start = matches[at].end()
    end = closing(row, start)
    inside = row[start + 1 : end - 1]
    parts, depth, piece = [], 0, ""
    for letter in inside:
        depth += {"(": 1, "[": 1, ")": -1, "]": -1}.get(letter, 0)
        if letter == "," and depth == 0:
            parts.append(piece)
            piece = ""
        else:
            piece += letter
    parts = [part.strip() for part in [*parts, piece]]
    options = []
    if len(parts) == 1:
        options = [f"1, {parts[0]} + 1", f"{parts[0]} + 1", f"{parts[0]} - 1", f"1, {parts[0]}"]
    elif len(parts) >= 2:
        rest = "".join(f", {part}" for part in parts[2:])
        options = [
            f"{parts[0]}, {parts[1]} + 1{rest}",
            f"{parts[0]}, {parts[1]} - 1{rest}",
            f"{parts[0]} + 1, {parts[1]}{rest}",
            f"0, {parts[1]}{rest}",
            f"{parts[1]}{rest}" if not rest else inside,
        ]
        if parts[1].endswith("+ 1"):
            options.append(f"{parts[0]}, {parts[1][:-3].strip()}{rest}")
    for option in options:
        yield 1, "range_bounds", "range", [row[: start + 1] + option + row[end - 1 :]]


def first_target(words):
    return words[0] if words[1:2] == ["="] and is_name(words[0]) else ""


def in_row(row, number, rows, words, program):
    indent = row[: len(row) - len(row.lstrip())]
    opener = row.rstrip().endswith(":")
    after = rows[number] if number < len(rows) else ""
    before = rows[number - 2] if number > 1 else ""
    if len(words) > 2 and words[1] == "=" and is_name(words[0]):
        value = row[row.index("=") + 1 :].strip()
        if words[0] not in words[2:]:
            yield 2, "replaced_not_added", words[0], [f"{indent}{words[0]} = {words[0]} + {value}"]
    if words[1:2] and words[1] in AUGMENTED:
        yield 4, "extra_line", words[0], [f"{indent}{words[0]} = {row[row.index('=') + 1 :].strip()}"]
    if words[:1] == ["print"] and indent:
        yield 2, "print_not_return", "", [f"{indent}return {row.strip()[5:]}"]
    if words[:1] == ["return"] and words[1:]:
        yield 3, "return_not_print", "", [f"{indent}print({row.strip()[6:].strip()})"]
    if not opener:
        if len(indent) >= 4:
            out = indent[:-4]
            cause = {"return": "return_in_loop", "print": "print_in_loop"}.get(words[0], "block_too_deep")
            yield (
                1 if words[0] in ("return", "print") else 3,
                cause,
                words[0] if is_name(words[0]) else "",
                [out + row.strip()],
            )
        if before.strip() and len(before) - len(before.lstrip()) > len(indent) or before.rstrip().endswith(":"):
            cause = {"print": "print_after_loop"}.get(words[0], "block_too_shallow")
            yield 3, cause, words[0] if is_name(words[0]) else "", [indent + "    " + row.strip()]
        yield (
            5,
            "extra_output" if words[0] == "print" else "extra_line",
            words[0] if is_name(words[0]) else "",
            [f"{indent}pass"],
        )
        if after.strip() and after[: len(indent)] == indent and after[len(indent) :][:1].strip():
            yield 4, "order_of_lines", "", instead([after, row], 2)
    if before.rstrip().endswith(":") and before.lstrip()[:3] in ("for", "whi") and len(words) == 3 and words[1] == "=":
        pass
    if words[0] in ("if", "while", "elif") and opener:
        condition = row.strip()[len(words[0]) : -1].strip()
        if condition.startswith("not "):
            yield 3, "inverted_condition", "", [f"{indent}{words[0]} {condition[4:]}:"]
        else:
            yield 5, "inverted_condition", "", [f"{indent}{words[0]} not ({condition}):"]
    if words[0] == "print" and row.rstrip().endswith(")") and "sep" not in words:
        body = row.rstrip()[:-1]
        if "," in words:
            yield 3, "print_spacing", "print", [f'{body}, sep="")']
        yield 6, "print_spacing", "print", [f'{body}, end="")']
    if words[0] == "if" and number > 1 and any(re.match(rf"{indent}if\b", earlier) for earlier in rows[: number - 1]):
        yield 4, "elif_if", "if", [row.replace("if", "elif", 1)]
