"""Cells at the edge of what a cell can be: every statistic says something or None, in JSON, and warns of nothing."""

from __future__ import annotations

import pytest

from dikast import metrics
from dikast.metrics import Cell, cells
from dikast.records import Outcome, OutcomeLook
from tests.metrics.rows import debate, row

CONTRADICTION = (OutcomeLook(1, (0, 1), (1.0, 0.0)), OutcomeLook(1, (1, 0), (0.0, 1.0)))
BARE = {"id": "1", "protocol": "p", "agents": "", "question": "1", "status": "decided", "credit": 1.0, "gold": 0}
EDGES = {
    "certain, right and wrong": [
        row("1", (1.0, 0.0), seats=debate(), argues=0),
        row("1", (0.0, 1.0), seats=debate(), argues=1, id="2"),
        row("2", (0.0, 1.0), seats=debate(), argues=0, id="3"),
    ],
    "one tie": [row("1", (0.5, 0.5), seats=debate())],
    "nothing read": [row("1", None)],
    "nothing finished": [row("1", None, gold=None, status="failed")],
    "no right answer": [row("1", gold=None, seats=debate(), argues=1)],
    "choices and looks of all kinds": [
        row("1", (0.2, 0.3, 0.5), gold=2),
        row("2", None, id="2"),
        row("3", id="3", beliefs=(OutcomeLook(0, (0, 1), None), *CONTRADICTION)),
    ],
    "votes without a look": [row("1", (1.0, 0.0), views=(), route="votes")],
    "certainties that contradict each other": [row("1", (0.5, 0.5), views=CONTRADICTION, seats=debate())],
    "a wrong choice of its own": [row("1", (1.0, 0.0), chosen=1, seats=debate()), row("2", (0.0, 1.0), chosen=1)],
    "an old row": [Outcome.model_validate(BARE)],
}


@pytest.fixture(params=EDGES)
def edge(request: pytest.FixtureRequest) -> Cell:
    (found,) = cells(EDGES[request.param])
    return found


def test_statistics_of_one_cell(edge: Cell) -> None:
    for statistic in (
        metrics.judge_accuracy,
        metrics.position,
        metrics.proper_scores,
        metrics.calibration,
        metrics.risk_coverage,
        metrics.asd,
        metrics.leniency_of,
    ):
        found = statistic(edge)
        assert type(found).model_validate_json(found.model_dump_json()) == found
    assert len(metrics.own_answers(edge)) <= len(edge.questions)
    assert len(metrics.as_open(edge, metrics.own_answers(edge))) <= len(edge)
    assert sum(b.n for b in metrics.by_certainty(edge)) == int(edge.is_believed.sum())
    assert all(at.p_gold.n for at in metrics.trajectory(edge))
    assert len(metrics.early_stop(edge, [0.8])) == 1
    for score in ("log-odds", "brier"):
        assert metrics.asd(edge, score=score).n <= 2 * len(edge)


def test_statistics_of_players(edge: Cell) -> None:
    played = metrics.games([edge])
    assert sum(one.wins.n for one in metrics.debaters([edge])) == 2 * len(played)
    assert len(metrics.elo(played)) in (0, 2)
    assert metrics.cycles(played) == []
    if played:
        assert sum(p.games for p in metrics.bradley_terry(played).players) == 2 * len(played)


def test_statistics_of_a_cell_compared_with_itself(edge: Cell) -> None:
    comparisons = metrics.compare_all([edge, edge], of="log") + metrics.compare_all([edge, edge])
    assert all(not comparison.difference.value for comparison in comparisons)
    recovery = metrics.pgr(edge, edge, edge)
    assert recovery.recovered.value is None
    between = metrics.between(edge, edge)
    assert between.percent.value in (None, 1.0)
    cautions = metrics.cautions(
        [edge], comparisons=comparisons, agreements={"the same": between}, recoveries=[recovery]
    )
    assert "no-gap" in {caution.kind for caution in cautions}
