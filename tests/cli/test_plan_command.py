"""dikast plan: how many questions it takes, from assumptions or from a run."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from dikast.agents import Request
from dikast.metrics import (
    questions_for_half_width,
    questions_for_paired,
    questions_for_threshold,
    questions_for_unpaired,
)
from tests.cli.conftest import Dikast
from tests.experiments.conftest import rows, seated, write


async def right(request: Request) -> str:
    """A judge that knows the answer, 17, and takes the first choice of every third question alone."""
    if request.episode.startswith("direct/") and int(request.question.id) % 3 == 0:
        return "Answer: A"
    return f"Answer: {'AB'[request.question.choices.index('17')]}"


def planned(dikast: Dikast, *arguments: str | Path) -> list[dict[str, Any]]:
    ended = dikast("plan", *arguments, "--json")
    assert (ended.code, ended.err) == (0, "")
    found: list[dict[str, Any]] = json.loads(ended.out)["plan"]
    return found


def test_a_difference_takes_fewer_questions_if_both_get_the_same_ones(dikast: Dikast) -> None:
    same, other = planned(dikast, "--difference", "0.1", "--accuracy", "0.6", "--discordance", "0.3")
    assert (same["design"], same["questions"]) == ("same questions", questions_for_paired(0.1, 0.3))
    assert (other["design"], other["questions"]) == ("other questions", questions_for_unpaired(0.1, 0.6))
    assert same["questions"] < other["questions"]


def test_without_a_discordance_unrelated_errors_are_assumed_and_said(dikast: Dikast) -> None:
    same, _ = planned(dikast, "--difference", "0.1")
    assert same["questions"] == questions_for_paired(0.1, 0.45**2 + 0.55**2)
    assert "that of unrelated errors" in same["basis"]


def test_an_interval_and_a_gate(dikast: Dikast) -> None:
    width, gate = planned(dikast, "--half-width", "0.05", "--require", "accuracy>=0.7", "--accuracy", "0.8")
    assert width["questions"] == questions_for_half_width(0.05, 0.8)
    assert gate["questions"] == questions_for_threshold(0.8, 0.7)


def test_power_and_alpha_count(dikast: Dikast) -> None:
    arguments = ("--difference", "0.1", "--discordance", "0.3")
    usual, _ = planned(dikast, *arguments)
    strict, _ = planned(dikast, *arguments, "--alpha", "0.01", "--power", "0.9")
    assert strict["questions"] > usual["questions"]


def test_a_table_for_people(dikast: Dikast) -> None:
    lines = dikast("plan", "--difference", "0.05", "--require", "accuracy>=0.7", "--accuracy", "0.7").out.splitlines()
    assert lines[0] == "Questions needed (α = 0.05, power 0.8)"
    assert lines[1].split() == ["to", "show", "by", "from", "questions"]
    assert lines[-1].startswith("–: no number of questions can be named")


@pytest.fixture
def played(dikast: Dikast, tmp_path: Path) -> Path:
    """A run in which direct answers are wrong in some questions, and consultancies never."""
    agents = seated("consultant") | {"judge": f"{__name__}:right"}
    path = write(tmp_path, rows(30), protocols=["direct", "consultancy"], agents=agents)
    assert dikast("run", path).code == 0
    return tmp_path / "runs" / "play"


def test_a_run_says_how_much_verdicts_differ(dikast: Dikast, played: Path) -> None:
    same, _ = planned(dikast, "--difference", "0.1", "--from", played)
    assert "direct and consultancy differ by " in same["basis"]
    assert "on 30 questions" in same["basis"]
    assert same["questions"] < planned(dikast, "--difference", "0.1")[0]["questions"]
    again, _ = planned(dikast, "--difference", "0.1", "--from", played, "--compare", "direct", "consultancy")
    assert again == same


def test_a_run_says_what_accuracy_to_expect_of_each_cell(dikast: Dikast, played: Path) -> None:
    widths = planned(dikast, "--half-width", "0.05", "--from", played)
    assert [row["basis"].split(" of ")[1] for row in widths] == ["direct", "consultancy"]
    gates = planned(dikast, "--require", "accuracy>=0.6", "--require", "brier[direct]<=0.3", "--from", played)
    assert [row["goal"] for row in gates] == ["accuracy>=0.6", "accuracy>=0.6", "brier[direct]<=0.3"]
    assert all(row["questions"] for row in gates)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ([], "say what is to be shown"),
        (["--difference", "0"], "a difference lies between -1 and 1 and is not 0"),
        (["--difference", "0.3", "--discordance", "0.1"], "the discordance lies between the difference and 1"),
        (["--difference", "0.3", "--accuracy", "0.9"], "both accuracies lie between 0 and 1"),
        (["--half-width", "0"], "a half width lies above 0"),
        (["--require", "acuracy>=0.7"], "did you mean 'accuracy'?"),
        (["--require", "accuracy>=0.7"], "say what to expect: --accuracy P, or a run"),
        (["--require", "brier<=0.2", "--accuracy", "0.7"], "only a run says how much this varies"),
        (["--difference", "0.1", "--compare", "a", "b"], "give the run with --from DIR"),
        (["--difference", "0.1", "--from", "none"], "none: there is no such folder"),
        (["--difference", "0.1", "--power", "1"], "power lies between 0 and 1"),
    ],
)
def test_bad_input_is_one_line_and_exit_code_2(dikast: Dikast, arguments: list[str], message: str) -> None:
    ended = dikast("plan", *arguments)
    assert (ended.code, ended.out) == (2, "")
    assert message in ended.err
