"""A jury: several seats of one role that decide together. Each has a look of its own, and they vote."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from statistics import fmean

from dikast.graphs import combine_looks
from dikast.graphs.agent_calls import together
from dikast.graphs.judge_query import JudgeQuery, LabelScores, decided, look
from dikast.graphs.likelihood_look import likelihood_look
from dikast.graphs.node_context import NodeContext
from dikast.protocols import DecideMove
from dikast.records import Look, Purpose, Usage


def jury_queries(
    context: NodeContext,
    move: DecideMove,
    move_id: str,
    *,
    purpose: Purpose = "decide",
    order: tuple[int, ...] | None = None,
) -> list[JudgeQuery]:
    """The query of every seat that decides, with the choices in this order (None: the episode's own)."""
    queries: list[JudgeQuery] = []
    # By the route `samples` a seat makes several calls, which are numbered one by one.
    n_calls = move.samples if move.route == "samples" else 1
    for number, seat in enumerate(context.prompts.seats_of(move.decide)):
        query = JudgeQuery(
            seat=seat,
            purpose=purpose,
            move_id=move_id,
            route=move.route,
            reasoning=move.reasoning,
            samples=move.samples,
            order=order,
            sample=number * n_calls,
            format=move.format,
            ties=move.ties,
            normalise=move.normalise,
            certainty=move.certainty,
        )
        queries.append(query)
    return queries


async def verdict_looks(
    context: NodeContext, move: DecideMove, move_id: str, orders: Sequence[tuple[int, ...]]
) -> list[Look]:
    """The look of the judge or jury for the verdict in each of these orders.

    Where the judge names no choice and sees none, and nothing that is said under labels, it would be asked the same in
    every order: it is asked once, and its look counts for all of them.
    """
    seats = context.prompts.seats_of(move.decide)
    sees_labels = any({"choices", "transcript"} & set(seat.sees) for seat in seats)
    is_asked_once = move.route == "likelihood" and not sees_labels
    asked = orders[:1] if is_asked_once else orders
    looks = await together(jury_look(context, jury_queries(context, move, move_id, order=order)) for order in asked)
    for order in orders[len(asked) :]:
        looks.append(_in_order(looks[0], order))
    return looks


def _in_order(look: Look, order: tuple[int, ...]) -> Look:
    """The same look in another order, which cost nothing. Its probabilities are in the question's own order anyway."""
    votes = {seat: _in_order(vote, order) for seat, vote in look.votes.items()}
    return look.model_copy(update={"order": order, "usage": Usage(), "votes": votes})


async def _one_look(context: NodeContext, query: JudgeQuery) -> Look:
    """The look of one seat, by its route."""
    if query.route == "likelihood":
        return await likelihood_look(context, query)
    return await look(context, query)


async def jury_look(context: NodeContext, queries: Sequence[JudgeQuery]) -> Look:
    """The look of a single judge, or the shares of the votes of several; no juror sees another's look."""
    looks = await together(_one_look(context, query) for query in queries)
    if len(looks) == 1:
        return looks[0]
    return voted({query.seat.name: juror for query, juror in zip(queries, looks, strict=True)})


def voted(votes: dict[str, Look]) -> Look:
    """One look from those of several jurors at the choices in one order.

    Each juror has one vote, divided among the choices that it finds most probable. A juror whose reply could not be
    read has none; without any vote the look is unparsed.
    """
    jurors = list(votes.values())
    lost = [juror for juror in jurors if juror.status == "unparsed"]
    unread = Look(
        round=jurors[0].round,
        order=jurors[0].order,
        status="unparsed",
        reason=f"{len(lost)} of {len(jurors)} votes could not be read" if lost else None,
        model=jurors[0].model,
        usage=Usage.total(juror.usage for juror in jurors),
        ending=next((juror.ending for juror in lost if juror.ending), None),
        votes=votes,
    )
    if len(lost) == len(jurors):
        return unread
    stated = [juror.certainty for juror in jurors if juror.certainty is not None]
    voted_look = decided(unread, LabelScores("votes", _shares(jurors)))
    return voted_look.model_copy(update={"certainty": fmean(stated) if stated else None})


def _shares(jurors: Sequence[Look]) -> list[float]:
    """The log-probabilities of the choices as shown, by their shares of the votes; last a tie's."""
    order = jurors[0].order
    # Thirds of votes are added exactly, so that a tie is one.
    counts: dict[int | None, Fraction] = dict.fromkeys(order, Fraction())
    if any(juror.logp_tie is not None for juror in jurors):
        counts[None] = Fraction()
    for juror in jurors:
        named: tuple[int | None, ...] = (None,) if juror.is_tie else juror.favourites
        for choice in named:
            counts[choice] += Fraction(1, len(named))
    total = sum(counts.values())
    return [combine_looks.safe_log(float(votes / total)) for votes in counts.values()]
