"""Responses are split into claims, and each claim is judged alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from dikast.agents import Choices, Reply
from dikast.graphs.agent_calls import AgentCall, ask, together
from dikast.graphs.assessment_builder import build_assessment
from dikast.graphs.cited_span import span_of
from dikast.graphs.episode_context import EpisodeRuntime
from dikast.graphs.node_context import GraphNode, NodeContext, StateUpdate
from dikast.graphs.scored_verdict import scored_verdict
from dikast.graphs.state import Entries, State
from dikast.protocols import (
    NO,
    YES,
    ClaimsMove,
    SplitClaim,
    SplitClaims,
    Unreadable,
    p_yes,
    read_split_claims,
    read_yes_no,
    split_thinking,
)
from dikast.records import Assessment, CandidateScore, ClaimFinding, ClaimStatus, Seat, Verdict
from dikast.verify import check_step, step_status


def check_claims(move: ClaimsMove, move_id: str) -> GraphNode:
    """Every candidate is split once, and every seat of the role judges every claim."""

    async def node(state: State, *, runtime: EpisodeRuntime) -> StateUpdate:
        context = NodeContext.of(state, runtime)
        checkers = [ClaimChecker(context, move, move_id, one) for one in range(len(context.prompts.order))]
        findings = await together(checker.findings() for checker in checkers)
        assessments: Entries = {}
        found: Entries = {}
        for checker, of_candidate in zip(checkers, findings, strict=True):
            for number, finding in enumerate(of_candidate):
                found |= context.episode.entry(f"claim {checker.candidate:03} {number:06}", finding)
            for number, assessment in enumerate(checker.assessments):
                assessments |= context.episode.entry(f"claim {checker.candidate:03} {number:06}", assessment)
        return {"assessments": assessments, "findings": found}

    return node


@dataclass
class ClaimChecker:
    """How the claims of one candidate are checked; `assessments` are the replies, the split first."""

    context: NodeContext
    move: ClaimsMove
    move_id: str
    candidate: int
    assessments: list[Assessment] = field(default_factory=list)

    async def findings(self) -> list[ClaimFinding]:
        """What was found of each claim, by each seat. Raises EpisodeFailed where an agent gives no reply."""
        claims = await self._split()
        findings: list[ClaimFinding] = []
        to_judge: list[ClaimFinding] = []
        for one in claims:
            finding = self._located(one)
            (findings if finding.span is None else to_judge).append(finding)
        if self.move.against == "verifier":
            return [*findings, *await together(self._verified(finding) for finding in to_judge)]
        seats = list(enumerate(self.context.prompts.seats_of(self.move.claims)))
        judged = await together(self._judged(seat, number, finding) for number, seat in seats for finding in to_judge)
        self.assessments += [assessment for _, assessment in judged]
        return [*findings, *(finding for finding, _ in judged)]

    async def _split(self) -> tuple[SplitClaim, ...]:
        """The claims of the candidate; none where the reply could not be read."""

        def read(reply: Reply) -> tuple[SplitClaim, ...] | Unreadable:
            return read_split_claims(split_thinking(reply.text)[0])

        seat = self.context.prompts.seats_of(self.move.splitter)[0]
        shown = (self.candidate,)
        call = AgentCall(seat, self.context.now("claims", self.move_id), SplitClaims, order=shown)
        answered = await ask(self.context, call, read)
        self.assessments.append(build_assessment("split", call, answered))
        return answered.readable or ()

    def _located(self, one: SplitClaim) -> ClaimFinding:
        """The claim, with the place of its words in the response."""
        response = self.context.episode.question.choices[self.candidate]
        span = span_of(one.words, response)
        return ClaimFinding(
            candidate=self.candidate,
            claim=one.claim.strip(),
            words=one.words,
            span=span,
            status="not-in-response" if span is None else "unknown",
        )

    async def _judged(self, seat: Seat, number: int, finding: ClaimFinding) -> tuple[ClaimFinding, Assessment]:
        """The claim as this seat judges it, shown no response: by its probabilities, else by its yes or no."""

        def read(reply: Reply) -> tuple[bool, float | None] | Unreadable:
            probability = p_yes(reply.choice_logprobs)
            if probability is not None:
                return probability > 0.5, probability
            said = read_yes_no(split_thinking(reply.text)[0])
            return said if isinstance(said, Unreadable) else (said, None)

        call = AgentCall(seat, self.context.now("claim", self.move_id), Choices((YES, NO)), sample=number, order=())
        values = {"claim": finding.claim, "against": self.move.against}
        messages = self.context.prompts.messages(seat, call.at, self.context.history, (), values)
        answered = await ask(self.context, call, read, messages)
        assessment = build_assessment("yes-no", call, answered, finding.claim)
        judged = finding.model_copy(update={"seat": seat.name, "status": "unparsed", "reason": answered.fault})
        if answered.readable is None:
            return judged, assessment
        is_supported, probability = answered.readable
        status: ClaimStatus = "supported" if is_supported else "unsupported"
        return (
            judged.model_copy(update={"status": status, "p_yes": probability}),
            assessment.model_copy(update={"answer": is_supported, "p_yes": probability}),
        )

    async def _verified(self, finding: ClaimFinding) -> ClaimFinding:
        """The claim as a machine decides it. What it can't decide is unknown."""
        checks = await check_step(finding.claim, problem=self.context.episode.question.text)
        statuses: dict[str, ClaimStatus] = {"verified": "supported", "refuted": "unsupported"}
        status = statuses.get(step_status(checks), "unknown")
        reason = "the machine can't decide it" if status == "unknown" else None
        return finding.model_copy(update={"status": status, "reason": reason})


def claims_verdict(findings: Sequence[ClaimFinding], assessments: Sequence[Assessment], n_candidates: int) -> Verdict:
    """The verdict that these findings make: the response with the fewest unsupported claims is the best.

    A score is minus the number of unsupported claims, the mean over the seats. A response that could not be split, or a
    claim whose judgement could not be read, leaves the verdict unparsed, with what was found. What a machine can't
    decide counts as neither supported nor unsupported.
    """
    reason = _why_unparsed(findings, assessments)
    if reason is not None:
        ending = next((one.ending for one in assessments if one.status == "unparsed"), None)
        return Verdict(
            status="unparsed", assessments=tuple(assessments), claims=tuple(findings), reason=reason, ending=ending
        )
    scores: list[CandidateScore] = []
    for candidate in range(n_candidates):
        judged = [one for one in findings if one.candidate == candidate and one.span is not None]
        n_seats = len({one.seat for one in judged}) or 1
        n_unsupported = sum(one.status == "unsupported" for one in judged)
        value = 1 - n_unsupported / len(judged) if judged else 1.0
        scores.append(CandidateScore(candidate=candidate, score=-n_unsupported / n_seats, value=value, route="counted"))
    return scored_verdict(scores, assessments).model_copy(update={"claims": tuple(findings)})


def _why_unparsed(findings: Sequence[ClaimFinding], assessments: Sequence[Assessment]) -> str | None:
    """Why there can be no verdict; None if there can be one."""
    for assessment in assessments:
        if assessment.kind == "split" and assessment.status == "unparsed":
            return f"candidate {assessment.shown[0] + 1} could not be split into claims: {assessment.reason}"
    for finding in findings:
        if finding.status == "unparsed":
            return f"the judgement of a claim of candidate {finding.candidate + 1} could not be read: {finding.reason}"
    for candidate in {finding.candidate for finding in findings}:
        # A splitter that invents every claim says nothing about the response.
        if all(one.span is None for one in findings if one.candidate == candidate):
            return f"no claim that candidate {candidate + 1} was split into stands in it"
    return None
