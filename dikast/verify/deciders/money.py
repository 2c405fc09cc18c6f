"""Sums of money: their currency, and the amount in its main unit."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import lru_cache

from dikast.language import word_group
from dikast.verify.decision import Decision, refuted, unknown
from dikast.verify.syntax.currency_table import BEFORE, Currency, currency
from dikast.verify.syntax.parser import tree_of
from dikast.verify.syntax.unit_table import SYMBOLS
from dikast.verify.text.braces import unwrapped
from dikast.verify.text.number_words import number_in_words

_NUMBER = r"-?(?:\d{1,3}(?: \d{3})+(?:[.,]\d\d)?|\d{1,3}(?:\.\d{3})+,\d\d|\d[\d,]*(?:\.\d+)?|\.\d+)"
_AMOUNT = re.compile(rf"{_NUMBER}(?i:\s+(?:thousand|million|billion|trillion)|\s?(?:[km]|bn)\b)?")
_SHORT = {"k": " thousand", "K": " thousand", "M": " million", "m": " million", "bn": " billion"}
_SIGNS = "|".join(map(re.escape, sorted(BEFORE, key=len, reverse=True)))
_BEFORE = re.compile(rf"(-?)\s*\\?({_SIGNS})\s*({_AMOUNT.pattern})")
_RATES = ("/", *(f" {word} " for word in sorted(word_group("per"))))
_SPACES = ("\\,", "\\;", "\\:", "\\!", "\\ ", "\u202f", "\xa0")
_N_PLACES, _GROUP = 2, 3
_CENTS = 100
_LONGEST = 80
_MOST_WORDS = 2  # of a name, or of an amount with its name

Sum = tuple[Currency, str]
"""A currency, and the amount in it as a formula."""


@lru_cache(maxsize=256)
def money(text: str) -> Sum | None:
    """The sum of money that a text is; None if it is none."""
    text = unwrapped(text.strip().strip("."))
    for space in _SPACES if "\\" in text or not text.isascii() else ():
        text = text.replace(space, " ")
    text = text.strip()
    is_formula = len(text) > 1 and text[0] == text[-1] == "$"
    text = text[1:-1].strip() if is_formula else text
    return None if len(text) > _LONGEST else _in_two(text) or _in_one(text)


def _in_two(text: str) -> Sum | None:
    """`$3 and 50 cents`, `1 euro 20 cents`: an amount and a further one in a part of its currency."""
    for before, behind in _cuts(text):
        coins = _in_one(behind)
        if coins is None or not coins[0].is_part:
            continue
        head, _, last = before.rstrip(" ,").rpartition(" ")
        whole = _in_one(head if last.casefold() in word_group("and") else before.rstrip(" ,"))
        if whole is not None and not whole[0].is_part and whole[0].shared(coins[0]):
            return whole[0], f"{whole[1]} + ({coins[1]})/{coins[0].n_in_one}"
    return None


def _in_one(text: str) -> Sum | None:
    if match := _BEFORE.fullmatch(text):
        known = currency(match[2])
        return None if known is None else (known, match[1] + _spelt_out(match[3]))
    if match := _AMOUNT.match(text):
        known = currency(text[match.end() :].strip())
        return None if known is None else (known, _spelt_out(match[0]))
    for before, behind in _cuts(text):
        amount = None if (known := currency(behind)) is None else number_in_words(before.lower())
        if known is not None and amount is not None:
            return known, amount
    return None


def _cuts(text: str) -> Iterator[tuple[str, str]]:
    """A text and its last words, cut in two."""
    words = text.split()
    for n in range(1, min(_MOST_WORDS, len(words) - 1) + 1):
        yield " ".join(words[:-n]), " ".join(words[-n:])


def _spelt_out(amount: str) -> str:
    short = next((sign for sign in _SHORT if amount.endswith(sign)), "")
    amount = amount if short or not amount[:1].isdecimal() else _with_point(amount.replace(" ", ""))  # `1 200`
    return amount.removesuffix(short).rstrip() + _SHORT[short] if short else amount


def _with_point(amount: str) -> str:
    """`3,50` and `1.234,50` with a point: one or two figures behind the only comma are cents, and no thousands."""
    whole, comma, places = amount.partition(",")
    groups = whole.lstrip("-").split(".")
    is_decimal = bool(comma) and places.isdecimal() and len(places) <= _N_PLACES
    if is_decimal and all(len(group) == _GROUP for group in groups[1:]):
        return f"{whole.replace('.', '')}.{places}"
    # `1,234.50`
    return amount.replace(",", "") if comma and "." in places else amount


def same_money(reference: str, answer: str, compare: Callable[[str, str], Decision]) -> Decision | None:
    """Whether two sums of money are the same; None if one text is none."""
    left, right = money(reference) or _rate(reference), money(answer) or _rate(answer)
    if left is None or right is None or (money(reference) is None) != (money(answer) is None):
        return None
    (paid, a), (other, b) = left, right
    if not paid.shared(other):
        return refuted("units", left=paid.codes[0], right=other.codes[0], detail="different currencies")
    if paid.n_in_one != other.n_in_one:
        return compare(*(f"({n})/{one.n_in_one}" if one.is_part else n for one, n in ((paid, a), (other, b))))
    if not paid.is_part and paid.codes[0] != other.codes[0]:
        return unknown("ambiguous", "units", detail="a name or a sign of several currencies")
    return _in_both_readings(a, b, compare) if _may_be_thousands(a) != _may_be_thousands(b) else compare(a, b)


def _may_be_thousands(amount: str) -> bool:
    """`3.500`: no sum has three decimals, but half the world groups thousands by points."""
    whole, _, places = amount.lstrip("-").partition(".")
    are_groups = places.isdecimal() and len(places) == _GROUP and whole.isdecimal()
    return are_groups and 0 < int(whole) < 10**_GROUP


def _in_both_readings(a: str, b: str, compare: Callable[[str, str], Decision]) -> Decision:
    """`3.500 €` beside another sum: only what holds for both 3.5 and 3500."""
    as_written = compare(a, b)
    grouped = compare(*(text.replace(".", "") if _may_be_thousands(text) else text for text in (a, b)))
    if as_written.status == grouped.status:
        return as_written
    return unknown("ambiguous", "units", detail="thousands behind a point, or decimals")


def _rate(text: str) -> Sum | None:
    """`€6/hour`, `6 euros per hour`: the currency, and so many dollars, as any units, by what is behind the slash."""
    for sign in _RATES:
        price, _, behind = map(str.strip, text.partition(sign))
        paid = money(price) if behind else None
        rate = "" if paid is None else f"{paid[1]} dollars/{SYMBOLS.get(behind.casefold(), behind)}"
        if paid is not None and tree_of(rate) is not None:
            return paid[0], rate
    return None


def without_currency(text: str) -> str:
    """A sum of money as its number, for comparing it with a bare one; any other text as it is."""
    paid = money(text)
    return text if paid is None else paid[1]


def may_be_cents(left: str, right: str) -> bool:
    """`350 cents` and `3.50`: cents, or a number of dollars."""
    return _is_cents(left, right) or _is_cents(right, left)


def _is_cents(priced: str, bare: str) -> bool:
    paid = money(priced)
    if paid is None or paid[0].n_in_one != _CENTS:
        return False
    whole, _, places = bare.strip().partition(".")
    return (whole or "0").isdecimal() and places.isdecimal() and len(places) <= 2
