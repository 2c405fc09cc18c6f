"""The page: one HTML file that needs nothing else, and in which only its own short script can act."""

from __future__ import annotations

import base64
import hashlib
import math
from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

from dikast.errors import BadInput
from dikast.experiments import RunFolder
from dikast.metrics import Estimate
from dikast.records import Episode
from dikast.report.assessment_view import MOST_ASSESSMENTS
from dikast.report.axis import format_number, format_p_value
from dikast.report.curves_svg import draw_curves
from dikast.report.episode_view import LONGEST_TEXT, EpisodeView, view_episode
from dikast.report.figure import Curves, Figure, Intervals
from dikast.report.figures import accuracy_title, build_figures
from dikast.report.findings import MOST_COMPARED, Findings, runs_by_name
from dikast.report.heat_map import HeatMap
from dikast.report.heat_svg import draw_heat_map
from dikast.report.intervals_svg import draw_intervals
from dikast.report.svg import marker
from dikast.report.warning_text import warnings_by_kind
from dikast.sanitize import sanitize

if TYPE_CHECKING:
    from jinja2 import Environment
    from markupsafe import Markup

WIDTHS = (840.0, 340.0)
"""In pixels. Each figure is drawn in both; the page shows the one that suits the screen."""
MOST_EPISODE_BYTES = 1_500_000
"""About how much text of episodes a page may hold."""
MARKUP_BYTES = 2_000
"""About how much each episode takes besides its text."""


def write_page(findings: Findings, folders: Sequence[RunFolder], path: Path) -> None:
    """Writes the report as one HTML file. Raises BadInput where the file can't be written."""
    text = render_page(findings, view_episodes(findings, folders))
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
        views.append(view_episode(episode, notable))
    return views


def render_page(findings: Findings, episodes: Sequence[EpisodeView]) -> str:
    """The report as HTML."""
    from markupsafe import Markup

    environment = page_environment()
    figures = {figure.id: figure_values(figure) for figure in build_figures(findings)}
    style = environment.get_template("style.css.j2").render(has_heat_map="strength" in figures)
    script = environment.get_template("script.js.j2").render()
    return environment.get_template("page.html.j2").render(
        findings=findings,
        warnings=warnings_by_kind(findings.cautions),
        episodes=episodes,
        figures=figures,
        style=Markup(style),
        script=Markup(script),
        policy=content_policy(style, script),
        most_compared=MOST_COMPARED,
        accuracy_title=accuracy_title(findings),
        passes=sorted({k for cell in findings.cells if cell.solver for k in cell.solver.pass_at}),
        title=", ".join(run.name for run in findings.runs),
    )


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


@lru_cache(maxsize=1)
def page_environment() -> Environment:
    """The templates of all pages, which escape every text and show no control character."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parent / "templates"),
        undefined=StrictUndefined,
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
        finalize=_sanitized,
    )
    environment.filters |= {
        "decimal": _decimal,
        "probability": _probability,
        "interval": _interval,
        "count": _count,
        "cell": _table_cell,
        "number": format_number,
        "p_value": format_p_value,
    }
    return environment


def _sanitized(value: object) -> object:
    """Text from records without control characters, such as those that reverse text; our own markup as it is."""
    from markupsafe import Markup

    if isinstance(value, str) and not isinstance(value, Markup):
        return sanitize(value)
    return value


def _decimal(value: Estimate | float | None, digits: int = 3) -> str:
    """A number with so many decimals, `–` for None."""
    if isinstance(value, Estimate):
        value = value.value
    if value is None:
        return "–"
    # The z writes −0.0 as 0.0.
    return f"{value:z.{digits}f}".replace("-", "−").replace("inf", "∞")


def _interval(estimate: Estimate, digits: int = 2) -> str:
    """The interval of an estimate; nothing where it has none."""
    if estimate.low is None or estimate.high is None:
        return ""
    low, high = _decimal(estimate.low, digits), _decimal(estimate.high, digits)
    if estimate.method == "profile" and math.isinf(estimate.high):
        return f"at least {low}"
    if estimate.method == "profile" and math.isinf(estimate.low):
        return f"at most {high}"
    return f"{low} to {high}"


def _probability(p: float) -> str:
    """A probability to two places. One that is only close to 0 or 1 is not shown as 0 or 1."""
    if 0.995 <= p < 1:
        return ">0.99"
    if 0 < p < 0.005:
        return "<0.01"
    return f"{p:.2f}"


def _count(value: float | None) -> str:
    """A whole number, `–` for None."""
    if value is None:
        return "–"
    return f"{value:,.0f}"


def _table_cell(value: object) -> str:
    """A value in the table of a figure's data."""
    match value:
        case None:
            return ""
        case float():
            return f"{value:.4f}".replace("-", "−")
        case _:
            return str(value)
