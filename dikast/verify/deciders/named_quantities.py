"""Sentences that state a value by its name: a midpoint, slope, derivative, median, ratio, limit, the factors of 60.

Each kind is a row: its names in some languages, and what decides it. The sentence says nothing else.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from statistics import median, multimode
from typing import TypeVar

from dikast.language import CueMeaning, lexicon, word_group
from dikast.verify.deciders import named_algebra as algebra
from dikast.verify.deciders import named_forms as forms
from dikast.verify.deciders.named_forms import is_value, whole_number
from dikast.verify.decision import Decision
from dikast.verify.equality.antiderivatives import same_slope
from dikast.verify.equality.exact import Doubtful, Undefined, rational
from dikast.verify.equality.expression_equality import Domain
from dikast.verify.equality.shapes import gives_value, is_equation, values_put_in
from dikast.verify.equality.value_relations import equality
from dikast.verify.syntax.nodes import Node, TooCostly, add, angle, call, minus, num, raised, sym
from dikast.verify.text.copula_sentences import CopulaSentence, copula_sentences, members

_BESIDE: frozenset[CueMeaning] = frozenset({"filler", "addition", "adjunct", "operation"})
_BOUNDS = frozenset({"from", "to"})
_NO_FORMULA = ("apply", "text", "unit", "rel", "list", "seq", "pm")
_REAL = Domain(is_real=True)

Decide = Callable[[CopulaSentence], "Decision | None"]
Nodes = tuple[Node, ...]
T = TypeVar("T")


@dataclass(frozen=True)
class NamedQuantity:
    """A value that has a name: one of its words must be in the sentence, with one of those that it needs, if any.

    Only these words and those beside them may be in the sentence, unless `decide` looks at the words itself.
    """

    names: frozenset[str]
    decide: Decide
    needs: frozenset[str] = frozenset()
    beside: frozenset[str] = frozenset()
    reads_words: bool = False

    def finding(self, sentence: CopulaSentence) -> Decision | None:
        """Whether it is true; None where the sentence says anything else, or this is unknown."""
        is_named = len(self.names & set(sentence.words)) == 1
        is_whole = not self.needs or not self.needs.isdisjoint(sentence.words)
        if not (is_named and is_whole and self._is_plain(sentence)):
            return None
        try:
            return self.decide(sentence)
        except (Undefined, Doubtful, TooCostly):
            return None

    def _is_plain(self, sentence: CopulaSentence) -> bool:
        """Whether the words say nothing beside the name of the value."""
        known = self.names | self.needs | self.beside | word_group("beside named quantities")
        return self.reads_words or all(w in known or lexicon().meanings(w) & _BESIDE for w in sentence.words)


def named_quantities(text: str) -> Iterator[tuple[str, Decision]]:
    """The sentences of a step that state a value of one of the kinds, and whether it is right."""
    for sentence in copula_sentences(text):
        for kind in KINDS:
            if (finding := kind.finding(sentence)) is not None:
                yield text[sentence.start : sentence.end], finding


def _worth(of: Callable[[CopulaSentence], T | None], value: Callable[[T], Node | None]) -> Decide:
    """Decides whether the one value behind the copula is that of what the sentence is about."""

    def decide(sentence: CopulaSentence) -> Decision | None:
        about = None if sentence.value is None else of(sentence)
        right = None if about is None else value(about)
        return None if right is None or sentence.value is None else is_value(right, sentence.value)

    return decide


def _points(sentence: CopulaSentence) -> tuple[Nodes, Nodes] | None:
    """Two points of one dimension."""
    points = [tree.args for tree in sentence.about if tree.value == "()"]
    return _pair(points) if len(points) == len(_vectors(sentence)) else None


def _vectors(sentence: CopulaSentence) -> list[Nodes]:
    """The vectors of numbers, where the sentence is about nothing else."""
    vectors = [tree.args for tree in sentence.about if tree.op == "seq" and not tree.symbols()]
    return vectors if len(vectors) == len(sentence.about) else []


def _pair(vectors: list[Nodes]) -> tuple[Nodes, Nodes] | None:
    are_two = len(vectors) == 2 and len(vectors[0]) == len(vectors[1])
    return (vectors[0], vectors[1]) if are_two else None


def _of_number(of: Callable[[CopulaSentence], T | None]) -> Callable[[CopulaSentence], T | None]:
    """What the sentence is about, where its value has no letters."""
    return lambda sentence: None if sentence.value is None or sentence.value.symbols() else of(sentence)


def _vector(sentence: CopulaSentence) -> Nodes | None:
    vectors = _vectors(sentence)
    return vectors[0] if len(vectors) == 1 else None


def _ratio_of_numbers(sentence: CopulaSentence) -> Node | None:
    """The one fraction that a sentence is about."""
    is_one = len(sentence.about) == 1 and sentence.about[0].op == "div"
    return sentence.about[0] if is_one and rational(sentence.about[0]) is not None else None


def _angle(sentence: CopulaSentence) -> Node | None:
    """The one angle in degrees that a sentence is about."""
    is_one = len(sentence.about) == 1 and sentence.about[0].literal == "degrees"
    return sentence.about[0].args[0].args[0] if is_one else None


def _natural(sentence: CopulaSentence) -> int | None:
    n = whole_number(sentence)
    return None if n is None or n < 0 else n


def _numbers(sentence: CopulaSentence) -> list[Fraction] | None:
    """The numbers of a list of two or more."""
    numbers = [rational(tree) for tree in members(sentence.about)]
    known = [number for number in numbers if number is not None]
    return known if len(known) == len(numbers) > 1 else None


def _spread(sentence: CopulaSentence) -> list[Fraction] | None:
    """The numbers whose range is one number, and not said from one to another."""
    is_one = "to" not in sentence.words and sentence.value is not None and rational(sentence.value) is not None
    return _numbers(sentence) if is_one else None


def _parts(trees: Nodes) -> Node | None:
    """The numbers as parts of one ratio."""
    parts = [number for tree in trees for number in (tree.args if tree.op == "ratio" else (tree,))]
    return Node("ratio", tuple(parts)) if parts and all(rational(number) for number in parts) else None


def _midpoint(points: tuple[Nodes, Nodes]) -> Node:
    return Node("seq", tuple(Node("div", (add(a, b), num(2))) for a, b in zip(*points, strict=True)), "()")


def _slope(points: tuple[Nodes, Nodes]) -> Node | None:
    if len(points[0]) != 2:
        return None
    (x, y), (u, v) = points
    run = minus(u, x)
    return None if rational(run) in (None, 0) else Node("div", (minus(v, y), run))


def _length(vector: Nodes) -> Node:
    return call("sqrt", add(*(raised(member, num(2)) for member in vector)))


def _distance(points: tuple[Nodes, Nodes]) -> Node:
    return _length(tuple(minus(a, b) for a, b in zip(*points, strict=True)))


def _dot_product(vectors: tuple[Nodes, Nodes]) -> Node:
    return add(*(Node("mul", pair) for pair in zip(*vectors, strict=True)))


def _mode(numbers: list[Fraction]) -> Node | None:
    modes = multimode(numbers)
    return num(modes[0]) if len(modes) == 1 else None


def _limit(sentence: CopulaSentence) -> Node | None:
    """Of `The limit of sin(x)/x as x approaches 0 is 1`."""
    if len(sentence.about) != 3 or "from" in sentence.words:
        return None
    formula, name, target = sentence.about
    is_of_name = name.op == "sym" and formula.symbols() == {str(name.value)} and not formula.has(*_NO_FORMULA)
    return Node("lim", (formula, name, target), "") if is_of_name else None


def _ratio(sentence: CopulaSentence) -> Decision | None:
    """`The ratio of 12 to 8 is 3:2`."""
    ours, theirs = _parts(sentence.about), _parts(sentence.values)
    if ours is None or theirs is None or len(ours.args) < 2:
        return None
    return equality(ours, theirs if len(theirs.args) > 1 else theirs.args[0])


def _derivative(sentence: CopulaSentence) -> Decision | None:
    """`The derivative of x³ is 3x²`, `The derivative of f(x) = x³ is f'(x) = 3x²`: by its only letter."""
    if (taken := _of_formula(sentence)) is None:
        return None
    formula, stated, by = taken
    letter = sym(*formula.symbols())
    if any(tree != letter for tree in by):
        return None
    return equality(Node("diff", (formula, letter, num(1))), stated, domain=_REAL)


def _integral(sentence: CopulaSentence) -> Decision | None:
    """`The integral of 2x from 0 to 3 is 9`, `An antiderivative of 2x is x²`."""
    if (taken := _of_formula(sentence)) is None:
        return None
    formula, stated, bounds = taken
    letter = sym(*formula.symbols())
    if len(bounds) == len(_BOUNDS) and set(sentence.words) >= _BOUNDS and not stated.symbols():
        return equality(Node("int", (formula, letter, *bounds)), stated)
    return None if bounds else same_slope(Node("int", (formula, letter)), stated, _REAL)


def _of_formula(sentence: CopulaSentence) -> tuple[Node, Node, Nodes] | None:
    """The formula in one letter that a value is taken of, the value, and what else is before the copula."""
    if sentence.value is None or not sentence.about:
        return None
    formula, stated = (tree.args[-1] if is_equation(tree) else tree for tree in (sentence.about[0], sentence.value))
    # `the derivative of L`: a name for a formula in other letters
    is_of_one = (
        len(formula.symbols()) == 1
        and stated.symbols() <= {*formula.symbols(), "C", "c"}
        and not any(tree.has(*_NO_FORMULA) for tree in (formula, stated))
    )
    return (formula, stated, sentence.about[1:]) if is_of_one else None


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
    if not is_known or formula.has(*_NO_FORMULA) or stated.symbols():
        return None
    return is_value(values_put_in(formula, values), stated)


def _is_given(tree: Node) -> bool:
    return gives_value(tree) and len(tree.args) == 2 and rational(tree.args[-1]) is not None


def _kind(names: str, decide: Decide, needs: str = "", beside: str = "", reads_words: bool = False) -> NamedQuantity:
    """A kind by the groups of its words."""
    known, needed, others = (word_group(group) if group else frozenset() for group in (names, needs, beside))
    return NamedQuantity(known, decide, needed, others, reads_words)


_CURVE, _VECTOR, _MATRIX = "beside a curve", "vector", "matrix"
KINDS: tuple[NamedQuantity, ...] = (
    _kind("midpoint", _worth(_points, _midpoint), beside="beside midpoint"),
    _kind("slope", _worth(_points, _slope)),
    _kind("distance", _worth(_points, _distance)),
    _kind("derivative", _derivative),
    _kind("integral", _integral),
    _kind("median", _worth(_numbers, lambda numbers: num(median(numbers)))),
    _kind("mode", _worth(_numbers, _mode)),
    _kind("range", _worth(_spread, lambda numbers: num(max(numbers) - min(numbers)))),
    _kind("digit", _worth(_natural, lambda n: num(n % 10)), needs="last"),
    _kind("digits", _worth(_natural, lambda n: num(sum(map(int, str(n))))), needs="sum"),
    _kind(
        "dot product",
        _worth(_of_number(lambda sentence: _pair(_vectors(sentence))), _dot_product),
        needs="product",
        beside=_VECTOR,
    ),
    _kind("magnitude", _worth(_of_number(_vector), _length), beside=_VECTOR),
    _kind("ratio", _ratio, beside="beside ratio"),
    _kind("limit", _worth(_limit, lambda limit: limit), needs="approaching", beside="beside limit"),
    _kind("rounded", forms.rounded, reads_words=True),
    _kind("before a base", forms.in_base, beside="beside base"),
    _kind("lowest terms", forms.reduced, beside="beside lowest terms"),
    _kind("fraction", _worth(_ratio_of_numbers, lambda ratio: ratio)),
    _kind("factorization", forms.factorization, needs="prime"),
    _kind("counted in a number: divisors", forms.factors, beside="beside factors"),
    _kind("supplement", _worth(_angle, lambda degrees: angle(minus(num(180), degrees)))),
    _kind("complement", _worth(_angle, lambda degrees: angle(minus(num(90), degrees)))),
    _kind("discriminant", algebra.discriminant, beside=_CURVE),
    _kind("vertex of a parabola", algebra.vertex, beside=_CURVE),
    _kind("roots", algebra.roots, beside=_CURVE),
    _kind("divided", algebra.quotient, beside="beside a quotient"),
    _kind("conjugate", algebra.conjugate, beside="beside a conjugate"),
    _kind("determinant", algebra.of_matrix(lambda matrix: call("det", matrix)), beside=_MATRIX),
    _kind("trace", algebra.of_matrix(lambda matrix: call("tr", matrix)), beside=_MATRIX),
    _kind("transpose", algebra.of_matrix(lambda matrix: raised(matrix, sym("T"))), beside=_MATRIX),
    _kind("putting in", _put_in),
)
