"""Pieces of HTML with which a record shows itself in a notebook. All text in them is escaped; none of it is markup.

The colours are halves of the page's own, so that they read on a light and on a dark page.
"""

from __future__ import annotations

import html
from collections.abc import Iterable, Sequence

from dikast.sanitize import sanitize

MOST_CHARS = 4_000
"""The most characters of one text; the rest is counted."""

# A notebook would set what stands between dollars, or after a backslash, as a formula: in an element of its own it
# stays what it is.
_MATHS = {ord(char): f"<span>{char}</span>" for char in "$\\"}
_IGNORES_MATHS = "tex2jax_ignore mathjax_ignore"
_COLOURS = {"good": "#1f883d", "bad": "#d93f3f", "open": "#9a7b0a"}
_STYLE = (
    "<style>.dikast{font:14px/1.45 system-ui,sans-serif;max-width:60em;overflow-wrap:anywhere}"
    ".dikast table{border-collapse:collapse;margin:.4em 0;font:inherit;color:inherit}"
    ".dikast th,.dikast td{text-align:left;vertical-align:top;padding:.15em .8em .15em 0;white-space:normal;"
    "border-top:1px solid rgba(128,128,128,.35);background:transparent;color:inherit}"
    ".dikast th{font-weight:600}.dikast .text{white-space:pre-wrap;margin:.2em 0 .6em}"
    ".dikast .aside{opacity:.75}.dikast summary{cursor:pointer}"
    ".dikast .bar{display:inline-block;height:.6em;background:#5b8def;border-radius:2px;margin-right:.5em}</style>"
)


def escaped(text: object) -> str:
    """A text as HTML that shows it and does nothing else, cut at MOST_CHARS."""
    plain = sanitize(str(text))
    if len(plain) > MOST_CHARS:
        plain = f"{plain[:MOST_CHARS]} … ({len(plain) - MOST_CHARS:,} more characters)"
    return html.escape(plain).translate(_MATHS)


def sheet(parts: Iterable[str]) -> str:
    """The pieces as one element with its style, which a notebook can show."""
    return f'{_STYLE}<div class="dikast {_IGNORES_MATHS}">{"".join(parts)}</div>'


def paragraph(text: object, tag: str = "div", kind: str = "text") -> str:
    """A text with its line ends."""
    return f'<{tag} class="{kind}" dir="auto">{escaped(text)}</{tag}>'


def aside(text: object) -> str:
    """A text of less weight; nothing for an empty one."""
    return paragraph(text, kind="aside") if text else ""


def badge(text: object, kind: str) -> str:
    """A word in the colour of what is `good`, `bad` or `open`."""
    return f'<strong style="color:{_COLOURS[kind]}">{escaped(text)}</strong>'


def bar(share: float) -> str:
    """A share from 0 to 1 as a bar, with its number."""
    width = 8 * min(1.0, max(0.0, share))
    return f'<span class="bar" style="width:{width:.2f}em"></span>{share:.2f}'


def table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table of cells that are HTML already, in as many columns as the heads."""
    head = "".join(f"<th>{escaped(title)}</th>" for title in heads)
    body = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in rows)
    return f"<table><tr>{head}</tr>{body}</table>"


def folded(title: object, parts: Iterable[str], *, is_open: bool = False) -> str:
    """Pieces under a title that opens and closes."""
    return f"<details{' open' if is_open else ''}><summary>{escaped(title)}</summary>{''.join(parts)}</details>"
