"""A jury: several seats that decide together. Each has a look of its own, and a rule makes one look of them."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import fmean, median

from dikast.errors import EpisodeFailed
from dikast.graphs import combine_looks
from dikast.graphs.agent_calls import together
from dikast.graphs.judge_query import JudgeQuery, LabelScores, decided, look
from dikast.graphs.judge_votes import Option, agreed, counted_votes, vote_of
from dikast.graphs.likelihood_look import likelihood_look
from dikast.graphs.node_context import NodeContext
from dikast.protocols import DecideMove, Panel
from dikast.records import Look, Purpose, Route, Seat, Usage

VOTE = Panel(by="vote")
"""The rule of a jury that names none."""


def jury_queries(
    context: NodeContext,
    move: DecideMove,
    move_id: str,
    *,
    purpose: Purpose = "decide",
    order: tuple[int, ...] | None = None,
    seats: Sequence[Seat] | None = None,
) -> list[JudgeQuery]:
    """The query of every seat that decides, with the choices in this order (None: the episode's own).

    `seats` are by default those of the move's own judges.
    """
    judges = context.seats_of(move.judges)
    asked = judges if seats is None else seats
    queries: list[JudgeQuery] = []
    # By the route `samples` a seat makes several calls, which are numbered one by one.
    n_calls = move.samples if move.route == "samples" else 1
    # Who decides in place of the judges is numbered after them.
    first = 0 if seats is None else len(judges)
    for number, seat in enumerate(asked, first):
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
            # A belief between rounds is no verdict yet.
            self_check=move.self_check if purpose == "decide" else None,
            normalise=move.normalise,
            certainty=move.certainty,
        )
        queries.append(query)
    return queries


async def verdict_looks(
    context: NodeContext,
    move: DecideMove,
    move_id: str,
    orders: Sequence[tuple[int, ...]],
    seats: Sequence[Seat] | None = None,
) -> list[Look]:
    """The look for the verdict in each of these orders, of the move's own judges or of these seats, which then vote.

    Where the judge names no choice and sees none, and nothing that is said under labels, it would be asked the same in
    every order: it is asked once, and its look counts for all of them.
    """
    panel = move.panel if seats is None else None
    judges = context.seats_of(move.judges) if seats is None else seats
    sees_labels = any({"choices", "transcript"} & set(seat.sees) for seat in judges)
    is_asked_once = move.route == "likelihood" and not sees_labels
    asked = orders[:1] if is_asked_once else orders
    juries = [jury_queries(context, move, move_id, order=order, seats=seats) for order in asked]
    looks = await together(jury_look(context, queries, panel) for queries in juries)
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


async def jury_look(context: NodeContext, queries: Sequence[JudgeQuery], panel: Panel | None = None) -> Look:
    """The look of a single judge, or what the panel's rule makes of several; no juror sees another's look."""
    look_of = _look_or_failure if panel and panel.quorum else _one_look
    looks = await together(look_of(context, query) for query in queries)
    if len(looks) == 1:
        return looks[0]
    votes = {query.seat.name: juror for query, juror in zip(queries, looks, strict=True)}
    return JuryLooks(votes, panel or VOTE).together()


async def _look_or_failure(context: NodeContext, query: JudgeQuery) -> Look:
    """The look, or one that can't be read where the agent gives no reply."""
    try:
        return await _one_look(context, query)
    except EpisodeFailed as failed:
        order = query.order or context.prompts.order
        at = context.now(query.purpose, query.move_id)
        return Look(round=at.round, order=order, status="unparsed", reason=f"no reply: {failed.cause}")


@dataclass(frozen=True)
class JuryLooks:
    """The looks of several jurors, by seat, at the choices in one order, and the rule that makes one look of them."""

    votes: Mapping[str, Look]
    panel: Panel

    def together(self) -> Look:
        """The one look. A juror whose reply could not be read does not count; unparsed where too few are left."""
        jurors = list(self.votes.values())
        lost = [juror for juror in jurors if juror.status == "unparsed"]
        unread = Look(
            round=jurors[0].round,
            order=jurors[0].order,
            status="unparsed",
            reason=self._reason(len(lost)),
            model=jurors[0].model,
            usage=Usage.total(juror.usage for juror in jurors),
            ending=next((juror.ending for juror in lost if juror.ending), None),
            votes=dict(self.votes),
        )
        if len(jurors) - len(lost) < (self.panel.quorum or 1):
            return unread
        route: Route = "votes"
        if self.panel.by in ("mean", "median"):
            route = "probabilities"
        made = decided(unread, LabelScores(route, [combine_looks.safe_log(p) for p in self._shares()]))
        stated = [juror.certainty for juror in jurors if juror.certainty is not None]
        return made.model_copy(update={"certainty": fmean(stated) if stated else None})

    def _reason(self, n_lost: int) -> str | None:
        """What was lost, if anything; with the quorum where it is missed."""
        n = len(self.votes)
        reason = f"{n_lost} of {n} votes could not be read" if n_lost else None
        if self.panel.quorum and n - n_lost < self.panel.quorum:
            reason = f"{reason or f'there are {n} votes'}, and the quorum is {self.panel.quorum}"
        return reason

    def _shares(self) -> list[float]:
        """The probabilities of the choices as shown; last a tie's."""
        read = {seat: juror for seat, juror in self.votes.items() if juror.status == "decided"}
        options = self._options()
        if self.panel.by in ("mean", "median"):
            return _pooled(list(read.values()), options, self.panel)
        votes_cast = [vote_of(juror, self.panel.weight(seat)) for seat, juror in read.items()]
        if self.panel.by == "unanimous":
            common = agreed(votes_cast) if len(read) == len(self.votes) else None
            return _unanimous(None if common is None else common.named[0], common is not None, options)
        return [float(share) for share in counted_votes(votes_cast, options).values()]

    def _options(self) -> list[Option]:
        """The choices as shown, and a tie where one of the jurors may call one."""
        jurors = list(self.votes.values())
        options: list[Option] = [*jurors[0].order]
        if any(juror.logp_tie is not None for juror in jurors):
            options.append(None)
        return options


def _unanimous(option: Option, is_agreed: bool, options: Sequence[Option]) -> list[float]:
    """All on what the jurors agree on; without agreement, all choices are equally probable."""
    if is_agreed:
        return [float(other == option) for other in options]
    n_choices = sum(other is not None for other in options)
    return [0.0 if other is None else 1 / n_choices for other in options]


def _pooled(jurors: Sequence[Look], options: Sequence[Option], panel: Panel) -> list[float]:
    """The mean or the median of the jurors' probabilities, scaled to sum to 1."""
    middle = fmean if panel.by == "mean" else median
    pooled = [middle([_p_of(juror, option) for juror in jurors]) for option in options]
    total = math.fsum(pooled)
    if total == 0:
        # Three jurors, each sure of another choice: the middle of every row is 0.
        return _unanimous(None, False, options)
    return [p / total for p in pooled]


def _p_of(juror: Look, option: Option) -> float:
    """The probability that a juror gives a choice, or a tie."""
    logp = juror.logp_tie if option is None else (juror.logp or ())[option]
    return 0.0 if logp is None else math.exp(logp)
