"""How well judges judged the responses of known sets, of the runs that did so."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from dikast.experiments import RunFolder
from dikast.metrics import JudgmentSummary
from dikast.records import Episode


def find_judgments(runs: Mapping[str, RunFolder], resamples: int) -> Iterator[JudgmentSummary]:
    """The judgements of each run by its name, those of all its judges; nothing of runs on other questions."""
    from dikast.metrics import summarise_judgments

    for name, folder in runs.items():
        if not judges_responses(folder):
            continue
        for summary in summarise_judgments(folder.episodes(), resamples=resamples):
            # The name of the only run would say nothing.
            yield summary.model_copy(update={"run": name}) if len(runs) > 1 else summary


def judges_responses(folder: RunFolder) -> bool:
    """Whether the questions of a run are from a set of judged responses."""
    # All questions of a run have one origin, so that one episode tells; reading all of them takes long.
    first = next(folder.episodes(), None)
    return isinstance(first, Episode) and "responses" in first.question.metadata


def is_empty(values: Sequence[object]) -> bool:
    """For a field that is written only where there is something in it."""
    return not values
