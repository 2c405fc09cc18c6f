"""Answers in words: numbers, fixed phrases, times of day, and words that exclude one another."""

from __future__ import annotations

import re

_UNITS = {w: i for i, w in enumerate(
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
    "seventeen eighteen nineteen".split())}  # fmt: skip
_TENS = {w: 10 * (i + 2) for i, w in enumerate("twenty thirty forty fifty sixty seventy eighty ninety".split())}
_SCALES = {"hundred": 100, "thousand": 1000, "million": 10**6, "billion": 10**9, "trillion": 10**12}
_FRACTIONS = {
    "half": 2, "halves": 2, "third": 3, "thirds": 3, "quarter": 4, "quarters": 4, "fourth": 4, "fourths": 4,
    "fifth": 5, "fifths": 5, "sixth": 6, "sixths": 6, "eighth": 8, "eighths": 8, "tenth": 10, "tenths": 10,
}  # fmt: skip
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
_TIME = re.compile(r"\s*(\d{1,2}):(\d{2})(?::(\d{2}))?\s*(a\.?m\.?|p\.?m\.?)?\s*", re.IGNORECASE)
_WRAP = re.compile(r"\\(?:text|mbox|mathrm|textbf|textit|textrm|operatorname)\s*\{([^{}]*)\}")
_BOLD = re.compile(r"^(\*\*|__|[*_`])(.+)\1$", re.S)


def words(text: str) -> str:
    """The text as plain lower-case words: no mark-up, no LaTeX wrapping, one blank between words."""
    text = _WRAP.sub(r"\1", text.strip())
    text = _BOLD.sub(r"\2", re.sub(r"^\$+|\$+$|\\[()\[\]]", "", text.strip()))
    text = " ".join(text.strip(" .!$").split())
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
    value = number_in_words(plain)
    return None if value is None else value


def number_in_words(text: str) -> str | None:
    """`one hundred and twenty-three` as `123`, `three quarters` as `3/4`."""
    parts = re.findall(r"[a-z]+", text) if re.fullmatch(r"[a-z\s,-]+", text) and len(text) < 200 else []
    sign = "-" if parts[:1] in (["minus"], ["negative"]) else ""
    parts = parts[1:] if sign else parts
    if len(parts) == 2 and parts[1] in _FRACTIONS and parts[0] in {**_UNITS, "a": 1}:
        return f"{sign}{ {**_UNITS, 'a': 1}[parts[0]] }/{_FRACTIONS[parts[1]]}"
    total = current = 0
    seen = False
    for i, part in enumerate(parts):
        if part in _UNITS or part in _TENS:
            current += _UNITS.get(part, _TENS.get(part, 0))
            seen = True
        elif part == "hundred" and seen:
            current *= 100
        elif part in _SCALES and seen:
            total, current = total + current * _SCALES[part], 0
        elif part != "and" or i == 0:
            return None
    return f"{sign}{total + current}" if seen else None


def exclude(a: str, b: str) -> bool:
    """Whether two words can't both be right: yes and no, odd and even."""
    return a != b and any(a in group and b in group for group in _EXCLUSIVE)


def clock(text: str) -> tuple[int, int] | None:
    """(seconds of the day, 1 if the half of the day was said) for `4:30 pm` or `16:30`."""
    match = _TIME.fullmatch(_WRAP.sub(r" \1", text.strip().strip("$")))
    if match is None:
        return None
    hour, minute, second = int(match[1]), int(match[2]), int(match[3] or 0)
    if hour > 24 or minute > 59 or second > 59 or (match[4] and not 1 <= hour <= 12):
        return None
    if match[4]:
        hour = hour % 12 + (12 if match[4][0] in "pP" else 0)
    return hour * 3600 + minute * 60 + second, 1 if match[4] or hour > 12 else 0
