"""The reader's page of the people of a run: how much each has done, and how far they agree."""

from __future__ import annotations

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from dikast.experiments import rater_alpha, summaries
from dikast.viewer.pages import path_segment, show_page, viewer_of


def people_page(request: Request) -> Response:
    """The people of the run that is served, as they stand now. Raises HTTPException where none is served."""
    seats = viewer_of(request).seats
    if seats is None:
        raise HTTPException(404, "No run with people is served here: `dikast serve` does.")
    people = summaries(seats.desk)
    return show_page(
        request,
        "people.html.j2",
        people=people,
        alpha=rater_alpha(seats.desk),
        labels_link=_labels_link(request) if seats.desk.places else "",
    )


def _labels_link(request: Request) -> str:
    """The page of what the labels say, of the one run whose steps are labelled here."""
    (run,) = viewer_of(request).catalog.listed()
    return f"/run/{path_segment(run.name)}/labels"
