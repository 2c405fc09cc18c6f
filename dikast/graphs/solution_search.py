"""Search over the steps of a solution, guided by a seat's scores: the best beginnings are gone on with.

Breadth-first search over thoughts (Yao et al. 2023, arXiv 2305.10601, algorithm 1), as a beam search with a judge in
place of a process reward model (Snell et al. 2024, arXiv 2408.03314, section 5.2).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import chain

from dikast.agents import Reply, told_ending
from dikast.graphs.agent_calls import AgentCall, Answered, ask, together
from dikast.graphs.answer_reading import AnswerReading
from dikast.graphs.draft_helper import UNREAD, DraftHelper
from dikast.graphs.node_context import NodeContext
from dikast.graphs.reply_ending import says_no
from dikast.graphs.turn_builder import build_turn
from dikast.language import is_answer_line
from dikast.protocols import AnswerMove, StepSearch, TurnContext, Unreadable, render_prompt, split_thinking
from dikast.questions import split
from dikast.records import InnerCall, Seat, Turn, Usage

_BOX = "\\boxed{"


@dataclass(frozen=True)
class PartialSolution:
    """The steps of a solution so far, the score of the whole, and the model that wrote the last of them."""

    steps: tuple[str, ...] = ()
    score: int = UNREAD
    model: str = ""

    @property
    def text(self) -> str:
        """The steps, one below the other."""
        return "\n".join(self.steps)

    @property
    def has_answer(self) -> bool:
        """Whether its last step comes to a final answer."""
        return bool(self.steps) and _has_answer(self.steps[-1])


@dataclass
class SolutionSearch:
    """One seat's search for its answer. `number` tells it from seats alike, which search at the same time."""

    context: NodeContext
    seat: Seat
    number: int
    move: AnswerMove
    search: StepSearch
    at: TurnContext
    _usage: Usage = field(default_factory=Usage)
    _inner: tuple[InnerCall, ...] = ()
    # Of a reply that had no step.
    _unread: Answered[str] | None = None

    async def turn(self) -> Turn:
        """The best solution with an answer, as a turn; `unparsed` where none came to one."""
        reading = AnswerReading.of(self.context, self.seat, self.move)
        beam = await self._beam(DraftHelper.of_role(self.context, self.search.by, self.seat, self.at, {}))
        picked = next((k for k, solution in enumerate(beam) if solution.has_answer), 0)
        answer = reading.read_text(beam[picked].text) if beam[picked].has_answer else self._no_answer(beam[picked])
        fault = answer.reason if isinstance(answer, Unreadable) else None
        parts = reading.parts(None if isinstance(answer, Unreadable) else answer)
        parts |= {
            "text": beam[picked].text,
            "candidates": tuple(solution.text for solution in beam),
            "picked": picked,
            "model": beam[picked].model,
            "usage": self._usage,
            "inner": self._inner,
        }
        if self._unread is not None and not beam[picked].steps:
            parts["ending"] = self._unread.ending
        return build_turn(self.seat, self.at, "answer", fault=fault, **parts)

    def _no_answer(self, best: PartialSolution) -> Unreadable:
        """Why there is no answer: no step could be read at all, or there were not enough of them."""
        if self._unread is not None and not best.steps:
            return Unreadable(self._unread.fault or "no step could be read")
        return Unreadable(f"no solution that was kept comes to an answer within {self.search.steps} steps")

    async def _beam(self, guide: DraftHelper) -> list[PartialSolution]:
        """The solutions that are kept at the end, the best first; there is at least one, which may be empty."""
        beam = [PartialSolution()]
        for depth in range(self.search.steps):
            unfinished = [solution for solution in beam if not solution.has_answer]
            if not unfinished:
                break
            # One number for each call of a kind: calls side by side must differ in it.
            first_sample = (self.number * self.search.steps + depth) * self.search.most_at_once
            longer = await self._continued(unfinished, first_sample)
            if not longer:
                break
            drafts = [{"draft": solution.text, "is_begun": not solution.has_answer} for solution in longer]
            scores = await guide.scores(drafts, first_sample)
            self._usage += scores.usage
            scored = [replace(solution, score=score) for solution, score in zip(longer, scores.values, strict=True)]
            finished = [solution for solution in beam if solution.has_answer]
            # Sorting keeps the order of equals.
            beam = sorted([*finished, *scored], key=lambda solution: -solution.score)[: self.search.beam]
        return beam

    async def _continued(self, solutions: Sequence[PartialSolution], first_sample: int) -> list[PartialSolution]:
        """The solutions, each longer by a step in each of several ways; those that are alike once."""
        n_branches = self.search.n_branches
        answers = await together(
            self._next_step(solution, first_sample + k * n_branches + branch)
            for k, solution in enumerate(solutions)
            for branch in range(n_branches)
        )
        longer: dict[tuple[str, ...], PartialSolution] = {}
        parents = chain.from_iterable([solution] * n_branches for solution in solutions)
        for parent, answered in zip(parents, answers, strict=True):
            self._usage += answered.usage
            self._inner += answered.inner
            if answered.readable is None:
                self._unread = answered
                continue
            steps = (*parent.steps, answered.readable)
            longer.setdefault(steps, PartialSolution(steps, model=answered.reply.model))
        return list(longer.values())

    async def _next_step(self, solution: PartialSolution, sample: int) -> Answered[str]:
        """The step after a solution's last one. The steps before it are the solver's own turns of a conversation."""
        from langchain_core.messages import AIMessage, HumanMessage

        at = replace(self.at, purpose="step")
        messages = list(self.context.prompts.messages(self.seat, at, self.context.history))
        labels = AnswerReading.of(self.context, self.seat, self.move).labels
        for step in solution.steps:
            messages += [AIMessage(step), HumanMessage(render_prompt("next_step", labels=labels))]
        call = AgentCall(self.seat, at, words=self.move.words, sample=sample)
        return await ask(self.context, call, _read_step, messages)


def _read_step(reply: Reply) -> str | Unreadable:
    """The first step of a reply, with the final answer where that is all that comes after it."""
    public = split_thinking(reply.text)[0].strip()
    steps = split(public)
    if not steps or says_no(public):
        return Unreadable("the reply has no step")
    if len(steps) == 1 and told_ending(reply) == "cut_off":
        return Unreadable("its step was cut off")
    if len(steps) == 2 and _has_answer(steps[1]):
        return "\n".join(steps)
    return steps[0]


def _has_answer(step: str) -> bool:
    """Whether a step states the final answer, on a line of its own or in a box."""
    return _BOX in step or any(is_answer_line(line) for line in step.splitlines())
