"""The page of all runs."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from dikast.viewer.pages import show_page, viewer_of


def run_list_page(request: Request) -> Response:
    """All runs, with their state."""
    return show_page(request, "runs.html.j2", runs=viewer_of(request).catalog.listed())
