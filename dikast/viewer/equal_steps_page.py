"""The page of equal wrong steps: one decision serves all pupils who made the same error."""

from __future__ import annotations

from itertools import islice

from starlette.requests import Request
from starlette.responses import Response

from dikast.viewer.equal_steps import equal_wrong_steps
from dikast.viewer.graded_run import GradedRun
from dikast.viewer.override_form import teacher_of
from dikast.viewer.pages import show_page
from dikast.viewer.solution_page import LABELS, SHARES

MOST_READ = 5_000
MOST_GROUPS = 100
MOST_MEMBERS = 500
"""A form has at most 1,000 fields."""


def equal_steps_page(request: Request) -> Response:
    """The groups, the largest first. Of a large run, a part of the solutions is compared at a time."""
    run = GradedRun.of(request)
    after = request.query_params.get("after", "")
    solutions = list(islice(run.solutions(after=after), MOST_READ + 1))
    is_cut = len(solutions) > MOST_READ
    groups = equal_wrong_steps(solutions[:MOST_READ])
    return show_page(
        request,
        "equal_steps.html.j2",
        run=run,
        groups=groups[:MOST_GROUPS],
        n_more=max(0, len(groups) - MOST_GROUPS),
        n_solutions=run.n_solutions() if after or is_cut else 0,
        is_first=not after,
        next_after=solutions[MOST_READ - 1][0].id if is_cut else "",
        most=MOST_READ,
        most_members=MOST_MEMBERS,
        teacher=teacher_of(request),
        labels=LABELS,
        shares=SHARES,
    )
