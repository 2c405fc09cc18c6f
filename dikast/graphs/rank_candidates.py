"""A judge puts candidates in order: in one reply, or by comparing every two."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

from dikast.agents import Choices, Reply
from dikast.errors import EpisodeFailed
from dikast.graphs.agent_calls import AgentCall, Answered, ask, together
from dikast.graphs.assessing_node import assessing_node
from dikast.graphs.failed_assessment import failed_assessment
from dikast.graphs.member_verdicts import MemberVerdicts
from dikast.graphs.node_context import GraphNode, NodeContext
from dikast.graphs.rank_aggregation import RankedPair, borda_points, bradley_terry_strengths, cycles_of
from dikast.protocols import (
    TIE,
    NamedCandidate,
    RankMove,
    Unreadable,
    labels_for,
    read_named,
    read_ranking,
    split_thinking,
)
from dikast.records import Assessment, AssessmentKind, Seat, Verdict


def rank(move: RankMove, move_id: str) -> GraphNode:
    """Every seat of the role ranks the candidates."""
    ranker = CandidateRanker(move, move_id)

    def verdict_of(assessments: Sequence[Assessment], n_candidates: int) -> Verdict:
        return ranked_verdict(move, assessments, n_candidates)

    return assessing_node(move, ranker.assessments, verdict_of)


@dataclass(frozen=True)
class CandidateRanker:
    """How a `rank` move is carried out."""

    move: RankMove
    move_id: str

    async def assessments(self, context: NodeContext, seats: Sequence[Seat], first: int = 0) -> list[Assessment]:
        """What these seats say, the first of them numbered `first`."""
        calls = self.calls(context, seats, first)
        return await together(self._assessed(context, seat, shown, number) for number, seat, shown in calls)

    async def _assessed(self, context: NodeContext, seat: Seat, shown: tuple[int, ...], number: int) -> Assessment:
        """One reply; with a quorum, one that can't be read where the agent gives none."""
        one = self.listed if self.move.by == "list" else self.compared
        try:
            return await one(context, seat, shown, number)
        except EpisodeFailed as failed:
            if self.move.panel is None or self.move.panel.quorum is None:
                raise
            kind: AssessmentKind = "ranking" if self.move.by == "list" else "comparison"
            call = AgentCall(seat, context.now("rank", self.move_id), sample=number)
            return failed_assessment(kind, call, self.move_id, shown, failed)

    def calls(
        self, context: NodeContext, seats: Sequence[Seat], first: int = 0
    ) -> list[tuple[int, Seat, tuple[int, ...]]]:
        """One call for each seat and each order of the list, or each two candidates in both orders."""
        shown: list[tuple[int, ...]] = list(context.episode.verdict_orders or (context.prompts.order,))
        if self.move.by == "pairs":
            pairs = list(combinations(context.prompts.order, 2))
            shown = [pair for first, second in pairs for pair in ((first, second), (second, first))]
        return [(number, seat, order) for number, seat in enumerate(seats, first) for order in shown]

    async def listed(self, context: NodeContext, seat: Seat, shown: tuple[int, ...], number: int) -> Assessment:
        """The whole order, from one reply. Raises EpisodeFailed where the agent gives no reply."""
        labels = labels_for(shown)
        call = AgentCall(seat, context.now("rank", self.move_id), sample=number, order=shown)

        def read(reply: Reply) -> tuple[int, ...] | Unreadable:
            return read_ranking(split_thinking(reply.text)[0], labels)

        answered = await ask(context, call, read)
        places = answered.readable or ()
        unread = self._assessment("ranking", call, shown, answered)
        return unread.model_copy(update={"ranking": tuple(shown[place] for place in places)})

    async def compared(self, context: NodeContext, seat: Seat, shown: tuple[int, ...], number: int) -> Assessment:
        """The better one of two. Raises EpisodeFailed where the agent gives no reply."""
        options = context.episode.question_for(seat, shown).choices
        texts = (*options, TIE) if self.move.ties and options else options
        labels = labels_for((*shown, -1) if self.move.ties else shown)
        form = Choices(labels, self.move.reasoning, texts)
        call = AgentCall(seat, context.now("compare", self.move_id), form, sample=number, order=shown)

        def read(reply: Reply) -> NamedCandidate | Unreadable:
            return read_named(split_thinking(reply.text)[0], "answer", len(shown), self.move.ties, options)

        answered = await ask(context, call, read)
        unread = self._assessment("comparison", call, shown, answered)
        named = answered.readable
        if named is None:
            return unread
        if named.place == len(shown):
            return unread.model_copy(update={"tie": True})
        return unread.model_copy(update={"ranking": (shown[named.place], shown[1 - named.place])})

    def _assessment(
        self,
        kind: AssessmentKind,
        call: AgentCall,
        shown: tuple[int, ...],
        answered: Answered[tuple[int, ...]] | Answered[NamedCandidate],
    ) -> Assessment:
        """The record of a reply, without what was read from it."""
        return Assessment(
            kind=kind,
            seat=call.seat.name,
            move=self.move_id,
            sample=call.sample,
            shown=shown,
            status="unparsed" if answered.readable is None else "decided",
            text=answered.public,
            thinking=answered.thinking,
            reason=answered.fault,
            model=answered.reply.model,
            usage=answered.usage,
            inner=answered.inner,
            ending=answered.ending,
        )


def ranked_verdict(move: RankMove, assessments: Sequence[Assessment], n_candidates: int) -> Verdict:
    """The verdict that these rankings or comparisons make; unparsed where one of them could not be read.

    An order without one of its comparisons would favour the candidates that it was about. A panel leaves out
    all that such a judge says.
    """

    def pooled(replies: Sequence[Assessment]) -> Verdict:
        return _pooled_verdict(move, replies, n_candidates)

    if move.panel is None:
        return pooled(assessments)
    return MemberVerdicts.of(move.panel, assessments, pooled).verdict(pooled)


def _pooled_verdict(move: RankMove, assessments: Sequence[Assessment], n_candidates: int) -> Verdict:
    """The verdict of all rankings or comparisons together."""
    for assessment in assessments:
        if assessment.status == "unparsed":
            return Verdict(
                status="unparsed",
                assessments=tuple(assessments),
                reason=assessment.reason,
                ending=assessment.ending,
            )
    games = [game for assessment in assessments for game in games_of(assessment)]
    points_of = bradley_terry_strengths if move.points == "bradley-terry" else borda_points
    points = points_of(games, n_candidates)
    best = [candidate for candidate in range(n_candidates) if points[candidate] == max(points)]
    return Verdict(
        status="decided",
        choice=best[0] if len(best) == 1 else None,
        probabilities=tuple(1 / len(best) if candidate in best else 0.0 for candidate in range(n_candidates)),
        route="ranking",
        assessments=tuple(assessments),
        # Equal ones in the question's own order.
        ranking=tuple(sorted(range(n_candidates), key=lambda candidate: -points[candidate])),
        cycles=cycles_of(games, n_candidates),
        tie=1 < len(best) == n_candidates,
    )


def games_of(assessment: Assessment) -> list[RankedPair]:
    """What an assessment says of every two candidates."""
    if assessment.tie:
        first, second = assessment.shown
        return [RankedPair(first, second, 0.5)]
    return [RankedPair(better, worse, 1.0) for better, worse in combinations(assessment.ranking, 2)]
