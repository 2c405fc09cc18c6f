"""Dates and times of day, where they are clear: every way a text can be meant is compared."""

from __future__ import annotations

import itertools
from datetime import date
from functools import lru_cache

from dikast.language import MONTHS, WEEKDAYS, named_month, named_weekday, tokens, word_group, word_values
from dikast.verify.decision import Decision, refuted, unknown, verified
from dikast.verify.text.braces import unwrapped
from dikast.verify.text.number_words import chinese_count_at, number_in_words, ordinal

Moment = tuple[int, ...]
"""(month, day), (year, month, day), (year, month), (weekday,), (month,), or (seconds since midnight,)."""

# The day, the month and the year, in the orders that they are written in.
_ORDERS = frozenset({("month", "day"), ("day", "month"), ("month", "day", "year"), ("day", "month", "year"),
                     ("year", "month", "day")})  # fmt: skip
_SEPARATORS = "-/."
_IDEOGRAPHIC = tuple((kind, word_group(f"date sign: {kind}")) for kind in ("year", "month", "day"))
_ERAS = sorted(word_values("era"), key=len, reverse=True)  # `bce` before `ce`
_HOURS, _MINUTES = word_values("hour"), word_values("minutes")
_FIGURES = (1, 2, 4)
_N_MONTHS = 12
_HOUR_MIN = 60
_SPOKEN_HOURS = 12  # `1 to 20` is no time of day
_HALF_DAY_S = 12 * 3600
_OF_FORMULAS = frozenset("=^+*_<>|()[]")  # signs that no date has


def dates(text: str) -> tuple[Moment, ...]:
    """The dates that a text can mean; none if it is not a date. `03/05/2024` is two, with either part as the month."""
    text = _plain(text)
    if not (any(map(str.isdecimal, text)) or any(sign in text for sign in word_group("date sign: month"))):
        return ()
    for separator in _SEPARATORS:
        parts = text.split(separator)
        if len(parts) == 3 and all(map(str.isdecimal, parts)):
            return _numbered([len(figures) for figures in parts], [int(figures) for figures in parts])
    numbers = _ideographic(text) or _named(text)
    return _valid([(numbers.get("year", 0), numbers["month"], numbers["day"])]) if tuple(numbers) in _ORDERS else ()


def month_years(text: str) -> tuple[Moment, ...]:
    """The month of a year that a text names: `March 2024`, `2024年3月`."""
    numbers = _ideographic(_plain(text)) or _named(_plain(text))
    return ((numbers["year"], numbers["month"]),) if numbers.keys() == {"year", "month"} else ()


def _numbered_month(text: str) -> tuple[Moment, ...]:
    """`03/2024`, `2024-03`: the month of a year beside a text that names one; alone, numbers to calculate with."""
    for separator in _SEPARATORS:
        parts = sorted(_plain(text).split(separator), key=len)
        if [len(part) for part in parts if part.isdecimal()] in ([1, 4], [2, 4]) and 1 <= int(parts[0]) <= _N_MONTHS:
            return ((int(parts[1]), int(parts[0])),)
    return ()


def _ideographic(text: str) -> dict[str, int]:
    """`2024年3月5日`, `三月五日`: the numbers before the signs of the year, the month and the day; empty for others."""
    numbers: dict[str, int] = {}
    remaining = text.replace(" ", "")
    for kind, signs in _IDEOGRAPHIC:
        at = next((i for i, char in enumerate(remaining) if char in signs), -1)
        number = _ideographic_count(remaining[: max(at, 0)])
        if number.isdecimal():
            numbers[kind] = int(number)
            remaining = remaining[at + 1 :]
    return {} if remaining else numbers


def _ideographic_count(text: str) -> str:
    """A number in figures, or in the signs of Chinese."""
    count, end = chinese_count_at(text, 0) or ("", 0)
    return text if text.isdecimal() else count * (end == len(text))


def _numbered(sizes: list[int], numbers: list[int]) -> tuple[Moment, ...]:
    """`2024-03-05`, `03/05/2024`."""
    first, second, third = numbers
    if sizes[0] == 4 and max(sizes[1:]) < 3:
        return _valid([(first, second, third)])
    return _valid([(third, first, second), (third, second, first)]) if sizes[2] == 4 and max(sizes[:2]) < 3 else ()


def _named(text: str) -> dict[str, int]:
    """`Tuesday, March 5th, 2024`: a month by its name, and the numbers around it, in their order; empty for others."""
    numbers: dict[str, int] = {}
    for token in tokens(text):
        word = token.text.casefold()
        number = int(word) if word.isdecimal() else ordinal(word)
        if word in MONTHS:
            kind, value = "month", MONTHS[word]
        elif word in word_group("beside a date") or (word in WEEKDAYS and not numbers):
            continue
        elif number is not None and not (word.isdecimal() and len(word) not in _FIGURES):
            kind, value = "year" if word.isdecimal() and len(word) == max(_FIGURES) else "day", number
        else:
            return {}
        if kind in numbers:
            return {}
        numbers[kind] = value
    return numbers


@lru_cache(maxsize=64)
def _plain(text: str) -> str:
    text = unwrapped(text.strip().strip("$").replace("~", " "))
    return " ".join(text.strip(" .").split())


def _valid(candidates: list[tuple[int, int, int]]) -> tuple[Moment, ...]:
    """Those that exist; one without a year keeps only its month and day."""
    moments: list[Moment] = []
    for year, month, day in candidates:
        try:
            date(year or 2000, month, day)
        except ValueError:
            continue
        moments.append((year, month, day) if year else (month, day))
    return tuple(dict.fromkeys(moments))


def times(text: str) -> tuple[Moment, ...]:
    """The times of day that a text can mean: `4:30` as written, or in the afternoon."""
    text = _with_half(_plain(text))
    if text.casefold() in _HOURS:
        return ((int(_HOURS[text.casefold()]) * 3600,),)
    clock, half = _clock((_in_figures(text.casefold()) or text).casefold())
    if not clock:
        return ()
    hour, minute, second = clock
    is_hour = 1 <= hour <= 12 if half else hour <= 24
    if not is_hour or max(minute, second) > 59:
        return ()
    rest_s = minute * 60 + second
    if half:
        return (((hour % 12 + (12 if half == "p" else 0)) * 3600 + rest_s,),)
    plain = (hour % 24) * 3600 + rest_s
    is_open = 1 <= hour <= 12 and not text.startswith("0")
    return ((plain,), ((plain + _HALF_DAY_S) % (2 * _HALF_DAY_S),)) if is_open else ((plain,),)


def _clock(text: str) -> tuple[list[int], str]:
    """Hours, minutes and seconds of `3:45 pm`, and `a` or `p` for the half of the day; empty for anything else."""
    ending = next((ending for ending in word_group("clock") if text.endswith(ending)), "")
    figures = text.removesuffix(ending).rstrip()
    parts = (figures.replace(".", ":") if ending else figures).replace("h", ":").split(":")
    sizes = [len(figure) if figure.isdecimal() else 0 for figure in parts]
    half = ending[:1] if ending[:1] in ("a", "p") else ""
    is_clock = sizes[0] in (1, 2) and sizes[1:] in ([2], [2, 2], [] if ending else [2])
    return ([int(figure) for figure in (*parts, "0", "0")[:3]], half) if is_clock else ([], "")


def years(text: str) -> tuple[Moment, ...]:
    """`44 BC` as -44, `AD 79` as 79; a plain number may be the year of either era."""
    text = _plain(text)
    if text.isdecimal():
        return ((int(text),), (-int(text),))
    spelt = text.casefold().removeprefix("the year ").replace(".", "").replace(" ", "")
    year = spelt.removeprefix("ad")
    era = next((era for era in _ERAS if year.endswith(era)), "") if year == spelt else "ad"
    year = year.removesuffix(era)
    return ((int(word_values("era")[era]) * int(year),),) if era and year.isdecimal() and len(year) <= 4 else ()


def _with_half(text: str) -> str:
    """`3:45 in the afternoon` as `3:45 pm`."""
    for words, half in word_values("half of the day").items():
        if text.casefold().endswith(" " + words):
            return text[: -len(words)] + half
    return text


def _in_figures(text: str) -> str | None:
    """`half past three` as `3:30`, `ten to four pm` as `3:50 pm`, `5 o'clock` as `5:00`; None for other texts."""
    clock, _, half = text.rpartition(" ") if text.endswith(("am", "pm", "a.m", "p.m")) else (text, "", "")
    if clock.endswith((" o'clock", " o’clock")):
        hour = _count(clock[: -len(" o'clock")])
        return None if hour is None else f"{hour}:00 {half}".strip()
    for word in (" past ", " to "):
        share, sign, full = clock.partition(word)
        if not sign:
            continue
        minutes, hour = int(_MINUTES.get(share, 0)) or _count(share.removesuffix(" minutes")), _count(full)
        if minutes is None or hour is None:
            continue
        if 0 < minutes < _HOUR_MIN and hour <= _SPOKEN_HOURS:
            before = word == " to "
            hour = (hour - 2) % 12 + 1 if before else hour
            return f"{hour}:{_HOUR_MIN - minutes if before else minutes:02} {half}".strip()
    return None


def _count(text: str) -> int | None:
    number = text if text.isdecimal() else number_in_words(text) or ""
    return int(number) if number.isdecimal() else None


def same_moment(left: str, right: str) -> Decision | None:
    """Whether two texts are the same date, day or time of day; None if they are not both one."""
    if not all(map(_OF_FORMULAS.isdisjoint, (left, right))) or all(map(_is_number, (left, right))):
        return None
    for method, read in (("date", dates), ("time", times), ("date", years)):
        a = read(left)
        b = read(right) if a else ()
        are_plain_numbers = read is years and len(a) == len(b) == 2
        if a and b and not are_plain_numbers:
            if _are_other_days(left, right):
                return unknown("ambiguous", "date", detail="another day of the week")
            finding = _compared(method, a, b)
            is_usual = finding.status == "unknown" and _usual(left, a) == _usual(right, b)
            return (verified(method) if is_usual else finding).noting(left=left.strip()[:80], right=right.strip()[:80])
    a, b = month_years(left), month_years(right)
    if a or b:
        a, b = a or _numbered_month(left), b or _numbered_month(right)
        return _compared("date", a, b) if a and b else None
    for name in (named_weekday, named_month):
        day, other = name(left, True), name(right, False)
        if day is not None and other is not None:
            return verified("date") if day == other else refuted("date", left=left[:80], right=right[:80])
    return None


def _are_other_days(left: str, right: str) -> bool:
    """`Monday, March 4` and `Tuesday, March 4`."""
    days = [
        {WEEKDAYS[word] for token in tokens(text) if (word := token.text.casefold()) in WEEKDAYS}
        for text in (left, right)
    ]
    return all(days) and days[0] != days[1]


def _is_number(text: str) -> bool:
    return text.strip(" $-").replace(".", "", 1).isdecimal()


def _usual(text: str, moments: tuple[Moment, ...]) -> tuple[Moment, ...]:
    """Where points separate a date's numbers (`05.03.2024`), the day is first: it verifies, but refutes nothing."""
    return moments[-1:] if _plain(text).count(".") == 2 and _plain(text).replace(".", "").isdecimal() else moments


def _compared(method: str, a: tuple[Moment, ...], b: tuple[Moment, ...]) -> Decision:
    pairs = list(itertools.product(a, b))
    if a == b or (len(a) != len(b) and all(x == y for x, y in pairs)):
        return verified(method)
    if not any(_may_be(x, y) for x, y in pairs):
        return refuted(method)
    return unknown("ambiguous", method, readings=[len(a), len(b)])


def _may_be(x: Moment, y: Moment) -> bool:
    """Whether they agree in everything that both say: a date without its year may be in any year."""
    n = min(len(x), len(y))
    return x[-n:] == y[-n:]
