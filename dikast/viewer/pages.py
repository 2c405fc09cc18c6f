"""Pages: templates filled in. Every text is escaped, and no page has a script or a style of its own."""

from __future__ import annotations

import hashlib
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import HTMLResponse

from dikast.report import page_environment
from dikast.viewer.access import FORM_TOKEN, form_owner
from dikast.viewer.grading_style import grading_style_link
from dikast.viewer.viewer_state import Viewer

if TYPE_CHECKING:
    from jinja2 import Environment

TEMPLATES = Path(__file__).parent / "templates"
STATIC = Path(__file__).parent / "static"


def viewer_of(request: Request) -> Viewer:
    """What the app of this request works with."""
    viewer: Viewer = request.app.state.viewer
    return viewer


def show_page(request: Request, template: str, status: int = 200, **values: object) -> HTMLResponse:
    """A page of this template. `form_token` and its name are there for forms, `active` for the menu."""
    proof = viewer_of(request).secret.proof(f"form of {form_owner(request)}")
    common = {
        "form_token": proof,
        "form_token_name": FORM_TOKEN,
        "path": request.url.path,
        "is_static": viewer_of(request).is_static,
    }
    text = _environment().get_template(template).render(**common, **values)
    return HTMLResponse(text, status)


def static_link(name: str) -> str:
    """The link of one of our files. It changes with the file, which browsers keep."""
    return f"/static/{name}?{_digest(name)}"


def path_segment(text: str) -> str:
    """The text as one segment of a link's path: an id such as `a/../b` must not lead elsewhere."""
    return quote(text, safe="")


@lru_cache
def _digest(name: str) -> str:
    return hashlib.sha256((STATIC / name).read_bytes()).hexdigest()[:12]


@lru_cache(maxsize=1)
def _environment() -> Environment:
    """The templates of the app."""
    environment = page_environment(TEMPLATES)
    environment.globals["static_link"] = static_link
    environment.globals["grading_style_link"] = grading_style_link
    environment.filters["segment"] = path_segment
    return environment
