"""Calculations that a step does again: `5 + 3 = 9. No, 5 + 3 = 8.`"""

from __future__ import annotations

from collections.abc import Sequence

from dikast.verify.deciders.context import Context
from dikast.verify.equality.value_relations import equality
from dikast.verify.failed_claim import Failed
from dikast.verify.syntax.nodes import Node, TooCostly, Unparsed
from dikast.verify.text.claims import Claim


def is_put_right(failed: Failed, step_claims: Sequence[Claim], context: Context) -> bool:
    """Whether a later claim of the step has the same calculation without letters, and the right value for it."""
    tree = failed.tree
    is_link = tree.op == "rel" and tree.value == "="
    if not is_link or tree.args[0].op == "num" or failed.has_letters:
        return False
    later = (
        c for c in step_claims if c.start >= failed.claim.start and c.text != failed.claim.text and c.start < c.end
    )
    return any(_is_right(tree.args[0], claim, context) for claim in later)


def _is_right(calculation: Node, claim: Claim, context: Context) -> bool:
    try:
        tree = claim.read(context.setting)[0].trees[0]
    except (Unparsed, TooCostly):
        return False
    is_same = tree.op == "rel" and tree.args[0] == calculation and set(str(tree.value).split()) == {"="}
    return is_same and all(equality(calculation, value).status == "verified" for value in tree.args[1:])
