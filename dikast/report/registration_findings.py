"""What was registered before a run, what became of it, and what was changed since."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from dikast.experiments import Registration, RunFolder
from dikast.metrics import Comparison, DecidedHypothesis, Hypothesis
from dikast.records import Record

if TYPE_CHECKING:
    from dikast.metrics import Cell


class RegistrationFinding(Record):
    """A registration beside its runs.

    `finished` is how many episodes were finished when it was registered; `changes` what is otherwise now, a line each.
    Everything that is not among its `hypotheses` is exploratory.
    """

    hash: str
    finished: int
    changes: tuple[str, ...]
    hypotheses: tuple[DecidedHypothesis, ...]

    def has_registered(self, comparison: Comparison) -> bool:
        """Whether this comparison of two cells was registered."""
        registered = [decided.comparison for decided in self.hypotheses if decided.comparison is not None]
        return {comparison.first, comparison.second} in [{one.first, one.second} for one in registered]


def find_registered(
    path: Path, cells: Sequence[Cell], runs: Mapping[str, RunFolder], resamples: int
) -> RegistrationFinding:
    """What the runs say of the hypotheses registered in this file. Raises BadInput where it is no registration."""
    from dikast.metrics import compare, decide_hypotheses

    registration = Registration.read(path)
    comparisons: dict[int, Comparison] = {}
    for i, hypothesis in enumerate(registration.content.hypotheses):
        pair = _cells_of(hypothesis, cells)
        if pair is not None:
            comparisons[i] = compare(*pair, of=hypothesis.of, resamples=resamples)
    changes = []
    for name, folder in runs.items():
        prefix = f"{name}: " if len(runs) > 1 else ""
        changes += [prefix + change for change in registration.changes(folder.description())]
    return RegistrationFinding(
        hash=registration.hash,
        finished=registration.content.finished,
        changes=tuple(changes),
        hypotheses=tuple(
            decide_hypotheses(registration.content.hypotheses, comparisons, is_settled=_is_settled(registration, runs))
        ),
    )


def _cells_of(hypothesis: Hypothesis, cells: Sequence[Cell]) -> tuple[Cell, Cell] | None:
    """The two cells of a hypothesis; None where one of them has no episodes, or could be several."""
    found = []
    for name in hypothesis.compare:
        fitting = [cell for cell in cells if cell.name == name] or [cell for cell in cells if cell.protocol == name]
        if len(fitting) != 1:
            return None
        found.append(fitting[0])
    return found[0], found[1]


def _is_settled(registration: Registration, runs: Mapping[str, RunFolder]) -> bool:
    """Whether the stopping rule that was registered ended the runs."""
    if not registration.content.experiment.get("stop"):
        return False
    plans = [folder.plan() for folder in runs.values()]
    return all(plan is not None and plan.is_settled for plan in plans)
