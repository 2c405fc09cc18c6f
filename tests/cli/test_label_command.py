"""`dikast label`, and what the other commands say of a run's labels."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from dikast.experiments import RunFolder
from tests.cli.conftest import Dikast
from tests.experiments.labelling.conftest import labelling, send


@pytest.fixture
def run(graded: Path, tmp_path: Path) -> RunFolder:
    shutil.copytree(graded / "class", tmp_path / "class")
    return RunFolder.open(tmp_path / "class")


@pytest.mark.parametrize(
    ("options", "why"),
    [
        (["--raters", "2"], "--raters: 2 people are to label each step and 0 are named: give --name for each"),
        (["--adjudicator", "dora"], "--adjudicator: with one label a step there is nothing to adjudicate"),
        (["--name", "a b"], "a person's name has letters"),
        (["--name", "anna", "--name", "anna"], "a person is named twice"),
        (["--order", "best"], "uncertain"),
        (["--sample", "0"], "--sample"),
        (["--host", "0.0.0.0"], "--tls-certificate"),
    ],
)
def test_what_can_not_be_is_told_before_anything_is_kept(
    dikast: Dikast, run: RunFolder, options: list[str], why: str
) -> None:
    ended = dikast("label", str(run.path), *options)
    assert ended.code == 2
    assert why in ended.err
    assert not list(run.path.glob("labels*"))


def test_a_folder_without_a_run_and_a_sample_drawn_otherwise(dikast: Dikast, run: RunFolder, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    assert "no run is in this folder" in dikast("label", str(tmp_path / "empty")).err
    with labelling(run):
        pass
    ended = dikast("label", str(run.path))
    assert ended.code == 2
    assert "the steps were chosen with --order random: give the same, or move this file away" in ended.err


def test_where_all_is_labelled_it_says_so_and_ends(dikast: Dikast, run: RunFolder) -> None:
    with labelling(run, 2) as desk:
        for _ in range(2):
            send(desk, "incorrect")
    ended = dikast("label", str(run.path), "--order", "random", "--sample", "2")
    assert ended.code == 0
    assert "2 of 15 steps labelled, in a random order, seed 0" in ended.out
    assert "0 steps to label, in a random order" in ended.err


def test_score_measures_the_judge_by_the_labels_of_people(dikast: Dikast, run: RunFolder) -> None:
    """This run has no marks of its own: before anyone labels a step, there is nothing to score by."""
    assert dikast("score", str(run.path)).code == 2
    with labelling(run) as desk:
        for label in ("incorrect", "correct", "unknown", "correct"):
            send(desk, label)
    ended = dikast("score", str(run.path))
    assert ended.code == 0
    assert "4 of 15 steps labelled" in ended.out
    assert "people can't tell of 0.250" in ended.out
    data = json.loads(dikast("score", str(run.path), "--json").out)
    (judge,) = data["labelled"]["judges"]
    assert data["cells"] == []
    assert (judge["counted"], judge["wrong"]["n"]) == (4, 3)
    assert judge["wrong"]["value"] == pytest.approx(1 / 3)


def test_report_and_export_have_them_too(dikast: Dikast, run: RunFolder, tmp_path: Path) -> None:
    without = dikast("report", str(run.path), "--json").out
    assert "labelled" not in json.loads(without)
    with labelling(run) as desk:
        send(desk, "incorrect")
    page = tmp_path / "report.html"
    ended = dikast("report", str(run.path), "--html", str(page))
    assert "Steps that people labelled\n1 of 15 steps labelled" in ended.out
    assert '<section id="labelled">' in page.read_text(encoding="utf-8")
    (labelled,) = json.loads(dikast("report", str(run.path), "--json").out)["labelled"]
    assert (labelled["run"], labelled["estimates"]["counted"]) == ("class", 1)
    ended = dikast("export", str(run.path), "--format", "sample")
    assert "sample.jsonl: 1 labelled steps" in ended.out
