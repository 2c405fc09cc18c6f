"""Predictions as official scorers read them, and the figures that differ by these scorers' rules."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from dikast.cli.predictions import Predictions
from dikast.metrics import UnknownAs
from tests.cli.conftest import Dikast
from tests.cli.test_score_command import judged_episode, marked_question, run_of

UNKNOWN_FIRST = {"ruw": 2, "rru": None, "rrr": -1, "urr": None, "r.w": None}


def of_prmbench(id: str, letters: str) -> Any:
    return judged_episode(marked_question(id, metadata={"dataset": "prmbench", "classification": "circular"}), letters)


def written(path: Path, format: str, *episodes: Any, unknown_as: UnknownAs = "apart") -> Any:
    """What is in the file: a JSON value, or a list of those in its lines."""
    with Predictions.to(f"{format}:{path}", {}, unknown_as) as predictions:
        for episode in episodes:
            predictions.put(episode.question, episode)
    text = path.read_text(encoding="utf-8")
    return json.loads(text) if path.suffix == ".json" else [json.loads(line) for line in text.splitlines()]


def test_predictions_are_in_the_order_of_the_file_not_of_the_ids(tmp_path: Path) -> None:
    episodes = [judged_episode(marked_question(f"task-{i}", metadata={"row": i}), "rrr") for i in (1, 10, 2)]
    for name in ("out.jsonl", "out.json"):
        rows = written(tmp_path / name, "big-bench-mistake", *episodes)
        assert [row["id"] for row in rows] == ["task-1", "task-2", "task-10"]


def test_mr_ben_predictions_are_by_subject(tmp_path: Path) -> None:
    subjects = ("Physics", "math", "Physics")
    episodes = [
        judged_episode(marked_question(f"{i}", metadata={"row": i, "subject": subject, "uuid": f"u{i}"}), "rwi")
        for i, subject in enumerate(subjects)
    ]
    rows = written(tmp_path / "out.json", "mr-ben", *episodes)
    assert {subject: [row["Question_UUID"] for row in of] for subject, of in rows.items()} == {
        "physics": ["u0", "u2"],
        "math": ["u1"],
    }
    # Its scorer reads these of every row.
    for key in ("Model_Solution_Correctness", "Model_Solution_Rectified_First_Error_Step", "Evaluation_Result"):
        assert key in rows["math"][0]
    assert len(written(tmp_path / "out.jsonl", "mr-ben", *episodes)) == 3


def test_no_predictions_are_an_empty_value(tmp_path: Path) -> None:
    assert written(tmp_path / "a.json", "processbench") == []
    assert written(tmp_path / "b.json", "mr-ben") == {}
    assert written(tmp_path / "c.jsonl", "mr-ben") == []


@pytest.mark.parametrize("letters", UNKNOWN_FIRST)
def test_unknown_means_in_predictions_what_it_means_in_scores(tmp_path: Path, letters: str) -> None:
    episode = judged_episode(marked_question("1"), letters)
    (row,) = written(tmp_path / "p.jsonl", "processbench", episode)
    assert row["prediction"] == UNKNOWN_FIRST[letters]
    (row,) = written(tmp_path / "b.jsonl", "big-bench-mistake", episode)
    assert row["parsed"] is (UNKNOWN_FIRST[letters] is not None)
    (row,) = written(tmp_path / "m.jsonl", "prmbench", episode)
    assert row["validity"] is not bool({"u", "."} & set(letters))


def test_unknown_is_correct_in_predictions_where_it_is_in_scores(tmp_path: Path) -> None:
    episode = judged_episode(marked_question("1"), "uru")
    (row,) = written(tmp_path / "p.jsonl", "processbench", episode, unknown_as="correct")
    assert row["prediction"] == -1
    (row,) = written(tmp_path / "m.jsonl", "prmbench", episode, unknown_as="correct")
    assert (row["validity"], row["scores"]["step_level_validity_labels"]) == (True, [True] * 3)
    (row,) = written(tmp_path / "j.jsonl", "projudge", episode, unknown_as="correct")
    assert [mark for _, mark, _, _ in row["process_evaluation"]] == ["1", "1", "1"]


def test_both_prm_scores_are_shown_where_the_scorer_drops_solutions(dikast: Dikast, tmp_path: Path) -> None:
    run = run_of(tmp_path / "run", of_prmbench("1", "rwi"), of_prmbench("2", "rwr"), of_prmbench("3", "rw."))
    out = dikast("score", run).out
    assert "PRMScore by the benchmark's own rule: 0.829 over 2 of 3 solutions; its scorer leaves out" in out
    (cell,) = json.loads(dikast("score", run, "--json").out)["cells"]
    assert (cell["official"]["solutions"], cell["official"]["dropped"]) == (2, 1)
    # Half the F1 of 2 right steps called right and one more (4/5), half that of 3 of 4 wrong ones (6/7).
    assert cell["official"]["value"] == pytest.approx((4 / 5 + 6 / 7) / 2)


def test_the_controls_of_prmbench_are_not_in_its_own_figure(dikast: Dikast, tmp_path: Path) -> None:
    right = ("correct", "correct", "correct")
    control = marked_question("correct_1", right, metadata={"dataset": "prmbench", "classification": "correct"})
    run = run_of(tmp_path / "run", of_prmbench("1", "rwi"), of_prmbench("2", "rwr"), judged_episode(control, "rrw"))
    out = dikast("score", run).out
    assert (
        "PRMScore by the benchmark's own rule: 0.829 over 2 of 3 solutions; its scorer leaves out the original" in out
    )
    (cell,) = json.loads(dikast("score", run, "--json").out)["cells"]
    assert (cell["official"]["dropped"], cell["official"]["controls"]) == (0, 1)
    # Ours counts the control: 4 right steps called right, one of 5 called wrong, and 3 of 4 wrong ones called wrong.
    assert cell["summary"]["figures"]["prm_score"]["value"] == pytest.approx((8 / 10 + 6 / 8) / 2)


def test_one_prm_score_is_enough_where_they_agree(dikast: Dikast, tmp_path: Path) -> None:
    run = run_of(tmp_path / "run", of_prmbench("1", "rwi"))
    assert "own rule" not in dikast("score", run).out
    other = run_of(tmp_path / "other", judged_episode(marked_question("1"), "rw."))
    assert "own rule" not in dikast("score", other).out
