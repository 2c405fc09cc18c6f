"""The record of a judge that gave no reply, where its panel may go on without it."""

from __future__ import annotations

from dikast.errors import EpisodeFailed
from dikast.graphs.agent_calls import AgentCall
from dikast.records import Assessment, AssessmentKind


def failed_assessment(
    kind: AssessmentKind, call: AgentCall, move_id: str, shown: tuple[int, ...], failed: EpisodeFailed
) -> Assessment:
    """An assessment that says nothing but why there is no reply."""
    return Assessment(
        kind=kind,
        seat=call.seat.name,
        move=move_id,
        sample=call.sample,
        shown=shown,
        status="unparsed",
        reason=f"no reply: {failed.cause}",
    )
