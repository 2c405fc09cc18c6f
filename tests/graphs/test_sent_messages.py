"""What a seat was sent, written again from the record, is what its agent was sent."""

from __future__ import annotations

from typing import Any

import pytest

from dikast.agents import Request
from dikast.errors import BadInput
from dikast.graphs import SentMessage, messages_of_look, messages_of_turn, run_episode
from dikast.graphs.verdict_orders import Swap
from dikast.protocols import load_protocol, protocol_names
from dikast.records import Episode, Passage
from tests.graphs.test_information_flow import QUESTION, marked
from tests.players import Player, seated

OPTIONS: list[dict[str, Any]] = [{}, {"judge_asks": True}, {"order": "sequential"}, {"until": {"p_at_least": 0.99}}]
# Every call of these makes a turn or a look.
PLAIN = ("direct", "consultancy", "debate")


def as_sent(request: Request) -> tuple[SentMessage, ...]:
    messages = []
    for message in request.messages:
        parts = message.content if isinstance(message.content, list) else [message.content]
        texts = [part if isinstance(part, str) else part.get("text", "") for part in parts]
        images = sum(isinstance(part, dict) and part["type"] == "image_url" for part in parts)
        messages.append(SentMessage(message.type, "\n".join(filter(None, texts)), images))
    return tuple(messages)


def written(episode: Episode) -> list[tuple[SentMessage, ...]]:
    """All messages that the record gives again."""
    found = []
    passages: list[Passage] = [*episode.passages]
    for passage in passages:
        found += [messages_of_turn(episode, passage, turn) for turn in passage.transcript.turns]
        for look in passage.looks:
            found += messages_of_look(episode, passage, look, is_verdict=False).values()
    for number, look in enumerate(episode.verdict.judge_looks):
        passage = passages[min(number, len(passages) - 1)]
        found += messages_of_look(episode, passage, look, is_verdict=True).values()
    return [messages for messages in found if messages is not None]


@pytest.mark.parametrize("name", [name for name in protocol_names() if load_protocol(name).grade is None])
@pytest.mark.parametrize("options", OPTIONS, ids=str)
async def test_what_was_sent_is_written_again(name: str, options: dict[str, Any]) -> None:
    """Of every protocol of the library: what is written again was sent, word for word."""
    try:
        protocol = load_protocol(name, **options)
    except (BadInput, ValueError):
        pytest.skip("this protocol has nothing that the option could change")
    player = Player(marked)
    question = QUESTION.model_copy(update={"choices": (), "gold": None}) if protocol.accepts else QUESTION
    swap: Swap = "both" if protocol.can_be_swapped else "none"
    episode = await run_episode(protocol, question, agents=seated(player), swap=swap)
    sent = [as_sent(request) for request in player.requests]
    again = written(episode)
    for messages in again:
        assert messages in sent
    if name in PLAIN:
        assert len(again) == len(sent)
