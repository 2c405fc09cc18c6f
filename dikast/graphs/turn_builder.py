"""The one builder of turns: every turn of an episode that is run is made here."""

from __future__ import annotations

from typing import Literal, TypedDict, TypeVar, Unpack

from dikast.graphs.agent_calls import Answered
from dikast.protocols import TurnContext
from dikast.records import ClaimDirection, DelegatedAnswer, Ending, Fault, InnerCall, Quote, Seat, Turn, TurnKind, Usage

T = TypeVar("T")


class TurnParts(TypedDict, total=False):
    """What one kind of turn has and others may not; each as in Turn."""

    status: Literal["said", "unparsed"]
    text: str
    thinking: str
    quotes: tuple[Quote, ...]
    argues: int | None
    choice: int | None
    cut: bool
    candidates: tuple[str, ...]
    picked: int | None
    agreed: int | None
    about_steps: tuple[int, ...]
    model: str
    usage: Usage
    ending: Ending | None
    answer: str | None
    inner: tuple[InnerCall, ...]
    claims: tuple[str, ...]
    estimates: tuple[float, ...]
    claim: int | None
    direction: ClaimDirection | None
    concedes: bool | None
    examines: str | None
    copy_at: str | None
    delegated: tuple[DelegatedAnswer, ...]
    faults: tuple[Fault, ...]


def build_turn(
    seat: Seat,
    at: TurnContext,
    kind: TurnKind,
    *,
    fault: str | None = None,
    notes: tuple[str, ...] = (),
    **parts: Unpack[TurnParts],
) -> Turn:
    """The turn of a seat at this moment. With a `fault` no reply could be read: it is `unparsed`, and says why."""
    if fault is not None:
        notes = (*notes, fault)
        parts["status"] = "unparsed"
    return Turn(
        tick=at.tick,
        round=at.round,
        seat=seat.name,
        kind=kind,
        move=at.move_id,
        notes=notes,
        **parts,
    )


def turn_of_reply(
    seat: Seat,
    at: TurnContext,
    kind: TurnKind,
    answered: Answered[T],
    *,
    notes: tuple[str, ...] = (),
    **parts: Unpack[TurnParts],
) -> Turn:
    """The turn whose words are one reply: its public text, its thinking, and what it cost; `parts` are added."""
    parts["text"] = answered.public
    parts["thinking"] = answered.thinking
    parts["model"] = answered.reply.model
    parts["usage"] = answered.usage
    parts["ending"] = answered.ending
    parts["inner"] = answered.inner
    return build_turn(seat, at, kind, fault=answered.fault, notes=notes, **parts)
