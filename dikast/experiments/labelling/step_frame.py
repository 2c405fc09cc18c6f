"""The frame: every step of a run's graded solutions, once, with how uncertain its judges were about it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import blake2b

from dikast.experiments.stores import RunFolder
from dikast.records import Episode, Grading, Question, StepLabel

HALF = 0.5
# A machine is certain of these, also where the judge was not.
_PROVED = ("verifier", "both")


@dataclass
class FrameStep:
    """A step of a solution. Several episodes may have graded it: `p_right` is the mean of what they thought.

    `id` is that of the question with these very steps: where other steps go by its id, they are others here.
    """

    id: str
    question: str
    step: int
    p_right: float
    n_gradings: int = 1

    def add(self, p_right: float) -> None:
        """Adds what one more grading thought."""
        self.n_gradings += 1
        self.p_right += (p_right - self.p_right) / self.n_gradings


def graded_episodes(folder: RunFolder) -> Iterator[tuple[Episode, Grading]]:
    """The episodes that graded a solution, with the gradings as the run made them; one in memory at a time."""
    for episode in folder.episodes():
        grading = episode.verdict.grading
        if grading is not None and episode.question.solution is not None:
            yield episode, grading


def frame_of(folder: RunFolder) -> list[FrameStep]:
    """All steps of the graded solutions, in the order of the records."""
    steps: dict[str, FrameStep] = {}
    for episode, grading in graded_episodes(folder):
        for id, label in zip(step_ids(episode.question), grading.steps, strict=False):
            p_right = judged_right(label, _votes(grading, label.step))
            if id in steps:
                steps[id].add(p_right)
            else:
                steps[id] = FrameStep(id, episode.question.id, label.step, p_right)
    return list(steps.values())


def step_ids(question: Question) -> list[str]:
    """The id of each step of a question's solution: the same for the same problem, steps and number."""
    steps = question.solution.steps if question.solution else ()
    whole = json.dumps([question.id, question.text, steps]).encode(errors="replace")
    return [blake2b(f"{step} ".encode() + whole, digest_size=16).hexdigest() for step in range(len(steps))]


def judged_right(label: StepLabel, votes: list[StepLabel]) -> float:
    """How probable it is that the step is right, by one grading; a half where that is open.

    `votes` are the labels of the step in the judge's replies. Their share counts where the judge was asked several
    times and states no probability.
    """
    if label.is_wrong is None or label.decided_by == "contested":
        return HALF
    if label.decided_by in _PROVED:
        return float(not label.is_wrong)
    if label.p_correct is not None:
        return min(1.0, max(0.0, label.p_correct))
    read = [vote for vote in votes if vote.label is not None]
    if len(read) < 2:
        return float(not label.is_wrong)
    return sum(HALF if vote.is_wrong is None else float(not vote.is_wrong) for vote in read) / len(read)


def _votes(grading: Grading, step: int) -> list[StepLabel]:
    return [label for labelling in grading.labellings for label in labelling.steps if label.step == step]
