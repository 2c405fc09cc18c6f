"""Sums of money: their currency, and the amount in its main unit."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache

from dikast.language import token_at, tokens
from dikast.verify.decision import Decision, refuted, unknown
from dikast.verify.text.braces import unwrapped
from dikast.verify.text.number_words import number_in_words

_AMOUNT = r"-?(?:\d{1,3}(?: \d{3})+(?:[.,]\d\d)?|\d{1,3}(?:\.\d{3})+,\d\d|\d[\d,]*(?:\.\d+)?|\.\d+)"
_SCALE = r"(?:\s+(?:thousand|million|billion|trillion)|\s?(?:[kKM]|bn)\b)?"
_SHORT = {"k": " thousand", "K": " thousand", "M": " million", "m": " million", "bn": " billion"}
_BEFORE = re.compile(rf"(-?)\s*(?:\\?(US\$|\$|€|£|¥|₹)|(USD|EUR|GBP|Rs\.?))\s*({_AMOUNT}{_SCALE})", re.IGNORECASE)
_BEHIND = re.compile(rf"({_AMOUNT}{_SCALE}|[a-z][a-z -]*?)\s*(\$|€|£|¥|₹|¢|[a-z]+)", re.IGNORECASE)
_JOINT = re.compile(
    r"(.+?\b(?:dollars?|euros?|pounds?)|[$€£]\s*\d+)\s*,?\s*(?:and\s+)?(\S+\s*(?:cents?|pence|p))", re.IGNORECASE
)
_SPACES = ("\\,", "\\;", "\\:", "\\!", "\\ ", "\u202f", "\xa0")
_NAMES = {
    "$": "dollar", "us$": "dollar", "usd": "dollar", "dollar": "dollar", "dollars": "dollar", "buck": "dollar",
    "bucks": "dollar", "€": "euro", "eur": "euro", "euro": "euro", "euros": "euro", "£": "pound", "gbp": "pound",
    "pound": "pound", "pounds": "pound", "¥": "yen", "yen": "yen", "₹": "rupee", "rupee": "rupee", "rupees": "rupee",
    "rs": "rupee", "yuan": "yuan", "jiao": "jiao", "won": "won",
    "¢": "cent", "cent": "cent", "cents": "cent", "pence": "penny", "p": "penny", "penny": "penny",
}  # fmt: skip
_N_PLACES, _GROUP = 2, 3
_PARTS = {"cent": ("dollar", "euro"), "penny": ("pound",), "jiao": ("yuan",)}
_JIAO, _CENTS = 10, 100  # in one of the main unit


@lru_cache(maxsize=256)
def money(text: str) -> tuple[str, str] | None:
    """The currency and the amount, in that currency, as a formula; None if the text is no sum of money."""
    text = unwrapped(text.strip().strip("."))
    for space in _SPACES if "\\" in text else ():
        text = text.replace(space, " ")
    text = text.strip()
    is_formula = len(text) > 1 and text[0] == text[-1] == "$"
    text = text[1:-1].strip() if is_formula else text
    if len(text) > 80:
        return None
    if joint := _JOINT.fullmatch(text):
        whole, coins = money(joint[1]), money(joint[2])
        if whole is not None and coins is not None and whole[0] in _PARTS.get(coins[0], ()):
            return whole[0], f"{whole[1]} + ({coins[1]})/100"
        return None
    if match := _BEFORE.fullmatch(text):
        return _NAMES[(match[2] or match[3]).lower().rstrip(".")], match[1] + _spelt_out(match[4])
    match = _BEHIND.fullmatch(text)
    if match is None or match[2].lower() not in _NAMES:
        return None
    is_in_figures = any(char.isdecimal() for char in match[1])
    amount = _spelt_out(match[1]) if is_in_figures else number_in_words(match[1].strip().lower())
    return None if amount is None else (_NAMES[match[2].lower()], amount)


def is_currency(word: str) -> bool:
    """Whether a word or a sign is the name of a currency or of its parts: `euros`, `¢`."""
    return word.casefold() in _NAMES


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
    """Whether two sums of money are the same; None if one text is not a sum, or pounds may be a weight."""
    left, right = money(reference), money(answer)
    if left is None or right is None:
        return None
    (currency, a), (other, b) = left, right
    if currency == other and _may_be_thousands(a) != _may_be_thousands(b):
        return _in_both_readings(a, b, compare)
    if currency == other:
        return compare(a, b)
    parts = _JIAO if "jiao" in (currency, other) else _CENTS
    if currency in _PARTS.get(other, ()):
        return compare(a, f"({b})/{parts}")
    if other in _PARTS.get(currency, ()):
        return compare(f"({a})/{parts}", b)
    if {currency, other} == {"yen", "yuan"}:
        return unknown("ambiguous", "units", detail="yen and yuan, which have the same sign")
    return refuted("units", left=currency, right=other, detail="different currencies")


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


def with_dollars(text: str) -> str:
    """`$5/hour` as `5 dollars/hour`; any other text as it is."""
    before, sign, behind = text.partition("$")
    amount = token_at(tokens(behind), 0)
    if before.strip() or not sign or amount.kind != "number":
        return text
    return f"{amount.text} dollars{behind[amount.end :]}"


def without_currency(text: str) -> str:
    """A sum of money as its number, for comparing it with a bare one; any other text as it is."""
    paid = money(text)
    return text if paid is None else paid[1]


def may_be_cents(left: str, right: str) -> bool:
    """`350 cents` and `3.50`: cents, or a number of dollars."""
    return _is_cents(left, right) or _is_cents(right, left)


def _is_cents(priced: str, bare: str) -> bool:
    paid = money(priced)
    if paid is None or paid[0] not in ("cent", "penny"):
        return False
    whole, _, places = bare.strip().partition(".")
    return (whole or "0").isdecimal() and places.isdecimal() and len(places) <= 2
