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
    ExplanationsAsked,
    Unreadable,
    asks_for_contests,
    explain_prompt,
    explanations_form,
    read_explanations,
    split_thinking,
    step_key,
)
from dikast.records import Label, Labelling, StepLabel


async def with_explanations(
    context: NodeContext, call: AgentCall, labelling: Labelling, messages: Sequence[BaseMessage]
) -> Labelling:
    """The labelling, with the kind of error of each step that it calls wrong; of the incorrect ones reason and fix.

    `call` and `messages` are those that asked for the labels. Nothing is asked where no step is called wrong, or where
    the reply has the details already. Labels stay where the explanations can't be read.
    """
    rubric = RubricLookup.of(context.episode.protocol)
    asked = ExplanationsAsked(
        incorrect=_unexplained(labelling.steps, "incorrect"),
        inherited=_unexplained(labelling.steps, "inherited"),
        contested=tuple(label.step for label in labelling.steps if _may_be_contested(context, call, label)),
        codes=rubric.codes,
    )
    if not asked.steps:
        return labelling
    form = explanations_form(asked)
    labels = [label for label in labelling.steps if label.step in asked.steps]

    def read(reply: Reply) -> tuple[StepLabel, ...] | Unreadable:
        return read_explanations(split_thinking(reply.text)[0], labels, rubric.errors)

    # It continues the conversation that asked for the labels, so that prompt caches are hit.
    question = explain_prompt(context.episode.protocol, asked)
    conversation = [*messages, AIMessage(labelling.text), HumanMessage(question)]
    explaining = replace(
        call,
        at=replace(call.at, purpose="explain", about=asked.steps),
        form=form.model,
        reply_tokens=form.tokens,
        about=asked.steps,
    )
    answered = await ask(context, explaining, read, conversation)
    explained = {label.step: label for label in answered.readable or ()}
    return labelling.model_copy(
        update={
            "steps": tuple(explained.get(label.step, label) for label in labelling.steps),
            "explanations": answered.public,
            "usage": labelling.usage + answered.usage,
            "inner": labelling.inner + answered.inner,
        }
    )


def _unexplained(labels: Sequence[StepLabel], kind: Label) -> tuple[int, ...]:
    """The steps with this label, without a word on why."""
    bare = [label for label in labels if not label.error_type and not label.explanation]
    return tuple(label.step for label in bare if label.label == kind)


def _may_be_contested(context: NodeContext, call: AgentCall, label: StepLabel) -> bool:
    """Whether a machine refuted a claim of the step, the judge does not call it wrong, and may say why."""
    if label.label is None or label.is_wrong or label.contest:
        return False
    if not asks_for_contests(context.episode.protocol, call.seat):
        return False
    about = step_key(label.step)
    return any(check.about == about and check.status == "refuted" for check in context.history.checks)
