"""Sentences that state a result of numbers: a value put in, a ratio, a limit, factors, a list's mode and range."""

from __future__ import annotations

from collections.abc import Iterator
from math import prod
from statistics import multimode

from dikast.verify.deciders.named_quantities import NamedQuantity, is_value, members, numbers_of
from dikast.verify.deciders.number_kinds import is_prime
from dikast.verify.deciders.relation_shapes import gives_value, values_put_in
from dikast.verify.decision import Decision, refuted, verified
from dikast.verify.equality.exact import rational, whole
from dikast.verify.equality.shapes import is_equation
from dikast.verify.equality.value_relations import equality
from dikast.verify.syntax.nodes import Node, add, call, num, raised
from dikast.verify.text.copula_sentences import CopulaSentence
from dikast.verify.witness import Values

_PUT_IN = frozenset(
    """substituting plugging putting inserting when for with if einsetzen für mit wenn pour avec si quand
    sustituyendo para con""".split()
)
_RATIO = frozenset({"ratio", "verhältnis", "rapport", "razón"})
_TO = frozenset({":", "to", "zu", "à", "a", "und", "et", "y", "and"})
_LIMIT = frozenset({"limit"})
_TOWARDS = frozenset({"approaches", "goes", "tends"})
_FACTORIZATION = frozenset({"factorization", "factorisation"})
_FACTORS = frozenset({"factors", "divisors"})
_PRIME, _POSITIVE = frozenset({"prime"}), frozenset({"positive"})
_MODE, _RANGE = frozenset({"mode"}), frozenset({"range"})
_DIGIT, _LAST = frozenset({"digit", "ziffer"}), frozenset({"last", "units", "ones", "letzte"})
_DIGITS, _SUM = frozenset({"digits"}), frozenset({"sum"})
_DOT, _PRODUCT = frozenset({"dot", "scalar", "inner"}), frozenset({"product"})
_MAGNITUDE, _OF_VECTORS = frozenset({"magnitude", "norm"}), frozenset({"vector", "vectors"})
_REDUCED, _TERMS = frozenset({"lowest", "simplest"}), frozenset({"terms", "form", "reduced", "simplified"})
_NO_VALUE = ("apply", "text", "unit", "rel", "list", "seq", "pm")
_LARGEST = 10**12


def _put_in(sentence: CopulaSentence) -> Decision | None:
    """`Substituting x = 3 into 2x + 1 gives 7`, `2x + 1 is 7 when x = 3`."""
    equations = [tree for tree in (*sentence.about, *sentence.values) if _is_given(tree)]
    values = {str(tree.args[0].value): tree.args[-1] for tree in equations}
    formulas = [tree for tree in sentence.about if tree not in equations]
    results = [tree for tree in sentence.values if tree not in equations]
    if len(formulas) != 1 or len(results) != 1 or len(values) != len(equations):
        return None
    (formula,), (stated,) = formulas, results
    is_known = bool(formula.symbols()) and formula.symbols() <= values.keys()
    if not is_known or formula.has(*_NO_VALUE) or stated.symbols():
        return None
    return is_value(values_put_in(formula, values), stated)


def _is_given(tree: Node) -> bool:
    return gives_value(tree) and len(tree.args) == 2 and rational(tree.args[-1]) is not None


def _ratio(sentence: CopulaSentence) -> Decision | None:
    """`The ratio of 12 to 8 is 3:2`."""
    ours, theirs = _parts(sentence.about), _parts(sentence.values)
    if ours is None or theirs is None or len(ours.args) < 2:
        return None
    return equality(ours, theirs if len(theirs.args) > 1 else theirs.args[0])


def _parts(trees: tuple[Node, ...]) -> Node | None:
    """The numbers as parts of one ratio."""
    parts = [number for tree in trees for number in (tree.args if tree.op == "ratio" else (tree,))]
    are_numbers = bool(parts) and all(rational(number) for number in parts)
    return Node("ratio", tuple(parts)) if are_numbers else None


def _limit(sentence: CopulaSentence) -> Decision | None:
    """`The limit of sin(x)/x as x approaches 0 is 1`."""
    stated = sentence.value
    is_one = len(set(sentence.words) & _TOWARDS) == 1 and "from" not in sentence.words
    if stated is None or len(sentence.about) != 3 or not is_one:
        return None
    formula, name, target = sentence.about
    is_of_name = name.op == "sym" and formula.symbols() == {str(name.value)} and not formula.has(*_NO_VALUE)
    return is_value(Node("lim", (formula, name, target), ""), stated) if is_of_name else None


def _factorization(sentence: CopulaSentence) -> Decision | None:
    """`The prime factorization of 60 is 2^2 × 3 × 5`."""
    n, value = _whole_number(sentence), sentence.value
    if n is None or value is None:
        return None
    stated = value.args[-1] if is_equation(value) else value
    bases = list(_bases(stated))
    if "prime" not in sentence.words or None in bases:
        return None
    if (finding := equality(num(n), stated)).status != "verified":
        return finding
    other = next((base for base in bases if base is not None and not is_prime(base)), None)
    return verified("factors") if other is None else refuted("factors", not_prime=other)


def _whole_number(sentence: CopulaSentence) -> int | None:
    """The one number that a sentence is about, if it is whole."""
    return whole(sentence.about[0]) if len(sentence.about) == 1 else None


def _bases(node: Node) -> Iterator[int | None]:
    """The bases of a product of powers; None for anything that is not a number."""
    if node.op in ("mul", "paren"):
        for factor in node.args:
            yield from _bases(factor)
    else:
        base = node.args[0] if node.op == "pow" else node
        yield whole(base) if base.op == "num" else None


def _factors(sentence: CopulaSentence) -> Decision | None:
    """`The factors of 12 are 1, 2, 3, 4, 6 and 12`; a wrong one refutes, an incomplete list says nothing."""
    n, stated = _whole_number(sentence), [whole(tree) for tree in members(sentence.values)]
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


def _mode(sentence: CopulaSentence) -> Decision | None:
    """`The mode of 2, 2, 3, 5 is 2`, where one number is the most frequent."""
    modes = multimode(numbers_of(sentence))
    return is_value(num(modes[0]), sentence.values[0]) if len(modes) == 1 else None


def _range(sentence: CopulaSentence) -> Decision | None:
    """`The range of 3, 9, 4 is 6`."""
    numbers = numbers_of(sentence)
    is_said = bool(numbers) and "to" not in sentence.words and rational(sentence.values[0]) is not None
    return is_value(num(max(numbers) - min(numbers)), sentence.values[0]) if is_said else None


def _last_digit(sentence: CopulaSentence) -> Decision | None:
    """`The last digit of 7^4 is 1`, `The units digit of 3^5 is 3`."""
    n, stated = _whole_number(sentence), sentence.value
    if n is None or stated is None:
        return None
    if n < 0 or _LAST.isdisjoint(sentence.words):
        return None
    return is_value(num(n % 10), stated)


def _sum_of_digits(sentence: CopulaSentence) -> Decision | None:
    """`The sum of the digits of 345 is 12`."""
    n, stated = _whole_number(sentence), sentence.value
    if n is None or stated is None:
        return None
    if n < 0 or not _SUM.issubset(sentence.words):
        return None
    return is_value(num(sum(map(int, str(n)))), stated)


def _dot_product(sentence: CopulaSentence) -> Decision | None:
    """`The dot product of (1, 2) and (3, 4) is 11`."""
    vectors, stated = _vectors(sentence), sentence.value
    if len(vectors) != 2 or stated is None or not _PRODUCT.issubset(sentence.words):
        return None
    first, second = (vector.args for vector in vectors)
    if len(first) != len(second):
        return None
    return is_value(add(*(Node("mul", pair) for pair in zip(first, second, strict=True))), stated)


def _magnitude(sentence: CopulaSentence) -> Decision | None:
    """`The magnitude of (3, 4) is 5`."""
    vectors, stated = _vectors(sentence), sentence.value
    if len(vectors) != 1 or stated is None:
        return None
    return is_value(call("sqrt", add(*(raised(member, num(2)) for member in vectors[0].args))), stated)


def _vectors(sentence: CopulaSentence) -> list[Node]:
    """The vectors of numbers, where the sentence is about nothing else and its value is a number."""
    vectors = [tree for tree in sentence.about if tree.op == "seq" and not tree.symbols()]
    is_of_numbers = sentence.value is not None and not sentence.value.symbols()
    return vectors if is_of_numbers and len(vectors) == len(sentence.about) else []


def _reduced(sentence: CopulaSentence) -> Decision | None:
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


KINDS: tuple[NamedQuantity, ...] = (
    NamedQuantity(_DIGIT, _last_digit, beside=_LAST),
    NamedQuantity(_DIGITS, _sum_of_digits, beside=_SUM),
    NamedQuantity(_DOT, _dot_product, beside=_PRODUCT | _OF_VECTORS),
    NamedQuantity(_MAGNITUDE, _magnitude, beside=_OF_VECTORS),
    NamedQuantity(_REDUCED, _reduced, beside=_TERMS),
    NamedQuantity(_RATIO, _ratio, beside=_TO),
    NamedQuantity(_LIMIT, _limit, beside=_TOWARDS | {"as", "to"}),
    NamedQuantity(_FACTORIZATION, _factorization, beside=_PRIME),
    NamedQuantity(_FACTORS, _factors, beside=_PRIME | _POSITIVE),
    NamedQuantity(_MODE, _mode),
    NamedQuantity(_RANGE, _range),
    NamedQuantity(_PUT_IN, _put_in),
)
