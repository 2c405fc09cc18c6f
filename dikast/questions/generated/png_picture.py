"""PngPicture: rectangles and words on a small picture of four colours, and its PNG file.

The file is the same on every machine. It is packed here, since what zlib makes of pixels depends on its version.
"""

from __future__ import annotations

import base64
import struct
import zlib
from functools import lru_cache

from dikast.questions.generated.pixel_font import GLYPH_ROWS, GLYPH_WIDTH, glyph

WIDTH = 512
_PIXELS_A_BYTE = 4
# One byte more than the pixels of a row: the row's filter. The packing below relies on this number.
_ROW_BYTES = WIDTH // _PIXELS_A_BYTE + 1
_WHITE = 0
_SCALE = 2
LETTER_WIDTH = _SCALE * (GLYPH_WIDTH + 1)


class PngPicture:
    """A white picture, 512 pixels wide, on which things are drawn in the colours 0 (white) to 3 of a palette."""

    def __init__(self, height: int, palette: tuple[tuple[int, int, int], ...]) -> None:
        self._rows = [bytearray([_WHITE] * WIDTH) for _ in range(height)]
        self._palette = palette

    def rectangle(self, left: int, top: int, width: int, height: int, colour: int) -> None:
        """Fills a rectangle."""
        for row in self._rows[top : top + height]:
            row[left : left + width] = bytes([colour] * width)

    def words(self, left: int, top: int, text: str, colour: int) -> None:
        """Writes capitals and digits; each takes LETTER_WIDTH pixels."""
        for i, letter in enumerate(text):
            self._letter(left + i * LETTER_WIDTH, top, letter, colour)

    def _letter(self, left: int, top: int, letter: str, colour: int) -> None:
        for y, dots in enumerate(glyph(letter)):
            for x, dot in enumerate(dots):
                if dot:
                    self.rectangle(left + _SCALE * x, top + _SCALE * y, _SCALE, _SCALE, colour)

    def url(self) -> str:
        """The picture as a `data:image/png` URL."""
        header = struct.pack(">IIBBBBB", WIDTH, len(self._rows), 2, 3, 0, 0, 0)
        palette = bytes(value for colour in self._palette for value in colour)
        pixels = b"".join(b"\0" + _packed_row(bytes(row)) for row in self._rows)
        chunks = ((b"IHDR", header), (b"PLTE", palette), (b"IDAT", _zlib_stream(pixels)), (b"IEND", b""))
        png = b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(kind, data) for kind, data in chunks)
        return "data:image/png;base64," + base64.b64encode(png).decode()


def text_height() -> int:
    """How many pixels a line of words is high."""
    return _SCALE * GLYPH_ROWS


@lru_cache(maxsize=256)
def _packed_row(row: bytes) -> bytes:
    """Four pixels in a byte, the leftmost in its highest bits."""
    quarters = (row[i::_PIXELS_A_BYTE] for i in range(_PIXELS_A_BYTE))
    return bytes(a << 6 | b << 4 | c << 2 | d for a, b, c, d in zip(*quarters, strict=True))


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def _zlib_stream(data: bytes) -> bytes:
    """The bytes as one deflate block with fixed codes (RFC 1951, section 3.2.6; RFC 1950 around it).

    All that is packed are bytes that equal those one row above: 258 of them, or 3 to 10.
    """
    codes, i = ["1", "10"], 0
    while i < len(data):
        lengths = _lengths(_n_as_above(data, i))
        if not lengths:
            codes.append(_LITERALS[data[i]])
            i += 1
        codes += [_length(length) + _ONE_ROW_ABOVE for length in lengths]
        i += sum(lengths)
    codes.append(_END)
    bits = "".join(codes)
    # The first bit is the lowest one of the first byte.
    block = int(bits[::-1], 2).to_bytes((len(bits) + 7) // 8, "little")
    return b"\x78\x01" + block + struct.pack(">I", zlib.adler32(data))


def _n_as_above(data: bytes, i: int) -> int:
    """How many bytes from here on equal those one row above, 258 at the most."""
    above = i - _ROW_BYTES
    if above < 0 or data[i] != data[above]:
        return 0
    most = min(258, len(data) - i)
    if data[i : i + most] == data[above : above + most]:
        return most
    n_same = 1
    while data[i + n_same] == data[above + n_same]:
        n_same += 1
    return n_same


def _lengths(n_same: int) -> list[int]:
    """The number as lengths that have a code without further bits: 258, or tens and a rest of 3 to 9."""
    if n_same == 258:
        return [258]
    n_tens, rest = divmod(n_same, 10)
    return [10] * n_tens + [rest] * (rest >= 3)


def _length(length: int) -> str:
    return "11000101" if length == 258 else f"{length - 2:07b}"


_LITERALS = [f"{0x30 + value:08b}" if value < 144 else f"{0x190 + value - 144:09b}" for value in range(256)]
_END = "0000000"
# A distance of 129 bytes: code 14, with six further bits, all of them 0.
_ONE_ROW_ABOVE = f"{14:05b}000000"
