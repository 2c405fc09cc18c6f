r"""Strings of JSON as models write them: with raw line breaks, quotation marks inside, and LaTeX's single backslashes.

JSON reads `\times` as a tab and `imes`, and `\frac` as a form feed and `rac`. So do json5 and json-repair. Here such a
backslash is one that the model forgot to double.
"""

from __future__ import annotations

import re
from typing import NamedTuple

_PARTS = re.compile(r"[^\"\\“”']+|(?:\\u[0-9a-fA-F]{4})+|\\.|.", re.DOTALL)
_ESCAPES = {"n": "\n", "t": "\t", "r": "\r", '"': '"', "\\": "\\", "/": "/", "'": "'", "\n": "\n"}

# Commands that begin like an escape. A letter after them would make another word of them.
_COMMANDS = re.compile(
    r"\\(?:[bf][A-Za-z]"  # a backspace or a form feed is never meant
    r"|t(?:imes|ext[a-z]*|frac|anh?|au|heta|o|op|ag|herefore|ilde|riangle[a-z]*|binom|hinspace)(?![a-z])"
    r"|n(?:eq(?!\.)|abla|eg|ot|otin|leq|geq|ewline|onumber|atural)(?![a-z])"
    r"|r(?:ight[a-zA-Z]*|ho|angle|ceil|floor|m|vert|brace|brack|oot)(?![a-z])"
    r"|u(?![0-9a-fA-F]{4}))"
)
# These could also be a line break and a word: they are commands between dollar signs, and in `\(…\)` or `\[…\]`.
_MATHS_COMMANDS = re.compile(r"\\n(?:u|e|i|sim|mid|less|gtr|parallel|cong|prec|succ|exists|subseteq)(?![a-z])")
# `x \ne 0`: after a blank, and before a number, a command or a name of one letter.
_NOT_EQUAL = re.compile(r"(?<= )\\ne(?= ?(?:[\d(\\-]|[A-Za-z](?![A-Za-z])))")
SUSPICIOUS = re.compile(rf"(?<!\\)(?:\\\\)*(?:{_COMMANDS.pattern}|{_MATHS_COMMANDS.pattern}|{_NOT_EQUAL.pattern})")
"""An escape that may be a command of LaTeX."""

_MATHS_MARKS = {"\\(": True, "\\[": True, "\\)": False, "\\]": False}
_CLOSING_OF = {'"': '"', "“": "”", "'": "'"}
_LONGEST_KEY = 300  # characters, with its colon
OPENING_QUOTES = "".join(_CLOSING_OF)
# After a key only a colon may come; after a value, what goes on or closes. Before anything else, a mark is text.
_AFTER_KEY = re.compile(r"\s*:")
_AFTER_VALUE = re.compile(
    r"\s+\"[^\"\n]{1,60}\"\s*:\s*[\"\d\[{]|\s*(?:[}\]]|,\s*(?:[\"'“}\]{\[/#0-9-]|[A-Za-z_]\w*\s*[:,\]}]|$)|$|//|/\*|#)|\s*\n\s*(?:[\"“]|```)"
)


class JsonString(NamedTuple):
    """A string, where it ends, and whether it was closed before the text ended."""

    text: str
    end: int
    is_whole: bool


def read_string(text: str, start: int, *, is_key: bool) -> JsonString:
    """The string that begins with the quotation mark at `start`."""
    # A longer key is a text whose quotation mark was never closed.
    stop = min(len(text), start + _LONGEST_KEY) if is_key else len(text)
    if text.startswith('"""', start) and not is_key:
        return _between_three(text, start + 3)
    closing = _CLOSING_OF[text[start]]
    after = _AFTER_KEY if is_key else _AFTER_VALUE
    pieces: list[str] = []
    is_maths = False
    at = start + 1
    while at < stop:
        part = _PARTS.match(text, at)
        piece = part[0] if part else text[at]
        if piece == closing and after.match(text, at + 1):
            return JsonString("".join(pieces), at + 1, is_whole=True)
        if piece in _MATHS_MARKS:
            is_maths = _MATHS_MARKS[piece]
        elif piece.count("$") % 2:
            is_maths = not is_maths
        if piece[0] == "\\":
            piece, length = _unescaped(text, at, piece, is_maths=is_maths)
        else:
            length = len(piece)
        pieces.append(piece)
        at += length
    return JsonString("".join(pieces), stop, is_whole=False)


def _between_three(text: str, start: int) -> JsonString:
    """The text up to three quotation marks, which nothing in it escapes."""
    end = text.find('"""', start)
    if end < 0:
        return JsonString(text[start:], len(text), is_whole=False)
    return JsonString(text[start:end], end + 3, is_whole=True)


def _unescaped(text: str, at: int, piece: str, *, is_maths: bool) -> tuple[str, int]:
    """What an escape stands for, and how long it is. A backslash that escapes nothing is a backslash."""
    if len(piece) > 2:
        # UTF-16: two escapes can be one character.
        units = b"".join(int(unit, 16).to_bytes(2, "big") for unit in piece.split("\\u")[1:])
        return units.decode("utf-16-be", "replace"), len(piece)
    commands = (_COMMANDS, _MATHS_COMMANDS) if is_maths else (_COMMANDS, _NOT_EQUAL)
    if any(command.match(text, at) for command in commands):
        return "\\", 1
    character = _ESCAPES.get(piece[1:])
    if character is None:
        return "\\", 1
    return character, 2
