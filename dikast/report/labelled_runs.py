"""LabelledRun: what people's labels of a sample of steps say of a run."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from dikast.experiments import LabelEstimates, RunFolder, estimate_labels
from dikast.records import Record


class LabelledRun(Record):
    """A run whose steps people labelled, and what that says of all of them."""

    run: str
    estimates: LabelEstimates


def find_labelled(runs: Mapping[str, RunFolder]) -> Iterator[LabelledRun]:
    """The runs whose steps people labelled. The records of these are read once more."""
    for name, folder in runs.items():
        estimates = estimate_labels(folder)
        if estimates is not None:
            yield LabelledRun(run=name, estimates=estimates)
