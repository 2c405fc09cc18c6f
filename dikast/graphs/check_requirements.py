"""A task is taken apart into requirements, and every response is looked at for each of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from statistics import fmean
from typing import get_args

from dikast.agents import Choices, Reply
from dikast.graphs.agent_calls import AgentCall, ask, together
from dikast.graphs.assessment_builder import build_assessment
from dikast.graphs.episode_context import EpisodeRuntime
from dikast.graphs.node_context import GraphNode, NodeContext, StateUpdate
from dikast.graphs.scored_verdict import scored_verdict
from dikast.graphs.state import Entries, State
from dikast.protocols import (
    FIT_SCORES,
    RequirementsMove,
    StatedRequirement,
    StatedRequirements,
    Unreadable,
    read_requirements,
    split_thinking,
)
from dikast.records import (
    Assessment,
    CandidateScore,
    CriterionScore,
    RequirementFinding,
    RequirementKind,
    Seat,
    Verdict,
)
from dikast.replies import read_scores


def check_requirements(move: RequirementsMove, move_id: str) -> GraphNode:
    """Every seat of the role takes the task apart, and scores what is found in every candidate."""

    async def node(state: State, *, runtime: EpisodeRuntime) -> StateUpdate:
        context = NodeContext.of(state, runtime)
        seats = context.prompts.seats_of(move.requirements)
        checkers = [RequirementChecker(context, move, move_id, seat, k) for k, seat in enumerate(seats)]
        findings = await together(checker.findings() for checker in checkers)
        assessments: Entries = {}
        found: Entries = {}
        for checker, of_seat in zip(checkers, findings, strict=True):
            for number, finding in enumerate(of_seat):
                found |= context.episode.entry(f"requirement {checker.sample:03} {number:06}", finding)
            for number, assessment in enumerate(checker.assessments):
                assessments |= context.episode.entry(f"requirement {checker.sample:03} {number:06}", assessment)
        return {"assessments": assessments, "findings": found}

    return node


@dataclass
class RequirementChecker:
    """How one seat checks requirements; `assessments` are the replies, that with the requirements first."""

    context: NodeContext
    move: RequirementsMove
    move_id: str
    seat: Seat
    sample: int
    assessments: list[Assessment] = field(default_factory=list)

    async def findings(self) -> list[RequirementFinding]:
        """What was found of each requirement. Raises EpisodeFailed where an agent gives no reply."""
        requirements = await self._required()
        n_candidates = len(self.context.prompts.order)
        checked = await together(
            self._checked(candidate, one) for candidate in range(n_candidates) for one in requirements
        )
        for _, assessments in checked:
            self.assessments += assessments
        return [finding for finding, _ in checked]

    async def _required(self) -> tuple[StatedRequirement, ...]:
        """What the task requires; nothing where the reply could not be read."""

        def read(reply: Reply) -> tuple[StatedRequirement, ...] | Unreadable:
            return read_requirements(split_thinking(reply.text)[0])

        at = self.context.now("require", self.move_id)
        call = AgentCall(self.seat, at, StatedRequirements, sample=self.sample, order=())
        messages = self.context.prompts.messages(self.seat, at, self.context.history, ())
        answered = await ask(self.context, call, read, messages)
        self.assessments.append(build_assessment("split", call, answered))
        return answered.readable or ()

    async def _checked(
        self, candidate: int, required: StatedRequirement
    ) -> tuple[RequirementFinding, tuple[Assessment, ...]]:
        """One requirement in one candidate: the answer is from the response alone, its score without the response."""
        finding = RequirementFinding(
            candidate=candidate,
            kind=required.kind,
            asks=required.question,
            expected=required.expected,
            seat=self.seat.name,
        )
        answer, looked = await self._looked_up(finding)
        finding = finding.model_copy(update={"answer": answer})
        if not answer:
            return finding.model_copy(update={"reason": looked.reason}), (looked,)
        finding, scored = await self._scored(finding)
        return finding, (looked, scored)

    async def _looked_up(self, finding: RequirementFinding) -> tuple[str, Assessment]:
        """The answer that stands in the response; empty where there is no reply."""

        def read(reply: Reply) -> str | Unreadable:
            return split_thinking(reply.text)[0].strip() or Unreadable("the reply has no answer")

        seat = self.context.prompts.seats_of(self.move.read_by)[0]
        at = self.context.now("inspect", self.move_id)
        call = AgentCall(seat, at, sample=self.sample, order=(finding.candidate,))
        messages = self.context.prompts.messages(seat, at, self.context.history, call.order, {"asks": finding.asks})
        answered = await ask(self.context, call, read, messages)
        return answered.readable or "", build_assessment("reasons", call, answered, finding.asks)

    async def _scored(self, finding: RequirementFinding) -> tuple[RequirementFinding, Assessment]:
        """The finding with the score of its answer."""

        def read(reply: Reply) -> int | Unreadable:
            places = read_scores(split_thinking(reply.text)[0], FIT_SCORES)
            return places if isinstance(places, Unreadable) else places[0]

        at = self.context.now("match", self.move_id)
        call = AgentCall(self.seat, at, Choices(FIT_SCORES), sample=self.sample, order=())
        values = {"asks": finding.asks, "expected": finding.expected, "answer": finding.answer}
        messages = self.context.prompts.messages(self.seat, at, self.context.history, (), values)
        answered = await ask(self.context, call, read, messages)
        changes = {"score": answered.readable, "reason": answered.fault}
        return finding.model_copy(update=changes), build_assessment("rating", call, answered, finding.asks)


def requirements_verdict(
    findings: Sequence[RequirementFinding], assessments: Sequence[Assessment], n_candidates: int
) -> Verdict:
    """The verdict that these findings make: the response with the highest mean is the best.

    What could not be read leaves the verdict unparsed, and says of how many requirements; no score is filled in.
    """
    unread = [one for one in findings if one.score is None]
    if unread or not findings:
        reason = f"{len(unread)} of {len(findings)} requirements have no score: {unread[0].reason}" if unread else None
        reason = reason or f"the task could not be taken apart into requirements: {assessments[0].reason}"
        return Verdict(status="unparsed", assessments=tuple(assessments), requirements=tuple(findings), reason=reason)
    scores = [_score(candidate, findings) for candidate in range(n_candidates)]
    return scored_verdict(scores, assessments).model_copy(update={"requirements": tuple(findings)})


def _score(candidate: int, findings: Sequence[RequirementFinding]) -> CandidateScore:
    """The mean score of a candidate, and those of each kind of requirement that there is."""
    scored = [(one.kind, one.score) for one in findings if one.candidate == candidate and one.score is not None]
    mean = fmean(score for _, score in scored)
    by_kind: list[CriterionScore] = []
    for kind in get_args(RequirementKind):
        of_kind = [score for other, score in scored if other == kind]
        if of_kind:
            by_kind.append(CriterionScore(name=kind, score=fmean(of_kind)))
    return CandidateScore(candidate=candidate, score=mean, value=mean / 10, route="counted", criteria=tuple(by_kind))
