"""Names of months and weekdays, which are rows of `words.tsv`."""

from __future__ import annotations

from dikast.language.tokens import is_ideograph, tokens
from dikast.language.words import word_group, word_values

EXCLUSIVE_NAMES = tuple(
    tuple(word_group(f"{kind}: {n}") for n in range(1, size + 1)) for kind, size in (("weekday", 7), ("month", 12))
)
"""Rows of long names; only one name of a row can be right."""


def _numbered(kind: str) -> dict[str, int]:
    names = word_values(kind) | word_values(f"{kind} abbreviated")
    return {name: int(number) for name, number in names.items()}


MONTHS, WEEKDAYS = _numbered("month"), _numbered("weekday")


def named_weekday(text: str, is_reference: bool) -> int | None:
    """The weekday that a text names, and nothing else; Monday is 1."""
    return _named(text, WEEKDAYS, is_reference)


def named_month(text: str, is_reference: bool) -> int | None:
    """The month that a text names, and nothing else."""
    return _named(text, MONTHS, is_reference)


def _named(text: str, names: dict[str, int], is_reference: bool) -> int | None:
    """The number of the only name in a text; a reference `Sun` may be the star, so it names no day."""
    spoken = [token.text.casefold() for token in tokens(text)]
    naming = [word for word in spoken if word not in word_group("beside a day") and word != "。"]
    is_open = is_reference and not word_group("also other names").isdisjoint(naming)
    is_one = len(naming) == 1 or (bool(naming) and is_ideograph(naming[-1]))
    return names.get("".join(naming)) if is_one and not is_open else None
