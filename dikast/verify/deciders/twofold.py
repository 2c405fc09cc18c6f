"""Notations that may be meant in two ways, so that two values that were read apart may be one.

Each is a row: what it is, and whether two texts are an example of it.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from fractions import Fraction

from dikast.verify.deciders.declarations import names_in
from dikast.verify.equality.known import known
from dikast.verify.equality.ladder import Domain, equal
from dikast.verify.equality.rounding import may_be_rounded_to, number_of
from dikast.verify.syntax.cursor import Setting
from dikast.verify.syntax.nodes import Node, TooCostly, Unparsed
from dikast.verify.syntax.parser import parse
from dikast.verify.syntax.unit_table import is_unit
from dikast.verify.text.known_words import formula_of
from dikast.verify.text.number_words import number_in_words
from dikast.verify.text.phrase_reader import read_phrase

_LINED = re.compile(r"\\(?:overline|bar|vec|overrightarrow|hat|widehat)\{([^\W\d_]+)\}")
_TIMED = re.compile(r"\d\s*(?:h|hrs?|hours?|min|minutes?|mins|s|sec|seconds?)\b")
_SHORT = {"k": 1000, "K": 1000, "M": 10**6, "B": 10**9}
_IN_BASE = re.compile(r"\(?(\d+)\)?_\{?\d+\}?|[0-9A-F]+_\{?1[1-9]\}?")
_OPEN_POWER = re.compile(r"\^ ?(\d+ ?/ ?\d+)")
_RAISED_LETTER = re.compile(r"(?<=[A-Za-z)\]}])\^\{?(\d+)\}?")
_COMPLEMENT = re.compile(
    r"([A-Z]|\([^()]*\))(?:\^\{?[cC]\}?|'|\^\{?\\(?:prime|complement)\}?)|\\(?:overline|bar) ?\{?([^{}]*)\}?"
)
_UNCERTAIN = re.compile(r"\d\s*(?:±|\\pm)\s*(?:0?\.\d|\d+\.\d|\d+ ?\\?%)")
_REMAINDER = re.compile(r"(\d+)\s*[Rr]\.?\s*\d+")
_CHANGED = re.compile(
    r"\b(?:rise|rose|risen|fall|fell|drop|increase|decrease|differ|chang|warm|cool|cold|hott|steig|fiel|sank)"
)
_AND_OR = re.compile(r" (?:or|and) |[,;±]|\\pm")
_COINS = frozenset("quarter quarters dime dimes nickel nickels".split())
_CONSTANTS = frozenset({"phi", "varphi", "tau", "φ", "ϕ", "τ"})
_ROMAN_END = 4000
_LABELLED = re.compile(r"(-?\d[\d.,/]*) ([A-Za-z]{2,3})\.?")
_DASHED = 2
_TENS = ("", "X", "XX", "XXX", "XL", "L", "LX", "LXX", "LXXX", "XC")

TwofoldRule = Callable[[str, str], bool]
"""Whether two texts may be the same, where the first has the notation."""


def twofold(left: str, right: str, answer: str) -> str | None:
    """How two values that differ as they were read may be meant as the same; None where there is no such way."""
    if right.endswith("!") and right != answer.strip(" $"):
        return "a factorial, or an exclamation mark"
    pairs = [tuple(text.strip(" $.") for text in pair) for pair in ((left, right), (right, left))]
    return next((detail for detail, rule in RULES if any(rule(one, other) for one, other in pairs)), None)


def _looks_like(pattern: str) -> TwofoldRule:
    """The rule for a notation that the other text says nothing about."""
    known = re.compile(pattern)
    return lambda one, other: known.search(one) is not None


def _is_lined(one: str, other: str) -> bool:
    """`\\overline{AB}` and `AB`; a line over anything but letters counts."""
    bare = [_LINED.sub(r"\1", text).replace(" ", "") for text in (one, other)]
    return _LINED.search(one) is not None and bare[0] == bare[1]


def _is_clock(one: str, other: str) -> bool:
    parts = [part.strip() for part in one.split(":")]
    return len(parts) in (2, 3) and all(map(str.isdecimal, parts)) and _TIMED.search(other) is not None


def _is_in_lakhs(one: str, other: str) -> bool:
    """`1,00,000`: digits in groups of two."""
    first, *inner = one.split(",")
    sizes = [len(group) for group in inner]
    is_grouped = len(sizes) > 1 and sizes[-1] == 3 and set(sizes[:-1]) == {2} and len(first) in (1, 2)
    digits = one.replace(",", "")
    return is_grouped and digits.isdecimal() and digits == other.replace(",", "")


def _is_shortened(one: str, other: str) -> bool:
    """`2k` and `2000`: a thousand or a million by its letter, or a product."""
    number, plain = one[:-1], other.replace(",", "")
    is_short = one[-1:] in _SHORT and number[:1].isdecimal() and number.replace(".", "", 1).isdecimal()
    return is_short and plain.isdecimal() and Fraction(number) * _SHORT[one[-1]] == int(plain)


def _is_roman(one: str, other: str) -> bool:
    return other.isdecimal() and len(other) <= 4 and int(other) < _ROMAN_END and one == _roman(int(other))


def _roman(value: int) -> str:
    """A number under 4,000: its thousands, and each digit as the tens have it, in the letters of its place."""
    text = "M" * (value // 1000)
    for place, letters in ((100, "CDM"), (10, "XLC"), (1, "IVX")):
        text += _TENS[value // place % 10].translate(str.maketrans("XLC", letters))
    return text


def _is_constant(one: str, other: str) -> bool:
    """`\\phi` beside a number: a letter, or the golden ratio."""
    return one.removeprefix("\\") in _CONSTANTS and not names_in(other)


def _is_engineers(one: str, other: str) -> bool:
    """`3 + 4j` and `3 + 4i`."""
    is_unit = "j" in one and "i" not in one and "i" in other
    return is_unit and one.replace("j", "i").replace(" ", "") == other.replace(" ", "")


def _is_hyphenated(one: str, other: str) -> bool:
    """`10-1/2`: a whole number of inches and a half."""
    whole, hyphen, share = one.partition("-")
    above, slash, below = share.partition("/")
    return bool(hyphen and slash) and all(part.isdecimal() for part in (whole, above, below)) and above < below


def _is_in_base(one: str, other: str) -> bool:
    """`12_5` and `12`, where the question may have named the base; `B_{16}` is a digit or a name."""
    found = _IN_BASE.fullmatch(one)
    return found is not None and found[1] in (other, None)


def _has_flat_power(one: str, other: str) -> bool:
    """`x2 + 1` and `x^2 + 1`."""
    flat = _RAISED_LETTER.sub(r"\1", other)
    return flat != other and flat.replace(" ", "") == one.replace(" ", "")


def _has_open_power(one: str, other: str) -> bool:
    """`x^1/2` and `√x`."""
    closed = _OPEN_POWER.sub(r"^{\1}", one)
    if closed == one:
        return False
    try:
        return equal(parse(closed), parse(other), Domain(is_real=True)).status == "verified"
    except (Unparsed, TooCostly):
        return False


def _is_complement(one: str, other: str) -> bool:
    """`A^c` and `A'`."""
    plain = [_COMPLEMENT.sub(lambda found: f"~{found[1] or found[2]}", text).replace(" ", "") for text in (one, other)]
    return "~" in plain[0] and plain[0] == plain[1]


def _is_uncertain(one: str, other: str) -> bool:
    """`5 ± 0.1` beside `5`."""
    return _UNCERTAIN.search(one) is not None and "±" not in other and "\\pm" not in other


def _counts_none(one: str, other: str) -> bool:
    """`There are no solutions` beside 0, or beside `does not exist`."""
    words = formula_of(one) if any(map(str.isalpha, one.lstrip("\\"))) and "emptyset" not in one else None
    return words == r"\emptyset" and (formula_of(other) == "DNE" or _value_of(other) == 0)


def _is_about(one: str, other: str) -> bool:
    """`roughly 300` and `299.8`."""
    is_said = any("approximation" in part.meanings for part in read_phrase(one).parts)
    if not (is_said or one.startswith(("≈", "~", "\\approx"))):
        return False
    sides = [_tree_of(text) for text in (one, other)]
    if sides[0] is None or sides[1] is None or sides[0].values_of("unit") != sides[1].values_of("unit"):
        return False
    value = known(number_of(sides[1]))
    return value is not None and may_be_rounded_to(number_of(sides[0]), value)


def _has_remainder(one: str, other: str) -> bool:
    """`3 R 2` and `3.4`, which it is where the divisor was 5."""
    found, value = _REMAINDER.fullmatch(one), _value_of(other)
    return found is not None and value is not None and int(found[1]) <= value < int(found[1]) + 1


def _value_of(text: str) -> Fraction | None:
    """The number that a text is, and nothing else."""
    tree = None if read_phrase(text).value is None else _tree_of(text)
    return None if tree is None else known(tree)


def _tree_of(text: str) -> Node | None:
    """The tree of the one value that a text states."""
    claim = read_phrase(text).claim
    try:
        return None if claim is None else parse(claim.text, Setting())
    except (Unparsed, TooCostly):
        return None


def _is_change(one: str, other: str) -> bool:
    """`a rise of 10 °C` and `a rise of 18 °F`."""
    return _CHANGED.search(one.casefold()) is not None and any(sign in one for sign in ("°", "degree", " K", "circ"))


def _is_counted(one: str, other: str) -> bool:
    """`5 yr` and `5`."""
    found, tree = _LABELLED.fullmatch(one), _tree_of(other)
    if found is None or tree is None or is_unit(found[2]):
        return False
    return _value_of(found[1]) == known(tree) is not None


def _is_listed(one: str, other: str) -> bool:
    """`- **5**` and `5`."""
    value = _value_of(one.removeprefix("- ")) if one.startswith("- ") else None
    return value is not None and value == _value_of(other)


def _is_dashed(one: str, other: str) -> bool:
    """`30-60-90` and `30, 60, 90`."""
    parts = one.split("-")
    is_row = len(parts) > _DASHED and all(map(str.isdecimal, parts))
    return is_row and parts == [part.strip(" °") for part in other.split(",")]


def _is_per_mille(one: str, other: str) -> bool:
    """`5‰` and `5`."""
    return "‰" in one and one.replace("‰", "").strip() == other


def _is_spanish_and(one: str, other: str) -> bool:
    """`4 y 5` and `4, 5`."""
    return re.search(r"[\d})$] +[yeo] +[-\d(\\$a-z]", one) is not None and _AND_OR.search(other) is not None


def _is_coin(one: str, other: str) -> bool:
    """`a quarter`, `3 dimes` beside a sum of money."""
    has_coin = not _COINS.isdisjoint(one.casefold().split())
    return has_coin and any(sign in other for sign in ("$", "¢", "cent", "dollar"))


def _has_no_commas(one: str, other: str) -> bool:
    """`x = 3 y = 4` and `x = 3, y = 4`."""
    bare = [" ".join(text.replace(",", " ").split()) for text in (one, other)]
    return "," in other and "," not in one and bare[0] == bare[1]


def _is_listed_by_semicolons(one: str, other: str) -> bool:
    """`[4,4;0]` and `[4.4, 0]`."""
    return ";" in one and one.replace(",", ".").replace(";", ",").replace(" ", "") == other.replace(" ", "")


def _is_and_between(one: str, other: str) -> bool:
    """`thirty and six`."""
    first, _, second = one.casefold().partition(" and ")
    return number_in_words(first) is not None and number_in_words(second) is not None


def _is_so_many_shares(one: str, other: str) -> bool:
    """`3 quarters`: three of something that is called a quarter, or 3/4; `3 score`."""
    number, _, share = one.casefold().partition(" ")
    in_words = number_in_words(f"one {share}") or ""
    if not (number.isdecimal() and share.isalpha()):
        return False
    is_many = in_words.isdecimal() and other.isdecimal() and int(number) * int(in_words) == int(other)
    return "/" in in_words or is_many


RULES: tuple[tuple[str, TwofoldRule], ...] = (
    ("a line or an arrow over letters, which some leave out", _is_lined),
    ("a list, or a mixed number", _looks_like(r"^[- ]*\d+ *and *(\\[dt]?frac|\d+ */ *\d+$)")),
    ("a count of choices", _looks_like(r"\bchoose\b|^(?=.*_)(?=.*\^).*(?<![A-Za-z])[ACP] *[_^]")),
    ("parts per million, or the function cis", _looks_like(r"(?<![a-z])(ppm|ppb|ppt|cis)(?![a-z])")),
    ("a list, or a number with a decimal comma", _looks_like(r"^\d+\.\d{3},\d+$")),
    ("a time of day, a ratio, or a length of time", _is_clock),
    ("a list, or a number with its digits in groups of two", _is_in_lakhs),
    ("thousands or millions by their letter, or a product", _is_shortened),
    ("a Roman numeral, or a product of letters", _is_roman),
    ("a letter, or the constant of that name", _is_constant),
    ("the imaginary unit of engineers, or a letter", _is_engineers),
    ("a difference, or a mixed number", _is_hyphenated),
    ("basis points, which are hundredths of a percent", _looks_like(r"\b(?:basis points?|bps?)\b")),
    ("a list without its commas, or a product", _has_no_commas),
    ("a list parted by semicolons, with decimal commas", _is_listed_by_semicolons),
    ("two numbers in words, or one with an and", _is_and_between),
    ("so many parts, or a fraction", _is_so_many_shares),
    ("a coin, or a share", _is_coin),
    ("digits in a base that the question names, or in base ten", _is_in_base),
    ("digits in a base that is said in words", _looks_like(r"(?i)\b(?:base|binary|octal|hex)\b|binär")),
    ("an exponent that lost its height, or a factor", _has_flat_power),
    ("a fraction of a power, or a power to a fraction", _has_open_power),
    ("a complement, or a power or a derivative", _is_complement),
    ("a letter, or Euler's function", _looks_like(r"(?:\\(?:var)?phi|φ|ϕ) *\(\d")),
    ("two values, or one and how uncertain it is", _is_uncertain),
    ("no solutions, or their number", _counts_none),
    ("a number that is only about another", _is_about),
    ("a remainder, or a fraction whose divisor is not said", _has_remainder),
    ("a temperature, or a difference of two", _is_change),
    ("a number of what is shortened, or a product", _is_counted),
    ("an item of a list, or a negative number", _is_listed),
    ("numbers in a row, or differences", _is_dashed),
    ("a share of a thousand without its sign", _is_per_mille),
    ("the `and` of another language, or a letter", _is_spanish_and),
)
