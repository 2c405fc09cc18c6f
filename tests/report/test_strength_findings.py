"""Accuracy by the strength of agents: grids of judges and others, sweeps of handicaps, and how they are drawn."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from dikast.experiments import RunFolder, load_experiment, prepare, run_experiment
from dikast.report import Findings, build_findings, plot_strength, plot_sweep, write_page
from dikast.report.figures import strength_figure, sweep_figure
from dikast.report.heat_map import HeatMap
from dikast.report.html_page import figure_values

EXAMPLE = Path(__file__).parents[2] / "examples" / "capability.yaml"


@pytest.fixture(scope="module")
def swept(tmp_path_factory: pytest.TempPathFactory) -> RunFolder:
    path = tmp_path_factory.mktemp("swept") / "run"
    changes = ("questions.limit=24", "agents.debater.handicap.knows=[0, 0.5, 1]")
    asyncio.run(run_experiment(prepare(*load_experiment(EXAMPLE, changes), path)))
    return RunFolder.open(path)


@pytest.fixture(scope="module")
def findings(swept: RunFolder) -> Findings:
    return build_findings([swept])


def test_a_grid_has_every_judge_against_every_debater(findings: Findings) -> None:
    (grid,) = findings.strength_grids
    assert grid.judges == ("programs:counting_judge", "programs:counting_judge+context=90")
    assert grid.arguers == tuple(f"debater=programs:quoting_debater+knows={knows:g}" for knows in (0, 0.5, 1))
    accuracy = grid.accuracy(grid.judges[0], grid.arguers[2])
    assert accuracy is not None
    assert accuracy == findings.cell(f"debate ({grid.arguers[2]} judge={grid.judges[0]})").accuracy.accuracy
    assert grid.accuracy("nobody", grid.arguers[0]) is None


def test_a_sweep_has_the_handicaps_numbers_in_order_for_each_choice_of_the_others(findings: Findings) -> None:
    assert len(findings.strength_sweeps) == 2, "the judge has one number only, which is no sweep"
    for sweep in findings.strength_sweeps:
        assert (sweep.role, sweep.handicap) == ("debater", "knows")
        assert [level.strength for level in sweep.levels] == [0, 0.5, 1]
        accuracies = [level.accuracy.value or 0 for level in sweep.levels]
        assert accuracies[0] <= accuracies[1] <= accuracies[2]


def test_the_heat_map_writes_each_value_into_its_square(findings: Findings) -> None:
    figure = strength_figure(findings)
    assert isinstance(figure, HeatMap)
    drawn = str(figure_values(figure)["svg"])
    for square in figure.panels[0].squares:
        assert f">{square.value:.2f}<" in drawn
    assert len(list(figure.table_rows())) == 6
    assert [figure.shade(value) for value in (-1, 0.25, 2)] == [0, 0.25, 1]


def test_the_page_and_matplotlib_show_both_figures(findings: Findings, swept: RunFolder, tmp_path: Path) -> None:
    write_page(findings, [swept], tmp_path / "page.html")
    html = (tmp_path / "page.html").read_text()
    assert 'id="figure-strength"' in html
    assert 'id="figure-sweep"' in html
    assert plot_strength(findings).get_xlabel() == "judge, in debate"
    assert plot_sweep(findings).get_ylabel() == "judge accuracy"


def test_without_several_judges_and_others_there_is_no_grid(example: RunFolder) -> None:
    findings = build_findings([example])
    assert findings.strength_grids == ()
    assert strength_figure(findings) is None
    assert sweep_figure(findings) is None
    assert "strength_grids" not in findings.model_dump(), "reports of earlier runs stay the same"
