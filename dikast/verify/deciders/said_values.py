"""What a sentence says is the midpoint, slope, distance, derivative, median, rounding or number in another base.

Each kind is a row: its name in some languages, and what the value has to be. Nothing else may stand in the sentence.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from dikast.language import CueMeaning, lexicon
from dikast.verify.decision import Decision, every, refuted, verified
from dikast.verify.equality.antiderivatives import same_slope
from dikast.verify.equality.exact import Doubtful, Undefined, rational
from dikast.verify.equality.ladder import Domain
from dikast.verify.equality.rounding import printed
from dikast.verify.equality.shapes import is_equation
from dikast.verify.equality.value_relations import equality
from dikast.verify.syntax.nodes import Node, TooCostly, add, call, minus, num, raised, sym
from dikast.verify.text.number_words import number_in_words
from dikast.verify.text.sayings import Saying, sayings
from dikast.verify.witness import Values

_BESIDE: frozenset[CueMeaning] = frozenset({"filler", "addition", "adjunct", "operation"})
_NOUNS = frozenset(
    """of from to between through joining connecting passing passes that with whose at by in the point points endpoint
    endpoints segment line straight coordinates numbers values data set function respect expression
    von aus zwischen durch den der des dem punkte punkten strecke gerade geraden funktion zahlen werte nach
    de du des les entre par la le l' points segment droite passant fonction nombres par rapport à
    los las el del puntos segmento recta que pasa por función números respecto""".split()
)
_MOST_DIGITS, _LARGEST_BASE = 40, 36
_NUMBERS = 3  # of a sentence about another base
_PLACES = {
    "tenth": -1, "hundredth": -2, "thousandth": -3, "cent": -2, "integer": 0, "unit": 0, "one": 0, "ten": 1,
    "hundred": 2, "thousand": 3, "million": 6, "dollar": 0, "degree": 0, "percent": 0,
}  # fmt: skip

Worked = Callable[[Saying], "Decision | None"]


@dataclass(frozen=True)
class SaidKind:
    """A value that has a name: one of its words must stand before the copula; and how it is decided."""

    names: frozenset[str]
    decide: Worked


def values_said(text: str, kinds: Sequence[SaidKind]) -> Iterator[tuple[str, Decision]]:
    """The sentences of a step that say a value of one of the kinds, and whether it is so."""
    for saying in sayings(text):
        for kind in kinds:
            if len(kind.names & set(saying.words)) == 1 and (found := _decided(kind, saying)) is not None:
                yield text[saying.start : saying.end], found


def _decided(kind: SaidKind, saying: Saying) -> Decision | None:
    try:
        return kind.decide(saying)
    except (Undefined, Doubtful, TooCostly):
        return None


def is_plain(words: Sequence[str], names: frozenset[str]) -> bool:
    """Whether the words say nothing beside the name of the value."""
    return all(word in names or word in _NOUNS or lexicon().meanings(word) & _BESIDE for word in words)


def _points(saying: Saying, names: frozenset[str]) -> list[tuple[Node, ...]] | None:
    """Two points of one dimension, with nothing else said of them."""
    found = [tree.args for tree in saying.about if tree.op == "seq" and tree.value == "()" and not tree.symbols()]
    is_whole = len(found) == len(saying.about) == 2 and len(found[0]) == len(found[1]) and len(saying.values) == 1
    return found if is_whole and is_plain(saying.words, names) else None


def is_value(value: Node, said: Node) -> Decision:
    """Whether what is said comes to a value; of a chain every member must."""
    members = said.args if said.op == "rel" and set(str(said.value).split()) <= {"=", "~="} else (said,)
    is_approximate = "~=" in str(said.value)
    return every(equality(value, member, is_approximate and member is members[-1]) for member in members)


_MIDPOINT = frozenset({"midpoint", "mittelpunkt", "milieu", "medio"})
_SLOPE = frozenset({"slope", "gradient", "steigung", "pente", "pendiente"})
_DISTANCE = frozenset({"distance", "abstand", "entfernung", "distancia"})
_DERIVATIVE = frozenset({"derivative", "differentiating", "ableitung", "dérivée", "derivada"})
_INTEGRAL = frozenset(
    {"integral", "integrating", "antiderivative", "intégrale", "primitive", "stammfunktion", "primitiva"}
)
_BOUNDS = frozenset({"from", "to"})
_NO_FORMULA = ("apply", "text", "unit", "rel", "list", "seq", "pm")
_MEDIAN = frozenset({"median", "médiane", "mediana"})
_ROUNDED = frozenset({"rounded", "rounding"})
_IN_BASE = frozenset({"base"})
_WRITTEN = frozenset("can be written expressed represented as number decimal equal to in".split())


def _midpoint(saying: Saying) -> Decision | None:
    points = _points(saying, _MIDPOINT | {"punto"})
    if points is None:
        return None
    return is_value(Node("seq", tuple(_half(add(a, b)) for a, b in zip(*points, strict=True)), "()"), saying.values[0])


def _half(node: Node) -> Node:
    return Node("div", (node, num(2)))


def _slope(saying: Saying) -> Decision | None:
    points = _points(saying, _SLOPE)
    if points is None or len(points[0]) != 2 or rational(minus(points[1][0], points[0][0])) in (None, 0):
        return None
    (x, y), (u, v) = points
    return is_value(Node("div", (minus(v, y), minus(u, x))), saying.values[0])


def _distance(saying: Saying) -> Decision | None:
    points = _points(saying, _DISTANCE)
    if points is None:
        return None
    squares = (raised(minus(a, b), num(2)) for a, b in zip(*points, strict=True))
    return is_value(call("sqrt", add(*squares)), saying.values[0])


def _derivative(saying: Saying) -> Decision | None:
    """`The derivative of x³ is 3x²`, `The derivative of f(x) = x³ is f'(x) = 3x²`: by its only letter."""
    formula, said, by = _of_formula(saying, _DERIVATIVE)
    if formula is None or said is None or any(tree != sym(*formula.symbols()) for tree in by):
        return None
    return equality(Node("diff", (formula, sym(*formula.symbols()), num(1))), said, domain=Domain(is_real=True))


def _integral(saying: Saying) -> Decision | None:
    """`The integral of 2x from 0 to 3 is 9`, `An antiderivative of 2x is x²`."""
    formula, said, bounds = _of_formula(saying, _INTEGRAL)
    if formula is None or said is None:
        return None
    letter = sym(*formula.symbols())
    if len(bounds) == len(_BOUNDS) and set(saying.words) >= _BOUNDS and not said.symbols():
        return equality(Node("int", (formula, letter, *bounds)), said)
    return None if bounds else same_slope(Node("int", (formula, letter)), said, Domain(is_real=True))


def _of_formula(saying: Saying, names: frozenset[str]) -> tuple[Node | None, Node | None, tuple[Node, ...]]:
    """The formula in one letter that a value is taken of, the value, and what else is before the copula."""
    if not is_plain(saying.words, names) or len(saying.values) != 1 or not saying.about:
        return None, None, ()
    formula, said = (tree.args[-1] if is_equation(tree) else tree for tree in (saying.about[0], saying.values[0]))
    is_of_one = len(formula.symbols()) == 1 and not any(tree.has(*_NO_FORMULA) for tree in (formula, said))
    return (formula, said, saying.about[1:]) if is_of_one else (None, None, ())


def _median(saying: Saying) -> Decision | None:
    numbers = [rational(tree) for tree in members(saying.about)]
    if len(numbers) < 2 or None in numbers or len(saying.values) != 1:
        return None
    if not is_plain(saying.words, _MEDIAN):
        return None
    row = sorted(number for number in numbers if number is not None)
    middle = (row[(len(row) - 1) // 2] + row[len(row) // 2]) / 2
    return is_value(num(middle), saying.values[0])


def members(trees: Sequence[Node]) -> list[Node]:
    """The numbers of a list, in one formula or in several."""
    return [part for tree in trees for part in (tree.args if tree.op in ("list", "set", "seq") else (tree,))]


def _rounded(saying: Saying) -> Decision | None:
    """`1234 rounded to the nearest hundred is 1200`, `3.14159 rounded to two decimal places is 3.14`."""
    exactly = rational(saying.about[0]) if saying.about else None
    place = _place(saying)
    said = printed(saying.values[0]) if len(saying.values) == len(saying.predicate) == 1 else None
    if exactly is None or place is None or said is None:
        return None
    unit = Fraction(10) ** place
    is_so = not said.value % unit and _rounds_to(exactly, said.value, unit)
    return verified("rounding") if is_so else refuted("rounding", Values(str(exactly), str(said.value)))


def _rounds_to(exactly: Fraction, rounded: Fraction, unit: Fraction) -> bool:
    """A half goes up or to the even figure."""
    off = abs(exactly - rounded)
    is_up = abs(rounded) > abs(exactly) or not rounded / unit % 2
    return off < unit / 2 or (off == unit / 2 and is_up)


def _place(saying: Saying) -> int | None:
    """The power of ten that the words name; None for any other words."""
    words = [word for word in saying.words if word not in ("the", "a", "to", "rounded", "rounding", "whole", "number")]
    if words[:1] == ["nearest"] and len(saying.about) == 1:
        return _PLACES.get(" ".join(words[1:]).removesuffix("s") or "one")  # none for `the nearest whole number`
    if words[-2:] not in (["decimal", "places"], ["decimal", "place"]):
        return None
    counts = [rational(tree) for tree in saying.about[1:]] or [_count(words[:-2])]
    return -int(counts[0]) if len(counts) == 1 and counts[0] is not None and counts[0].denominator == 1 else None


def _count(words: Sequence[str]) -> Fraction | None:
    value = number_in_words(" ".join(words))
    return Fraction(value) if value is not None and value.isdecimal() else None


def _in_base(saying: Saying) -> Decision | None:
    """`In base 3, 87 can be written as 10000`: also `1011 in base 2 is 11`, where the first number is in that base."""
    items = [*saying.subject, *saying.predicate]
    at = items.index("base") + 1
    numbers = [rational(item) for item in items if isinstance(item, Node)]
    is_whole = len(numbers) == _NUMBERS and None not in numbers and items.count("base") == 1
    if not is_whole or at == len(items) or not is_plain(saying.words, _IN_BASE | _WRITTEN):
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


KINDS: tuple[SaidKind, ...] = (
    SaidKind(_MIDPOINT, _midpoint),
    SaidKind(_SLOPE, _slope),
    SaidKind(_DISTANCE, _distance),
    SaidKind(_DERIVATIVE, _derivative),
    SaidKind(_INTEGRAL, _integral),
    SaidKind(_MEDIAN, _median),
    SaidKind(_ROUNDED, _rounded),
    SaidKind(_IN_BASE, _in_base),
)
