"""A machine's verdict on responses: by their final answers, where it can prove one right and all others wrong."""

from __future__ import annotations

from dikast.graphs import combine_looks
from dikast.graphs.agent_calls import together
from dikast.graphs.answer_status import answer_status
from dikast.graphs.judge_query import LabelScores, decided
from dikast.graphs.node_context import NodeContext
from dikast.language import stated_answer
from dikast.records import Look


async def machine_look(context: NodeContext, order: tuple[int, ...]) -> Look | None:
    """The look that a machine's findings make, at no cost; None where they single out no response.

    Two right responses, or two wrong ones, may still differ in what a judge is asked about.
    """
    question = context.episode.question
    if not question.references:
        return None
    found = await together(answer_status(question, stated_answer(response)) for response in question.choices)
    if found.count("verified") != 1 or found.count("refuted") != len(found) - 1:
        return None
    right = found.index("verified")
    unread = Look(
        round=max(1, context.history.last_round),
        order=order,
        status="unparsed",
        text=", ".join(f"response {number}: {status}" for number, status in enumerate(found, 1)),
        model="verifier",
    )
    return decided(unread, LabelScores("verifier", combine_looks.certain(order.index(right), len(order))))
