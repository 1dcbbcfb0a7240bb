"""Why Python cannot read a program: the kinds that beginners meet, by Python's message and the tokens of the line."""

import re
from difflib import get_close_matches

from causes import clue
from source import KEYWORDS, OPENERS, is_name, is_number, is_text, tokens

CURLY = "“”„‟‘’‚«»´`"
PAIRS = {"(": ")", "[": "]", "{": "}"}
# What people write who know the sign from somewhere else.
STRANGE = (
    ("=", ">"),
    ("=", "<"),
    ("=", "!"),
    (">", "<"),
    ("+", "+"),
    ("-", "-"),
    ("&", "&"),
    ("|", "|"),
    ("!",),
    ("=>",),
    ("≤",),
    ("≥",),
    ("≠",),
    ("×",),
    ("÷",),
)
OPERATORS = set("+ - * / // % ** = == != < > <= >= , . and or not in".split())

# Python's words, and what they say by themselves.
MESSAGES = (
    (r"never closed", "unclosed_bracket"),
    (r"unmatched|does not match opening", "extra_bracket"),
    (r"[Mm]issing parentheses in call to", "print_without_brackets"),
    (r"leading zeros", "leading_zero"),
    (r"'return' outside|'yield' outside", "outside_function"),
    (r"outside loop|not properly in loop", "outside_loop"),
    (r"expected 'except' or 'finally'", "missing_except"),
    (r"f-string", "f_string_bracket"),
    (r"positional argument follows", "argument_order"),
    (r"without a default follows", "argument_order"),
    (r"expected an indented block", "missing_indent"),
    (r"unexpected indent", "unexpected_indent"),
    (r"unindent does not match", "uneven_indent"),
    (r"inconsistent use of tabs", "tabs_and_spaces"),
    (r"after dictionary key", "dict_colon"),
    (r"expected 'else' after", "one_line_if"),
    (r"used prior to global|assigned to before global", "global_too_late"),
    (r"duplicate (argument|parameter)", "argument_order"),
)


def problem(error, source):
    """The clue for a `SyntaxError` of any kind."""
    message, line = error.msg or "", error.lineno or 1
    rows = source.splitlines()
    text = rows[line - 1] if 0 < line <= len(rows) else ""
    found = tokens(text)
    head = found[0] if found else ""
    if any(sign in text for sign in CURLY[:8]) and "invalid character" in message:
        return clue("curly_quotes", line, sure=95)
    if "invalid character" in message or "non-printable" in message:
        strange = re.search(r"'(.)'", message)
        cause = "wrong_sign" if strange and strange.group(1) in "≤≥≠×÷−–" else "strange_character"
        return clue(cause, line, strange.group(1) if strange else "", sure=95)
    for pattern, cause in MESSAGES:
        if re.search(pattern, message):
            return special(cause, message, line, rows, found)
    if "unterminated" in message:
        return unterminated(message, line, text)
    if "forgot a comma" in message:
        return comma(error, line, rows, found)
    if "Maybe you meant '=='" in message or "cannot assign" in message:
        cause = "assign_in_condition" if head in ("if", "elif", "while") else "assign_to_value"
        return clue(cause, line, sure=95)
    if "invalid decimal literal" in message or "invalid" in message and "literal" in message:
        return number(line, text)
    if "expected ':'" in message:
        if found[:2] == ["else", "if"]:
            return clue("else_if", line, sure=98)
        if head == "else" and len(found) > 1:
            return clue("else_with_condition", line, sure=95)
        return clue("missing_colon", line, head, sure=98)
    return anything(error, line, rows, found)


def special(cause, message, line, rows, found):
    if cause == "unclosed_bracket":
        return clue(cause, line, message[1:2], sure=95)
    if cause == "extra_bracket":
        return clue(cause, line, message.split("'")[1] if "'" in message else "", sure=95)
    if cause == "missing_indent":
        after = re.search(r"on line (\d+)", message)
        opener = int(after.group(1)) if after else line
        words = re.search(r"after '?(\w+)", message)
        return clue(cause, line, words.group(1) if words else "", sure=95, also=opener)
    if cause in ("unexpected_indent", "uneven_indent"):
        before = previous(rows, line)
        return clue(cause, line, sure=90, also=before)
    if cause == "outside_loop" or cause == "outside_function":
        return clue(cause, line, found[0] if found else "", sure=90)
    if cause == "missing_except":
        opener = next((at for at in range(line, 0, -1) if rows[at - 1 : at] and rows[at - 1].strip() == "try:"), None)
        return clue(cause, line, "try", sure=95, also=opener)
    return clue(cause, line, sure=95)


def previous(rows, line):
    for at in range(line - 1, 0, -1):
        if rows[at - 1].strip() and not rows[at - 1].strip().startswith("#"):
            return at
    return None


def unterminated(message, line, text):
    if "triple" in message:
        return clue("unclosed_text", line, '"""', sure=90)
    quotes = [sign for sign in text if sign in "'\""]
    if re.search(r"'[^']*\w'\w", text) and quotes and quotes[0] == "'":
        return clue("quote_in_text", line, "'", sure=90)
    mixed = len(set(quotes)) > 1
    return clue(
        "quotes_mixed" if mixed and len(quotes) == 2 else "unclosed_text", line, quotes[0] if quotes else '"', sure=95
    )


def comma(error, line, rows, found):
    depth = [token for token in found if token in PAIRS or token in PAIRS.values()]
    opened = sum(1 if token in PAIRS else -1 for token in depth)
    end = getattr(error, "end_lineno", None) or line
    if opened > 0 and end > line:
        # The bracket of this line never closes on the way, or a line of a list has no comma at its end.
        total, at = 0, line
        for at in range(line, len(rows) + 1):
            total += sum(
                1 if token in PAIRS else -1 if token in PAIRS.values() else 0 for token in tokens(rows[at - 1])
            )
            if total <= 0:
                break
        following = tokens(rows[line]) if line < len(rows) else []
        starts_anew = following[:1] and (
            following[0] in KEYWORDS - {"not", "None", "True", "False"} or following[1:2] in (["="], ["("])
        )
        if total > 0 or starts_anew:
            return clue("unclosed_bracket", line, next((token for token in found if token in PAIRS), "("), sure=85)
    words = [(a, b) for a, b in zip(found, found[1:]) if is_name(a) and is_name(b)]
    if words and not any(is_text(token) for token in found):
        return clue("missing_quotes", line, words[0][0], sure=70)
    return clue("missing_comma", line, sure=85)


def number(line, text):
    if re.match(r"\s*(def\s+)?\d+[^\W\d]\w*\s*(=(?!=)|\()", text):
        return clue("name_starts_with_digit", line, sure=90)
    glued = re.search(r"\b(\d+)([^\W\d]\w*)", text)
    return clue("missing_operator", line, glued.group(0) if glued else "", sure=85)


def anything(error, line, rows, found):
    """Python says no more than that it cannot read the line."""
    head = found[0] if found else ""
    second = found[1] if len(found) > 1 else ""
    if head in ("else", "elif", "except", "finally"):
        if head == "else" and second == "if":
            return clue("else_if", line, sure=98)
        return clue("else_without_if", line, head, sure=90, also=previous(rows, line))
    if head in KEYWORDS and second == "=" or head in ("def", "for") and second in KEYWORDS - {"async"}:
        return clue("keyword_as_name", line, head if second == "=" else second, sure=95)
    like = (
        [head.lower()] if head.lower() in KEYWORDS else get_close_matches(head, OPENERS | {"return", "import"}, 1, 0.7)
    )
    if is_name(head) and like and second not in ("=", "(", "."):
        return clue("keyword_misspelled", line, head, like[0], sure=92)
    if head == "for" and "in" not in found:
        return clue("missing_in", line, sure=92)
    for strange in STRANGE:
        for at in range(len(found)):
            if tuple(found[at : at + len(strange)]) == strange:
                return clue("wrong_sign", line, "".join(strange), sure=90)
    misspelled = [
        (token, get_close_matches(token, ["and", "or", "not", "in"], 1, 0.6) or [token.lower()])
        for token in found[1:]
        if is_name(token)
    ]
    for token, match in misspelled:
        if token.lower() in ("and", "or", "not", "in", "is") or token in ("adn", "nad", "ro", "ni"):
            return clue("keyword_misspelled", line, token, match[0], sure=85)
    if head in OPENERS and found[-1:] != [":"]:
        return clue("missing_colon", line, head, sure=80)
    if found[-1:] and found[-1] in OPERATORS:
        return clue("incomplete_line", line, found[-1], sure=88)
    if head in OPENERS and found[-2:-1] and found[-2] in OPERATORS:
        return clue("incomplete_line", line, found[-2], sure=88)
    unclosed = open_before(rows, line)
    if unclosed:
        return clue("unclosed_bracket", unclosed[0], unclosed[1], sure=80, also=line)
    used = next(
        (
            token
            for a, token in zip(found, found[1:])
            if token in KEYWORDS - {"True", "False", "None", "not", "lambda"} and a in "(,="
        ),
        None,
    )
    if used:
        return clue("keyword_as_name", line, used, sure=60)
    for a, b in zip(found, found[1:]):
        if operand(a) and operand(b):
            return clue("missing_operator", line, a if is_name(a) else b, sure=75)
    return clue("unreadable", line, sure=40, also=previous(rows, line))


def operand(token):
    return is_name(token) or is_number(token) or is_text(token) or token in ("True", "False", "None")


def open_before(rows, line):
    """The last bracket before a line that nothing closed."""
    stack = []
    for number, text in enumerate(rows[: line - 1], 1):
        for token in tokens(text):
            if token in PAIRS:
                stack.append((number, token))
            elif token in PAIRS.values() and stack:
                stack.pop()
    return stack[-1] if stack else None
