"""The sample: the order in which people label steps, and the chance of each step to be among the first."""

from __future__ import annotations

import math
from collections.abc import Sequence
from hashlib import blake2b
from typing import Annotated, Literal

from pydantic import Field, FiniteFloat

from dikast.experiments.labelling.step_frame import FrameStep
from dikast.records import Record

SampleOrder = Literal["uncertain", "random"]
ShownReference = Literal["none", "answer", "solution"]
LEAST_SIZE = 0.2
"""How much a step is wanted whose judges are certain: a fifth of one that may be either. Judges are certain of errors,
too, and such a step would else count for too many."""

LEAST_MARK = 1e-24
"""Below this no random number divided by a size can be."""


class SampleTerms(Record):
    """How the steps of a run are chosen for people, and what people are shown of the right answer.

    - `order`: `uncertain` ones are likelier to come early, or all steps are in a `random` order.
    - `seed`: that of the random numbers.
    - `reference`: nothing, the reference `answer`, or also the worked `solution`.
    """

    order: SampleOrder = "uncertain"
    seed: int = 0
    reference: ShownReference = "answer"


class SampledStep(Record):
    """A step in its place in the order.

    - `id`, `question`, `step`: which step it is; `step` is counted from 0.
    - `place`: its place in the order, counted from 0.
    - `size`: how much it was wanted.
    - `mark`: its random number from 0 to 1, divided by its size; steps are in the order of their marks.
    """

    id: str
    question: str
    step: Annotated[int, Field(ge=0)]
    place: Annotated[int, Field(ge=0)]
    size: Annotated[float, Field(ge=LEAST_SIZE, le=1)]
    mark: Annotated[FiniteFloat, Field(gt=LEAST_MARK)]


def draw_sample(frame: Sequence[FrameStep], terms: SampleTerms) -> list[SampledStep]:
    """All steps in the order in which they are to be labelled; the same steps and seed give the same order."""
    sizes = {step.id: 1.0 if terms.order == "random" else wanted_size(step.p_right) for step in frame}
    marks = {step.id: _random_number(terms.seed, step.id) / sizes[step.id] for step in frame}
    in_order = sorted(frame, key=lambda step: (marks[step.id], step.id))
    return [
        SampledStep(
            id=step.id,
            question=step.question,
            step=step.step,
            place=place,
            size=sizes[step.id],
            mark=marks[step.id],
        )
        for place, step in enumerate(in_order)
    ]


def wanted_size(p_right: float) -> float:
    """How much a step is wanted: 1 where its judges are undecided, LEAST_SIZE where they are certain.

    It is the spread of a label with this probability, twice: the best allocation where the probability is right
    (Neyman 1934).
    """
    return max(LEAST_SIZE, math.sqrt(4 * p_right * (1 - p_right)))


def _random_number(seed: int, id: str) -> float:
    """A number above 0 and below 1 that belongs to the step: steps that come later change no other's."""
    digest = blake2b(f"{seed} {id}".encode(), digest_size=8).digest()
    return (int.from_bytes(digest) + 0.5) / 2**64
