"""PreconditionJudge: whether a precondition of a rule holds of a response, by as few calls as it can be told by.

From arXiv 2501.00192: a judge's yes is compared with the yes that it gives when it is shown no response at all, and
only where that is not clear does it reason. There the response is an image, and its middle is taken out; here it is a
text, and the words that the judge cites are taken out.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace

from dikast.agents import Choices, Form, Reply
from dikast.graphs.agent_calls import AgentCall, Answered, T, ask
from dikast.graphs.assessment_builder import build_assessment
from dikast.graphs.cited_span import span_of, without_span
from dikast.graphs.node_context import NodeContext
from dikast.protocols import (
    NO,
    YES,
    CitedWords,
    Conclusion,
    Unreadable,
    p_yes,
    read_cited_words,
    read_conclusion,
    render_prompt,
    split_thinking,
)
from dikast.records import Assessment, AssessmentKind, PreconditionFinding, PreconditionRoute, Purpose, Seat

A1 = -0.3
"""α₁ = A1·p₀: a difference below it means that the precondition does not hold."""

A2 = 0.8
"""α₂ = A2·(1 − p₀): a difference above it means that it holds."""

BETA = 0.6
"""β: it also holds if P(yes) falls by more than this when the words that it rests on are taken out."""

WORDS_OF_REASONING = 150


def holds_by_probabilities(p_with: float, p_without: float) -> bool | None:
    """Whether a precondition holds, from P(yes) with and without the response (p₀); None if that is not clear."""
    difference = p_with - p_without
    if difference < A1 * p_without:
        return False
    if difference > A2 * (1 - p_without):
        return True
    return None


@dataclass
class PreconditionJudge:
    """One seat that judges one response; `assessments` are its replies, in the order in which they were made."""

    context: NodeContext
    seat: Seat
    move_id: str
    candidate: int
    spans: bool = False
    sample: int = 0
    assessments: list[Assessment] = field(default_factory=list)

    async def finding(self, says: str) -> PreconditionFinding:
        """Whether the precondition holds. Raises EpisodeFailed where the agent gives no reply.

        Without probabilities the judge reasons at once. It is asked without the response only once they are known to
        come.
        """
        p_with = await self._p_yes(self.context, says, (self.candidate,))
        if p_with is None:
            return await self._reasoned(says, "reasoning-only")
        p_without = await self._p_yes(self.context, says, ())
        if p_without is None:
            return await self._reasoned(says, "reasoning-only")
        finding = PreconditionFinding(
            says=says,
            holds=holds_by_probabilities(p_with, p_without),
            route="difference",
            p_yes=p_with,
            p_yes_without=p_without,
        )
        if finding.holds is not None:
            return finding
        if self.spans:
            finding = await self._by_span(finding)
            if finding.holds:
                return finding
        reasoned = await self._reasoned(says, "reasoning")
        return finding.model_copy(update={"holds": reasoned.holds, "route": "reasoning"})

    async def _by_span(self, unsure: PreconditionFinding) -> PreconditionFinding:
        """The finding, with P(yes) once the words that the judge cites are taken out. It can only make it hold."""
        words = await self._cited(unsure.says)
        span = span_of(words, self.context.episode.question.choices[self.candidate])
        if span is None:
            return unsure
        rest = without_span(self.context, self.candidate, span)
        p_rest = await self._p_yes(rest, unsure.says, (self.candidate,))
        changes: dict[str, object] = {"words": words, "p_yes_without_span": p_rest}
        if unsure.p_yes is not None and p_rest is not None and unsure.p_yes - p_rest > BETA:
            changes |= {"holds": True, "route": "span"}
        return unsure.model_copy(update=changes)

    async def _p_yes(self, context: NodeContext, says: str, shown: tuple[int, ...]) -> float | None:
        """P(yes) with these candidates shown; None where the backend gives no probabilities."""

        def read(reply: Reply) -> tuple[float | None]:
            return (p_yes(reply.choice_logprobs),)

        call = self._call("rule", shown, Choices((YES, NO)))
        messages = context.prompts.messages(call.seat, call.at, context.history, shown, {"says": says})
        answered = await ask(context, call, read, messages)
        probability = (answered.readable or (None,))[0]
        self._keep("yes-no", call, answered, says, p_yes=probability)
        return probability

    async def _cited(self, says: str) -> str:
        """The words that the judge says the precondition rests on; empty where none could be read."""
        call = self._call("cite", (self.candidate,), CitedWords)
        messages = self.context.prompts.messages(call.seat, call.at, self.context.history, call.order, {"says": says})
        answered = await ask(self.context, call, _in_public(read_cited_words), messages)
        self._keep("citation", call, answered, says)
        return answered.readable or ""

    async def _reasoned(self, says: str, route: PreconditionRoute) -> PreconditionFinding:
        """What the judge concludes after it reasoned: two calls."""
        from langchain_core.messages import AIMessage, HumanMessage

        call = replace(self._call("reason", (self.candidate,)), words=WORDS_OF_REASONING)
        values = {"says": says, "words": WORDS_OF_REASONING}
        messages = self.context.prompts.messages(call.seat, call.at, self.context.history, call.order, values)
        reasons = await ask(self.context, call, _in_public(_some_text), messages)
        self._keep("reasons", call, reasons, says)
        conclude = self._call("conclude", (self.candidate,), Conclusion)
        # Some backends refuse a message without text.
        longer = (*messages, AIMessage(reasons.public or "(nothing)"), HumanMessage(render_prompt("conclude")))
        concluded = await ask(self.context, conclude, _in_public(read_conclusion), longer)
        self._keep("yes-no", conclude, concluded, says, answer=concluded.readable)
        return PreconditionFinding(says=says, holds=concluded.readable, route=route)

    def _call(self, purpose: Purpose, shown: tuple[int, ...], form: Form = None) -> AgentCall:
        return AgentCall(self.seat, self.context.now(purpose, self.move_id), form, sample=self.sample, order=shown)

    def _keep(
        self, kind: AssessmentKind, call: AgentCall, answered: Answered[T], says: str, **read: float | bool | None
    ) -> None:
        assessment = build_assessment(kind, call, answered, says)
        self.assessments.append(assessment.model_copy(update=read))


def _in_public(read: Callable[[str], T | Unreadable]) -> Callable[[Reply], T | Unreadable]:
    """The same reader for what a reply says in public."""
    return lambda reply: read(split_thinking(reply.text)[0])


def _some_text(text: str) -> str | Unreadable:
    return text if text.strip() else Unreadable("the reply has no reasons")
