"""RunResults: what the rows of a run add up to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self

from dikast.cli.cell_table import CellRow
from dikast.cli.unread_verdicts import UnreadVerdicts
from dikast.experiments import RunFolder
from dikast.metrics import CellSummary, SideSummary, SummaryTally
from dikast.records import Outcome, OutcomeSum


@dataclass(frozen=True)
class RunResults:
    """The results of all episodes that a folder holds.

    Cells and sides come in the order of the experiment's protocols. `is_graded`: worked solutions were judged.
    """

    folder: RunFolder
    cells: list[CellSummary]
    sides: list[SideSummary]
    failures: list[Outcome]
    is_graded: bool
    unread: UnreadVerdicts

    @classmethod
    def of(cls, folder: RunFolder) -> Self:
        """The results of this run so far."""
        tally = SummaryTally()
        unread = UnreadVerdicts()
        failures: list[Outcome] = []
        is_graded = False
        for outcome in folder.summed_outcomes():
            if isinstance(outcome, OutcomeSum):
                tally.add_sum(outcome)
                unread.add_sum(outcome)
                continue
            tally.add(outcome)
            unread.add(outcome)
            if outcome.status == "failed":
                failures.append(outcome)
            elif outcome.probabilities is None and _is_grading(outcome):
                is_graded = True
        # A label that the experiment lacks comes first.
        positions = {label: i for i, label in enumerate(folder.labels())}

        def position(row: CellRow) -> int:
            return positions.get(row.protocol, -1)

        return cls(
            folder,
            cells=sorted(tally.cells(), key=position),
            sides=sorted(tally.sides(), key=position),
            failures=failures,
            is_graded=is_graded,
            unread=unread,
        )

    @property
    def n_episodes(self) -> int:
        """How many episodes there are, failed ones too."""
        return sum(cell.episodes for cell in self.cells)

    @property
    def n_answers(self) -> int:
        """How many calls were answered in them."""
        return sum(cell.usage.calls + cell.usage.repeats for cell in self.cells)


def _is_grading(outcome: Outcome) -> bool:
    """Whether a verdict without probabilities is one on a worked solution: it has no attempts either."""
    return outcome.status == "decided" and outcome.attempts is None and outcome.acceptance is None
