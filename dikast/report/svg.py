"""SVG elements with everything in them escaped. Colours are classes, so that the page's light and dark reach them."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape as escaped

from dikast.plain import plain


def escape(words: str) -> str:
    """Words as content or an attribute, without what could turn them around."""
    return escaped(plain(words))


MARKERS = ("circle", "square", "diamond", "triangle", "ring", "cross")


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
    joined = " ".join(f"{_number(x)},{_number(y)}" for x, y in points)
    return element("polyline", points=joined, class_=class_)


def marker(number: int, x: float, y: float, title: str, size: float = 4.5) -> str:
    """The mark of the series of that number: a shape and a class of its own. `title` is told on hover."""
    corners: tuple[tuple[float, float], ...]
    shape, s = MARKERS[number % len(MARKERS)], size
    told = element("title", escape(title))
    kind = f"mark s{number % len(MARKERS)}"
    match shape:
        case "circle":
            return element("circle", told, cx=x, cy=y, r=s, class_=kind)
        case "ring":
            return element("circle", told, cx=x, cy=y, r=s - 0.5, class_=f"{kind} hollow")
        case "square":
            return element("rect", told, x=x - s * 0.9, y=y - s * 0.9, width=s * 1.8, height=s * 1.8, class_=kind)
        case "diamond":
            corners = ((x, y - s * 1.25), (x + s * 1.25, y), (x, y + s * 1.25), (x - s * 1.25, y))
        case "triangle":
            corners = ((x, y - s * 1.15), (x + s * 1.15, y + s * 0.85), (x - s * 1.15, y + s * 0.85))
        case _:
            bars = f"M{_number(x - s)},{_number(y - s)}L{_number(x + s)},{_number(y + s)}"
            bars += f"M{_number(x - s)},{_number(y + s)}L{_number(x + s)},{_number(y - s)}"
            return element("path", told, d=bars, class_=f"{kind} hollow")
    points = " ".join(f"{_number(a)},{_number(b)}" for a, b in corners)
    return element("polygon", told, points=points, class_=kind)


def picture(width: float, height: float, content: str, title: str, class_: str) -> str:
    """The whole, which a screen reader reads as its title."""
    return element(
        "svg", element("title", escape(title)) + content, viewBox=f"0 0 {_number(width)} {_number(height)}",
        width=width, height=height, role="img", aria_label=title, class_=class_,
    )  # fmt: skip


def _number(value: object) -> str:
    return f"{value:.2f}".rstrip("0").rstrip(".") if isinstance(value, float) else str(value)
