"""Cross-examination: an earlier copy of a seat is asked, which has seen nothing later than its moment."""

from __future__ import annotations

import itertools
import re
from typing import Any

import pytest

from dikast.agents import Request
from dikast.agents.local_agent import LocalAgent
from dikast.graphs import run_episode
from dikast.protocols import Protocol, load_protocol
from dikast.records import Episode, Question
from tests.players import QUESTION, Partly, Player, seated, usual

OPEN = Question(id="open", text="How many eggs?", references=("36",))


def marking(request: Request) -> str:
    """Every reply is a word of its own: purpose, seat and how many were said to the seat before."""
    if request.purpose in ("decide", "accept"):
        return "Answer: A"
    if request.purpose == "answer":
        return "MARK-answer-solver-1\nAnswer: 36"
    return f"MARK-{request.purpose}-{request.seat}-{request.round}-{len(request.messages)}"


def text_of(request: Request) -> str:
    return "\n".join(str(message.content) for message in request.messages)


def marks(request: Request) -> set[str]:
    return set(re.findall(r"MARK-(?:\w+)-(?:\w+)-\d", text_of(request)))


async def examined(name: str = "cross-examination", seed: int = 0, **changes: Any) -> tuple[Player, Episode]:
    data = load_protocol(name, **{key: value for key, value in changes.items() if key == "rounds"}).model_dump()
    for block in data["moves"]:
        for move in block.get("each", ()):
            if "examine" in move and "moment" in changes:
                move["moment"] = changes["moment"]
    player = Player(marking)
    question = QUESTION if name == "cross-examination" else OPEN
    episode = await run_episode(Protocol.model_validate(data), question, agents=seated(player), seed=seed)
    return player, episode


def copies(player: Player) -> list[Request]:
    return [request for request in player.requests if request.purpose == "testify"]


class TestWhatTheCopySees:
    async def test_it_has_seen_its_own_first_speech_and_nothing_that_was_said_since(self) -> None:
        player, _ = await examined(rounds=3)
        for request in copies(player):
            other = "bob" if request.seat == "alice" else "alice"
            assert marks(request) == {f"MARK-speak-{request.seat}-1", f"MARK-examine-{other}-{request.round}"}

    async def test_of_a_speech_drawn_it_has_seen_what_came_before_and_not_what_was_said_beside_it(self) -> None:
        moments: set[str] = set()
        for seed in range(6):
            player, episode = await examined(rounds=3, moment="drawn", seed=seed)
            turns = {turn.key: turn for turn in episode.transcript.turns}
            replies = [turn for turn in episode.transcript.turns if turn.copy_at]
            for request, reply in zip(copies(player), replies, strict=True):
                moment = turns[reply.copy_at or ""]
                before = [turn for turn in turns.values() if turn.tick < moment.tick]
                known = {turn.text.rpartition("-")[0] for turn in (*before, moment)}
                (question,) = marks(request) - known
                assert question.startswith("MARK-examine-")
                moments.add(f"{request.round} asked about {moment.round}")
        assert {"2 asked about 1", "2 asked about 2", "3 asked about 3"} <= moments, "it is drawn from all before"

    async def test_a_copy_of_a_solver_knows_its_answer_alone(self) -> None:
        player, _ = await examined("answer-cross-examination")
        for request in copies(player):
            assert {mark for mark in marks(request) if "examine" not in mark} == {"MARK-answer-solver-1"}

    async def test_it_goes_on_with_no_conversation_that_an_agent_may_remember(self) -> None:
        player, _ = await examined()
        of_copies = {request.thread for request in copies(player)}
        others = {request.thread for request in player.requests if request.purpose != "testify"}
        assert len(of_copies) == len(copies(player))
        assert not of_copies & others

    async def test_no_check_of_a_later_tick_is_shown_to_it(self) -> None:
        data = load_protocol("cross-examination").model_dump()
        data["roles"]["alice"]["sees"] += ("checks",)
        data["moves"][0]["each"] = [
            {"speak": ["alice", "bob"]}, {"check": "steps"}, {"examine": "bob", "of": "alice"},
        ]  # fmt: skip
        player = Player(lambda request: "So 2 + 2 = 5." if request.purpose == "speak" else usual(request))
        await run_episode(Protocol.model_validate(data), QUESTION, agents=seated(player))
        second = next(r for r in player.requests if (r.seat, r.purpose, r.round) == ("alice", "speak", 2))
        assert "DOES NOT HOLD" in text_of(second)
        assert all("DOES NOT HOLD" not in text_of(request) for request in copies(player))


class TestTheTranscript:
    async def test_question_and_reply_are_in_it_and_say_whose_copy_was_asked(self) -> None:
        player, episode = await examined(rounds=1)
        question, reply = [turn for turn in episode.transcript.turns if turn.kind == "examination"][:2]
        assert (question.seat, question.examines, question.copy_at) == ("alice", "1/bob", None)
        assert (reply.seat, reply.examines, reply.copy_at) == ("bob", None, "1/bob")
        assert Episode.model_validate_json(episode.model_dump_json()) == episode
        (text,) = player.texts("judge")
        assert "Debater A, for answer A, asked an earlier copy in round 1:\n| MARK-examine-alice" in text
        assert "An earlier copy of debater B, for answer B, replied in round 1:\n| MARK-testify-bob" in text

    async def test_the_seat_itself_reads_what_its_copy_said_and_is_not_taken_to_have_said_it(self) -> None:
        player, _ = await examined()
        second = next(r for r in player.requests if (r.seat, r.purpose, r.round) == ("bob", "speak", 2))
        assert "An earlier copy of you replied in round 1:\n| MARK-testify-bob-1" in text_of(second)
        own = [str(message.content) for message in second.messages if message.type == "ai"]
        assert [text.rpartition("-")[0] for text in own] == ["MARK-speak-bob-1", "MARK-examine-bob-1"]

    async def test_messages_to_a_seat_only_grow_at_the_end(self) -> None:
        player, _ = await examined(rounds=3, moment="drawn")
        for seat in ("alice", "bob"):
            sent = [
                request.messages for request in player.requests if (request.seat, request.purpose) == (seat, "speak")
            ]
            for earlier, later in itertools.pairwise(sent):
                assert later[: len(earlier)] == earlier

    async def test_who_asks_is_told_which_copy_it_asks(self) -> None:
        player, _ = await examined(rounds=1)
        asked = next(request for request in player.requests if request.purpose == "examine")
        assert "The other debater is cross-examined" in text_of(asked)
        assert "made its speech of round 1" in text_of(asked)
        player, _ = await examined("answer-cross-examination", rounds=1)
        asked = next(request for request in player.requests if request.purpose == "examine")
        assert "The solver is cross-examined" in text_of(asked)
        assert "just given its answer" in text_of(asked)

    @pytest.mark.parametrize("rounds", [1, 2])
    async def test_calls(self, rounds: int) -> None:
        _, episode = await examined(rounds=rounds)
        assert episode.usage.calls == 6 * rounds + 1
        _, episode = await examined("answer-cross-examination", rounds=rounds)
        assert episode.usage.calls == 4 * rounds + 2

    async def test_who_has_said_nothing_that_could_be_read_is_not_examined(self) -> None:
        player = Player(lambda request: "" if request.seat == "bob" else usual(request))
        episode = await run_episode(load_protocol("cross-examination", rounds=1), QUESTION, agents=seated(player))
        assert not any(turn.examines == "1/bob" for turn in episode.transcript.turns)


class TestMisuse:
    @pytest.mark.parametrize(
        ("each", "message"),
        [
            ([{"speak": ["alice", "bob"]}, {"examine": "alice", "of": "alice"}], "can't cross-examine itself"),
            ([{"speak": ["alice", "bob"]}, {"examine": "alice", "of": "judge"}], "makes no case"),
            ([{"examine": "alice", "of": "bob"}, {"speak": ["alice", "bob"]}], "has said nothing yet"),
            ([{"speak": ["alice", "bob"]}, {"examine": "alice", "of": "carol"}], "no role 'carol'"),
        ],
    )
    def test_a_copy_that_there_is_not_is_refused(self, each: list[dict[str, Any]], message: str) -> None:
        data = load_protocol("cross-examination").model_dump()
        data["moves"][0]["each"] = each
        with pytest.raises(ValueError, match=message):
            Protocol.model_validate(data)


class TestPlantedWorlds:
    """A liar fits its story to what is said against it; the copy of its first speech can't."""

    @staticmethod
    async def accuracy(name: str) -> float:
        right = 0
        for n in range(20):
            gold = n % 2
            question = Question(id=f"q{n}", text=f"Which is it, {n}?", choices=("one", "two"), gold=gold)

            def rule(request: Request, gold: int = gold) -> str:
                is_liar = request.argues != gold
                match request.purpose:
                    case "speak":
                        # What the liar says of the day follows what the other side said last.
                        return "It was on Monday." if request.round == 1 or not is_liar else "It was on Friday."
                    case "examine":
                        return "On which day was it?"
                    case "testify":
                        return "On a Sunday." if is_liar else "On Monday."
                    case _:
                        said = text_of(request)
                        liars = re.findall(r"earlier copy of debater (\w), for answer \w, replied.*\n\| On a Sun", said)
                        # Without a contradiction the judge has nothing to go by.
                        return f"Answer: {'B' if liars and liars[0] == 'A' else 'A'}"

            made = await run_episode(load_protocol(name, rounds=2), question, agents=seated(Player(rule)))
            right += made.verdict.choice == gold
        return right / 20

    async def test_an_earlier_copy_gives_away_a_story_that_changes(self) -> None:
        assert await self.accuracy("debate") == 0.5
        assert await self.accuracy("cross-examination") == 1


async def test_the_embedded_model_asks_and_answers(smollm2: LocalAgent) -> None:
    """It is asked what is new here; the speeches are written for it."""
    question = Question(id="q", text="What is 2 + 3?", choices=("5", "6"), gold=0)
    data = load_protocol("cross-examination", rounds=1, repeats=0).model_dump()
    data["moves"][0]["each"] = [{"speak": ["alice", "bob"]}, {"examine": "alice", "of": "bob", "words": 4}]
    agents = dict.fromkeys(("debater", "judge"), Partly(smollm2, ("examine", "testify", "decide")))
    episode = await run_episode(Protocol.model_validate(data), question, agents=agents)
    assert episode.usage.calls == 5
    assert [turn.kind for turn in episode.transcript.turns] == ["speech", "speech", "examination", "examination"]
