"""The style of graded solutions, which the report's page shares."""

from __future__ import annotations

import hashlib
from functools import lru_cache

from starlette.requests import Request
from starlette.responses import Response

from dikast.report import page_environment

GRADING_STYLE = "/static/grading.css"


@lru_cache(maxsize=1)
def grading_style() -> str:
    """The style sheet."""
    return page_environment().get_template("grading.css.j2").render()


def grading_style_link() -> str:
    """The link of the style sheet. It changes with the sheet, which browsers keep."""
    return f"{GRADING_STYLE}?{hashlib.sha256(grading_style().encode()).hexdigest()[:12]}"


def grading_style_file(_: Request) -> Response:
    """The style sheet as a file."""
    return Response(grading_style(), media_type="text/css")
