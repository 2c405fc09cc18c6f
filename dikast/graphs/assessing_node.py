"""The node of a move in which judges assess candidates: its own judges, and others where their verdict is in doubt."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence

from dikast.graphs.episode_context import EpisodeRuntime
from dikast.graphs.escalation import PREFIX, second_judges
from dikast.graphs.node_context import GraphNode, NodeContext, StateUpdate
from dikast.graphs.state import Entries, State
from dikast.protocols import RankMove, RateMove
from dikast.records import Assessment, Seat, Verdict

Assess = Callable[[NodeContext, Sequence[Seat], int], Awaitable[list[Assessment]]]
"""What these seats say of the candidates, the first of them numbered as given."""

AssessedVerdict = Callable[[Sequence[Assessment], int], Verdict]
"""The verdict of these assessments of so many candidates."""


def assessing_node(move: RateMove | RankMove, assess: Assess, verdict_of: AssessedVerdict) -> GraphNode:
    """The node that keeps what the judges say, in the order in which they were asked."""

    async def node(state: State, *, runtime: EpisodeRuntime) -> StateUpdate:
        context = NodeContext.of(state, runtime)
        judges = context.seats_of(move.judges)
        assessments = await assess(context, judges, 0)
        entries = _numbered(context, assessments)
        seats = second_judges(context, move, verdict_of(assessments, len(context.prompts.order)))
        if seats:
            # Numbered after the first judges, since judges alike are sent the same words.
            entries |= _numbered(context, await assess(context, seats, len(judges)), PREFIX)
        return {"assessments": entries}

    return node


def _numbered(context: NodeContext, assessments: Sequence[Assessment], prefix: str = "") -> Entries:
    """The assessments as entries of the state."""
    entries: Entries = {}
    for number, assessment in enumerate(assessments):
        entries |= context.episode.entry(f"{prefix}{assessment.kind} {number:06}", assessment)
    return entries
