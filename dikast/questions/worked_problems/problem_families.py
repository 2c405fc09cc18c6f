"""All families of problems, and which of them can have an error of a kind."""

from __future__ import annotations

from dikast.questions.worked_problems.algebra_problems import BOTH_SIDES, BRACKETS, SEQUENCE
from dikast.questions.worked_problems.everyday_problems import AVERAGE, DISCOUNT, PACKING, SAVING, SHARING
from dikast.questions.worked_problems.measured_problems import CHART, GARDEN, TANK, TRIP, TWO_DRAWS, WIRE
from dikast.questions.worked_problems.science_problems import BRAKING, BURNING, HEATING
from dikast.questions.worked_problems.worked_problem import ErrorKind, ProblemFamily

FAMILIES: tuple[ProblemFamily, ...] = (
    PACKING, SAVING, DISCOUNT, SHARING, AVERAGE, BOTH_SIDES, BRACKETS, SEQUENCE, TRIP, TANK, GARDEN, WIRE, TWO_DRAWS,
    CHART, BRAKING, BURNING, HEATING,
)  # fmt: skip


def families_with(kind: ErrorKind | None, *, figures: bool = True) -> list[ProblemFamily]:
    """The families in whose solutions an error of the kind can be planted; all of them for None.

    Without `figures`, only those whose problems need no figure.
    """
    families = [family for family in FAMILIES if kind is None or kind in family.kinds()]
    return [family for family in families if figures or not family.has_figure]
