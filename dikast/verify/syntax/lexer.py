"""Plain text into tokens. One pass over the text; every token knows where it stood."""

from __future__ import annotations

import re
from dataclasses import dataclass

from dikast.verify.syntax.commands import COMMANDS, SKIPPED, WORD_COMMANDS
from dikast.verify.syntax.nodes import TooCostly, Unparsed

MAX_TOKENS = 1200
MAX_DIGITS = 400


@dataclass(frozen=True, slots=True)
class Token:
    """`kind` is num, id, cmd, text, op, open, close, bar or end; `spaced` says that a blank stood before it."""

    kind: str
    text: str
    start: int
    end: int
    spaced: bool = False


_NUMBER = re.compile(
    r"[1-9]\d{0,2}(?:,(?:\\! ?)?\d{3})+(?!\d)(?:\.\d+)?|[1-9]\d{0,2}(?:\{,\}(?:\\! ?)?\d{3})+(?!\d)(?:\.\d+)?"
    r"|[1-9]\d{0,2}(?:(?:\\[,!;: ]|~)\d{3})+(?!\d)(?:\.\d+)?|\d+\.\d+|\d+(?:\.(?![\w.]))?|\.\d+"
)
_EXPONENT = re.compile(r"[eE][+-]?\d{1,6}(?![\w.])")
_WORD = re.compile(r"[^\W\d_]+")
_COMMAND = re.compile(r"\\([A-Za-z]+|.)", re.S)
_OPERATORS = ("<=>", "<->", "->", "=>", "<=", ">=", "!=", "==", "~=", ":=", "**", "...", "~")
_NUMERIC = re.compile(r"\s*-?\d[\d.,/\s]*")
_UNITS = re.compile(r"(?<=[A-Za-z\d}])\s*(?:\\cdot|\\,|\*|\^|/\s*\()")
_SIMPLE = {
    "(": "open", ")": "close", "[": "open", "]": "close", "{": "open", "}": "close", "|": "bar",
}  # fmt: skip
_TEXTUAL = {"text", "textbf", "textit", "textrm", "textsf", "mbox", "operatorname", "mathrm", "mathbf", "mathit", "rm"}


def lex(text: str) -> list[Token]:
    """The tokens of a plain text, ended by one of kind `end`. Raises Unparsed, or TooCostly over a limit."""
    tokens: list[Token] = []
    at, spaced = 0, False
    while at < len(text):
        if len(tokens) > MAX_TOKENS:
            raise TooCostly(f"more than {MAX_TOKENS} tokens")
        if text[at].isspace():
            at, spaced = at + 1, True
            continue
        token = _token(text, at, spaced, tokens)
        at = max(token.end, at + 1)
        if token.kind == "text" and _NUMERIC.fullmatch(token.text):
            tokens += lex(token.text)[:-1]
            continue
        if token.kind == "text" and _UNITS.search(token.text) and "{" not in token.text.replace("^{", ""):
            tokens += _spelt_out(token)
            spaced = False
            continue
        if token.kind != "skip":
            tokens.append(token)
            spaced = False
        else:
            spaced = spaced or token.text == " "
    tokens.append(Token("end", "", len(text), len(text), spaced))
    return tokens


def _spelt_out(group: Token) -> list[Token]:
    """`\\mathrm{kg\\cdot m/s^2}`: its letters as words of their own, its signs as signs."""
    inner = lex(group.text)[:-1]
    return [
        Token(
            "text" if t.kind == "id" else t.kind, t.text, group.start, group.end, group.spaced if i == 0 else t.spaced
        )
        for i, t in enumerate(inner)
    ]


def _token(text: str, at: int, spaced: bool, before: list[Token]) -> Token:
    char = text[at]
    if char == "\\":
        return _command(text, at, spaced)
    if char.isdigit() or (char == "." and text[at + 1 : at + 2].isdigit()):
        return _number(text, at, spaced, before)
    if match := _WORD.match(text, at):
        return Token("id", match[0], at, match.end(), spaced)
    for operator in _OPERATORS:
        if text.startswith(operator, at):
            return Token("op", operator, at, at + len(operator), spaced)
    if char in _SIMPLE:
        return Token(_SIMPLE[char], char, at, at + 1, spaced)
    if char in "+-*/^_=<>,;:!%'&#$?@.\"":
        return Token("op", char, at, at + 1, spaced)
    raise Unparsed(f"the sign {char!r}")


def _number(text: str, at: int, spaced: bool, before: list[Token]) -> Token:
    match = _NUMBER.match(text, at)
    if match is None:
        raise Unparsed("a digit that is no number")
    end = match.end()
    if before and before[-1].text == "_" and before[-1].end == at:
        end = at + len(text[at:end]) - len(text[at:end].lstrip("0123456789"))
    elif exponent := _EXPONENT.match(text, end):
        end = exponent.end()
    if end - at > MAX_DIGITS:
        raise TooCostly(f"a number of more than {MAX_DIGITS} digits")
    return Token("num", text[at:end], at, end, spaced)


def _command(text: str, at: int, spaced: bool) -> Token:
    match = _COMMAND.match(text, at)
    if match is None:
        return Token("skip", "", at, at + 1)
    name = match[1]
    if name in _TEXTUAL and (group := _braced(text, match.end())):
        return Token("text", group[0].replace("~", " "), at, group[1], spaced)
    if name in ("begin", "end") and (group := _braced(text, match.end())):
        return Token("cmd", f"{name}:{group[0].strip('*')}", at, group[1], spaced)
    if not name.isalpha():
        return _sign(name, at, spaced)
    if name not in COMMANDS and name not in SKIPPED and name not in WORD_COMMANDS:
        known = next(
            (
                n
                for n in range(len(name) - 1, 1, -1)
                if name[:n] in COMMANDS or name[:n] in SKIPPED or name[:n] in WORD_COMMANDS
            ),
            None,
        )
        name = name[:known] if known else name
    end = at + 1 + len(name)
    if name in SKIPPED:
        if name in ("left", "right", "mleft", "mright") and text[end : end + 1] == ".":
            end += 1
        return Token("skip", " ", at, end)
    kind, replacement = COMMANDS.get(name, ("cmd", name))
    return Token(kind, replacement, at, end, spaced)


def _sign(name: str, at: int, spaced: bool) -> Token:
    if name in "{}":
        return Token("open" if name == "{" else "close", "\\" + name, at, at + 2, spaced)
    if name in ",;:! >\n":
        return Token("skip", " ", at, at + 2)
    if name in "()[]":
        return Token("skip", " ", at, at + 2)
    if name == "\\":
        return Token("op", "\\\\", at, at + 2, spaced)
    if name == "|":
        return Token("bar", "||", at, at + 2, spaced)
    return Token("op", name, at, at + 2, spaced)


def _braced(text: str, at: int) -> tuple[str, int] | None:
    """The content of the braces that open at `at`, and where they end."""
    while at < len(text) and text[at] == " ":
        at += 1
    if at >= len(text) or text[at] != "{":
        return None
    depth = 0
    for i in range(at, min(len(text), at + 2000)):
        depth += (text[i] == "{") - (text[i] == "}")
        if depth == 0:
            return text[at + 1 : i], i + 1
    return None
