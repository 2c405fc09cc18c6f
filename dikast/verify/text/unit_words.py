"""Units' names in other languages, as the symbols that the parser knows: `2.5小时` is 2.5 h."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from dikast.language import TextToken, is_ideograph, token_at, tokens, word_group, word_values
from dikast.verify.syntax.currency_table import currency
from dikast.verify.syntax.unit_table import SYMBOLS, is_unit

_REACH = 30
_LONGEST, _LONGEST_CURRENCY = 2, 3  # tokens: words, or ideographs
_POWERS = word_values("power of a unit")
DIVIDING = word_group("per") | {"/"}


def is_dividing(row: Sequence[TextToken], at: int) -> bool:
    """Whether a word for `per` is here, and the name of a unit in another language behind it."""
    return row[at].kind == "word" and row[at].text.casefold() in DIVIDING and foreign_unit(row, at + 1) is not None


def names_rate(before: str) -> bool:
    """Whether a text ends with what the number behind it is for, `每小时` or `pro Stunde`: that number is a rate."""
    row = tokens(before[-_REACH:])
    named = ((at + 1, unit_name_at(row, at + 1)) for at in range(len(row) - 1) if row[at].text.casefold() in DIVIDING)
    return any(unit is not None and at + unit[1] == len(row) for at, unit in named)


def foreign_unit(row: Sequence[TextToken], at: int) -> tuple[str, int] | None:
    """The symbol of the unit that is named here, and how many tokens its name has; None without one.

    It is behind a number, or behind `/` or its word: `60 km pro Stunde`.
    """
    if at == 0 or not (row[at - 1].kind == "number" or row[at - 1].text.casefold() in DIVIDING):
        return None
    if row[at - 1].text == "/" and token_at(row, at).text in word_group("hour below"):
        return "h", 1
    if token_at(row, at).text in _POWERS and token_at(row, at + 1).text in word_group("behind a power"):
        base = unit_name_at(row, at + 2)
        return None if base is None else (base[0] + _POWERS[row[at].text], base[1] + 2)
    return unit_name_at(row, at)


def money_name_at(row: Sequence[TextToken], at: int) -> tuple[str, int] | None:
    """The name of a currency in ideographs right behind a number, and how many they are."""
    if at == 0 or row[at - 1].kind != "number" or not is_ideograph(row[at].text):
        return None
    names = ("".join(token.text for token in row[at : at + n]) for n in range(_LONGEST_CURRENCY, 0, -1))
    return next(((name, len(name)) for name in names if currency(name) is not None), None)


def unit_name_at(row: Sequence[TextToken], at: int) -> tuple[str, int] | None:
    """The symbol of the unit that is named here, after any token, and how many tokens its name has."""
    if at >= len(row) or row[at].kind != "word":
        return None
    for n in range(_LONGEST, 0, -1):
        words = row[at : at + n]
        name = "".join(" " * (not token.glued) + token.text for token in words).strip()
        symbol = SYMBOLS.get(name.casefold())
        if len(words) == n and symbol is not None:
            return symbol, n
    return None


def with_symbols(row: Sequence[TextToken]) -> Iterator[TextToken]:
    """The tokens with the unit behind a number by its symbol, if the parser has no such name: `3 Stunden` as `3 h`."""
    at = 0
    while at < len(row):
        is_behind_value = row[at - 1].kind == "number" or row[at - 1].text == "/"
        named = foreign_unit(row, at) if is_behind_value and not is_unit(row[at].text) else None
        symbol, n = named or (row[at].text, 1)
        last = row[at + n - 1]
        yield row[at]._replace(text=symbol, end=last.end) if named is not None else row[at]
        at += n
