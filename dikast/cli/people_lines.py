"""What people have done in a run, in words: how much, how fast, how attentively, and how far they agree."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from dikast.cli.tables import interval

if TYPE_CHECKING:
    from dikast.experiments import PeopleDesk, PersonSummary


def people_lines(desk: PeopleDesk) -> Iterator[str]:
    """A line for each person, and one for the raters' agreement where several rated the same."""
    from dikast.experiments import rater_alpha, summaries

    for person in summaries(desk):
        yield f"{person.name}: {', '.join(_facts(person))}"
    alpha = rater_alpha(desk)
    if alpha is not None and alpha.value is not None:
        yield f"agreement of raters: Krippendorff's alpha {alpha.value:.2f} {interval(alpha)}, {alpha.n} ratings"


def _facts(person: PersonSummary) -> Iterator[str]:
    yield f"{person.answered} answered"
    if person.waiting:
        yield f"{person.waiting} waiting"
    if person.median_s is not None:
        yield f"{person.median_s:.0f} s each (median)"
    if person.checks:
        yield f"{person.attended} of {person.checks} attention checks right"
    if person.practice_bits is not None:
        yield f"practice: {person.practice_bits:.2f} bits"
