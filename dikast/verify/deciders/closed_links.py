"""Links between two values without letters: plain arithmetic, quantities, comparisons of numbers."""

from __future__ import annotations

from dikast.language import CueMeaning
from dikast.verify.deciders.chain_links import EQUALS, ChainLink, LinkOutcome, Stated
from dikast.verify.decision import Decision, refuted
from dikast.verify.equality.algebra import NoLimit, TooLong, build, within
from dikast.verify.equality.exact import Undefined
from dikast.verify.equality.shapes import is_inequality
from dikast.verify.equality.value_relations import holds
from dikast.verify.syntax.nodes import ZERO, Node, TooCostly
from dikast.verify.syntax.quantities import is_pure_unit

_NOT_VALUES = frozenset({"text", "apply"})
_IMAGINARY = frozenset({"i", "e"})
# The words of these cues take the number behind them: `3 packs of 4 = 12 cards`.
_BINDING: frozenset[CueMeaning] = frozenset({"adjunct", "bound"})
# A new statement begins behind the words of these: `so 7 = 13`.
_SAYING: frozenset[CueMeaning] = frozenset({"conclusion", "copula", "check", "reason", "gloss", "announcement", "verb"})


def values(link: ChainLink) -> LinkOutcome:
    """Whether both sides have the same value, or compare as the sign says."""
    if link.names or link.left.op in _NOT_VALUES or link.node.has("apply"):
        return None
    if link.sign not in EQUALS:
        return _compared(link)
    if _is_premise(link):
        return Stated.PREMISE
    if _has_no_limit(link.left) or _has_no_limit(link.right):
        return refuted("limit", detail="the limit does not exist")
    finding = holds(link.left, link.sign, link.right, link.domain)
    if finding.status == "refuted" and (_follows_word(link) or _ends_something(link)):
        return finding.opened("ambiguous", "the left side may belong to the words before it")
    return finding


def _compared(link: ChainLink) -> Decision:
    """`3 < 5`; if the problem has an inequality, numbers may only be tried in it."""
    compared = holds(link.left, link.sign, link.right, link.domain)
    is_posed = link.context.poses_inequality or any(map(is_inequality, link.context.equations))
    is_tried = compared.status == "refuted" and is_posed
    return compared.opened("ambiguous", "numbers tried in an inequality") if is_tried else compared


def _has_no_limit(node: Node) -> bool:
    """Whether a side is a limit that does not exist."""
    try:
        with within(1.0):
            build(node if node.op == "lim" else ZERO)
    except NoLimit:
        return True
    except (Undefined, TooCostly, TooLong, NotImplementedError):
        pass
    return False


def _is_premise(link: ChainLink) -> bool:
    """`i = 3`, the problem's own letter; `3 = 5`, the result of equations before; a number that belongs to words."""
    is_letter = link.left.op == "const" and link.left.value in _IMAGINARY
    are_numbers = link.left.op == link.right.op == "num" and link.left != link.right
    is_result = are_numbers and bool(link.context.equations)
    if link.sign == "=" and (is_letter or is_result):
        return True
    cues = link.claim.cues
    is_bound = cues.last_cue & _BINDING or ("selection" in cues.last_cue and "adjunct" in cues.lead)
    return is_lone(link.left) and bool(is_bound)  # the `6 hours` of `the bees back in the next 6 hours`


def _follows_word(link: ChainLink) -> bool:
    """Whether a number is right behind a word that it may belong to."""
    return is_lone(link.left) and link.claim.before.rstrip()[-1:].isalpha() and not link.claim.cues.last_cue


def _ends_something(link: ChainLink) -> bool:
    """Two numbers; the first ends a price or a list: `3 apples at $2 = $6`, `the median of 3, 4, 9 = 4`."""
    if not all(sum(bool(node.literal) for node in side.walk()) == 1 for side in (link.left, link.right)):
        return False
    before = link.claim.before.rstrip()
    is_listed = before[-1:] == "," and before[-2:-1].isdecimal()
    is_bound = before[-1:].isalpha() and not link.claim.cues.last_cue & _SAYING
    return is_listed or before[-1:] == "@" or is_bound


def is_lone(node: Node) -> bool:
    """A number alone, or with its unit: `at hour 4 = 60 / 4`, or `1/2 inch = 20 miles` on a map."""
    has_unit = False
    while node.op in ("percent", "neg") or is_pure_unit(node):
        has_unit = has_unit or node.op == "mul"
        node = node.args[0]
    is_measured_fraction = has_unit and node.op == "div" and all(member.op == "num" for member in node.args)
    return node.op == "num" or is_measured_fraction
