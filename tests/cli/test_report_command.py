"""dikast report: tables on stdout, a page in a file, JSON for programs."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from dikast.agents import Request
from tests.cli.conftest import Dikast
from tests.experiments.conftest import rows, seated, write


@pytest.fixture
def played(dikast: Dikast, tmp_path: Path) -> Path:
    """A run of direct answers and consultancies."""
    experiment = write(tmp_path, rows(4), protocols=["direct", "consultancy"], agents=seated("judge", "consultant"))
    assert dikast("run", experiment).code == 0
    return tmp_path


def test_the_tables_of_accuracy_sides_and_doubts(dikast: Dikast, played: Path) -> None:
    ended = dikast("report", "runs/play")
    lines = [line.rstrip() for line in ended.out.splitlines()]
    assert (ended.code, ended.err) == (0, "")
    assert lines[0] == "Judge accuracy, with its 95 % interval"
    assert lines[2].split() == ["direct", "4", "4", "0.500", "0.15–0.85", "0.500", "-inf", "–", "0", "0"]
    assert "Accuracy when the right answer was argued, and when a wrong one was" in lines
    assert "What to doubt" in lines


def test_warnings_of_one_kind_are_one_line(dikast: Dikast, played: Path) -> None:
    out = dikast("report", "runs/play").out
    (line,) = (line for line in out.splitlines() if line.startswith("- few questions: "))
    assert line.startswith("- few questions: direct: only 4 questions: ")
    assert line.endswith(" … and 1 more like it")


def test_wins_are_shown_even_if_no_right_answer_is_known(dikast: Dikast, tmp_path: Path) -> None:
    unknown = [{**row, "answer": None} for row in rows(3)]
    experiment = write(tmp_path, unknown, protocols=["debate"], agents=seated("judge", "debater"))
    assert dikast("run", experiment).code == 0
    lines = dikast("report", "runs/play", "--html", "r.html").out.splitlines()
    at = lines.index("How often judges went with those who argued")
    assert lines[at + 1].split() == ["agent", "episodes", "won", "interval", "persuasion"]
    assert "0.500" in lines[at + 2].split()
    assert 'id="arguers"' in (tmp_path / "r.html").read_text()


def test_a_page_is_written_and_its_path_printed(dikast: Dikast, played: Path) -> None:
    ended = dikast("report", "runs/play", "--html", "report.html")
    assert ended.out.endswith("page: report.html\n")
    assert (played / "report.html").read_text().lstrip().startswith("<!doctype html>")


def test_json_has_all_numbers(dikast: Dikast, played: Path) -> None:
    data = json.loads(dikast("report", "runs/play", "--json", "--compare", "direct", "consultancy").out)
    assert [cell["protocol"] for cell in data["cells"]] == ["direct", "consultancy"]
    assert data["cells"][0]["accuracy"]["accuracy"]["value"] == 0.5
    assert [c["first"] for c in data["comparisons"]] == ["direct"]


def test_markup_and_control_characters_in_a_label_do_nothing(dikast: Dikast, tmp_path: Path) -> None:
    uses = [{"use": "direct", "as": "[/red]x\x1b[31m"}]
    dikast("run", write(tmp_path, rows(1), protocols=uses))
    out = dikast("report", "runs/play").out
    assert "[/red]x?[31m" in out
    assert "\x1b" not in out


def test_several_runs_in_one_report(dikast: Dikast, played: Path) -> None:
    dikast("run", played / "play.yaml", "--set", "seed=1")
    out = dikast("report", "runs/play", "runs/play-2", "--by", "run").out
    assert [line.split()[:3] for line in out.splitlines()[2:4]] == [["play", "4", "12"], ["play-2", "4", "12"]]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["none"], "none: there is no such folder"),
        (["runs/play", "--by", "jugde"], "did you mean 'judge'?"),
        (["runs/play", "--compare", "direct", "debate"], "no cell 'debate'"),
        (["runs/play", "--html", "none/report.html"], "none/report.html: the page can't be written: No such file"),
    ],
)
def test_bad_input_is_one_line_and_exit_code_2(
    dikast: Dikast, played: Path, arguments: list[str], message: str
) -> None:
    ended = dikast("report", *arguments)
    assert (ended.code, ended.out) == (2, "")
    assert message in ended.err
    assert ended.err.count("\n") == 1


def test_wrong_use_of_the_command_line_is_exit_code_2(dikast: Dikast) -> None:
    assert dikast("report").code == 2
    assert dikast("report", "x", "--compare", "a").code == 2


async def right_with_the_source(request: Request) -> str:
    """A judge that knows the answer, 17, only where it is shown the source."""
    choice = "18" if request.question.source is None else "17"
    return f"Answer: {'AB'[request.question.choices.index(choice)]}"


@pytest.mark.parametrize(("n", "is_certain"), [(5, False), (6, True)])
def test_a_gap_on_every_question_is_not_called_none(dikast: Dikast, tmp_path: Path, n: int, is_certain: bool) -> None:
    agents = seated("consultant") | {"judge": f"{__name__}:right_with_the_source"}
    questions = [{**row, "source": "There were 17."} for row in rows(n)]
    protocols = ["direct", "direct-with-source", {"use": "consultancy", "rounds": 1}]
    assert dikast("run", write(tmp_path, questions, protocols=protocols, agents=agents)).code == 0
    out = dikast("report", "runs/play", "--html", "page.html").out
    assert ("the gap between direct and direct-with-source may be none" in out) is not is_certain
    assert ("the gap may be none" in (tmp_path / "page.html").read_text()) is not is_certain
    lines = out.splitlines()
    row = lines[lines.index("Performance gap recovered") + 2].split()
    assert row[:2] == ["consultancy", "0.000" if is_certain else "–"]
    assert "1.000" in row[3:]


def test_where_some_answers_are_not_known_the_accuracy_on_all_is_estimated(dikast: Dikast, tmp_path: Path) -> None:
    some = [row if i < 6 else {**row, "answer": None} for i, row in enumerate(rows(12))]
    assert dikast("run", write(tmp_path, some)).code == 0
    lines = dikast("report", "runs/play", "--html", "page.html").out.splitlines()
    (at,) = [i for i, line in enumerate(lines) if line.startswith("Accuracy on all questions: ")]
    assert lines[at + 2].split()[:3] == ["direct", "6", "6"]
    assert "Accuracy on all questions" in (tmp_path / "page.html").read_text()
    (cell,) = json.loads(dikast("report", "runs/play", "--json").out)["cells"]
    assert cell["accuracy_of_all"]["unlabelled"] == 6


def test_where_every_answer_is_known_there_is_no_such_table(dikast: Dikast, played: Path) -> None:
    assert "Accuracy on all questions" not in dikast("report", "runs/play", "--html", "page.html").out
    assert "Accuracy on all questions" not in (played / "page.html").read_text()
    assert "accuracy_of_all" not in dikast("report", "runs/play", "--json").out
