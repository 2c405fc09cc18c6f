"""The page: one HTML file that needs nothing else, and lets nothing in it act but its own few lines of script."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

from dikast.errors import BadInput
from dikast.experiments import RunFolder
from dikast.metrics import Estimate
from dikast.records import Episode
from dikast.report.axis import format_p_value, short
from dikast.report.curves_svg import draw_curves
from dikast.report.episode_view import EpisodeView, view_episode
from dikast.report.figure import Curves, Figure, Intervals
from dikast.report.figures import figures
from dikast.report.findings import MOST_COMPARED, Findings, named
from dikast.report.intervals_svg import draw_intervals
from dikast.report.svg import marker
from dikast.report.warning_text import warnings_by_kind
from dikast.sanitize import sanitize

if TYPE_CHECKING:
    from jinja2 import Environment
    from markupsafe import Markup

WIDE, NARROW = 840.0, 340.0
MOST_STORY_BYTES = 1_500_000


def write_page(findings: Findings, folders: Sequence[RunFolder], path: Path) -> None:
    """Writes the report as one HTML file. Raises BadInput where it can't be written."""
    text = page(findings, stories(findings, folders))
    try:
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        raise BadInput(f"the page can't be written: {error.strerror}", str(path)) from None


def stories(findings: Findings, folders: Sequence[RunFolder]) -> list[EpisodeView]:
    """The surprising episodes, read from their folders, as many as a page holds well."""
    by_run = named(folders)
    found: list[EpisodeView] = []
    room = MOST_STORY_BYTES
    for surprise in findings.surprises:
        episode = by_run[surprise.run].episode(surprise.id)
        if not isinstance(episode, Episode):
            continue
        room -= sum(min(6_000, len(turn.text) + len(turn.thinking)) for turn in episode.transcript.turns) + 2_000
        if room < 0:
            break
        found.append(view_episode(episode, surprise))
    return found


def page(findings: Findings, told: Sequence[EpisodeView]) -> str:
    """The report as HTML."""
    from markupsafe import Markup

    style, script = (_environment().get_template(name).render() for name in ("style.css.j2", "script.js.j2"))
    drawn = {figure.id: _drawn(figure) for figure in figures(findings)}
    policy = (
        f"default-src 'none'; style-src '{_hash(style)}'; script-src '{_hash(script)}'; img-src data:; "
        "base-uri 'none'; form-action 'none'"
    )
    return _environment().get_template("page.html.j2").render(
        findings=findings,
        warnings=warnings_by_kind(findings.cautions),
        stories=told,
        figures=drawn,
        style=Markup(style),
        script=Markup(script),
        policy=policy,
        most_compared=MOST_COMPARED,
        title=", ".join(run.name for run in findings.runs),
    )  # fmt: skip


def _drawn(figure: Figure) -> Mapping[str, object]:
    """A figure as the template needs it: drawn in two widths, its legend, and its data as a link."""
    from markupsafe import Markup

    legend: list[tuple[Markup, str]] = []
    if isinstance(figure, Intervals):
        drawings = "".join(draw_intervals(figure, width) for width in (WIDE, NARROW))
        names = figure.series if len(figure.series) > 1 else ()
    elif isinstance(figure, Curves):
        drawings = "".join(draw_curves(figure, width) for width in (WIDE, NARROW))
        names = () if figure.panels else tuple(curve.name for curve in figure.curves)
    else:
        raise TypeError(f"no drawing for {type(figure).__name__}")
    for number, name in enumerate(names):
        key = f'<svg width="14" height="14" viewBox="0 0 14 14" aria-hidden="true">{marker(number, 7, 7, "")}</svg>'
        legend.append((Markup(key), name))
    return {
        "figure": figure,
        "svg": Markup(drawings),
        "legend": legend,
        "csv": f"data:text/csv;charset=utf-8,{quote(figure.as_csv())}",
        "header": figure.header(),
        "lines": list(figure.lines()),
    }


def _hash(text: str) -> str:
    return f"sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}"


@lru_cache(maxsize=1)
def _environment() -> Environment:
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parent / "templates"),
        undefined=StrictUndefined,
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
        finalize=_finalize,
    )
    environment.filters |= {
        "share": _share,
        "chance": _chance,
        "interval": _interval,
        "count": _count,
        "cell": _cell,
        "number": short,
        "p_value": format_p_value,
    }
    return environment


def _finalize(value: object) -> object:
    """Other people's text without what could turn it around or act on it; our own marked-up text as it is."""
    from markupsafe import Markup

    return sanitize(value) if isinstance(value, str) and not isinstance(value, Markup) else value


def _share(estimate: Estimate | float | None, digits: int = 3) -> str:
    value = estimate.value if isinstance(estimate, Estimate) else estimate
    if value is None:
        return "–"
    return f"{value:z.{digits}f}".replace("-", "−").replace("inf", "∞")


def _interval(estimate: Estimate, digits: int = 2) -> str:
    if estimate.low is None or estimate.high is None:
        return ""
    return f"{_share(estimate.low, digits)} to {_share(estimate.high, digits)}"


def _chance(p: float) -> str:
    """A probability to two places, which is not certainty where it only comes near it."""
    return ">0.99" if 0.995 <= p < 1 else "<0.01" if 0 < p < 0.005 else f"{p:.2f}"


def _count(value: float | None) -> str:
    return "–" if value is None else f"{value:,.0f}"


def _cell(value: object) -> str:
    return "" if value is None else f"{value:.4f}".replace("-", "−") if isinstance(value, float) else str(value)
