"""A grade whose steps and final answer disagree: named, counted, found by its kind, and first among what to read."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.conftest import Dikast
from tests.cli.test_grade_command import ALL_CORRECT, ROW, judge, write_rows

SOLUTIONS = {
    # Each step is labelled as right, and the answer is 31 where 32 is right.
    "overlooked": {**ROW, "steps": ["Let us begin.", "That leaves them."], "answer": "31"},
    # The machine refutes a step, and the answer is right.
    "lucky": {**ROW, "steps": ["3 * 12 = 35 eggs.", "That leaves 32."], "answer": "32"},
    # The step that is wrong was found.
    "found": ROW,
    "right": {**ROW, "steps": ["Let us begin.", "That leaves them."], "answer": "32"},
}


@pytest.fixture
def run(dikast: Dikast, tmp_path: Path) -> str:
    """The run folder of these four solutions, graded by a judge that calls every step correct."""
    rows = [{**row, "id": id, "problem": f"{row['problem']} ({id})"} for id, row in SOLUTIONS.items()]
    path = write_rows(tmp_path / "rows.jsonl", *rows)
    ended = dikast("grade", path, "--judge", judge(tmp_path, ALL_CORRECT), "--out", "run")
    assert ended.code == 0
    assert "1 with an error that was not located; 1 right by a wrong way" in ended.out
    assert "read first (the answer is wrong, and every step is labelled as right): overlooked\n" in ended.out
    return "run"


def test_the_state_is_in_each_line_of_json(dikast: Dikast, run: str, tmp_path: Path) -> None:
    again = dikast("grade", tmp_path / "rows.jsonl", "--judge", judge(tmp_path, ALL_CORRECT), "--out", run, "--json")
    states = {row["id"]: row["state"] for row in map(json.loads, again.out.splitlines())}
    assert states == {
        "overlooked": "error not located",
        "lucky": "right by a wrong way",
        "found": None,
        "right": None,
    }


def test_it_is_first_among_the_episodes_of_a_report(dikast: Dikast, run: str) -> None:
    lines = dikast("report", run, "--html", "page.html").out.splitlines()
    at = lines.index("Episodes to read, by `dikast transcript DIR EPISODE`")
    assert lines[at + 1 : at + 4] == [
        "- run process-solve-first/overlooked: error not located",
        "- run process-solve-first/lucky: right by a wrong way",
        "",
    ]
    page = Path("page.html").read_text()
    assert page.index('data-kind="error not located"') < page.index('data-kind="right by a wrong way"')
    assert "Error not located: 1 in all." in page
    assert "No step is labelled as wrong; the final answer &#39;31&#39; is refuted: left: 32, right: 31" in page
    assert '<li><span class="chip">incorrect</span> 3 * 12 = 35 eggs.' in page


def test_a_list_can_be_of_one_kind(dikast: Dikast, run: str) -> None:
    def listed(kind: str) -> list[str]:
        return [line.split("\t")[0] for line in dikast("transcript", run, "--kind", kind).out.splitlines()]

    assert listed("error not located") == ["process-solve-first/overlooked"]
    assert listed("right by a wrong way") == ["process-solve-first/lucky"]
    assert listed("unparsed") == []
    assert "did you mean 'error not located'?" in dikast("transcript", run, "--kind", "error not locatd").err
    assert dikast("transcript", run, "lucky", "--kind", "unparsed").code == 2


def test_a_transcript_and_the_scores_say_it(dikast: Dikast, run: str) -> None:
    line = "error not located: the final answer is wrong, and every step is labelled as right"
    assert line in dikast("transcript", run, "overlooked").out
    assert "error not located" not in dikast("transcript", run, "found").out
    assert f"{line}: 1 of 4 (25.0%) solutions" in dikast("score", run).out
    (cell,) = json.loads(dikast("score", run, "--json").out)["cells"]
    assert cell["states"] == {"error not located": 1, "right by a wrong way": 1}


def test_a_page_shows_a_solution_that_could_not_be_read(dikast: Dikast, tmp_path: Path) -> None:
    path = write_rows(tmp_path / "rows.jsonl", SOLUTIONS["right"])
    dikast("grade", path, "--judge", judge(tmp_path, "no idea"), "--out", "run")
    assert dikast("report", "run", "--html", "page.html").code == 0
    assert "no verdict could be read: " in Path("page.html").read_text()
