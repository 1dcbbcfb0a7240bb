"""Ways in which students get a program wrong: each takes the lines of a right one and a random source, and
gives back `(lines, places, causes)` or nothing where it does not apply.

`places` are the lines that count as the faulty one, in the changed program: the changed line, or the two lines
beside a line that is gone. `causes` are the names of what is really wrong, any of which counts.
"""

import re

CHANGES = {}
# Nobody looked at these while writing rules: they are in the kept half only.
KEPT_ONLY = set()


def change(kept_only=False):
    def note(function):
        CHANGES[function.__name__] = function
        if kept_only:
            KEPT_ONLY.add(function.__name__)
        return function

    return note


def pick(lines, random, test):
    places = [
        at for at, line in enumerate(lines) if line.strip() and not line.strip().startswith(("#", '"""')) and test(line)
    ]
    return random.choice(places) if places else None


def replaced(lines, at, new, *causes):
    if new == lines[at]:
        return None
    return [*lines[:at], new, *lines[at + 1 :]], [at + 1], causes


def sub(pattern, put, *causes, test=None):
    """A change of one match in one line."""

    def function(lines, random):
        at = pick(lines, random, lambda line: re.search(pattern, line) and (test is None or test(line)))
        if at is None:
            return None
        matches = list(re.finditer(pattern, lines[at]))
        match = random.choice(matches)
        new = (
            lines[at][: match.start()] + (put(match) if callable(put) else match.expand(put)) + lines[at][match.end() :]
        )
        return replaced(lines, at, new, *causes)

    return function


def simple(name, pattern, put, *causes, kept_only=False, test=None):
    function = sub(pattern, put, *causes, test=test)
    function.__name__ = name
    change(kept_only)(function)


# What Python cannot read.
simple("colon_gone", r":\s*$", "", "missing_colon")
simple("bracket_gone", r"\)(?=\s*:?\s*$)", "", "unclosed_bracket")
simple("quote_gone", r"(?<=\w)\"(?=[),])", "", "unclosed_text", "quotes_mixed")
simple("one_equal_sign", r"^(\s*(?:if|elif|while)\b.*)==", r"\1=", "assign_in_condition")
simple("else_if", r"^(\s*)elif\b", r"\1else if", "else_if")
simple("comma_gone", r"(?<=[\w\"]), (?=[\w\"])", " ", "missing_comma", "missing_operator", "missing_quotes")
simple(
    "print_old",
    r"^(\s*)print\((.*)\)\s*$",
    r"\1print \2",
    "print_without_brackets",
    test=lambda line: line.count("(") == 1,
)
simple("curly_quotes", r"\"([^\"{}]*)\"", "“\\1”", "curly_quotes", kept_only=True)
simple("bracket_too_many", r"\)\s*$", "))", "extra_bracket", kept_only=True)
simple("operator_gone", r"(?<=[\w)]) [+*] (?=\w)", " ", "missing_operator", "missing_comma", kept_only=True)


def capital(lines, random):
    at = pick(lines, random, lambda line: re.match(r"\s*(if|for|while|def|return|print|else)\b", line))
    if at is None:
        return None
    word = re.match(r"\s*(\w+)", lines[at]).group(1)
    return replaced(lines, at, lines[at].replace(word, word.capitalize(), 1), "keyword_misspelled", "wrong_case")


CHANGES["capital_keyword"] = capital


@change()
def indent_gone(lines, random):
    at = pick(lines, random, lambda line: line.startswith("    ") and not line.rstrip().endswith(":"))
    return at and replaced(
        lines,
        at,
        lines[at][4:],
        "missing_indent",
        "block_too_shallow",
        "unexpected_indent",
        "print_after_loop",
        "outside_function",
        "outside_loop",
    )


@change()
def indent_too_deep(lines, random):
    at = pick(lines, random, lambda line: not line.rstrip().endswith((":", ",", "(", "[", "{")))
    return at and replaced(
        lines,
        at,
        "    " + lines[at],
        "unexpected_indent",
        "block_too_deep",
        "return_in_loop",
        "print_in_loop",
        "start_in_loop",
    )


@change()
def indent_uneven(lines, random):
    at = pick(lines, random, lambda line: line.startswith("    "))
    return at and replaced(
        lines, at, lines[at][random.choice([1, 2]) :], "uneven_indent", "unexpected_indent", "missing_indent"
    )


# Names.
def variables(lines):
    text = "\n".join(lines)
    found = set(re.findall(r"^\s*([a-z_]\w{2,}) [+*/-]?= ", text, re.M)) | set(re.findall(r"\bfor (\w{3,}) in", text))
    return sorted(found - {"print", "input", "self"})


@change()
def name_misspelled(lines, random):
    return misspell(
        lines,
        random,
        lambda name, at: (
            name[:at] + name[at + 1 :]
            if random.random() < 0.5
            else name[:at] + name[at + 1] + name[at] + name[at + 2 :]
        ),
    )


def misspell(lines, random, how):
    names = variables(lines)
    places = [
        (number, m)
        for number, line in enumerate(lines)
        for name in names
        for m in re.finditer(rf"\b{name}\b", re.sub(r"\"[^\"{{]*\"", lambda t: " " * len(t.group()), line))
    ]
    if not places:
        return None
    number, m = random.choice(places)
    name = m.group()
    new = how(name, random.randrange(1, max(2, len(name) - 1)))
    if new == name:
        return None
    line = lines[number][: m.start()] + new + lines[number][m.end() :]
    return replaced(lines, number, line, "misspelled_name", "wrong_case")


@change()
def name_capital(lines, random):
    return misspell(lines, random, lambda name, at: name.capitalize())


@change(kept_only=True)
def call_misspelled(lines, random):
    at = pick(
        lines, random, lambda line: re.search(r"\b(print|input|range|append|upper|lower|split|round|replace)\(", line)
    )
    if at is None:
        return None
    word = random.choice(re.findall(r"\b(print|input|range|append|upper|lower|split|round|replace)\(", lines[at]))
    new = word[:-2] + word[-1] + word[-2] if random.random() < 0.5 else word[:-1]
    return replaced(
        lines, at, re.sub(rf"\b{word}\(", f"{new}(", lines[at], count=1), "misspelled_name", "misspelled_method"
    )


simple("quotes_gone", r"(?<=[(, ])\"([A-Za-z]\w*)\"(?=[),:])", r"\1", "missing_quotes", "never_assigned", "wrong_case")
simple("import_gone", r"^(?:import|from) .*$", "", "missing_import")


def gone(test, *causes):
    def function(lines, random):
        at = pick(lines, random, test)
        if at is None:
            return None
        return [*lines[:at], *lines[at + 1 :]], beside(lines, at, at + 1), causes

    return function


def beside(lines, start, end):
    """The lines that say something on both sides of a gap, as they are numbered after it."""
    says = [line.strip() and not line.strip().startswith("#") for line in lines]
    before = next((at + 1 for at in range(start - 1, -1, -1) if says[at]), None)
    after = next((at + 1 - (end - start) for at in range(end, len(lines)) if says[at]), None)
    return [at for at in (before, after) if at is not None]


CHANGES["import_gone"] = gone(lambda line: re.match(r"(import|from) ", line), "missing_import")
CHANGES["start_gone"] = gone(
    lambda line: re.match(r"\s*\w+ = (0|1|\"\"|\[\]|\{\}|\d+)\s*$", line),
    "missing_start",
    "never_assigned",
    "used_too_early",
    "not_in_every_case",
)
CHANGES["line_gone"] = gone(
    lambda line: not line.rstrip().endswith(":") and not re.match(r"\s*(def|import|from|\w+ = (0|1|\"\"|\[\]))", line),
    "missing_line",
    "missing_update",
    "missing_output",
    "missing_return",
    "missing_break",
    "missing_start",
)
CHANGES["return_gone"] = gone(lambda line: re.match(r"\s+return\b", line), "missing_return", "nothing_returned")

# Kinds of values.
simple("not_converted", r"\b(?:int|float)\((input\([^()]*\))\)", r"\1", "input_not_converted")
simple("str_gone", r"\bstr\(([^()]*)\)", r"\1", "text_and_number")
simple("int_for_float", r"\bfloat\((input)", r"int(\1", "wrong_conversion", "decimal_as_int")
simple("call_brackets_gone", r"\.(upper|lower|strip|title|isdigit|isalpha)\(\)", r".\1", "missing_call")
simple("f_gone", r"\bf\"(?=[^\"]*\{)", '"', "f_prefix")
simple(
    "argument_gone",
    r"(\b(?!print|range|input)[a-z_]+\([^(),]+), [^(),]+\)",
    r"\1)",
    "missing_argument",
    test=lambda line: not line.lstrip().startswith(("def", "print")),
)
simple("self_gone", r"(def \w+\()self(?:, )?", r"\1", "missing_self", kept_only=True)


@change(kept_only=True)
def built_in_taken(lines, random):
    used = [
        name
        for name in ("sum", "len", "max", "min", "str", "round", "int", "print", "input", "sorted")
        if any(re.search(rf"(?<!\.)\b{name}\(", line) for line in lines)
    ]
    if not used:
        return None
    name = random.choice(used)
    at = next(number for number, line in enumerate(lines) if re.search(rf"(?<!\.)\b{name}\(", line))
    indent = re.match(r"\s*", lines[at]).group()
    if lines[at].lstrip().startswith(("elif", "else", "except")):
        return None
    return [*lines[:at], f"{indent}{name} = 0", *lines[at:]], [at + 1, at + 2], ("shadowed_builtin",)


# Programs that run and are wrong.
simple("border", r"(?<=\s)(<|>)(?= )", r"\1=", "border_comparison")
simple("border_inside", r"(<|>)=", r"\1", "border_comparison")
simple("comparison_turned", r" < ", " > ", "comparison", "inverted_condition")
simple("equal_turned", r" == ", " != ", "inverted_condition", "comparison")
simple("and_or", r"\b and \b", " or ", "and_or")
simple("or_and", r"\b or \b", " and ", "and_or")
simple("plus_minus", r"(?<=\w) \+ (?=\w)", " - ", "operator", "kinds_do_not_fit", "text_and_number")
simple("times_plus", r"(?<=\w) \* (?=\w)", " + ", "operator")
simple("whole_division", r" // ", " / ", "whole_division", "needs_whole_number")
simple("range_start", r"range\(1, ", "range(", "range_bounds")
simple("range_end", r"(range\(.*) \+ 1\)", r"\1)", "range_bounds")
simple("range_one_more", r"range\((len\([^()]*\)|\w+)\)", r"range(\1 + 1)", "range_bounds", "loop_past_end")
simple(
    "index_shifted",
    r"\[(\w+)\](?!\s*=)",
    r"[\1 + 1]",
    "index",
    "index_shifted",
    "loop_past_end",
    "index_too_large",
    test=lambda line: not line.lstrip().startswith("def"),
    kept_only=True,
)
simple("start_value", r"^(\s*\w+ = )0\s*$", r"\g<1>1", "start_value")
simple("start_value_zero", r"^(\s*\w+ = )1\s*$", r"\g<1>0", "start_value", kept_only=True)
simple("number_wrong", r"(?<=[-+*/%<>=] )([2-9])\b", lambda m: str(int(m.group(1)) + 1), "number")
simple("print_for_return", r"^(\s+)return (.+)$", r"\1print(\2)", "print_not_return")
simple("replaced", r"^(\s+)(\w+) = \2 \+ (.+)$", r"\1\2 = \3", "replaced_not_added")
simple("elif_if", r"^(\s*)elif\b", r"\1if", "elif_if")
simple(
    "text_case",
    r"\"([A-Z])(\w+[^\"{}]*)\"",
    lambda m: f'"{m.group(1).lower()}{m.group(2)}"',
    "text_case",
    test=lambda line: "print" in line or "return" in line,
)
simple("text_space", r"(?<=\w)(:?) \"(?=[ ,)+])", r'\1"', "text_space", "text", kept_only=True)
simple(
    "text_typing",
    r"(?<=[(f])\"(\w{2})(\w)(\w*[^\"]*)\"",
    r'"\1\3"',
    "text",
    test=lambda line: "print" in line,
    kept_only=True,
)
simple("method_other", r"\.upper\(\)", ".lower()", "wrong_method", kept_only=True)
simple("method_lower", r"\.lower\(\)", ".upper()", "wrong_method", kept_only=True)
simple("max_min", r"\bmax\(", "min(", "wrong_function", kept_only=True)
simple("sep_gone", r", (?:sep|end)=\"[^\"]*\"", "", "print_spacing", "missing_argument")
simple("round_gone", r"\bround\(([^()]*), \d\)", r"\1", "rounding", kept_only=True)
simple("not_gone", r"\bnot ", "", "inverted_condition", kept_only=True)


@change()
def wrong_variable(lines, random):
    names = variables(lines)
    places = [
        (number, m)
        for number, line in enumerate(lines)
        for name in names
        for m in re.finditer(rf"(?<=[=(+*/<>-] ){name}\b|(?<=\(){name}\b(?=[),])", line)
        if not line.lstrip().startswith(("def", "for"))
    ]
    if len(names) < 2 or not places:
        return None
    number, m = random.choice(places)
    seen = [
        name for name in names if name != m.group() and any(re.search(rf"\b{name}\b", line) for line in lines[:number])
    ]
    if not seen:
        return None
    return replaced(
        lines, number, lines[number][: m.start()] + random.choice(seen) + lines[number][m.end() :], "wrong_variable"
    )


@change()
def lines_swapped(lines, random):
    places = [
        at
        for at in range(len(lines) - 1)
        if lines[at].strip()
        and lines[at + 1].strip()
        and indent_of(lines[at]) == indent_of(lines[at + 1])
        and not lines[at].rstrip().endswith(":")
        and not lines[at + 1].rstrip().endswith(":")
    ]
    if not places:
        return None
    at = random.choice(places)
    return (
        [*lines[:at], lines[at + 1], lines[at], *lines[at + 2 :]],
        [at + 1, at + 2],
        ("order_of_lines", "used_too_early"),
    )


def indent_of(line):
    return len(line) - len(line.lstrip())


@change()
def return_in_loop(lines, random):
    places = [
        at
        for at in range(1, len(lines))
        if re.match(r"\s+return\b", lines[at]) and indent_of(lines[at - 1]) > indent_of(lines[at])
    ]
    if not places:
        return None
    at = random.choice(places)
    return replaced(lines, at, " " * indent_of(lines[at - 1]) + lines[at].lstrip(), "return_in_loop", "block_too_deep")


@change()
def print_in_loop(lines, random):
    places = [
        at
        for at in range(1, len(lines))
        if re.match(r"\s*print\b", lines[at]) and indent_of(lines[at - 1]) > indent_of(lines[at])
    ]
    if not places:
        return None
    at = random.choice(places)
    return replaced(lines, at, " " * indent_of(lines[at - 1]) + lines[at].lstrip(), "print_in_loop", "block_too_deep")


@change()
def start_in_loop(lines, random):
    places = [
        at
        for at in range(len(lines) - 2)
        if re.match(r"\s*\w+ = (0|1|\"\"|\[\])\s*$", lines[at])
        and re.match(r"\s*(for|while)\b", lines[at + 1])
        and indent_of(lines[at]) == indent_of(lines[at + 1])
    ]
    if not places:
        return None
    at = random.choice(places)
    return [*lines[:at], lines[at + 1], "    " + lines[at], *lines[at + 2 :]], [at + 2], ("start_in_loop",)


@change()
def update_gone(lines, random):
    places = [at for at in range(1, len(lines)) if re.match(r"\s+(\w+) (= \1 [-+*/]|[-+*/]+= )", lines[at])]
    if not places:
        return None
    at = random.choice(places)
    return [*lines[:at], *lines[at + 1 :]], beside(lines, at, at + 1), ("missing_update", "loop_never_changes")


@change(kept_only=True)
def arguments_swapped(lines, random):
    at = pick(
        lines,
        random,
        lambda line: (
            re.search(r"\b(?!print)\w+\((\w+), (\w+)\)", line) and not line.lstrip().startswith(("def", "print"))
        ),
    )
    return (
        None
        if at is None
        else replaced(
            lines, at, re.sub(r"(\b(?!print)\w+)\((\w+), (\w+)\)", r"\1(\3, \2)", lines[at], count=1), "swapped"
        )
    )


@change(kept_only=True)
def else_gone(lines, random):
    places = [at for at in range(len(lines) - 1) if re.match(r"\s*else:\s*$", lines[at])]
    if not places:
        return None
    at = random.choice(places)
    end = at + 1
    while end < len(lines) and (not lines[end].strip() or indent_of(lines[end]) > indent_of(lines[at])):
        end += 1
    return [*lines[:at], *lines[end:]], beside(lines, at, end), ("missing_branch",)


@change(kept_only=True)
def result_not_kept(lines, random):
    at = pick(lines, random, lambda line: re.match(r"\s*(\w+) = \1\.(upper|lower|strip|replace|title)\(", line))
    return (
        None
        if at is None
        else replaced(lines, at, re.sub(r"(\w+) = (?=\1\.)", "", lines[at], count=1), "result_not_kept")
    )


@change(kept_only=True)
def operands_swapped(lines, random):
    at = pick(lines, random, lambda line: re.search(r"\b(\w+) ([-/]|//|%) (\w+)\b", line))
    return (
        None
        if at is None
        else replaced(
            lines,
            at,
            re.sub(r"\b(\w+) ([-/]|//|%) (\w+)\b", r"\3 \2 \1", lines[at], count=1),
            "swapped",
            "zero_division",
        )
    )
