"""Tables on a terminal: at any width, every part of a table repeats the names of its rows."""

from __future__ import annotations

import pytest
from rich.console import Console

from dikast.cli.tables import interval, print_table
from dikast.metrics import Estimate

HEADINGS = ("protocol", "questions", "episodes", "accuracy", "interval", "Brier", "log", "ECE", "unparsed", "failed")
NUMBERS = ("48", "48", "0.562", "0.42–0.69", "0.314", "-1.018", "0.261", "0", "7")


def printed(width: int, *names: str) -> list[list[str]]:
    """The parts of a table, each as its lines."""
    console = Console(width=width, highlight=False, markup=False, emoji=False, no_color=True)
    with console.capture() as captured:
        print_table(console, "Title", HEADINGS, [(name, *NUMBERS) for name in names])
    title, *lines = captured.get().rstrip().splitlines()
    assert title == "Title"
    assert all(len(line) <= width for line in lines)
    starts = [i for i, line in enumerate(lines) if line.startswith("protocol")]
    return [lines[start:end] for start, end in zip(starts, [*starts[1:], len(lines)], strict=True)]


@pytest.mark.parametrize("width", [60, 80, 200])
def test_every_part_names_its_rows_and_no_number_is_cut(width: int) -> None:
    parts = printed(width, "direct-with-source", "debate")
    assert len(parts) == {60: 2, 80: 2, 200: 1}[width]
    assert [[line.split()[0] for line in part[1:]] for part in parts] == [["direct-with-source", "debate"]] * len(parts)
    assert [word for part in parts for word in part[1].split()[1:]] == list(NUMBERS)
    assert [word for part in parts for word in part[0].split()[1:]] == list(HEADINGS[1:])


def test_an_interval_stays_with_its_value() -> None:
    assert all(part[0].split()[1] != "interval" for width in range(40, 100) for part in printed(width, "debate"))


def test_a_long_name_is_folded_and_leaves_the_numbers_whole() -> None:
    (first, *_) = printed(80, "a-long-name-" * 9)
    assert "".join(line.split()[0] for line in first[1:]) == "a-long-name-" * 9
    assert "0.42–0.69" in first[1]


@pytest.mark.parametrize(
    ("low", "high", "shown"), [(0.1, 0.25, "0.10–0.25"), (-0.1, 0.25, "-0.10 to 0.25"), (None, None, "–")]
)
def test_an_interval_below_zero_has_no_dash_before_its_sign(low: float | None, high: float | None, shown: str) -> None:
    assert interval(Estimate(value=0.1, low=low, high=high)) == shown
