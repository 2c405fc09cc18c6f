"""The page of a run's figures: those of the report, with its warnings and comparisons."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from dikast.report import page_environment, warnings_by_kind
from dikast.viewer.pages import show_page, viewer_of
from dikast.viewer.run_page import RunNow, run_of


def figures_page(request: Request) -> Response:
    """The figures, or that they are being made."""
    viewer = viewer_of(request)
    now = RunNow.of(viewer, run_of(request))
    which = (now.folder, now.index.state.version, now.summary.episodes)
    drawn, is_making = (viewer.findings.made(*which), False) if viewer.is_static else viewer.findings.of(*which)
    findings = drawn.findings if drawn else None
    return show_page(
        request,
        "figures.html.j2",
        name=request.path_params["run"],
        findings=findings,
        fault=drawn.fault if drawn else "",
        figures=drawn.figures if drawn else {},
        warnings=warnings_by_kind(findings.cautions) if findings else {},
        is_making=is_making,
    )


def figure_style(request: Request) -> Response:
    """The style of the report's figures."""
    text = page_environment().get_template("figure.css.j2").render(has_heat_map=True)
    return Response(text, media_type="text/css")
