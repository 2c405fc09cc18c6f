"""Debaters that may give up their answers: when the debate ends, who is told, and what it decides."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from dikast.agents import Request
from dikast.agents.local_agent import LocalAgent
from dikast.graphs import Swap, derived_seed, run_episode
from dikast.protocols import Protocol, load_protocol
from dikast.records import Episode, Question
from tests.players import QUESTION, Partly, Player, seated, usual


def conceding(rounds: Mapping[str, int], verdict: str = "Answer: A") -> Player:
    """A player whose debaters give up in the round that is named for them."""

    def rule(request: Request) -> str:
        if request.purpose == "concede":
            gives_up = request.round >= rounds.get(request.seat, 99)
            return f"REASON-{request.seat}\nAnswer: {'Yes' if gives_up else 'No'}"
        return verdict if request.purpose == "decide" else usual(request)

    return Player(rule)


def protocol(decides: bool = False) -> Protocol:
    data = load_protocol("debate-concession").model_dump(mode="json")
    data["moves"][0]["each"][2]["decides"] = decides
    return Protocol.model_validate(data)


async def debate(player: Player, decides: bool = False, swap: Swap = "none") -> Episode:
    return await run_episode(protocol(decides), QUESTION, agents=seated(player), swap=swap)


@pytest.mark.parametrize(("rounds", "n_calls"), [({"alice": 1}, 5), ({"bob": 2}, 9), ({}, 13)])
async def test_each_round_is_two_speeches_and_two_questions_until_one_gives_up(
    rounds: dict[str, int], n_calls: int
) -> None:
    episode = await debate(conceding(rounds))
    assert episode.usage.calls == n_calls


async def test_the_judge_reads_who_gave_up_and_why_and_decides_all_the_same() -> None:
    player = conceding({"bob": 1}, verdict="Answer: B")
    episode = await debate(player)
    (text,) = player.texts("judge")
    assert "Debater A, for answer A, kept to its answer in round 1:\n| REASON-alice" in text
    assert "Debater B, for answer B, gave up its answer in round 1:\n| REASON-bob" in text
    assert episode.verdict.choice == 1, "it may find the wrong one gave up"
    assert [turn.concedes for turn in episode.transcript.turns if turn.kind == "concession"] == [False, True]
    assert Episode.model_validate_json(episode.model_dump_json()) == episode


@pytest.mark.parametrize(("giving_up", "choice"), [("alice", 1), ("bob", 0)])
@pytest.mark.parametrize("swap", ["none", "both"])
async def test_where_a_concession_decides_no_judge_is_called(giving_up: str, choice: int, swap: Swap) -> None:
    player = conceding({giving_up: 1})
    episode = await debate(player, decides=True, swap=swap)
    assert player.texts("judge") == []
    assert (episode.verdict.choice, episode.verdict.route) == (choice, "concession")
    assert episode.verdict.probabilities == ((1.0, 0.0) if choice == 0 else (0.0, 1.0))


@pytest.mark.parametrize("rounds", [{"alice": 1, "bob": 1}, {}])
async def test_where_both_give_up_or_neither_the_judge_decides(rounds: dict[str, int]) -> None:
    player = conceding(rounds)
    episode = await debate(player, decides=True)
    assert len(player.texts("judge")) == 1
    assert episode.verdict.route == "label"


async def test_a_reply_that_cannot_be_read_gives_nothing_up() -> None:
    player = Player(lambda request: "I might." if request.purpose == "concede" else usual(request))
    episode = await debate(player, decides=True)
    concessions = [turn for turn in episode.transcript.turns if turn.kind == "concession"]
    assert {turn.status for turn in concessions} == {"unparsed"}
    assert len(player.texts("judge")) == 1
    assert episode.usage.repeats == len(concessions) == 6


async def test_no_debater_sees_what_the_other_says_to_the_same_question() -> None:
    player = conceding({"alice": 2, "bob": 2})
    await debate(player)
    asked = [request for request in player.requests if request.purpose == "concede"]
    for request in asked:
        other = "bob" if request.seat == "alice" else "alice"
        text = "\n".join(str(message.content) for message in request.messages)
        assert text.count(f"REASON-{other}") == request.round - 1


async def test_who_gives_up_without_a_reason_was_read_all_the_same() -> None:
    player = Player(lambda request: "Answer: Yes" if request.purpose == "concede" else usual(request))
    episode = await debate(player)
    given_up = [turn for turn in episode.transcript.turns if turn.kind == "concession"]
    assert [turn.heading for turn in given_up] == ["gives up its answer"] * 2
    (told,) = player.texts("judge")
    assert told.count("gave up its answer in round 1:\n(without a reason)") == 2
    assert "nothing that could be read" not in told


async def test_nothing_depends_on_the_order_of_the_answers() -> None:
    assert protocol().is_order_free
    episode = await debate(conceding({"bob": 1}), swap="both")
    assert episode.rerun is None


def test_rounds_that_end_by_concession_need_a_move_that_asks_for_one() -> None:
    data = load_protocol("debate").model_dump(mode="json")
    data["moves"][0]["until"] = "concession"
    with pytest.raises(ValueError, match="needs a `concede` move"):
        Protocol.model_validate(data)
    data = load_protocol("debate").model_dump(mode="json")
    data["moves"][0]["each"].append({"concede": "judge"})
    with pytest.raises(ValueError, match="`concede` is for a debater"):
        Protocol.model_validate(data)


class TestPlantedWorlds:
    """A judge that believes what it reads last follows concessions, so their honesty decides."""

    @staticmethod
    async def accuracy(honesty: float) -> float:
        """Of 40 debates in which a debater with a wrong answer gives up at this rate."""
        right = 0
        for n in range(40):
            gold = n % 2
            question = Question(id=f"q{n}", text=f"Which is it, {n}?", choices=("one", "two"), gold=gold)

            def rule(request: Request, gold: int = gold) -> str:
                if request.purpose == "concede":
                    is_honest = derived_seed(request.question.text) / 2**31 < honesty
                    gives_up = request.argues != gold and is_honest
                    return f"Answer: {'Yes' if gives_up else 'No'}"
                return usual(request)

            made = await run_episode(protocol(decides=True), question, agents=seated(Player(rule)))
            right += made.verdict.choice == gold
        return right / 40

    async def test_honest_debaters_end_the_debate_right_and_stubborn_ones_leave_it_to_the_judge(self) -> None:
        assert await self.accuracy(1) == 1
        assert await self.accuracy(0) == 0.5, "a judge that always names A"


async def test_the_embedded_model_concedes_or_not(smollm2: LocalAgent) -> None:
    """It is asked what is new here; the speeches are written for it."""
    question = Question(id="q", text="What is 2 + 3?", choices=("5", "6"), gold=0)
    data = load_protocol("debate-concession", rounds=1, words=8, repeats=0).model_dump(mode="json")
    data["moves"][0]["each"][2]["words"] = 8
    short = Protocol.model_validate(data)
    partly = Partly(smollm2, ("concede", "decide"))
    episode = await run_episode(short, question, agents=dict.fromkeys(("debater", "judge"), partly))
    concessions = [turn for turn in episode.transcript.turns if turn.kind == "concession"]
    assert len(concessions) == 2
    assert all((turn.concedes is None) == (turn.status == "unparsed") for turn in concessions)


def test_concessions_decide_only_between_debaters_of_several_answers() -> None:
    data = load_protocol("debate-concession").model_dump(mode="json")
    data["moves"][0]["each"][2] = {"concede": ["alice"], "decides": True}
    with pytest.raises(ValueError, match="`decides` needs debaters of at least two answers"):
        Protocol.model_validate(data)
