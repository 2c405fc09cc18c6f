"""What a sentence says comes of numbers: a value put in, a ratio, a limit, factors, a list's mode and range."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from fractions import Fraction
from math import prod

from dikast.verify.deciders.number_kinds import is_prime
from dikast.verify.deciders.said_values import SaidKind, is_plain, is_value, members
from dikast.verify.decision import Decision, refuted, verified
from dikast.verify.equality.exact import rational, whole
from dikast.verify.equality.shapes import is_equation
from dikast.verify.equality.value_relations import equality
from dikast.verify.syntax.nodes import Node, add, call, num, raised
from dikast.verify.text.sayings import Saying
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


def _put_in(saying: Saying) -> Decision | None:
    """`Substituting x = 3 into 2x + 1 gives 7`, `2x + 1 is 7 when x = 3`."""
    given = [tree for tree in (*saying.about, *saying.values) if _is_given(tree)]
    about = [tree for tree in saying.about if tree not in given]
    said = [tree for tree in saying.values if tree not in given]
    if not given or len(about) != 1 or len(said) != 1 or not is_plain(saying.words, _PUT_IN):
        return None
    values = {str(tree.args[0].value): tree.args[-1] for tree in given}
    formula = about[0]
    is_known = len(values) == len(given) and bool(formula.symbols()) and formula.symbols() <= values.keys()
    if not is_known or formula.has(*_NO_VALUE) or said[0].symbols():
        return None
    for name, value in values.items():
        formula = formula.put(name, value)
    return is_value(formula, said[0])


def _is_given(tree: Node) -> bool:
    is_value_of_name = is_equation(tree) and len(tree.args) == 2 and tree.args[0].op == "sym"
    return is_value_of_name and rational(tree.args[-1]) is not None


def _ratio(saying: Saying) -> Decision | None:
    """`The ratio of 12 to 8 is 3:2`."""
    ours, theirs = _parts(saying.about), _parts(saying.values)
    if ours is None or theirs is None or len(ours.args) < 2 or not is_plain(saying.words, _RATIO | _TO):
        return None
    return equality(ours, theirs if len(theirs.args) > 1 else theirs.args[0])


def _parts(trees: tuple[Node, ...]) -> Node | None:
    """The numbers as parts of one ratio."""
    parts = [part for tree in trees for part in (tree.args if tree.op == "ratio" else (tree,))]
    are_numbers = bool(parts) and all(rational(part) for part in parts)
    return Node("ratio", tuple(parts)) if are_numbers else None


def _limit(saying: Saying) -> Decision | None:
    """`The limit of sin(x)/x as x approaches 0 is 1`."""
    is_whole = len(saying.about) == 3 and len(saying.values) == 1 and len(set(saying.words) & _TOWARDS) == 1
    if not is_whole or "from" in saying.words or not is_plain(saying.words, _LIMIT | _TOWARDS | {"as", "to"}):
        return None
    formula, name, target = saying.about
    is_of_name = name.op == "sym" and formula.symbols() == {str(name.value)} and not formula.has(*_NO_VALUE)
    return is_value(Node("lim", (formula, name, target), ""), saying.values[0]) if is_of_name else None


def _factorization(saying: Saying) -> Decision | None:
    """`The prime factorization of 60 is 2^2 × 3 × 5`."""
    n = whole(saying.about[0]) if len(saying.about) == 1 else None
    if n is None or len(saying.values) != 1 or not is_plain(saying.words, _FACTORIZATION | _PRIME):
        return None
    said = saying.values[0].args[-1] if is_equation(saying.values[0]) else saying.values[0]
    bases = list(_bases(said))
    if "prime" not in saying.words or None in bases:
        return None
    if (found := equality(num(n), said)).status != "verified":
        return found
    other = next((base for base in bases if base is not None and not is_prime(base)), None)
    return verified("factors") if other is None else refuted("factors", not_prime=other)


def _bases(node: Node) -> Iterator[int | None]:
    """The numbers that a product of powers is made of; None where it is made of anything else."""
    if node.op in ("mul", "paren"):
        for part in node.args:
            yield from _bases(part)
    else:
        base = node.args[0] if node.op == "pow" else node
        yield whole(base) if base.op == "num" else None


def _factors(saying: Saying) -> Decision | None:
    """`The factors of 12 are 1, 2, 3, 4, 6 and 12`; one that is none refutes, a list of some says nothing."""
    n = whole(saying.about[0]) if len(saying.about) == 1 else None
    said = [whole(tree) for tree in members(saying.values)]
    is_said = len(said) > 1 and None not in said and is_plain(saying.words, _FACTORS | _PRIME | _POSITIVE)
    if n is None or not 0 < n < _LARGEST or not is_said:
        return None
    right = _factors_of(n, "prime" in saying.words)
    wrong = next((one for one in said if one not in right), None)
    if wrong is not None:
        return refuted("factors", Values(str(n), str(wrong)))
    is_once = len(set(said)) == len(said) or prod(one or 1 for one in said) == n
    return verified("factors") if set(said) == right and is_once else None


def _factors_of(n: int, are_primes: bool) -> set[int]:
    import sympy

    return set(map(int, sympy.primefactors(n) if are_primes else sympy.divisors(n)))


def _mode(saying: Saying) -> Decision | None:
    """`The mode of 2, 2, 3, 5 is 2`, where one number is the most frequent."""
    numbers = _numbers(saying, _MODE)
    ranked = Counter(numbers).most_common(2)
    is_one = bool(ranked) and ranked[0][1] > (ranked[1][1] if len(ranked) > 1 else 0)
    return is_value(num(ranked[0][0]), saying.values[0]) if is_one else None


def _range(saying: Saying) -> Decision | None:
    """`The range of 3, 9, 4 is 6`."""
    numbers = _numbers(saying, _RANGE)
    is_said = bool(numbers) and "to" not in saying.words and rational(saying.values[0]) is not None
    return is_value(num(max(numbers) - min(numbers)), saying.values[0]) if is_said else None


def _numbers(saying: Saying, names: frozenset[str]) -> list[Fraction]:
    """The numbers of a list, where the sentence says one value of them and nothing else."""
    numbers = [rational(tree) for tree in members(saying.about)]
    is_whole = len(numbers) > 1 and len(saying.values) == 1 and is_plain(saying.words, names)
    return [number for number in numbers if number is not None] if is_whole and None not in numbers else []


def _last_digit(saying: Saying) -> Decision | None:
    """`The last digit of 7^4 is 1`, `The units digit of 3^5 is 3`."""
    n = whole(saying.about[0]) if len(saying.about) == 1 else None
    is_said = bool(_LAST & set(saying.words)) and is_plain(saying.words, _DIGIT | _LAST)
    return is_value(num(n % 10), saying.values[0]) if n is not None and n >= 0 and is_said else None


def _sum_of_digits(saying: Saying) -> Decision | None:
    """`The sum of the digits of 345 is 12`."""
    n = whole(saying.about[0]) if len(saying.about) == 1 else None
    is_said = set(saying.words) >= _SUM and is_plain(saying.words, _DIGITS | _SUM)
    return is_value(num(sum(map(int, str(n)))), saying.values[0]) if n is not None and n >= 0 and is_said else None


def _dot_product(saying: Saying) -> Decision | None:
    """`The dot product of (1, 2) and (3, 4) is 11`."""
    vectors = _vectors(saying, _DOT | _PRODUCT | _OF_VECTORS)
    is_said = set(saying.words) >= _PRODUCT and len(vectors) == 2 and len(vectors[0].args) == len(vectors[1].args)
    if not is_said:
        return None
    products = (Node("mul", pair) for pair in zip(vectors[0].args, vectors[1].args, strict=True))
    return is_value(add(*products), saying.values[0])


def _magnitude(saying: Saying) -> Decision | None:
    """`The magnitude of (3, 4) is 5`."""
    vectors = _vectors(saying, _MAGNITUDE | _OF_VECTORS)
    if len(vectors) != 1:
        return None
    return is_value(call("sqrt", add(*(raised(part, num(2)) for part in vectors[0].args))), saying.values[0])


def _vectors(saying: Saying, names: frozenset[str]) -> list[Node]:
    """The vectors of numbers, where the sentence says one value of them and nothing else."""
    found = [tree for tree in saying.about if tree.op == "seq" and not tree.symbols()]
    is_whole = len(found) == len(saying.about) and len(saying.values) == 1 and is_plain(saying.words, names)
    return found if is_whole and not saying.values[0].symbols() else []


def _reduced(saying: Saying) -> Decision | None:
    """`12/18 in lowest terms is 2/3`: the same value, and nothing left to cancel."""
    is_said = len(saying.about) == len(saying.values) == 1 and is_plain(saying.words, _REDUCED | _TERMS)
    value, said = (rational(saying.about[0]), saying.values[0]) if is_said else (None, None)
    if value is None or said is None or said.op != "div" or not all(part.op == "num" for part in said.args):
        return None
    found = is_value(num(value), said)
    is_lowest = [rational(part) for part in said.args] == [value.numerator, value.denominator]
    return found if is_lowest or found.status != "verified" else refuted("lowest terms", Values(str(value), str(said)))


KINDS: tuple[SaidKind, ...] = (
    SaidKind(_DIGIT, _last_digit),
    SaidKind(_DIGITS, _sum_of_digits),
    SaidKind(_DOT, _dot_product),
    SaidKind(_MAGNITUDE, _magnitude),
    SaidKind(_REDUCED, _reduced),
    SaidKind(_RATIO, _ratio),
    SaidKind(_LIMIT, _limit),
    SaidKind(_FACTORIZATION, _factorization),
    SaidKind(_FACTORS, _factors),
    SaidKind(_MODE, _mode),
    SaidKind(_RANGE, _range),
    SaidKind(_PUT_IN, _put_in),
)
