"""A look: a judge, or an open role, names the answer it holds to be right, by one of four routes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from dikast.agents import Choices, Purpose, Reply
from dikast.errors import EpisodeFailed, PermanentError
from dikast.graphs import verdicts
from dikast.graphs.agent_calls import AgentCall, Answered, ask_until_read, together
from dikast.graphs.episode_context import EpisodeContext
from dikast.protocols import (
    DecideRoute,
    History,
    PromptBuilder,
    TurnContext,
    Unreadable,
    labels_for,
    read_label,
    read_stated,
    split_thinking,
    stated_form,
)
from dikast.records import Look, Route, Seat, Usage

Read = tuple[Route, list[float], float | None]


async def look(
    context: EpisodeContext,
    stage: PromptBuilder,
    seat: Seat,
    said: History,
    *,
    purpose: Purpose,
    place: str,
    route: DecideRoute = "auto",
    reasoning: bool = False,
    samples: int = 1,
    order: tuple[int, ...] | None = None,
) -> Look:
    """One look with the choices in one order; by `samples`, that many calls at once, else one call."""
    shown = order or stage.order
    labels = labels_for(shown)
    cue = TurnContext(purpose, place, max(1, said.last_round), said.next_tick)
    messages = stage.messages(seat, cue, said, shown)
    form = stated_form(labels, reasoning) if route == "probabilities" else Choices(labels, reasoning)
    ask = AgentCall(seat, purpose, cue.round, cue.tick, form, order=shown)
    if route == "samples":
        asks = [replace(ask, sample=k) for k in range(samples)]
        answers = await together(
            ask_until_read(context, one, messages, lambda reply: read_label(_said(reply), labels)) for one in asks
        )
        return _sampled(answers, shown, labels, cue.round)
    answered = await ask_until_read(context, ask, messages, lambda reply: _read(reply, seat, labels, route))
    return _look(answered, shown, cue.round)


def _said(reply: Reply) -> str:
    return split_thinking(reply.text)[0]


def _read(reply: Reply, seat: Seat, labels: tuple[str, ...], route: DecideRoute) -> Read | Unreadable:
    """The log-probabilities of the labels, by the route asked for or the best that came."""
    if route == "probabilities":
        stated = read_stated(_said(reply), labels)
        if isinstance(stated, Unreadable):
            return stated
        return "probabilities", [verdicts.safe_log(p) for p in stated], None
    label = read_label(_said(reply), labels)
    if isinstance(label, Unreadable) and label.is_conflict:
        return label
    scaled = verdicts.normalised(reply.choice_logprobs or {}, labels)
    if scaled is not None and route != "label":
        return "logprobs", *scaled
    if route == "logprobs":
        error = PermanentError(f"`route: logprobs` needs token log-probabilities, and {reply.model!r} gave none")
        raise EpisodeFailed(seat.name, error)
    return label if isinstance(label, Unreadable) else ("label", verdicts.one_hot(label, labels), None)


def _look(answered: Answered[Read], order: tuple[int, ...], round_: int) -> Look:
    text, thinking = split_thinking(answered.reply.text)
    seen = Look(
        round=round_,
        order=order,
        status="unparsed",
        text=text,
        thinking=answered.reply.thinking or thinking,
        model=answered.reply.model,
        usage=answered.usage,
    )
    if isinstance(answered.value, Unreadable):
        return seen.model_copy(update={"reason": answered.value.reason})
    route, logps, p_labels = answered.value
    return decided(seen, route, logps, p_labels)


def decided(look: Look, route: Route, logps: Sequence[float], p_labels: float | None = None) -> Look:
    """The look, decided by these log-probabilities by label."""
    logp = verdicts.in_question_order(logps, look.order)
    kept = {"status": "decided", "route": route, "logp": logp, "p_labels": p_labels}
    return look.model_copy(update={**kept, "probabilities": verdicts.probabilities(logp)})


def _sampled(answers: list[Answered[str]], order: tuple[int, ...], labels: tuple[str, ...], round_: int) -> Look:
    """The shares of the labels among the samples that could be read."""
    read = [answer.value for answer in answers if isinstance(answer.value, str)]
    lost = f"{len(answers) - len(read)} of {len(answers)} samples could not be read"
    seen = Look(
        round=round_,
        order=order,
        status="unparsed",
        text="\n\n".join(answer.reply.text for answer in answers),
        model=answers[0].reply.model,
        usage=Usage.total(answer.usage for answer in answers),
        reason=lost if len(read) < len(answers) else None,
    )
    return decided(seen, "samples", verdicts.shares([read.count(label) for label in labels])) if read else seen
