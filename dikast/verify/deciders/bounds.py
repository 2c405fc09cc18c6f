"""Inequalities with letters: for all values, or as following from earlier relations."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from dikast.verify.deciders.chain_links import EQUALS, ChainLink, LinkOutcome, Stated
from dikast.verify.deciders.drawn_lines import RESHAPED, is_exact
from dikast.verify.deciders.kept_sides import METHOD
from dikast.verify.deciders.symbolic_links import follows_from_before
from dikast.verify.deciders.transitions import follows
from dikast.verify.decision import Decision, refuted, verified
from dikast.verify.equality.relations import everywhere
from dikast.verify.equality.rounding import printed
from dikast.verify.equality.sets import solutions
from dikast.verify.equality.shapes import is_inequality
from dikast.verify.equality.value_relations import equality
from dikast.verify.equality.work_limits import tried
from dikast.verify.syntax.nodes import Node
from dikast.verify.witness import GainedSolution

_TWO = 2
_PRECISE = Fraction(1, 100)  # the last place of a number that is not made simple


def bounds(link: ChainLink) -> LinkOutcome:
    """An inequality, or another relation that is no equation."""
    if link.sign in EQUALS:
        return None
    if is_inequality(link.node) and (decided := _of_all_values(link)) is not None:
        return decided
    readings = (_worked_out, _reshaped, follows_from_before)
    return next((found for read in readings if (found := read(link))), Stated.PREMISE)


def _of_all_values(link: ChainLink) -> LinkOutcome:
    """An inequality that is said of all values, or of a letter that nothing else was said of."""
    if len(link.names) == 1:
        return _of_all_reals(link) if link.is_universal() or _is_alone(link) else None
    is_of_all = bool(link.names) and link.is_universal() and not link.is_tried
    return _everywhere(link) if is_of_all else None


def _worked_out(link: ChainLink) -> Decision | None:
    """`n > 1103/7` and right behind it `n > 157.29`: the same bound with its value worked out, which is another.

    A bound with fewer places may be a weaker one: `x > 22/7`, `x > 3`.
    """
    before = link.context.preceding
    if before is None or not before.is_followed_by(link.claim) or link.is_tried:
        return None
    decimal = printed(link.right)
    is_precise = decimal is not None and decimal.ulp <= _PRECISE
    is_same = before.tree.op == "rel" and before.tree.value == link.sign and before.tree.args[:-1] == (link.left,)
    calculation = before.tree.args[-1]
    if not (is_precise and is_same) or not _is_calculation(calculation):
        return None
    finding = equality(calculation, link.right, False, link.domain)
    return replace(finding, method=METHOD) if finding.status == "refuted" else None


def _is_calculation(node: Node) -> bool:
    """Whether it has no letters, and is no number yet."""
    return node.op != "num" and not node.symbols()


def _reshaped(link: ChainLink) -> Decision | None:
    """An inequality with only words for what is done to the last between them, refuted where it has other solutions.

    `r - 3 < 5 - r. Rearranging, 2r > 8` loses some and adds some; where it only loses or only adds, a reason that
    was not read may lie behind it.
    """
    before = link.context.preceding
    if before is None or before.others or link.is_tried:
        return None
    if not (_is_of_two(before.tree) and _is_of_two(link.node)):
        return None
    is_drawn = before.is_worked_into(link.claim) or before.is_operated_into(link.claim)
    if before.tree.symbols() != link.names or not is_drawn:
        return None
    finding = follows(before.tree, link.node)
    both_ways = (finding, follows(link.node, before.tree))
    is_other = all(isinstance(way.witness, GainedSolution) for way in both_ways)
    return replace(finding, method=RESHAPED) if is_other and not _has_another_source(link, before.tree) else None


def _has_another_source(link: ChainLink, prior: Node) -> bool:
    """`x - 3 < 1 and x + 1 > 2. Simplifying these, …`: whether an earlier inequality than the last may be meant."""
    recent = [e for e in link.context.recent if e != prior and e.symbols() == link.names]
    return any(is_inequality(e) and follows(e, link.node).status != "refuted" for e in recent)


def _is_of_two(node: Node) -> bool:
    has_one_letter = len(node.symbols()) == 1 and is_exact(node)
    return has_one_letter and is_inequality(node) and len(node.args) == _TWO


def _everywhere(link: ChainLink) -> LinkOutcome:
    finding = everywhere(link.node)
    is_open = finding.status == "refuted" and (link.context.has_story or not link.is_universal("real"))
    return finding.opened("domain", "where it holds was not said") if is_open else finding


def _of_all_reals(link: ChainLink) -> LinkOutcome:
    """Whether it holds for every real; None where it does not, and the claim does not say so."""
    import sympy

    def decide() -> Decision:
        solution_set = solutions(link.node)
        if solution_set == sympy.S.Reals:
            return verified("inequality", relation="all reals")
        return refuted("inequality", fails_outside=str(solution_set)[:200])

    finding = tried("inequality", 1.0, decide)
    is_said = link.is_universal("real") and not link.context.has_story
    return None if finding.status == "refuted" and not is_said else finding


def _is_alone(link: ChainLink) -> bool:
    return not any(link.names & e.symbols() for e in link.context.equations)
