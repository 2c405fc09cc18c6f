"""What follows from a value that a sentence tries: `If $k = 9$, then $x = 961$`, where x was said to be (120 - k²)²."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from dikast.verify.deciders.chain_links import ChainLink, LinkOutcome
from dikast.verify.deciders.known_values import given_in_sentence
from dikast.verify.decision import Decision, every
from dikast.verify.doubts import PUT_IN
from dikast.verify.equality.rounding import is_decimal
from dikast.verify.equality.shapes import is_equation
from dikast.verify.equality.value_relations import holds
from dikast.verify.syntax.nodes import Node

_LOOKED_BACK = 8


def tried_values(link: ChainLink) -> LinkOutcome:
    """The value drawn, against every relation that was said of it and the values tried, and of nothing else.

    None where there is no such relation, or where they do not agree.
    """
    is_value = link.sign == "=" and link.left.op == "sym" and not link.right.symbols()
    if not is_value or "conclusion" not in link.claim.voice.last_cue:
        return None
    given = {name: value for name, value in given_in_sentence(link).items() if name != str(link.left.value)}
    names = link.names | given.keys()
    said = [e for e in link.context.equations[-_LOOKED_BACK:] if is_equation(e) and e.symbols() == names]
    if not given or not said or (is_decimal(link.right) and not all(e.args[0] == link.left for e in said)):
        return None
    found = [_put(equation, link, given) for equation in said]
    return replace(every(found), method=PUT_IN) if len({finding.status for finding in found}) == 1 else None


def _put(equation: Node, link: ChainLink, given: Mapping[str, Node]) -> Decision:
    """The equation with the values in place of its letters; of `x = …` the value drawn stands behind its formula."""
    first, last = equation.args[0], equation.args[-1]
    sides = [last, first] if first == link.left else [first, last]
    for name, value in {**given, str(link.left.value): link.right}.items():
        sides = [side.put(name, value) for side in sides]
    return holds(sides[0], "=", sides[1])
