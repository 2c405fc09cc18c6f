"""A judge decides between two responses by one criterion after the other."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from dikast.agents import Choices, Reply
from dikast.graphs.agent_calls import AgentCall, ask, together
from dikast.graphs.assessment_builder import build_assessment
from dikast.graphs.episode_context import EpisodeRuntime
from dikast.graphs.node_context import GraphNode, NodeContext, StateUpdate
from dikast.graphs.response_rubric_lookup import response_rubric
from dikast.graphs.state import Entries, State
from dikast.protocols import (
    NO,
    TIE,
    YES,
    CriteriaMove,
    NamedCandidate,
    Unreadable,
    labels_for,
    read_named,
    read_yes_no,
    split_thinking,
)
from dikast.records import Assessment, Seat, Verdict
from dikast.rubrics import ResponseCriterion


def decide_by_criteria(move: CriteriaMove, move_id: str) -> GraphNode:
    """The criteria in order, until one does not call a tie; then the audits of what was decided."""
    criteria = response_rubric(move.rubric).criteria

    async def node(state: State, *, runtime: EpisodeRuntime) -> StateUpdate:
        judge = CriteriaJudge(NodeContext.of(state, runtime), move, move_id)
        assessments: list[Assessment] = []
        for criterion in criteria:
            compared = await judge.compared(criterion)
            assessments += compared
            assessments += await judge.audited(criterion, compared)
            if not all(one.tie for one in compared):
                break
        entries: Entries = {}
        for number, assessment in enumerate(assessments):
            entries |= judge.context.episode.entry(f"criterion {number:06}", assessment)
        return {"assessments": entries}

    return node


@dataclass(frozen=True)
class CriteriaJudge:
    """How a `criteria` move is carried out."""

    context: NodeContext
    move: CriteriaMove
    move_id: str

    async def compared(self, criterion: ResponseCriterion) -> list[Assessment]:
        """What every seat says by this criterion, in both orders."""
        order = self.context.prompts.order
        seats = self.context.prompts.seats_of(self.move.criteria)
        return await together(
            self._compared(criterion, seat, shown, number)
            for number, seat in enumerate(seats)
            for shown in (order, order[::-1])
        )

    async def _compared(
        self, criterion: ResponseCriterion, seat: Seat, shown: tuple[int, ...], number: int
    ) -> Assessment:
        options = self.context.episode.question_for(seat, shown).choices
        labels = labels_for((*shown, -1))
        at = self.context.now("criterion", self.move_id)
        form = Choices(labels, True, (*options, TIE) if options else ())
        call = AgentCall(seat, at, form, sample=number, order=shown)
        values = {"criterion": criterion.name, "asks": criterion.asks, "names": labels}

        def read(reply: Reply) -> NamedCandidate | Unreadable:
            return read_named(split_thinking(reply.text)[0], "answer", len(shown), True, options)

        messages = self.context.prompts.messages(seat, at, self.context.history, shown, values)
        answered = await ask(self.context, call, read, messages)
        assessment = build_assessment("comparison", call, answered, criterion.name)
        named = answered.readable
        if named is None:
            return assessment
        if named.place == len(shown):
            return assessment.model_copy(update={"tie": True})
        return assessment.model_copy(update={"ranking": (shown[named.place], shown[1 - named.place])})

    async def audited(self, criterion: ResponseCriterion, compared: Sequence[Assessment]) -> list[Assessment]:
        """For each comparison that names a response, what the auditor says; none without an auditor."""
        if self.move.audit_by is None:
            return []
        (seat, *_) = self.context.prompts.seats_of(self.move.audit_by)
        named = [one for one in compared if one.ranking]
        return await together(self._audited(criterion, seat, one, number) for number, one in enumerate(named))

    async def _audited(self, criterion: ResponseCriterion, seat: Seat, one: Assessment, number: int) -> Assessment:
        """Whether the outcome was decided by the criterion, as the auditor reads the judge's reasons."""

        def read(reply: Reply) -> bool | Unreadable:
            return read_yes_no(split_thinking(reply.text)[0])

        at = self.context.now("audit", self.move_id)
        call = AgentCall(seat, at, Choices((YES, NO)), sample=number, order=one.shown)
        values = {"criterion": criterion.name, "asks": criterion.asks, "reasons": one.text}
        messages = self.context.prompts.messages(seat, at, self.context.history, one.shown, values)
        answered = await ask(self.context, call, read, messages)
        audit = build_assessment("yes-no", call, answered, criterion.name)
        return audit.model_copy(update={"answer": answered.readable})


def criteria_verdict(assessments: Sequence[Assessment]) -> Verdict:
    """The verdict of the last criterion that was asked about; a tie if that one calls a tie too.

    Unparsed where one of its comparisons could not be read. Audits change nothing: they are figures about the judge.
    """
    comparisons = [one for one in assessments if one.kind == "comparison"]
    for unread in comparisons:
        if unread.status == "unparsed":
            reason = f"by {unread.about!r}: {unread.reason}"
            return Verdict(status="unparsed", assessments=tuple(assessments), reason=reason, ending=unread.ending)
    last = [list(group) for _, group in groupby(comparisons, key=lambda one: one.about)][-1]
    wins = [one.ranking[0] for one in last if one.ranking]
    points = [wins.count(0), wins.count(1)]
    verdict = Verdict(
        status="decided",
        probabilities=(0.5, 0.5),
        route="ranking",
        assessments=tuple(assessments),
        tie=not wins,
    )
    if points[0] == points[1]:
        return verdict
    better = points.index(max(points))
    changes = {
        "choice": better,
        "probabilities": (1.0, 0.0) if better == 0 else (0.0, 1.0),
        "ranking": (better, 1 - better),
        "decided_by": last[0].about,
    }
    return verdict.model_copy(update=changes)
