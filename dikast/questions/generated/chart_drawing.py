"""drawn_chart: two series of bars side by side, as a picture."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from dikast.questions.generated.png_picture import LETTER_WIDTH, WIDTH, PngPicture, text_height

HIGHEST = 60
"""The highest value that fits."""
_STEP = 10
_PALETTE = ((255, 255, 255), (205, 205, 205), (25, 45, 95), (230, 130, 20))
_GRID, _DARK, _LIGHT = 1, 2, 3
_LEFT, _RIGHT, _TOP, _UNIT = 48, 12, 66, 4
_BOTTOM = _TOP + _UNIT * HIGHEST
_HEIGHT = _BOTTOM + 28
_BAR = 24


@dataclass(frozen=True)
class BarChart:
    """A title, the names under the bars, and the values of two series by name, 0 to HIGHEST."""

    title: str
    names: tuple[str, ...]
    series: Mapping[str, tuple[int, ...]]


def drawn_chart(chart: BarChart) -> str:
    """The chart as a `data:image/png` URL, with a grid line at every tenth value."""
    picture = PngPicture(_HEIGHT, _PALETTE)
    picture.words(_LEFT, 8, chart.title.upper(), _DARK)
    _draw_legend(picture, list(chart.series))
    _draw_grid(picture)
    for series, colour in zip(chart.series.values(), (_DARK, _LIGHT), strict=True):
        _draw_bars(picture, series, colour)
    slot = _slot(len(chart.names))
    for i, name in enumerate(chart.names):
        centre = _LEFT + i * slot + slot // 2
        picture.words(centre - len(name) * LETTER_WIDTH // 2, _BOTTOM + 8, name.upper(), _DARK)
    return picture.url()


def _slot(n_names: int) -> int:
    return (WIDTH - _LEFT - _RIGHT) // n_names


def _draw_legend(picture: PngPicture, names: Sequence[str]) -> None:
    left = _LEFT
    for name, colour in zip(names, (_DARK, _LIGHT), strict=True):
        picture.rectangle(left, 32, text_height(), text_height(), colour)
        picture.words(left + text_height() + 8, 32, name.upper(), _DARK)
        left += text_height() + 8 + (len(name) + 2) * LETTER_WIDTH


def _draw_grid(picture: PngPicture) -> None:
    for value in range(0, HIGHEST + 1, _STEP):
        y = _BOTTOM - _UNIT * value
        picture.rectangle(_LEFT, y, WIDTH - _LEFT - _RIGHT, 1, _GRID)
        label = str(value)
        picture.words(_LEFT - 8 - len(label) * LETTER_WIDTH, y - text_height() // 2, label, _DARK)


def _draw_bars(picture: PngPicture, values: Sequence[int], colour: int) -> None:
    slot = _slot(len(values))
    for i, value in enumerate(values):
        left = _LEFT + i * slot + slot // 2 - (_BAR if colour == _DARK else 0)
        picture.rectangle(left, _BOTTOM - _UNIT * value, _BAR, _UNIT * value, colour)
