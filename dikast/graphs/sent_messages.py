"""What a seat was sent, written again from the record: no agent is called.

Messages depend on the record alone, so that what a judge saw can be read long after. Where a call had values of its own
that no record keeps, such as the critique that a draft was rewritten by, nothing is claimed.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pydantic import ValidationError

from dikast.protocols import (
    AcceptMove,
    AnswerMove,
    AskMove,
    DecideMove,
    History,
    PromptBuilder,
    Protocol,
    SpeakMove,
    TurnContext,
)
from dikast.records import Episode, Look, Passage, Purpose, Seat, Turn

if TYPE_CHECKING:
    from langchain_core.messages import BaseMessage

_TURN_MOVES = (SpeakMove, AskMove, AnswerMove)


@dataclass(frozen=True)
class SentMessage:
    """One message: who it counts as to the model (`system`, `human`, `ai`), its text, and its number of images."""

    speaker: str
    text: str
    n_images: int = 0


def messages_of_turn(episode: Episode, passage: Passage, turn: Turn) -> tuple[SentMessage, ...] | None:
    """What the seat was first sent for this turn of a passage; None where the record does not say.

    A reply that could not be read was asked for again after that. Images are counted as if the agent took them.
    """
    protocol = _protocol_of(episode)
    if protocol is None or not _is_plain(protocol, turn):
        return None
    purpose = protocol.move(turn.move).purpose or "speak"
    at = TurnContext(purpose, turn.move, turn.round, turn.tick, turn.about_steps)
    return _written(protocol, episode, passage, passage.transcript.seat(turn.seat), at, passage.order)


def messages_of_look(
    episode: Episode, passage: Passage, look: Look, *, is_verdict: bool
) -> dict[str, tuple[SentMessage, ...]]:
    """What each judge was sent for a look, by seat: one between rounds, or one from which the verdict was made.

    Empty where the record does not say.
    """
    protocol = _protocol_of(episode)
    if protocol is None or look.route in ("verifier", "concession", "likelihood", "surprise", "undisputed"):
        return {}
    move_id = str(len(protocol.moves) - 1)
    move = protocol.move(move_id)
    if not isinstance(move, DecideMove | AcceptMove) or getattr(move, "about", None) == "leaf":
        return {}
    purpose: Purpose = "look"
    if is_verdict:
        purpose = "decide" if isinstance(move, DecideMove) else "accept"
    roles = move.judges if isinstance(move, DecideMove) else move.actors
    turns = passage.transcript.turns if is_verdict else _turns_until(passage, look.round)
    at = TurnContext(purpose, move_id, look.round, History(turns).next_tick)
    sent: dict[str, tuple[SentMessage, ...]] = {}
    for seat in passage.transcript.seats:
        messages = _written(protocol, episode, passage, seat, at, look.order) if seat.role in roles else None
        if messages is not None:
            sent[seat.name] = messages
    return sent


def _protocol_of(episode: Episode) -> Protocol | None:
    """The protocol as it was run; None for a record of another version, or an imported one."""
    if episode.origin is not None and episode.origin.kind == "imported":
        return None
    try:
        return Protocol.model_validate(episode.protocol)
    except ValidationError:
        return None


def _is_plain(protocol: Protocol, turn: Turn) -> bool:
    """Whether the call was made with nothing that the record lacks."""
    try:
        move = protocol.move(turn.move)
    except (KeyError, IndexError, ValueError):
        return False
    is_searched = isinstance(move, AnswerMove) and move.search is not None
    return isinstance(move, _TURN_MOVES) and not is_searched and turn.copy_at is None


def _turns_until(passage: Passage, round: int) -> tuple[Turn, ...]:
    """The turns that a judge had seen at its look after a round."""
    return tuple(turn for turn in passage.transcript.turns if turn.round <= round)


def _written(
    protocol: Protocol, episode: Episode, passage: Passage, seat: Seat, at: TurnContext, order: tuple[int, ...]
) -> tuple[SentMessage, ...] | None:
    """The messages; None where one of them has values that the record lacks."""
    from jinja2 import UndefinedError

    history = History(passage.transcript.turns, passage.checks, passage.predictions, passage.picks)
    builder = PromptBuilder(protocol, episode.question, passage.transcript.seats, passage.order)
    try:
        messages = builder.messages(seat, at, history, order)
    except (UndefinedError, KeyError, IndexError, StopIteration, ValueError):
        return None
    return tuple(map(_sent, messages))


def _sent(message: BaseMessage) -> SentMessage:
    parts = message.content if isinstance(message.content, list) else [message.content]
    texts = [part if isinstance(part, str) else str(part.get("text", "")) for part in parts]
    n_images = sum(isinstance(part, dict) and part.get("type") == "image_url" for part in parts)
    return SentMessage(message.type, "\n".join(filter(None, texts)), n_images)
