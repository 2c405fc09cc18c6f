"""How well judges judged the responses of known sets, of the runs that did so."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from dikast.experiments import RunFolder
from dikast.metrics import JudgmentSummary
from dikast.records import Episode


def find_judgments(folders: Iterable[RunFolder], resamples: int) -> Iterator[JudgmentSummary]:
    """The judgements of each run, those of all its judges together; nothing of runs on other questions."""
    from dikast.metrics import summarise_judgments

    for folder in folders:
        if judges_responses(folder):
            yield from summarise_judgments(folder.episodes(), resamples=resamples)


def judges_responses(folder: RunFolder) -> bool:
    """Whether the questions of a run are from a set of judged responses."""
    # All questions of a run have one origin, so that one episode tells; reading all of them takes long.
    first = next(folder.episodes(), None)
    return isinstance(first, Episode) and "responses" in first.question.metadata


def is_empty(values: Sequence[object]) -> bool:
    """For a field that is written only where there is something in it."""
    return not values
