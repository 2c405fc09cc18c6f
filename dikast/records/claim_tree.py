"""ClaimTree: a claim split into subclaims; one of them is split again, down to a leaf that a judge decides."""

from __future__ import annotations

import math
from collections.abc import Iterable

from pydantic import Field

from dikast.records.ending import is_none
from dikast.records.record import Record
from dikast.records.transcript import ClaimDirection, Turn


class ClaimLevel(Record):
    """One claim of the descent, and what was said of it.

    - `claim`: the claim that was split.
    - `parts`: the subclaims that together imply it.
    - `estimates`: for each of them, how probable it is if all before it hold; empty where nobody estimated them.
    - `picked`: the index of the subclaim that the descent goes on with; None where none was.
    - `direction`: what the picker says of its estimate.
    - `is_undisputed`: whether the picker found nothing to doubt.
    """

    claim: str
    parts: tuple[str, ...] = ()
    estimates: tuple[float, ...] = ()
    picked: int | None = None
    direction: ClaimDirection | None = Field(default=None, exclude_if=is_none)
    is_undisputed: bool = False

    @property
    def p_claim(self) -> float:
        """What the estimates say of the claim: that all parts hold. It is 1 where nobody estimated them."""
        return math.prod(self.estimates)

    @property
    def p_others(self) -> float:
        """What the estimates say of the subclaims that were not picked: that all of them hold."""
        return math.prod(p for i, p in enumerate(self.estimates) if i != self.picked)


class ClaimTree(Record):
    """The levels of a descent. The first one is about the answer.

    - `root`: what the answer claims; empty where there is no answer.
    - `levels`: from the answer downwards.
    - `fault`: why the descent can't go on, where a reply in it could not be read.
    """

    root: str = ""
    levels: tuple[ClaimLevel, ...] = ()
    fault: str | None = Field(default=None, exclude_if=is_none)

    @property
    def is_over(self) -> bool:
        """Whether nothing more can be split: a reply could not be read, or there is nothing left to doubt."""
        return self.fault is not None or any(level.is_undisputed for level in self.levels)

    @property
    def current(self) -> str:
        """The claim to be split next: the subclaim that was picked last, else that of the answer."""
        picked = [level.parts[level.picked] for level in self.levels if level.picked is not None]
        return picked[-1] if picked else self.root

    @property
    def leaf(self) -> str | None:
        """The claim that a judge decides; None where nobody disputes any, and where the descent came to nothing."""
        if self.is_over or not self.levels or self.levels[-1].picked is None:
            return None
        return self.current

    def p_answer(self, p_leaf: float | None) -> float:
        """How probable the answer is: that the leaf holds, and everything beside the way down to it.

        A subclaim without an estimate that nobody disputed counts as true. Without a leaf, `p_leaf` is None.
        """
        beside = math.prod(level.p_others for level in self.levels)
        return beside if p_leaf is None else beside * p_leaf


def claim_tree(turns: Iterable[Turn]) -> ClaimTree:
    """The descent that these turns make, in their order."""
    tree = ClaimTree(fault="there is no answer to split")
    for turn in turns:
        if turn.kind in ("answer", "split", "estimate", "pick"):
            tree = _after(tree, turn)
    return tree


def _after(tree: ClaimTree, turn: Turn) -> ClaimTree:
    """The descent after one more turn."""
    if turn.status == "unparsed":
        what = {"answer": "the answer", "split": "the subclaims", "estimate": "the estimates", "pick": "the pick"}
        said = "; ".join(turn.notes) or "it could not be read"
        return tree.model_copy(update={"fault": f"{what[turn.kind]} of round {turn.round}: {said}"})
    if turn.kind == "answer":
        return ClaimTree(root=turn.answer or "")
    if turn.kind == "split":
        return tree.model_copy(update={"levels": (*tree.levels, ClaimLevel(claim=tree.current, parts=turn.claims))})
    said_of: dict[str, object] = {"estimates": turn.estimates}
    if turn.kind == "pick":
        said_of = {"picked": turn.claim, "direction": turn.direction, "is_undisputed": turn.claim is None}
    *above, last = tree.levels
    return tree.model_copy(update={"levels": (*above, last.model_copy(update=said_of))})
