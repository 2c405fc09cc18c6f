"""`dikast report --html` of a graded run: first errors, their kinds, every solution, and people's decisions."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from dikast.experiments import RunFolder
from dikast.records import Override, OverridePlace
from dikast.report import build_findings, write_page
from dikast.report import graded_section as section_module
from dikast.report.graded_section import graded_section
from tests.cli.conftest import Dikast
from tests.cli.conftest import dikast as dikast
from tests.viewer.conftest import ServedViewer
from tests.viewer.test_grading_pages import CEM, folder_of


def test_first_errors_are_counted_by_step_and_kind(graded: Path) -> None:
    section = graded_section([RunFolder.open(graded / "class")])
    assert section is not None
    (counts,) = section.counts
    assert (counts.solutions, counts.with_error, counts.open) == (6, 5, 0)
    assert counts.positions == {1: 2, 2: 3}
    assert section.kinds == ["Calculation Slip"]
    assert section.solutions[-1].question_id == "bakery-dee"


def test_decisions_of_people_are_counted_in(desk: ServedViewer, tmp_path: Path) -> None:
    folder = folder_of(desk)
    place = OverridePlace(episode=CEM, about="step", step=0)
    folder.overrides.add(Override(by="Ms Kim", places=(place,), label="correct", comment="fine"), 0)
    section = graded_section([folder])
    assert section is not None
    assert (section.counts[0].with_error, section.n_decisions) == (4, 1)
    write_page(build_findings([folder]), [folder], tmp_path / "page.html")
    page = (tmp_path / "page.html").read_text()
    assert "1 decision of people is counted in" in page
    assert page.count('<details class="episode graded-solution">') == 6
    assert "<script>document" not in page
    ids = re.findall(r' id="([^"]+)"', page)
    assert len(ids) == len(set(ids))


def test_a_page_holds_as_many_solutions_as_it_has_room_for(graded: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(section_module, "MOST_SOLUTION_BYTES", 8_000)
    section = graded_section([RunFolder.open(graded / "class")])
    assert section is not None
    assert 0 < len(section.solutions) < 6
    assert section.n_hidden == 6 - len(section.solutions)


def test_a_run_without_gradings_has_no_such_section(runs: Path) -> None:
    assert graded_section([RunFolder.open(runs / "first")]) is None


def test_the_command_writes_it(dikast: Dikast, graded: Path, tmp_path: Path) -> None:
    assert dikast("report", graded / "class", "--html", tmp_path / "report.html").code == 0
    assert '<section id="graded">' in (tmp_path / "report.html").read_text()
