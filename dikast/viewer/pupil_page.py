"""The page of one pupil, to print or to send: that pupil's solutions, and nothing of any other."""

from __future__ import annotations

import base64
import hashlib

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from dikast.report import view_grading
from dikast.viewer.graded_run import GradedRun
from dikast.viewer.grading_style import grading_style
from dikast.viewer.pages import STATIC, show_page

MOST_SOLUTIONS = 100


def pupil_page(request: Request) -> Response:
    """A pupil's solutions. With `?file`, the page is one file that needs nothing else."""
    run = GradedRun.of(request)
    pupil = str(request.path_params["pupil"])
    views = [view_grading(episode, regrading) for episode, regrading in run.solutions(pupil)]
    if not views:
        raise HTTPException(404, f"No solution of {pupil!r} is graded in this run.")
    is_file = "file" in request.query_params
    style = (STATIC / "viewer.css").read_text(encoding="utf-8") + grading_style() if is_file else ""
    known = [view.regrading.points.points for view in views]
    points = [value for value in known if value is not None]
    page = show_page(
        request,
        "pupil.html.j2",
        pupil=pupil,
        views=views[:MOST_SOLUTIONS],
        total=sum(points) if len(points) == len(known) else None,
        maximum=sum(view.regrading.points.maximum for view in views),
        n_hidden=max(0, len(views) - MOST_SOLUTIONS),
        style=_markup(style),
        policy=_policy(style),
        file_link=f"{run.link('pupil', pupil)}?file",
    )
    if is_file:
        page.headers["content-disposition"] = "attachment; filename=solutions.html"
    return page


def _markup(style: str) -> object:
    """Our own style sheets, which are not escaped."""
    from markupsafe import Markup

    return Markup(style)


def _policy(style: str) -> str:
    """The policy of the file: this style and images in the file itself, nothing else."""
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    return f"default-src 'none'; style-src 'sha256-{digest}'; img-src data:; base-uri 'none'; form-action 'none'"
