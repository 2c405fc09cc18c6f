"""The page: one HTML file that needs nothing else, and in which only its own short script can act."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

from dikast.errors import BadInput
from dikast.experiments import RunFolder
from dikast.records import Episode
from dikast.report.assessment_view import MOST_ASSESSMENTS
from dikast.report.curves_svg import draw_curves
from dikast.report.episode_view import EpisodeView, view_episode
from dikast.report.figure import Curves, Figure, Intervals
from dikast.report.figures import accuracy_title, build_figures
from dikast.report.findings import MOST_COMPARED, Findings, runs_by_name
from dikast.report.graded_section import GradedSection, graded_section
from dikast.report.heat_map import HeatMap
from dikast.report.heat_svg import draw_heat_map
from dikast.report.intervals_svg import draw_intervals
from dikast.report.page_templates import page_environment
from dikast.report.short_views import LONGEST_TEXT, short_view
from dikast.report.svg import marker
from dikast.report.warning_text import warnings_by_kind

if TYPE_CHECKING:
    from markupsafe import Markup

WIDTHS = (840.0, 340.0)
"""In pixels. Each figure is drawn in both; the page shows the one that suits the screen."""
MOST_EPISODE_BYTES = 1_500_000
"""About how much text of episodes a page may hold."""
MARKUP_BYTES = 2_000
"""About how much each episode takes besides its text."""


def write_page(findings: Findings, folders: Sequence[RunFolder], path: Path) -> None:
    """Writes the report as one HTML file. Raises BadInput where the file can't be written."""
    graded = graded_section(folders) if findings.has_gradings else None
    text = render_page(findings, view_episodes(findings, folders), graded)
    try:
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        raise BadInput(f"the page can't be written: {error.strerror}", str(path)) from None


def view_episodes(findings: Findings, folders: Sequence[RunFolder]) -> list[EpisodeView]:
    """The notable episodes, read from their folders, as many as a page has room for."""
    runs = runs_by_name(folders)
    views: list[EpisodeView] = []
    room = MOST_EPISODE_BYTES
    for notable in findings.surprises:
        episode = runs[notable.run].episode(notable.id)
        if not isinstance(episode, Episode):
            continue
        turns, assessments = episode.transcript.turns, episode.verdict.assessments[:MOST_ASSESSMENTS]
        room -= sum(min(LONGEST_TEXT, len(turn.text) + len(turn.thinking)) for turn in turns) + MARKUP_BYTES
        room -= sum(min(LONGEST_TEXT, len(one.text)) for one in assessments)
        if room < 0:
            break
        views.append(short_view(view_episode(episode, notable)))
    return views


def render_page(findings: Findings, episodes: Sequence[EpisodeView], graded: GradedSection | None = None) -> str:
    """The report as HTML."""
    from markupsafe import Markup

    environment = page_environment()
    figures = drawn_figures(findings)
    style = environment.get_template("style.css.j2").render(has_heat_map="strength" in figures)
    if graded is not None:
        style += environment.get_template("grading.css.j2").render()
    script = environment.get_template("script.js.j2").render()
    return environment.get_template("page.html.j2").render(
        findings=findings,
        warnings=warnings_by_kind(findings.cautions),
        episodes=episodes,
        graded=graded,
        figures=figures,
        style=Markup(style),
        script=Markup(script),
        policy=content_policy(style, script),
        most_compared=MOST_COMPARED,
        accuracy_title=accuracy_title(findings),
        passes=sorted({k for cell in findings.cells if cell.solver for k in cell.solver.pass_at}),
        title=", ".join(run.name for run in findings.runs),
    )


def drawn_figures(findings: Findings) -> dict[str, Mapping[str, object]]:
    """The figures of these findings by id, as the template `figure.html.j2` takes them."""
    return {figure.id: figure_values(figure) for figure in build_figures(findings)}


def figure_values(figure: Figure) -> Mapping[str, object]:
    """What the template needs of a figure: its drawings, its legend, and its data as a table and as a link."""
    from markupsafe import Markup

    legend: list[tuple[Markup, str]] = []
    for number, name in enumerate(figure.legend()):
        key = f'<svg width="14" height="14" viewBox="0 0 14 14" aria-hidden="true">{marker(number, 7, 7, "")}</svg>'
        legend.append((Markup(key), name))
    return {
        "figure": figure,
        "svg": Markup("".join(_draw(figure, width) for width in WIDTHS)),
        "legend": legend,
        "csv": f"data:text/csv;charset=utf-8,{quote(figure.as_csv())}",
        "columns": figure.columns(),
        "rows": list(figure.table_rows()),
    }


def _draw(figure: Figure, width: float) -> str:
    """The figure as SVG in this width. Raises TypeError for a kind of figure that has no drawing."""
    match figure:
        case Intervals():
            return draw_intervals(figure, width)
        case Curves():
            return draw_curves(figure, width)
        case HeatMap():
            return draw_heat_map(figure, width)
    raise TypeError(f"no drawing for {type(figure).__name__}")


def content_policy(style: str, script: str) -> str:
    """The policy of a page: the browser runs only this style and script, even where our escaping has a hole."""
    return (
        f"default-src 'none'; style-src '{_sha256(style)}'; script-src '{_sha256(script)}'; img-src data:; "
        "base-uri 'none'; form-action 'none'"
    )


def _sha256(text: str) -> str:
    """The hash of a style or script, as a content security policy writes it."""
    digest = hashlib.sha256(text.encode()).digest()
    return f"sha256-{base64.b64encode(digest).decode()}"
