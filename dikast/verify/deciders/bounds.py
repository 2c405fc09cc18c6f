"""Inequalities with letters: for all values, or as following from earlier relations."""

from __future__ import annotations

from dikast.verify.deciders.chain_links import EQUALS, ChainLink, LinkOutcome, Stated
from dikast.verify.deciders.symbolic_links import follows_from_before
from dikast.verify.decision import Decision, refuted, verified
from dikast.verify.doubts import opened
from dikast.verify.equality.inequalities import everywhere
from dikast.verify.equality.sets import solutions
from dikast.verify.equality.shapes import is_inequality
from dikast.verify.equality.work import tried


def bounds(link: ChainLink) -> LinkOutcome:
    """An inequality, or another relation that is no equation."""
    if link.sign in EQUALS:
        return None
    decided = _of_all_values(link) if is_inequality(link.node) else None
    return decided or follows_from_before(link) or Stated.PREMISE


def _of_all_values(link: ChainLink) -> LinkOutcome:
    """An inequality that is said of all values, or of a letter that nothing else was said of."""
    if len(link.names) == 1:
        return _of_all_reals(link) if link.is_universal() or _is_alone(link) else None
    is_of_all = bool(link.names) and link.is_universal() and not link.is_tried
    return _everywhere(link) if is_of_all else None


def _everywhere(link: ChainLink) -> LinkOutcome:
    finding = everywhere(link.node)
    is_open = finding.status == "refuted" and (link.context.has_story or not link.is_universal("real"))
    return opened(finding, "domain", "where it holds was not said") if is_open else finding


def _of_all_reals(link: ChainLink) -> LinkOutcome:
    """Whether it holds of every real; None where it does not, and was not said to."""
    import sympy

    def decide() -> Decision:
        found = solutions(link.node)
        if found == sympy.S.Reals:
            return verified("inequality", relation="all reals")
        return refuted("inequality", fails_outside=str(found)[:200])

    finding = tried("inequality", 1.0, decide)
    is_said = link.is_universal("real") and not link.context.has_story
    return None if finding.status == "refuted" and not is_said else finding


def _is_alone(link: ChainLink) -> bool:
    return not any(link.names & e.symbols() for e in link.context.equations)
