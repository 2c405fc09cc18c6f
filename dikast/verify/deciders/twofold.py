"""Notations that may be meant in two ways, so that two answers that were read apart may be one."""

from __future__ import annotations

import re

_MIXED = re.compile(r"[\s$]*-?\d+\s+and\s+(?:\d+/\d+|\\[dt]?frac\{\d+\}\{\d+\})[\s$.]*")
_OVERLINE = re.compile(r"\\(?:overline|bar|vec|overrightarrow|hat|widehat)\s*\{([A-Za-z]+)\}")
_CLOCK = re.compile(r"[\s$]*\d{1,3}:\d\d(?::\d\d)?[\s$.]*")
_DURATION = re.compile(r"\d\s*(?:h(?:ours?|rs?)?|min(?:ute)?s?|s(?:ec(?:ond)?s?)?)\b", re.IGNORECASE)
_LAKHS = re.compile(r"[\s$]*\d{1,2}(?:,\d\d)+,\d{3}[\s$.]*")
_POINTED = re.compile(r"[\s$]*\d{1,3}\.\d{3},\d+[\s$.]*")
_CHOSEN = re.compile(r"(?<![A-Za-z\\])[ACP](?:_\{?\d+\}?\^\{?\d+\}?|\^\{?\d+\}?_\{?\d+\}?)|\bchoose\b")
_SHARE = re.compile(r"\d\s*(?:\\text\{\s*)?pp[mbt]\b|\bcis\b")
_NUMERALS = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100, "D": 500, "M": 1000}
_ROMAN = re.compile(r"(?=.)M{0,3}(?:CM|CD|D?C{0,3})(?:XC|XL|L?X{0,3})(?:IX|IV|V?I{0,3})")
_NAMED_CONSTANT = re.compile(r"\\?(?:var)?phi|\\?tau|[φϕτ]")

# Signs that are none of the grammar's, which reads their letters one by one.
_SINGLE = {
    _CHOSEN: "a count of choices",
    _SHARE: "parts per million, or the function cis",
}


def twofold(left: str, right: str, answer: str) -> str | None:
    """How two candidates that differ as they were read may be meant as the same; None where there is no such way."""
    if right.endswith("!") and right != answer.strip(" $"):
        return "a factorial, or an exclamation mark"
    if _OVERLINE.sub(r"\1", left).split() == _OVERLINE.sub(r"\1", right).split():
        return "a line or an arrow over letters, which some leave out"
    if any(_MIXED.fullmatch(t) for t in (left, right)):
        return "a list, or a mixed number"
    if (detail := next((d for p, d in _SINGLE.items() if p.search(left) or p.search(right)), None)) is not None:
        return detail
    return _of_numbers(left, right) or _of_letters(left, right)


def _of_numbers(left: str, right: str) -> str | None:
    for one, other in ((left, right), (right, left)):
        if _POINTED.fullmatch(one):
            return "a list, or a number with a decimal comma"
        if _CLOCK.fullmatch(one) and _DURATION.search(other):
            return "a time of day, a ratio, or a length of time"
        if _LAKHS.fullmatch(one) and one.replace(",", "").strip(" $") == other.replace(",", "").strip(" $"):
            return "a list, or a number with its digits in groups of two"
    return None


def _of_letters(left: str, right: str) -> str | None:
    for letters, number in ((left, right), (right, left)):
        if _ROMAN.fullmatch(letters.strip(" $.")) and number.strip(" $.") == str(_from_roman(letters.strip(" $."))):
            return "a Roman numeral, or a product of letters"
        if _NAMED_CONSTANT.fullmatch(letters.strip(" $.")) and not re.search(r"(?<![\\A-Za-z])[A-Za-z]\b", number):
            return "a letter, or the constant of that name"
    return None


def _from_roman(text: str) -> int:
    values = [_NUMERALS[c] for c in text]
    return sum(-v if v < after else v for v, after in zip(values, [*values[1:], 0], strict=True))
