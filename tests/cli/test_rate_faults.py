"""`dikast rate` with agents that fail, change, share a name or cost too much, and with options that can't be met."""

from __future__ import annotations

import json
import shlex
from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import Dikast

AGENTS = """
from dikast import Choices, Reply, Usage

async def broken(request):
    raise RuntimeError("<b>no\\x1b[31m power</b>")

async def silent(request):
    return None

async def mumbling(request):
    return "Hm. " * 400_000

async def plain(request):
    if isinstance(request.form, Choices):
        return request.form.stated(request.form.labels[0])
    return f"It is {request.question.choices[request.argues or 0]}."

async def partly(request):
    return f"Answer: {'AB'[request.question.choices.index(request.question.choices[0])]}"

async def costly(request):
    return Reply(text="Answer: A", usage=Usage(calls=1, cost_usd=0.25))

class Tuned:
    name = "tuned"

    def __init__(self, loud: int = 1) -> None:
        self.loud = loud

    async def reply(self, request):
        return Reply(text="Answer: A")
"""
PARTS = ("judge", "debater", "consultant", "solver", "critic")


@pytest.fixture
def agents(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with agents in a file."""
    (tmp_path / "mine.py").write_text(AGENTS)
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize("part", PARTS)
@pytest.mark.parametrize("agent", ["broken", "silent"])
def test_an_agent_that_never_replies_has_a_card_that_says_why(
    dikast: Dikast, agents: Path, part: str, agent: str
) -> None:
    ended = dikast("rate", f"./mine.py:{agent}", "--as", part, "--limit", "1", "--plain", "--html", "card.html")
    assert ended.code == 1, ended.err
    assert "episodes failed, and the figures can't say" in ended.out
    assert "# it failed: " in ended.out
    assert "\x1b" not in ended.out
    assert "<b>no" not in (agents / "card.html").read_text()


def test_failures_are_on_the_card(dikast: Dikast, agents: Path) -> None:
    """The agent fails on worked solutions, which have no choices, and judges the rest."""
    ended = dikast("rate", "./mine.py:partly", "--as", "judge", "--limit", "4", "--plain", "--json")
    assert ended.code == 1
    card: dict[str, Any] = json.loads(ended.out)
    assert card["figures"]["unread"]["value"] == 0
    assert card["not_concluded"][0].startswith("4 of ")
    accuracy, failed = card["figures"]["accuracy"], card["figures"]["failed"]
    # The four that failed count for neither side: half of the pairs and debates are right, as in each set.
    assert (accuracy["value"], accuracy["n"]) == (0.5, 8)
    assert (failed["value"], failed["n"]) == (4, 12)
    # All of them lost, or all of them won.
    assert accuracy["high"] - accuracy["low"] > 1 / 3
    assert accuracy["low"] < 4 / 12 < 8 / 12 < accuracy["high"]
    assert card["read_first"][0]["why"].startswith("it failed: judge: ")
    assert len({(found["run"], found["id"]) for found in card["read_first"]}) == len(card["read_first"])


UNLUCKY = """
from dikast import Choices

async def unlucky(request):
    if request.question.text.startswith("hard"):
        raise RuntimeError("no luck")
    if isinstance(request.form, Choices):
        return "Answer: A"
    return f"Answer: {request.question.text.split()[1]}" if request.kind == "solver" else "So it is."
"""


@pytest.mark.parametrize("part", ["judge", "consultant", "debater", "solver"])
def test_one_rule_for_failures_in_every_part(dikast: Dikast, agents: Path, part: str) -> None:
    """It fails on two of four questions, and is right about the others: that says nothing of the two."""
    (agents / "unlucky.py").write_text(UNLUCKY)
    rows: list[dict[str, Any]] = [
        {"id": f"{word} {i}", "question": f"{word} {i}"} for word in ("easy", "hard") for i in (3, 4)
    ]
    for row in rows:
        number = row["question"].split()[1]
        row |= {"references": [number]} if part == "solver" else {"choices": [number, "0"], "answer": 0}
    (agents / "rows.jsonl").write_text("\n".join(map(json.dumps, rows)))
    usual = ("--as", part, "--questions", "rows.jsonl", "--limit", "4", "--require", "failed<=0")
    ended = dikast("rate", "./unlucky.py:unlucky", *usual, "--plain", "--json")
    assert ended.code == 1, ended.err
    card = json.loads(ended.out)
    headline, failed = card["figures"][card["headline"]], card["figures"]["failed"]
    assert failed["value"] * 2 == failed["n"] > 0
    assert "failed: failed<=0" in ended.err
    # Those of one episode each have an interval; speeches on two questions that ended alike have none.
    if part in ("judge", "solver"):
        assert (headline["value"], headline["n"], headline["method"]) == (1 if part == "solver" else 0.5, 2, "bounds")
        assert headline["low"] <= headline["value"] / 2
        assert headline["high"] >= (1 + headline["value"]) / 2


def test_answers_that_can_not_be_read_leave_no_steps_to_grade(dikast: Dikast, agents: Path) -> None:
    ended = dikast("rate", "./mine.py:mumbling", "--as", "solver", "--limit", "2", "--plain", "--json")
    assert ended.code == 0, ended.err
    figures = json.loads(ended.out)["figures"]
    assert (figures["unread"]["value"], figures["accuracy"]["value"]) == (1, 0)


def test_a_rating_whose_games_all_ended_alike_has_no_interval(dikast: Dikast, agents: Path) -> None:
    ended = dikast("rate", "./mine.py:plain", "--as", "debater", "--limit", "3", "--plain", "--json")
    card = json.loads(ended.out)
    assert (card["rating"]["low"], card["rating"]["high"]) == (None, None)
    assert any("how sure the rating is can't be said" in sentence for sentence in card["not_concluded"])


def test_changed_code_is_not_rated_as_the_old(dikast: Dikast, agents: Path) -> None:
    arguments = ("rate", "./mine.py:plain", "--as", "consultant", "--limit", "1", "--plain")
    assert dikast(*arguments).code == 0
    (agents / "mine.py").write_text(AGENTS.replace("It is", "Surely it is"))
    ended = dikast(*arguments)
    assert ended.code == 2
    assert "Say --fresh to ask it anew" in ended.err
    assert dikast(*arguments, "--fresh").code == 0


def test_two_agents_of_one_name_are_refused(dikast: Dikast, agents: Path) -> None:
    one, two = ('{model: "./mine.py:Tuned", loud: 1}', '{model: "./mine.py:Tuned", loud: 2}')
    usual = ("--as", "consultant", "--limit", "1", "--plain")
    ended = dikast("rate", one, two, "--compare", *usual)
    assert (ended.code, "both agents have the name 'tuned'" in ended.err) == (2, True)
    assert dikast("rate", one, *usual).code == 0
    ended = dikast("rate", two, *usual)
    assert (ended.code, "was rated here under the name 'tuned'" in ended.err) == (2, True)


@pytest.mark.parametrize(
    ("part", "option"),
    [
        ("judge", ("--rounds", "2")),
        ("judge", ("--judge", "./mine.py:plain")),
        ("critic", ("--samples", "2")),
        ("debater", ("--samples", "2")),
        ("solver", ("--rounds", "2")),
    ],
)
def test_an_option_that_changes_nothing_is_refused(
    dikast: Dikast, agents: Path, part: str, option: tuple[str, str]
) -> None:
    ended = dikast("rate", "./mine.py:plain", "--as", part, *option)
    assert ended.code == 2
    assert f"{option[0]}: this changes nothing for a {part}" in ended.err


def test_a_page_that_can_not_be_written_is_told_before_anything_is_run(dikast: Dikast, agents: Path) -> None:
    ended = dikast("rate", "./mine.py:plain", "--as", "judge", "--html", "no/such/card.html")
    assert (ended.code, "the page can't be written" in ended.err) == (2, True)
    assert not (agents / "league").exists()


def test_an_opponent_that_is_in_the_pool_is_met_once(dikast: Dikast, agents: Path) -> None:
    honest = ("--against", "dikast.evaluation.planted:honest")
    ended = dikast("rate", "./mine.py:plain", "--as", "debater", "--limit", "1", *honest, "--plain", "--json")
    assert json.loads(ended.out)["rating"]["games"] == 2 * 5


def test_each_start_may_spend_its_budget(dikast: Dikast, agents: Path) -> None:
    """Otherwise the same command would end at once, as soon as earlier starts had spent as much."""
    arguments = ("rate", "./mine.py:costly", "--as", "judge", "--limit", "2", "--plain", "--budget")
    assert dikast(*arguments, "0").code == 2
    ended = dikast(*arguments, "0.001")
    assert (ended.code, "Traceback" in ended.err) == (3, False)
    codes: list[int] = []
    while not codes or (codes[-1] == 3 and len(codes) < 8):
        codes.append(dikast(*arguments, "2").code)
    assert codes == [*[3] * (len(codes) - 1), 0]
    assert len(codes) > 1


def test_what_to_read_first_can_be_pasted_into_a_shell(dikast: Dikast, agents: Path) -> None:
    solver = '{model: "dikast.evaluation.planted:PlantedSolver", right: 0}'
    ended = dikast("rate", solver, "--as", "solver", "--limit", "2", "--out", "our league", "--plain")
    command = next(line for line in ended.out.splitlines() if line.startswith("- dikast transcript"))
    words = shlex.split(command.removeprefix("- "), comments=True)
    assert len(words) == 4
    assert dikast(*words[1:]).code == 0


def test_a_recorded_agent_says_what_it_said_in_all_runs_of_the_pool(dikast: Dikast, agents: Path) -> None:
    """It argued about the first question in one league, and about the second in another one."""
    usual = ("--as", "debater", "--limit", "1", "--plain")
    questions = [{"id": i, "question": f"{i} + 1?", "choices": [f"{i + 1}", "0"], "answer": 0} for i in range(2)]
    for question in questions:
        (agents / f"{question['id']}.jsonl").write_text(json.dumps(question))
        own = ("--questions", f"{question['id']}.jsonl", "--out", f"pool/{question['id']}")
        assert dikast("rate", "./mine.py:plain", *usual, *own).code == 0
    (agents / "both.jsonl").write_text("\n".join(map(json.dumps, questions)))
    both = ("--questions", "both.jsonl", "--pool", "pool", "--limit", "2")
    ended = dikast("rate", "dikast.evaluation.planted:honest", *usual, *both, "--json")
    assert ended.code == 0, ended.err
    met = {peer["name"]: peer["rating"]["games"] for peer in json.loads(ended.out)["peers"]}
    assert met["recorded:./mine.py:plain"] == 2 * 2
    twice = ("--pool", "pool/0", "--pool", "pool/1")
    ended = dikast("rate", "dikast.evaluation.planted:honest", *usual, *twice)
    assert ended.code == 2
    assert "both have the name 'recorded:./mine.py:plain': leave one out" in ended.err


@pytest.mark.parametrize("part", ["solver", "critic"])
def test_on_questions_of_ones_own_the_pool_that_does_not_know_them_is_left_out(
    dikast: Dikast, agents: Path, part: str
) -> None:
    """Its failures would make every gate fail."""
    solver = {"id": "sum", "question": "What is 2 + 2?", "references": ["4"]}
    critic = {"id": "sum", "problem": "What is 2 + 2?", "steps": ["2 + 2 = 5"], "labels": ["incorrect"]}
    (agents / "rows.jsonl").write_text(json.dumps(solver if part == "solver" else critic))
    rows = "rows.jsonl" if part == "solver" else "{dataset: solutions, path: rows.jsonl}"
    usual = ("--as", part, "--questions", rows, "--plain", "--json")
    ended = dikast("rate", "./mine.py:mumbling", *usual, "--require", "failed<=0")
    assert ended.code == 0, ended.err
    card = json.loads(ended.out)
    assert (card["peers"], card["rating"]) == ([], None)


def test_a_folder_that_is_no_league_is_refused(dikast: Dikast, agents: Path) -> None:
    usual = ("--as", "consultant", "--limit", "1", "--plain", "--out")
    assert dikast("rate", "./mine.py:plain", *usual, "league").code == 0
    (agents / "file").touch()
    for out, message in {
        "league/consultant": "this is a part of a league: say --out league",
        "league/consultant/pool/consultancies": "this is the folder of a run",
        "file": "this is no folder",
    }.items():
        ended = dikast("rate", "./mine.py:plain", *usual, out)
        assert (ended.code, message in ended.err) == (2, True), ended.err
