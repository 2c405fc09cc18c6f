"""`dikast rate`: an agent meets the pool that ships, and gets its card."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import Dikast

AGENTS = """
from pathlib import Path
from dikast import Reply, Usage

async def arguing(request):
    with Path("calls.txt").open("a") as file:
        file.write(f"{request.purpose}\\n")
    words = (request.question.source or "").split()[:8]
    return f"It is {request.question.choices[request.argues]}. <quote>{' '.join(words)}</quote>"

async def other(request):
    return f"Surely {request.question.choices[request.argues]}, since 2 + 2 = 5."

async def first(request):
    return "Answer: A"

async def costly(request):
    return Reply(text="Answer: A", usage=Usage(calls=1, cost_usd=0.25))

async def mumbling(request):
    return "Hm."

async def broken(request):
    raise ValueError("no luck")
"""


@pytest.fixture
def agents(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with agents in a file."""
    (tmp_path / "mine.py").write_text(AGENTS)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def card(dikast: Dikast, *arguments: str) -> dict[str, Any]:
    """The card that these arguments print."""
    ended = dikast("rate", *arguments, "--plain", "--json")
    assert ended.code == 0, ended.err
    found: dict[str, Any] = json.loads(ended.out)
    return found


def n_calls(folder: Path) -> int:
    return len((folder / "calls.txt").read_text().splitlines())


def test_a_judge_that_always_names_the_first_is_right_half_of_the_time(dikast: Dikast, agents: Path) -> None:
    found = card(dikast, "./mine.py:first", "--as", "judge", "--limit", "8")
    assert found["by"]["set"]["pairs"]["value"] == 0.5
    assert found["by"]["set"]["debates"]["value"] == 0.5
    assert {"value", "low", "high", "n"} <= found["figures"]["accuracy"].keys()
    assert found["figures"]["consistent_in_both_orders"]["value"] == 0
    assert {"value", "low", "high", "games"} == found["rating"].keys()
    assert {peer["name"].rpartition(":")[2] for peer in found["peers"]} == {
        "evidence_judge", "longer_judge", "first_judge", "constant_judge", "coin_judge",
    }  # fmt: skip
    assert any("can't tell it from" in sentence for sentence in found["not_concluded"])


def test_a_solver_has_its_share_of_right_answers(dikast: Dikast, agents: Path) -> None:
    seven_of_ten = '{model: "dikast.evaluation.planted:PlantedSolver", right: 7}'
    found = card(dikast, seven_of_ten, "--as", "solver")
    accuracy = found["figures"]["accuracy"]
    assert (accuracy["value"], accuracy["n"]) == (pytest.approx(0.7), 100)
    assert (round(accuracy["low"], 3), round(accuracy["high"], 3)) == (0.604, 0.781)
    assert found["figures"]["right_by_a_refuted_step"]["value"] == 0


def test_several_answers_to_each_question_give_pass_at_k(dikast: Dikast, agents: Path) -> None:
    found = card(dikast, "dikast.evaluation.planted:solver_60", "--as", "solver", "--limit", "4", "--samples", "3")
    assert {"pass_at_2", "pass_at_3", "majority_right"} <= found["figures"].keys()


def test_a_critic_finds_as_many_errors_as_it_was_planted_to(dikast: Dikast, agents: Path) -> None:
    six_of_ten = '{model: "dikast.evaluation.planted:PlantedCritic", finds: 6}'
    found = card(dikast, six_of_ten, "--as", "critic")
    assert found["figures"]["first_error_found"]["value"] == pytest.approx(0.6, abs=0.06)
    assert found["figures"]["recall"]["n"] > 30
    assert any("step" in name for name in found["by"]["trivial_judge"])


def test_another_agent_plays_its_own_games_only(dikast: Dikast, agents: Path) -> None:
    one = card(dikast, "./mine.py:arguing", "--as", "debater", "--limit", "3")
    # One speech for each side of each question: it serves against every opponent.
    assert n_calls(agents) == 6
    assert one["rating"]["games"] == 3 * 2 * 5
    two = card(dikast, "./mine.py:other", "--as", "debater", "--limit", "3")
    assert n_calls(agents) == 6
    assert two["figures"]["refuted_claims_per_speech"]["value"] == 1
    assert {peer["name"] for peer in two["peers"]} >= {"./mine.py:arguing"}
    again = card(dikast, "./mine.py:arguing", "--as", "debater", "--limit", "3")
    assert n_calls(agents) == 6
    assert again["rating"]["games"] == one["rating"]["games"]


def test_an_agent_can_be_met_as_it_is_and_as_it_was_recorded(dikast: Dikast, agents: Path) -> None:
    named = ("--against", "./mine.py:other")
    found = card(dikast, "./mine.py:arguing", "--as", "debater", "--limit", "2", *named)
    assert found["rating"]["games"] == 2 * 2 * 6
    recorded = ("--pool", "league", "--out", "league-2")
    found = card(dikast, "./mine.py:other", "--as", "debater", "--limit", "2", *recorded)
    assert "recorded:./mine.py:arguing" in {peer["name"] for peer in found["peers"]}
    assert n_calls(agents) == 4


def test_a_consultant_argues_either_side(dikast: Dikast, agents: Path) -> None:
    found = card(dikast, "./mine.py:arguing", "--as", "consultant", "--limit", "4")
    assert found["figures"]["won_right"]["n"] == found["figures"]["won_wrong"]["n"] == 4


def test_two_versions_are_compared_task_by_task(dikast: Dikast, agents: Path) -> None:
    nine, three = (f"dikast.evaluation.planted:critic_{share}" for share in (90, 30))
    found = card(dikast, nine, three, "--compare", "--as", "critic", "--limit", "20")
    assert found["lead"]["difference"]["value"] == pytest.approx(0.6, abs=0.11)
    assert found["lead"]["worse"] == 0
    assert (found["first"]["agent"], found["second"]["part"]) != (found["second"]["agent"], "judge")


def test_the_card_is_a_page_too(dikast: Dikast, agents: Path) -> None:
    ended = dikast("rate", "./mine.py:other", "--as", "debater", "--limit", "2", "--html", "card.html", "--plain")
    assert "What these games don't tell" in ended.out
    assert "Read first" in ended.out
    page = (agents / "card.html").read_text()
    assert "./mine.py:other" in page
    assert "Content-Security-Policy" in page


def test_a_used_up_budget_ends_it_and_more_money_goes_on(dikast: Dikast, agents: Path) -> None:
    arguments = ("rate", "./mine.py:costly", "--as", "judge", "--limit", "4", "--plain")
    ended = dikast(*arguments, "--budget", "1")
    assert ended.code == 3
    assert "dikast" in ended.err or "stopped" in ended.err
    assert dikast(*arguments, "--budget", "40").code == 0


def test_replies_that_can_not_be_read_earn_nothing(dikast: Dikast, agents: Path) -> None:
    ended = dikast("rate", "./mine.py:mumbling", "--as", "judge", "--limit", "2", "--plain", "--json")
    found = json.loads(ended.out)
    assert found["figures"]["accuracy"]["value"] == 0
    assert found["figures"]["unread"]["value"] == 1


def test_of_an_agent_that_always_fails_nothing_is_known(dikast: Dikast, agents: Path) -> None:
    ended = dikast("rate", "./mine.py:broken", "--as", "judge", "--limit", "2", "--plain", "--json")
    assert ended.code == 1
    found = json.loads(ended.out)
    assert (found["figures"]["accuracy"]["value"], found["figures"]["accuracy"]["n"]) == (None, 0)
    assert (found["figures"]["failed"]["value"], found["figures"]["failed"]["n"]) == (6, 6)
    assert found["rating"] is None


def test_an_estimate_calls_nothing(dikast: Dikast, agents: Path) -> None:
    ended = dikast("rate", "./mine.py:arguing", "--as", "debater", "--limit", "2", "--estimate")
    assert ended.code == 0, ended.err
    assert not (agents / "calls.txt").exists()
    assert not (agents / "league" / "debater").exists()


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("./mine.py:frist", "--as", "judge"), "did you mean 'first'"),
        (("./mine.py:first",), "--as"),
        (("./mine.py:first", "--as", "juge"), "juge"),
        (("./mine.py:first", "--as", "judge", "--against", "human"), "a judge has no opponents"),
        (("./mine.py:first", "./mine.py:other", "--as", "judge"), "one agent is rated at a time"),
        (("./mine.py:first", "--as", "judge", "--compare"), "--compare takes two different agents"),
        (("./mine.py:first", "--as", "judge", "--questions", "no.jsonl"), "no.jsonl"),
        (("./mine.py:other", "--as", "debater", "--pool", "nothing"), "nothing"),
    ],
)
def test_what_can_not_be_rated_is_explained(
    dikast: Dikast, agents: Path, arguments: tuple[str, ...], message: str
) -> None:
    ended = dikast("rate", *arguments)
    assert ended.code == 2
    assert message in ended.err
    assert "Traceback" not in ended.err


def test_agents_of_one_league_are_rated_alike(dikast: Dikast, agents: Path) -> None:
    card(dikast, "./mine.py:other", "--as", "consultant", "--limit", "2")
    ended = dikast("rate", "./mine.py:arguing", "--as", "consultant", "--limit", "2", "--rounds", "2")
    assert ended.code == 2
    assert "its agents were rated with other rounds; choose another --out" in ended.err


def test_a_card_can_be_required_to_be_good_enough(dikast: Dikast, agents: Path) -> None:
    arguments = ("rate", "./mine.py:first", "--as", "judge", "--limit", "8", "--plain")
    assert dikast(*arguments, "--require", "unread<=0.9", "--junit", "gate.xml").code == 0
    assert "<testsuite" in (agents / "gate.xml").read_text()
    assert dikast(*arguments, "--require", "accuracy>=0.95").code == 4
    undecided = dikast(*arguments, "--require", "accuracy>=0.5")
    assert undecided.code == 5
    wrong = dikast(*arguments, "--require", "acuracy>=0.5")
    assert (wrong.code, "did you mean 'accuracy'" in wrong.err) == (2, True)


@pytest.mark.parametrize("part", ["judge", "debater", "solver", "critic"])
def test_a_card_has_the_figures_that_can_be_required(dikast: Dikast, agents: Path, part: str) -> None:
    from dikast.evaluation import PART_FIGURES

    names = {"judge": "evidence_judge", "debater": "honest", "solver": "solver_60", "critic": "critic_60"}
    found = card(dikast, f"dikast.evaluation.planted:{names[part]}", "--as", part, "--limit", "3")
    assert found["figures"].keys() <= {*PART_FIGURES[part]}  # type: ignore[index]
    assert found["headline"] in found["figures"]


def test_the_page_of_two_versions_has_both_cards_and_the_comparison(dikast: Dikast, agents: Path) -> None:
    nine, three = (f"dikast.evaluation.planted:critic_{share}" for share in (90, 30))
    arguments = (nine, three, "--compare", "--as", "critic", "--limit", "10", "--html", "both.html", "--plain")
    assert dikast("rate", *arguments).code == 0
    page = (agents / "both.html").read_text()
    assert page.count("<h1>") == 2
    titles = re.findall("<h[12]>(.*)</h[12]>", page)
    better, worse = (
        f"dikast.evaluation.planted:PlantedCritic?finds={tenths}&amp;of=10&amp;seed=0" for tenths in (9, 3)
    )
    assert [better, worse] == [title for title in titles if title in (better, worse)]
    assert titles[0] == f"{better} minus {worse}, on the same tasks"
    # Ids are one of a page, or links and styles go wrong.
    ids = re.findall(r'\bid="([^"]+)"', page)
    assert len(ids) == len(set(ids))
