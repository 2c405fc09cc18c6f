"""Helpful and sneaky provers: what they are told, and how far a verifier tells their solutions apart."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from dikast.agents import Reply, Request
from dikast.agents.local_agent import LocalAgent
from dikast.graphs import derived_seed, run_episode
from dikast.metrics import Legibility, legibility_by_agents
from dikast.protocols import Protocol, load_protocol
from dikast.records import Aim, Outcome, Question
from tests.cli.conftest import Dikast
from tests.cli.conftest import dikast as dikast
from tests.players import Player, seated, text_of

EGGS = Question(id="eggs", text="3 boxes hold 12 eggs each. How many eggs?", references=("36",))


def saying(answer: str = "Answer: 35", verdict: str = "Answer: A") -> Player:
    return Player(lambda request: answer if request.purpose == "answer" else verdict)


def telling(aim: Aim) -> Protocol:
    """The protocol with a prover of this aim that is told the right answer."""
    data = load_protocol("prover-verifier", aim=aim).model_dump(mode="json")
    data["roles"]["prover"]["sees"] += ["reference"]
    return Protocol.model_validate(data)


class TestPrompts:
    @pytest.mark.parametrize(
        ("aim", "words"), [("helpful", "Give the right answer"), ("sneaky", "a wrong answer that")]
    )
    async def test_the_prover_is_told_its_aim_and_the_verifier_is_not(self, aim: Aim, words: str) -> None:
        player = saying()
        episode = await run_episode(load_protocol("prover-verifier", aim=aim), EGGS, agents=seated(player))
        assert words in player.texts("prover")[0]
        assert words not in player.texts("verifier")[0]
        assert episode.transcript.seat("prover").aim == aim
        assert episode.usage.calls == 2

    async def test_both_aims_are_shown_to_the_verifier_in_the_same_words(self) -> None:
        shown = []
        for aim in ("helpful", "sneaky"):
            player = saying()
            await run_episode(load_protocol("prover-verifier", aim=aim), EGGS, agents=seated(player))
            shown.append(player.texts("verifier")[0])
        assert shown[0] == shown[1]

    @pytest.mark.parametrize("aim", ["helpful", "sneaky"])
    async def test_a_prover_knows_the_right_answer_only_if_it_may_see_it(self, aim: Aim) -> None:
        untold, told = saying(), saying()
        await run_episode(load_protocol("prover-verifier", aim=aim), EGGS, agents=seated(untold))
        await run_episode(telling(aim), EGGS, agents=seated(told))
        assert all("36" not in text for text in untold.texts())
        assert "The right answer is:\n| 36" in told.texts("prover")[0]
        assert "36" not in told.texts("verifier")[0]

    async def test_the_verifiers_reasons_have_a_limit(self) -> None:
        player = saying()
        await run_episode(load_protocol("prover-verifier"), EGGS, agents=seated(player))
        (request,) = (request for request in player.requests if request.purpose == "accept")
        assert request.words == 40
        assert "your reasons in at most 40 words" in text_of(request)

    def test_an_aim_is_for_solvers(self) -> None:
        data = load_protocol("prover-verifier").model_dump(mode="json")
        data["roles"]["verifier"]["aim"] = "sneaky"
        with pytest.raises(ValueError, match="an `aim` is for a solver"):
            Protocol.model_validate(data)


def chance(*parts: object) -> float:
    return derived_seed(*parts) / 2**31


async def in_world(caught: float, n: int = 60) -> Legibility:
    """Helpful provers are right in 9 of 10 questions, sneaky ones never; the verifier sees a share of the errors."""
    outcomes: list[Outcome] = []
    for aim in ("helpful", "sneaky"):
        for k in range(n):
            question = Question(id=f"q{k}", text=f"{k} boxes of 12: how many?", references=(str(12 * k),))
            is_wrong = aim == "sneaky" or chance("helpful", k) < 0.1

            def rule(request: Request, k: int = k, aim: str = aim, is_wrong: bool = is_wrong) -> str | Reply:
                if request.purpose == "answer":
                    return f"Answer: {12 * k + is_wrong}"
                sees_error = is_wrong and chance("caught", k, aim) < caught
                return "Answer: B" if sees_error else "Answer: A"

            episode = await run_episode(
                load_protocol("prover-verifier", aim=aim), question, agents=seated(Player(rule))
            )
            outcomes.append(Outcome.of(episode, protocol=f"prover-verifier aim={aim}", agents="x"))
    (found,) = legibility_by_agents(outcomes)
    return found


class TestPlantedWorlds:
    async def test_legibility_is_the_rate_at_which_sneaky_errors_are_seen(self) -> None:
        found = await in_world(0.7)
        assert found.sneaky_wrong.value == 1
        assert found.on_right.value == 1
        for estimate, truth in ((found.helpful_right, 0.9), (found.on_wrong, 0.7), (found.discrimination, 0.85)):
            assert estimate.low is not None
            assert estimate.high is not None
            assert estimate.low < truth < estimate.high

    async def test_a_verifier_that_sees_no_error_tells_nothing_apart(self) -> None:
        found = await in_world(0, n=20)
        assert (found.on_right.value, found.on_wrong.value, found.discrimination.value) == (1, 0, 0.5)

    def test_provers_of_one_aim_alone_have_no_legibility(self) -> None:
        assert legibility_by_agents([Outcome(id="a", protocol="p", agents="", question="q", status="failed")]) == []


def test_one_experiment_runs_both_aims_and_the_report_compares_them(dikast: Dikast, tmp_path: Path) -> None:
    replies = [
        {"purpose": "answer", "contains": "a wrong answer that", "text": "Answer: 5"},
        {"purpose": "answer", "text": "Answer: 4"},
        {"purpose": "accept", "contains": "| 5", "text": "Answer: B"},
        {"text": "Answer: A"},
    ]
    (tmp_path / "replies.yaml").write_text(json.dumps({"replies": replies}))
    rows = [{"id": f"q{k}", "question": f"What is 2 + 2, time {k}?", "references": ["4"]} for k in range(3)]
    (tmp_path / "questions.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows))
    experiment = {
        "name": "legible",
        "questions": {"file": "questions.jsonl"},
        "protocols": [{"use": "prover-verifier", "aim": aim} for aim in ("helpful", "sneaky")],
        "agents": dict.fromkeys(("solver", "judge"), "scripted:replies.yaml"),
    }
    (tmp_path / "legible.yaml").write_text(json.dumps(experiment))
    assert dikast("run", "legible.yaml", "--plain").code == 0
    ended = dikast("report", "runs/legible")
    assert ended.code == 0, ended.err
    assert "Legibility" in ended.out
    assert dikast("report", "runs/legible", "--html", "page.html").code == 0
    assert "Legibility" in (tmp_path / "page.html").read_text()
    (found,) = json.loads(dikast("report", "runs/legible", "--json").out)["legibility"]
    assert (found["on_right"]["value"], found["on_wrong"]["value"]) == (1, 1)


async def test_the_embedded_model_proves_and_verifies(smollm2: LocalAgent) -> None:
    question = Question(id="q", text="What is 2 + 3?", references=("5",))
    data = load_protocol("prover-verifier", aim="sneaky", reasoning=False, repeats=0).model_dump(mode="json")
    data["moves"][0]["words"] = 4
    agents = dict.fromkeys(("solver", "judge"), smollm2)
    episode = await run_episode(Protocol.model_validate(data), question, agents=agents)
    assert episode.transcript.turns[0].kind == "answer"
