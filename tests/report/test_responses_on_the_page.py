"""What judges of responses say, on the page: ties, contradictions, scores, rankings, certainty."""

from __future__ import annotations

import json
import re
from html import unescape
from pathlib import Path

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
