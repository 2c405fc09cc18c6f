"""The figures as matplotlib axes, and the records as a data frame."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import dikast.report
from dikast.errors import BadInput
from dikast.experiments import RunFolder
from dikast.report import build_findings, plot_accuracy, plot_frontier, plot_reliability, to_frame
from dikast.report.findings import Findings
from tests.report.conftest import Debates, line

if TYPE_CHECKING:
    from matplotlib.axes import Axes

PLOTS = sorted(name for name in dikast.report.__all__ if name.startswith("plot_"))
# They want a gap that may not be none, or agents of several strengths.
NOT_OF_THIS_RUN = {
    "plot_recovery",
    "plot_strength",
    "plot_sweep",
    "plot_scaling",
    "plot_nested",
    "plot_hacking",
    "plot_overoptimisation",
}


@pytest.fixture(autouse=True)
def headless() -> Iterator[None]:
    """No window, and no figure left open."""
    import matplotlib as mpl
    import matplotlib.pyplot as plt

    mpl.use("agg")
    yield
    plt.close("all")


@pytest.fixture(scope="module")
def findings(example: RunFolder) -> Findings:
    return build_findings([example])


@pytest.mark.parametrize("name", [name for name in PLOTS if name not in NOT_OF_THIS_RUN])
def test_every_plot_has_its_labels_and_can_be_saved(name: str, findings: Findings, tmp_path: Path) -> None:
    ax = getattr(dikast.report, name)(findings)
    assert ax.get_title()
    assert ax.get_xlabel()
    ax.figure.savefig(tmp_path / "plot.svg")
    assert (tmp_path / "plot.svg").stat().st_size > 1000


def test_a_plot_is_drawn_on_the_axes_given(findings: Findings) -> None:
    import matplotlib.pyplot as plt

    _, (left, right) = plt.subplots(1, 2)
    assert plot_accuracy(findings, left) is left
    assert plot_frontier(findings, right) is right


def test_series_differ_in_more_than_colour(findings: Findings) -> None:
    lines = [line_ for line_ in plot_reliability(findings).lines if not str(line_.get_label()).startswith("_")]
    assert len(lines) == 4
    assert len({(line_.get_marker(), line_.get_linestyle()) for line_ in lines}) == 4


def test_a_plot_takes_findings_or_run_folders(debates: Debates) -> None:
    run = debates(line(1, 0.9), line(2, 0.2))
    assert plot_accuracy(run.path).get_title() == plot_accuracy([str(run.path)]).get_title() == "Judge accuracy"
    with pytest.raises(BadInput, match="the records hold nothing for 'frontier'"):
        plot_frontier(run.path)


@pytest.mark.parametrize("plot", [plot_accuracy, plot_reliability])
def test_long_names_leave_room_for_the_plot(plot: Callable[[Path], Axes], debates: Debates) -> None:
    team = "debaters=openai/gpt-4o-mini consultants=openai/gpt-4o-mini judge=endpoint/Qwen2.5-7B-Instruct"
    ax = plot(debates(line(1, 0.9, team=team), line(2, 0.4, team="x" * 200)).path)
    ax.figure.canvas.draw()
    assert ax.get_position().width > 0.5


def test_a_label_is_not_read_as_mathematics(debates: Debates) -> None:
    ax = plot_accuracy(debates(line(1, 0.9, protocol="$\\frac{$ _x")).path)
    ax.figure.canvas.draw()


# --- the data frame


def test_a_frame_has_one_row_per_episode(debates: Debates) -> None:
    run = debates(line(1, 0.75, beliefs=[{"round": 0, "probabilities": [0.5, 0.5]}]), line(2, 0.2, answer=None))
    frame = to_frame(run.path)
    assert list(frame["id"]) == ["d1", "d2"]
    assert list(frame["p_gold"].dropna()) == [0.75]
    assert list(frame["choice"]) == [1, 0]
    assert frame["gold"].isna().tolist() == [False, True]
    assert frame.loc[0, "first_belief"] == 0.5


def test_a_frame_gives_the_numbers_of_the_findings(example: RunFolder, findings: Findings) -> None:
    frame = to_frame(example.path)
    by_question = frame.dropna(subset=["credit"]).groupby(["protocol", "question"], observed=True)["credit"].mean()
    for cell in findings.cells:
        assert by_question[cell.protocol].mean() == pytest.approx(cell.accuracy.accuracy.value)
    assert frame["calls"].sum() == findings.cost.usage.calls


def test_the_mean_of_an_empty_column_is_missing(debates: Debates) -> None:
    means = to_frame(debates(line(1, 0.9, answer=None)).path)[["credit", "brier", "p_gold", "first_belief"]].mean()
    assert means.isna().all()


def test_a_frame_without_pandas_says_what_to_install(debates: Debates, monkeypatch: pytest.MonkeyPatch) -> None:
    import sys

    monkeypatch.setitem(sys.modules, "pandas", None)
    with pytest.raises(BadInput, match=r"pip install 'dikast\[frame\]'"):
        to_frame(debates(line(1, 0.9)).path)
