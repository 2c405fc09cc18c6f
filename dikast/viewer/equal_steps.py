"""Equal wrong steps: the same error in the same problem, made by several pupils."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from dikast.records import StepLabel
from dikast.report import pupil_of
from dikast.viewer.graded_run import GradedSolution

StepKey = tuple[str, ...]
WRONG = ("incorrect", "inherited")
# Signs that are written in several ways and mean one thing.
_SIGNS = str.maketrans({"·": "*", "×": "*", "⋅": "*", "∗": "*", "−": "-", "–": "-", "÷": "/", "∶": ":", "\u00a0": " "})
# Marks of formulas, and what ends a sentence, say nothing of the claim.
_MARKS = re.compile(r"\\[()\[\]]|\$|[.;!]+$|\\[,;!]")
_BETWEEN_SIGNS = re.compile(r"\s*([-+*/=<>^(),:])\s*")


@dataclass(frozen=True)
class EqualStep:
    """One of equal steps: whose it is, in which episode, and which step (counted from 0)."""

    episode: str
    step: int
    pupil: str
    question: str
    text: str
    label: StepLabel


@dataclass(frozen=True)
class EqualSteps:
    """Steps of one problem that make the same error; `claim` is what a machine refuted in each, if that is why."""

    problem: str
    claim: str
    members: tuple[EqualStep, ...]
    error_kinds: tuple[tuple[str, str], ...]

    @property
    def kinds(self) -> tuple[str, ...]:
        """The kinds of error that the members have now, in the rubric's words."""
        names = dict(self.error_kinds)
        codes = {member.label.error_type for member in self.members}
        return tuple(sorted(names.get(code or "", code or "no kind of error") for code in codes))


def equal_wrong_steps(solutions: Iterable[GradedSolution]) -> list[EqualSteps]:
    """The wrong steps that two pupils or more have in common, the most frequent first.

    Steps are equal where they answer the same problem and a machine refuted the same in them: claims whose sides have
    the same values, however they are written. Where it refuted nothing, their texts must be the same, apart from
    spaces, letter case, the ways to write a sign, and marks of formulas.
    """
    members: defaultdict[StepKey, list[EqualStep]] = defaultdict(list)
    kinds: dict[StepKey, tuple[tuple[str, str], ...]] = {}
    for episode, regrading in solutions:
        solution = episode.question.solution
        if solution is None:
            continue
        problem = normal_text(episode.question.text)
        for label, text in zip(regrading.grading.steps, solution.steps, strict=False):
            if label.label not in WRONG:
                continue
            key = (problem, episode.protocol_name, *_error_key(label, text))
            kinds.setdefault(key, tuple((kind.code, kind.name) for kind in regrading.rubric.errors))
            members[key].append(
                EqualStep(episode.id, label.step, pupil_of(episode), episode.question.text, text, label)
            )
    groups = [
        EqualSteps(of_key[0].question, _claim_text(of_key[0].label), tuple(of_key), kinds[key])
        for key, of_key in members.items()
        if len({(member.episode, member.pupil) for member in of_key}) > 1
    ]
    return sorted(groups, key=lambda group: (-len(group.members), group.problem))


def _error_key(label: StepLabel, text: str) -> StepKey:
    """What makes a step equal to another: the values of what was refuted in it, else its text."""
    sides = [check.sides for check in label.checks if check.status == "refuted" and check.sides is not None]
    if sides:
        return ("refuted", *sides[0])
    return ("text", normal_text(text))


def _claim_text(label: StepLabel) -> str:
    return next((check.claim for check in label.checks if check.status == "refuted" and check.sides), "")


def normal_text(text: str) -> str:
    """The text in the one way of writing by which texts are compared."""
    text = unicodedata.normalize("NFKC", text).translate(_SIGNS).casefold()
    text = _MARKS.sub("", " ".join(text.split()))
    return _BETWEEN_SIGNS.sub(r"\1", text).strip()
