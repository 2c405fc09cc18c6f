"""Markets, peers and budgets of checks as the commands show them: tables, transcripts, the page and its curve."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from dikast.experiments import RunFolder
from dikast.report import build_findings
from dikast.report.figure import Curves
from dikast.report.figures import budget_figure
from tests.cli.conftest import Dikast

REPLIES = [
    {"purpose": "predict", "round": 0, "text": '{"A": 0.9, "B": 0.1}'},
    {"purpose": "predict", "text": '{"A": 0.3, "B": 0.7}'},
    {"purpose": "select", "text": '{"claims": [1]}'},
    {"purpose": "speak", "text": "For 2 * 3 = 7 it is so. <script>"},
    {"text": "Answer: A", "choice_logprobs": {"A": -0.5, "B": -0.93}},
]


@pytest.fixture
def run(dikast: Dikast, tmp_path: Path) -> Path:
    (tmp_path / "player.yaml").write_text(json.dumps({"replies": REPLIES}))
    player = f"scripted:{tmp_path / 'player.yaml'}"
    experiment = {
        "name": "shown",
        "questions": {"library": "demo", "limit": 3},
        "protocols": [
            {"use": "budgeted-debate", "budget": 0, "noise": 1},
            {"use": "budgeted-debate", "budget": 2, "noise": 1},
            {"use": "market-making", "rounds": 2},
            "peer-prediction",
        ],
        "agents": dict.fromkeys(("debater", "judge", "predictor", "adversary", "solver"), player),
    }
    (tmp_path / "experiment.yaml").write_text(json.dumps(experiment))
    ended = dikast("run", "experiment.yaml", "--plain", "--out", "run")
    assert ended.code == 0, ended.err
    assert "Markets in what the judge will believe" in ended.out
    return tmp_path / "run"


def test_the_run_and_its_report_have_the_losses_and_the_curve(dikast: Dikast, run: Path) -> None:
    shown = json.loads(dikast("show", run, "--json").out)
    (market,) = (cell["market"] for cell in shown["cells"] if "market" in cell)
    assert market["markets"] == 3
    # It moves from 0.9 to 0.3, and no further.
    assert market["adversary_loss"]["value"] == pytest.approx(-0.3)
    assert market["rounds"]["value"] == 2
    ended = dikast("report", run, "--html", "page.html")
    assert ended.code == 0, ended.err
    page = (run.parent / "page.html").read_text(encoding="utf-8")
    assert "Accuracy and the budget of checks" in page
    assert "Markets in what the judge will believe" in page

    findings = build_findings([RunFolder.open(run)])
    assert [cell.budget for cell in findings.cells] == [0, 4, None, None]
    figure = budget_figure(findings)
    assert isinstance(figure, Curves)
    assert [(curve.label, [point.x for point in curve.points]) for curve in figure.curves] == [
        ("budgeted-debate noise=1.0", [0.0, 4.0])
    ]


def test_a_transcript_tells_predictions_picks_and_scores(dikast: Dikast, run: Path) -> None:
    ids = [line.split()[0] for line in dikast("transcript", run).out.splitlines() if "/" in line]
    texts = [dikast("transcript", run, id).out for id in ids]
    market = next(text for text in texts if "market-making" in text)
    assert "market predicts of judge: A=0.900 B=0.100 by probabilities" in market
    budgeted = next(text for text in texts if "claims picked" in text)
    assert "judge: 1 of 4 claims picked, 2 checks left" in budgeted
    assert "claim refuted, shown as verified: “2 * 3 = 7”" in budgeted
    peers = next(text for text in texts if "peer-prediction" in text)
    assert "peer-1: A (information" in peers
