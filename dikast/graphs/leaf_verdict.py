"""What a judge is shown of a leaf, and what its verdict on the leaf says of the answer."""

from __future__ import annotations

from collections.abc import Sequence

from dikast.graphs.combine_looks import combine
from dikast.graphs.node_context import NodeContext
from dikast.protocols import AcceptMove
from dikast.records import Acceptance, Attempt, ClaimTree, Look, Seat, Verdict, claim_tree


def leaf_values(context: NodeContext, move: AcceptMove, seat: Seat) -> dict[str, object]:
    """The values for the prompt of a judge of a leaf: the claim, and what a machine found of it; else none."""
    if move.about != "leaf":
        return {}
    turns = context.history.turns
    picks = [turn.key for turn in turns if turn.kind == "pick"]
    checks = [check for check in context.history.checks if check.about == picks[-1]]
    return {
        "leaf": claim_tree(turns).leaf or "",
        "checks": checks if "checks" in seat.sees else [],
    }


def leaf_verdict(attempt: Attempt, tree: ClaimTree, looks: Sequence[Look]) -> Verdict:
    """The verdict on the answer by these looks at the leaf.

    The answer is as probable as that the leaf holds, and all claims beside the way to it (`ClaimTree.p_answer`). Where
    nobody disputes any claim, no judge looked, and what was claimed stands.
    """
    unparsed = Acceptance(looks=tuple(looks), tree=tree)
    if tree.fault is not None:
        return Verdict(
            status="unparsed", attempts=(attempt,), acceptance=unparsed, reason=tree.fault, ending=attempt.ending
        )
    if not looks:
        return Verdict(
            status="decided", route="undisputed", attempts=(attempt,), acceptance=_acceptance(tree, None, looks)
        )
    combined = combine(looks)
    p_leaf = None if combined.probabilities is None else combined.probabilities[0]
    return Verdict(
        status=combined.status,
        route=combined.route,
        attempts=(attempt,),
        acceptance=unparsed if p_leaf is None else _acceptance(tree, p_leaf, looks),
        reason=combined.reason,
        ending=combined.ending,
    )


def _acceptance(tree: ClaimTree, p_leaf: float | None, looks: Sequence[Look]) -> Acceptance:
    """What the leaf says of the answer."""
    p_right = tree.p_answer(p_leaf)
    accepted = None if p_right == 0.5 else p_right > 0.5
    return Acceptance(accepted=accepted, p_right=p_right, looks=tuple(looks), tree=tree, p_leaf=p_leaf)
