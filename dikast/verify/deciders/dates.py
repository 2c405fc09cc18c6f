"""Dates and times of day, where they are plain: every way a text can be meant, compared as such."""

from __future__ import annotations

import itertools
import re
from datetime import date
from functools import lru_cache

from dikast.verify.decision import Decision, refuted, unknown, verified
from dikast.verify.text.braces import unwrapped
from dikast.verify.text.number_words import number_in_words

Moment = tuple[int, ...]
"""(month, day), (year, month, day), or (seconds since midnight,)."""

_MONTHS = (
    "january february march april may june july august september october november december".split()
)  # fmt: skip
_MONTH = r"(?P<month>" + "|".join(f"{m[:3]}(?:{m[3:]}|t)?" if m != "may" else m for m in _MONTHS) + r")\.?"
_WEEKDAY = r"(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day,?\s+)?"
_DAY, _YEAR = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?", r"(?P<year>\d{4})"
_NAMED = [
    re.compile(rf"{_WEEKDAY}(?:the )?{pattern}", re.IGNORECASE)
    for pattern in (
        rf"{_MONTH}\s+{_DAY}(?:,?\s+{_YEAR})?",
        rf"{_DAY}(?: of)?\s+{_MONTH}(?:,?\s+{_YEAR})?",
        rf"{_YEAR},?\s+{_MONTH}\s+{_DAY}",
    )
]
_ISO = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})")
_SLASHED = re.compile(r"(\d{1,2})([-/.])(\d{1,2})\2(\d{4})")
_TIME = re.compile(
    r"(\d{1,2})(?:[:h](\d{2})(?::(\d{2}))?|[.](\d{2})(?=\s*(?:[ap]\.?m|uhr))|(?=\s*[ap]\.?m))"
    r"(?:\s*(a\.?m\.?|p\.?m\.?)|\s*uhr)?",
    re.IGNORECASE,
)
_YEAR_BEFORE, _YEAR_OF_ERA = r"b\.?\s?c\.?(?:\s?e\.?)?|v\. ?chr\.?", r"a\.?\s?d\.?|c\.?\s?e\.?|n\. ?chr\.?"
_ERA = re.compile(
    rf"(?:the year )?(?:(?P<before>\d{{1,4}}) ?(?:{_YEAR_BEFORE})|(?P<of>\d{{1,4}}) ?(?:{_YEAR_OF_ERA})|"
    r"a\.?d\.? ?(?P<ad>\d{1,4}))",
    re.IGNORECASE,
)
_SPOKEN = {"noon": 12, "midday": 12, "12 noon": 12, "midnight": 0, "12 midnight": 0}
_MINUTES = {"half": 30, "a quarter": 15, "quarter": 15}
_HALVES = {" in the morning": " am", " in the afternoon": " pm", " in the evening": " pm"}
_HOUR_MIN = 60
_HALF_DAY_S = 12 * 3600


def dates(text: str) -> tuple[Moment, ...]:
    """The dates that a text can be meant as; none if it is no date. `03/05/2024` is two, the month first and last."""
    text = _plain(text)
    if not any(map(str.isdigit, text)):
        return ()
    for pattern in _NAMED:
        if match := pattern.fullmatch(text):
            month = next(i for i, m in enumerate(_MONTHS, 1) if match["month"].lower().startswith(m[:3]))
            return _valid([(int(match["year"] or 0), month, int(match["day"]))])
    if match := _ISO.fullmatch(text):
        return _valid([(int(match[1]), int(match[2]), int(match[3]))])
    if match := _SLASHED.fullmatch(text):
        one, other, year = int(match[1]), int(match[3]), int(match[4])
        return _valid([(year, one, other), (year, other, one)])
    return ()


@lru_cache(maxsize=64)
def _plain(text: str) -> str:
    text = unwrapped(text.strip().strip("$").replace("~", " "))
    return " ".join(text.strip(" .").split())


def _valid(found: list[tuple[int, int, int]]) -> tuple[Moment, ...]:
    """Those that exist; one without a year keeps only its month and day."""
    kept: list[Moment] = []
    for year, month, day in found:
        try:
            date(year or 2000, month, day)
        except ValueError:
            continue
        kept.append((year, month, day) if year else (month, day))
    return tuple(dict.fromkeys(kept))


def times(text: str) -> tuple[Moment, ...]:
    """The times of day that a text can be meant as: `4:30` as it stands, or in the afternoon."""
    text = _with_half(_plain(text))
    if text.casefold() in _SPOKEN:
        return ((_SPOKEN[text.casefold()] * 3600,),)
    match = _TIME.fullmatch(_in_figures(text.casefold()) or text)
    if match is None:
        return ()
    hour, minute, second, half = int(match[1]), int(match[2] or match[4] or 0), int(match[3] or 0), match[5]
    if hour > 24 or minute > 59 or second > 59 or (half and not 1 <= hour <= 12):
        return ()
    rest_s = minute * 60 + second
    if half:
        return (((hour % 12 + (12 if half[0] in "pP" else 0)) * 3600 + rest_s,),)
    plain = (hour % 24) * 3600 + rest_s
    is_open = 1 <= hour <= 12 and not match[1].startswith("0")
    return ((plain,), ((plain + _HALF_DAY_S) % (2 * _HALF_DAY_S),)) if is_open else ((plain,),)


def years(text: str) -> tuple[Moment, ...]:
    """`44 BC` as -44, `AD 79` as 79; a plain number may be the year of either era."""
    text = _plain(text)
    if text.isdecimal():
        return ((int(text),), (-int(text),))
    match = _ERA.fullmatch(text)
    if match is None:
        return ()
    return ((-int(match["before"]),),) if match["before"] else ((int(match["of"] or match["ad"]),),)


def _with_half(text: str) -> str:
    """`3:45 in the afternoon` as `3:45 pm`."""
    for words, half in _HALVES.items():
        if text.casefold().endswith(words):
            return text[: -len(words)] + half
    return text


def _in_figures(text: str) -> str | None:
    """`half past three` as `3:30`, `ten to four pm` as `3:50 pm`, `5 o'clock` as `5:00`; None if it is no such time."""
    clock, _, half = text.rpartition(" ") if text.endswith(("am", "pm", "a.m", "p.m")) else (text, "", "")
    if clock.endswith((" o'clock", " o’clock")):
        hour = _count(clock[: -len(" o'clock")])
        return None if hour is None else f"{hour}:00 {half}".strip()
    for word in (" past ", " to "):
        share, sign, full = clock.partition(word)
        if not sign:
            continue
        minutes, hour = _MINUTES.get(share, _count(share.removesuffix(" minutes"))), _count(full)
        if minutes is not None and hour is not None and 0 < minutes < _HOUR_MIN:
            before = word == " to "
            hour = (hour - 2) % 12 + 1 if before else hour
            return f"{hour}:{_HOUR_MIN - minutes if before else minutes:02} {half}".strip()
    return None


def _count(text: str) -> int | None:
    number = text if text.isdecimal() else number_in_words(text) or ""
    return int(number) if number.isdecimal() else None


def same_moment(left: str, right: str) -> Decision | None:
    """Whether two texts are the same date or time of day; None if they are not both one."""
    for method, read in (("date", dates), ("time", times), ("date", years)):
        a, b = read(left), read(right)
        if a and b and not (read is years and len(a) == len(b) == 2):  # two plain numbers
            return _compared(method, a, b).noting(left=left.strip()[:80], right=right.strip()[:80])
    return None


def _compared(method: str, a: tuple[Moment, ...], b: tuple[Moment, ...]) -> Decision:
    if all(x == y for x, y in (zip(a, b, strict=True) if len(a) == len(b) else itertools.product(a, b))):
        return verified(method)
    if not any(_may_be(x, y) for x, y in itertools.product(a, b)):
        return refuted(method)
    return unknown("ambiguous", method, readings=[len(a), len(b)])


def _may_be(x: Moment, y: Moment) -> bool:
    """Whether they agree in all that both say: a date without its year may be of any."""
    n = min(len(x), len(y))
    return x[-n:] == y[-n:]
