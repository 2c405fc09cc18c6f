"""The figures that `--require` knows, one table for each command. Names are those in the command's JSON."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from dikast.cli.score_run import CellScore
    from dikast.gates import GateCell
    from dikast.metrics import Cell, Estimate, ProbeEffect, VerdictDrift
    from dikast.report import CellFindings, Findings

_ALWAYS = frozenset({"accuracy", "error", "brier", "log", "changed"})
"""Figures that every cell should have: one without a value leaves a requirement undecided."""


def _count(number: int) -> Estimate:
    """A count, which is what it is: its interval is itself."""
    from dikast.metrics import Estimate

    return Estimate(value=number, low=number, high=number, n=number, method="exact")


def _run_accuracy(cell: Cell) -> Estimate:
    from dikast.metrics import judge_accuracy

    return judge_accuracy(cell).accuracy


def _run_brier(cell: Cell) -> Estimate:
    from dikast.metrics import proper_scores

    return proper_scores(cell).brier


def _ece(cell: CellFindings) -> Estimate | None:
    return None if cell.calibration is None else cell.calibration.ece


RUN_FIGURES: Mapping[str, Callable[[Cell], Estimate]] = {
    "accuracy": _run_accuracy,
    "brier": _run_brier,
    "unparsed": lambda cell: _count(int((~cell.is_decided & ~cell.is_failed).sum())),
    "failed": lambda cell: _count(int(cell.is_failed.sum())),
}
REPORT_FIGURES: Mapping[str, Callable[[CellFindings], Estimate | None]] = {
    "accuracy": lambda cell: cell.accuracy.accuracy,
    "error": lambda cell: cell.accuracy.error,
    "agreed": lambda cell: cell.accuracy.agreed,
    "argued_right": lambda cell: cell.accuracy.argued_right,
    "argued_wrong": lambda cell: cell.accuracy.argued_wrong,
    "chose_right": lambda cell: cell.accuracy.chose_right,
    "chose_wrong": lambda cell: cell.accuracy.chose_wrong,
    "open_right": lambda cell: cell.accuracy.open_right,
    "brier": lambda cell: cell.scores.brier,
    "log": lambda cell: cell.scores.log,
    "ece": _ece,
    "asd_log": lambda cell: cell.asd_log,
    "asd_brier": lambda cell: cell.asd_brier,
    "consistent": lambda cell: cell.position.consistent,
    "accuracy_of_all": lambda cell: cell.accuracy_of_all.ppi_tuned if cell.accuracy_of_all else None,
    "corrected": lambda cell: cell.solutions_right.ppi_tuned if cell.solutions_right else None,
    "ties": lambda cell: _count(cell.accuracy.ties),
    "unparsed": lambda cell: _count(cell.accuracy.unparsed),
    "failed": lambda cell: _count(cell.accuracy.failed),
}
COMPARISON_FIGURES = ("difference",)
CORRECTED = "corrected"
"""The share of solutions without a wrong step, corrected for the judge's errors."""
PROBE_FIGURES: Mapping[str, Callable[[ProbeEffect], Estimate | None]] = {
    "changed": lambda effect: effect.changed,
    "repeated": lambda effect: effect.repeated,
    "floor": lambda effect: effect.floor,
    "above_floor": lambda effect: effect.above_floor,
    "flip_to_cue": lambda effect: effect.flip_to_cue,
    "says_cue": lambda effect: effect.says_cue,
    "harm": lambda effect: effect.harm,
    "accuracy": lambda effect: effect.accuracy,
    "twins.both_right": lambda effect: effect.twins.both_right if effect.twins else None,
    "twins.misled": lambda effect: effect.twins.misled if effect.twins else None,
    "pairs_of.individual": lambda effect: effect.pairs_of.individual if effect.pairs_of else None,
    "pairs_of.both_right": lambda effect: effect.pairs_of.both_right if effect.pairs_of else None,
    "pairs_of.confusion": lambda effect: effect.pairs_of.confusion if effect.pairs_of else None,
    "groups.nds": lambda effect: effect.groups.nds if effect.groups else None,
    "groups.ges": lambda effect: effect.groups.ges if effect.groups else None,
}


DRIFT_FIGURES: Mapping[str, Callable[[VerdictDrift], Estimate]] = {
    "changed": lambda cell: cell.changed,
    "difference": lambda cell: cell.difference,
    "floor": lambda cell: cell.floor,
}


def report_figures() -> list[str]:
    """The names of a report's figures; a `difference` is of two cells, `difference[FIRST,SECOND]`."""
    return [*REPORT_FIGURES, *COMPARISON_FIGURES]


def score_figures() -> list[str]:
    """The names of the figures of judged solutions."""
    from dikast.metrics import PROCESS_METRICS

    return [*(metric.name for metric in PROCESS_METRICS), CORRECTED]


def run_gate_cells(cells: Iterable[Cell], wanted: Iterable[str]) -> list[GateCell]:
    """The wanted figures of a run's cells: only they are computed, since some take a bootstrap."""
    from dikast.gates import GateCell

    names = [name for name in RUN_FIGURES if name in set(wanted)]
    rows = []
    for cell in cells:
        figures = {name: RUN_FIGURES[name](cell) for name in names}
        rows.append(GateCell(cell.name, cell_labels(cell.protocol, cell.agents), figures))
    return rows


def report_gate_cells(findings: Findings) -> list[GateCell]:
    """The figures of a report: of its cells, and of their comparisons."""
    from dikast.gates import GateCell

    rows = []
    for cell in findings.cells:
        figures = _known({name: figure(cell) for name, figure in REPORT_FIGURES.items()})
        rows.append(GateCell(cell.name, cell_labels(cell.protocol, cell.agents), figures))
    for comparison in findings.comparisons:
        name = f"{comparison.first},{comparison.second}"
        rows.append(GateCell(name, (), {"difference": comparison.difference}))
    return rows


def score_gate_cells(scores: Iterable[CellScore]) -> list[GateCell]:
    """The figures of judged solutions, cell by cell."""
    from dikast.gates import GateCell

    rows = []
    for cell in scores:
        name = " · ".join(filter(None, (cell.protocol, cell.agents)))
        figures = dict(cell.summary.figures)
        if cell.corrected is not None:
            figures[CORRECTED] = cell.corrected.ppi_tuned
        rows.append(GateCell(name, cell_labels(cell.protocol, cell.agents), figures))
    return rows


def drift_gate_cells(cells: Iterable[VerdictDrift]) -> list[GateCell]:
    """What changed in each cell."""
    from dikast.gates import GateCell

    rows = []
    for cell in cells:
        labels = cell_labels(cell.protocol, cell.agents)
        figures = {name: figure(cell) for name, figure in DRIFT_FIGURES.items()}
        rows.append(GateCell(", ".join(labels), labels, figures))
    return rows


def probe_gate_cells(effects: Iterable[ProbeEffect]) -> list[GateCell]:
    """The figures of each probe in each cell."""
    from dikast.gates import GateCell

    rows = []
    for effect in effects:
        labels = [*cell_labels(effect.protocol, effect.agents), *filter(None, (effect.mitigation, effect.probe))]
        figures = _known({name: figure(effect) for name, figure in PROBE_FIGURES.items()})
        # Pairs with opposite answers have no clean question that they could differ from.
        if effect.pairs_of is not None:
            figures.pop("changed", None)
        rows.append(GateCell(", ".join(labels), tuple(labels), figures))
    return rows


def _known(figures: Mapping[str, Estimate | None]) -> dict[str, Estimate]:
    """The figures that make sense for a cell: what has no value is left out, unless every cell should have it."""
    present = {name: figure for name, figure in figures.items() if figure is not None}
    return {name: figure for name, figure in present.items() if figure.value is not None or name in _ALWAYS}


def cell_labels(protocol: str, agents: str) -> tuple[str, ...]:
    """By what a cell can be selected: its protocol, its agents, and each of several agents."""
    return tuple(dict.fromkeys(filter(None, (protocol, agents, *agents.split()))))
