"""SVG elements with everything in them escaped. Colours are classes, so that the page's light and dark reach them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape as escaped

from dikast.sanitize import sanitize


def escape(words: str) -> str:
    """Words as content or an attribute, without what could turn them around."""
    return escaped(sanitize(words))


MARKERS = (
    "circle",
    "square",
    "diamond",
    "triangle",
    "ring",
    "cross",
    "box",
    "rhomb",
    "tent",
    "funnel",
    "plus",
    "glass",
)
"""A shape each for as many curves as share a plot; those from `ring` on are drawn in outline."""
COLOURS = 6
_UP, _DOWN = ((0.0, -1.15), (1.15, 0.85), (-1.15, 0.85)), ((0.0, 1.15), (1.15, -0.85), (-1.15, -0.85))
_SQUARE, _DIAMOND = (
    ((-0.9, -0.9), (0.9, -0.9), (0.9, 0.9), (-0.9, 0.9)),
    ((0.0, -1.25), (1.25, 0.0), (0.0, 1.25), (-1.25, 0.0)),
)
_CORNERS: dict[str, Sequence[tuple[float, float]]] = {
    "square": _SQUARE, "box": _SQUARE, "diamond": _DIAMOND, "rhomb": _DIAMOND, "triangle": _UP, "tent": _UP,
    "funnel": _DOWN, "glass": ((-1.0, -1.0), (1.0, -1.0), (-1.0, 1.0), (1.0, 1.0)),
}  # fmt: skip
_BARS = {
    "cross": (((-1.0, -1.0), (1.0, 1.0)), ((-1.0, 1.0), (1.0, -1.0))),
    "plus": (((-1.2, 0.0), (1.2, 0.0)), ((0.0, -1.2), (0.0, 1.2))),
}


def element(name: str, content: str = "", **attributes: object) -> str:
    """One element; `class_` is its class, and `_` in other names stands for `-`. `content` is SVG already."""
    told = "".join(
        f' {key.rstrip("_").replace("_", "-")}="{escape(_number(value))}"'
        for key, value in attributes.items()
        if value is not None
    )
    return f"<{name}{told}>{content}</{name}>" if content else f"<{name}{told}/>"


def text(x: float, y: float, words: str, **attributes: object) -> str:
    """Words at a place."""
    return element("text", escape(words), x=x, y=y, **attributes)


def line(x1: float, y1: float, x2: float, y2: float, class_: str) -> str:
    """A line from one place to another."""
    return element("line", x1=x1, y1=y1, x2=x2, y2=y2, class_=class_)


def path(points: Iterable[tuple[float, float]], class_: str) -> str:
    """A line through points."""
    return element("polyline", points=_places(points, 0.0, 0.0, 1.0), class_=class_)


def marker(number: int, x: float, y: float, title: str, size: float = 4.5) -> str:
    """The mark of the series of that number: a shape and a class of its own. `title` is told on hover."""
    number = number % len(MARKERS)
    shape, is_hollow = MARKERS[number], number >= MARKERS.index("ring")
    kind = f"mark s{number % COLOURS}{' hollow' if is_hollow else ''}"
    told = element("title", escape(title))
    if corners := _CORNERS.get(shape):
        return element("polygon", told, points=_places(corners, x, y, size), class_=kind)
    if bars := _BARS.get(shape):
        return element("path", told, d="".join(f"M{_places(bar, x, y, size)}" for bar in bars), class_=kind)
    return element("circle", told, cx=x, cy=y, r=size - 0.5 if is_hollow else size, class_=kind)


def _places(corners: Iterable[tuple[float, float]], x: float, y: float, size: float) -> str:
    return " ".join(f"{_number(x + a * size)},{_number(y + b * size)}" for a, b in corners)


def picture(width: float, height: float, content: str, title: str, class_: str) -> str:
    """The whole, which a screen reader reads as its title."""
    return element(
        "svg", element("title", escape(title)) + content, viewBox=f"0 0 {_number(width)} {_number(height)}",
        width=width, height=height, role="img", aria_label=title, class_=class_,
    )  # fmt: skip


def _number(value: object) -> str:
    return f"{value:.2f}".rstrip("0").rstrip(".") if isinstance(value, float) else str(value)
