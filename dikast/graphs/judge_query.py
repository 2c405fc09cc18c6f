"""One query of a judge, or of an open role: which answer is right? The result is a Look, read by one of four routes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from dikast.agents import Choices, Form, Reply
from dikast.errors import EpisodeFailed, PermanentError
from dikast.graphs import combine_looks
from dikast.graphs.agent_calls import AgentCall, ask, together
from dikast.graphs.node_context import NodeContext
from dikast.protocols import DecideRoute, Unreadable, labels_for, read_label, read_stated, split_thinking, stated_form
from dikast.records import Look, Purpose, Route, Seat, Usage


@dataclass(frozen=True)
class JudgeQuery:
    """The seat that is asked, for what purpose, by which move, and how the answer is read (see DecideMove).

    `order` is the order of the choices as shown (None: the episode's own). By the route `samples`, `samples` calls
    are made at once; by any other, one. `sample` is the number of the first: jurors alike are sent the same words, and
    this number tells their calls from one another.
    """

    seat: Seat
    purpose: Purpose
    move_id: str
    route: DecideRoute = "auto"
    reasoning: bool = False
    samples: int = 1
    order: tuple[int, ...] | None = None
    sample: int = 0


@dataclass(frozen=True)
class LabelScores:
    """What was read from one reply: natural-log probabilities by label, and how they were read.

    `p_labels` is the probability that the backend put on any label at all, where it gave probabilities.
    """

    route: Route
    logps: Sequence[float]
    p_labels: float | None = None


async def look(context: NodeContext, query: JudgeQuery) -> Look:
    """One look with the choices in one order. Raises EpisodeFailed where the agent gives no reply."""
    order = query.order or context.prompts.order
    labels = labels_for(order)
    at = context.now(query.purpose, query.move_id)
    options = context.episode.question_for(query.seat, order).choices
    form: Form = Choices(labels, query.reasoning, options)
    if query.route == "probabilities":
        form = stated_form(labels, query.reasoning)
    call = AgentCall(query.seat, at, form, sample=query.sample, order=order)
    if query.route == "samples":
        return await _sampled_look(context, call, labels, options, query.samples)

    def read(reply: Reply) -> LabelScores | Unreadable:
        return _read_scores(reply, query, labels, options)

    answered = await ask(context, call, read)
    unread = Look(
        round=at.round,
        order=order,
        status="unparsed",
        text=answered.public,
        thinking=answered.thinking,
        model=answered.reply.model,
        usage=answered.usage,
        reason=answered.fault,
        ending=answered.ending,
    )
    if isinstance(answered.value, Unreadable):
        return unread
    return decided(unread, answered.value)


def decided(look: Look, scores: LabelScores) -> Look:
    """The look, decided by these log-probabilities."""
    logp = combine_looks.in_question_order(scores.logps, look.order)
    changes = {
        "status": "decided",
        "route": scores.route,
        "logp": logp,
        "p_labels": scores.p_labels,
        "probabilities": combine_looks.probabilities(logp),
    }
    return look.model_copy(update=changes)


def _read_scores(
    reply: Reply, query: JudgeQuery, labels: tuple[str, ...], options: tuple[str, ...]
) -> LabelScores | Unreadable:
    """The log-probabilities of the labels, by the route that was asked for or the best that the reply allows."""
    public = split_thinking(reply.text)[0]
    if query.route == "probabilities":
        return _read_stated_scores(public, labels)
    label = read_label(public, labels, options)
    # Two different labels in the text are a conflict, whatever the backend's probabilities say.
    if isinstance(label, Unreadable) and label.is_conflict:
        return label
    # The backend's own probabilities say more than the bare label.
    normalised = combine_looks.normalised(reply.choice_logprobs or {}, labels)
    if normalised is not None and query.route != "label":
        return LabelScores("logprobs", *normalised)
    if query.route == "logprobs":
        fault = f"`route: logprobs` needs token log-probabilities, and {reply.model!r} gave none"
        raise EpisodeFailed(query.seat.name, PermanentError(fault))
    if isinstance(label, Unreadable):
        return label
    return LabelScores("label", combine_looks.one_hot(label, labels))


def _read_stated_scores(text: str, labels: tuple[str, ...]) -> LabelScores | Unreadable:
    """The logarithms of the probabilities that the text states."""
    stated = read_stated(text, labels)
    if isinstance(stated, Unreadable):
        return stated
    logps = [combine_looks.safe_log(p) for p in stated]
    return LabelScores("probabilities", logps)


def counted(unread: Look, answers: Sequence[str | None], labels: Sequence[str], route: Route, unit: str) -> Look:
    """The look, decided by the shares of the labels among the answers; unparsed where no answer could be read.

    An answer that could not be read is None. `unit` is what the reason calls the answers, such as `samples`.
    """
    read = [answer for answer in answers if answer is not None]
    n_lost = len(answers) - len(read)
    if n_lost:
        reason = f"{n_lost} of {len(answers)} {unit} could not be read"
        unread = unread.model_copy(update={"reason": reason})
    if not read:
        return unread
    counts = [read.count(label) for label in labels]
    return decided(unread, LabelScores(route, combine_looks.shares(counts)))


async def _sampled_look(
    context: NodeContext, call: AgentCall, labels: tuple[str, ...], options: tuple[str, ...], n_samples: int
) -> Look:
    """The shares of the labels among the samples that could be read."""

    def read(reply: Reply) -> str | Unreadable:
        return read_label(split_thinking(reply.text)[0], labels, options)

    order = call.order or context.prompts.order
    # The same messages for all samples: written once.
    messages = context.prompts.messages(call.seat, call.at, context.history, order)
    numbers = range(call.sample, call.sample + n_samples)
    answers = await together(ask(context, replace(call, sample=k), read, messages) for k in numbers)
    unread = Look(
        round=call.at.round,
        order=order,
        status="unparsed",
        text="\n\n".join(answer.reply.text for answer in answers),
        model=answers[0].reply.model,
        usage=Usage.total(answer.usage for answer in answers),
        ending=next((answer.ending for answer in answers if answer.readable is None), None),
    )
    return counted(unread, [answer.readable for answer in answers], labels, "samples", "samples")
