"""The tasks of people who label steps: what they are shown of a solution, and what they may say."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping

from dikast.agents import ANYONE
from dikast.envelope import quoted
from dikast.experiments.labelling.step_frame import graded_episodes, step_ids
from dikast.experiments.labelling.step_sample import SampledStep, ShownReference
from dikast.experiments.people import PersonTask, ShownMessage
from dikast.experiments.stores import RunFolder
from dikast.graphs import regrade
from dikast.records import Label, Question
from dikast.rubrics import Rubric

SEAT = "labeller"
IMAGE_URL = "data:image/"
LABELS: Mapping[Label, str] = {
    "correct": "right, and a step towards the answer",
    "neutral": "not wrong, but no progress either",
    "incorrect": "wrong in itself",
    "inherited": "wrong only because it rests on an earlier wrong step",
    "unknown": "I can't tell",
}
RULES = """\
You label one step of a worked solution. You see the problem, and the steps up to that one, but none after it.
Ask whether this step is right: its calculations, what it claims, and whether it may be concluded.
A step that would be right if an earlier one were, and is not because of that, is inherited.
If the step is wrong, name the kind of error where one fits, and say briefly why.
What models or other people said of this step is not shown, so that your label is your own."""


def label_tasks(folder: RunFolder, steps: Mapping[str, SampledStep], reference: ShownReference) -> Iterator[PersonTask]:
    """The task of each of these steps, which are given by their ids; once each, in the order of the records."""
    left = dict(steps)
    for episode, _ in graded_episodes(folder):
        wanted = [step for id in step_ids(episode.question) if (step := left.pop(id, None)) is not None]
        if not wanted:
            continue
        rubric = regrade(episode).rubric
        for step in wanted:
            yield step_task(episode.question, step, rubric, reference)


def step_task(question: Question, step: SampledStep, rubric: Rubric, reference: ShownReference) -> PersonTask:
    """The task to label one step. It has nothing that the run's judges said, and no later step."""
    # The first step rests on no other.
    labels = [label for label in LABELS if step.step or label != "inherited"]
    return PersonTask(
        id=step.id,
        agent=ANYONE,
        # Of its own: who labels one step of a solution may label the others, or not.
        episode=step.id,
        seat=SEAT,
        kind="judge",
        purpose="label",
        messages=(
            ShownMessage(author="system", text=_rules(rubric)),
            ShownMessage(
                author="human",
                text="\n\n".join(_blocks(question, step.step, reference)),
                images=tuple(image for image in question.images if image.startswith(IMAGE_URL)),
            ),
        ),
        answer="choice",
        labels=tuple(labels),
        options=tuple(LABELS[label] for label in labels),
        title=f"Is step {step.step + 1} right?",
        kinds=tuple((kind.code, kind.name) for kind in rubric.errors),
        posted_at=time.time(),
    )


def _rules(rubric: Rubric) -> str:
    kinds = "\n".join(f"{kind.name}: {kind.covers}" for kind in rubric.errors)
    return f"{RULES}\n\nKinds of error:\n{quoted(kinds)}"


def _blocks(question: Question, last: int, reference: ShownReference) -> Iterator[str]:
    """The problem, what is known to be right, and the steps up to the last one; all words of others are quoted."""
    yield f"The problem:\n{quoted(question.text)}"
    if question.choices:
        choices = "\n".join(question.choices)
        yield f"Its choices:\n{quoted(choices)}"
    answers = question.references if question.gold is None else (question.choices[question.gold],)
    if reference != "none" and answers:
        yield f"The right answer, by the reference:\n{quoted(chr(10).join(answers))}"
    if reference == "solution" and question.reference_solution:
        yield f"A solution known to be right; there may be others:\n{quoted(question.reference_solution)}"
    steps = question.solution.steps if question.solution else ()
    if last:
        yield "The steps before:"
    for number, text in enumerate(steps[:last], 1):
        yield f"Step {number}\n{quoted(text)}"
    yield f"The step to label, step {last + 1}:\n{quoted(steps[last])}"
