"""Charts, with questions that are answered by reading them. The source has the same numbers as a table, for models
that take no images.

The twin of a chart has another value, or two values exchanged.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from random import Random

from dikast.questions.generated.chart_drawing import BarChart, drawn_chart
from dikast.questions.generated.twin_sources import TwinMaker, TwinSources

_LOWEST, _HIGHEST = 5, 60
_STEP = 5
_N_NAMES = 6
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_TITLES = (
    ("Visitors in thousands", ("museum", "library", "castle", "harbour", "theatre", "garden", "tower", "abbey")),
    ("Tonnes sold", ("barley", "wheat", "oats", "rye", "maize", "beans", "hops", "lentils")),
    ("Hours of sunshine", ("Arnsel", "Brekka", "Colvane", "Dornach", "Estrava", "Fenwick", "Galdor", "Hesper")),
    ("Repairs finished", ("bicycles", "radios", "clocks", "shoes", "pumps", "engines", "stoves", "lamps")),
    ("Letters received", ("council", "editor", "school", "hospital", "mayor", "court", "bank", "consulate")),
)


@dataclass(frozen=True)
class _Asked:
    """A question about a chart: its form and text, and what the chart answers; None where it answers nothing clear."""

    form: str
    text: str
    answer: Callable[[BarChart], str | None]


def _draw_chart(rng: Random) -> BarChart:
    title, names = rng.choice(_TITLES)
    start = rng.randrange(len(_MONTHS) - _N_NAMES + 1)
    series = {name: tuple(_draw_value(rng) for _ in range(_N_NAMES)) for name in rng.sample(names, 2)}
    return BarChart(title, _MONTHS[start : start + _N_NAMES], series)


def _draw_value(rng: Random) -> int:
    return rng.randrange(_LOWEST, _HIGHEST + 1, _STEP)


def _highest(rng: Random) -> TwinSources | None:
    """In which of two months a series is highest. In the twin, it has exchanged the values of these."""
    chart = _draw_chart(rng)
    name = rng.choice([*chart.series])
    first, second = sorted(rng.sample(range(_N_NAMES), 2))
    values = [*chart.series[name]]
    values[first], values[second] = values[second], values[first]
    months = chart.names[first], chart.names[second]
    return _twins(
        chart,
        _with_values(chart, name, values),
        _Asked(
            "highest",
            f"{_about(chart)} In which month is {name} highest: {months[0]} or {months[1]}?",
            lambda kept: _highest_month(kept, name, months),
        ),
    )


def _difference(rng: Random) -> TwinSources | None:
    """How far one series is above the other in a month. In the twin, it has another value there."""
    chart = _draw_chart(rng)
    (first, above), (second, below) = chart.series.items()
    month = rng.randrange(_N_NAMES)
    if rng.randrange(2):
        first, second, above, below = second, first, below, above
    values = [*above]
    values[month] = _draw_value(rng)
    return _twins(
        chart,
        _with_values(chart, first, values),
        _Asked(
            "difference",
            f"{_about(chart)} By how much is {first} above {second} in {chart.names[month]}?",
            lambda kept: _positive(kept.series[first][month] - kept.series[second][month]),
        ),
    )


def _months_above(rng: Random) -> TwinSources | None:
    """In how many months one series is above the other. In the twin, it has another value in one or two months."""
    chart = _draw_chart(rng)
    first, second = rng.sample([*chart.series], 2)
    values = [*chart.series[first]]
    for month in rng.sample(range(_N_NAMES), 2):
        values[month] = _draw_value(rng)
    return _twins(
        chart,
        _with_values(chart, first, values),
        _Asked(
            "months above",
            f"{_about(chart)} In how many of the months is {first} above {second}?",
            lambda kept: str(sum(a > b for a, b in zip(kept.series[first], kept.series[second], strict=True))),
        ),
    )


def _twins(chart: BarChart, twin: BarChart, asked: _Asked) -> TwinSources | None:
    answers = asked.answer(chart), asked.answer(twin)
    if answers[0] is None or answers[1] is None:
        return None
    return TwinSources(
        asked.form,
        asked.text,
        (answers[0], answers[1]),
        (_written(chart), _written(twin)),
        (partial(drawn_chart, chart), partial(drawn_chart, twin)),
    )


def _about(chart: BarChart) -> str:
    first, second = chart.series
    return f'A bar chart, "{chart.title}", compares {first} and {second} from {chart.names[0]} to {chart.names[-1]}.'


def _written(chart: BarChart) -> str:
    """The source: the chart's numbers as a table."""
    lines = [chart.title, "", " | ".join(["month", *chart.series])]
    for i, name in enumerate(chart.names):
        lines.append(" | ".join([name, *(str(values[i]) for values in chart.series.values())]))
    return "\n".join(lines)


def _with_values(chart: BarChart, name: str, values: list[int]) -> BarChart:
    return replace(chart, series={**chart.series, name: tuple(values)})


def _highest_month(chart: BarChart, name: str, months: tuple[str, str]) -> str | None:
    """The month of these two that has the highest value of all, if no other month has it too."""
    values = chart.series[name]
    highest = [month for month, value in zip(chart.names, values, strict=True) if value == max(values)]
    return highest[0] if len(highest) == 1 and highest[0] in months else None


def _positive(value: int) -> str | None:
    return str(value) if value > 0 else None


FIGURE_TWINS: tuple[TwinMaker, ...] = (_highest, _difference, _months_above)
