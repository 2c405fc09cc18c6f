"""The page of a run's labelled steps: how many there are, and what they say of all steps and of the judges."""

from __future__ import annotations

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from dikast.experiments import estimate_labels
from dikast.viewer.graded_run import GradedRun
from dikast.viewer.pages import show_page


def labels_page(request: Request) -> Response:
    """What people's labels say so far. Raises HTTPException where no step was ever chosen."""
    run = GradedRun.of(request)
    estimates = estimate_labels(run.folder)
    if estimates is None:
        raise HTTPException(404, "No step of this run was labelled: `dikast label` asks people for labels.")
    return show_page(request, "labels.html.j2", run=run, estimates=estimates)
