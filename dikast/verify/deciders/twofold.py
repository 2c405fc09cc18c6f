"""Notations that may be meant in two ways, so that two values that were read apart may be one.

Each is a row: what it is, and whether two texts are an example of it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from itertools import pairwise

from dikast.language import tokens

_LINES = ("\\overline", "\\bar", "\\vec", "\\overrightarrow", "\\hat", "\\widehat")
_TIMES = frozenset("h hr hrs hour hours min minute minutes mins s sec second seconds".split())
_SHARES = frozenset({"ppm", "ppb", "ppt", "cis"})
_CONSTANTS = frozenset({"phi", "varphi", "tau", "φ", "ϕ", "τ"})
_ROMAN = ((1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L"), (40, "XL"), (10, "X"),
          (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))  # fmt: skip
_MAX_ROMAN = 4000

TwofoldRule = Callable[[str, str], bool]
"""Whether two texts may be the same, where the first has the notation."""


def twofold(left: str, right: str, answer: str) -> str | None:
    """How two values that differ as they were read may be meant as the same; None where there is no such way."""
    if right.endswith("!") and right != answer.strip(" $"):
        return "a factorial, or an exclamation mark"
    pairs = [tuple(text.strip(" $.") for text in pair) for pair in ((left, right), (right, left))]
    return next((detail for detail, rule in RULES if any(rule(one, other) for one, other in pairs)), None)


def _is_lined(one: str, other: str) -> bool:
    return any(sign in one for sign in _LINES) and _without_lines(one) == _without_lines(other)


def _without_lines(text: str) -> str:
    """The text with `\\overline{AB}` as `AB`; a line over anything but letters stays."""
    for sign in _LINES:
        first, *rest = text.split(sign + "{")
        for part in rest:
            letters, brace, behind = part.partition("}")
            first += letters + behind if brace and letters.isalpha() else f"{sign}{{{part}"
        text = first
    return "".join(text.split())


def _is_mixed(one: str, other: str) -> bool:
    whole, joint, share = one.partition(" and ")
    is_share = share.startswith(("\\frac", "\\dfrac", "\\tfrac")) or _are_decimal(share.split("/"), 2)
    return bool(joint) and whole.strip("- ").isdecimal() and is_share


def _is_chosen(one: str, other: str) -> bool:
    """`C_4^2`, `4 choose 2`."""
    row = [token.text for token in tokens(one)]
    raised = any(row[i] in ("A", "C", "P") and row[i + 1] in ("_", "^") for i in range(len(row) - 1))
    return "choose" in row or (raised and "_" in row and "^" in row)


def _is_share(one: str, other: str) -> bool:
    return any(word in _SHARES for word in one.replace("\\text", " ").replace("{", " ").replace("}", " ").split())


def _is_clock(one: str, other: str) -> bool:
    is_clock = 2 <= len(one.split(":")) <= 3 and _are_decimal(one.split(":"), len(one.split(":")))
    row = tokens(other)
    return is_clock and any(a.kind == "number" and b.text in _TIMES for a, b in pairwise(row))


def _is_in_lakhs(one: str, other: str) -> bool:
    """`1,00,000`: digits in groups of two."""
    first, *middle, last = one.split(",") if one.count(",") > 1 else ("", "", "x")
    is_grouped = _are_decimal([first, *middle, last], len(middle) + 2) and len(first) <= 2 and len(last) == 3
    return is_grouped and all(len(part) == 2 for part in middle) and one.replace(",", "") == other.replace(",", "")


def _is_pointed(one: str, other: str) -> bool:
    """`1.234,50`."""
    whole, comma, places = one.partition(",")
    parts = whole.split(".")
    return bool(comma) and places.isdecimal() and len(parts) == 2 and _are_decimal(parts, 2) and len(parts[1]) == 3


def _is_roman(one: str, other: str) -> bool:
    return other.isdecimal() and len(other) <= 4 and int(other) < _MAX_ROMAN and one == _roman(int(other))


def _roman(value: int) -> str:
    text = ""
    for step, sign in _ROMAN:
        text += sign * (value // step)
        value %= step
    return text


def _is_constant(one: str, other: str) -> bool:
    names = [token.text for token in tokens(other) if token.kind == "word" and len(token.text) == 1]
    return one.lstrip("\\") in _CONSTANTS and not names


def _are_decimal(parts: Iterable[str], n: int) -> bool:
    found = [part.strip() for part in parts]
    return len(found) == n and all(part.isdecimal() for part in found)


RULES: tuple[tuple[str, TwofoldRule], ...] = (
    ("a line or an arrow over letters, which some leave out", _is_lined),
    ("a list, or a mixed number", _is_mixed),
    ("a count of choices", _is_chosen),
    ("parts per million, or the function cis", _is_share),
    ("a list, or a number with a decimal comma", _is_pointed),
    ("a time of day, a ratio, or a length of time", _is_clock),
    ("a list, or a number with its digits in groups of two", _is_in_lakhs),
    ("a Roman numeral, or a product of letters", _is_roman),
    ("a letter, or the constant of that name", _is_constant),
)
