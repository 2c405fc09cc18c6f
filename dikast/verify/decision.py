"""The result of one comparison, before it is bound to a text as a Check.

    Decision
    * Verified  with the method that decided and how strong that is
    * Refuted   with a witness
    * Unknown   with a reason, and the text that caused it

Code asks a decision for its type, its reason or its witness; `notes` are for people and no code reads them.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Any, Self

from dikast.records import CheckReason, CheckStatus, CheckStrength
from dikast.verify.syntax.nodes import Node, TooCostly, Unparsed
from dikast.verify.witness import Witness, as_record

_GRADE = {"proof": 0, "rounded": 1, "numeric": 2}


@dataclass(frozen=True)
class Decision:
    """Status, the method that decided, and the evidence; of a chain, also the part that decided."""

    status: CheckStatus
    method: str
    strength: CheckStrength | None = None
    notes: dict[str, Any] = field(default_factory=dict)
    reason: CheckReason | None = None
    witness: Witness | None = None
    where: str | None = None
    part: Node | None = None

    def noting(self, **notes: Any) -> Self:
        """The same decision with more notes."""
        return replace(self, notes={**self.notes, **notes})

    def opened(self, reason: CheckReason, detail: str) -> Self:
        """The same left open: it keeps its witness and says why."""
        return replace(self, status="unknown", strength=None, reason=reason).noting(detail=detail)

    @property
    def evidence(self) -> dict[str, Any]:
        """Witness and notes as the record keeps them."""
        shown = {} if self.witness is None else as_record(self.witness)
        where = {} if self.where is None else {"where": self.where}
        return {**shown, **where, **self.notes}


def verified(method: str, strength: CheckStrength = "proof", **notes: Any) -> Decision:
    """The sides are the same; `strength` says how strongly that was shown."""
    return Decision("verified", method, strength, notes)


def refuted(method: str, witness: Witness | None = None, **notes: Any) -> Decision:
    """The sides differ, and the witness shows where."""
    return Decision("refuted", method, None, notes, witness=witness)


def unknown(reason: CheckReason, method: str = "none", where: str | None = None, **notes: Any) -> Decision:
    """Nothing is decided, for this reason; `where` is the stretch of text that caused it."""
    return Decision("unknown", method, None, notes, reason, where=where)


def unreadable(error: Unparsed | TooCostly) -> Decision:
    """The decision on a text that could not be read, or would cost too much."""
    return unknown("parse" if isinstance(error, Unparsed) else "cost", detail=str(error)[:200])


def every(decisions: Iterable[Decision]) -> Decision:
    """All must hold: one refuted refutes, one unknown leaves it unknown, else the weakest strength."""
    rows = list(decisions)
    for status in ("refuted", "unknown"):
        for row in rows:
            if row.status == status:
                return row
    return max(rows, key=lambda row: _GRADE[row.strength or "numeric"])
