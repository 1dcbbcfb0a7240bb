"""One row of a program with the usual spaces between its tokens; the tokens themselves are never touched."""

import io
import keyword
import token
import tokenize

OPEN, CLOSE = frozenset("([{"), frozenset(")]}")
SPACED = frozenset(
    "= == != < > <= >= += -= *= /= //= %= **= &= |= ^= >>= <<= -> := + - * / // % & | ^ << >> @".split()
)
UNARY = frozenset("+ - ~ * **".split())
NAMES = (token.NAME, token.NUMBER, token.STRING)


def respaced(row):
    """The row with its spaces put right; nothing where it cannot be read by itself."""
    text = row.strip()
    if not text or text.startswith("#") or "\\" in text:
        return row.rstrip() if row.rstrip() != row and text else None
    try:
        tokens = [
            one
            for one in tokenize.generate_tokens(io.StringIO(text + "\n").readline)
            if one.type not in (token.NEWLINE, token.NL, token.ENDMARKER, token.INDENT, token.DEDENT)
        ]
    except (tokenize.TokenError, SyntaxError, IndentationError):
        return None
    if not tokens or any(one.type in (token.FSTRING_START, token.ERRORTOKEN) for one in tokens):
        tokens = with_whole_texts(text, tokens)
    if tokens is None or sum(one.string in OPEN for one in tokens) != sum(one.string in CLOSE for one in tokens):
        return None
    start = row[: len(row) - len(row.lstrip())]
    return start + joined(tokens)


class Whole:
    """Tokens that belong together, as an f-string."""

    def __init__(self, string):
        self.type, self.string = token.STRING, string


def with_whole_texts(text, tokens):
    """The same with each f-string as one token; nothing where that is not sure."""
    if any(one.type == token.ERRORTOKEN for one in tokens):
        return None
    found, depth, begun = [], 0, 0
    for one in tokens:
        if one.type == token.FSTRING_START:
            begun = one.start[1] if depth == 0 else begun
            depth += 1
        elif one.type == token.FSTRING_END:
            depth -= 1
            if depth == 0:
                found.append(Whole(text[begun : one.end[1]]))
        elif depth == 0:
            found.append(one)
    return found


def joined(tokens):
    said, brackets = "", []
    before = None
    for at, one in enumerate(tokens):
        following = tokens[at + 1] if at + 1 < len(tokens) else None
        if before is not None and space_between(tokens, at, brackets):
            said += "  " if one.type == token.COMMENT else " "
        text = one.string
        if one.type == token.COMMENT and len(text) > 1 and text[1] not in " !#:":
            text = "# " + text[1:]
        said += text
        if one.string in OPEN:
            brackets.append(kind_of_bracket(tokens, at))
        elif one.string in CLOSE and brackets:
            brackets.pop()
        before = one
    return said


def kind_of_bracket(tokens, at):
    """`call`, `subscript` or a value."""
    before = tokens[at - 1] if at else None
    attached = before is not None and (before.string in CLOSE or is_name(before) or before.type == token.STRING)
    if not attached:
        return "value"
    if tokens[0].string == "def" and tokens[at].string == "(" and at == 2:
        return "def"
    return "subscript" if tokens[at].string == "[" else "call"


def is_name(one):
    return one.type == token.NAME and not keyword.iskeyword(one.string)


def is_value(one):
    """Whether an operand ends here."""
    constant = one.string in ("True", "False", "None")
    return one.string in CLOSE or one.type in (token.NUMBER, token.STRING) or is_name(one) or constant


def space_between(tokens, at, brackets):
    before, one = tokens[at - 1], tokens[at]
    earlier = tokens[at - 2] if at > 1 else None
    if one.type == token.COMMENT:
        return True
    if one.string in CLOSE or before.string in OPEN or one.string in (",", ";"):
        return False
    if before.string in (",", ";"):
        return True
    if before.string == "." or one.string == ".":
        return before.type == token.NAME and keyword.iskeyword(before.string)
    if one.string == ":" or before.string == ":":
        if one.string == ":":
            return False
        return not (brackets and brackets[-1] == "subscript")
    if "=" in (before.string, one.string):
        # In a call, and for a default, there is none.
        annotated = brackets and brackets[-1] == "def" and any(two.string == ":" for two in tokens[:at])
        return not brackets or bool(annotated)
    if before.string in UNARY and (earlier is None or not is_value(earlier)):
        return False
    if before.string == "@" and earlier is None:
        return False
    if one.string in OPEN:
        attached = before.string in CLOSE or is_name(before) or before.type == token.STRING
        if one.string == "{":
            attached = False
        return not attached
    if "**" in (one.string, before.string):
        # Left as it is by most; around `**` both ways are usual.
        return gap(tokens, at)
    return True


def gap(tokens, at):
    before, one = tokens[at - 1], tokens[at]
    return not (hasattr(one, "start") and hasattr(before, "end") and one.start == before.end)
