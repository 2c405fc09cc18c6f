"""docs/gates.md lists the figures that each command knows."""

from __future__ import annotations

import re
from pathlib import Path

from dikast.cli.gate_figures import DRIFT_FIGURES, PROBE_FIGURES, RUN_FIGURES, report_figures, score_figures
from dikast.gates import EXIT_CODES

PAGE = (Path(__file__).parents[1] / "docs" / "gates.md").read_text(encoding="utf-8")


def listed(command: str) -> list[str]:
    """The figures in the row of a command."""
    (row,) = re.findall(rf"^\| `{command}` \| (.*) \|$", PAGE, re.MULTILINE)
    return re.findall(r"`([\w.]+)`", row)


def test_the_page_lists_every_figure() -> None:
    assert listed("run") == list(RUN_FIGURES)
    assert listed("report") == report_figures()
    assert listed("drift") == list(DRIFT_FIGURES)
    assert listed("probe") == list(PROBE_FIGURES)
    assert set(listed("score")) <= set(score_figures())


def test_the_page_has_the_exit_codes() -> None:
    assert [int(code) for code in re.findall(r"^\| (\d) \|", PAGE, re.MULTILINE)] == list(EXIT_CODES.values())
