"""The words, numbers and signs of running text."""

from __future__ import annotations

import re
from dataclasses import dataclass

_TOKEN = re.compile(
    r"(?P<num>\d{1,3}(?:,\d{3})+(?!\d)(?:\.\d+)?|(?<![\d.])\d{1,3}(?: \d{3})+(?![\d/])|\d+(?:\.\d+)?|\.\d+)"
    r"|(?P<cmd>\\[A-Za-z]+|\\.)"
    r"|(?P<rel><=>|<=|>=|!=|==|~=|=>|->|=|<|>|~)"
    r"|(?P<word>[A-Za-z]{2,}(?:'[a-z]+)?(?![A-Za-z])|[A-Za-z])"
    r"|(?P<op>\*\*|[-+*/^_!%'])"
    r"|(?P<gap> {4,})|(?P<open>[(\[{|])|(?P<close>[)\]}])|(?P<cash>[$])|(?P<stop>.)",
    re.S,
)
_REL_COMMANDS = frozenset("\\approx \\equiv \\le \\leq \\ge \\geq \\ne \\neq \\lt \\gt \\simeq \\cong \\in".split())
_OP_COMMANDS = frozenset("\\times \\cdot \\div \\pm \\mp \\ast \\cup \\cap \\setminus \\bmod".split())
_STOP_COMMANDS = frozenset(
    "\\Rightarrow \\implies \\to \\iff \\therefore \\because \\quad \\qquad \\ldots \\dots \\rightarrow \\text".split()
)


@dataclass(frozen=True)
class Piece:
    """One word, number or sign of a sentence."""

    kind: str
    text: str
    start: int
    end: int


def pieces(text: str) -> list[Piece]:
    """The words, numbers and signs of a text."""
    found = []
    for match in _TOKEN.finditer(text):
        kind = match.lastgroup or "stop"
        if match[0].isspace() and kind != "gap":
            if match[0] == "\n":
                found.append(Piece("stop", "\n", match.start(), match.end()))
            continue
        kind = "stop" if kind == "gap" else kind
        if kind == "cmd":
            kind = _command_kind(match[0])
        if match[0] in ("=>", "->", "<=>", "~"):
            kind = "stop"
        found.append(Piece(kind, match[0], match.start(), match.end()))
    return found


def _command_kind(text: str) -> str:
    if text in _REL_COMMANDS:
        return "rel"
    if text in _OP_COMMANDS:
        return "op"
    if text in ("\\{", "\\langle", "\\lfloor", "\\lceil", "\\lvert"):
        return "open"
    if text in ("\\}", "\\rangle", "\\rfloor", "\\rceil", "\\rvert", "\\%"):
        return "close"
    return "stop" if text in _STOP_COMMANDS or text == "\\\\" else "cmd"
