"""What people have done so far: how much, how fast, how attentively, and how far they agree."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from statistics import median
from typing import TYPE_CHECKING

from dikast.experiments.people.control_questions import reward_bits
from dikast.experiments.people.people_desk import PeopleDesk
from dikast.experiments.people.task_store import KnownScore

if TYPE_CHECKING:
    from dikast.metrics import Estimate


@dataclass(frozen=True)
class PersonSummary:
    """One person's work.

    - `answered`, `waiting`: the tasks of the run that they answered, and those that wait for them.
    - `median_s`: their median time for a task, in seconds; None without one.
    - `attended`, `checks`: how many attention checks they got right, of how many.
    - `practised`: how many practice questions they answered; `practice_bits` is their mean log score on these, in bits.
    """

    name: str
    answered: int
    waiting: int
    median_s: float | None
    attended: int
    checks: int
    practised: int
    practice_bits: float | None


def summaries(desk: PeopleDesk) -> list[PersonSummary]:
    """One for each person, in the experiment's order."""
    return [_summary(desk, person) for person in desk.people]


def rater_alpha(desk: PeopleDesk) -> Estimate | None:
    """Krippendorff's alpha of the labels that several people chose for the same task; None without such a task.

    Label by label as they were shown: all raters of a task saw its answers in the same order. An adjudicator is no
    rater: they are asked only where the raters differ.
    """
    return label_alpha(desk.store.all_choices().values(), desk.options.adjudicator)


def label_alpha(choices: Iterable[Mapping[str, str]], adjudicator: str | None) -> Estimate | None:
    """The same, of what each person chose for each task, by name."""
    # Here: every run imports this module, and few need numpy.
    import numpy as np

    from dikast.metrics import krippendorff_alpha

    of_raters = [{name: label for name, label in labels.items() if name != adjudicator} for labels in choices]
    chosen = [labels for labels in of_raters if len(labels) > 1]
    if not chosen:
        return None
    people = sorted({person for labels in chosen for person in labels})
    known = sorted({label for labels in chosen for label in labels.values()})
    table = np.full((len(people), len(chosen)), np.nan)
    for thing, labels in enumerate(chosen):
        for person, label in labels.items():
            table[people.index(person), thing] = known.index(label)
    return krippendorff_alpha(table)


def _summary(desk: PeopleDesk, person: str) -> PersonSummary:
    seconds = desk.store.seconds(person)
    scores = desk.store.known_scores(person)
    practice = [score for score in scores if score.is_practice]
    checks = [score for score in scores if not score.is_practice]
    return PersonSummary(
        name=person,
        answered=len(seconds),
        waiting=len(desk.queue(person)),
        median_s=median(seconds) if seconds else None,
        attended=sum(score.is_right for score in checks),
        checks=len(checks),
        practised=len(practice),
        practice_bits=_mean_bits(practice),
    )


def _mean_bits(scores: Sequence[KnownScore]) -> float | None:
    if not scores:
        return None
    return sum(reward_bits(score.p_right) for score in scores) / len(scores)
