"""Spellings of numbers that are one thing in other words: made uniform before a text is read."""

from __future__ import annotations

import re

from dikast.verify.syntax.unit_table import is_unit

_SCALES = {"thousand": 3, "million": 6, "billion": 9, "trillion": 12}
_SCALED = re.compile(r"(?<=\d)\s*\\?[ ,]?\s*(?:\\text\{\s*)?(thousand|million|billion|trillion)\b\}?", re.IGNORECASE)
_HALF = re.compile(r"(?<=\d) and (?:a|one)[ -]half\b", re.IGNORECASE)
_DOZEN = re.compile(r"(?<=\d)\s*\\?[ ,]?\s*(?:\\text\{\s*)?dozens?\b\}?", re.IGNORECASE)
_PERCENT = re.compile(r"(?<=\d)\s*\\?\s*(?:\\text\{\s*)?(?:percent|per cent|per\s?cents)\b\s*\}?", re.IGNORECASE)
_CHOICES = re.compile(
    r"(?<![A-Za-z0-9}])(?:\{\}|\{\s*\})?(?:[_^]?\{?(\d{1,4})\}?)\s*(?:\\(?:mathrm|text|rm)\{)?\s*([CP])\s*\}?\s*_?\{?(\d{1,4})\}?"
    r"(?![A-Za-z0-9_^])"
)
_EUROPEAN = re.compile(r"(?<![\d.,])\d{1,3}(?:\.\d{3})+,\d+(?![\d.,])")
_SPACED = re.compile(r"(?<![\d.,^_/{\\-])\d{1,3}(?: \d{3})+(?![\d/]| ?\d)")
_PREFIXED = re.compile(r"(?<![A-Za-z0-9.])0(?:x([0-9A-Fa-f]{1,64})|b([01]{1,200})|o([0-7]{1,64}))(?![A-Za-z0-9.])")
_BASED = re.compile(
    r"(?<![A-Za-z0-9\\.])((?=[0-9A-F]*\d)[0-9A-F]*[A-F][0-9A-F]*|[A-F]{2,})_(?:\{(1[1-6])\}|(16))(?!\d)"
)


_OVER = re.compile(
    r"(?<=[\d}])\s*(?:\\[,;! ])?\s*\\[dt]?frac\{\s*(\\(?:text|mathrm)\{)?([A-Za-z]+)\}?\s*\}"
    r"\{\s*(?:\\(?:text|mathrm)\{)?([A-Za-z]+)\}?\s*\}"
)
_AREA = re.compile(r"\b(square|sq|cubic|cu)\b\.?\s+([A-Za-z]+)|\b([A-Za-z]+)\s+(squared|cubed)\b", re.IGNORECASE)
_JOINED = re.compile(r"(\d+\s+([A-Za-z]+)),?\s+and\s+(\d+(?:\.\d+)?\s+([A-Za-z]+))")
_NUMBER_WORDS = ("illion", "thousand", "dozen", "half")
_AREA_WORDS = ("sq", "cu")


def uniform(text: str) -> str:
    """The text with bases, counts of choices, grouped numbers, percentages and scales in the grammar's own form."""
    if "per" in text:
        text = _PERCENT.sub("%", text)
    text = _OVER.sub(_per, text)
    if any(word in text.lower() for word in _AREA_WORDS):
        text = _AREA.sub(_raised, text)
    if " and " in text:
        text = _JOINED.sub(_added, text)
    if any(word in text.lower() for word in _NUMBER_WORDS):
        text = _in_figures(text)
    if "C" in text or "P" in text:
        text = _CHOICES.sub(lambda m: f"{m[2]}({m[1]},{m[3]})", text)
    if "0x" in text or "0b" in text or "0o" in text:
        text = _PREFIXED.sub(_from_prefix, text)
    if "_" in text:
        text = _BASED.sub(_from_base, text)
    return _ungrouped(text)


def _ungrouped(text: str) -> str:
    """`1.234,50` and `1 000 000` without what separates their thousands."""
    if "." in text and "," in text:
        text = _EUROPEAN.sub(_with_point, text)
    return _SPACED.sub(lambda m: m[0].replace(" ", ""), text) if " " in text else text


def _with_point(match: re.Match[str]) -> str:
    """`1.234,50` with a decimal point, where its comma can't part two numbers of a list."""
    is_listed = match.string.count(",") > 1 or any(sign in match.string[: match.start()] for sign in "([{")
    return match[0] if is_listed else match[0].replace(".", "").replace(",", ".")


def _in_figures(text: str) -> str:
    """`2 million`, `3 dozen`, `3 and a half`."""
    text = _SCALED.sub(lambda m: rf" \times 10^{{{_SCALES[m[1].lower()]}}} ", text)
    return _HALF.sub(" 1/2", _DOZEN.sub(r" \\times 12 ", text))


def _added(match: re.Match[str]) -> str:
    """`2 hours and 30 minutes`, if both are units."""
    return f"{match[1]} {match[3]}" if is_unit(match[2]) and is_unit(match[4]) else match[0]


def _per(match: re.Match[str]) -> str:
    """`60 \\frac{km}{h}`: units above and below, not letters."""
    above, below = match[2], match[3]
    is_sure = match[1] is not None or len(above) > 1
    return f" {above}/{below}" if is_sure and is_unit(above) and is_unit(below) else match[0]


def _raised(match: re.Match[str]) -> str:
    """`square feet` as `feet^2`, if it is a unit."""
    word, unit = (match[1], match[2]) if match[1] else (match[4], match[3])
    return f"{unit}^{2 if word.lower().startswith('sq') else 3}" if is_unit(unit) else match[0]


def _from_prefix(match: re.Match[str]) -> str:
    digits, base = next((d, b) for d, b in zip(match.groups(), (16, 2, 8), strict=True) if d is not None)
    return str(int(digits, base))


def _from_base(match: re.Match[str]) -> str:
    try:
        return str(int(match[1], int(match[2] or match[3])))
    except ValueError:  # a digit that the base has not: some other name
        return match[0]
