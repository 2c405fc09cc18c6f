"""dikast report prints its ratings, and says what it can't know of a player that won or lost all its games."""

from __future__ import annotations

import json
import math
from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import Dikast
from tests.experiments.conftest import write
from tests.report.conftest import line

AGENT_TITLE = "Ratings, one for each agent"
SPLIT_TITLE = "Ratings, arguing for right and for wrong answers"


def played(dikast: Dikast, folder: Path, n: int, **changes: Any) -> None:
    """Debates in which `strong` argues for the right answer, and the judge believes it every time."""
    speakers = {"pro": {"argues": 0, "agent": "weak"}, "con": {"argues": 1, "agent": "strong"}}
    lines = [line(number, 0.9, speakers=speakers, **changes) for number in range(n)]
    (folder / "debates.jsonl").write_text("".join(json.dumps(row) + "\n" for row in lines))
    ended = dikast("import", "jsonl", folder / "debates.jsonl", "--out", "runs/play")
    assert ended.code == 0, ended.err


def table(out: str, title: str) -> dict[str, list[str]]:
    """The rows of the table under a title, by player."""
    lines = out.split(f"{title}\n")[1].split("\n\n")[0].splitlines()
    assert lines[0].split() == ["player", "games", "won", "tied", "rating", "interval", "Elo"]
    return {line.split("  ")[0]: line.split()[1:] for line in lines[1:]}


def test_an_undefeated_agent_is_rated_from_below_alone(dikast: Dikast, tmp_path: Path) -> None:
    played(dikast, tmp_path, 10)
    out = dikast("report", "runs/play", "--html", "page.html").out
    # 10 of 10 games are won with a probability of 2.5 % by a player that wins 69 of 100.
    share = 0.025 ** (1 / 10)
    half = 200 * math.log10(share / (1 - share))
    rows = table(out, AGENT_TITLE)
    strong, weak = rows["strong"], rows["weak"]
    assert strong[:3] == ["10", "10", "0"]
    assert strong[4:7] == ["at", "least", f"{1500 + half:.0f}"]
    assert weak[:3] == ["10", "0", "0"]
    assert weak[4:7] == ["at", "most", f"{1500 - half:.0f}"]
    assert float(strong[3]) > 1500 + half
    assert len(table(out, SPLIT_TITLE)) == 2
    page = Path("page.html").read_text()
    assert f"<small>at least {1500 + half:.0f}</small>" in page
    assert 'aria-label="Ratings: one for each agent"' in page


def test_json_has_both_ratings(dikast: Dikast, tmp_path: Path) -> None:
    played(dikast, tmp_path, 4)
    data = json.loads(dikast("report", "runs/play", "--json").out)
    best, worst = data["agent_ratings"]["players"]
    assert (best["rating"]["high"], best["rating"]["method"]) == ("Infinity", "profile")
    assert worst["rating"]["low"] == "-Infinity"
    assert [rating["player"] for rating in data["agent_elo"]] == ["strong", "weak"]
    assert [rating["player"] for rating in data["elo"]] == ["strong (right)", "weak (wrong)"]


@pytest.mark.parametrize("html", [[], ["--html", "page.html"]])
def test_agents_are_rated_where_no_right_answer_is_known(dikast: Dikast, tmp_path: Path, html: list[str]) -> None:
    played(dikast, tmp_path, 3, answer=None)
    ended = dikast("report", "runs/play", *html)
    assert ended.code == 0
    assert len(table(ended.out, AGENT_TITLE)) == 2
    assert SPLIT_TITLE not in ended.out


def test_a_run_without_games_has_no_ratings(dikast: Dikast, tmp_path: Path) -> None:
    dikast("run", write(tmp_path, [{"id": "1", "question": "?", "choices": ["a", "b"], "answer": 0}]))
    assert "Ratings" not in dikast("report", "runs/play").out
