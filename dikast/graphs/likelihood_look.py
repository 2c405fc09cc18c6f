"""A look by likelihood: how likely the judge's model finds each choice's text as its own reply."""

from __future__ import annotations

from dikast.agents import Likelihood, Reply
from dikast.errors import EpisodeFailed, PermanentError
from dikast.graphs import combine_looks
from dikast.graphs.agent_calls import AgentCall, ask
from dikast.graphs.judge_query import JudgeQuery, LabelScores, decided
from dikast.graphs.node_context import NodeContext
from dikast.protocols import Normalise, Unreadable
from dikast.records import Look, TextLikelihood


async def likelihood_look(context: NodeContext, query: JudgeQuery) -> Look:
    """One look, decided by the likelihoods of the choices' texts.

    Raises EpisodeFailed where the agent gives no reply, or no likelihoods.
    """
    order = query.order or context.prompts.order
    at = context.now(query.purpose, query.move_id)
    texts = tuple(choice.strip() for choice in context.episode.question.choices)
    form = Likelihood(texts, with_empty=query.normalise == "empty")

    def read(reply: Reply) -> tuple[TextLikelihood, ...] | Unreadable:
        if len(reply.likelihoods) != len(texts):
            fault = f"`route: likelihood` needs the likelihoods of given texts, and {reply.model!r} gave none"
            raise EpisodeFailed(query.seat.name, PermanentError(fault))
        return reply.likelihoods

    call = AgentCall(query.seat, at, form, sample=query.sample, order=order)
    answered = await ask(context, call, read)
    likelihoods = answered.readable or ()
    by_label = dict(zip(map(str, order), (_score(likelihoods[i], query.normalise) for i in order), strict=True))
    look = Look(
        round=at.round,
        order=order,
        status="unparsed",
        model=answered.reply.model,
        usage=answered.usage,
        inner=answered.inner,
        likelihoods=likelihoods,
    )
    scaled = combine_looks.normalised(by_label, list(by_label))
    # Log-probabilities of texts are finite, so that there is always something to scale.
    return look if scaled is None else decided(look, LabelScores("likelihood", scaled[0]))


def _score(likelihood: TextLikelihood, normalise: Normalise) -> float:
    """What counts of a likelihood, as a logarithm (see DecideMove)."""
    if normalise == "token":
        return likelihood.logp_per_token
    if normalise == "empty":
        return likelihood.logp - (likelihood.logp_empty or 0.0)
    return likelihood.logp
