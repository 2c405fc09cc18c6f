"""Sentences that state a midpoint, slope, distance, derivative, median, rounding or number in another base.

Each kind is a row: its name in some languages, and what the value has to be. The sentence says nothing else.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from statistics import median

from dikast.language import CueMeaning, lexicon
from dikast.verify.decision import Decision, every, refuted, verified
from dikast.verify.equality.antiderivatives import same_slope
from dikast.verify.equality.exact import Doubtful, Undefined, rational
from dikast.verify.equality.expression_equality import Domain
from dikast.verify.equality.rounding import printed
from dikast.verify.equality.shapes import is_equation
from dikast.verify.equality.value_relations import equality
from dikast.verify.syntax.nodes import Node, TooCostly, add, call, minus, num, raised, sym
from dikast.verify.text.copula_sentences import CopulaSentence, copula_sentences
from dikast.verify.text.number_words import number_in_words
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

Worked = Callable[[CopulaSentence], "Decision | None"]


@dataclass(frozen=True)
class NamedQuantity:
    """A value that has a name: one of its words must be in the sentence, and only these and `beside` may be.

    `reads_words` says that `decide` looks at the words itself.
    """

    names: frozenset[str]
    decide: Worked
    beside: frozenset[str] = frozenset()
    reads_words: bool = False

    def finding(self, sentence: CopulaSentence) -> Decision | None:
        """Whether it is true; None where the sentence says anything else, or this is unknown."""
        if len(self.names & set(sentence.words)) != 1 or not self._is_plain(sentence):
            return None
        try:
            return self.decide(sentence)
        except (Undefined, Doubtful, TooCostly):
            return None

    def _is_plain(self, sentence: CopulaSentence) -> bool:
        """Whether the words say nothing beside the name of the value."""
        known = self.names | self.beside | _NOUNS
        return self.reads_words or all(w in known or lexicon().meanings(w) & _BESIDE for w in sentence.words)


def values_said(text: str, kinds: Sequence[NamedQuantity]) -> Iterator[tuple[str, Decision]]:
    """The sentences of a step that state a value of one of the kinds, and whether it is right."""
    for sentence in copula_sentences(text):
        for kind in kinds:
            if (finding := kind.finding(sentence)) is not None:
                yield text[sentence.start : sentence.end], finding


def _points(sentence: CopulaSentence) -> tuple[tuple[Node, ...], tuple[Node, ...], Node] | None:
    """Two points of one dimension, and the one value that is stated for them."""
    points = [tree.args for tree in sentence.about if tree.op == "seq" and tree.value == "()" and not tree.symbols()]
    if sentence.value is None or not len(points) == len(sentence.about) == 2:
        return None
    first, second = points
    return (first, second, sentence.value) if len(first) == len(second) else None


def is_value(value: Node, stated: Node) -> Decision:
    """Whether the statement has this value; in a chain, every member must have it."""
    members = stated.args if stated.op == "rel" and set(str(stated.value).split()) <= {"=", "~="} else (stated,)
    is_approximate = "~=" in str(stated.value)
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


def _midpoint(sentence: CopulaSentence) -> Decision | None:
    if (points := _points(sentence)) is None:
        return None
    first, second, stated = points
    return is_value(Node("seq", tuple(_half(add(a, b)) for a, b in zip(first, second, strict=True)), "()"), stated)


def _half(node: Node) -> Node:
    return Node("div", (node, num(2)))


def _slope(sentence: CopulaSentence) -> Decision | None:
    points = _points(sentence)
    if points is None or len(points[0]) != 2:
        return None
    (x, y), (u, v), stated = points
    run = minus(u, x)
    return None if rational(run) in (None, 0) else is_value(Node("div", (minus(v, y), run)), stated)


def _distance(sentence: CopulaSentence) -> Decision | None:
    if (points := _points(sentence)) is None:
        return None
    first, second, stated = points
    squares = (raised(minus(a, b), num(2)) for a, b in zip(first, second, strict=True))
    return is_value(call("sqrt", add(*squares)), stated)


def _derivative(sentence: CopulaSentence) -> Decision | None:
    """`The derivative of x³ is 3x²`, `The derivative of f(x) = x³ is f'(x) = 3x²`: by its only letter."""
    if (taken := _of_formula(sentence)) is None:
        return None
    formula, stated, by = taken
    letter = sym(*formula.symbols())
    if any(tree != letter for tree in by):
        return None
    return equality(Node("diff", (formula, letter, num(1))), stated, domain=Domain(is_real=True))


def _integral(sentence: CopulaSentence) -> Decision | None:
    """`The integral of 2x from 0 to 3 is 9`, `An antiderivative of 2x is x²`."""
    if (taken := _of_formula(sentence)) is None:
        return None
    formula, stated, bounds = taken
    letter = sym(*formula.symbols())
    if len(bounds) == len(_BOUNDS) and set(sentence.words) >= _BOUNDS and not stated.symbols():
        return equality(Node("int", (formula, letter, *bounds)), stated)
    return None if bounds else same_slope(Node("int", (formula, letter)), stated, Domain(is_real=True))


def _of_formula(sentence: CopulaSentence) -> tuple[Node, Node, tuple[Node, ...]] | None:
    """The formula in one letter that a value is taken of, the value, and what else is before the copula."""
    if sentence.value is None or not sentence.about:
        return None
    formula, stated = (tree.args[-1] if is_equation(tree) else tree for tree in (sentence.about[0], sentence.value))
    is_of_one = len(formula.symbols()) == 1 and not any(tree.has(*_NO_FORMULA) for tree in (formula, stated))
    return (formula, stated, sentence.about[1:]) if is_of_one else None


def _median(sentence: CopulaSentence) -> Decision | None:
    numbers = numbers_of(sentence)
    return is_value(num(median(numbers)), sentence.values[0]) if numbers else None


def numbers_of(sentence: CopulaSentence) -> list[Fraction]:
    """The numbers of a list, where the sentence states one value for them; else none."""
    numbers = [rational(tree) for tree in members(sentence.about)]
    known = [number for number in numbers if number is not None]
    return known if sentence.value is not None and len(known) == len(numbers) > 1 else []


def members(trees: Sequence[Node]) -> list[Node]:
    """The members of a list, in one formula or in several."""
    return [member for tree in trees for member in (tree.args if tree.op in ("list", "set", "seq") else (tree,))]


def _rounded(sentence: CopulaSentence) -> Decision | None:
    """`1234 rounded to the nearest hundred is 1200`, `3.14159 rounded to two decimal places is 3.14`."""
    exactly = rational(sentence.about[0]) if sentence.about else None
    place = _place(sentence)
    stated = printed(sentence.value) if sentence.value is not None and len(sentence.predicate) == 1 else None
    if exactly is None or place is None or stated is None:
        return None
    unit = Fraction(10) ** place
    is_so = not stated.value % unit and _rounds_to(exactly, stated.value, unit)
    return verified("rounding") if is_so else refuted("rounding", Values(str(exactly), str(stated.value)))


def _rounds_to(exactly: Fraction, rounded: Fraction, unit: Fraction) -> bool:
    """A half goes up or to the even figure."""
    off = abs(exactly - rounded)
    is_up = abs(rounded) > abs(exactly) or not rounded / unit % 2
    return off < unit / 2 or (off == unit / 2 and is_up)


def _place(sentence: CopulaSentence) -> int | None:
    """The power of ten that the words name; None for any other words."""
    words = [
        word for word in sentence.words if word not in ("the", "a", "to", "rounded", "rounding", "whole", "number")
    ]
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


def _in_base(sentence: CopulaSentence) -> Decision | None:
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


KINDS: tuple[NamedQuantity, ...] = (
    NamedQuantity(_MIDPOINT, _midpoint, beside=frozenset({"punto"})),
    NamedQuantity(_SLOPE, _slope),
    NamedQuantity(_DISTANCE, _distance),
    NamedQuantity(_DERIVATIVE, _derivative),
    NamedQuantity(_INTEGRAL, _integral),
    NamedQuantity(_MEDIAN, _median),
    NamedQuantity(_ROUNDED, _rounded, reads_words=True),
    NamedQuantity(_IN_BASE, _in_base, beside=_WRITTEN),
)
