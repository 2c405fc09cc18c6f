"""DraftHelper: a seat that scores or criticises drafts of a turn, and what it picks; no other seat is shown that."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal, TypeVar

from dikast.agents import Choices, Form, Reply
from dikast.graphs.agent_calls import AgentCall, Answered, ask, together
from dikast.graphs.node_context import NodeContext
from dikast.protocols import (
    DRAFT_SCORE,
    TurnContext,
    Unreadable,
    labels_for,
    name_for,
    read_label,
    read_score,
    split_thinking,
)
from dikast.records import Purpose, Seat, Usage

T = TypeVar("T")

# Scores are 0 or more: one that could not be read comes below all of them.
UNREAD = -1


@dataclass(frozen=True)
class DraftPick:
    """Which of several drafts a scorer takes, what that cost, and what went wrong on the way."""

    position: int
    usage: Usage
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class DraftScores:
    """A score from 0 to 100 for each of several drafts, `UNREAD` for one that could not be read, and what they cost."""

    values: tuple[int, ...]
    usage: Usage


@dataclass(frozen=True)
class DraftHelper:
    """The seat of a role, or the writer itself, asked about drafts of the turn that `writer` makes at this moment.

    `about` are further values for the templates. Calls side by side have samples of their own, from `first_sample` on.
    """

    context: NodeContext
    seat: Seat
    writer: Seat
    at: TurnContext
    about: Mapping[str, object] = field(default_factory=dict)

    @classmethod
    def of_role(
        cls, context: NodeContext, role: str | None, writer: Seat, at: TurnContext, about: Mapping[str, object]
    ) -> DraftHelper:
        """The one seat of this role; without a role, the writer."""
        seat = context.prompts.seats_of(role)[0] if role else writer
        return cls(context, seat, writer, at, about)

    async def best(
        self, texts: Sequence[str], scorer: Literal["listwise", "pointwise"], first_sample: int = 0
    ) -> DraftPick:
        """The draft that the seat takes for the best."""
        if scorer == "listwise":
            return await self._named(texts, first_sample)
        return await self._highest(texts, first_sample)

    async def _named(self, texts: Sequence[str], first_sample: int) -> DraftPick:
        """The draft that one call names; the first, with a note, where none could be read."""
        labels = labels_for(range(len(texts)))
        about = {"labels": labels, "drafts": list(zip(labels, texts, strict=True))}

        def read(text: str) -> str | Unreadable:
            return read_label(text, labels)

        answered = await self.ask("score", read, about, form=Choices(labels), sample=first_sample)
        if isinstance(answered.value, Unreadable):
            note = f"the first draft was taken: {answered.value.reason}"
            return DraftPick(0, answered.usage, (note,))
        return DraftPick(labels.index(answered.value), answered.usage)

    async def _highest(self, texts: Sequence[str], first_sample: int) -> DraftPick:
        """The draft with the highest score, the earlier of equals; one whose score can't be read comes last."""
        scores = await self.scores([{"draft": text} for text in texts], first_sample)
        best = scores.values.index(max(scores.values))
        n_unread = scores.values.count(UNREAD)
        if not n_unread:
            return DraftPick(best, scores.usage)
        note = f"{n_unread} of {len(texts)} drafts have no score that could be read"
        return DraftPick(best, scores.usage, (note,))

    async def scores(self, drafts: Sequence[Mapping[str, object]], first_sample: int = 0) -> DraftScores:
        """How good each draft is, by a call of its own. A draft is the values that its prompt has."""
        answers = await together(
            self.ask("rate", read_score, draft, form=DRAFT_SCORE, sample=first_sample + k)
            for k, draft in enumerate(drafts)
        )
        values = tuple(UNREAD if isinstance(answer.value, Unreadable) else answer.value for answer in answers)
        return DraftScores(values, Usage.total(answer.usage for answer in answers))

    async def ask(
        self,
        purpose: Purpose,
        read: Callable[[str], T | Unreadable],
        about: Mapping[str, object],
        *,
        form: Form = None,
        sample: int = 0,
    ) -> Answered[T]:
        """What the seat says about drafts."""
        prompts = self.context.prompts
        extra = {
            "speaker": name_for(self.seat, self.writer, prompts.seats, prompts.order),
            "speaker_is_you": self.seat.name == self.writer.name,
            **self.about,
            **about,
        }
        at = replace(self.at, purpose=purpose)
        messages = prompts.messages(self.seat, at, self.context.history, extra=extra)

        def read_public(reply: Reply) -> T | Unreadable:
            return read(split_thinking(reply.text)[0])

        return await ask(self.context, AgentCall(self.seat, at, form, sample=sample), read_public, messages)
