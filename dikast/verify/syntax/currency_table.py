"""Currencies and their parts, by every name and sign that they have. They are rows of `currencies.tsv`."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

_ROWS = Path(__file__).with_name("currencies.tsv")


@dataclass(frozen=True)
class Currency:
    """What a name or a sign of money means: the codes of the currencies that it may be of, the usual one first.

    `n_in_one`: how many of it make one, if it is a part, such as 100 cents.
    """

    codes: tuple[str, ...]
    n_in_one: int = 1

    @property
    def is_part(self) -> bool:
        """Whether it is a small coin that a main unit is divided into."""
        return self.n_in_one > 1

    def shared(self, other: Currency) -> frozenset[str]:
        """The codes of the currencies that both may be of."""
        return frozenset(self.codes).intersection(other.codes)


def _rows() -> Iterator[tuple[str, list[str], list[str], list[str]]]:
    """The kind, the code, the signs and the names of each row."""
    for row in _ROWS.read_text("utf-8").splitlines():
        if not row.startswith("#"):
            kind, code, signs, *languages = row.split("\t")
            names = [name.replace("_", " ") for names in languages for name in names.split()]
            yield kind, code.split(), signs.split(), names


def _by_name() -> dict[str, Currency]:
    """The currencies by their names and signs in small letters, and by their codes in capitals."""
    named: dict[str, Currency] = {}
    for kind, code, signs, names in _rows():
        if kind == "coin":
            continue
        n_in_one, codes = (int(code[0]), code[1:]) if kind == "part" else (1, code)
        for name in (*map(str.casefold, (*names, *signs)), *(codes if kind == "currency" else ())):
            known = named.get(name, Currency(()))
            named[name] = Currency(tuple(dict.fromkeys((*known.codes, *codes))), n_in_one)
    return named


_CURRENCIES = _by_name()
COINS = frozenset(name for kind, _, _, names in _rows() if kind == "coin" for name in names)
"""Names of coins that are names of other things, too."""
BEFORE = tuple(name for kind, code, signs, _ in _rows() if kind == "currency" for name in (*signs, *code))
"""The signs and codes that may be before an amount."""
SIGNS = frozenset(sign for sign in BEFORE if len(sign) == 1)
NAMED_SIGNS = SIGNS - {"$"}
"""The signs of money that are no delimiters of formulas."""


def currency(name: str) -> Currency | None:
    """What a word or a sign means, if it is the name of a currency or of a part of one: `euros`, `¢`, `CHF`."""
    return _CURRENCIES.get(name) or _CURRENCIES.get(name.casefold())
