"""A cascade of two judges as a table: its share of escalated questions, its accuracy and its cost by threshold."""

from __future__ import annotations

from dikast.cli.tables import interval, or_dash, plain_console, print_table
from dikast.metrics import CascadeCalibration, Estimate
from dikast.sanitize import sanitize

_HEADINGS = ("p_below", "escalated", "interval", "accuracy", "interval", "calls", "USD")


def print_cascade(calibration: CascadeCalibration) -> None:
    """Prints the thresholds between the two judges alone, and the one to take."""
    console = plain_console()
    rows = [_alone("small alone", 0, calibration.small_alone, calibration.small_calls, calibration.small_cost_usd)]
    for point in calibration.points:
        mark = " *" if point.p_below == calibration.best else ""
        cost = None if point.cost_usd is None else point.cost_usd.value
        row = (
            f"{point.p_below:g}{mark}",
            or_dash(point.escalated.value, ".3f"),
            interval(point.escalated),
            or_dash(point.accuracy.value, ".3f"),
            interval(point.accuracy),
            f"{point.calls:.2f}",
            or_dash(cost, ".6f"),
        )
        rows.append(row)
    strong = _alone("strong alone", 1, calibration.strong_alone, calibration.strong_calls, calibration.strong_cost_usd)
    rows.append(strong)
    title = f"{calibration.small} → {calibration.strong}: per question, over {calibration.n:,} that both judged"
    print_table(console, sanitize(title), _HEADINGS, rows)
    held_out = calibration.held_out
    console.print(
        f"* the lowest threshold with the best accuracy, or {calibration.within:g} less. Chosen on one half of the "
        f"questions and used on the other: {or_dash(held_out.value, '.3f')} ({interval(held_out)}).",
        soft_wrap=True,
    )
    if calibration.unmatched:
        console.print(f"{calibration.unmatched:,} questions were judged by one of them alone, and are left out.")


def _alone(name: str, share: int, accuracy: Estimate, calls: float, cost: float | None) -> tuple[str, ...]:
    """The row of one judge that decides everything."""
    value = or_dash(accuracy.value, ".3f")
    return (name, f"{share}", "–", value, interval(accuracy), f"{calls:.2f}", or_dash(cost, ".6f"))
