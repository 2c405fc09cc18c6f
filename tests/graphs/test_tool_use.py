"""Tools that a protocol gives to its debaters: asked for in a reply, answered by the engine, on record, hidden."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from dikast.agents import Request
from dikast.errors import BadInput
from dikast.graphs import run_episode
from dikast.graphs.tool_use import search_source
from dikast.input_files import Document, into
from dikast.protocols import MOST_TOOL_USES, Protocol, load_protocol
from dikast.records import Episode, Question
from tests.players import Player, text_of

SOURCE = "The hen laid twelve eggs. It rained in the yard.\nEach egg weighs twelve grams, all eggs 144 grams."
QUESTION = Question(id="eggs", text="How heavy?", choices=("144 grams", "140 grams"), gold=0, source=SOURCE)
JUDGE_SEES = ["question", "choices", "transcript"]


def protocol(*tools: str, judge_sees: list[str] = JUDGE_SEES, **role: Any) -> Protocol:
    """One speech of a consultant with these tools."""
    consultant = {"kind": "consultant", "argues": "assigned", "sees": ["question", "choices", "source", "transcript"]}
    data: dict[str, Any] = {
        "name": "tooled",
        "description": "A consultant with tools.",
        "roles": {"consultant": {**consultant, "tools": tools, **role}, "judge": {"kind": "judge", "sees": judge_sees}},
        "moves": [{"speak": "consultant"}, {"decide": "judge"}],
    }
    return into(Protocol, Document(data, "protocol.yaml"))


def uses(*said: str) -> Callable[[Request], str]:
    """Says one after the other, by how many results it was sent; the judge names answer A."""

    def rule(request: Request) -> str:
        if request.kind == "judge":
            return "Answer: A"
        return said[min(len(request.messages) // 2 - 1, len(said) - 1)]

    return rule


def use(tool: str, given: str) -> str:
    return f'<tool name="{tool}">{given}</tool>'


async def episode_of(player: Player, tooled: Protocol) -> Episode:
    agents = {"consultant": player, "judge": player}
    return await run_episode(tooled, QUESTION, agents=agents, argues=0)


CASES = [
    ("calculator", "12 * 12", "144", False),
    ("calculator", "2x + hello", "nothing was found out", True),
    ("calculator", "__import__('os').system('true')", "nothing was found out", True),
    ("search_source", "how much do eggs weigh", "The hen laid twelve eggs.\nEach egg weighs twelve grams, all eggs 144 grams.", False),
    ("search_source", "ostrich", "nothing was found out", True),
    ("verifier", "12 * 12 = 145", "12 * 12 = 145 is refuted: left: 144, right: 145", False),
    ("shell", "ls", "your tools are calculator, search_source, verifier", True),
]  # fmt: skip


@pytest.mark.parametrize(("tool", "given", "result", "failed"), CASES)
async def test_a_use_is_answered_recorded_and_no_part_of_the_speech(
    tool: str, given: str, result: str, failed: bool
) -> None:
    player = Player(uses(use(tool, given), "It is 144 grams."))
    episode = await episode_of(player, protocol("calculator", "search_source", "verifier"))
    (speech,) = episode.transcript.turns
    (call,) = speech.inner
    assert speech.text == "It is 144 grams."
    assert (call.kind, call.name, call.arguments, call.result, call.failed) == ("tool", tool, given, result, failed)
    assert speech.usage.calls == 2
    result_text = str(player.requests[1].messages[-1].text)
    assert all(f"| {line}" in result_text for line in result.splitlines()), "what a tool returns is in the envelope"


async def test_the_tools_are_in_the_prompt_of_the_seat_that_has_them_and_in_no_other() -> None:
    for tools in ((), ("calculator",)):
        player = Player(uses("It is so."))
        await episode_of(player, protocol(*tools))
        speaker, judge = map(text_of, player.requests)
        assert ("calculator: the value of" in speaker) == bool(tools)
        assert "verifier:" not in speaker
        assert "calculator" not in judge


async def test_after_the_last_use_only_a_speech_is_read() -> None:
    player = Player(uses(use("calculator", "1 + 1")))
    episode = await episode_of(player, protocol("calculator"))
    (speech,) = episode.transcript.turns
    assert len(speech.inner) == MOST_TOOL_USES
    assert (speech.status, speech.text) == ("unparsed", "")
    assert speech.notes == ("no tool can be used any more, and the reply has no speech",)


@pytest.mark.parametrize("sees", [False, True])
async def test_the_judge_sees_the_uses_only_where_the_protocol_says_so(sees: bool) -> None:
    player = Player(uses(use("calculator", "12 * 12"), "It is so."))
    await episode_of(player, protocol("calculator", judge_sees=[*JUDGE_SEES, *(["inner"] if sees else [])]))
    assert ("calculator(12 * 12) → 144" in text_of(player.requests[-1])) == sees


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"tools": ["shell"]}, "calculator"),
        ({"tools": ["search_source"], "sees": ["question", "choices"]}, "add `source` to `sees`"),
        ({"kind": "judge", "argues": None, "tools": ["calculator"]}, "for debaters and consultants"),
    ],
)
def test_tools_that_a_role_can_not_have_are_refused(changes: dict[str, Any], message: str) -> None:
    with pytest.raises(BadInput, match=message):
        protocol(**changes)


def test_protocols_without_tools_are_written_as_before() -> None:
    assert "tools" not in load_protocol("debate").model_dump_json()


def test_a_search_of_a_long_source_takes_no_time_to_speak_of() -> None:
    assert search_source("word " * 200_000 + ". The hen laid. ", "hen laid") == "The hen laid."
