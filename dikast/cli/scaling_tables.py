"""Tables of how oversight scales: Elo by capability, its curves, and nested oversight."""

from __future__ import annotations

from rich.console import Console

from dikast.cli.cell_table import share
from dikast.cli.tables import or_dash, print_table
from dikast.metrics import Estimate, OversightScaling
from dikast.report import ScalingFinding
from dikast.sanitize import sanitize

MOST_NAMED = 5


def print_scaling(console: Console, finding: ScalingFinding | None) -> None:
    """Prints both sides with their curves, and the success of nested oversight; nothing where none was asked for."""
    if finding is None:
        return
    scaling = finding.scaling
    rows = [
        (curve.side, point.agent, f"{point.capability:g}", *_parts(point.elo, 0), *_parts(fitted, 0))
        for curve in scaling.curves
        for point, fitted in zip(curve.points, curve.fitted or (Estimate(value=None),) * len(curve.points), strict=True)
    ]
    headings = ("side", "agent", "capability", "Elo", "interval", "curve", "interval")
    title = f"Elo of oversight and of deception, by {finding.source}: {scaling.n_games:,} games"
    print_table(console, title, headings, rows, names=2)
    _print_curves(console, scaling)
    _print_nested(console, scaling)
    if not scaling.is_bounded:
        console.print("Some agent won or lost all of its games: the distances rest on a prior, too\n")
    if scaling.unknown:
        some = ", ".join(scaling.unknown[:MOST_NAMED])
        console.print(sanitize(f"Without a capability, and in no curve: {some}\n"), soft_wrap=True)


def _print_curves(console: Console, scaling: OversightScaling) -> None:
    """Prints the numbers of the curves."""
    rows = []
    for curve in scaling.curves:
        if not curve.low or not curve.high:
            continue
        if curve.start and curve.end and curve.slope:
            plateaus = (or_dash(curve.low.value, ".0f"), or_dash(curve.high.value, ".0f"))
            rise = (or_dash(curve.start.value, ".4g"), or_dash(curve.end.value, ".4g"))
            rows.append((curve.side, *plateaus, *rise, *_parts(curve.slope, 2)))
    if rows:
        headings = ("side", "low", "high", "rises from", "to", "slope", "interval")
        print_table(console, "Curves with two plateaus", headings, rows)
    elif scaling.n_games:
        console.print("Fewer than three different capabilities on a side: no curve can be told\n")


def _print_nested(console: Console, scaling: OversightScaling) -> None:
    """Prints how often nested oversight succeeds, by its number of steps."""
    if scaling.nested is None:
        return
    nested = scaling.nested
    rows = []
    for step in nested.steps:
        best = "best" if step == nested.best else ""
        rows.append((f"{step.steps}", *_parts(step.success, 3), best))
    title = f"Nested oversight from capability {nested.start:g} to {nested.start + nested.gap:g}"
    print_table(console, title, ("steps", "success", "interval", ""), rows)


def _parts(estimate: Estimate, digits: int) -> tuple[str, str]:
    """A value and its interval, with so many decimals."""
    value = share(estimate.value) if digits == 3 else or_dash(estimate.value, f".{digits}f")
    if estimate.low is None or estimate.high is None:
        return value, "–"
    return value, f"{estimate.low:z.{digits}f} to {estimate.high:z.{digits}f}"
