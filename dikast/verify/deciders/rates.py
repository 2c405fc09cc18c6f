"""The result of a rate: `60 km in 45 min is 80 km/h`, `At 60 km/h, 3 hours is 180 km`."""

from __future__ import annotations

from collections.abc import Iterator

from dikast.verify.decision import Decision, unknown
from dikast.verify.equality.value_relations import equality
from dikast.verify.syntax.nodes import Node
from dikast.verify.syntax.quantities import has_units, in_si
from dikast.verify.syntax.unit_table import Unit, unit
from dikast.verify.text.quantity_sentences import Measured, QuantitySentence, quantity_sentences

_SHAPES = frozenset(
    {
        ("measured", "in", "measured", "is", "measured"),
        ("measured", "for", "measured", "is", "measured"),
        ("measured", "at", "measured", "is", "measured"),
        ("at", "measured", "measured", "is", "measured"),
        ("at", "measured", "in", "measured", "is", "measured"),
        ("at", "measured", "for", "measured", "is", "measured"),
    }
)


def rates(step: str) -> Iterator[tuple[str, Decision]]:
    """The sentences of a step that state a rate, or the amount at a rate."""
    for sentence in quantity_sentences(step):
        finding = _decided(sentence) if sentence.shape in _SHAPES else None
        if finding is not None:
            yield step[sentence.start : sentence.end], finding


def _decided(sentence: QuantitySentence) -> Decision | None:
    """Decides the quotient or the product, by the dimension of the stated value; None if neither has it."""
    first, second, stated = (item for item in sentence.items if isinstance(item, Measured))
    if not has_units(second.tree) and not has_units(first.tree):
        return None
    quotient, product = Node("div", (first.tree, second.tree)), Node("mul", (first.tree, second.tree))
    if (said := _as_said(first, second, stated)) is not None:
        return said
    if _dimension(quotient) == _dimension(stated.tree) and first.thing == stated.thing and not second.thing:
        return equality(quotient, stated.tree)
    are_things = sorted((first.thing, second.thing)) == sorted(("", stated.thing))
    return equality(product, stated.tree) if _dimension(product) == _dimension(stated.tree) and are_things else None


def _as_said(first: Measured, second: Measured, stated: Measured) -> Decision | None:
    """`4 weeks at 5 days per week`: a rate of times, in which the unit that is said twice is dropped.

    Where none is, as in `2 weeks at 8 hours per day`, a week may have five days; None for other rates.
    """
    rate, amount = (second, first) if second.tree.op == "div" else (first, second)
    if rate.tree.op != "div" or rate.thing:
        return None
    above, below, counted = (_unit(tree) for tree in (*rate.tree.args, amount.tree))
    if above is None or below is None or counted is None or not above.dimension == below.dimension == counted.dimension:
        return None
    if counted == below:
        return equality(Node("mul", (amount.tree, rate.tree)), stated.tree)
    if counted == above:
        return equality(Node("div", (amount.tree, rate.tree)), stated.tree)
    return unknown("ambiguous", "units", detail="how many of the smaller units count is not said")


def _unit(tree: Node) -> Unit | None:
    """The only unit of a tree."""
    names = tree.values_of("unit")
    return unit(names[0]) if len(names) == 1 else None


def _dimension(tree: Node) -> object:
    """None where the dimension of a tree is unknown."""
    in_units = in_si(tree)
    return None if in_units is None else in_units[1]
