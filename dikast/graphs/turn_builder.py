"""Turns made of a reply that was to be read by a rule: its public text, its private one, and what could not be read."""

from __future__ import annotations

from typing import TypeVar

from dikast.graphs.agent_calls import Answered
from dikast.protocols import TurnContext, Unreadable, split_thinking
from dikast.records import Seat, Turn, TurnKind

T = TypeVar("T")


def turn_of(seat: Seat, cue: TurnContext, kind: TurnKind, answered: Answered[T]) -> Turn:
    """The turn; `unparsed`, with the reason among its notes, where the reply could not be read."""
    text, thinking = split_thinking(answered.reply.text)
    unread = answered.value.reason if isinstance(answered.value, Unreadable) else None
    return Turn(
        tick=cue.tick,
        round=cue.round,
        seat=seat.name,
        kind=kind,
        move=cue.place,
        text=text,
        thinking=answered.reply.thinking or thinking,
        status="unparsed" if unread else "said",
        notes=(unread,) if unread else (),
        model=answered.reply.model,
        usage=answered.usage,
    )
