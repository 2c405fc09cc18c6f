"""The desk at which people label the steps of a finished run."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from dikast.agents import ANYONE
from dikast.errors import BadInput
from dikast.experiments.labelling.label_file import LabelFile
from dikast.experiments.labelling.label_tasks import label_tasks
from dikast.experiments.labelling.step_frame import frame_of
from dikast.experiments.labelling.step_labels import StepLabels
from dikast.experiments.labelling.step_sample import SampledStep, SampleTerms, draw_sample
from dikast.experiments.people import PeopleDesk, PeopleOptions, TaskStore
from dikast.experiments.stores import LABELS_LOCK, RunFolder, held_locks

GOING_ON = "people are asked for labels of this run already; end that `dikast label`, or use its links"


@contextmanager
def open_label_desk(
    folder: RunFolder, terms: SampleTerms, options: PeopleOptions, n_steps: int
) -> Iterator[PeopleDesk]:
    """The desk, for the time of the block. People label the first `n_steps` in the order of the sample.

    The sample is drawn where there is none yet. What was labelled before stays, and a queue that was longer stays as
    long. Raises BadInput where no solution was graded, the sample was drawn otherwise, or the steps of this run are
    being labelled already.
    """
    file = LabelFile(folder.path)
    # Before anything is written: a run without graded solutions stays as it is.
    drawn = _drawn(folder, terms) if file.read() is None else []
    with held_locks(folder.path / LABELS_LOCK, refusal=GOING_ON):
        file.begin(terms, options, drawn)
        kept = file.tasks()
        kept.open()
        try:
            # It has tables for all that is read from here on.
            labels = file.read(n_steps)
            assert labels is not None
            _post(folder, kept, labels, n_steps)
            desk = PeopleDesk(kept, options, (ANYONE,), places={step.id: step.place for step in labels.steps})
            for row in kept.open_tasks():
                if desk.is_answered(row.id):
                    kept.end(row.id)
            yield desk
        finally:
            kept.close()


def _drawn(folder: RunFolder, terms: SampleTerms) -> list[SampledStep]:
    """The order of all steps. Raises BadInput where there are none."""
    steps = draw_sample(frame_of(folder), terms)
    if not steps:
        message = "no solution was graded in this run: `dikast grade SOLUTIONS` makes one with steps to label"
        raise BadInput(message, str(folder.path))
    return steps


def _post(folder: RunFolder, kept: TaskStore, labels: StepLabels, n_steps: int) -> None:
    """Asks for the first steps of the order, and again for those that people have to label more often than before."""
    wanted = {step.id: step for step in labels.steps[: max(n_steps, labels.n_queued)]}
    kept.post(*label_tasks(folder, wanted, labels.terms.reference))
