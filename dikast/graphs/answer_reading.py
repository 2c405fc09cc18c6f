"""AnswerReading: how a seat's answer to the question is asked for and read, by label or in its own words."""

from __future__ import annotations

from dataclasses import dataclass

from dikast.agents import Choices, Form, Reply, told_ending
from dikast.graphs.node_context import NodeContext
from dikast.graphs.reply_ending import says_no
from dikast.graphs.turn_builder import TurnParts
from dikast.protocols import AnswerMove, Unreadable, labels_for, read_label, read_open_answer, split_thinking
from dikast.records import Seat


@dataclass(frozen=True)
class AnswerReading:
    """`labels` are those of the choices as shown, `options` their texts; a question without choices has none.

    `is_judged`: whether a judge accepts or rejects the answer.
    """

    order: tuple[int, ...]
    labels: tuple[str, ...] = ()
    options: tuple[str, ...] = ()
    reasoning: bool = True
    is_judged: bool = False

    @classmethod
    def of(cls, context: NodeContext, seat: Seat, move: AnswerMove) -> AnswerReading:
        """How this seat answers by this move."""
        order = context.prompts.order
        if not context.episode.question.choices:
            return cls(order)
        options = context.episode.question_for(seat, order).choices
        return cls(order, labels_for(order), options, move.reasoning, context.episode.protocol.accepts)

    @property
    def form(self) -> Form:
        """The form of the whole reply."""
        return Choices(self.labels, self.reasoning, self.options) if self.labels else None

    def read(self, reply: Reply) -> str | Unreadable:
        """The label or the final answer of a reply. One in own words that was cut off may have gone on to another."""
        if self.labels:
            return self.read_text(split_thinking(reply.text)[0])
        if told_ending(reply) == "cut_off":
            return Unreadable("its final answer is missing")
        return self.read_text(split_thinking(reply.text)[0])

    def read_text(self, public: str) -> str | Unreadable:
        """The label or the final answer of a public text."""
        if self.labels:
            return read_label(public, self.labels, self.options)
        return read_open_answer(public, takes_short=not says_no(public))

    def parts(self, answer: str | None) -> TurnParts:
        """What the turn has of the answer; None is one that could not be read."""
        if not self.labels:
            return {"answer": answer}
        if answer is None:
            return {"choice": None}
        place = self.labels.index(answer)
        parts: TurnParts = {"choice": self.order[place]}
        if self.is_judged:
            # What is accepted or rejected is an answer in words, under any label.
            parts["answer"] = self.options[place]
        return parts
