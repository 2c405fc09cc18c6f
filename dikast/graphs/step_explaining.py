"""Why steps are wrong: asked of a judge in a second call, about those steps alone that its labels call wrong."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from langchain_core.messages import AIMessage, BaseMessage, HumanMessage

from dikast.agents import Reply
from dikast.graphs.agent_calls import AgentCall, ask
from dikast.graphs.node_context import NodeContext
from dikast.graphs.rubric_lookup import RubricLookup
from dikast.protocols import (
    Unreadable,
    asks_for_contests,
    explain_prompt,
    explanations_form,
    read_explanations,
    split_thinking,
    step_key,
)
from dikast.records import Labelling, StepLabel


async def with_explanations(
    context: NodeContext, call: AgentCall, labelling: Labelling, messages: Sequence[BaseMessage]
) -> Labelling:
    """The labelling, with the kind of error, the reason and the fix of each step that it calls wrong.

    `call` and `messages` are those that asked for the labels. Nothing is asked where no step is called wrong, or where
    the reply has the details already. Labels stay where the explanations can't be read.
    """
    wrong = [label for label in labelling.steps if _is_unexplained(label)]
    contested = [label for label in labelling.steps if _may_be_contested(context, call, label)]
    if not wrong and not contested:
        return labelling
    wrong_steps = tuple(label.step for label in wrong)
    contested_steps = tuple(label.step for label in contested)
    asked = wrong_steps + contested_steps
    rubric = RubricLookup.of(context.episode.protocol)
    form = explanations_form(wrong_steps, contested_steps, rubric.codes)

    def read(reply: Reply) -> tuple[StepLabel, ...] | Unreadable:
        return read_explanations(split_thinking(reply.text)[0], [*wrong, *contested], rubric.errors)

    # It continues the conversation that asked for the labels, so that prompt caches are hit.
    question = explain_prompt(context.episode.protocol, wrong_steps, contested_steps)
    conversation = [*messages, AIMessage(labelling.text), HumanMessage(question)]
    explaining = replace(
        call,
        at=replace(call.at, purpose="explain", about=asked),
        form=form.model,
        reply_tokens=form.tokens,
        about=asked,
    )
    answered = await ask(context, explaining, read, conversation)
    explained = {label.step: label for label in answered.readable or ()}
    return labelling.model_copy(
        update={
            "steps": tuple(explained.get(label.step, label) for label in labelling.steps),
            "explanations": answered.public,
            "usage": labelling.usage + answered.usage,
        }
    )


def _is_unexplained(label: StepLabel) -> bool:
    """Whether a step is called wrong, without a word on why."""
    return bool(label.is_wrong) and not label.error_type and not label.explanation


def _may_be_contested(context: NodeContext, call: AgentCall, label: StepLabel) -> bool:
    """Whether the judge does not call a step wrong of which a machine refuted a claim, and may say why."""
    if label.label is None or label.is_wrong or label.contest:
        return False
    if not asks_for_contests(context.episode.protocol, call.seat):
        return False
    about = step_key(label.step)
    return any(check.about == about and check.status == "refuted" for check in context.history.checks)
