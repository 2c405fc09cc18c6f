"""dikast drift: two runs of the same judge, or a run and what was judged again, paired."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from dikast.agents import Request
from tests.cli.conftest import Dikast
from tests.cli.test_score_command import judged_episode, marked_question, run_of
from tests.experiments.conftest import rows, seated, write


async def right(request: Request) -> str:
    """A judge that knows the answer, 17."""
    return f"Answer: {'AB'[request.question.choices.index('17')]}"


async def worse(request: Request) -> str:
    """The same judge later: wrong in questions 0 to 4."""
    is_wrong = int(request.question.id) < 5
    return f"Answer: {'AB'[request.question.choices.index('18' if is_wrong else '17')]}"


def judge(name: str) -> dict[str, str]:
    return {"judge": f"{__name__}:{name}"}


def subjects(n: int) -> list[dict[str, Any]]:
    return [{**row, "metadata": {"subject": "even" if i % 2 == 0 else "odd"}} for i, row in enumerate(rows(n))]


@pytest.fixture
def two_dates(dikast: Dikast, tmp_path: Path) -> Path:
    """Runs of both judges on the same 20 questions."""
    for name in ("right", "worse"):
        path = write(tmp_path, subjects(20), agents=judge(name))
        assert dikast("run", path, "--out", f"runs/{name}").code == 0
    return tmp_path


def test_the_later_verdicts_are_paired_with_the_earlier_ones(dikast: Dikast, two_dates: Path) -> None:
    ended = dikast("drift", "runs/right", "runs/worse")
    assert (ended.code, ended.err) == (0, "")
    lines = ended.out.splitlines()
    assert lines[0].startswith("The later verdicts against the earlier ones")
    assert lines[2].split()[:5] == ["direct", "20", "20", "0.250", "0.11–0.47"]
    assert "-0.250" in lines[2]
    (at,) = [i for i, line in enumerate(lines) if line == "In which way"]
    assert lines[at + 1].split() == ["protocol", "agents", "same", "right", "to", "wrong"]
    assert lines[at + 2].split() == ["direct", "15", "5"]
    assert "no question was judged twice at one date" in ended.out


def test_json_has_the_groups_and_gates_their_codes(dikast: Dikast, two_dates: Path) -> None:
    data = json.loads(dikast("drift", "runs/right", "runs/worse", "--by", "subject", "--json").out)
    (cell,) = data["cells"]
    assert cell["by"]["even"]["kinds"]["right to wrong"] == 3
    assert cell["by"]["odd"]["kinds"]["right to wrong"] == 2
    assert dikast("drift", "runs/right", "runs/worse", "--require", "changed<=0.05").code == 4
    assert dikast("drift", "runs/right", "runs/right", "--require", "changed<=0.2").code == 0


def test_repeats_show_what_changes_by_itself(dikast: Dikast, tmp_path: Path) -> None:
    path = write(tmp_path, rows(5), agents=judge("right"), repeats=2)
    assert dikast("run", path).code == 0
    (cell,) = json.loads(dikast("drift", "runs/play", "runs/play", "--json").out)["cells"]
    assert (cell["pairs"], cell["questions"], cell["floor"]["value"], cell["floor"]["n"]) == (10, 5, 0, 10)


def test_transcripts_that_were_judged_again(dikast: Dikast, tmp_path: Path) -> None:
    agents = seated("debater") | judge("right")
    assert dikast("run", write(tmp_path, rows(6), protocols=["debate"], agents=agents)).code == 0
    assert dikast("judge", "runs/play", "--judge", f"{__name__}:worse", "--out", "runs/later").code == 0
    ended = dikast("drift", "runs/play", "runs/later", "--json")
    data = json.loads(ended.out)
    (cell,) = data["cells"]
    assert (cell["pairs"], cell["kinds"]["right to wrong"]) == (6, 5)
    assert (data["other_transcripts"], data["other_questions"]) == (0, 0)


def test_other_questions_of_the_same_id_are_left_out_and_missing_ones_counted(dikast: Dikast, tmp_path: Path) -> None:
    assert dikast("run", write(tmp_path, rows(6), agents=judge("right"))).code == 0
    changed = [{**row, "question": "Another one?"} if i == 0 else row for i, row in enumerate(rows(4))]
    assert dikast("run", write(tmp_path, changed, agents=judge("right")), "--out", "runs/later").code == 0
    out = dikast("drift", "runs/play", "runs/later").out
    assert "1 episodes have another question in the second run, and are left out" in out
    assert "2 episodes are in one of the runs only" in out


def test_gradings_of_solutions_are_compared_by_the_first_error_they_name(dikast: Dikast, tmp_path: Path) -> None:
    first = run_of(tmp_path / "a", *(judged_episode(marked_question(str(i)), "rwi") for i in range(4)))
    letters = ("rwi", "rrr", "wwi", "")
    second = run_of(tmp_path / "b", *(judged_episode(marked_question(str(i)), letters[i]) for i in range(4)))
    (cell,) = json.loads(dikast("drift", first, second, "--json").out)["cells"]
    kinds = {kind: n for kind, n in cell["kinds"].items() if n}
    assert kinds == {"same": 1, "right to wrong": 2, "no longer read": 1}
    assert cell["difference"]["value"] == pytest.approx(-2 / 3)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["runs/right", "none"], "none: there is no such folder"),
        (["runs/right", "runs/worse", "--by", "subjct"], "did you mean 'subject'?"),
        (["runs/right", "runs/worse", "--require", "chnged<=0"], "did you mean 'changed'?"),
    ],
)
def test_bad_input_is_one_line_and_exit_code_2(
    dikast: Dikast, two_dates: Path, arguments: list[str], message: str
) -> None:
    ended = dikast("drift", *arguments)
    assert (ended.code, ended.out) == (2, "")
    assert message in ended.err


def test_runs_without_a_common_episode_are_bad_input(dikast: Dikast, tmp_path: Path) -> None:
    first = run_of(tmp_path / "a", judged_episode(marked_question("1"), "rwi"))
    second = run_of(tmp_path / "b", judged_episode(marked_question("2"), "rwi"))
    ended = dikast("drift", first, second)
    assert (ended.code, "no episode is in both" in ended.err) == (2, True)
