"""Answers in words: numbers, fixed phrases, and words that exclude one another."""

from __future__ import annotations

import re

from dikast.verify.syntax.unit_table import is_unit
from dikast.verify.text.number_words import number_in_words

_PHRASES = {
    r"\emptyset": {"no solution", "no solutions", "empty set", "the empty set", "no real solution",
                   "no real solutions", "has no solution", "there is no solution", "there are no solutions"},
    r"\mathbb{R}": {"all real numbers", "all reals", "all real", "every real number", "r", "any real number",
                    "the real numbers",
                    "all real values", "all real values of x", "all real x"},
    r"\infty": {"infinity", "positive infinity", "+infinity"},
    r"-\infty": {"negative infinity", "minus infinity", "-infinity"},
    "DNE": {"does not exist", "dne", "doesn't exist", "the limit does not exist", "undefined", "not defined"},
}  # fmt: skip
_EXCLUSIVE = [
    {"yes", "no"}, {"true", "false"}, {"odd", "even", "neither"}, {"convergent", "divergent"},
    {"converges", "diverges"},
    {"increasing", "decreasing"}, {"positive", "negative", "zero"}, {"left", "right"}, {"up", "down"},
    {"north", "south", "east", "west"},
    {"monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"},
    {"january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
     "december"},
]  # fmt: skip
_SHORT = frozenset("is no of or it in to on at as an be by do he if me my so up us we am go".split())
_WRAP = re.compile(r"\\(?:text|mbox|mathrm|textbf|textit|textrm|operatorname)\s*\{([^{}]*)\}")
_BOLD = re.compile(r"^(\*\*|__|[*_`])(.+)\1$", re.S)


def words(text: str) -> str:
    """The text as plain lower-case words: no mark-up, no LaTeX wrapping, one blank between words."""
    text = _WRAP.sub(r"\1", text.strip())
    text = _BOLD.sub(r"\2", re.sub(r"^\$+|\$+$|\\[()\[\]]", "", text.strip()))
    text = text.rstrip(" .$").lstrip(" $")
    text = text if re.match(r"\.\d", text) else text.lstrip(" .$")
    text = " ".join(re.sub(r"(?<=[A-Za-z])!+$", "", text).split())
    return text.casefold() if all(_is_word(part) for part in text.split()) else text


def _is_word(part: str) -> bool:
    """A word of prose, in which capitals say nothing; not a formula, a symbol or a genotype."""
    core = part.strip(",;:!?()'\"-.")
    if len(core) < 3:
        return core in ("", "a", "A", "I") or (core.isalpha() and core.casefold() in _SHORT)
    return core.replace("-", "").replace("'", "").isalpha() and (core.islower() or core.istitle() or core.isupper())


def phrase(text: str) -> str | None:
    """The formula that a fixed phrase or a number in words stands for."""
    plain = words(text)
    for formula, known in _PHRASES.items():
        if plain in known:
            return formula
    return number_in_words(plain) or _counted(plain)


def _counted(plain: str) -> str | None:
    """`twenty percent`, `two hundred meters`."""
    number, _, unit = plain.rpartition(" ")
    value = number_in_words(number) if unit in ("percent", "%") or is_unit(unit) else None
    return None if value is None else f"{value}%" if unit == "percent" else f"{value} {unit}"


def exclude(a: str, b: str) -> bool:
    """Whether two words can't both be right: yes and no, odd and even."""
    return a != b and any(a in group and b in group for group in _EXCLUSIVE)
