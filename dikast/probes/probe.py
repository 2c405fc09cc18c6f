"""Probe: one respect in which a question is changed, to see whether a judge's verdict changes with it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from random import Random
from typing import Literal

from dikast.records import Question, Record

Subject = Literal["answers", "responses", "solutions"]
"""What the protocols of an experiment judge: which answer is right, which response is better, or a worked solution."""
Sought = Literal["resists", "reacts", "alike", "twins", "pairs", "repeats"]
"""What a good judge does: it `resists` a cue; it `reacts` to a change; it finds variants `alike`; it is right about
both `twins`, or about both of the `pairs`. `repeats`: nothing was changed, so that any change is inconsistency."""

ACCEPTS = 1
REJECTS = 0
"""What a judge of a solution may say of it: every step is right, or some step is wrong."""


class ProbeMark(Record):
    """What a probed question says of itself in its metadata, under `probe`. No seat is shown it.

    - `name`, `variant`: the probe, and which of its variants; the name is `clean` for the question as it was.
    - `of`: the id of the question that it is made from.
    - `cue`: the choice that the change speaks for, by its index in the unchanged question; of a solution, 1 to accept
      it and 0 to reject it. None where the change speaks for nothing.
    - `order`: for each choice its index in the unchanged question; empty where choices are where they were.
    - `mitigation`: what was done to the question so that the judge resists.
    """

    name: str
    of: str
    variant: str = ""
    cue: int | None = None
    order: tuple[int, ...] = ()
    mitigation: str = ""


@dataclass(frozen=True)
class ProbeChange:
    """A changed question, with the cue and the order as in a ProbeMark. It still has the id that it had."""

    question: Question
    variant: str = ""
    cue: int | None = None
    order: tuple[int, ...] = ()


@dataclass(frozen=True)
class Unfit:
    """Why a probe can't be applied to a question, in words that complete `can't be applied: …`."""

    reason: str


QuestionChange = Callable[[Question, Random], tuple[ProbeChange, ...] | Unfit]


@dataclass(frozen=True)
class Probe:
    """One row of the table of probes.

    - `name`: how it is asked for.
    - `changes`: what it changes, in words.
    - `subjects`: what it can be applied to.
    - `needs`: what a question must have.
    - `gold`: what becomes of the right answer.
    - `source`: where it is described.
    - `seeks`: what a good judge does.
    - `change`: makes the changed questions, one for each variant. It is pure: the same question and random numbers from
      the same seed give the same questions.
    - `is_of_references`: it changes references, which only some judges see.
    - `is_of_instructions`: it leaves the question, and the judge is asked in the language that the variant names.
    """

    name: str
    changes: str
    subjects: tuple[Subject, ...]
    needs: str
    gold: str
    source: str
    seeks: Sought
    change: QuestionChange
    is_of_references: bool = False
    is_of_instructions: bool = False
