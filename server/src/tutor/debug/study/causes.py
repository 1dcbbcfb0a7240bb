"""Gives each difference from the other program a cause, and the names of the student's that it is about."""

from difflib import SequenceMatcher

from compare import own_name
from source import OPENERS, is_name, is_number, is_text

COMPARISONS = {"<", "<=", ">", ">=", "==", "!="}
BORDER = [{"<", "<="}, {">", ">="}]
ARITHMETIC = {"+", "-", "*", "/", "//", "%", "**"}
CONVERSIONS = {"int", "float"}


def clue(cause, line, name="", other="", sure=50, also=None):
    """One thing that may be wrong: why, where, and what it is about."""
    return {"cause": cause, "line": line, "name": name, "other": other, "sure": sure, "also": also}


def causes(found, names):
    """A clue for each difference."""
    said = []
    for one in found:
        cause, name = cause_of(one)
        said.append(clue(cause, one["line"], own_name(name, names)))
    return said


def cause_of(one):
    what, mine, other = one["what"], one["mine"], one["other"]
    if what == "changed":
        return changed(mine, other)
    if what == "indent":
        return indented(mine, *one["depths"])
    if what == "missing":
        return missing(other)
    if what == "moved":
        return (
            "start_in_loop" if one["depths"][0] > one["depths"][1] and is_start(mine) else "order_of_lines"
        ), first_name(mine)
    if mine[:1] == ("print",):
        return "extra_output", ""
    if mine[:1] in (("break",), ("return",), ("continue",)):
        return "ends_too_early", mine[0]
    return "extra_line", first_name(mine)


def first_name(row):
    return next((token for token in row if is_name(token)), "")


def is_start(row):
    return len(row) >= 3 and is_name(row[0]) and row[1] == "=" and row[0] not in row[2:]


def missing(row):
    head = row[0] if row else ""
    if head == "return":
        return "missing_return", ""
    if head in ("break", "continue"):
        return "missing_break", ""
    if head in ("import", "from"):
        return "missing_import", ""
    if head in ("elif", "else"):
        return "missing_branch", ""
    if head == "if":
        return "missing_condition", ""
    if head in ("for", "while"):
        return "missing_loop", ""
    if head == "print":
        return "missing_output", ""
    if is_start(row):
        return "missing_start", row[0]
    if len(row) > 2 and row[1] == "=":
        return "missing_update", row[0]
    return "missing_line", ""


def indented(row, mine, other):
    deeper = mine > other
    if row[0] == "return":
        return ("return_in_loop" if deeper else "block_too_shallow"), "return"
    if row[0] == "print":
        return ("print_in_loop" if deeper else "print_after_loop"), "print"
    if is_start(row) and deeper:
        return "start_in_loop", row[0]
    return ("block_too_deep" if deeper else "block_too_shallow"), first_name(row)


def changed(mine, other):
    """What turned one row of tokens into another one."""
    if mine[0] != other[0]:
        if {mine[0], other[0]} == {"print", "return"}:
            return ("print_not_return" if mine[0] == "print" else "return_not_print"), ""
        if {mine[0], other[0]} == {"if", "elif"}:
            return "elif_if", mine[0]
        if {mine[0], other[0]} <= {"if", "while", "for"} | {"else", "elif"}:
            return "wrong_keyword", mine[0]
        if other[0] in ("return", "print") and other[1:] == mine:
            return ("missing_return" if other[0] == "return" else "not_shown"), ""
    parts = [
        (mine[a:b], other[c:d], a)
        for what, a, b, c, d in SequenceMatcher(None, mine, other, autojunk=False).get_opcodes()
        if what != "equal"
    ]
    gone = [token for had, _, _ in parts for token in had]
    come = [token for _, has, _ in parts for token in has]
    for rule in (calls, conditions, ranges, texts, sums, names_and_numbers):
        found = rule(mine, other, gone, come, parts)
        if found:
            return found
    inside = [place for _, _, place in parts if "{" in mine[:place]]
    if parts and len(inside) == len(parts) and any(token.startswith('f"') for token in mine):
        return "inside_f_text", ""
    return ("condition" if mine[0] in ("if", "elif", "while") else "expression"), first_name(mine)


def calls(mine, other, gone, come, parts):
    brackets = {"(", ")"}
    texts_had = ["".join(token.split()) for token in gone if is_text(token)]
    if any(token.startswith('f"') for token in come) and any("{" in token and token[:1] == '"' for token in texts_had):
        return "f_prefix", ""
    if set(come) - brackets <= CONVERSIONS and set(come) & CONVERSIONS and not set(gone) - brackets - {"str"}:
        if gone and set(gone) & CONVERSIONS:
            return "wrong_conversion", gone[0]
        return ("input_not_converted" if "input" in mine else "missing_conversion"), first_name(mine)
    if set(gone) & CONVERSIONS and not set(come) - brackets:
        return "needless_conversion", first_name(mine)
    if set(gone) & CONVERSIONS and set(come) & CONVERSIONS and not set(gone + come) - CONVERSIONS:
        return "wrong_conversion", gone[0]
    if "str" in come and set(come) <= {"str"} | brackets:
        return "text_and_number", first_name(mine)
    if "round" in come or "round" in gone:
        return "rounding", "round"
    if come == ["(", ")"] and not gone:
        return "missing_call", before(mine, parts)
    if {"sep", "end"} & set(come + gone):
        return "print_spacing", "print"
    if come and "return" in come:
        return "missing_return", ""
    return None


def before(row, parts):
    at = parts[0][2]
    return next((token for token in reversed(row[:at]) if is_name(token)), "")


def conditions(mine, other, gone, come, parts):
    if set(gone + come) == {"and", "or"}:
        return "and_or", gone[0]
    if "not" in gone + come and set(gone + come) <= {"not", "in", "(", ")"}:
        return "inverted_condition", ""
    if len(gone) == len(come) == 1 and {gone[0], come[0]} <= COMPARISONS:
        pair = {gone[0], come[0]}
        if pair in BORDER:
            return "border_comparison", gone[0]
        return ("inverted_condition" if pair == {"==", "!="} else "comparison"), gone[0]
    if gone == ["="] and come == ["=="]:
        return "assign_in_condition", ""
    if gone == ["=="] and come == ["="]:
        return "compare_not_assign", first_name(mine)
    if mine[0] in ("if", "elif", "while") and "or" in mine and come and gone == []:
        return "or_without_comparison", first_name(mine)
    return None


def ranges(mine, other, gone, come, parts):
    if "range" in mine and "range" in other and mine[:1] == ("for",) or "range" in mine and mine[-1:] != (":",):
        at = mine.index("range")
        if all(place > at for _, _, place in parts):
            return "range_bounds", "range"
    if "[" in mine and "[" in other:
        inside = [place for _, _, place in parts if mine[:place].count("[") > mine[:place].count("]")]
        if len(inside) == len(parts) and not any(is_text(token) for token in gone + come):
            return (
                "slice" if ":" in gone + come or ":" in mine[mine.index("[") :] and mine[0] not in OPENERS else "index"
            ), bracketed(mine)
    return None


def bracketed(row):
    at = row.index("[")
    return row[at - 1] if at and is_name(row[at - 1]) else ""


def texts(mine, other, gone, come, parts):
    changed_texts = [token for token in gone if is_text(token)]
    wanted = [token for token in come if is_text(token)]
    if not changed_texts or not wanted or [token for token in gone + come if not is_text(token)]:
        return None
    had, has = changed_texts[0], wanted[0]
    if had.lstrip("rbfu") == has.lstrip("rbfu"):
        return ("f_prefix" if "f" in has.split('"')[0] else "needless_f"), ""
    if had.lower() == has.lower():
        return "text_case", ""
    if "".join(had.split()) == "".join(has.split()):
        return "text_space", ""
    return "text", ""


def sums(mine, other, gone, come, parts):
    if mine[1:2] == other[1:2] == ("=",) and mine[0] == other[0] and mine[0] in other[2:] and mine[0] not in mine[2:]:
        return "replaced_not_added", mine[0]
    if len(gone) == len(come) == 1 and gone[0] in ARITHMETIC and come[0] in ARITHMETIC:
        return ("whole_division" if {gone[0], come[0]} == {"/", "//"} else "operator"), gone[0]
    if sorted(gone) == sorted(come) and gone:
        if set(gone) <= {"(", ")"}:
            return "brackets", ""
        return "swapped", gone[0] if is_name(gone[0]) else ""
    if gone + come and set(gone + come) <= {"(", ")"}:
        return "brackets", ""
    return None


def names_and_numbers(mine, other, gone, come, parts):
    if (
        not gone
        and come
        and {"(", ","} & set(mine)
        and ("," in come)
        and not any(token in ARITHMETIC for token in come)
    ):
        return "missing_argument", before(mine, parts)
    if len(gone) == len(come) == 1:
        had, has = gone[0], come[0]
        at = mine.index(had)
        if is_name(had) and is_name(has):
            if mine[at - 1 : at] == (".",):
                return "wrong_method", had
            if mine[at + 1 : at + 2] == ("(",):
                return "wrong_function", had
            return "wrong_variable", had
        if is_number(had) and (is_number(has) or is_name(has)):
            if is_start(mine) and len(mine) == 3:
                return "start_value", mine[0]
            return "number", had
        if {had, has} <= {"True", "False"}:
            return "truth", had
        if is_text(had) and is_name(has):
            return "name_in_quotes", ""
        if is_text(has) and is_name(had):
            return "missing_quotes", had
    if (
        is_start(mine)
        and is_start(other)
        and len(mine) == 3
        and mine[0] == other[0]
        and mine[2][:1] in ("-", "0", '"', "[")
    ):
        return "start_value", mine[0]
    if not any(is_name(token) or is_text(token) for token in gone + come) and gone + come:
        return "calculation", first_name(mine)
    return None
