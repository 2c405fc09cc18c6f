"""bar_chart: a figure of bars as a small PNG image, for problems in which a figure must be read."""

from __future__ import annotations

import base64
import struct
import zlib
from collections.abc import Sequence

_BAR, _GAP, _LEVEL = 24, 16, 14
_WHITE, _GRID, _DARK = 255, 190, 60


def bar_chart(heights: Sequence[int]) -> str:
    """A `data:image/png` URL: a bar for each height, and a grid line at every whole height.

    Raises ValueError for a height below 1.
    """
    if min(heights) < 1:
        raise ValueError(f"a bar needs a height of at least 1, got {list(heights)}")
    n_levels = max(heights) + 1
    rows = [_row(heights, y) for y in range(n_levels * _LEVEL, -1, -1)]
    return "data:image/png;base64," + base64.b64encode(_png(rows)).decode()


def _row(heights: Sequence[int], y: int) -> bytes:
    """One row of pixels, `y` pixels above the base line."""
    ground = _GRID if y % _LEVEL == 0 else _WHITE
    row = [ground] * _GAP
    for height in heights:
        row += [_DARK if y <= height * _LEVEL else ground] * _BAR
        row += [ground] * _GAP
    return bytes(row)


def _png(rows: Sequence[bytes]) -> bytes:
    """The PNG file of these rows of grey pixels (8 bits, no filter: W3C PNG, sections 5 and 11)."""
    header = struct.pack(">IIBBBBB", len(rows[0]), len(rows), 8, 0, 0, 0, 0)
    pixels = zlib.compress(b"".join(b"\0" + row for row in rows), 9)
    chunks = [_chunk(b"IHDR", header), _chunk(b"IDAT", pixels), _chunk(b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunks)


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
