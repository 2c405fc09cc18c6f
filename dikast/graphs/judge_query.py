"""One query of a judge, or of an open role: which answer is right? The result is a Look, read by one of four routes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from dikast.agents import Choices, Form, Reply
from dikast.errors import EpisodeFailed, PermanentError
from dikast.graphs import combine_looks
from dikast.graphs.agent_calls import AgentCall, ask, together
from dikast.graphs.node_context import NodeContext
from dikast.graphs.self_check import ask_with_check
from dikast.protocols import (
    FORMATS,
    TIE,
    DecideRoute,
    FormatName,
    NamedCandidate,
    Normalise,
    SelfCheck,
    Unreadable,
    read_certainty,
    read_named,
    read_stated,
    split_thinking,
    stated_form,
)
from dikast.records import Look, Purpose, Route, Seat, Usage


@dataclass(frozen=True)
class JudgeQuery:
    """The seat that is asked, for what purpose, by which move, and how the answer is read (see DecideMove).

    `format`, `ties`, `self_check`, `normalise` and `certainty` are those of the move. `order` is the order of the
    choices as shown (None: the episode's own). By the route `samples`, `samples` calls are made at once; by any other,
    one. `options` are the texts that are decided between, where these are not the question's choices. `extra` are
    further values for the prompt, `words` is the limit of reasons. `sample` is the
    number of the first: jurors alike are sent the same words, and this number tells their calls
    from one another.
    """

    seat: Seat
    purpose: Purpose
    move_id: str
    route: DecideRoute = "auto"
    reasoning: bool = False
    samples: int = 1
    order: tuple[int, ...] | None = None
    sample: int = 0
    format: FormatName = "answer"
    ties: bool = False
    self_check: SelfCheck | None = None
    normalise: Normalise = "token"
    certainty: bool = False
    options: tuple[str, ...] = ()
    extra: Mapping[str, object] = field(default_factory=dict)
    words: int | None = None

    def names(self, n_choices: int) -> tuple[str, ...]:
        """What the reply may name: the choices as shown, and a tie if it may call one."""
        return FORMATS[self.format].names(n_choices, self.ties)


@dataclass(frozen=True)
class LabelScores:
    """What was read from one reply: natural-log probabilities by label, and how they were read.

    - `logps`: those of the choices as shown; a tie's after them, where the judge may call one.
    - `p_labels`: the probability that the backend put on any label at all, where it gave probabilities.
    - `named`: what the reply names, where it names something.
    - `certainty`: how sure the reply says the judge is.
    """

    route: Route
    logps: Sequence[float]
    p_labels: float | None = None
    named: NamedCandidate | None = None
    certainty: int | None = None


async def look(context: NodeContext, query: JudgeQuery) -> Look:
    """One look with the choices in one order. Raises EpisodeFailed where the agent gives no reply."""
    order = query.order or context.prompts.order
    at = context.now(query.purpose, query.move_id)
    options = context.episode.question_for(query.seat, order).choices
    if query.options:
        options = tuple(query.options[i] for i in order)
    names = query.names(len(order))
    # The certainty comes before the label's line, as reasons do.
    is_longer = query.reasoning or query.certainty
    form: Form = Choices(names, is_longer, _texts(options, query), FORMATS[query.format].line)
    if query.route == "probabilities":
        form = stated_form(names, query.reasoning)
    call = AgentCall(query.seat, at, form, words=query.words, sample=query.sample, order=order, extra=query.extra)
    if query.route == "samples":
        return await _sampled_look(context, call, query, options)

    def read(reply: Reply) -> LabelScores | Unreadable:
        return _read_scores(reply, query, options, len(order))

    checked = await ask_with_check(context, call, read, query.self_check)
    answered = checked.answered
    unread = Look(
        round=at.round,
        order=order,
        status="unparsed",
        text=checked.text,
        thinking=answered.thinking,
        model=answered.reply.model,
        usage=answered.usage,
        inner=answered.inner,
        reason=answered.fault,
        ending=answered.ending,
        format_kept=_is_format_kept(answered.readable, query),
    )
    if isinstance(answered.value, Unreadable):
        return unread
    return decided(unread, answered.value)


def _is_format_kept(scores: LabelScores | None, query: JudgeQuery) -> bool | None:
    """Whether the reply has the format that was asked for; None for the usual one, in which labels are read anyway."""
    if query.format == "answer":
        return None
    return scores is not None and scores.named is not None and scores.named.is_format_kept


def _texts(options: tuple[str, ...], query: JudgeQuery) -> tuple[str, ...]:
    """The texts of what may be named, where they are known and names stand for nothing else."""
    if query.format == "strength":
        return ()
    return (*options, TIE) if query.ties and options else options


def decided(look: Look, scores: LabelScores) -> Look:
    """The look, decided by these log-probabilities."""
    n_choices = len(look.order)
    logp = combine_looks.in_question_order(scores.logps, look.order)
    # What comes after the choices is a tie.
    logp_tie = next(iter(scores.logps[n_choices:]), None)
    named = scores.named or NamedCandidate(0)
    changes = {
        "status": "decided",
        "route": scores.route,
        "logp": logp,
        "logp_tie": logp_tie,
        "p_labels": scores.p_labels,
        "probabilities": combine_looks.probabilities(logp, logp_tie),
        "strength": named.strength,
        "certainty": scores.certainty,
    }
    return look.model_copy(update=changes)


def _read_scores(reply: Reply, query: JudgeQuery, options: tuple[str, ...], n_choices: int) -> LabelScores | Unreadable:
    """The log-probabilities of the labels, by the route that was asked for or the best that the reply allows."""
    names = query.names(n_choices)
    public = split_thinking(reply.text)[0]
    if query.route == "probabilities":
        return _read_stated_scores(public, names)
    if query.certainty:
        return _read_with_certainty(public, reply, query, options, n_choices)
    named = read_named(public, query.format, n_choices, query.ties, options)
    # Two different labels in the text are a conflict, whatever the backend's probabilities say.
    if isinstance(named, Unreadable) and named.is_conflict:
        return named
    # The backend's own probabilities say more than the bare label; a strength is said in words alone.
    normalised = None
    if query.route != "label" and query.format != "strength":
        normalised = combine_looks.normalised(reply.choice_logprobs or {}, names)
    if normalised is not None:
        return LabelScores("logprobs", *normalised, None if isinstance(named, Unreadable) else named)
    if query.route == "logprobs":
        fault = f"`route: logprobs` needs token log-probabilities, and {reply.model!r} gave none"
        raise EpisodeFailed(query.seat.name, PermanentError(fault))
    if isinstance(named, Unreadable):
        return named
    return LabelScores("label", combine_looks.certain(named.place, n_choices + query.ties), named=named)


def _read_with_certainty(
    text: str, reply: Reply, query: JudgeQuery, options: tuple[str, ...], n_choices: int
) -> LabelScores | Unreadable:
    """The log-probabilities of the labels, and the certainty, without which the reply is not what was asked for."""
    certainty = read_certainty(text)
    if isinstance(certainty, Unreadable):
        return certainty
    number, verdict_text = certainty
    plain = replace(query, certainty=False)
    scores = _read_scores(replace(reply, text=verdict_text), plain, options, n_choices)
    return scores if isinstance(scores, Unreadable) else replace(scores, certainty=number)


def _read_stated_scores(text: str, labels: tuple[str, ...]) -> LabelScores | Unreadable:
    """The logarithms of the probabilities that the text states."""
    stated = read_stated(text, labels)
    if isinstance(stated, Unreadable):
        return stated
    logps = [combine_looks.safe_log(p) for p in stated]
    return LabelScores("probabilities", logps)


def counted(unread: Look, places: Sequence[int | None], n_places: int, route: Route, unit: str) -> Look:
    """The look, decided by the shares of the places named among the answers; unparsed where none could be read.

    A place is that of a choice as shown, or the one after the last: a tie. An answer that could not be read is None.
    `unit` is what the reason calls the answers, such as `samples`.
    """
    read = [place for place in places if place is not None]
    n_lost = len(places) - len(read)
    if n_lost:
        reason = f"{n_lost} of {len(places)} {unit} could not be read"
        unread = unread.model_copy(update={"reason": reason})
    if not read:
        return unread
    counts = [read.count(place) for place in range(n_places)]
    return decided(unread, LabelScores(route, combine_looks.shares(counts)))


async def _sampled_look(context: NodeContext, call: AgentCall, query: JudgeQuery, options: tuple[str, ...]) -> Look:
    """The shares of what was named among the samples that could be read."""
    order = call.order or context.prompts.order

    def read(reply: Reply) -> NamedCandidate | Unreadable:
        return read_named(split_thinking(reply.text)[0], query.format, len(order), query.ties, options)

    # The same messages for all samples: written once.
    messages = context.prompts.messages(call.seat, call.at, context.history, order, call.extra)
    numbers = range(call.sample, call.sample + query.samples)
    answers = await together(ask(context, replace(call, sample=k), read, messages) for k in numbers)
    unread = Look(
        round=call.at.round,
        order=order,
        status="unparsed",
        text="\n\n".join(answer.reply.text for answer in answers),
        model=answers[0].reply.model,
        usage=Usage.total(answer.usage for answer in answers),
        inner=tuple(call for answer in answers for call in answer.inner),
        ending=next((answer.ending for answer in answers if answer.readable is None), None),
    )
    named = [answer.readable for answer in answers]
    places = [None if one is None else one.place for one in named]
    return counted(unread, places, len(order) + query.ties, "samples", "samples")
