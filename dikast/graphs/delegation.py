"""Delegation: a judge's questions, answered by copies of a helper that see nothing else and may delegate further."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from langchain_core.messages import BaseMessage

from dikast.agents import Reply
from dikast.graphs.agent_calls import AgentCall, ask, together
from dikast.graphs.episode_context import EpisodeRuntime
from dikast.graphs.node_context import GraphNode, NodeContext, StateUpdate
from dikast.graphs.state import State
from dikast.graphs.turn_builder import build_turn, turn_of_reply
from dikast.protocols import (
    DelegateMove,
    Speech,
    TurnContext,
    Unreadable,
    answers_text,
    helper_messages,
    questions_form,
    questions_text,
    read_questions,
    read_speech,
    split_thinking,
)
from dikast.records import DelegatedAnswer, Purpose, Seat, Turn, Usage

_CALLS_OF_A_SPLIT = 3  # the questions, one answer at least, and the answer that is made of it


def delegate(move: DelegateMove, move_id: str) -> GraphNode:
    """The judge's questions, a turn, and the answers to them, another, which comes after it."""

    async def node(state: State, *, runtime: EpisodeRuntime) -> StateUpdate:
        context = NodeContext.of(state, runtime)
        (seat,) = context.prompts.seats_of(move.delegate)
        (helper,) = context.prompts.seats_of(move.to)
        asked, questions = await _questions(context, seat, move, move_id)
        if not questions:
            return context.update([asked])
        after = context.after(asked)
        at = after.now("help", move_id)
        answers = await _Delegation(after, move, helper, at).answers(questions, move.budget, move.depth)
        return context.update([asked, _turn_of_answers(helper, at, answers)])

    return node


async def _questions(
    context: NodeContext, seat: Seat, move: DelegateMove, move_id: str
) -> tuple[Turn, tuple[str, ...]]:
    """The judge's questions, and the turn in which it asks them."""
    at = context.now("delegate", move_id)
    answered = await ask(context, AgentCall(seat, at, questions_form(move.questions)), _reader(move))
    turn = turn_of_reply(seat, at, "question", answered)
    questions = answered.readable or ()
    return turn.model_copy(update={"text": questions_text(questions)}), questions


def _turn_of_answers(helper: Seat, at: TurnContext, answers: Sequence[DelegatedAnswer]) -> Turn:
    """One turn with all answers, and what all copies cost together."""
    return build_turn(
        helper,
        at,
        "delegation",
        text=answers_text(answers),
        model=next((answer.model for answer in answers if answer.model), ""),
        usage=Usage.total(answer.total_usage for answer in answers),
        delegated=tuple(answers),
    )


@dataclass(frozen=True)
class _Delegation:
    """One move of delegation: its helper, and the moment at which all copies are asked."""

    context: NodeContext
    move: DelegateMove
    helper: Seat
    at: TurnContext

    async def answers(
        self, questions: Sequence[str], budget: int | None, depth: int, path: int = 0
    ) -> list[DelegatedAnswer]:
        """The answers to these questions by a copy each. `depth` is 1 where copies answer by themselves.

        Where there are fewer calls than questions, the last questions are left out. Else the calls are divided evenly,
        and the first copies have what is left over: so the order of the replies changes nothing.
        """
        shares = _shares(len(questions), budget)
        # Numbers of the paths from the judge to a copy: each path has its own copy.
        numbers = (path * (self.move.questions + 1) + i for i in range(1, len(questions) + 1))
        return await together(
            self._answer(question, share, depth, number)
            for question, share, number in zip(questions, shares, numbers, strict=True)
        )

    async def _answer(self, question: str, budget: int | None, depth: int, number: int) -> DelegatedAnswer:
        """The answer of one copy, with what it had answered first; the copy takes at most `budget` calls in all."""
        if budget == 0:
            return DelegatedAnswer(question=question, status="left_out")
        usage = Usage()
        further: list[DelegatedAnswer] = []
        if depth > 1 and (budget is None or budget >= _CALLS_OF_A_SPLIT):
            call = AgentCall(self.helper, self._now("delegate"), questions_form(self.move.questions), sample=number)
            split = await ask(self.context, call, _reader(self.move), self._messages(question, None))
            usage += split.usage
            left = None if budget is None else budget - 2
            further = await self.answers(split.readable or (), left, depth - 1, number)
        call = AgentCall(self.helper, self._now("help"), words=self.move.words, sample=number)

        def read(reply: Reply) -> Speech | Unreadable:
            return read_speech(reply.text, self.move.words)

        answered = await ask(self.context, call, read, self._messages(question, further))
        return DelegatedAnswer(
            question=question,
            answer="" if answered.readable is None else answered.readable.text,
            status="unparsed" if answered.readable is None else "said",
            asked=tuple(further),
            reason=answered.fault,
            model=answered.reply.model,
            ending=answered.ending,
            usage=usage + answered.usage,
        )

    def _now(self, purpose: Purpose) -> TurnContext:
        return self.context.now(purpose, self.at.move_id)

    def _messages(self, question: str, answers: Sequence[DelegatedAnswer] | None) -> Sequence[BaseMessage]:
        episode = self.context.episode
        return helper_messages(episode.protocol, self.move, question, episode.question.source, answers)


def _shares(n: int, budget: int | None) -> list[int | None]:
    """How many calls each of so many copies may take."""
    if budget is None:
        return [None] * n
    n_paid = min(n, budget)
    each, more = divmod(budget, n_paid) if n_paid else (0, 0)
    return [each + (i < more) if i < n_paid else 0 for i in range(n)]


def _reader(move: DelegateMove) -> Callable[[Reply], tuple[str, ...] | Unreadable]:
    """Reads the questions of a reply."""

    def read(reply: Reply) -> tuple[str, ...] | Unreadable:
        return read_questions(split_thinking(reply.text)[0], move.questions)

    return read
