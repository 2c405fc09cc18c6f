"""Values whose form counts, not their value alone: factors, lowest terms, roundings, numbers in another base."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from math import prod

from dikast.language import word_group, word_values
from dikast.verify.deciders.number_kinds import is_prime
from dikast.verify.decision import Decision, every, refuted, verified
from dikast.verify.equality.exact import rational, whole
from dikast.verify.equality.rounding import printed
from dikast.verify.equality.shapes import is_equation
from dikast.verify.equality.value_relations import equality
from dikast.verify.syntax.nodes import Node, num
from dikast.verify.text.copula_sentences import CopulaSentence, members
from dikast.verify.text.number_words import number_in_words
from dikast.verify.witness import Values

_PLACES = {word: int(place) for word, place in word_values("decimal place").items()}
_MOST_DIGITS, _LARGEST_BASE = 40, 36
_NUMBERS = 3  # of a sentence about another base
_LARGEST = 10**12


def is_value(value: Node, stated: Node) -> Decision:
    """Whether the statement has this value; in a chain, every member must have it."""
    chain = stated.args if stated.op == "rel" and set(str(stated.value).split()) <= {"=", "~="} else (stated,)
    is_approximate = "~=" in str(stated.value)
    return every(equality(value, member, is_approximate and member is chain[-1]) for member in chain)


def whole_number(sentence: CopulaSentence) -> int | None:
    """The one number that a sentence is about, if it is whole."""
    return whole(sentence.about[0]) if len(sentence.about) == 1 else None


def factorization(sentence: CopulaSentence) -> Decision | None:
    """`The prime factorization of 60 is 2^2 × 3 × 5`."""
    n, value = whole_number(sentence), sentence.value
    if n is None or value is None:
        return None
    stated = value.args[-1] if is_equation(value) else value
    bases = list(_bases(stated))
    if None in bases:
        return None
    if (finding := equality(num(n), stated)).status != "verified":
        return finding
    other = next((base for base in bases if base is not None and not is_prime(base)), None)
    return verified("factors") if other is None else refuted("factors", not_prime=other)


def _bases(node: Node) -> Iterator[int | None]:
    """The bases of a product of powers; None for anything that is not a number."""
    if node.op in ("mul", "paren"):
        for factor in node.args:
            yield from _bases(factor)
    else:
        base = node.args[0] if node.op == "pow" else node
        yield whole(base) if base.op == "num" else None


def factors(sentence: CopulaSentence) -> Decision | None:
    """`The factors of 12 are 1, 2, 3, 4, 6 and 12`; a wrong one refutes, an incomplete list says nothing."""
    n, stated = whole_number(sentence), [whole(tree) for tree in members(sentence.values)]
    is_list = len(stated) > 1 and None not in stated
    if n is None or not 0 < n < _LARGEST or not is_list:
        return None
    right = _factors_of(n, "prime" in sentence.words)
    wrong = next((number for number in stated if number not in right), None)
    if wrong is not None:
        return refuted("factors", Values(str(n), str(wrong)))
    is_once = len(set(stated)) == len(stated) or prod(number or 1 for number in stated) == n
    return verified("factors") if set(stated) == right and is_once else None


def _factors_of(n: int, are_primes: bool) -> set[int]:
    import sympy

    return set(map(int, sympy.primefactors(n) if are_primes else sympy.divisors(n)))


def reduced(sentence: CopulaSentence) -> Decision | None:
    """`12/18 in lowest terms is 2/3`: the same value, and nothing left to cancel."""
    ratio = sentence.value
    value = rational(sentence.about[0]) if len(sentence.about) == 1 else None
    if value is None or ratio is None:
        return None
    if ratio.op != "div" or not all(number.op == "num" for number in ratio.args):
        return None
    same = is_value(num(value), ratio)
    is_lowest = [rational(number) for number in ratio.args] == [value.numerator, value.denominator]
    return same if is_lowest or same.status != "verified" else refuted("lowest terms", Values(str(value), str(ratio)))


def rounded(sentence: CopulaSentence) -> Decision | None:
    """`1234 rounded to the nearest hundred is 1200`, `3.14159 rounded to two decimal places is 3.14`."""
    exactly = rational(sentence.about[0]) if sentence.about else None
    place = _place(sentence)
    stated = printed(sentence.value) if sentence.value is not None and len(sentence.predicate) == 1 else None
    if exactly is None or place is None or stated is None:
        return None
    unit = Fraction(10) ** place
    is_so = not stated.value % unit and _rounds_to(exactly, stated.value, unit)
    return verified("rounding") if is_so else refuted("rounding", Values(str(exactly), str(stated.value)))


def _rounds_to(exactly: Fraction, stated: Fraction, unit: Fraction) -> bool:
    """A half goes up or to the even figure."""
    off = abs(exactly - stated)
    is_up = abs(stated) > abs(exactly) or not stated / unit % 2
    return off < unit / 2 or (off == unit / 2 and is_up)


def _place(sentence: CopulaSentence) -> int | None:
    """The power of ten that the words name; None for any other words."""
    words = [word for word in sentence.words if word not in word_group("beside a decimal place")]
    if words[:1] == ["nearest"] and len(sentence.about) == 1:
        return _PLACES.get(" ".join(words[1:]).removesuffix("s") or "one")  # none for `the nearest whole number`
    if words[-2:] not in (["decimal", "places"], ["decimal", "place"]):
        return None
    counts = [rational(tree) for tree in sentence.about[1:]] or [_count(words[:-2])]
    count = counts[0] if len(counts) == 1 else None
    return -int(count) if count is not None and count.denominator == 1 else None


def _count(words: Sequence[str]) -> Fraction | None:
    value = number_in_words(" ".join(words))
    return Fraction(value) if value is not None and value.isdecimal() else None


def in_base(sentence: CopulaSentence) -> Decision | None:
    """`In base 3, 87 can be written as 10000`: also `1011 in base 2 is 11`, where the first number is in that base."""
    items = [*sentence.subject, *sentence.predicate]
    at = items.index("base") + 1
    numbers = [rational(item) for item in items if isinstance(item, Node)]
    is_whole = len(numbers) == _NUMBERS and None not in numbers and items.count("base") == 1
    if not is_whole or at == len(items):
        return None
    base = items.pop(at)
    texts = [str(rational(item)) for item in (*items, base) if isinstance(item, Node)]
    is_of_digits = isinstance(base, Node) and all(text.isdecimal() for text in texts)
    return _of_digits(texts[0], texts[1], int(texts[2])) if is_of_digits else None


def _of_digits(first: str, second: str, base: int) -> Decision | None:
    if not 2 <= base <= _LARGEST_BASE:
        return None
    is_so = _digits(first, base) == int(second) or _digits(second, base) == int(first)
    return verified("base") if is_so else refuted("base", Values(first, second), base=base)


def _digits(number: str, base: int) -> int | None:
    """The value of the digits in a base; None where one of them is too large for it."""
    is_of_base = len(number) <= _MOST_DIGITS and all(int(digit) < base for digit in number)
    return int(number, base) if is_of_base else None
