"""What one comparison came to, before it is bound to a text as a Check."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Any

from dikast.records import CheckReason, CheckStatus, CheckStrength
from dikast.verify.grammar.tree import TooCostly, Unparsed

_GRADE = {"proof": 0, "rounded": 1, "numeric": 2}


@dataclass(frozen=True)
class Finding:
    """Status, the method that decided, and what can be looked at again."""

    status: CheckStatus
    method: str
    strength: CheckStrength | None = None
    evidence: dict[str, Any] = field(default_factory=dict)
    reason: CheckReason | None = None

    def noting(self, **evidence: Any) -> Finding:
        """The same finding with more evidence."""
        return replace(self, evidence={**self.evidence, **evidence})


def verified(method: str, strength: CheckStrength = "proof", **evidence: Any) -> Finding:
    return Finding("verified", method, strength, evidence)


def refuted(method: str, **evidence: Any) -> Finding:
    return Finding("refuted", method, None, evidence)


def unknown(reason: CheckReason, method: str = "none", **evidence: Any) -> Finding:
    return Finding("unknown", method, None, evidence, reason)


def unreadable(error: Unparsed | TooCostly) -> Finding:
    """What comes of a text that could not be read, or not be afforded."""
    return unknown("parse" if isinstance(error, Unparsed) else "cost", detail=str(error)[:200])


def every(findings: Iterable[Finding]) -> Finding:
    """All must hold: one refuted refutes, one unknown leaves it unknown, else the weakest strength."""
    rows = list(findings)
    for status in ("refuted", "unknown"):
        for row in rows:
            if row.status == status:
                return row
    return max(rows, key=lambda row: _GRADE[row.strength or "numeric"])


def some(findings: Iterable[Finding]) -> Finding:
    """One that holds is enough; refuted only if all are."""
    rows = list(findings)
    for status in ("verified", "unknown"):
        for row in rows:
            if row.status == status:
                return row
    return rows[0]
