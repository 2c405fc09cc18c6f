"""A font of dots, five wide and seven high, for the few words in a chart."""

from __future__ import annotations

GLYPH_WIDTH, GLYPH_ROWS = 5, 7

# Seven rows from top to bottom, two hexadecimal digits each; the highest of five bits is the leftmost dot.
_GLYPHS = {
    "A": "0E11111F111111", "B": "1E11111E11111E", "C": "0E11101010110E", "D": "1E11111111111E", "E": "1F10101E10101F",
    "F": "1F10101E101010", "G": "0E11101711110E", "H": "1111111F111111", "I": "0E04040404040E", "J": "0702020202120C",
    "K": "11121418141211", "L": "1010101010101F", "M": "111B1515111111", "N": "11191915131311", "O": "0E11111111110E",
    "P": "1E11111E101010", "Q": "0E11111115120D", "R": "1E11111E141211", "S": "0F10100E01011E", "T": "1F040404040404",
    "U": "1111111111110E", "V": "11111111110A04", "W": "11111115151B11", "X": "11110A040A1111", "Y": "11110A04040404",
    "Z": "1F01020408101F", "0": "0E11131519110E", "1": "040C040404040E", "2": "0E11010204081F", "3": "0E11010601110E",
    "4": "02060A121F0202", "5": "1F101E0101110E", "6": "0608101E11110E", "7": "1F010204080808", "8": "0E11110E11110E",
    "9": "0E11110F01020C", " ": "00000000000000",
}  # fmt: skip


def glyph(letter: str) -> list[list[bool]]:
    """The dots of a capital, a digit or a space, row by row. Raises KeyError for anything else."""
    rows = bytes.fromhex(_GLYPHS[letter])
    return [[bool(row >> (GLYPH_WIDTH - 1 - x) & 1) for x in range(GLYPH_WIDTH)] for row in rows]
