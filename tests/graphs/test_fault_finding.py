"""Critics that list faults, each about words that stand in the answer; and what their lists are worth."""

from __future__ import annotations

import json
from typing import Any

import pytest

from dikast.agents import Request
from dikast.agents.local_agent import LocalAgent
from dikast.graphs import derived_seed, run_episode
from dikast.metrics import CritiqueSummary, critique_summary
from dikast.protocols import Protocol, load_protocol
from dikast.records import Episode, Outcome, Question
from tests.players import Player, seated, usual

EGGS = Question(id="eggs", text="3 boxes hold 12 eggs each. How many eggs?", references=("36",))
WORK = "One box holds 12 eggs.\nThree hold 3 * 12 = 35.\nAnswer: 35"


def fault(words: str, wrong: str = "It is not so.", severity: str = "major") -> dict[str, str]:
    return {"words": words, "wrong": wrong, "severity": severity}


def listing(*faults: dict[str, str]) -> str:
    return json.dumps({"faults": list(faults)})


def criticising(reply: str, **replies: str) -> Player:
    said = {"answer": WORK, "faults": reply, "accept": "Answer: B", **replies}
    return Player(lambda request: said.get(request.purpose) or usual(request))


def with_move(**changes: object) -> Protocol:
    data = load_protocol("critique-spans").model_dump(mode="json")
    data["moves"][1].update(changes)
    return Protocol.model_validate(data)


async def criticised(player: Player, protocol: Protocol | None = None) -> tuple[Episode, Outcome]:
    protocol = protocol or load_protocol("critique-spans")
    episode = await run_episode(protocol, EGGS, agents=seated(player))
    return episode, Outcome.of(episode, protocol="critique-spans", agents="")


class TestFaults:
    async def test_a_fault_has_its_words_their_place_and_how_severe_it_is(self) -> None:
        player = criticising(listing(fault("3 * 12 = 35", "3 * 12 = 36"), fault("One box", "Say of what.", "minor")))
        episode, outcome = await criticised(player)
        (critique,) = (turn for turn in episode.transcript.turns if turn.kind == "critique")
        first, second = critique.faults
        assert first.span is not None
        assert WORK[slice(*first.span)] == "3 * 12 = 35"
        assert (first.severity, second.severity) == ("major", "minor")
        assert "The critic found in round 1:\n| “3 * 12 = 35” (major): 3 * 12 = 36" in player.texts("judge")[0]
        assert outcome.critique == (1, 1, 0, 0)
        assert Episode.model_validate_json(episode.model_dump_json()) == episode
        assert Outcome.model_validate_json(outcome.model_dump_json()) == outcome

    async def test_words_that_are_not_in_the_answer_are_recorded_and_shown_to_nobody(self) -> None:
        player = criticising(listing(fault("four boxes of eggs in all"), fault("Three hold")))
        episode, outcome = await criticised(player)
        assert "four boxes" not in player.texts("judge")[0]
        assert "“Three hold” (major)" in player.texts("judge")[0]
        (critique,) = (turn for turn in episode.transcript.turns if turn.kind == "critique")
        assert [found.span is None for found in critique.faults] == [True, False]
        assert outcome.critique == (1, 0, 1, 0)

    async def test_a_fault_with_a_refuted_claim_counts_as_refuted(self) -> None:
        player = criticising(listing(fault("3 * 12 = 35", "3 * 12 = 37"), fault("Three hold")))
        _, outcome = await criticised(player)
        assert outcome.critique == (1, 0, 0, 1)
        assert "DOES NOT HOLD\n| 3 * 12 = 37" in player.texts("judge")[0]

    async def test_nothing_wrong_is_a_critique_too(self) -> None:
        player = criticising(listing())
        _, outcome = await criticised(player)
        assert "| I find nothing wrong with it." in player.texts("judge")[0]
        assert outcome.critique == (0, 0, 0, 0)

    @pytest.mark.parametrize(
        "reply", ["It is all wrong.", '{"faults": "none"}', '{"faults": [{"words": "x"}]}', listing(*[fault("x")] * 5)]
    )
    async def test_a_list_that_cannot_be_read_is_asked_for_again(self, reply: str) -> None:
        player = criticising(reply)
        episode, outcome = await criticised(player)
        assert [request.purpose for request in player.requests].count("faults") == 2
        assert episode.usage.repeats == 1
        assert outcome.critique is None

    async def test_several_critics_do_not_read_one_another(self) -> None:
        data = load_protocol("critique-spans").model_dump(mode="json")
        data["roles"]["critic"]["count"] = 2
        player = criticising(listing(fault("Three hold", "MARK")))
        episode, outcome = await criticised(player, Protocol.model_validate(data))
        assert all("MARK" not in text for text in player.texts("critic-1") + player.texts("critic-2"))
        assert outcome.critique is not None
        assert outcome.critique.major == 2
        assert episode.usage.calls == 4


class TestBestOf:
    @pytest.mark.parametrize(("scorer", "n_calls"), [("pointwise", 3 + 3 + 2), ("listwise", 3 + 1 + 2)])
    async def test_the_judge_takes_the_critique_that_helps_it_most(self, scorer: str, n_calls: int) -> None:
        def rule(request: Request) -> str:
            if request.purpose == "faults":
                return listing(fault("Three hold", f"DRAFT-{request.sample}"))
            if request.purpose == "rate":
                return json.dumps({"score": 90 if "DRAFT-1" in str(request.messages[-1].content) else 10})
            return {"answer": WORK, "accept": "Answer: B", "score": "Answer: B"}[request.purpose]

        player = Player(rule)
        episode, outcome = await criticised(player, with_move(best_of={"n": 3, "scorer": scorer, "by": "judge"}))
        assert episode.usage.calls == n_calls
        (critique,) = (turn for turn in episode.transcript.turns if turn.kind == "critique")
        assert (critique.picked, len(critique.candidates)) == (1, 3)
        shown = player.texts("judge")[-1]
        assert "DRAFT-1" in shown
        assert "DRAFT-0" not in shown
        assert outcome.critique is not None
        assert outcome.critique.major == 1, "of the draft that was taken"


class TestMisuse:
    @pytest.mark.parametrize(
        ("moves", "message"),
        [
            ([{"criticise": "critic"}, {"answer": "solver"}, {"accept": "judge"}], "let a role `answer` before it"),
            ([{"answer": "solver"}, {"criticise": "judge"}, {"accept": "judge"}], "`criticise` is for a critic"),
        ],
    )
    def test_a_critique_of_nothing_is_refused(self, moves: list[dict[str, Any]], message: str) -> None:
        data = load_protocol("critique-spans").model_dump(mode="json")
        data["moves"] = moves
        if "critic" not in json.dumps(moves).replace("criticise", ""):
            del data["roles"]["critic"]
        with pytest.raises(ValueError, match=message):
            Protocol.model_validate(data)


def chance(*parts: object) -> float:
    return derived_seed(*parts) / 2**31


async def in_world(catches: float, invents: float) -> CritiqueSummary:
    """Half of the answers are wrong. The critic catches a share of the errors, and invents some in right answers."""
    outcomes: list[Outcome] = []
    for k in range(3, 63):
        question = Question(id=f"q{k}", text=f"{k} boxes of 12: how many?", references=(str(12 * k),))
        is_wrong = chance("wrong", k) < 0.5

        def rule(request: Request, k: int = k, is_wrong: bool = is_wrong) -> str:
            if request.purpose == "answer":
                return f"I count the boxes.\nAnswer: {12 * k + is_wrong}"
            if request.purpose == "accept":
                return "Answer: B" if "(major)" in str(request.messages[-1].content) else "Answer: A"
            nitpick = fault("I count the boxes", "Say how.", "minor")
            sees = chance("sees", k) < (catches if is_wrong else invents)
            return listing(nitpick, fault("I count the boxes", "One too many.")) if sees else listing(nitpick)

        episode = await run_episode(load_protocol("critique-spans"), question, agents=seated(Player(rule)))
        outcomes.append(Outcome.of(episode, protocol="critique-spans", agents=""))
    summary = critique_summary(outcomes)
    assert summary is not None
    return summary


class TestPlantedWorlds:
    async def test_errors_are_caught_and_invented_at_the_critics_rates(self) -> None:
        found = await in_world(catches=0.7, invents=0.3)
        for estimate, truth in ((found.caught, 0.7), (found.false_alarms, 0.3), (found.nitpicks, 2 / 3)):
            assert estimate.low is not None
            assert estimate.high is not None
            assert estimate.low < truth < estimate.high

    async def test_a_critic_that_invents_nothing_makes_nothing_up(self) -> None:
        found = await in_world(catches=1, invents=0)
        assert (found.caught.value, found.false_alarms.value, found.hallucinated.value) == (1, 0, 0)

    def test_without_faults_there_is_no_summary(self) -> None:
        assert critique_summary([Outcome(id="a", protocol="p", agents="", question="q", status="failed")]) is None


async def test_the_embedded_model_lists_faults(smollm2: LocalAgent) -> None:
    """It is asked what is new here; the answer is written for it."""
    data = load_protocol("critique-spans", repeats=0).model_dump(mode="json")
    data["moves"][1]["words"] = 4
    scripted = Player(lambda request: "Answer: 5" if request.purpose == "answer" else "Answer: A")
    question = Question(id="q", text="What is 2 + 3?", references=("5",))
    agents: dict[str, object] = {"solver": scripted, "judge": scripted, "critic": smollm2}
    episode = await run_episode(Protocol.model_validate(data), question, agents=agents)
    critique = episode.transcript.turns[1]
    assert critique.kind == "critique"
    assert (critique.status == "unparsed") == (not critique.text)
