"""SVG elements, with everything in them escaped.

Colours are CSS classes (`s0` to `s5`), so that the page's light and dark themes reach them.
"""

from __future__ import annotations

import html
from collections.abc import Iterable, Sequence

from dikast.sanitize import sanitize

SvgPoint = tuple[float, float]

NARROW = 500
"""A drawing for less width than this, in pixels, is laid out for a phone."""
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
"""A shape for each of as many curves as share a plot. Those from `ring` on are drawn in outline."""
COLOURS = 6
_FIRST_HOLLOW = MARKERS.index("ring")
_SQUARE = ((-0.9, -0.9), (0.9, -0.9), (0.9, 0.9), (-0.9, 0.9))
_DIAMOND = ((0.0, -1.25), (1.25, 0.0), (0.0, 1.25), (-1.25, 0.0))
_TRIANGLE = ((0.0, -1.15), (1.15, 0.85), (-1.15, 0.85))
# In units of the marker's size, around its centre; y grows downwards.
_CORNERS: dict[str, Sequence[SvgPoint]] = {
    "square": _SQUARE,
    "box": _SQUARE,
    "diamond": _DIAMOND,
    "rhomb": _DIAMOND,
    "triangle": _TRIANGLE,
    "tent": _TRIANGLE,
    "funnel": ((0.0, 1.15), (1.15, -0.85), (-1.15, -0.85)),
    "glass": ((-1.0, -1.0), (1.0, -1.0), (-1.0, 1.0), (1.0, 1.0)),
}
_BARS: dict[str, Sequence[Sequence[SvgPoint]]] = {
    "cross": (((-1.0, -1.0), (1.0, 1.0)), ((-1.0, 1.0), (1.0, -1.0))),
    "plus": (((-1.2, 0.0), (1.2, 0.0)), ((0.0, -1.2), (0.0, 1.2))),
}


def escape(words: str) -> str:
    """Words as content or an attribute, without control characters such as those that reverse text."""
    return html.escape(sanitize(words))


def element(name: str, content: str = "", **attributes: object) -> str:
    """One element. `content` is SVG already. In names of attributes `_` means `-`; `class_` is the class."""
    tag = name
    for key, value in attributes.items():
        tag += f' {key.rstrip("_").replace("_", "-")}="{escape(_number(value))}"'
    if not content:
        return f"<{tag}/>"
    return f"<{tag}>{content}</{name}>"


def text(x: float, y: float, words: str, **attributes: object) -> str:
    """Words at a point; by default they begin there."""
    return element("text", escape(words), x=x, y=y, **attributes)


def line(x1: float, y1: float, x2: float, y2: float, class_: str) -> str:
    """A line from one point to another."""
    return element(
        "line",
        x1=x1,
        y1=y1,
        x2=x2,
        y2=y2,
        class_=class_,
    )


def polyline(points: Iterable[SvgPoint], class_: str) -> str:
    """A line through points."""
    return element("polyline", points=_points(points, 0.0, 0.0, 1.0), class_=class_)


def marker(number: int, x: float, y: float, title: str, size: float = 4.5) -> str:
    """The marker of the series with that number: its shape and colour, `size` pixels from its centre to its edge.

    A browser shows the title when the pointer is over the marker.
    """
    number = number % len(MARKERS)
    shape = MARKERS[number]
    css_class = f"mark s{number % COLOURS}"
    radius = size
    if number >= _FIRST_HOLLOW:
        css_class += " hollow"
        # An outline is drawn half outside its circle.
        radius = size - 0.5
    content = element("title", escape(title))
    if shape in _CORNERS:
        return element("polygon", content, points=_points(_CORNERS[shape], x, y, size), class_=css_class)
    if shape in _BARS:
        path = "".join(f"M{_points(bar, x, y, size)}" for bar in _BARS[shape])
        return element("path", content, d=path, class_=css_class)
    return element(
        "circle",
        content,
        cx=x,
        cy=y,
        r=radius,
        class_=css_class,
    )


def _points(points: Iterable[SvgPoint], x: float, y: float, size: float) -> str:
    """Points as an attribute, given in units of `size` around (x, y)."""
    return " ".join(f"{_number(x + a * size)},{_number(y + b * size)}" for a, b in points)


def drawing(width: float, height: float, content: str, title: str, class_: str) -> str:
    """The whole SVG. A screen reader reads its title."""
    return element(
        "svg",
        element("title", escape(title)) + content,
        viewBox=f"0 0 {_number(width)} {_number(height)}",
        width=width,
        height=height,
        role="img",
        aria_label=title,
        class_=class_,
    )


def width_class(width: float) -> str:
    """The class by which the page shows, of its two drawings of a figure, the one that suits the screen."""
    if width < NARROW:
        return "narrow"
    return "wide"


def _number(value: object) -> str:
    """A float to two places without trailing zeros; anything else as text."""
    if isinstance(value, float):
        return f"{value:.2f}".rstrip("0").rstrip(".")
    return str(value)
