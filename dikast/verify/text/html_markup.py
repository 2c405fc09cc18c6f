"""HTML as plain text: `x<sup>2</sup>` as `x^{2}`, `3 &lt; 4` as `3 < 4`; `a<b` and `a & b` stay as they are."""

from __future__ import annotations

import html
from collections.abc import Collection

_MAX_TAG, _MAX_ENTITY = 100, 12  # characters
# What the tags of an element become, at its beginning and its end; those of others in the list are left out.
_WRITTEN = {"sup": ("^{", "}"), "sub": ("_{", "}")}
_STYLES = frozenset("b i u em strong span font mark code small big tt div".split())
_BREAKS = frozenset({"br", "hr", "p", "li"})  # which need no end


def without_html(text: str) -> str:
    """The text with the tags of styles and lines, indices, exponents and entities as plain text has them."""
    if "<" not in text and "&" not in text:
        return text
    small = text.casefold()
    closed = {name for name in _STYLES | _WRITTEN.keys() if f"<{name}" in small and f"</{name}>" in small}
    pieces: list[str] = []
    at = 0
    while at < len(text):
        plain, end = _tag(text, at, closed) or _entity(text, at) or (text[at], at + 1)
        pieces.append(plain)
        at = end
    return "".join(pieces)


def _tag(text: str, at: int, closed: Collection[str]) -> tuple[str, int] | None:
    """What the tag that begins here becomes, and where it ends; None where none begins of a break or of `closed`."""
    end = text.find(">", at, at + _MAX_TAG) if text[at] == "<" else -1
    name = "".join(text[at + 1 : max(end, 0)].strip("/ ").casefold().split()[:1])
    if name in _BREAKS:
        return "\n", end + 1
    is_end = text[at + 1 : at + 2] == "/"
    return (_WRITTEN.get(name, ("", ""))[is_end], end + 1) if name in closed else None


def _entity(text: str, at: int) -> tuple[str, int] | None:
    """The sign of `&lt;` or `&#215;`, and where it ends; None where no entity begins."""
    end = text.find(";", at, at + _MAX_ENTITY) + 1 if text[at] == "&" else 0
    sign = html.unescape(text[at:end])
    return (sign, end) if end and len(sign) == 1 else None
