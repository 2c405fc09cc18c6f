"""Escalation: when a verdict is in doubt, so that another judge decides in place of those who gave it."""

from __future__ import annotations

from dikast.graphs.node_context import NodeContext
from dikast.graphs.state import Entries
from dikast.protocols import PanelMove
from dikast.records import Seat, Verdict

PREFIX = "escalated "
"""The keys of the second judge's entries begin with it, beside those of the first."""


def second_judges(context: NodeContext, move: PanelMove, verdict: Verdict) -> list[Seat]:
    """The seats that decide in place of this verdict; none where it stands."""
    if move.escalate is None or not is_in_doubt(move, verdict):
        return []
    return context.prompts.seats_of(move.escalate.to)


def is_in_doubt(move: PanelMove, verdict: Verdict) -> bool:
    """Whether a verdict can't be read, names nothing, or is less certain than the move asks for."""
    if verdict.status == "unparsed" or (verdict.choice is None and not verdict.tie):
        return True
    p_below = move.escalate.p_below if move.escalate else None
    return p_below is not None and (verdict.p_said or 0.0) < p_below


def first_and_second(entries: Entries) -> tuple[Entries, Entries]:
    """The entries of the first judges, and those of the second, in order."""
    keys = sorted(entries)
    first = {key: entries[key] for key in keys if not key.startswith(PREFIX)}
    second = {key: entries[key] for key in keys if key.startswith(PREFIX)}
    return first, second


def replacing(second: Verdict, first: Verdict) -> Verdict:
    """The second judge's verdict, with the one that it replaces."""
    return second.model_copy(update={"doubted": first})


def with_failed(verdict: Verdict) -> Verdict:
    """The verdict with the seats, of several judges, whose reply could not be read or did not come."""
    readable: dict[str, bool] = {}
    for look in verdict.looks:
        for seat, vote in look.votes.items():
            readable[seat] = readable.get(seat, True) and vote.status == "decided"
    for one in verdict.assessments:
        readable[one.seat] = readable.get(one.seat, True) and one.status == "decided"
    failed = tuple(seat for seat, is_readable in readable.items() if not is_readable)
    # A single judge that could not be read leaves a verdict that is unparsed, and says why.
    if len(readable) < 2 or not failed:
        return verdict
    return verdict.model_copy(update={"failed": failed})
