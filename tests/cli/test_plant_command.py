"""dikast plant: a file of worked solutions whose first error is known, which the other commands read."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

from dikast.questions import ERROR_KINDS, planted_solutions, read_solutions
from tests.cli.conftest import Dikast


def test_the_file_holds_the_solutions_with_their_marks(dikast: Dikast, tmp_path: Path) -> None:
    ended = dikast("plant", "--out", "planted.jsonl", "--n", "42", "--seed", "3", "--kinds", ",".join(ERROR_KINDS))
    assert (ended.code, ended.err) == (0, "")
    assert "42 solutions, 21 of them with an error" in ended.out
    questions = [*read_solutions(tmp_path / "planted.jsonl", images=True)]
    # Neither the marks nor the figures are lost on the way.
    assert questions == planted_solutions(42, seed=3, kinds=ERROR_KINDS)


def test_kinds_and_the_share_of_right_ones_can_be_chosen(dikast: Dikast, tmp_path: Path) -> None:
    assert dikast("plant", "--out", "a.jsonl", "--n", "10", "--kinds", "ke, NC", "--right", "0.2").code == 0
    rows = [json.loads(line) for line in (tmp_path / "a.jsonl").read_text().splitlines()]
    assert Counter(row["metadata"]["planted_error"] for row in rows) == {"none": 2, "NC": 4, "KE": 4}


def test_bad_options_are_told_in_one_line(dikast: Dikast, tmp_path: Path) -> None:
    unknown = dikast("plant", "--out", "a.jsonl", "--kinds", "NC,XX")
    assert unknown.code == 2
    assert unknown.err.startswith("dikast: --kinds: there is no kind of error 'XX'")
    nowhere = dikast("plant", "--out", "nowhere/a.jsonl")
    assert nowhere.code == 2
    assert "nowhere/a.jsonl" in nowhere.err
    assert "Traceback" not in nowhere.err
    assert dikast("plant", "--out", "a.jsonl", "--right", "2").code == 2


def test_planted_solutions_are_graded_and_scored_as_any_others(dikast: Dikast) -> None:
    assert dikast("plant", "--out", "planted.jsonl", "--n", "24").code == 0
    critic = "dikast.evaluation.planted:critic_90"
    graded = dikast("grade", "planted.jsonl", "--judge", critic, "--out", "run")
    assert graded.code == 0, graded.err
    scored = dikast("score", "run", "--by", "planted_error", "--json")
    (cell,) = json.loads(scored.out)["cells"]
    kinds = cell["summary"]["first_errors"]
    assert set(kinds) == {"NC", "SC", "RE", "KE", "QU", "NS"}
    found = sum(kind["found"]["value"] * kind["found"]["n"] for kind in kinds.values())
    named = sum(kind["named"]["value"] * kind["named"]["n"] for kind in kinds.values())
    # It misses one of the first ten planted errors, and may miss one of the two that follow.
    assert found == named
    assert 10 <= found <= 11
    assert any("step" in name for name in cell["summary"]["baselines"])
