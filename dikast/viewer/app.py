"""The app: its routes, and what stands around them."""

from __future__ import annotations

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Mount, Route, Router
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp

from dikast.errors import BadInput
from dikast.viewer.access import SafeHeaders, SiteAccess
from dikast.viewer.compare_page import compare_page, pair_page
from dikast.viewer.episode_page import episode_page
from dikast.viewer.equal_steps_page import equal_steps_page
from dikast.viewer.figures_page import figure_style, figures_page
from dikast.viewer.grade_table_page import grade_table_file, grade_table_page
from dikast.viewer.grading_style import GRADING_STYLE, grading_style_file
from dikast.viewer.labels_page import labels_page
from dikast.viewer.override_form import decide
from dikast.viewer.pages import STATIC, show_page
from dikast.viewer.people_overview import people_page
from dikast.viewer.pupil_page import pupil_page
from dikast.viewer.run_list_page import run_list_page, tag_run
from dikast.viewer.run_page import find_episode, run_events, run_page
from dikast.viewer.seat_pages import seat_routes
from dikast.viewer.sent_page import sent_page
from dikast.viewer.solution_page import solution_page
from dikast.viewer.viewer_state import Viewer


def build_app(viewer: Viewer) -> ASGIApp:
    """The app over these runs."""
    app = Starlette(
        # Within the app, so that a refusal becomes a page like any other.
        routes=[Mount("/", SiteAccess(Router(page_routes()), viewer.address, viewer.secret))],
        exception_handlers={HTTPException: _show_refusal, BadInput: _show_bad_input, Exception: _show_fault},
    )
    app.state.viewer = viewer
    return SafeHeaders(app)


def page_routes() -> list[BaseRoute]:
    """Every page and form. Plain functions run in threads: they read databases."""
    return [
        Route("/", run_list_page, name="runs"),
        Route("/run/{run}/grades", grade_table_page),
        Route("/run/{run}/grades.csv", grade_table_file),
        Route("/run/{run}/labels", labels_page),
        Route("/run/{run}/equal-steps", equal_steps_page),
        Route("/run/{run}/solution/{id:path}", solution_page),
        Route("/run/{run}/pupil/{pupil:path}", pupil_page),
        Route("/run/{run}/override", decide, methods=["POST"]),
        Route(GRADING_STYLE, grading_style_file),
        Route("/run/{run}", run_page, name="run"),
        Route("/run/{run}/events", run_events, name="run_events"),
        Route("/run/{run}/figures", figures_page, name="figures"),
        Route("/run/{run}/find", find_episode, name="find_episode"),
        Route("/run/{run}/tags", tag_run, methods=["POST"], name="tags"),
        Route("/run/{run}/episode/{id:path}", episode_page, name="episode"),
        Route("/run/{run}/sent/{passage:int}/{number:int}/{id:path}", sent_page, name="sent"),
        Route("/compare", compare_page, name="compare"),
        Route("/compare/question", pair_page, name="pair"),
        Route("/figures.css", figure_style, name="figure_style"),
        Route("/people", people_page, name="people"),
        *seat_routes(),
        Mount("/static", StaticFiles(directory=STATIC), name="static"),
    ]


def _show_refusal(request: Request, error: Exception) -> Response:
    """A page that says why there is nothing else to see."""
    assert isinstance(error, HTTPException)
    return show_page(request, "message.html.j2", error.status_code, title="Not here", message=error.detail)


def _show_bad_input(request: Request, error: Exception) -> Response:
    """A page for what can't be read, such as a damaged folder."""
    return show_page(request, "message.html.j2", 400, title="This can't be read", message=str(error))


def _show_fault(request: Request, _: Exception) -> Response:
    """A page for a fault of ours. The program's own output says what it was."""
    message = "Dikast failed to make this page. The terminal in which it was started shows why."
    return show_page(request, "message.html.j2", 500, title="A fault", message=message)
