"""Questions about charts, solved again from the pixels of the picture, and from the table that the source is."""

from __future__ import annotations

import base64
import re
import struct
import zlib
from itertools import groupby

import pytest

from tests.questions.generated.conftest import first_questions, wrongly_solved

HIGHEST = re.compile(r"In which month is (\w+) highest")
DIFFERENCE = re.compile(r"By how much is (\w+) above (\w+) in (\w+)\?")
ABOVE = re.compile(r"In how many of the months is (\w+) above (\w+)\?")
GRID, *BARS = 1, 2, 3
Series = dict[str, dict[str, int]]


def table_of(source: str) -> Series:
    """The values by series and month."""
    head, *rows = [line.split(" | ") for line in source.split("\n\n")[1].splitlines()]
    return {name: {row[0]: int(row[i]) for row in rows} for i, name in enumerate(head) if i}


def solve_table(text: str, answers: tuple[str, str], series: Series) -> str:
    if highest := HIGHEST.search(text):
        values = series[highest[1]]
        return max(values, key=lambda month: values[month])
    if difference := DIFFERENCE.search(text):
        return str(series[difference[1]][difference[3]] - series[difference[2]][difference[3]])
    above = ABOVE.search(text)
    assert above is not None
    return str(sum(value > series[above[2]][month] for month, value in series[above[1]].items()))


def solve(text: str, answers: tuple[str, str], source: str) -> str:
    return solve_table(text, answers, table_of(source))


def pixels_of(url: str) -> list[list[int]]:
    """The colours of a picture, row by row, from its file alone."""
    data = base64.b64decode(url.removeprefix("data:image/png;base64,"))
    chunks, at = {}, 8
    while at < len(data):
        (size,) = struct.unpack(">I", data[at : at + 4])
        kind, body = data[at + 4 : at + 8], data[at + 8 : at + 8 + size]
        assert struct.unpack(">I", data[at + 8 + size : at + 12 + size])[0] == zlib.crc32(kind + body)
        chunks[kind] = body
        at += size + 12
    width, height, depth, colours, *_ = struct.unpack(">IIBBBBB", chunks[b"IHDR"])
    assert (depth, colours) == (2, 3)
    raw, size = zlib.decompress(chunks[b"IDAT"]), width // 4 + 1
    assert len(raw) == height * size
    rows = [raw[y * size + 1 : (y + 1) * size] for y in range(height)]
    return [[byte >> shift & 3 for byte in row for shift in (6, 4, 2, 0)] for row in rows]


def bar_values(url: str) -> list[list[int]]:
    """The values of both series, from left to right, measured by the grid lines."""
    rows = pixels_of(url)
    grid = [y for y, row in enumerate(rows) if row.count(GRID) > 10 and row[len(row) - 20] == GRID]
    assert len(grid) == 7, "a line at 0 and at each ten up to 60"
    top, base = grid[0], grid[-1]
    unit = (base - top) / 60
    # Just above the base line every bar is there: the lowest value is 5.
    runs = [(colour, len([*pixels])) for colour, pixels in groupby(rows[base - 2])]
    lefts, x = [], 0
    for colour, width in runs:
        if colour in BARS and width > 20:
            lefts.append((colour, x + width // 2))
        x += width
    values = []
    for bar in BARS:
        tops = [min(y for y in range(top, base) if rows[y][x] == bar) for colour, x in lefts if colour == bar]
        values.append([round((base - y) / unit) for y in tops])
    return values


def test_every_answer_follows_from_the_table() -> None:
    assert [*wrongly_solved("figures", solve)] == []


def test_the_picture_shows_the_same_numbers() -> None:
    for question in first_questions("figures")[::10]:
        [url] = question.images
        table = table_of(question.source or "")
        assert bar_values(url) == [[*values.values()] for values in table.values()], question.id


def test_the_answer_can_be_read_off_the_picture() -> None:
    for question in first_questions("figures")[1:200:8]:
        names = [*table_of(question.source or "").items()]
        measured = {
            name: dict(zip(months, values, strict=True))
            for (name, months), values in zip(names, bar_values(question.images[0]), strict=True)
        }
        assert question.gold is not None
        assert solve_table(question.text, ("", ""), measured) == question.choices[question.gold]


def test_the_file_is_a_picture_to_another_reader(tmp_path: object) -> None:
    image = pytest.importorskip("matplotlib.image")
    import io

    data = base64.b64decode(first_questions("figures")[0].images[0].partition(",")[2])
    assert image.imread(io.BytesIO(data), format="png").shape[:2] == (334, 512)
