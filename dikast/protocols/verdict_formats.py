"""The formats in which a judge may be asked to name a candidate: how each is asked for, and how it is read."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from string import ascii_uppercase
from typing import Literal, get_args

from dikast.records import Strength
from dikast.replies import Unreadable, read_label

FormatName = Literal["answer", "brackets", "strength", "output", "number", "decision", "result", "json"]

TIE = "Tie"  # what a tie is called where candidates have no letters, and the text of the option in every format


@dataclass(frozen=True)
class NamedCandidate:
    """What a reply names: the place of the candidate as shown, counted from 0 (after the last: a tie).

    `is_format_kept` says whether the reply had the format that was asked for.
    """

    place: int
    strength: Strength | None = None
    is_format_kept: bool = True


@dataclass(frozen=True)
class VerdictFormat:
    """One format.

    - `line`: what the judge is asked to write, with `{}` for a candidate.
    - `is_inline`: whether it counts within a line too; else the line must stand alone.
    - `names`: how it writes the candidates, from their number and whether it may call a tie, whose name is last.
    - `strengths`: for formats that say how much better the candidate is, what each name means.
    """

    line: str
    names: Callable[[int, bool], tuple[str, ...]]
    is_inline: bool = False
    strengths: tuple[NamedCandidate, ...] = ()

    def written(self, name: str) -> str:
        """The line with this name in it."""
        return self.line.replace("{}", name)


def _letters(n_candidates: int, ties: bool) -> tuple[str, ...]:
    """`A`, `B`…; a tie has the letter after the last: a single letter is a single token for most models."""
    return tuple(ascii_uppercase[: n_candidates + ties])


def _small_letters(n_candidates: int, ties: bool) -> tuple[str, ...]:
    return tuple(letter.lower() for letter in _letters(n_candidates, ties))


def _numbers(n_candidates: int, ties: bool) -> tuple[str, ...]:
    numbers = tuple(str(number) for number in range(1, n_candidates + 1))
    return (*numbers, TIE) if ties else numbers


def _with_strength(n_candidates: int, ties: bool) -> tuple[str, ...]:
    return ("A>>B", "A>B", "B>A", "B>>A", "A=B")[: 4 + ties]


FORMATS: dict[FormatName, VerdictFormat] = {
    "answer": VerdictFormat("Answer: {}", _letters),
    "brackets": VerdictFormat("[[{}]]", _letters, is_inline=True),
    "strength": VerdictFormat(
        "[[{}]]",
        _with_strength,
        is_inline=True,
        strengths=(
            NamedCandidate(0, "strong"),
            NamedCandidate(0, "slight"),
            NamedCandidate(1, "slight"),
            NamedCandidate(1, "strong"),
            NamedCandidate(2),
        ),
    ),
    "output": VerdictFormat("Output ({})", _small_letters),
    "number": VerdictFormat("{}", _numbers),
    "decision": VerdictFormat("My final decision is Response {}", _numbers, is_inline=True),
    "result": VerdictFormat("[RESULT] {}", _letters),
    "json": VerdictFormat('{"choice": "{}"}', _letters, is_inline=True),
}
"""One row for each format. All are read by the same rules (`read_named`)."""

if set(FORMATS) != set(get_args(FormatName)):  # pragma: no cover
    raise TypeError("every name of a format needs its row")


def read_named(
    text: str, name: FormatName, n_candidates: int, ties: bool, options: Sequence[str] = ()
) -> NamedCandidate | Unreadable:
    """The candidate that a reply names, in this format or in any other way that a label is stated.

    Two different candidates are a conflict. A reply that names one in another way is read, and does not keep the
    format. `options` are the texts of the candidates as shown, by which a reply may name them too.
    """
    letters = _letters(n_candidates, ties)
    # A candidate whose text is not known is named by its letter alone.
    texts = options if len(options) == n_candidates else ("",) * n_candidates
    texts = (*texts, TIE) if ties else texts
    label = read_label(text, letters, texts)
    if name == "answer":
        return NamedCandidate(letters.index(label)) if isinstance(label, str) else label
    if isinstance(label, Unreadable) and label.is_conflict:
        return label
    row = FORMATS[name]
    names = row.names(n_candidates, ties)
    places = list(dict.fromkeys(_places(text, name, n_candidates, ties)))
    if len(places) > 1:
        return _conflict(names[place] for place in places)
    if places:
        meant = row.strengths[places[0]] if row.strengths else NamedCandidate(places[0])
        if isinstance(label, str) and letters.index(label) != meant.place:
            return _conflict((names[places[0]], label))
        return meant
    if isinstance(label, str):
        return NamedCandidate(letters.index(label), is_format_kept=False)
    number = read_label(text, _numbers(n_candidates, ties))
    if isinstance(number, str):
        return NamedCandidate(_numbers(n_candidates, ties).index(number), is_format_kept=False)
    return Unreadable(f"no line such as `{row.written(names[0])}` in the reply")


def _conflict(names: Iterable[str]) -> Unreadable:
    stated = " and ".join(sorted(names))
    return Unreadable(f"two different answers in one reply: {stated}", is_conflict=True)


def _places(text: str, name: FormatName, n_candidates: int, ties: bool) -> Iterator[int]:
    """The places of the candidates that the text names in this format, in order."""
    folded = [other.casefold() for other in FORMATS[name].names(n_candidates, ties)]
    plain = text.translate(_EMPHASIS)
    for match in _pattern(name, n_candidates, ties).finditer(plain):
        yield folded.index(match["name"].casefold())


_EMPHASIS = {ord("*"): None, ord("`"): None}


@lru_cache(maxsize=256)
def _pattern(name: FormatName, n_candidates: int, ties: bool) -> re.Pattern[str]:
    """Finds the format's line, in any case and with any blanks around its words."""
    row = FORMATS[name]
    # Longest first, so that `A>>B` is not read as `A`.
    names = sorted(row.names(n_candidates, ties), key=len, reverse=True)
    any_name = "|".join(map(re.escape, names))
    before, after = (_spaced(part) for part in row.line.split("{}", 1)) if name != "json" else _JSON_AROUND
    pattern = rf"{before}(?P<name>{any_name})(?![\w>=]){after}"
    if not row.is_inline:
        pattern = rf"^[ \t]*{pattern}[ \t.!]*$"
    return re.compile(pattern, re.IGNORECASE | re.MULTILINE)


_JSON_AROUND = (r"\"choice\"\s*:\s*\"", r"\"")


def _spaced(text: str) -> str:
    """A pattern for the fixed part of a line, with any blanks where it has some and before what comes next."""
    words = [re.escape(word) for word in text.split()]
    return "".join(rf"{word}[ \t]*" for word in words)
