"""The builder of assessments: the record of one reply of a judge about candidates."""

from __future__ import annotations

from typing import TypeVar

from dikast.graphs.agent_calls import AgentCall, Answered
from dikast.records import Assessment, AssessmentKind

T = TypeVar("T")


def build_assessment(kind: AssessmentKind, call: AgentCall, answered: Answered[T], about: str = "") -> Assessment:
    """The record of a reply, without what was read from it. The call's order says which candidates it shows."""
    return Assessment(
        kind=kind,
        seat=call.seat.name,
        move=call.at.move_id,
        sample=call.sample,
        shown=call.order or (),
        status="unparsed" if answered.fault is not None else "decided",
        text=answered.public,
        thinking=answered.thinking,
        reason=answered.fault,
        model=answered.reply.model,
        usage=answered.usage,
        inner=answered.inner,
        ending=answered.ending,
        about=about,
    )
