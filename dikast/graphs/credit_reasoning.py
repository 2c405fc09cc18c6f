"""Responses are given credit for their reasoning: step by step, or link by link, beside their final answer."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TypeVar

from dikast.agents import Choices, Form, Reply
from dikast.graphs.agent_calls import AgentCall, Answered, ask, together
from dikast.graphs.answer_status import answer_status
from dikast.graphs.assessment_builder import build_assessment
from dikast.graphs.credit_score import scored
from dikast.graphs.episode_context import EpisodeRuntime
from dikast.graphs.node_context import GraphNode, NodeContext, StateUpdate
from dikast.graphs.reference_steps import reference_steps
from dikast.graphs.state import Entries, State
from dikast.language import stated_answer
from dikast.protocols import (
    LINKS,
    NO,
    YES,
    CreditMove,
    ExtractedReasoning,
    Unreadable,
    part_form,
    part_names,
    read_extracted,
    read_part_scores,
    read_yes_no,
    split_thinking,
)
from dikast.records import Assessment, AssessmentKind, CheckStatus, CreditFinding, CreditPart, Purpose, Seat

T = TypeVar("T")


def credit_reasoning(move: CreditMove, move_id: str) -> GraphNode:
    """Every seat of the role gives every candidate its credit."""

    async def node(state: State, *, runtime: EpisodeRuntime) -> StateUpdate:
        context = NodeContext.of(state, runtime)
        judges = [CreditJudge(context, move, move_id, candidate) for candidate in range(len(context.prompts.order))]
        findings = await together(judge.findings() for judge in judges)
        assessments: Entries = {}
        found: Entries = {}
        for judge, of_candidate in zip(judges, findings, strict=True):
            for number, finding in enumerate(of_candidate):
                found |= context.episode.entry(f"credit {judge.candidate:03} {number:06}", finding)
            for number, assessment in enumerate(judge.assessments):
                assessments |= context.episode.entry(f"credit {judge.candidate:03} {number:06}", assessment)
        return {"assessments": assessments, "findings": found}

    return node


@dataclass
class CreditJudge:
    """How one candidate is given credit; `assessments` are the replies, in the order of the calls."""

    context: NodeContext
    move: CreditMove
    move_id: str
    candidate: int
    assessments: list[Assessment] = field(default_factory=list)

    async def findings(self) -> list[CreditFinding]:
        """The credit by each seat. Raises EpisodeFailed where an agent gives no reply."""
        question = self.context.episode.question
        marks = self.move.full_marks(question)
        finding = CreditFinding(candidate=self.candidate, way=self.move.way, full_marks=marks)
        steps: Sequence[str] = ()
        if self.move.way == "cot-e":
            extracted = await self._extracted()
            if extracted.readable is None:
                return [finding.model_copy(update={"reason": extracted.fault})]
            steps, answer = extracted.readable.steps, extracted.readable.answer
        else:
            answer = stated_answer(question.choices[self.candidate]) or ""
        finding = finding.model_copy(update={"answer": answer})
        status = await answer_status(question, answer)
        findings: list[CreditFinding] = []
        for number, seat in enumerate(self.context.prompts.seats_of(self.move.credit)):
            by_seat = finding.model_copy(update={"seat": seat.name})
            findings.append(await self._judged(CreditSeat(self, seat, number), by_seat, steps, status))
        return [scored(self.move, one) for one in findings]

    async def _judged(
        self, seat: CreditSeat, finding: CreditFinding, steps: Sequence[str], status: CheckStatus
    ) -> CreditFinding:
        """The finding with what this seat says, before it has a score."""
        match self.move.way:
            case "cot-e":
                finding = await seat.with_answer(finding, status)
                return await seat.with_parts(finding, "step_scores", part_names(len(steps)), steps)
            case "reference-steps":
                finding = await seat.with_answer(finding, status)
                if finding.answer_holds is not False:
                    return finding
                steps = reference_steps(self.context.episode.question)
                return await seat.with_parts(finding, "recall", part_names(len(steps)), steps)
            case "chain":
                return await seat.with_links(finding, status)

    async def _extracted(self) -> Answered[ExtractedReasoning]:
        """The key steps and the final answer of the candidate, by a seat that is shown nothing else."""
        seat = self.context.prompts.seats_of(self.move.extract_by or self.move.credit)[0]
        call = self.call(seat, "extract", ExtractedReasoning, (self.candidate,), self.candidate)
        return await self.asked("split", call, read_extracted)

    def call(self, seat: Seat, purpose: Purpose, form: Form, order: tuple[int, ...], sample: int) -> AgentCall:
        """A call at this moment. Calls about several candidates at once have different `sample`s."""
        return AgentCall(seat, self.context.now(purpose, self.move_id), form, order=order, sample=sample)

    async def asked(
        self,
        kind: AssessmentKind,
        call: AgentCall,
        read: Callable[[str], T | Unreadable],
        values: Mapping[str, object] | None = None,
        about: str = "",
    ) -> Answered[T]:
        """The reply to a call, which is kept; `values` are those of its template."""

        def read_reply(reply: Reply) -> T | Unreadable:
            return read(split_thinking(reply.text)[0])

        messages = self.context.prompts.messages(call.seat, call.at, self.context.history, call.order, values or {})
        answered = await ask(self.context, call, read_reply, messages)
        assessment = build_assessment(kind, call, answered, about)
        # A call about what was taken out of a response shows no response, but is about one.
        self.assessments.append(assessment.model_copy(update={"shown": (self.candidate,)}))
        return answered


@dataclass(frozen=True)
class CreditSeat:
    """One seat that judges a candidate; `number` is its place in its role."""

    judge: CreditJudge
    seat: Seat
    number: int

    async def with_answer(self, finding: CreditFinding, status: CheckStatus) -> CreditFinding:
        """The finding with whether the final answer is right: as the verifier finds, else as this seat says."""
        if status != "unknown":
            return _verified(finding, status)
        if not finding.answer and self.judge.move.way == "cot-e":
            # The seat that took the response apart has found none in it.
            return finding.model_copy(update={"answer_holds": False, "answer_by": "absent"})
        answered = await self.judge.asked(
            "yes-no", self._call("final", Choices((YES, NO))), read_yes_no, {"answer": finding.answer}, finding.answer
        )
        return finding.model_copy(
            update={"answer_holds": answered.readable, "answer_by": "judge", "reason": answered.fault}
        )

    async def with_parts(
        self, finding: CreditFinding, purpose: Purpose, names: Sequence[str], steps: Sequence[str]
    ) -> CreditFinding:
        """The finding with these steps, each with whether it holds; without any, no judge is asked."""
        if not steps:
            return finding
        parts, fault = await self._scores(purpose, names, {"steps": tuple(steps)})
        named = tuple(part.model_copy(update={"name": step}) for part, step in zip(parts, steps, strict=True))
        return finding.model_copy(update={"parts": named, "reason": finding.reason or fault})

    async def with_links(self, finding: CreditFinding, status: CheckStatus) -> CreditFinding:
        """The finding with the links of the chain; where the verifier decides the answer, it decides the last one."""
        asked_of = LINKS if status == "unknown" else LINKS[:-1]
        parts, fault = await self._scores("chain", asked_of, {"links": asked_of})
        finding = finding.model_copy(update={"parts": parts, "reason": fault})
        if status == "unknown":
            return finding.model_copy(update={"answer_holds": parts[-1].holds, "answer_by": "judge"})
        finding = _verified(finding, status)
        action = CreditPart(name=LINKS[-1], holds=finding.answer_holds, note=f"{status} by the verifier")
        return finding.model_copy(update={"parts": (*parts, action)})

    async def _scores(
        self, purpose: Purpose, names: Sequence[str], values: Mapping[str, object]
    ) -> tuple[tuple[CreditPart, ...], str | None]:
        """The parts with their scores, or without any and the reason why they could not be read."""
        form = part_form(tuple(names))
        call = replace(self._call(purpose, form.model), reply_tokens=form.tokens)

        def read(text: str) -> tuple[CreditPart, ...] | Unreadable:
            return read_part_scores(text, names)

        answered = await self.judge.asked("rating", call, read, values)
        return answered.readable or tuple(CreditPart(name=name) for name in names), answered.fault

    def _call(self, purpose: Purpose, form: Form) -> AgentCall:
        # By cot-e the judge goes by what was taken out of the response, and never sees the response.
        order = () if self.judge.move.way == "cot-e" else (self.judge.candidate,)
        n_candidates = len(self.judge.context.prompts.order)
        sample = self.number * n_candidates + self.judge.candidate
        return self.judge.call(self.seat, purpose, form, order, sample)


def _verified(finding: CreditFinding, status: CheckStatus) -> CreditFinding:
    """The finding with what the verifier found of the final answer."""
    return finding.model_copy(update={"answer_holds": status == "verified", "answer_by": "verifier"})
