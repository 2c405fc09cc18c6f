"""The Bayesian truth serum: what peers are paid for their answers and predictions, and the verdict that these make."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import fmean

from dikast.graphs.combine_looks import certain, shares
from dikast.graphs.episode_context import EpisodeRuntime
from dikast.graphs.judge_query import LabelScores, decided
from dikast.graphs.node_context import GraphNode, NodeContext, StateUpdate
from dikast.graphs.state import State
from dikast.protocols import PredictMove, TruthSerumMove, label_of
from dikast.records import Look, PeerScore

LEAST_SHARE = 0.001
"""A predicted share of 0 is taken as this: models round, and the logarithm of 0 would be all there is."""

_SAME = 1e-9  # shares closer than this are equal: they are sums of rounded numbers


@dataclass(frozen=True)
class PeerReport:
    """What one peer said: its answer, and the share of the peers that it predicts for each choice; None if unread."""

    seat: str
    choice: int | None
    predicted: tuple[float, ...] | None


@dataclass(frozen=True)
class PeerShares:
    """The shares of the answers by choice, and what was predicted: the arithmetic and the geometric mean by choice."""

    given: tuple[float, ...]
    predicted: tuple[float, ...]
    geometric: tuple[float, ...]


def count_verdict(move: TruthSerumMove) -> GraphNode:
    """The verdict of the peers' last answers and predictions, with the score of each."""

    async def node(state: State, *, runtime: EpisodeRuntime) -> StateUpdate:
        context = NodeContext.of(state, runtime)
        return {"verdict": context.episode.entry("order 0", _verdict_look(context, move))}

    return node


def _verdict_look(context: NodeContext, move: TruthSerumMove) -> Look:
    reports = _reports(context, move.truth_serum)
    order = context.prompts.order
    unread = Look(round=context.history.last_round, order=order, status="unparsed")
    found = peer_shares(reports, len(order))
    if found is None:
        missing = "answer" if all(report.choice is None for report in reports) else "prediction"
        return unread.model_copy(update={"reason": f"no {missing} of a peer could be read"})
    unread = unread.model_copy(
        update={"text": _in_words(found, order), "peer_scores": peer_scores(reports, found), "reason": _lost(reports)}
    )
    if move.by == "plurality":
        counts = [sum(report.choice == choice for report in reports) for choice in order]
        return decided(unread, LabelScores("votes", shares(counts)))
    best = most_surprising(found)
    if len(best) == 1:
        return decided(unread, LabelScores("surprise", certain(order.index(best[0]), len(order))))
    return decided(unread, LabelScores("surprise", shares([int(choice in best) for choice in order])))


def _reports(context: NodeContext, role: str) -> list[PeerReport]:
    """The last answer and the last prediction of every peer, in the order of the seats."""
    answers = {turn.seat: turn.choice for turn in context.history.turns if turn.kind == "answer"}
    predicted: dict[str, tuple[float, ...] | None] = {}
    for made in context.history.predictions:
        asked = context.episode.protocol.move(made.move)
        if isinstance(asked, PredictMove) and asked.of == role:
            predicted[made.seat] = made.probabilities
    seats = context.prompts.seats_of(role)
    return [PeerReport(seat.name, answers.get(seat.name), predicted.get(seat.name)) for seat in seats]


def peer_shares(reports: Sequence[PeerReport], n_choices: int) -> PeerShares | None:
    """What the peers answered and predicted, of those that could be read; None without any answer or any prediction."""
    answers = [report.choice for report in reports if report.choice is not None]
    predictions = [report.predicted for report in reports if report.predicted is not None]
    if not answers or not predictions:
        return None
    columns = list(zip(*predictions, strict=True))
    return PeerShares(
        given=tuple(answers.count(choice) / len(answers) for choice in range(n_choices)),
        predicted=tuple(fmean(column) for column in columns),
        geometric=tuple(math.exp(fmean(math.log(max(p, LEAST_SHARE)) for p in column)) for column in columns),
    )


def peer_scores(reports: Sequence[PeerReport], found: PeerShares) -> tuple[PeerScore, ...]:
    """The score of every peer (Prelec 2004, equation 2, with α = 1). Shares are of all peers, each itself included."""
    scores: list[PeerScore] = []
    for report in reports:
        information = prediction = None
        if report.choice is not None:
            information = math.log(found.given[report.choice] / found.geometric[report.choice])
        if report.predicted is not None:
            pairs = zip(found.given, report.predicted, strict=True)
            prediction = math.fsum(x * math.log(max(y, LEAST_SHARE) / x) for x, y in pairs if x)
        scores.append(PeerScore(seat=report.seat, choice=report.choice, information=information, prediction=prediction))
    return tuple(scores)


def most_surprising(found: PeerShares) -> tuple[int, ...]:
    """The choices whose share exceeds the predicted one by most; the most common ones where none exceeds it."""
    surplus = [given - predicted for given, predicted in zip(found.given, found.predicted, strict=True)]
    values = surplus if max(surplus) > _SAME else list(found.given)
    top = max(values)
    return tuple(choice for choice, value in enumerate(values) if top - value <= _SAME)


def _in_words(found: PeerShares, order: Sequence[int]) -> str:
    """The shares in one line, such as `A: 60 % answered, 35 % predicted; B: …`."""
    return "; ".join(
        f"{label_of(choice, order)}: {found.given[choice]:.0%} answered, {found.predicted[choice]:.0%} predicted"
        for choice in order
    )


def _lost(reports: Sequence[PeerReport]) -> str | None:
    """How many answers and predictions could not be read; None if all could."""
    n_answers = sum(report.choice is None for report in reports)
    n_predictions = sum(report.predicted is None for report in reports)
    if not n_answers and not n_predictions:
        return None
    return f"{n_answers} answers and {n_predictions} predictions of {len(reports)} peers could not be read"
