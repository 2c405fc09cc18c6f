"""What people's labels of a sample say of all steps of a run, and of its judges."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray
from pydantic import Field

from dikast.experiments.labelling.label_file import LabelFile
from dikast.experiments.labelling.step_frame import graded_episodes, step_ids
from dikast.experiments.labelling.step_labels import PeopleLabel, StepLabels
from dikast.experiments.labelling.step_sample import SampleTerms
from dikast.experiments.people import label_alpha
from dikast.experiments.stores import RunFolder
from dikast.metrics import Estimate, mean_of_shares, sampled_share
from dikast.records import Record, StepLabel


class JudgeEstimate(Record):
    """What the labels say of one protocol with one choice of agents, over all steps that it graded.

    - `steps`, `counted`: the steps of the sample that it graded, and those of them whose labels count.
    - `called_wrong`: the share that it calls wrong, of all these steps; this is known, and no estimate.
    - `wrong`: the share that is wrong, of the steps that people could decide.
    - `agreement`: on how many of these the run says what people say, right or wrong. `unknown` and unparsed labels
      agree with nothing.
    - `found`: the share of wrong steps that are called wrong; `passed`: that of right steps that are called right.
    - `balanced`: the mean of both.
    """

    protocol: str
    agents: str
    steps: int
    counted: int
    called_wrong: float
    wrong: Estimate
    agreement: Estimate
    found: Estimate
    passed: Estimate
    balanced: Estimate


class LabelEstimates(Record):
    """What people's labels say of a run.

    - `terms`: how the steps were chosen.
    - `steps`, `queued`: all steps of the run when the sample was drawn, and those in the queue.
    - `labelled`, `counted`: the steps with all their labels, and those of them that count: all up to the first in the
      order that has none yet.
    - `undecided`: the share about which people can't tell whether it is wrong.
    - `alpha`: Krippendorff's, of the labels of several people for the same steps; None without any.
    - `judges`: an entry for each protocol with each choice of agents.
    """

    terms: SampleTerms
    steps: int
    queued: int
    labelled: int
    counted: int
    undecided: Estimate
    alpha: Estimate | None = Field(default=None, exclude_if=lambda alpha: alpha is None)
    judges: tuple[JudgeEstimate, ...]


@dataclass
class _Judged:
    """What one cell said: how often it called each step wrong and right, of how many gradings, by the step's id."""

    gradings: dict[str, int] = field(default_factory=dict)
    called_wrong: dict[str, int] = field(default_factory=dict)
    called_right: dict[str, int] = field(default_factory=dict)

    def add(self, id: str, label: StepLabel) -> None:
        """Adds one grading of a step."""
        self.gradings[id] = self.gradings.get(id, 0) + 1
        if label.is_wrong is not None:
            said = self.called_wrong if label.is_wrong else self.called_right
            said[id] = said.get(id, 0) + 1


def estimate_labels(folder: RunFolder) -> LabelEstimates | None:
    """What the labels of a run's sample say; None where no step was ever drawn. Raises BadInput for a damaged file."""
    file = LabelFile(folder.path)
    labels = file.read()
    if labels is None:
        return None
    # Without a label that counts there is nothing to read the records for.
    judged = _judged(folder, file.step_ids()) if labels.counted else {}
    return LabelEstimates(
        terms=labels.terms,
        steps=labels.n_steps,
        queued=labels.n_queued,
        labelled=sum(step.label is not None for step in labels.labelled),
        counted=labels.n_counted,
        undecided=_undecided(labels.counted),
        alpha=label_alpha(map(_choices, labels.labelled), labels.options.adjudicator),
        judges=tuple(_judge(name, of_cell, labels) for name, of_cell in judged.items()),
    )


def _judged(folder: RunFolder, ids: set[str]) -> dict[tuple[str, str], _Judged]:
    """What each cell said of the steps of the sample, in the order of the records."""
    names = {outcome.id: (outcome.protocol, outcome.agents) for outcome in folder.outcomes()}
    cells: dict[tuple[str, str], _Judged] = {}
    for episode, grading in graded_episodes(folder):
        cell = cells.setdefault(names.get(episode.id, (episode.protocol_name, "")), _Judged())
        for id, label in zip(step_ids(episode.question), grading.steps, strict=False):
            if id in ids:
                cell.add(id, label)
    return cells


def _judge(name: tuple[str, str], judged: _Judged, labels: StepLabels) -> JudgeEstimate:
    """The estimates of one cell. The gradings of a step that it graded several times are averaged."""
    of_cell = [step for step in labels.counted if step.id in judged.gradings]
    told = [step for step in of_cell if step.is_wrong is not None]
    p = np.array([step.p for step in told], dtype=float)
    wrong = np.array([step.is_wrong for step in told], dtype=float)
    called_wrong = _shares(told, judged.called_wrong, judged.gradings)
    called_right = _shares(told, judged.called_right, judged.gradings)
    clusters = len({step.question for step in told})
    found = sampled_share(wrong * called_wrong, wrong, p, clusters)
    passed = sampled_share((1 - wrong) * called_right, 1 - wrong, p, clusters)
    agreeing = wrong * called_wrong + (1 - wrong) * called_right
    said_wrong = (judged.called_wrong.get(id, 0) / n for id, n in judged.gradings.items())
    return JudgeEstimate(
        protocol=name[0],
        agents=name[1],
        steps=len(judged.gradings),
        counted=len(of_cell),
        called_wrong=sum(said_wrong) / len(judged.gradings),
        wrong=sampled_share(wrong, np.ones(len(told)), p, clusters),
        agreement=sampled_share(agreeing, np.ones(len(told)), p, clusters),
        found=found,
        passed=passed,
        balanced=mean_of_shares(found, passed),
    )


def _shares(steps: Sequence[PeopleLabel], said: Mapping[str, int], of: Mapping[str, int]) -> NDArray[np.float64]:
    """How often each step was called so, of all its gradings."""
    return np.array([said.get(step.id, 0) / of[step.id] for step in steps], dtype=float)


def _choices(step: PeopleLabel) -> dict[str, str]:
    """What each person said of a step."""
    return {answer.person: answer.label for answer in step.answers if answer.label is not None}


def _undecided(counted: Sequence[PeopleLabel]) -> Estimate:
    open_steps = np.array([step.is_wrong is None for step in counted], dtype=float)
    p = np.array([step.p for step in counted], dtype=float)
    return sampled_share(open_steps, np.ones(len(counted)), p, len({step.question for step in counted}))
