"""A judge lists what responses to one task are to be checked for, before it is shown any of them."""

from __future__ import annotations

from dikast.agents import Reply
from dikast.graphs.agent_calls import AgentCall, ask
from dikast.graphs.assessment_builder import build_assessment
from dikast.graphs.node_context import NodeContext
from dikast.protocols import (
    CHECKLIST_TOKENS,
    StatedChecklist,
    Unreadable,
    read_checklist,
    render_prompt,
    split_thinking,
)
from dikast.records import Assessment, Seat
from dikast.rubrics import ResponseRubric


async def make_checklist(context: NodeContext, seat: Seat, move_id: str, rubric: ResponseRubric) -> Assessment:
    """The reply with its items; without any where it could not be read. Raises EpisodeFailed where there is none."""

    def read(reply: Reply) -> tuple[str, ...] | Unreadable:
        return read_checklist(split_thinking(reply.text)[0])

    call = AgentCall(seat, context.now("checklist", move_id), StatedChecklist, CHECKLIST_TOKENS, order=())
    # Items of the rubric are asked about anyway, so that the judge needs to see them to make others.
    values = {"criteria": render_prompt("criteria", rubric=rubric, made=())}
    messages = context.prompts.messages(seat, call.at, context.history, (), values)
    answered = await ask(context, call, read, messages)
    return build_assessment("checklist", call, answered).model_copy(update={"items": answered.readable or ()})
