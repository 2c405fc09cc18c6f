"""Turns made of a reply that was to be read by a rule: its public text, its private one, and what could not be read."""

from __future__ import annotations

from typing import TypeVar

from dikast.graphs.calls import Answered
from dikast.protocols.cue import Cue
from dikast.protocols.replies import Unread, split_thinking
from dikast.records import Seat, Turn, TurnKind

T = TypeVar("T")


def turn_of(seat: Seat, cue: Cue, kind: TurnKind, answered: Answered[T]) -> Turn:
    """The turn; `unparsed`, with the reason among its notes, where the reply could not be read."""
    text, thinking = split_thinking(answered.reply.text)
    unread = answered.value.reason if isinstance(answered.value, Unread) else None
    return Turn(
        step=cue.step,
        round=cue.round,
        role=seat.name,
        kind=kind,
        move=cue.place,
        text=text,
        thinking=answered.reply.thinking or thinking,
        status="unparsed" if unread else "said",
        notes=(unread,) if unread else (),
        model=answered.reply.model,
        usage=answered.usage,
    )
