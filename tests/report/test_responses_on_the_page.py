"""What judges of responses say, on the page: ties, contradictions, scores, rankings, certainty."""

from __future__ import annotations

import json
import re
from html import unescape
from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import Dikast
from tests.experiments.conftest import write
from tests.report.knowing_judges import pairs


@pytest.fixture
def judged(dikast: Dikast, tmp_path: Path) -> Dikast:
    """A run of one judge in four ways."""
    sure = {"use": "judge-pairwise", "certainty": True, "reasoning": True, "abstain_below": 20, "as": "sure"}
    protocols = ["judge-pairwise", sure, "judge-pointwise", "judge-ranking"]
    agents = {"judge": "tests.report.knowing_judges:various"}
    assert dikast("run", write(tmp_path, pairs(), protocols=protocols, agents=agents, order="given")).code == 0
    return dikast


def text_of(html: str) -> str:
    """What a reader sees of the page, in one line."""
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", html)))


def page(dikast: Dikast, *arguments: str) -> str:
    assert dikast("report", "runs/play", "--html", "page.html", *arguments).code == 0
    return Path("page.html").read_text(encoding="utf-8")


def test_ties_that_were_called_are_told_from_contradictions(judged: Dikast) -> None:
    # Of 24 questions, six have a tie, and 5, 10 and 15 the first response twice.
    cells = {cell["protocol"]: cell for cell in json.loads(judged("show", "runs/play", "--json").out)["cells"]}
    assert cells["judge-pairwise"]["ties"] == 9
    assert cells["judge-pairwise"]["draws"] == {"called": 6, "contradictory": 3}
    assert "draws" not in cells["judge-ranking"]
    lines = judged("show", "runs/play").out.splitlines()
    headings = re.split(r"\s{2,}", lines[1].strip())
    values = re.split(r"\s{2,}", lines[2].strip())
    row = dict(zip(headings, values, strict=True))
    assert (row["ties"], row["called"], row["contradictory"]) == ("9", "6", "3")
    assert "9 6 called 3 flipped" in text_of(page(judged))


def test_the_certainty_of_judges_is_a_table(judged: Dikast) -> None:
    html = page(judged)
    (section,) = re.findall(r'<section id="certainty">.*?</section>', html, re.DOTALL)
    text = text_of(section)
    assert "sure 21 to 40 12" in text
    assert "sure 81 to 100 12" in text
    out = judged("report", "runs/play").out
    title = "Accuracy by how sure the judge says it is, from 1 to 100"
    bands = [line.split() for line in out.split(f"{title}\n")[1].split("\n\n")[0].splitlines()[1:]]
    assert [band[:5] for band in bands][1] == ["sure", "21", "to", "40", "12"]


def test_scores_and_rankings_say_no_certainty(judged: Dikast) -> None:
    data = json.loads(judged("report", "runs/play", "--json").out)
    calibrated = {cell["name"]: cell["calibration"] is not None for cell in data["cells"]}
    assert not any(calibrated.values())


@pytest.mark.parametrize(
    ("protocol", "shown"),
    [
        ("judge-pointwise", "A It is 2. right score 3 B It is 3. chosen score 7"),
        ("judge-ranking", "A It is 2. right place 2 B It is 3. chosen place 1"),
        ("judge-pointwise", "Judge, scores: B 7"),
        ("judge-ranking", "Judge, ranking: B > A"),
    ],
)
def test_scores_and_rankings_can_be_read(dikast: Dikast, tmp_path: Path, protocol: str, shown: str) -> None:
    agents = {"judge": "tests.report.knowing_judges:various"}
    experiment = write(tmp_path, pairs()[1:2], protocols=[protocol], agents=agents, order="given")
    assert dikast("run", experiment).code == 0
    text = text_of(page(dikast))
    assert shown in text
    assert "p = 1.00" not in text


@pytest.mark.parametrize(
    ("protocol", "number", "shown"),
    [
        ("judge-pairwise", 5, "contradicts itself"),
        ("judge-pairwise", 5, "no answer is ahead: the judge named another one in each order"),
        ({"use": "judge-pairwise", "certainty": True, "reasoning": True}, 5, "certainty 90 of 100"),
    ],
)
def test_why_no_answer_is_ahead_is_said(
    dikast: Dikast, tmp_path: Path, protocol: object, number: int, shown: str
) -> None:
    agents = {"judge": "tests.report.knowing_judges:various"}
    experiment = write(tmp_path, [pairs()[number]], protocols=[protocol], agents=agents, order="given")
    assert dikast("run", experiment).code == 0
    assert shown in text_of(page(dikast))


# Scores, places and criteria by cell.


def cell_of(dikast: Dikast, command: str, protocol: str) -> Any:
    """What a command says of the responses of one cell, as JSON."""
    data = json.loads(dikast(command, "runs/play", "--json").out)
    return {cell["protocol"]: cell for cell in data["cells"]}[protocol].get("responses")


@pytest.mark.parametrize("command", ["show", "report"])
def test_the_mean_scores_of_a_cell(judged: Dikast, command: str) -> None:
    found = cell_of(judged, command, "judge-pointwise")
    # The judge gives every wrong response 7 and every right one 3.
    assert {name: found[name]["value"] for name in ("score", "right", "others")} == {
        "score": 5.0,
        "right": 3.0,
        "others": 7.0,
    }
    assert found["verdicts"] == 24
    assert cell_of(judged, command, "judge-pairwise") is None


@pytest.mark.parametrize("command", ["show", "report"])
def test_the_place_of_the_right_response(judged: Dikast, command: str) -> None:
    found = cell_of(judged, command, "judge-ranking")
    assert (found["place"]["value"], found["ranked"]) == (2.0, 24)
    assert "score" not in found


def test_terminal_and_page_have_a_row_for_each_of_these_cells(judged: Dikast) -> None:
    for command in ("show", "report"):
        out = judged(command, "runs/play").out
        table = out.split("What responses were given\n")[1].split("\n\n")[0].splitlines()
        rows = [line.split() for line in table[1:]]
        assert rows == [
            ["judge-pointwise", "24", "5.00", "3.00", "7.00", "–"],
            ["judge-ranking", "24", "–", "–", "–", "2.00"],
        ]
    (section,) = re.findall(r'<section id="responses">.*?</section>', page(judged), re.DOTALL)
    assert "judge-pointwise 24 5.000" in text_of(section)


def test_a_run_without_such_verdicts_has_no_section(dikast: Dikast, tmp_path: Path) -> None:
    agents = {"judge": "tests.report.knowing_judges:various"}
    assert dikast("run", write(tmp_path, pairs(), protocols=["judge-pairwise"], agents=agents)).code == 0
    assert 'id="responses"' not in page(dikast)
    assert "What responses were given" not in dikast("show", "runs/play").out


def test_scores_by_criterion_and_the_criteria_that_decide(dikast: Dikast, tmp_path: Path) -> None:
    six = {"use": "judge-pointwise", "rubric": "six-criteria", "as": "six"}
    agents = {"judge": "tests.report.knowing_judges:by_criteria"}
    ended = dikast("run", write(tmp_path, pairs(), protocols=[six, "judge-criteria"], agents=agents, order="given"))
    assert ended.code == 0, ended.err
    found = cell_of(dikast, "show", "six")["criteria"]
    assert {name: one["value"] for name, one in found.items()} == dict.fromkeys(found, 4.0)
    assert len(found) >= 6
    by = cell_of(dikast, "report", "judge-criteria")
    assert by["decided_by"] == {"refusal": 12, "faithfulness": 12}
    assert "refusal 12, faithfulness 12" in dikast("show", "runs/play").out
    assert "Mean scores by criterion" in dikast("report", "runs/play").out
    assert "decided by refusal 12, faithfulness 12" in text_of(page(dikast))


def test_formats_that_were_not_kept_and_much_better_responses(dikast: Dikast, tmp_path: Path) -> None:
    strength = {"use": "judge-pairwise", "format": "strength", "as": "strength"}
    agents = {"judge": "tests.report.knowing_judges:in_formats"}
    ended = dikast("run", write(tmp_path, pairs(), protocols=[strength], agents=agents, order="given"))
    assert ended.code == 0, ended.err
    found = cell_of(dikast, "show", "strength")
    # Two orders for each of 24 questions; the judge keeps no format for every sixth sum.
    assert (found["formats"], found["kept"]) == (48, 40)
    assert (found["strong"], found["slight"]) == (8, 12)
    assert "40 of 48" in dikast("show", "runs/play").out
    assert "40 of 48 replies kept the format" in text_of(page(dikast))
