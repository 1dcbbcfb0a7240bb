"""Lines and tokens of a program that Python may not be able to read."""

import re
from collections import namedtuple
from functools import lru_cache

# number: from 1. depth: how many blocks it is in. tokens: as they are compared. text: as it was written.
Line = namedtuple("Line", "number depth tokens text width")

TOKEN = re.compile(
    r"""
    (?P<comment>\#.*)
  | (?P<text>[rbfuRBFU]{0,2}(?:'''(?:[^\\]|\\.)*?(?:'''|$)|\"\"\"(?:[^\\]|\\.)*?(?:\"\"\"|$)
        |'(?:[^'\\\n]|\\.)*'?|"(?:[^"\\\n]|\\.)*"?))
  | (?P<number>\d[\d_]*\.?\d*(?:[eE][+-]?\d+)?|\.\d+)
  | (?P<name>[^\W\d]\w*)
  | (?P<operator>\*\*=|//=|<<=|>>=|==|!=|<=|>=|->|:=|\+=|-=|\*=|/=|%=|\*\*|//|<<|>>|\S)
    """,
    re.VERBOSE,
)
AUGMENTED = {"+=": "+", "-=": "-", "*=": "*", "/=": "/", "//=": "//", "%=": "%", "**=": "**"}
KEYWORDS = frozenset(
    "False None True and as assert async await break class continue def del elif else except finally for from"
    " global if import in is lambda nonlocal not or pass raise return try while with yield match case".split()
)
OPENERS = {"if", "elif", "else", "for", "while", "def", "class", "try", "except", "finally", "with"}


def is_name(token):
    return token[:1].isidentifier() and token not in KEYWORDS and not is_text(token)


def is_text(token):
    return token[-1:] in "'\"" or token.lstrip("rbfuRBFU")[:1] in ("'", '"')


def is_number(token):
    return token[:1].isdigit() or token[:1] == "." and token[1:2].isdigit()


def tokens(text):
    """The tokens of a line, without its comment; quotes are all of one kind."""
    found = []
    for match in TOKEN.finditer(text):
        if match.lastgroup == "comment":
            break
        token = match.group()
        if match.lastgroup == "text":
            token = plain_text(token)
            if token.startswith("f") and "{" in token:
                found += filled_text(token)
                continue
        found.append(token)
    return found


def filled_text(token):
    """`f"Hello, {name}!"` as its text and the tokens of what is filled in."""
    bare, inside, depth, piece = "", [], 0, ""
    for letter in token:
        if letter == "{":
            depth += 1
            bare += letter if depth == 1 else ""
        elif letter == "}" and depth:
            depth -= 1
            if depth == 0:
                inside += ["{", *tokens(piece), "}"]
                piece = ""
                bare += letter
        elif depth:
            piece += letter
        else:
            bare += letter
    return [bare, *inside]


def plain_text(token):
    prefix = re.match(r"[rbfuRBFU]*", token).group().lower()
    body = token[len(prefix) :]
    for quote in ('"""', "'''", '"', "'"):
        if body.startswith(quote):
            body = body[len(quote) :]
            body = body[: -len(quote)] if body.endswith(quote) else body
            break
    return prefix + '"' + body + '"'


# Programs that are known to be wrong share most of their lines with the one that is right.
@lru_cache(maxsize=2000)
def of_row(text):
    return compared(tokens(text))


def compared(found):
    """Tokens without what does not matter: prompts, `x += 1` for `x = x + 1`, a comma before a bracket."""
    kept = []
    at = 0
    while at < len(found):
        token = found[at]
        if token == "input" and found[at + 1 : at + 2] == ["("] and at + 2 < len(found) and is_text(found[at + 2]):
            kept += ["input", "("]
            at += 3
            continue
        if token in AUGMENTED and at > 0:
            kept += ["=", *kept[:at], AUGMENTED[token]]
        elif token == "," and found[at + 1 : at + 2] in (["]"], ["}"]):
            pass
        else:
            kept.append(token)
        at += 1
    return tuple(kept)


def lines(source):
    """The lines that say something, each with its depth."""
    found, widths, inside = [], [0], False
    for number, text in enumerate(source.expandtabs(4).splitlines(), 1):
        stripped = text.strip()
        if inside or not stripped or stripped.startswith("#"):
            if stripped.count('"""') % 2 or stripped.count("'''") % 2:
                inside = not inside
            continue
        if stripped.startswith(('"""', "'''")):
            inside = stripped.count('"""') + stripped.count("'''") == 1
            continue
        width = len(text) - len(text.lstrip())
        while widths and width < widths[-1]:
            widths.pop()
        if not widths or width > widths[-1]:
            widths.append(width)
        found.append(Line(number, len(widths) - 1, of_row(stripped), text, width))
    return found


def defined(all_lines):
    """Names that a program gives a value, with the first line in which it does."""
    found = {}
    for line in all_lines:
        row = line.tokens
        if row[:1] in (("def",), ("class",)):
            for token in row[1:]:
                if is_name(token):
                    found.setdefault(token, line.number)
        elif row[:1] in (("for",), ("import",), ("from",), ("with",), ("except",)):
            names = row[1 : row.index("in")] if "in" in row else row[1:]
            for token in names:
                if is_name(token):
                    found.setdefault(token, line.number)
        elif "=" in row:
            for at, token in enumerate(row[: row.index("=")]):
                if is_name(token) and row[at - 1 : at] != (".",):
                    found.setdefault(token, line.number)
        for at, token in enumerate(row):
            if token == "for" and at > 0:
                for name in row[at + 1 : row.index("in", at) if "in" in row[at:] else None]:
                    if is_name(name):
                        found.setdefault(name, line.number)
    return found
