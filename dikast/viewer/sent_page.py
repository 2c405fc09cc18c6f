"""The page of what a seat was sent: the messages of one turn or look, word for word."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TypeVar

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from dikast.graphs import SentMessage, messages_of_look, messages_of_turn
from dikast.records import Episode, Look, Turn
from dikast.viewer.pages import show_page
from dikast.viewer.run_page import run_of

T = TypeVar("T")
Sent = Mapping[str, tuple[SentMessage, ...]]


def sent_page(request: Request) -> Response:
    """What a seat was sent for an event of an episode, by its passage and number; in passage 0, for the verdict."""
    record = run_of(request).store.record(request.path_params["id"])
    if not isinstance(record, Episode):
        raise HTTPException(404, "There is no such episode in this run.")
    passage, number = (int(request.path_params[name]) for name in ("passage", "number"))
    sent = _of_verdict(record, number) if passage == 0 else _of_event(record, passage, number)
    back = f"verdict-{number}" if passage == 0 else f"turn-{passage}-{number}"
    values = {"name": request.path_params["run"], "id": record.id, "agents": record.agents}
    return show_page(request, "sent.html.j2", sent=sent, back=back, **values)


def _of_verdict(episode: Episode, number: int) -> Sent:
    """What was sent for a look that the verdict was made from, by seat."""
    look = _nth(episode.verdict.judge_looks, number)
    of_order = [passage for passage in episode.passages if passage.order == look.order]
    return messages_of_look(episode, of_order[0] if of_order else episode, look, is_verdict=True)


def _of_event(episode: Episode, passage_number: int, number: int) -> Sent:
    """What was sent for an event of a passage, by seat; empty where the record does not say."""
    passage = _nth(episode.passages, passage_number)
    event = _nth(tuple(passage.events()), number)
    if isinstance(event, Look):
        return messages_of_look(episode, passage, event, is_verdict=False)
    messages = messages_of_turn(episode, passage, event) if isinstance(event, Turn) else None
    return {} if messages is None else {event.seat: messages}


def _nth(items: Sequence[T], number: int) -> T:
    """The item of this number, counted from 1. Raises HTTPException where there is none."""
    if not 1 <= number <= len(items):
        raise HTTPException(404, "This episode has no such turn or look.")
    return items[number - 1]
