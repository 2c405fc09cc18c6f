"""Links whose letters have values, from earlier lines or from what their sentence tries: do they hold?

With `If $k = 9$, then $x = 961$` the value of x is put into every relation between x and k.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction

from dikast.language import in_sentences, tokens
from dikast.verify.deciders.chain_links import ChainLink, LinkOutcome, Stated
from dikast.verify.deciders.closed_links import is_lone
from dikast.verify.deciders.symbolic_links import follows_from_before
from dikast.verify.decision import Decision, every
from dikast.verify.doubts import PUT_IN
from dikast.verify.equality.rounding import is_decimal
from dikast.verify.equality.shapes import gives_value, is_equation, values_put_in
from dikast.verify.equality.value_relations import holds
from dikast.verify.syntax.nodes import Node, mul, num
from dikast.verify.syntax.parser import parse
from dikast.verify.syntax.quantities import has_units, is_pure_unit, measure, without_units
from dikast.verify.syntax.unit_table import conversions

_GIVEN = re.compile(r"\s*([A-Za-z](?:_\d)?)\s*=\s*(-?\d+(?:\.\d+)?)\s*")


def naming(link: ChainLink) -> LinkOutcome:
    """A name that is not bound yet gets its value here; a formula with unbound names is only stated."""
    if "text" in (link.left.op, link.right.op):
        return Stated.PREMISE
    if link.left.op in ("sym", "apply") and not _is_mentioned(link, link.left):
        return Stated.PREMISE
    if link.left.op == "sym" and is_lone(link.right) and has_units(link.right):
        return _of_quantity(link)
    is_measured = bool(link.names) and not link.right.symbols() - set(link.context.values) and has_units(link.node)
    return Stated.PREMISE if is_measured else None


def _of_quantity(link: ChainLink) -> LinkOutcome:
    """`t² = 4, so t = 2 s`: the number alone must follow; if it does not, the unit may be the reason."""
    bare = Node("rel", (link.left, without_units(link.right)), "=")
    finding = follows_from_before(link, bare)
    if finding is None:
        return Stated.PREMISE
    return finding.opened("ambiguous", "perhaps in another unit") if _may_be_converted(link, bare, finding) else finding


def _may_be_converted(link: ChainLink, bare: Node, finding: Decision) -> bool:
    """Whether a refuted number may follow, times what another unit of its dimension makes of it."""
    units = (measure(node.args[-1]) for node in link.right.walk() if is_pure_unit(node))
    written = next(units, None) if finding.status == "refuted" else None
    scaled = (_scaled(bare, factor) for factor in (conversions(written) if written is not None else ()))
    others = (follows_from_before(link, equation) for equation in scaled)
    return any(other is not None and other.status != "refuted" for other in others)


def _scaled(equation: Node, factor: Fraction) -> Node:
    return Node("rel", (equation.args[0], mul(num(factor), equation.args[1])), "=")


def _is_mentioned(link: ChainLink, label: Node) -> bool:
    """Whether a name already has a value or a definition, or is in an equation."""
    if link.context.substituted(label) != label:
        return True
    if label.op == "apply":
        return False
    name = str(label.value)
    return name in link.context.values or any(name in e.symbols() for e in link.context.equations)


def with_values(link: ChainLink) -> LinkOutcome:
    """Decided where everything has a value after known values are put in."""
    left, right = (link.context.substituted(n) for n in (link.left, link.right))
    if left.symbols() | right.symbols():
        return None
    finding = holds(left, link.sign, right, link.domain)
    if link.left.op == "sym" and str(link.left.value) in link.context.values:
        # A name with a value gets one again: the same one, or (the unknown of another story) no claim.
        return finding if finding.status == "verified" else follows_from_before(link) or Stated.PREMISE
    if finding.status != "refuted":
        return finding
    if _is_worked_out_here(link):
        return replace(finding, method=PUT_IN)
    is_sure = link.node.has("apply") or link.is_short  # that the values put in were meant
    is_open = link.context.has_story or not is_sure
    if is_open and not (_is_of_posed_functions(link) or _is_of_terms(link)):
        return finding.opened("ambiguous", "with the values given before")
    return finding


def _is_of_posed_functions(link: ChainLink) -> bool:
    """`f(3) = 13` or `f'(3) = 6`, where the problem says what f is."""
    applied = {str(name).rstrip("'") for name in link.node.values_of("apply")}
    return bool(applied) and not link.names and link.context.posed_functions >= applied


def _is_of_terms(link: ChainLink) -> bool:
    """`2a_1 + 1 = 6`, where a recurrence or a formula gives all terms."""
    return bool(link.names) and all(map(link.context.is_term, link.names))


def _is_worked_out_here(link: ChainLink) -> bool:
    """`if x = 3 and y = 4, then x + y = 8`: what follows, in one sentence, from values for all of its letters."""
    if link.sign != "=" or "conclusion" not in link.claim.cues.last_cue or link.right.symbols():
        return False
    known = {name for name, value in given_in_sentence(link).items() if link.context.values.get(name) == value}
    return link.names <= known and not is_lone(link.left) and link.left.op != "sym"


def given_in_sentence(link: ChainLink) -> dict[str, Node]:
    """The numbers that the formulas before a claim in its sentence give to letters; the last one counts."""
    row = next(reversed(list(in_sentences(tokens(link.claim.before)))), [])
    values = [match.groups() for token in row if (match := _GIVEN.fullmatch(token.inner)) is not None]
    return {name: parse(value) for name, value in values}


def tried_values(link: ChainLink) -> LinkOutcome:
    """The value that is concluded, against every relation between it and the values tried, without other letters.

    None where there is no such relation, or where they do not agree.
    """
    if not gives_value(link.node) or "conclusion" not in link.claim.cues.last_cue:
        return None
    values = {name: value for name, value in given_in_sentence(link).items() if name != str(link.left.value)}
    equations = _said_of(link, link.names | values.keys()) if values else []
    findings = [_put(equation, link, values) for equation in equations]
    return replace(every(findings), method=PUT_IN) if len({finding.status for finding in findings}) == 1 else None


def _said_of(link: ChainLink, names: frozenset[str]) -> list[Node]:
    """The last equations in just these letters; for a rounded value, only if all are formulas for it."""
    equations = [e for e in link.context.recent if is_equation(e) and e.symbols() == names]
    is_open = is_decimal(link.right) and any(equation.args[0] != link.left for equation in equations)
    return [] if is_open else equations


def _put(equation: Node, link: ChainLink, trial_values: Mapping[str, Node]) -> Decision:
    """The equation with the values in place of its letters; in `x = …`, the formula comes before the value."""
    values = {**trial_values, str(link.left.value): link.right}
    first, last = (values_put_in(side, values) for side in (equation.args[0], equation.args[-1]))
    return holds(last, "=", first) if equation.args[0] == link.left else holds(first, "=", last)
