"""How many graded solutions have no wrong step: by the judge, corrected by the labelled ones and by the proved ones."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from dikast.experiments import RunFolder
from dikast.records import Outcome
from dikast.report.run_protocols import CellLabels

if TYPE_CHECKING:
    from dikast.metrics import CorrectedRate, SolutionRates


@dataclass
class GradedSolutions:
    """Which episodes graded a solution, by run and id, with the labels of their cell."""

    labels: defaultdict[str, dict[str, CellLabels]] = field(default_factory=lambda: defaultdict(dict))

    def add(self, run: str, outcome: Outcome, labels: CellLabels) -> None:
        """Takes up one more outcome, if it is a grading."""
        if outcome.grade is not None:
            self.labels[run][outcome.id] = labels

    def corrected(self, runs: Mapping[str, RunFolder]) -> dict[CellLabels, CorrectedRate]:
        """The rate of each cell in which some solutions are labelled, and some are not. Records are read once more."""
        from dikast.metrics import SolutionRates

        rates: defaultdict[CellLabels, SolutionRates] = defaultdict(SolutionRates)
        for run, labels in self.labels.items():
            _read(runs[run], labels, rates)
        found = {name: of_cell.corrected() for name, of_cell in rates.items()}
        return {name: rate for name, rate in found.items() if rate is not None}


def _read(folder: RunFolder, labels: Mapping[str, CellLabels], rates: defaultdict[CellLabels, SolutionRates]) -> None:
    """Adds the gradings of one run to the rates of their cells."""
    for episode in folder.episodes():
        solution = episode.question.solution
        if episode.id in labels and solution is not None:
            rates[labels[episode.id]].add(
                episode.question.text, len(solution.steps), solution.marking, episode.verdict.grading
            )
